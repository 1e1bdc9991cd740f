package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
)

// chatPatience is how long somebody in a chat waits for a feed's first answer.
const chatPatience = 15 * time.Second

// Commands are the commands about feeds, for the table of a [Chat].
func (s *Feeds) Commands() []Command {
	return []Command{
		{Name: "feed list", Usage: "feed list", Does: "all feeds, when they were read last and will be next, and which fail and why",
			Examples: []string{"feed list"}, Handle: s.chatList},
		{Name: "feed add", Usage: "feed add ADDRESS [backfill:N] [name:NAME]", Does: "follow a feed, a news sitemap, a page, or the feed that a page names", Role: Owner,
			Examples: []string{"feed add https://courier.example/rss.xml", "feed add courier.example backfill:20"}, Handle: s.chatAdd},
		{Name: "feed remove", Usage: "feed remove FEED", Does: "stop following a feed; its articles stay", Role: Owner,
			Examples: []string{"feed remove 3", "feed remove The Tarn Courier"}, Handle: s.chatEach((*Feeds).Remove, "%s is not followed any more. Its articles stay.")},
		{Name: "feed pause", Usage: "feed pause FEED", Does: "do not read a feed for a while", Role: Owner,
			Examples: []string{"feed pause 3"}, Handle: s.chatEach((*Feeds).Pause, "%s is paused.")},
		{Name: "feed resume", Usage: "feed resume FEED", Does: "read a feed again, at once", Role: Owner,
			Examples: []string{"feed resume 3"}, Handle: s.chatEach((*Feeds).Resume, "%s is followed again.")},
		{Name: "feed test", Usage: "feed test ADDRESS", Does: "what a feed holds; nothing is kept", Role: Owner,
			Examples: []string{"feed test https://courier.example/rss.xml"}, Handle: s.chatTest},
		{Name: "feed import", Usage: "feed import ADDRESS", Does: "follow all feeds of an OPML file", Role: Owner,
			Examples: []string{"feed import https://courier.example/feeds.opml"}, Handle: s.chatImport},
		{Name: "feed export", Usage: "feed export", Does: "the list of feeds as OPML, for a feed reader",
			Examples: []string{"feed export"}, Handle: s.chatExport},
	}
}

func (s *Feeds) chatList(ctx context.Context, _ *Conversation, _ string) (digest.Message, error) {
	return s.Report(ctx)
}

func (s *Feeds) chatAdd(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	n, problem := parseAdd(rest)
	if problem != "" {
		return compose.Text(problem), nil
	}
	n.Origin = strings.TrimSpace(c.Event.User.ID + " " + c.Event.Place.String())
	if c.Event.Place.Channel != "" {
		n.Place = Place{Transport: c.Event.Place.Transport, Channel: c.Event.Place.Channel}.String()
	}
	limited, cancel := context.WithTimeout(ctx, chatPatience)
	defer cancel()
	added, err := s.Add(limited, n)
	switch {
	case err == nil:
		return compose.Text(AddedWords(added)), nil
	case ctx.Err() != nil:
		return digest.Message{}, err
	case limited.Err() != nil:
		return compose.Text(fmt.Sprintf("%s does not answer at the moment, so I do not follow it. Try again later.", n.URL)), nil
	}
	return s.told(err)
}

// asFlag is an option as the command line takes it: "--backfill 20", "--backfill=20".
var asFlag = regexp.MustCompile(`(?i)(?:^|\s)(?:--|—|–)(backfill|name)(?:=|\s+)`)

// parseAdd reads what stands behind "feed add".
func parseAdd(rest string) (n NewFeed, problem string) {
	words := strings.Fields(asFlag.ReplaceAllString(rest, " $1:"))
	for i := 0; i < len(words); i++ {
		key, value, ok := strings.Cut(words[i], ":")
		switch {
		case ok && strings.EqualFold(key, "backfill"):
			count, err := strconv.Atoi(value)
			if err != nil || count < 0 || count > maxItemsOfFeed {
				return n, fmt.Sprintf("After backfill: write how many of its articles are to be read, 0 to %d.", maxItemsOfFeed)
			}
			n.Backfill = count
		case ok && strings.EqualFold(key, "name"):
			n.Name = strings.Trim(strings.TrimSpace(strings.Join(append([]string{value}, words[i+1:]...), " ")), `"“”`)
			return checkAdd(n)
		case n.URL == "":
			n.URL = strings.Trim(words[i], "<>")
			if address, _, ok := strings.Cut(n.URL, "|"); ok { // as Slack writes links
				n.URL = address
			}
		default:
			return n, fmt.Sprintf("I do not understand ‘%s’. Write: feed add ADDRESS, and behind it perhaps backfill:N or name:NAME.", words[i])
		}
	}
	return checkAdd(n)
}

