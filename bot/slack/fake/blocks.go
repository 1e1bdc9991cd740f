package fake

import (
	"encoding/json"
	"fmt"
	"net/url"
	"unicode/utf8"
)

// object is a JSON object of Block Kit.
type object map[string]any

func (o object) kind() string { return o.text("type") }

func (o object) text(name string) string {
	s, _ := o[name].(string)
	return s
}

func (o object) list(name string) []object {
	var out []object
	items, _ := o[name].([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		out = append(out, m)
	}
	return out
}

func (o object) object(name string) object {
	m, _ := o[name].(map[string]any)
	return m
}

// check collects what is wrong with blocks, in the words in which Slack does.
type check struct {
	problems []string
	blockIDs map[string]bool
}

func (c *check) wrong(at, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(args, at)...))
}

// Validate returns what Slack would find wrong with the blocks of a message or, with
// most 100, of a view: nothing where it would take them.
func Validate(raw json.RawMessage, most int) []string {
	if raw == nil {
		return nil
	}
	var blocks []object
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return []string{"[ERROR] must be a valid JSON array of blocks"}
	}
	c := &check{blockIDs: make(map[string]bool)}
	if len(blocks) > most {
		c.wrong("/blocks", "no more than %d items allowed", most)
	}
	for i, b := range blocks {
		c.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	return c.problems
}

// numbered gives blocks the IDs that they lack, as Slack does.
func numbered(raw json.RawMessage) any {
	var blocks []object
	if json.Unmarshal(raw, &blocks) != nil {
		return raw
	}
	for i, b := range blocks {
		if b.text("block_id") == "" {
			b["block_id"] = fmt.Sprintf("b%d", i)
		}
	}
	return blocks
}

func (c *check) block(at string, b object) {
	if id := b.text("block_id"); id != "" {
		if utf8.RuneCountInString(id) > 255 {
			c.wrong(at, "must be less than 256 characters: block_id")
		}
		if c.blockIDs[id] {
			c.wrong(at, "`block_id` %s already exists", id)
		}
		c.blockIDs[id] = true
	}
	switch b.kind() {
	case "divider":
	case "header":
		c.textObject(at+"/text", b.object("text"), 150, "plain_text")
	case "section":
		c.section(at, b)
	case "context":
		c.contextBlock(at, b)
	case "actions":
		c.actions(at, b)
	case "image":
		c.image(at, b)
	case "rich_text":
		c.elements(at, b, c.richElement)
	case "input":
		c.input(at, b)
	default:
		c.wrong(at+"/type", "unsupported type: %s", b.kind())
	}
}

func (c *check) textObject(at string, t object, most int, kinds ...string) {
	text := t.text("text")
	ok := false
	for _, k := range kinds {
		ok = ok || t.kind() == k
	}
	switch n := utf8.RuneCountInString(text); {
	case t == nil:
		c.wrong(at, "missing required field: text")
	case !ok:
		c.wrong(at+"/type", "unsupported type: %s", t.kind())
	case n == 0:
		c.wrong(at+"/text", "must be more than 0 characters")
	case n > most:
		c.wrong(at+"/text", "must be less than %d characters", most+1)
	}
	if _, set := t["emoji"]; set && t.kind() == "mrkdwn" {
		c.wrong(at+"/emoji", "emoji is only allowed in plain_text")
	}
}

func (c *check) section(at string, b object) {
	fields := b.list("fields")
	if b.object("text") == nil && len(fields) == 0 {
		c.wrong(at, "missing required field: text")
	}
	if b.object("text") != nil {
		c.textObject(at+"/text", b.object("text"), 3000, "plain_text", "mrkdwn")
	}
	if len(fields) > 10 {
		c.wrong(at+"/fields", "no more than 10 items allowed")
	}
	for i, f := range fields {
		c.textObject(fmt.Sprintf("%s/fields/%d", at, i), f, 2000, "plain_text", "mrkdwn")
	}
	if a := b.object("accessory"); a != nil {
		c.element(at+"/accessory", a)
	}
}

func (c *check) contextBlock(at string, b object) {
	elements := b.list("elements")
	if len(elements) == 0 || len(elements) > 10 {
		c.wrong(at+"/elements", "1 to 10 items allowed")
	}
	for i, e := range elements {
		if at := fmt.Sprintf("%s/elements/%d", at, i); e.kind() == "image" {
			c.image(at, e)
		} else {
			c.textObject(at, e, 3000, "plain_text", "mrkdwn")
		}
	}
}

