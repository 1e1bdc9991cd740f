package fake

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"
)

const mostViewBlocks = 100

// View is a home tab or a modal.
type View struct {
	ID      string
	User    string
	Content json.RawMessage // as the app sent it
}

// Prompt is a question that the assistant pane offers.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}

func (s *Server) trigger() string {
	id := s.id("trigger.")
	patience := s.opts.Trigger
	if patience == 0 {
		patience = 3 * time.Second
	}
	s.triggers[id] = time.Now().Add(patience)
	return id
}

// exchange uses a trigger ID up.
func (s *Server) exchange(id string) error {
	until, ok := s.triggers[id]
	switch {
	case !ok:
		return fail("invalid_trigger_id")
	case until.IsZero():
		return fail("exchanged_trigger_id")
	case time.Now().After(until):
		return fail("expired_trigger_id")
	}
	s.triggers[id] = time.Time{}
	return nil
}

func publishView(s *Server, a Args) (map[string]any, error) {
	u := s.users[a.Get("user_id")]
	if u == nil {
		return nil, fail("user_not_found")
	}
	if err := checkView(a.json("view"), "home"); err != nil {
		return nil, err
	}
	v := &View{ID: s.id("V"), User: u.ID, Content: a.json("view")}
	s.homes[u.ID] = v
	return map[string]any{"view": v.wire(nil)}, nil
}

func openView(s *Server, a Args) (map[string]any, error) {
	if err := checkView(a.json("view"), "modal"); err != nil {
		return nil, err
	}
	if err := s.exchange(a.Get("trigger_id")); err != nil {
		return nil, err
	}
	v := &View{ID: s.id("V"), Content: a.json("view")}
	s.modal = v
	return map[string]any{"view": v.wire(nil)}, nil
}

func updateView(s *Server, a Args) (map[string]any, error) {
	if s.modal == nil || s.modal.ID != a.Get("view_id") {
		return nil, fail("not_found")
	}
	if err := checkView(a.json("view"), "modal"); err != nil {
		return nil, err
	}
	s.modal.Content = a.json("view")
	return map[string]any{"view": s.modal.wire(nil)}, nil
}

// checkView returns what Slack would find wrong with a view.
func checkView(raw json.RawMessage, kind string) error {
	var v struct {
		object
		Blocks  json.RawMessage `json:"blocks"`
		Private string          `json:"private_metadata"`
	}
	if raw == nil || json.Unmarshal(raw, &v.object) != nil || json.Unmarshal(raw, &v) != nil {
		return fail("invalid_arguments", "[ERROR] missing required field: view")
	}
	problems := Validate(v.Blocks, mostViewBlocks)
	c := &check{problems: problems}
	if v.kind() != kind {
		c.wrong("/view/type", "must be %s", kind)
	}
	if utf8.RuneCountInString(v.Private) > 3000 {
		c.wrong("/view/private_metadata", "must be less than 3001 characters")
	}
	if utf8.RuneCountInString(v.text("callback_id")) > 255 {
		c.wrong("/view/callback_id", "must be less than 256 characters")
	}
	if kind == "modal" {
		c.textObject("/view/title", v.object.object("title"), 24, "plain_text")
		for _, name := range []string{"submit", "close"} {
			if v.object.object(name) != nil {
				c.textObject("/view/"+name, v.object.object(name), 24, "plain_text")
			}
		}
		for _, b := range v.list("blocks") {
			if b.kind() == "input" && v.object.object("submit") == nil {
				c.wrong("/view/submit", "missing required field: submit")
				break
			}
		}
	}
	if len(c.problems) > 0 {
		return fail("invalid_arguments", c.problems...)
	}
	return nil
}

// wire returns a view as Slack sends it, with what a person has put in.
func (v *View) wire(state map[string]any) map[string]any {
	var out map[string]any
	json.Unmarshal(v.Content, &out) // it was checked when it came in
	out["id"], out["team_id"], out["app_id"], out["bot_id"], out["hash"] = v.ID, TeamID, AppID, BotID, "1."+v.ID
	if state == nil {
		state = map[string]any{}
	}
	out["state"] = map[string]any{"values": state}
	return out
}

// Home returns the home tab that a person sees; nil where there is none yet.
func (s *Server) Home(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.homes[user]
}

// Modal returns the modal that is open; nil where there is none.
func (s *Server) Modal() *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.modal
}

// OpenHome opens the app's page at a tab, "home" or "messages".
func (s *Server) OpenHome(user, tab string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.subscribed("app_home_opened") {
		s.emit(map[string]any{"type": "app_home_opened", "user": user, "channel": s.direct(user).ID, "tab": tab})
	}
}

