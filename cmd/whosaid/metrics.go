package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"whosaid/bot"
	"whosaid/digest/store"
)

// gauge is what this machine may ask a running bot: whether it lives, whether its
// chats stand, and its figures in the text format of Prometheus
// (https://prometheus.io/docs/instrumenting/exposition_formats/).
type gauge struct {
	st        *store.Store
	deliverer *bot.Deliverer
	now       func() time.Time
	wanted    int // transports

	mu        sync.Mutex
	connected map[string]bool
}

// stands notes that a transport is connected.
func (g *gauge) stands(t bot.Transport) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.connected[t.Name()] = true
}

// ended notes that a transport will not be connected again.
func (g *gauge) ended(t bot.Transport) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.connected, t.Name())
}

func (g *gauge) ready() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.connected) == g.wanted
}

func newGauge(st *store.Store, deliverer *bot.Deliverer, now func() time.Time, transports int) *gauge {
	return &gauge{st: st, deliverer: deliverer, now: now, wanted: transports, connected: make(map[string]bool)}
}

// writable reports whether the database could be written to the last time.
func (g *gauge) writable() bool {
	return !g.st.Trouble().Lasts()
}

// serving answers at an address, if there is one.
func (g *gauge) serving(address string) func(context.Context) error {
	return func(ctx context.Context) error {
		if address == "" {
			return nil
		}
		return g.serve(ctx, address)
	}
}

// serve answers on a loopback address until ctx ends.
func (g *gauge) serve(ctx context.Context, address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listening for health and metrics: %w: name another address in deliver.listen", err)
	}
	server := &http.Server{Handler: g.handler(), ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); ctx.Err() == nil {
		return fmt.Errorf("answering for health and metrics: %w", err)
	}
	return nil
}

func (g *gauge) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if _, err := g.st.Arrived(r.Context()); err != nil {
			http.Error(w, "the database cannot be read", http.StatusServiceUnavailable)
			return
		}
		io.WriteString(w, "ok\n")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		switch {
		case !g.ready():
			http.Error(w, "not all chats are connected", http.StatusServiceUnavailable)
			return
		case !g.writable():
			http.Error(w, "the database cannot be written to: "+g.st.Trouble().Err.Error(), http.StatusServiceUnavailable)
			return
		}
		io.WriteString(w, "ready\n")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		if err := g.write(r.Context(), w); err != nil {
			http.Error(w, "the database cannot be read", http.StatusServiceUnavailable)
		}
	})
	return mux
}

// write writes the figures.
func (g *gauge) write(ctx context.Context, w io.Writer) error {
	waiting, err := g.st.Outbox(ctx)
	if err != nil {
		return err
	}
	articles, err := g.st.Arrived(ctx)
	if err != nil {
		return err
	}
	failing, _, err := feedLines(ctx, g.st, g.now(), everyFeed)
	if err != nil {
		return err
	}
	age := 0.0
	if !waiting.Oldest.IsZero() {
		age = g.now().Sub(waiting.Oldest).Seconds()
	}
	counts := g.deliverer.Counts()
	for _, m := range []struct {
		name, kind, help string
		value            float64
	}{
		{"whosaid_ready", "gauge", "Whether all chats have been connected, and none has ended for good.", map[bool]float64{true: 1}[g.ready()]},
		{"whosaid_store_writable", "gauge", "Whether the database can be written to.", map[bool]float64{true: 1}[g.writable()]},
		{"whosaid_articles_arrived_total", "counter", "Articles that have come in, ever.", float64(articles)},
		{"whosaid_feeds_failing", "gauge", "Feeds that fail.", float64(len(failing))},
		{"whosaid_outbox_messages", "gauge", "Messages that wait to be posted.", float64(waiting.Messages)},
		{"whosaid_outbox_oldest_seconds", "gauge", "Age of the oldest of them.", age},
		{"whosaid_messages_sent_total", "counter", "Messages posted since the start.", float64(counts.Sent)},
		{"whosaid_messages_found_total", "counter", "Of those, found to have arrived after doubt.", float64(counts.Found)},
		{"whosaid_messages_retried_total", "counter", "Attempts that have to be made again.", float64(counts.Retried)},
		{"whosaid_messages_given_up_total", "counter", "Messages given up since the start.", float64(counts.GivenUp)},
	} {
		if _, err := fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %g\n", m.name, m.help, m.name, m.kind, m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}
