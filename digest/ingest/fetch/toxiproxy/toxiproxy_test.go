package toxiproxy

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLink runs the program itself. Without it the tests of links would say nothing.
func TestLink(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "news") }))
	defer server.Close()
	l := Start(t).Link(strings.TrimPrefix(server.URL, "http://"))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	ask := func() (string, error) {
		answer, err := client.Get("http://" + l.Address)
		if err != nil {
			return "", err
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return string(text), err
	}
	if text, err := ask(); text != "news" || err != nil {
		t.Errorf("without trouble: %q, %v", text, err)
	}
	l.Add("limit_data", Attributes{"bytes": 10})
	if text, err := ask(); err == nil {
		t.Errorf("through a link of ten bytes came %q", text)
	}
	l.Remove("limit_data")
	l.Down()
	if text, err := ask(); err == nil {
		t.Errorf("through a link that is down came %q", text)
	}
	l.Up()
	if text, err := ask(); text != "news" || err != nil {
		t.Errorf("after it was down: %q, %v", text, err)
	}
}
