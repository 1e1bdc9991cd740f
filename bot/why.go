package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// LedgerCommands are the commands that say what the bot did, for the table of a [Chat]
// and for the command line. feeds may be nil.
func LedgerCommands(p *Publisher, feeds FeedLines) []Command {
	return []Command{
		{Name: "why", Usage: "why LINK, TITLE, QUOTE or its ID", Does: "the whole way of an article or a quote: where it came from, which schedules took it, where it was posted or what it waits for",
			Examples: []string{"why https://courier.example/toll", "why “The toll stays”"},
			Handle: func(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
				v, err := sees(ctx, c)
				if err != nil {
					return digest.Message{}, err
				}
				return answering(p.why(ctx, rest, v, c.Now()))
			}},
		{Name: "status", Usage: "status", Does: "feeds, schedules, what waits to be posted and what went wrong, in one screen", Examples: []string{"status"},
			Handle: func(ctx context.Context, c *Conversation, _ string) (digest.Message, error) {
				v, err := sees(ctx, c)
				if err != nil {
					return digest.Message{}, err
				}
				if c.role == nil { // another program than the one that runs: it has not written lately
					if err := p.Store.Try(ctx); err != nil && !store.Hindered(err) {
						return digest.Message{}, err
					}
				}
				return p.status(ctx, feeds, v, c.Now())
			}},
	}
}

var quoteID = regexp.MustCompile(`^[0-9a-f]{16}$`)

// why tells the way of an article or a quote, which is named by its address, its
// title, its public ID or its words, as far as who asks may read it.
func (p *Publisher) why(ctx context.Context, text string, v sight, now time.Time) (digest.Message, error) {
	text = strings.Trim(strings.TrimSpace(text), "<>")
	if text == "" {
		return digest.Message{}, unclear("write a link, a title, a quote or its ID, such as: why https://courier.example/toll")
	}
	article, quote, err := p.subject(ctx, text, now)
	if err != nil {
		return digest.Message{}, err
	}
	a, err := p.Store.Article(ctx, article)
	if err != nil {
		return digest.Message{}, err
	}
	t, err := p.Store.Trace(ctx, article)
	if err != nil {
		return digest.Message{}, err
	}
	lines := camein(a, t, now.Location())
	if quote != nil {
		lines = append(lines, attributed(*quote))
	}
	for _, step := range []func(context.Context, digest.Article, store.Trace, *digest.Result, sight, time.Time) ([]string, error){p.changed, p.matched} {
		more, err := step(ctx, a, t, quote, v, now)
		if err != nil {
			return digest.Message{}, err
		}
		lines = append(lines, more...)
	}
	m := digest.Message{Blocks: []digest.Block{digest.Heading{Level: 2, Text: []digest.Run{{Text: a.Title, URL: a.URL}}}}}
	list := digest.List{}
	for _, line := range lines {
		list.Items = append(list.Items, []digest.Run{{Text: line}})
	}
	posted, err := p.postings(ctx, a, quote, v, now)
	if err != nil {
		return digest.Message{}, err
	}
	list.Items = append(list.Items, posted...)
	m.Blocks = append(m.Blocks, list)
	return m, nil
}

// subject finds what is asked about.
func (p *Publisher) subject(ctx context.Context, text string, now time.Time) (article int64, quote *digest.Result, err error) {
	if quoteID.MatchString(text) {
		r, err := p.Store.QuoteOf(ctx, text)
		if err == nil {
			return r.Article.ID, &r, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return 0, nil, err
		}
	}
	words := strings.Trim(text, "“”\"'‘’ ")
	article, err = p.Store.ArticleAt(ctx, words)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return article, nil, err
	}
	if strings.Contains(words, "://") {
		return 0, nil, unclear("no article with the address %s is in the store: status says which feeds fail", words)
	}
	ans, err := p.Store.Find(ctx, query.Query{Exact: []string{words}}, store.Page{Quotes: 1})
	if err != nil {
		return 0, nil, err
	}
	if len(ans.Results) == 0 {
		return 0, nil, unclear("no article and no quote with “%s” is in the store: write a link, a title, or words of a quote as they were printed", words)
	}
	return ans.Results[0].Article.ID, &ans.Results[0], nil
}

// camein says where an article came from and what was read in it.
func camein(a digest.Article, t store.Trace, zone *time.Location) []string {
	from := "was added as a file or by its address"
	if t.Feed != "" {
		from = "was announced by the feed " + t.Feed
	}
	lines := []string{
		fmt.Sprintf("It %s and read on %s; %s published it on %s.", from, minute(a.Retrieved.In(zone)), printer(a), printedOn(a, zone)),
		fmt.Sprintf("Read in it: %s and %s.", counted(t.Quotes, "quote"), counted(t.Actors, "actor")),
	}
	if a.Foreign() {
		lines = append(lines, "It is in a language that I do not read: it can be found by its words and has no quotes.")
	}
	for _, c := range t.Copies {
		lines = append(lines, fmt.Sprintf("The same text was printed by %s (%s) and is one with it.", c.Outlet, c.URL))
	}
	if t.Newer != 0 {
		lines = append(lines, "It has changed since: another version has taken its place.")
	}
	return lines
}