func (c *check) actions(at string, b object) {
	elements := b.list("elements")
	if len(elements) == 0 || len(elements) > 25 {
		c.wrong(at+"/elements", "1 to 25 items allowed")
	}
	ids := make(map[string]bool)
	for i, e := range elements {
		at := fmt.Sprintf("%s/elements/%d", at, i)
		c.element(at, e)
		if id := e.text("action_id"); id != "" && ids[id] {
			c.wrong(at+"/action_id", "`action_id` %s already exists", id)
		} else {
			ids[id] = true
		}
	}
}

// element checks a block element that people use.
func (c *check) element(at string, e object) {
	if utf8.RuneCountInString(e.text("action_id")) > 255 {
		c.wrong(at+"/action_id", "must be less than 256 characters")
	}
	switch e.kind() {
	case "button":
		c.textObject(at+"/text", e.object("text"), 75, "plain_text")
		if utf8.RuneCountInString(e.text("value")) > 2000 {
			c.wrong(at+"/value", "must be less than 2001 characters")
		}
		if u := e.text("url"); u != "" {
			c.url(at+"/url", u)
		}
	case "static_select", "radio_buttons", "checkboxes":
		c.options(at, e)
	case "plain_text_input":
		if utf8.RuneCountInString(e.text("initial_value")) > 3000 {
			c.wrong(at+"/initial_value", "must be less than 3001 characters")
		}
	case "image":
		c.image(at, e)
	default:
		c.wrong(at+"/type", "unsupported type: %s", e.kind())
	}
}

func (c *check) options(at string, e object) {
	options := e.list("options")
	if len(options) == 0 || len(options) > 100 {
		c.wrong(at+"/options", "1 to 100 items allowed")
	}
	initial := e.object("initial_option")
	found := initial == nil
	for i, o := range options {
		at := fmt.Sprintf("%s/options/%d", at, i)
		c.textObject(at+"/text", o.object("text"), 75, "plain_text", "mrkdwn")
		if n := utf8.RuneCountInString(o.text("value")); n == 0 || n > 150 {
			c.wrong(at+"/value", "must be 1 to 150 characters")
		}
		found = found || o.text("value") == initial.text("value") && o.object("text").text("text") == initial.object("text").text("text")
	}
	if !found {
		c.wrong(at+"/initial_option", "must match one of the options")
	}
}

func (c *check) image(at string, b object) {
	c.url(at+"/image_url", b.text("image_url"))
	if n := utf8.RuneCountInString(b.text("alt_text")); n == 0 || n > 2000 {
		c.wrong(at+"/alt_text", "must be 1 to 2000 characters")
	}
}

func (c *check) url(at, text string) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || utf8.RuneCountInString(text) > 3000 {
		c.wrong(at, "invalid url")
	}
}

func (c *check) input(at string, b object) {
	c.textObject(at+"/label", b.object("label"), 2000, "plain_text")
	if b.object("hint") != nil {
		c.textObject(at+"/hint", b.object("hint"), 2000, "plain_text")
	}
	if b.object("element") == nil {
		c.wrong(at+"/element", "missing required field: element")
		return
	}
	c.element(at+"/element", b.object("element"))
}

func (c *check) elements(at string, o object, f func(at string, e object)) {
	if _, ok := o["elements"].([]any); !ok {
		c.wrong(at+"/elements", "missing required field: elements")
	}
	for i, e := range o.list("elements") {
		f(fmt.Sprintf("%s/elements/%d", at, i), e)
	}
}

// richElement checks an element of rich text and those inside it.
func (c *check) richElement(at string, e object) {
	switch e.kind() {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.elements(at, e, c.inline)
	case "rich_text_list":
		if s := e.text("style"); s != "bullet" && s != "ordered" {
			c.wrong(at+"/style", "must be bullet or ordered")
		}
		c.elements(at, e, c.richElement)
	default:
		c.wrong(at+"/type", "unsupported type: %s", e.kind())
	}
}

func (c *check) inline(at string, e object) {
	switch e.kind() {
	case "text":
		if e.text("text") == "" {
			c.wrong(at+"/text", "must be more than 0 characters")
		}
	case "link":
		c.url(at+"/url", e.text("url"))
	case "user", "channel", "usergroup", "broadcast", "emoji", "date", "color", "team":
	default:
		c.wrong(at+"/type", "unsupported type: %s", e.kind())
	}
}
