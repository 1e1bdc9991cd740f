package homeserver

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
)

// Register makes an account and returns its ID, "@name:localhost".
func (s *Server) Register(t testing.TB, name, password string) string {
	t.Helper()
	user, err := s.register(name, password)
	if err != nil {
		t.Fatalf("registering %s: %v", name, err)
	}
	return user
}

// register follows the admin API of Synapse, which Dendrite has too.
func (s *Server) register(name, password string) (string, error) {
	resp, err := http.Get(s.URL + "/_synapse/admin/v1/register")
	if err != nil {
		return "", err
	}
	var first struct{ Nonce string }
	if err := decode(resp, &first); err != nil {
		return "", err
	}
	mac := hmac.New(sha1.New, []byte(Secret))
	fmt.Fprintf(mac, "%s\x00%s\x00%s\x00notadmin", first.Nonce, name, password)
	body, err := json.Marshal(map[string]any{
		"nonce": first.Nonce, "username": name, "password": password, "admin": false, "mac": hex.EncodeToString(mac.Sum(nil)),
	})
	if err != nil {
		return "", err
	}
	resp, err = http.Post(s.URL+"/_synapse/admin/v1/register", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	var account struct {
		UserID string `json:"user_id"`
	}
	return account.UserID, decode(resp, &account)
}

func decode(resp *http.Response, into any) error {
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the homeserver answers %s", resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}