func printer(a digest.Article) string {
	if outlet := a.NamedOutlet(); outlet != "" {
		return outlet
	}
	return "an outlet that it does not name"
}

func printedOn(a digest.Article, zone *time.Location) string {
	switch {
	case a.Published.IsZero():
		return "a day that is not known"
	case a.DateOnly:
		return a.Published.Format("Mon 2 Jan 2006")
	}
	return minute(a.Published.In(zone))
}

// attributed says to whom a quote was given.
func attributed(r digest.Result) string {
	speaker := "nobody for certain"
	switch {
	case r.Speaker != nil:
		speaker = r.Speaker.Name
	case r.Unnamed:
		speaker = "somebody whom the article does not name"
	}
	text := fmt.Sprintf("The quote %s is %s and given to %s", r.ID, r.Kind, speaker)
	if r.Mention != "" {
		text += fmt.Sprintf(", by “%s” in the text", r.Mention)
	}
	return text + "."
}

// mostChanges are told of one article.
const mostChanges = 10

// changed says which quotes an article worded differently before, or has not any more;
// of one quote what became of it, or what it was.
func (p *Publisher) changed(ctx context.Context, a digest.Article, t store.Trace, quote *digest.Result, _ sight, now time.Time) (lines []string, err error) {
	current := a.ID
	if t.Newer != 0 {
		current = t.Newer
	}
	changes, err := p.Store.Changes(ctx, current)
	if err != nil {
		return nil, err
	}
	left := 0
	for _, c := range changes {
		if quote != nil && quote.ID != c.Old.ID && quote.ID != c.New.ID {
			continue
		}
		if len(lines) == mostChanges {
			left++
			continue
		}
		who := "somebody"
		if c.Old.Speaker != nil {
			who = c.Old.Speaker.Name
		}
		line := fmt.Sprintf("Until %s it quoted %s with “%s”; ", minute(c.Noted.In(now.Location())), who, c.Old.Text())
		if c.Gone {
			line += "that is not in it any more."
		} else {
			line += fmt.Sprintf("since then with “%s”.", c.New.Text())
		}
		lines = append(lines, line)
	}
	if left > 0 {
		lines = append(lines, fmt.Sprintf("%s more changed.", counted(left, "quote")))
	}
	return lines, nil
}

// postings says where an article, or a quote of it, was posted, or what that waits for.
func (p *Publisher) postings(ctx context.Context, a digest.Article, quote *digest.Result, v sight, now time.Time) (lines [][]digest.Run, err error) {
	things := []string{store.HadArticle(a.ID)}
	if quote != nil {
		things = append(things, store.HadQuote(*quote))
	}
	posted, err := p.Store.PostedWith(ctx, things)
	for _, h := range v.posted(posted, len(posted)) {
		lines = append(lines, []digest.Run{{Text: "The " + h.Source + " " + p.cameOf(h, p.to(ctx, h.Place, v.here), now) + ".", URL: p.link(h)}})
	}
	if len(lines) == 0 {
		none := "It was not posted anywhere."
		if !v.all {
			none = "It was not posted here."
		}
		lines = append(lines, []digest.Run{{Text: none}})
	}
	return lines, err
}

// link returns the address of what was posted, "" where it has none.
func (p *Publisher) link(h store.Posted) string {
	at, err := ParsePlace(h.Place)
	if err != nil || h.Sent != h.Parts || h.Remote == "" {
		return ""
	}
	if t := transportOf(p.Transports, at); t != nil {
		return t.Link(at, h.Remote)
	}
	return ""
}

// cameOf says what came of a posting. Its ID stands for an address that is not known.
func (p *Publisher) cameOf(h store.Posted, to string, now time.Time) string {
	zone := now.Location()
	what := fmt.Sprintf("has %s to post %s", h.Summary, to)
	switch {
	case h.Sent == h.Parts && p.link(h) != "":
		return fmt.Sprintf("posted it %s on %s", to, minute(h.Done.In(zone)))
	case h.Sent == h.Parts:
		return fmt.Sprintf("posted it %s on %s (message %s)", to, minute(h.Done.In(zone)), h.Remote)
	case !h.Waiting():
		return fmt.Sprintf("%s, made on %s, of which %d of %d messages were given up: %s", what, minute(h.Made.In(zone)), h.GivenUp, h.Parts, h.Error)
	case h.Error != "":
		return fmt.Sprintf("%s, tried %s, and again at %s: %s", what, counted(h.Attempts, "time"), minute(h.Next.In(zone)), h.Error)
	case h.Next.After(now):
		return fmt.Sprintf("%s, held until %s", what, minute(h.Next.In(zone)))
	}
	return what + ", on its way"
}
