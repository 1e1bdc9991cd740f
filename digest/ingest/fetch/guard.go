package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// azureMetadata answers inside Azure only, on an address that looks public.
var azureMetadata = netip.MustParsePrefix("168.63.129.16/32")

// ports are those that feeds and pages are served on. Any other could make a feed's
// address a way to talk to mail servers and databases.
var ports = []uint16{80, 443, 8080, 8443}

var errPrivate = errors.New("a private address")

// guard decides which addresses are dialled. It is asked by the dialer, with the
// address that the connection is about to be made to: what a name resolved to
// when somebody looked before, and what was redirected from where, does not matter.
type guard struct {
	public  *ssrf.Guardian
	allowed []allowed
	through *url.URL // the proxy
}

// allowed is one entry of the list that a user may make.
type allowed struct {
	host   string       // a name, lower case; empty for a network
	prefix netip.Prefix // a network or an address
	port   string       // empty for any
}

func newGuard(allow []string, proxy *url.URL) (*guard, error) {
	g := &guard{
		public:  ssrf.New(ssrf.WithPorts(ports...), ssrf.WithDeniedV4Prefixes(azureMetadata)),
		through: proxy,
	}
	for _, s := range allow {
		a, err := ParseAllow(s)
		if err != nil {
			return nil, err
		}
		g.allowed = append(g.allowed, a)
	}
	return g, nil
}

// ParseAllow reads one entry of an allow list: a host name, an address or a network,
// the first two with or without a port: "news.example", "10.1.2.3:8000",
// "192.168.7.0/24".
func ParseAllow(s string) (allowed, error) {
	if prefix, err := netip.ParsePrefix(s); err == nil {
		return allowed{prefix: prefix.Masked()}, nil
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = strings.Trim(s, "[]"), ""
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return allowed{prefix: netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen()), port: port}, nil
	}
	if host == "" || strings.ContainsAny(host, "/:* ") || strings.Trim(port, "0123456789") != "" {
		return allowed{}, fmt.Errorf("%q is no host or network: write a name such as news.example, an address such as 10.1.2.3:8000, or a network such as 192.168.7.0/24", s)
	}
	return allowed{host: strings.ToLower(host), port: port}, nil
}

// dialer returns the function that all connections are made with.
func (g *guard) dialer(o Options) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		d := net.Dialer{
			Timeout:  o.Connect,
			Resolver: o.Resolver,
			Control: func(network, address string, raw syscall.RawConn) error {
				return g.check(host, port, network, address, raw)
			},
		}
		return d.DialContext(ctx, network, address)
	}
}

// check decides about one connection to address, an IP address with a port, which
// host resolved to.
func (g *guard) check(host, port, network, address string, raw syscall.RawConn) error {
	if g.through != nil && strings.EqualFold(host, g.through.Hostname()) && port == portOf(g.through) {
		return nil
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(g.allowed, func(a allowed) bool { return a.admits(host, port, to.Addr()) }) {
		return nil
	}
	err = g.public.Safe(network, address, raw)
	if errors.Is(err, ssrf.ErrProhibitedIP) {
		return fmt.Errorf("%w: %s", errPrivate, to.Addr())
	}
	return err
}

func (a allowed) admits(host, port string, ip netip.Addr) bool {
	if a.port != "" && a.port != port {
		return false
	}
	if a.host != "" {
		return a.host == strings.ToLower(strings.TrimSuffix(host, "."))
	}
	return a.prefix.Contains(ip.Unmap())
}

// proxy is asked for every request where a proxy is configured. The proxy resolves
// names itself, so that only addresses that are written out can be checked here.
func (g *guard) proxy(r *http.Request) (*url.URL, error) {
	host, port := r.URL.Hostname(), portOf(r.URL)
	if _, err := netip.ParseAddr(host); err == nil {
		if err := g.check(host, port, "tcp4", net.JoinHostPort(host, port), nil); err != nil {
			return nil, err
		}
	}
	return g.through, nil
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}
