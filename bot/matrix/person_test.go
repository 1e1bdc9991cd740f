//go:build goolm

package matrix

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/util/dbutil"
	"golang.org/x/net/html"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/cryptohelper"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/bot/conform"
)

// person is somebody with a client that can encrypt.
type person struct {
	client *mautrix.Client
	helper *cryptohelper.CryptoHelper
	read   map[id.EventID]*event.Event // what was decrypted
}

func newPerson(t *testing.T, url, user string) *person {
	t.Helper()
	client, err := mautrix.NewClient(url, "", "")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", "file:"+t.TempDir()+"/person.db?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	db, err := dbutil.NewWithDB(raw, "sqlite")
	if err != nil {
		t.Fatal(err)
	}
	helper, err := cryptohelper.NewCryptoHelper(client, []byte("key"), db)
	if err != nil {
		t.Fatal(err)
	}
	helper.LoginAs = &mautrix.ReqLogin{
		Type: mautrix.AuthTypePassword, Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: user}, Password: password,
	}
	if err := helper.Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	client.Crypto = helper
	// Asked for once before anything runs beside: the library keeps the answer unguarded.
	if _, err := helper.Machine().GetOwnCrossSigningPublicKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := &person{client, helper, make(map[id.EventID]*event.Event)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		client.SyncWithContext(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		helper.Close()
	})
	return p
}

func (p *person) wait(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); {
		if time.Now().After(deadline) {
			t.Fatal("what a person waits for does not happen")
		}
		time.Sleep(20 * time.Millisecond) // the homeserver is another program
	}
}

func (p *person) sees(t *testing.T, room id.RoomID, user string) bool {
	return p.client.StateStore.IsInRoom(t.Context(), room, id.UserID(user))
}

func (p *person) create(t *testing.T, encrypted bool, req *mautrix.ReqCreateRoom) id.RoomID {
	t.Helper()
	if encrypted {
		req.InitialState = append(req.InitialState, &event.Event{
			Type: event.StateEncryption, Content: event.Content{Parsed: &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}},
		})
	}
	resp, err := p.client.CreateRoom(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if encrypted { // as every client does, the state is known before anything is sent
		p.wait(t, func() bool {
			known, err := p.client.StateStore.IsEncrypted(t.Context(), resp.RoomID)
			return err == nil && known
		})
	}
	return resp.RoomID
}

func (p *person) send(ctx context.Context, room id.RoomID, c *event.MessageEventContent) (string, error) {
	resp, err := p.client.SendMessageEvent(ctx, room, event.EventMessage, c)
	if err != nil {
		return "", err
	}
	return resp.EventID.String(), nil
}

// timeline returns the events of a room that the person can read, oldest first.
func (p *person) timeline(ctx context.Context, room id.RoomID) ([]*event.Event, error) {
	var all []*event.Event
	for from := ""; ; {
		page, err := p.client.Messages(ctx, room, from, "", mautrix.DirectionBackward, nil, 200)
		if err != nil {
			return nil, err
		}
		for _, e := range page.Chunk {
			e.RoomID = room
			e.Type.Class = event.MessageEventType
			if e.StateKey != nil || e.Unsigned.RedactedBecause != nil || e.Content.ParseRaw(e.Type) != nil {
				continue
			}
			if e.Type == event.EventEncrypted {
				if p.read[e.ID] == nil {
					if p.read[e.ID], err = p.helper.Decrypt(ctx, e); err != nil {
						continue
					}
				}
				e = p.read[e.ID]
			}
			all = append(all, e)
		}
		if from = page.End; from == "" || len(page.Chunk) == 0 {
			slices.Reverse(all)
			return all, nil
		}
	}
}

// shown draws a room as a client does.
func (p *person) shown(ctx context.Context, at bot.Place, self id.UserID) ([]conform.Shown, error) {
	events, err := p.timeline(ctx, id.RoomID(at.Channel))
	if err != nil {
		return nil, err
	}
	var all []conform.Shown
	index := make(map[id.EventID]int)
	for _, e := range events {
		switch c := e.Content.Parsed.(type) {
		case *event.MessageEventContent:
			if original := c.RelatesTo.GetReplaceID(); original != "" {
				if i, ok := index[original]; ok && c.NewContent != nil {
					fresh := draw(e, c.NewContent, self)
					fresh.ID, fresh.Mark, fresh.Edited = all[i].ID, all[i].Mark, true
					fresh.Notifies = append(fresh.Notifies, draw(e, c, self).Notifies...)
					all[i] = fresh
				}
			} else if thread := c.RelatesTo.GetThreadParent().String(); thread == at.Thread && c.MsgType != "" {
				index[e.ID] = len(all)
				all = append(all, draw(e, c, self))
			}
		case *event.ReactionEventContent:
			i, ok := index[c.RelatesTo.EventID]
			for mark, key := range markKeys {
				if ok && e.Sender == self && c.RelatesTo.Key == key {
					all[i].Mark = mark
				}
			}
		}
	}
	return all, nil
}

func draw(e *event.Event, c *event.MessageEventContent, self id.UserID) conform.Shown {
	s := conform.Shown{ID: e.ID.String(), Bot: e.Sender == self, Text: c.Body}
	if c.FormattedBody != "" {
		doc, err := html.Parse(strings.NewReader(c.FormattedBody))
		if err == nil {
			var b strings.Builder
			s.Links = drawNode(&b, doc, 0)
			s.Text = b.String()
		}
	}
	switch {
	case c.Mentions == nil && everybody.MatchString(c.Body), c.Mentions != nil && c.Mentions.Room:
		s.Notifies = append(s.Notifies, "everyone")
	case c.Mentions == nil: // older rules look for names in the words
		s.Notifies = append(s.Notifies, "whoever is named")
	default:
		for _, user := range c.Mentions.UserIDs {
			s.Notifies = append(s.Notifies, user.String())
		}
	}
	return s
}

// drawNode writes the text of a document, a line for each block.
func drawNode(b *strings.Builder, n *html.Node, number int) (links []string) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.Data == "br":
		b.WriteByte('\n')
	case n.Data == "li" && n.Parent.Data == "ol":
		fmt.Fprintf(b, "%d. ", number)
	case n.Data == "a":
		for _, a := range n.Attr {
			if a.Key == "href" {
				links = append(links, a.Val)
			}
		}
	}
	i := 0
	for c := range n.ChildNodes() {
		if c.Data == "li" {
			i++
		}
		links = append(links, drawNode(b, c, i)...)
	}
	if slices.Contains([]string{"p", "li", "h3", "h4", "h5", "blockquote", "summary"}, n.Data) {
		b.WriteByte('\n')
	}
	return links
}
