package homeserver

import (
	"net/http"
	"testing"
)

func TestServer(t *testing.T) {
	s := Start(t)
	if got, want := s.Register(t, "vask", "a password"), "@vask:"+Name; got != want {
		t.Errorf("registered %q, want %q", got, want)
	}
	url := s.URL
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	if s.URL != url {
		t.Errorf("after a restart the server is at %s, was at %s", s.URL, url)
	}
	resp, err := http.Get(s.URL + "/_matrix/client/versions")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the restarted server answers %s", resp.Status)
	}
}
