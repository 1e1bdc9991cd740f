package compose

import (
	"slices"
	"strings"
	"time"

	"whosaid/digest"
)

// Options says how a digest looks. The zero value gives a digest that fits a
// channel: five articles, each with three quotes and four actors.
type Options struct {
	Title    string         // "Digest" where empty
	Period   string         // in words, after the title: "27 Aug – 2 Sep 2018", "last week"; may be empty
	Zone     *time.Location // whose calendar days are shown; nil for the outlet's own
	Articles int            // shown with gist and quotes, the others by title alone; 0 for 5
	Quotes   int            // for each article; 0 for 3
	Actors   int            // for each article; 0 for 4
	More     int            // how many articles fit the period besides the stories given

	// Changed holds, for articles that the readers have had in another version, when
	// they had it.
	Changed map[int64]time.Time
}

// How many characters of one quote and of one gist a digest shows.
const (
	longestInDigest = 350
	longestGist     = 500
)

func (o Options) withDefaults() Options {
	if o.Title == "" {
		o.Title = "Digest"
	}
	for _, n := range []struct {
		field *int
		value int
	}{{&o.Articles, 5}, {&o.Quotes, 3}, {&o.Actors, 4}} {
		if *n.field <= 0 {
			*n.field = n.value
		}
	}
	return o
}

// Digest shows stories, in the order given, article by article: title, outlet
// and day, the gist in the article's words, its key actors and its most telling
// quotes. What goes beyond the options' limits is in a [digest.Rest].
func Digest(stories []digest.Story, o Options) digest.Message {
	o = o.withDefaults()
	p := page{zone: o.Zone, changed: o.Changed}
	m := digest.Message{Blocks: []digest.Block{digestTitle(o)}}
	if len(stories) == 0 {
		m.Blocks = append(m.Blocks, paragraph(plain(nothingNew(own(o.Period)))))
		return m
	}
	var told []digest.Result
	for i, s := range stories {
		if i == o.Articles {
			m.Blocks = append(m.Blocks, p.titles(stories[i:]))
			break
		}
		m.Blocks = append(m.Blocks, p.story(s, o)...)
		picked, _ := telling(s, o.Quotes)
		told = append(told, picked...)
	}
	if o.More > 0 {
		m.Blocks = append(m.Blocks, paragraph(faint("And "+count(o.More, "more article")+": ask for a shorter period or one outlet.")))
	}
	if buttons := behind(told); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, digest.Buttons{Items: buttons})
	}
	return m
}

func digestTitle(o Options) digest.Heading {
	runs := []digest.Run{plain(o.Title)}
	if o.Period != "" {
		runs = append(runs, plain(", "+own(o.Period)))
	}
	return heading(1, runs...)
}

func nothingNew(period string) string {
	if period == "" {
		return "No articles to tell of."
	}
	return "No articles to tell of in this period: " + period + "."
}

// story shows one article.
func (p page) story(s digest.Story, o Options) []digest.Block {
	blocks := []digest.Block{p.headline(s.Article), paragraph(p.dateline(s.Article)...)}
	if gist := gistOf(s); gist != "" {
		blocks = append(blocks, paragraph(faint("In its words: "), plain(gist)))
	}
	shown, others := s.Actors, []digest.Actor(nil)
	if len(shown) > o.Actors {
		shown, others = shown[:o.Actors], shown[o.Actors:]
	}
	if len(shown) > 0 {
		blocks = append(blocks, paragraph(append([]digest.Run{faint("Who: ")}, actors(shown, s.Article.ID)...)...))
	}
	picked, rest := telling(s, o.Quotes)
	var cut []digest.Result
	for _, r := range picked {
		runs, shortened := p.told(r, shown, longestInDigest)
		blocks = append(blocks, digest.Blockquote{Text: runs})
		if shortened {
			cut = append(cut, r)
		}
	}
	return append(blocks, p.rest(s.Article, others, cut, rest, len(picked) > 0)...)
}

// gistOf returns sentences of the article as printed. Like the parts of a quote
// they are kept apart: they may not have been printed together.
func gistOf(s digest.Story) string {
	kept, cut := shorten(s.Gist, longestGist)
	text := strings.Join(kept, " … ")
	if cut {
		text += omitted
	}
	return text
}

