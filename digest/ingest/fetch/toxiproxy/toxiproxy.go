// Package toxiproxy puts a bad network between a client and a server, for tests.
//
// The address of a server comes in; the address of a link to it goes out, on loopback,
// which is slow, cut or down as the test wants it. Shopify's toxiproxy does that, a
// program of its own, driven over HTTP. Go builds it from the module proxy, once, and
// it is kept in the user's cache folder. It is no part of go.mod: nothing here imports it.
//
// Where it cannot be built, for want of a network, the test is skipped and says so;
// it fails instead where the environment variable WHOSAID_NEED names "toxiproxy".
package toxiproxy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// Server is a running toxiproxy.
type Server struct {
	t       testing.TB
	address string
	log     bytes.Buffer // may be read when the program has ended
	links   int
}

// Start runs a toxiproxy until the test ends, or skips the test, see above.
func Start(t testing.TB) *Server {
	t.Helper()
	program, err := build()
	if err != nil {
		const text = "there is no toxiproxy to test with: %v\nTo build it by hand, with a network: go install " + source
		if slices.Contains(strings.Fields(os.Getenv("WHOSAID_NEED")), "toxiproxy") {
			t.Fatalf(text, err)
		}
		t.Skipf(text, err)
	}
	for range 3 { // a port that was free a moment ago may be taken by another program
		s := &Server{t: t}
		if err = s.launch(program); err == nil {
			return s
		}
	}
	t.Fatalf("starting toxiproxy: %v", err)
	return nil
}

func (s *Server) launch(program string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.address = l.Addr().String()
	_, port, _ := net.SplitHostPort(s.address)
	if err := l.Close(); err != nil {
		return err
	}
	cmd := exec.Command(program, "-host", "127.0.0.1", "-port", port)
	cmd.Stdout, cmd.Stderr = &s.log, &s.log
	if err := cmd.Start(); err != nil {
		return err
	}
	stop := func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
	if err := s.answers(); err != nil {
		stop()
		return fmt.Errorf("%w; its log ends in:\n%s", err, s.logEnd())
	}
	s.t.Cleanup(func() {
		stop()
		if s.t.Failed() {
			s.t.Logf("the end of toxiproxy's log:\n%s", s.logEnd())
		}
	})
	return nil
}

// answers waits until the program says that it has no links yet, which another one at
// the same port would not.
func (s *Server) answers() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if answer, err := s.call(ctx, http.MethodGet, "/proxies", nil); err == nil && string(bytes.TrimSpace(answer)) == "{}" {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("it does not answer at %s", s.address)
		}
	}
}

func (s *Server) logEnd() []byte {
	log := s.log.Bytes()
	return log[max(0, len(log)-2000):]
}

// call asks the program for something. An answer other than 2xx is an error.
func (s *Server) call(ctx context.Context, method, path string, body any) ([]byte, error) {
	var data bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&data).Encode(body); err != nil {
			return nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+s.address+path, &data)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, text)
	}
	return text, err
}

// must is call for a test, which ends where it fails.
func (s *Server) must(method, path string, body any) []byte {
	s.t.Helper()
	answer, err := s.call(context.Background(), method, path, body)
	if err != nil {
		s.t.Fatalf("toxiproxy: %v", err)
	}
	return answer
}
