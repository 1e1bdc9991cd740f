package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"whosaid/digest/ingest/fetch/fake"
)

// TestGuard asks for connections as the dialer does, with the address it is about to
// connect to.
func TestGuard(t *testing.T) {
	g, err := newGuard(Options{Allow: []string{"press.intranet.example", "10.1.2.3:8000", "192.168.7.0/24", "[fd00::5]:8080"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		host, address string
		want          bool
	}{
		{"courier.example", "93.184.216.34:443", true},
		{"courier.example", "93.184.216.34:8080", true},
		{"courier.example", "[2606:4700::6810:84e5]:443", true},
		{"courier.example", "93.184.216.34:22", false},
		{"courier.example", "93.184.216.34:25", false},
		{"courier.example", "93.184.216.34:6379", false},
		{"courier.example", "127.0.0.1:80", false},
		{"courier.example", "127.8.9.1:80", false},
		{"courier.example", "0.0.0.0:80", false},
		{"courier.example", "10.0.0.1:80", false},
		{"courier.example", "172.16.0.1:80", false},
		{"courier.example", "172.31.255.255:80", false},
		{"courier.example", "192.168.0.1:80", false},
		{"courier.example", "100.64.0.1:80", false},
		{"courier.example", "169.254.169.254:80", false},
		{"courier.example", "168.63.129.16:80", false}, // Azure
		{"courier.example", "192.0.0.192:80", false},   // Oracle
		{"courier.example", "192.0.2.7:80", false},
		{"courier.example", "198.18.0.1:80", false},
		{"courier.example", "224.0.0.1:80", false},
		{"courier.example", "255.255.255.255:80", false},
		{"courier.example", "[::]:80", false},
		{"courier.example", "[::1]:80", false},
		{"courier.example", "[::ffff:127.0.0.1]:80", false}, // IPv4-mapped
		{"courier.example", "[::ffff:10.0.0.1]:80", false},
		{"courier.example", "[::127.0.0.1]:80", false},      // IPv4-compatible
		{"courier.example", "[64:ff9b::7f00:1]:80", false},  // NAT64
		{"courier.example", "[64:ff9b::a00:1]:80", false},   // NAT64 of 10.0.0.1
		{"courier.example", "[64:ff9b:1::a00:1]:80", false}, // NAT64, local
		{"courier.example", "[2002:7f00:1::]:80", false},    // 6to4
		{"courier.example", "[2002:a00:1::1]:80", false},
		{"courier.example", "[2001:0:7f00:1::]:80", false}, // Teredo
		{"courier.example", "[2001:db8::1]:80", false},
		{"courier.example", "[fc00::1]:80", false},
		{"courier.example", "[fd00:ec2::254]:80", false}, // AWS
		{"courier.example", "[fe80::1]:80", false},
		{"courier.example", "[fec0::1]:80", false},
		{"courier.example", "[ff02::1]:80", false},
		{"press.intranet.example", "10.9.9.9:80", true},
		{"PRESS.intranet.example.", "10.9.9.9:9000", true},
		{"press.intranet.example.evil.example", "10.9.9.9:80", false},
		{"10.1.2.3", "10.1.2.3:8000", true},
		{"10.1.2.3", "10.1.2.3:8001", false},
		{"10.1.2.4", "10.1.2.4:8000", false},
		{"x.example", "192.168.7.200:80", true},
		{"x.example", "192.168.8.200:80", false},
		{"x.example", "[fd00::5]:8080", true},
		{"x.example", "[fd00::6]:8080", false},
	} {
		_, port, err := net.SplitHostPort(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		network := "tcp4"
		if strings.HasPrefix(tt.address, "[") {
			network = "tcp6"
		}
		if err := g.check(tt.host, port, network, tt.address, nil); (err == nil) != tt.want {
			t.Errorf("%s at %s: %v, want allowed %v", tt.host, tt.address, err, tt.want)
		}
	}
}

func TestParseAllow(t *testing.T) {
	for _, bad := range []string{"", "http://x.example", "x.example/feed", "*.example", "10.0.0.0/40", "two words"} {
		if _, err := ParseAllow(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestPrivate asks the whole client, by ways on which an address is disguised.
func TestPrivate(t *testing.T) {
	w := fake.New(t)
	w.Put(w.Host()+"/feed", "secret")
	_, port, err := net.SplitHostPort(w.Host())
	if err != nil {
		t.Fatal(err)
	}
	w.Handle(w.Host()+"/out", fake.To(http.StatusFound, "http://127.0.0.2:"+port+"/feed"))
	w.Handle(w.Host()+"/metadata", fake.To(http.StatusMovedPermanently, "http://169.254.169.254/latest/meta-data/"))
	w.Handle(w.Host()+"/file", fake.To(http.StatusFound, "file:///etc/passwd"))
	w.Handle(w.Host()+"/gopher", fake.To(http.StatusFound, "gopher://127.0.0.1:25/"))
	w.Handle(w.Host()+"/password", fake.To(http.StatusFound, "http://me:secret@"+w.Host()+"/feed"))
	c := client(t, w, nil)
	if r, err := get(t, c, w.URL+"/feed"); err != nil || string(r.Body) != "secret" {
		t.Fatalf("what is allowed was refused: %v", err)
	}
	for _, tt := range []struct {
		address string
		want    Reason
	}{
		{"http://127.0.0.2:" + port + "/feed", Private},
		{"http://localhost:80/feed", Private},
		{"http://[::1]/feed", Private},
		{"http://[::ffff:127.0.0.1]/feed", Private},
		{"http://0.0.0.0:80/", Private},
		{"http://169.254.169.254/", Private},
		{w.URL + "/out", Private},
		{w.URL + "/metadata", Private},
		{w.URL + "/file", Address},
		{w.URL + "/gopher", Address},
		{w.URL + "/password", Address},
		{"file:///etc/passwd", Address},
		{"http:///feed", Address},
		{"javascript:alert(1)", Address},
		{"http://ana:secret@" + w.Host() + "/feed", Address},
	} {
		r, err := get(t, c, tt.address)
		if r != nil || !IsError(err, tt.want) {
			t.Errorf("%s: %v, %v, want %s", tt.address, r, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells a password: %v", tt.address, err)
		}
	}
}

// TestRebinding resolves one name to an allowed address first and to a private one
// afterwards.
func TestRebinding(t *testing.T) {
	private := fake.New(t)
	private.Put("rebind.example/feed", "secret")
	_, port, err := net.SplitHostPort(private.Host())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.2:"+port)
	if err != nil {
		t.Skip("this machine has one loopback address only")
	}
	var served atomic.Int32
	public := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		served.Add(1)
		w.Header().Set("Connection", "close") // so that it is looked up anew
		fmt.Fprint(w, "news")
	})}
	go public.Serve(listener)
	defer public.Close()
	var asked atomic.Int32
	resolver := names(t, func(string) [4]byte {
		if asked.Add(1) == 1 {
			return [4]byte{127, 0, 0, 2}
		}
		return [4]byte{127, 0, 0, 1}
	})
	c, err := New(Options{Allow: []string{"127.0.0.2"}, Resolver: resolver})
	if err != nil {
		t.Fatal(err)
	}
	address := "http://rebind.example:" + port + "/feed"
	if r, err := get(t, c, address); err != nil || string(r.Body) != "news" {
		t.Fatalf("%v", err)
	}
	for range 3 {
		if r, err := get(t, c, address); err == nil || !IsError(err, Private) {
			t.Errorf("got %q, %v", r.Body, err)
		}
	}
	if asked := private.Asked(); len(asked) > 0 || served.Load() != 1 {
		t.Errorf("the private server was asked %q, the public one %d times", asked, served.Load())
	}
}

// names answers lookups of IPv4 addresses.
func names(t *testing.T, address func(name string) [4]byte) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			answer := dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true}, Questions: m.Questions}
			if q.Type == dnsmessage.TypeA {
				answer.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
					Body:   &dnsmessage.AResource{A: address(q.Name.String())},
				}}
			}
			packed, err := answer.Pack()
			if err != nil {
				continue
			}
			_, _ = pc.WriteTo(packed, from) // who does not hear it asks again
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

