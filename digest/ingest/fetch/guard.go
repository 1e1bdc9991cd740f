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
	"strconv"
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

	through  *url.URL      // the proxy
	resolver *net.Resolver // for what is asked of the proxy by name
	trusting bool          // the proxy decides where names lead
}

// allowed is one entry of the list that a user may make.
type allowed struct {
	host   string       // a name, lower case; empty for a network
	prefix netip.Prefix // a network or an address
	port   string       // empty for any
}

func newGuard(o Options) (*guard, error) {
	g := &guard{
		public:   ssrf.New(ssrf.WithPorts(ports...), ssrf.WithDeniedV4Prefixes(azureMetadata)),
		through:  o.Proxy,
		resolver: o.Resolver,
		trusting: o.ProxyResolves,
	}
	if g.resolver == nil {
		g.resolver = net.DefaultResolver
	}
	for _, s := range o.Allow {
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

// proxy is asked for every request where a proxy is configured. The proxy looks names
// up itself and dials for us, so that the address it will dial cannot be checked. What
// can be is: addresses that are written out, names that mean a network of one's own
// everywhere, and, unless the proxy is trusted with that, where each name leads here.
// A name that leads nowhere here is refused then, as only the proxy could say. A server
// of names that answers the proxy with something else than us remains: a proxy has to
// refuse private addresses itself where strangers can name feeds.
func (g *guard) proxy(r *http.Request) (*url.URL, error) {
	host, port := strings.TrimRight(r.URL.Hostname(), "."), portOf(r.URL)
	if slices.ContainsFunc(g.allowed, func(a allowed) bool { return a.host != "" && a.admits(host, port, netip.Addr{}) }) {
		return g.through, nil
	}
	addresses := []netip.Addr{}
	switch ip, err := netip.ParseAddr(host); {
	case err == nil:
		addresses = append(addresses, ip)
	case internal(host), numeric(host):
		return nil, fmt.Errorf("%w: %s", errPrivate, host)
	case g.trusting:
		if !slices.Contains(ports, number(port)) {
			return nil, ssrf.ErrProhibitedPort
		}
	default:
		if addresses, err = g.resolver.LookupNetIP(r.Context(), "ip", host); err != nil {
			return nil, fmt.Errorf("%w: %w", errOnlyProxy, err)
		}
	}
	for _, ip := range addresses {
		if err := g.check(host, port, family(ip), netip.AddrPortFrom(ip.Unmap(), number(port)).String(), nil); err != nil {
			return nil, err
		}
	}
	return g.through, nil
}

// errOnlyProxy is why a name is not handed to the proxy.
var errOnlyProxy = errors.New("a name that is not known here")

// internal reports whether a name means a network of one's own wherever it is asked
// for: names without a domain and those that are reserved for that.
func internal(host string) bool {
	host = strings.ToLower(host)
	if !strings.Contains(host, ".") {
		return true
	}
	return slices.ContainsFunc([]string{".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home"},
		func(end string) bool { return strings.HasSuffix(host, end) })
}

// numeric reports whether the last label of a host is a number: then it is an address
// in one of its odd forms ("127.1", "0x7f.0.0.1"), as the URL standard has it.
func numeric(host string) bool {
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	return last == "" || strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x")
}

func family(ip netip.Addr) string {
	if ip.Unmap().Is4() {
		return "tcp4"
	}
	return "tcp6"
}

// number returns a port; 0, which is none, for what is none.
func number(port string) uint16 {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return 0
	}
	return uint16(n)
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