// PressHome presses a button of the home tab.
func (s *Server) PressHome(user, label string) (<-chan Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.homes[user]
	if v == nil {
		return nil, fmt.Errorf("pressing %q: %s has no home tab", label, user)
	}
	block, button := v.button(label)
	if button == nil {
		return nil, fmt.Errorf("pressing %q: the home tab has no such button", label)
	}
	payload := s.interaction("block_actions", user)
	payload["container"] = map[string]any{"type": "view", "view_id": v.ID}
	payload["view"], payload["actions"] = v.wire(nil), []any{s.action(block, button)}
	return s.deliver(&delivery{kind: "interactive", payload: payload}), nil
}

func (v *View) button(label string) (string, object) {
	var content struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	json.Unmarshal(v.Content, &content)
	return findButton(content.Blocks, label)
}

// Submit fills the fields of the modal, by their labels, and submits it. Where the
// app answers without errors the modal closes.
func (s *Server) Submit(user string, values map[string]string) (<-chan Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.modal == nil {
		return nil, fmt.Errorf("submitting a modal: none is open")
	}
	state, err := s.modal.filled(values)
	if err != nil {
		return nil, err
	}
	payload := s.interaction("view_submission", user)
	payload["view"], payload["response_urls"] = s.modal.wire(state), []any{}
	reply := s.deliver(&delivery{kind: "interactive", accepts: true, payload: payload})
	modal, out := s.modal, make(chan Reply, 1)
	s.modal = nil
	go func() {
		r := <-reply
		var said struct {
			Action string `json:"response_action"`
		}
		if json.Unmarshal(r.Payload, &said) == nil && said.Action == "errors" {
			s.mu.Lock()
			s.modal = modal
			s.mu.Unlock()
		}
		out <- r
	}()
	return out, nil
}

// filled returns the state of the modal's fields. One that must be filled and is
// not stops the submission, as in Slack's clients.
func (v *View) filled(values map[string]string) (map[string]any, error) {
	var content object
	json.Unmarshal(v.Content, &content)
	state := map[string]any{}
	for _, b := range content.list("blocks") {
		if b.kind() != "input" {
			continue
		}
		e, label := b.object("element"), b.object("label").text("text")
		value, given := values[label]
		if !given {
			value = e.text("initial_value") + e.object("initial_option").text("value")
		}
		if optional, _ := b["optional"].(bool); value == "" && !optional {
			return nil, fmt.Errorf("submitting a modal: %q is not filled in", label)
		}
		filled := map[string]any{"type": e.kind(), "value": nil}
		switch {
		case value == "":
		case e.kind() == "static_select":
			filled = map[string]any{"type": e.kind(), "selected_option": e.option(value)}
		default:
			filled["value"] = value
		}
		state[b.text("block_id")] = map[string]any{e.text("action_id"): filled}
	}
	return state, nil
}

// option returns the option of a select with a value or a label.
func (o object) option(value string) object {
	for _, option := range o.list("options") {
		if option.text("value") == value || option.object("text").text("text") == value {
			return option
		}
	}
	return nil
}

// OpenAssistant opens the assistant pane, and returns the ts of its thread.
func (s *Server) OpenAssistant(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.direct(user)
	m := &Message{TS: s.ts(), User: BotUser, BotID: BotID, Subtype: "assistant_app_thread", Text: "New chat"}
	c.messages = append(c.messages, m)
	if s.subscribed("assistant_thread_started") {
		s.emit(map[string]any{"type": "assistant_thread_started", "assistant_thread": map[string]any{
			"user_id": user, "channel_id": c.ID, "thread_ts": m.TS, "context": map[string]any{"team_id": TeamID},
		}})
	}
	return m.TS
}

func setPrompts(s *Server, a Args) (map[string]any, error) {
	c, err := s.channelNamed(a.Get("channel_id"))
	if err != nil {
		return nil, err
	}
	var prompts []Prompt
	if json.Unmarshal(a.json("prompts"), &prompts) != nil || len(prompts) == 0 || len(prompts) > 4 {
		return nil, fail("invalid_arguments", "[ERROR] 1 to 4 prompts allowed [json-pointer:/prompts]")
	}
	for _, p := range prompts {
		if p.Title == "" || p.Message == "" {
			return nil, fail("invalid_arguments", "[ERROR] missing required field [json-pointer:/prompts]")
		}
	}
	s.prompts[c.ID+" "+a.Get("thread_ts")] = prompts
	return nil, nil
}

func setStatus(s *Server, a Args) (map[string]any, error) {
	c, err := s.channelNamed(a.Get("channel_id"))
	if err != nil {
		return nil, err
	}
	s.status[c.ID+" "+a.Get("thread_ts")] = a.Get("status")
	return nil, nil
}

// Prompts returns what the assistant pane offers.
func (s *Server) Prompts(channel, thread string) []Prompt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prompts[channel+" "+thread]
}

// Status returns what the assistant pane says that the app is doing.
func (s *Server) Status(channel, thread string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status[channel+" "+thread]
}
