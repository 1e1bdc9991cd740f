// Package homeserver runs a real Matrix homeserver, Dendrite, for tests.
//
// A test comes in; the address of a server on loopback that is its own goes out, and
// is gone with the test. Go itself builds the server, from the module in
// ../testdata/homeserver, once: that takes minutes, so the program is kept in the
// user's cache folder, under a name that changes with the module and with Go.
//
// Where it cannot be built, for want of a network, the test is skipped and says so;
// it fails instead where the environment variable WHOSAID_NEED names "homeserver".
package homeserver

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Secret is what accounts may be registered with.
const Secret = "testsecret"

// Name is the server name: the part of user and room IDs after the colon.
const Name = "localhost"

// Server is a running homeserver.
type Server struct {
	URL string // http://127.0.0.1:…

	folder  string
	address string
	program string
	cmd     *exec.Cmd
	log     *os.File
}

// Start runs a new homeserver until the test ends, or skips the test, see above.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{folder: t.TempDir(), program: required(t)}
	if err := s.boot(); err != nil {
		t.Fatalf("starting the homeserver: %v", err)
	}
	s.tell(t)
	t.Cleanup(s.Stop)
	return s
}

// tell shows what the server has to say to a test that fails.
func (s *Server) tell(t testing.TB) {
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the end of the homeserver's log:\n%s", s.logEnd())
		}
	})
}

var shared struct {
	sync.Mutex
	*Server
}

// Shared returns a server that runs until [Close], for all tests of a package: each
// takes accounts of its own. It skips the test as Start does.
func Shared(t testing.TB) *Server {
	t.Helper()
	program := required(t)
	shared.Lock()
	defer shared.Unlock()
	if shared.Server != nil {
		shared.tell(t)
		return shared.Server
	}
	folder, err := os.MkdirTemp("", "whosaid-homeserver")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{folder: folder, program: program}
	if err := s.boot(); err != nil {
		t.Fatalf("starting the homeserver: %v", err)
	}
	shared.Server = s
	s.tell(t)
	return s
}

// Close stops the shared server, if there is one. TestMain calls it in the end.
func Close() {
	shared.Lock()
	defer shared.Unlock()
	if shared.Server != nil {
		shared.Stop()
		os.RemoveAll(shared.folder)
	}
}

func required(t testing.TB) (program string) {
	t.Helper()
	program, err := build()
	if err != nil {
		const text = "there is no homeserver to test with: %v\nTo build it by hand, with a network: go build -C bot/matrix/testdata/homeserver -o /dev/null tool"
		if Needed("homeserver") {
			t.Fatalf(text, err)
		}
		t.Skipf(text, err)
	}
	return program
}

// Needed reports whether what a test needs must be there, see the package comment.
func Needed(what string) bool {
	return slices.Contains(strings.Fields(os.Getenv("WHOSAID_NEED")), what)
}

// Stop ends the server. What it holds is kept until the test ends.
func (s *Server) Stop() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Kill()
	s.cmd.Wait()
	s.log.Close()
	s.cmd = nil
}

// Restart stops the server and starts it anew, at the same address.
func (s *Server) Restart() error {
	s.Stop()
	return s.run()
}

const config = `version: 2
global: {server_name: localhost, private_key: matrix_key.pem, disable_federation: true, jetstream: {storage_path: ./}, cache: {max_size_estimated: 64mb}}
client_api: {registration_disabled: true, registration_shared_secret: testsecret, rate_limiting: {enabled: false}}
federation_api: {database: {connection_string: "file:federationapi.db"}}
key_server: {database: {connection_string: "file:keyserver.db"}}
mscs: {database: {connection_string: "file:mscs.db"}}
relay_api: {database: {connection_string: "file:relayapi.db"}}
room_server: {database: {connection_string: "file:roomserver.db"}}
sync_api: {database: {connection_string: "file:syncapi.db"}}
media_api: {base_path: ./media, database: {connection_string: "file:mediaapi.db"}}
user_api: {bcrypt_cost: 4, account_database: {connection_string: "file:userapi.db"}}
logging: [{type: std, level: warn}]
`

func (s *Server) configure() error {
	seed := make([]byte, 32)
	rand.Read(seed)
	key := "-----BEGIN MATRIX PRIVATE KEY-----\nKey-ID: ed25519:test\n\n" + base64.StdEncoding.EncodeToString(seed) + "\n-----END MATRIX PRIVATE KEY-----\n"
	if err := os.WriteFile(filepath.Join(s.folder, "matrix_key.pem"), []byte(key), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.folder, "dendrite.yaml"), []byte(config), 0o600)
}

func (s *Server) boot() error {
	if err := s.configure(); err != nil {
		return err
	}
	return s.run()
}

// run starts the server and waits until it answers. A port that was free a moment
// ago may be taken by another program: then the next one is tried.
func (s *Server) run() (err error) {
	for range 3 {
		if s.address == "" {
			if s.address, err = freeAddress(); err != nil {
				return err
			}
		}
		if err = s.launch(); err == nil {
			s.URL = "http://" + s.address
			return nil
		}
		s.address = ""
	}
	return err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (s *Server) launch() error {
	log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	cmd := exec.Command(s.program, "-config", "dendrite.yaml", "-http-bind-address", s.address)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.folder, log, log
	if err := cmd.Start(); err != nil {
		log.Close()
		return err
	}
	s.cmd, s.log = cmd, log
	if err := s.answers(); err != nil {
		s.Stop()
		return fmt.Errorf("%w; its log ends in:\n%s", err, s.logEnd())
	}
	return nil
}

// answers waits for the first answer.
func (s *Server) answers() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/_matrix/client/versions", nil)
		if err != nil {
			return err
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("the homeserver does not answer at %s", s.address)
		}
	}
}

func (s *Server) logEnd() string {
	data, _ := os.ReadFile(filepath.Join(s.folder, "log"))
	return string(bytes.TrimSpace(data[max(0, len(data)-2000):]))
}
