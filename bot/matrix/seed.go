//go:build goolm

package matrix

import (
	"context"
	"errors"
	"slices"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/digest"
)

// mostSeeds is how many reactions the bot gives its own message, for people to press.
const mostSeeds = 6

// seeds returns the reactions that stand for the buttons of a message; none where
// there are too many of them.
func seeds(m digest.Message) []string {
	var keys []string
	for _, b := range buttonsOf(m) {
		if b.key != "" {
			keys = append(keys, b.key)
		}
	}
	if len(keys) > mostSeeds {
		return nil
	}
	return keys
}

// seed gives a message a reaction, so that a person has only to press it. That it
// could not matters little: the message says what else to do.
func (t *Transport) seed(ctx context.Context, room id.RoomID, message id.EventID, key, transaction string) {
	reaction := &event.ReactionEventContent{RelatesTo: *(&event.RelatesTo{}).SetAnnotation(message, key)}
	if _, err := t.send(ctx, "reacting", room, event.EventReaction, reaction, transaction); err != nil && !duplicate(err) {
		t.log.Debug("a button could not be shown", "room", room, "error", err)
	}
}

// reseed makes the reactions of the bot at one of its messages those that are wanted.
func (t *Transport) reseed(ctx context.Context, room id.RoomID, message id.EventID, wanted []string) {
	have, err := t.relations(ctx, room, message, event.RelAnnotation)
	if err != nil {
		t.log.Debug("the buttons of a message could not be found", "room", room, "error", err)
		return
	}
	for _, e := range have {
		if e.Sender != t.client.UserID || e.Content.ParseRaw(event.EventReaction) != nil {
			continue
		}
		key := e.Content.AsReaction().RelatesTo.Key
		if i := slices.Index(wanted, key); i >= 0 {
			wanted = slices.Delete(slices.Clone(wanted), i, i+1)
			continue
		}
		if _, err := t.client.RedactEvent(ctx, room, e.ID, mautrix.ReqRedact{TxnID: transaction("unseed " + e.ID.String())}); err != nil {
			t.log.Debug("a button could not be taken away", "room", room, "error", err)
		}
	}
	for _, key := range wanted {
		t.seed(ctx, room, message, key, t.client.TxnID())
	}
}

// duplicate reports whether an error says that the same reaction is there already.
func duplicate(err error) bool {
	var failed mautrix.HTTPError
	return errors.As(err, &failed) && failed.RespError != nil && failed.RespError.ErrCode == "M_DUPLICATE_ANNOTATION"
}