const maxItemsOfFeed = 1000

func checkAdd(n NewFeed) (NewFeed, string) {
	if n.URL == "" {
		return n, "Name the address of a feed or a page: feed add https://courier.example/rss.xml"
	}
	return n, ""
}

// told makes a message of an error that is for the person, and passes on any other.
func (s *Feeds) told(err error) (digest.Message, error) {
	var unknown Unknown
	var failed *fetch.Error
	if errors.As(err, &unknown) || errors.As(err, &failed) || errors.As(err, new(BadFeed)) {
		return compose.Text(capital(err.Error()) + "."), nil
	}
	return digest.Message{}, err
}

// capital makes the first letter of a sentence one, unless an address begins it.
func capital(s string) string {
	if first, _, _ := strings.Cut(s, " "); strings.Contains(first, "://") || s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (s *Feeds) chatEach(do func(*Feeds, context.Context, string) (digest.Feed, error), done string) func(context.Context, *Conversation, string) (digest.Message, error) {
	return func(ctx context.Context, _ *Conversation, rest string) (digest.Message, error) {
		if strings.TrimSpace(rest) == "" {
			return compose.Text("Which feed? Name it by its number, name or address, as in: feed list"), nil
		}
		f, err := s.Find(ctx, rest)
		if err == nil && f.Origin == digest.FromConfiguration {
			err = errFixed(f)
		}
		if err == nil {
			f, err = do(s, ctx, strconv.FormatInt(f.ID, 10))
		}
		if err != nil {
			return s.told(err)
		}
		return compose.Text(fmt.Sprintf(done, f.Name)), nil
	}
}

const shownItems = 10

func (s *Feeds) chatTest(ctx context.Context, _ *Conversation, rest string) (digest.Message, error) {
	if strings.TrimSpace(rest) == "" {
		return compose.Text("Name the address of a feed: feed test https://courier.example/rss.xml"), nil
	}
	limited, cancel := context.WithTimeout(ctx, chatPatience)
	defer cancel()
	parsed, f, err := s.Try(limited, strings.Trim(rest, "<> "))
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return compose.Text(f.URL + " does not answer at the moment. Try again later."), nil
	}
	if err != nil {
		return s.told(err)
	}
	m := compose.Text(fmt.Sprintf("%s: %s, %s.", parsed.Title, parsed.Format, counted(len(parsed.Items), "article")))
	list := digest.List{}
	for _, it := range parsed.Items[:min(len(parsed.Items), shownItems)] {
		when := "undated"
		if !it.Published.IsZero() {
			when = it.Published.Format("2 Jan 2006")
		}
		list.Items = append(list.Items, []digest.Run{{Text: it.Title, URL: it.Link}, {Text: " " + when, Style: digest.Faint}})
	}
	if len(list.Items) > 0 {
		m.Blocks = append(m.Blocks, list)
	}
	return m, nil
}

func (s *Feeds) chatImport(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	address := strings.Trim(rest, "<> ")
	if address == "" {
		return compose.Text("Name the address of an OPML file: feed import https://courier.example/feeds.opml"), nil
	}
	limited, cancel := context.WithTimeout(ctx, chatPatience)
	defer cancel()
	r, err := s.Client.Get(limited, fetch.Request{URL: address, Max: fetch.MaxFeed})
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return compose.Text(address + " does not answer at the moment. Try again later."), nil
	}
	if err != nil {
		return s.told(err)
	}
	list, err := ingest.ParseOPML(r.Body)
	if err != nil {
		return compose.Text(capital(err.Error()) + "."), nil
	}
	place := ""
	if c.Event.Place.Channel != "" {
		place = Place{Transport: c.Event.Place.Transport, Channel: c.Event.Place.Channel}.String()
	}
	added, known, err := s.Import(ctx, list, strings.TrimSpace(c.Event.User.ID+" "+c.Event.Place.String()), place, 0)
	if err != nil {
		return digest.Message{}, err
	}
	return compose.Text(fmt.Sprintf("%s added, %d followed before. They are read for the first time now; feed list tells how they fare.", counted(added, "feed"), known)), nil
}

func (s *Feeds) chatExport(ctx context.Context, _ *Conversation, _ string) (digest.Message, error) {
	var b strings.Builder
	if err := s.Export(ctx, &b); err != nil {
		return digest.Message{}, err
	}
	var runs []digest.Run
	for line := range strings.Lines(b.String()) {
		runs = append(runs, digest.Run{Text: strings.TrimRight(line, "\n"), Style: digest.Code}, digest.Break)
	}
	m := compose.Text("The feeds as OPML. To have them as a file: whosaid feed export")
	m.Blocks = append(m.Blocks, digest.Paragraph{Text: slices.Clip(runs)})
	return m, nil
}
