//go:build goolm && pictures

package matrix

import (
	"os"
	"os/exec"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/bot/matrix/homeserver"
	"whosaid/digest"
)

// TestDraw makes pictures of what a person sees in nheko, in the folder PICTURES. It
// is no part of the test run: go test -tags goolm,pictures ./bot/matrix -run TestDraw
func TestDraw(t *testing.T) {
	w := newWorld(t, false)
	tr := w.open()
	reader := homeserver.Shared(t).Register(t, "reader", password)
	if _, err := w.person.client.InviteUser(t.Context(), w.channel, &mautrix.ReqInviteUser{UserID: id.UserID(reader)}); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]digest.Message{"digest": sampleDigest(), "answer": sampleAnswer(), "blocks": sample()} {
		device, token := w.readerLogin(t, reader)
		if _, err := w.Chat(t.Context(), w.Channel(), "!whosaid "+name); err != nil {
			t.Fatal(err)
		}
		message, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: m, Key: name})
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("testdata/nheko", w.config.Homeserver, reader, device, token, w.channel.String(), os.Getenv("PICTURES")+"/"+name+".png")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("drawing %s: %v\n%s", name, err, out)
		}
		if _, err := tr.client.RedactEvent(t.Context(), w.channel, id.EventID(message)); err != nil {
			t.Fatal(err)
		}
	}
}

// readerLogin makes a device for a client that is drawn, and lets it into the channel.
func (w *world) readerLogin(t *testing.T, reader string) (device, token string) {
	t.Helper()
	client, err := mautrix.NewClient(w.config.Homeserver, "", "")
	if err != nil {
		t.Fatal(err)
	}
	login, err := client.Login(t.Context(), &mautrix.ReqLogin{
		Type: mautrix.AuthTypePassword, Password: password, StoreCredentials: true,
		Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: reader},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.JoinRoomByID(t.Context(), w.channel); err != nil {
		t.Fatal(err)
	}
	return login.DeviceID.String(), login.AccessToken
}
