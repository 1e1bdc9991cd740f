//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
)

// Admin implements [bot.Transport]: who may change the settings of a room has power
// over the bot in it, and so have both in a direct conversation.
func (t *Transport) Admin(ctx context.Context, at bot.Place, user string) (bool, error) {
	room, err := t.resolve(ctx, at.Channel)
	if err != nil {
		return false, err
	}
	if _, err := t.room(ctx, room); err != nil {
		return false, err
	}
	if direct, err := t.direct(ctx, room); err != nil || direct {
		return direct, err
	}
	levels, err := t.state.GetPowerLevels(ctx, room)
	if err != nil || levels == nil {
		return false, err
	}
	return levels.GetUserLevel(id.UserID(user)) >= levels.StateDefault(), nil
}

// Check implements [bot.Transport].
func (t *Transport) Check(ctx context.Context, places []bot.Place) []bot.Finding {
	if err := t.open(ctx); err != nil {
		return []bot.Finding{{What: fmt.Sprintf("the homeserver of %s cannot be used: %v", t.config.User, err), Remedy: "Look whether its address is right and whether it runs. whosaid run goes on trying to reach it."}}
	}
	findings := []bot.Finding{t.checkLogin(ctx)}
	if !findings[0].OK {
		return findings
	}
	findings = append(findings, t.checkSync(ctx), t.checkSigned(ctx), t.checkInvitations())
	for _, p := range places {
		findings = append(findings, t.checkPlace(ctx, p)...)
	}
	return findings
}

func (t *Transport) checkLogin(ctx context.Context) bot.Finding {
	if _, err := t.client.Whoami(ctx); err != nil {
		return bot.Finding{
			What:   fmt.Sprintf("the homeserver %s does not answer %s: %v", t.client.HomeserverURL.Redacted(), t.config.User, err),
			Remedy: "Look whether the address is right and the homeserver runs. If the session was logged out, move the folder " + t.config.Folder + " away and start again with the password.",
		}
	}
	return bot.Finding{OK: true, What: fmt.Sprintf("logged in at %s as %s, device %s", t.client.HomeserverURL.Redacted(), t.client.UserID, t.client.DeviceID)}
}

// checkSync asks for what has happened, and for nothing of it.
func (t *Transport) checkSync(ctx context.Context) bot.Finding {
	const nothing = `{"room":{"rooms":[]},"presence":{"types":[]},"account_data":{"types":[]}}`
	since, err := t.tokens.LoadNextBatch(ctx, t.client.UserID)
	if err == nil {
		_, err = t.client.FullSyncRequest(ctx, mautrix.ReqSync{Since: since, FilterID: nothing})
	}
	if err != nil {
		return bot.Finding{What: fmt.Sprintf("the homeserver does not tell what happens: %v", err), Remedy: "Look whether something between here and the homeserver cuts requests to /sync off."}
	}
	return bot.Finding{OK: true, What: "the homeserver tells what happens"}
}

func (t *Transport) checkSigned(ctx context.Context) bot.Finding {
	signed, err := t.signed(ctx)
	switch {
	case err != nil:
		return bot.Finding{What: fmt.Sprintf("whether the device is verified cannot be found out: %v", err), Remedy: "Try again when the homeserver answers."}
	case !signed:
		return bot.Finding{
			What:   fmt.Sprintf("the device %s is not verified, so that others see a warning at the bot's messages", t.client.DeviceID),
			Remedy: "Put the account's recovery key into " + t.config.Recovery + " and start again.",
		}
	}
	return bot.Finding{OK: true, What: "the device is verified by the account"}
}

func (t *Transport) checkInvitations() bot.Finding {
	if len(t.config.Allow) == 0 {
		return bot.Finding{What: "nobody may invite the bot", Remedy: "Say in the configuration whose invitations to accept, such as @ana:example.org."}
	}
	return bot.Finding{OK: true, What: "invitations are accepted from " + strings.Join(t.config.Allow, ", ")}
}

