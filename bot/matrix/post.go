//go:build goolm

package matrix

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/digest"
)

// content is a message of the bot's.
type content struct {
	event.MessageEventContent
	NewContent *content `json:"m.new_content,omitempty"`
	Own        *own     `json:"org.whosaid,omitempty"`
}

// own is what the bot keeps in its messages, encrypted where they are: a message
// then needs nothing on our disk to be found again and to have its buttons pressed.
type own struct {
	Key     string            `json:"key,omitempty"`
	Buttons map[string]string `json:"buttons,omitempty"` // command by reaction
}

func newContent(m digest.Message, key string) *content {
	c := &content{
		MessageEventContent: event.MessageEventContent{
			MsgType: event.MsgNotice, Body: toBody(m), Format: event.FormatHTML, FormattedBody: toHTML(m),
			Mentions: &event.Mentions{}, // nobody is alerted, whatever the words are
		},
		Own: &own{Key: key},
	}
	for _, b := range buttonsOf(m) {
		if b.key == "" {
			continue
		}
		if c.Own.Buttons == nil {
			c.Own.Buttons = make(map[string]string)
		}
		c.Own.Buttons[b.key] = b.Command
	}
	return c
}

// Post implements [bot.Transport]. The transaction ID is made from the key, so that
// what is sent again with the same session is the same event.
func (t *Transport) Post(ctx context.Context, p bot.Post) (string, error) {
	doing := "posting to " + p.To.String()
	room, err := t.resolve(ctx, p.To.Channel)
	if errors.Is(err, errNobody) {
		room, err = t.directWith(ctx, id.UserID(p.To.Channel), true)
	}
	if err != nil {
		return "", prepareError(doing, err)
	}
	c := newContent(p.Message, p.Key)
	if err := t.attach(ctx, room, p.Message, c); err != nil {
		return "", prepareError(doing, err)
	}
	if p.To.Thread != "" {
		root := id.EventID(p.To.Thread)
		c.RelatesTo = (&event.RelatesTo{}).SetThread(root, root)
	}
	message, err := t.send(ctx, doing, room, event.EventMessage, c, transaction(p.Key))
	if err != nil {
		return "", err
	}
	t.mu.Lock()
	remember(t.shown, message, c.Own.Buttons)
	t.mu.Unlock()
	for _, key := range seeds(p.Message) {
		t.seed(ctx, room, message, key, transaction(p.Key+" "+key))
	}
	return message.String(), nil
}

func transaction(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "whosaid-" + hex.EncodeToString(sum[:16])
}

// send encrypts where the room wants it and sends.
func (t *Transport) send(ctx context.Context, doing string, room id.RoomID, kind event.Type, c any, transaction string) (id.EventID, error) {
	secret, err := t.encrypted(ctx, room)
	if err != nil {
		return "", prepareError(doing, err)
	}
	if secret && kind != event.EventReaction { // reactions never are: the protocol has it so
		if c, err = t.crypto.Encrypt(ctx, room, kind, c); err != nil {
			return "", prepareError(doing+": encrypting", err)
		}
		kind = event.EventEncrypted
	}
	resp, err := t.client.SendMessageEvent(ctx, room, kind, c, mautrix.ReqSendEvent{TransactionID: transaction, DontEncrypt: true})
	if err != nil {
		return "", sendError(doing, err)
	}
	return resp.EventID, nil
}

// errCipher is about a room that wants a kind of encryption that we do not have.
var errCipher = errors.New("the room is encrypted in a way that whosaid does not know")

// encrypted reports whether a room is encrypted, after asking the homeserver.
func (t *Transport) encrypted(ctx context.Context, room id.RoomID) (bool, error) {
	if _, err := t.room(ctx, room); err != nil {
		return false, err
	}
	how, err := t.state.GetEncryptionEvent(ctx, room)
	switch {
	case err != nil:
		return false, fmt.Errorf("looking whether %s is encrypted: %w", room, err)
	case how == nil:
		return false, nil
	case how.Algorithm != id.AlgorithmMegolmV1:
		return false, fmt.Errorf("%w: %q: %w", errCipher, how.Algorithm, bot.ErrGone)
	}
	return true, nil
}

// resolve returns the ID of a room that may be named by its address, or, as the
// conversation with the bot, by a person's.
func (t *Transport) resolve(ctx context.Context, channel string) (id.RoomID, error) {
	if !t.opened.Load() {
		return "", errNotOpen
	}
	switch {
	case strings.HasPrefix(channel, "@"):
		room, err := t.directWith(ctx, id.UserID(channel), false)
		if err == nil && room == "" {
			err = fmt.Errorf("%w: %s", errNobody, channel)
		}
		return room, err
	case !strings.HasPrefix(channel, "#"):
		return id.RoomID(channel), nil
	}
	resp, err := t.client.ResolveAlias(ctx, id.RoomAlias(channel))
	if err != nil {
		return "", fmt.Errorf("looking up %s: %w", channel, err)
	}
	return resp.RoomID, nil
}

// longestFallback is how much of an edit is shown where edits are not understood.
const longestFallback = 500

// Edit implements [bot.Transport].
func (t *Transport) Edit(ctx context.Context, at bot.Place, message string, m digest.Message) error {
	doing := "editing message " + message
	room, err := t.resolve(ctx, at.Channel)
	if err != nil {
		return prepareError(doing, err)
	}
	fresh := newContent(m, "")
	if err := t.attach(ctx, room, m, fresh); err != nil {
		return prepareError(doing, err)
	}
	fallback := event.MessageEventContent{
		MsgType: event.MsgNotice, Body: "* " + cutText(fresh.Body, longestFallback), Mentions: &event.Mentions{},
		RelatesTo: (&event.RelatesTo{}).SetReplace(id.EventID(message)),
	}
	if _, err := t.send(ctx, doing, room, event.EventMessage, &content{MessageEventContent: fallback, NewContent: fresh}, t.client.TxnID()); err != nil {
		return err
	}
	t.mu.Lock()
	remember(t.shown, id.EventID(message), fresh.Own.Buttons)
	t.mu.Unlock()
	t.reseed(ctx, room, id.EventID(message), seeds(m))
	return nil
}

// Delete implements [bot.Transport].
func (t *Transport) Delete(ctx context.Context, at bot.Place, message string) error {
	doing := "deleting message " + message
	room, err := t.resolve(ctx, at.Channel)
	if err != nil {
		return prepareError(doing, err)
	}
	t.reseed(ctx, room, id.EventID(message), nil) // they would be shown without their message
	_, err = t.client.RedactEvent(ctx, room, id.EventID(message), mautrix.ReqRedact{TxnID: transaction("delete " + message)})
	if errors.Is(err, mautrix.MNotFound) {
		return nil
	}
	return sendError(doing, err)
}