func (p page) headline(a digest.Article) digest.Heading {
	title := a.Title
	if title == "" {
		title = "Untitled article"
	}
	return heading(2, digest.Run{Text: brief(title), URL: a.URL})
}

// dateline names outlet and day, without the link, which is in the headline.
func (p page) dateline(a digest.Article) []digest.Run {
	line := published(a, p.zone)
	if outlet := a.NamedOutlet(); outlet != "" {
		line = outlet + ", " + line
	} else {
		line = capital(line)
	}
	for _, words := range []string{also(a), partial(a)} {
		if words != "" {
			line += ", " + words
		}
	}
	if a.Foreign() {
		line += ", in " + language(a) + ", which I do not read"
	}
	if had, ok := p.changed[a.ID]; ok {
		line += ", changed since it was posted here on " + day(had, p.zone)
	}
	return []digest.Run{faint(line)}
}

// actors lists names with their roles in the words of the article.
func actors(list []digest.Actor, article int64) []digest.Run {
	var runs []digest.Run
	for i, a := range list {
		if i > 0 {
			runs = append(runs, plain("; "))
		}
		runs = append(runs, bold(a.Name))
		if role := roleIn(a, article); role != "" {
			runs = append(runs, plain(" ("+role+")"))
		}
	}
	return runs
}

// told shows one quote with its speaker, whose role is added where the list of
// key actors above does not have it.
func (p page) told(r digest.Result, shown []digest.Actor, limit int) (runs []digest.Run, cut bool) {
	if runs = inContext(r); runs != nil {
		return append(runs, digest.Break, faint("— speaker unclear, as printed")), false
	}
	runs, cut = quotation(r, limit)
	runs = append(runs, digest.Break, faint("— "))
	switch {
	case r.Speaker != nil:
		runs = append(runs, bold(r.Speaker.Name))
		if role := roleIn(*r.Speaker, r.Article.ID); role != "" && !listed(*r.Speaker, shown) {
			runs = append(runs, faint(", "+role))
		}
	case r.Unnamed:
		runs = append(runs, unnamed(r)...)
	default:
		runs = append(runs, faint("speaker unclear"))
	}
	if !between(r) {
		runs = append(runs, faint(", paraphrased")) // by the outlet, which is named above
	}
	return runs, cut
}

func listed(a digest.Actor, list []digest.Actor) bool {
	for _, b := range list {
		if a.ID == b.ID && a.Name == b.Name {
			return true
		}
	}
	return false
}

// rest folds away what a story has beyond its limits: other actors, those quotes
// in full that are cut above, and other quotes.
func (p page) rest(a digest.Article, others []digest.Actor, cut, rest []digest.Result, more bool) []digest.Block {
	var blocks []digest.Block
	var summary []string
	if len(others) > 0 {
		summary = append(summary, count(len(others), "more actor"))
		blocks = append(blocks, paragraph(append([]digest.Run{faint("Also: ")}, actors(others, a.ID)...)...))
	}
	if len(cut) > 0 {
		summary = append(summary, count(len(cut), "quote")+" in full")
	}
	switch {
	case len(rest) > 0 && more:
		summary = append(summary, count(len(rest), "more quote"))
	case len(rest) > 0:
		summary = append(summary, count(len(rest), "quote"))
	}
	for _, r := range slices.Concat(cut, rest) {
		runs, _ := p.told(r, nil, longest)
		blocks = append(blocks, digest.Blockquote{Text: runs})
	}
	if len(blocks) == 0 {
		return nil
	}
	return []digest.Block{digest.Rest{Summary: strings.Join(summary, ", "), Blocks: blocks}}
}

// titles folds away whole articles as a list.
func (p page) titles(stories []digest.Story) digest.Rest {
	var list digest.List
	for _, s := range stories {
		item := append(p.headline(s.Article).Text, plain(" — "))
		list.Items = append(list.Items, append(item, p.dateline(s.Article)...))
	}
	return digest.Rest{Summary: count(len(stories), "more article"), Blocks: []digest.Block{list}}
}