// TestProxy asks a proxy only for what leads into no private network, as far as that can
// be known here.
func TestProxy(t *testing.T) {
	w := fake.New(t)
	resolver := names(t, func(name string) [4]byte {
		if strings.HasPrefix(name, "inner.") {
			return [4]byte{10, 0, 0, 7}
		}
		return [4]byte{93, 184, 216, 34}
	})
	none := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no network") }}
	for _, address := range []string{"http://public.example/", "http://inner.example/", "http://allowed.corp/"} {
		w.Put(address, "news")
	}
	w.Handle("http://public.example/in", fake.To(http.StatusFound, "http://inner.example/"))
	for _, tt := range []struct {
		resolver *net.Resolver
		trusting bool
		address  string
		want     Reason // empty for allowed
	}{
		{resolver, false, "http://public.example/", ""},
		{resolver, false, "http://public.example:25/", Private},
		{resolver, false, "http://inner.example/", Private},
		{resolver, false, "http://inner.example./", Private},
		{resolver, false, "http://public.example/in", Private},
		{resolver, false, "http://93.184.216.34:25/", Private},
		{resolver, false, "http://[::ffff:10.0.0.7]/", Private},
		{resolver, false, "http://allowed.corp/", ""},
		{none, false, "http://public.example/", Unreachable},
		{none, false, "http://localhost/", Private},
		{none, true, "http://public.example/", ""},
		{none, true, "http://inner.example/", ""}, // the proxy's to refuse
		{none, true, "http://public.example:25/", Private},
		{none, true, "http://10.0.0.7/", Private},
		{none, true, "http://169.254.169.254/latest/meta-data", Private},
		{none, true, "http://[::1]/", Private},
		{none, true, "http://localhost/", Private},
		{none, true, "http://wiki/", Private},
		{none, true, "http://metadata.google.internal/", Private},
		{none, true, "http://allowed.corp/", ""},
	} {
		c, err := New(Options{Proxy: w.Proxy(), Resolver: tt.resolver, ProxyResolves: tt.trusting, Allow: []string{"allowed.corp"}})
		if err != nil {
			t.Fatal(err)
		}
		w.Asked()
		_, err = get(t, c, tt.address)
		if tt.want == "" && err != nil || tt.want != "" && !IsError(err, tt.want) {
			t.Errorf("%s (trusting: %v): %v, want %q", tt.address, tt.trusting, err, tt.want)
		}
		if asked := w.Asked(); tt.want != "" && len(asked) > strings.Count(tt.address, "/in") {
			t.Errorf("%s: the proxy was asked for %q", tt.address, asked)
		}
	}
	c, err := New(Options{Proxy: w.Proxy(), Resolver: none})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, c, "http://public.example/"); err == nil || !strings.Contains(err.Error(), "fetch.proxy_resolves") {
		t.Errorf("the error does not say what to do: %v", err)
	}
}