// checkPlace looks whether the bot is in a room and may write there, and whether
// what it writes will be encrypted.
func (t *Transport) checkPlace(ctx context.Context, p bot.Place) []bot.Finding {
	room, err := t.resolve(ctx, p.Channel)
	if errors.Is(err, errNobody) {
		return []bot.Finding{{OK: true, What: p.Channel + " is invited to a conversation as soon as there is something to say"}}
	}
	if err != nil {
		return []bot.Finding{{What: fmt.Sprintf("there is no room %s: %v", p.Channel, err), Remedy: "Correct the address of the room."}}
	}
	t.mu.Lock()
	delete(t.rooms, room) // what was known may be old
	t.mu.Unlock()
	if _, err := t.room(ctx, room); err != nil {
		return []bot.Finding{{
			What:   fmt.Sprintf("%s is not in the room %s: %v", t.client.UserID, p.Channel, err),
			Remedy: fmt.Sprintf("Invite %s to it, as one of those whose invitations are accepted, while whosaid runs.", t.client.UserID),
		}}
	}
	member, err := t.state.TryGetMember(ctx, room, t.client.UserID)
	if err != nil || member == nil || member.Membership != event.MembershipJoin {
		return []bot.Finding{{
			What:   fmt.Sprintf("%s is not in the room %s", t.client.UserID, p.Channel),
			Remedy: fmt.Sprintf("Invite %s to it, as one of those whose invitations are accepted, while whosaid runs.", t.client.UserID),
		}}
	}
	return []bot.Finding{t.checkPower(ctx, p, room), t.checkEncryption(ctx, p, room)}
}

// CanPost implements [bot.Transport].
func (t *Transport) CanPost(ctx context.Context, at bot.Place) *bot.Finding {
	if !t.opened.Load() {
		return &bot.Finding{What: fmt.Sprintf("the homeserver of %s has not answered yet", t.config.User), Remedy: "Try again in a while."}
	}
	for _, f := range t.checkPlace(ctx, at) {
		if !f.OK && !f.Minor {
			return &f
		}
	}
	return nil
}

func (t *Transport) checkPower(ctx context.Context, p bot.Place, room id.RoomID) bot.Finding {
	levels, err := t.state.GetPowerLevels(ctx, room)
	if err != nil || levels == nil {
		return bot.Finding{OK: err == nil, What: fmt.Sprintf("the room %s says nothing of power levels", p.Channel)}
	}
	have, need := levels.GetUserLevel(t.client.UserID), levels.GetEventLevel(event.EventMessage)
	if have < need {
		return bot.Finding{
			What:   fmt.Sprintf("%s may not write in %s: it has the power level %d, messages need %d", t.client.UserID, p.Channel, have, need),
			Remedy: fmt.Sprintf("Give it the power level %d in the settings of the room.", need),
		}
	}
	if need := levels.GetEventLevel(event.EventReaction); have < need {
		return bot.Finding{
			Minor:  true,
			What:   fmt.Sprintf("%s may write in %s, but not react: it has the power level %d, reactions need %d", t.client.UserID, p.Channel, have, need),
			Remedy: fmt.Sprintf("Give it the power level %d in the settings of the room.", need),
		}
	}
	return bot.Finding{OK: true, What: fmt.Sprintf("%s may write in %s", t.client.UserID, p.Channel)}
}

func (t *Transport) checkEncryption(ctx context.Context, p bot.Place, room id.RoomID) bot.Finding {
	secret, err := t.encrypted(ctx, room)
	if err != nil {
		return bot.Finding{What: fmt.Sprintf("nothing can be sent to %s: %v", p.Channel, err), Remedy: "Use another room."}
	}
	if secret {
		return bot.Finding{OK: true, What: fmt.Sprintf("what is posted in %s is encrypted from end to end", p.Channel)}
	}
	return bot.Finding{OK: true, What: fmt.Sprintf("%s is not encrypted, and neither is what is posted there", p.Channel)}
}
