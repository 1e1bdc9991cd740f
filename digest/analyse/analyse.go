package analyse

import (
	"slices"
	"sort"
	"strings"

	"whosaid/digest"
)

// Read finds the actors, the quotes and the gist of an article. It looks at
// a.Text alone and gives the same reading for the same text.
func Read(a digest.Article) digest.Reading { return read(a, false, false) }

// ReadAll is Read with every attribution that the models see, as researchers of
// attribution count them: also rulings, appointments and support that the models
// are less sure of, what has no source, and spans as the models cut them.
// More of them are wrong, and most are nothing that anybody said.
func ReadAll(a digest.Article) digest.Reading { return read(a, true, false) }

// Explain is Read, or ReadAll, that also tells of each quote who else could have
// been its speaker and what other words it could have had.
func Explain(a digest.Article, all bool) digest.Reading { return read(a, all, true) }

func read(a digest.Article, all, explain bool) digest.Reading {
	d := cut(a.Text)
	d.explain = explain
	d.findNames()
	d.prepare()
	as := d.attributed(all)
	voices := d.speakers(as)
	d.weigh(voices)
	return d.reading(as, voices)
}

// prepare fills the look-up tables that attribution and speakers share.
func (d *document) prepare() {
	d.spread()
	d.place()
	d.headwords()
}

// at is where an attribution stands in the text: at its cue, else at its content.
func at(a attribution) int {
	if len(a.cue) > 0 {
		return a.cue[0].Start
	}
	if len(a.content) > 0 {
		return a.content[0].Start
	}
	return 0
}

// reading turns what was found into the shared nouns, actors by weight.
func (d *document) reading(as []attribution, voices []voice) digest.Reading {
	order := d.byWeight()
	place := make([]int, len(order))
	var r digest.Reading
	for i, a := range order {
		place[a] = i
		r.Actors = append(r.Actors, d.actor(a))
	}
	r.Quotes = make([]digest.Quote, 0, len(as))
	for i, a := range as {
		if q, ok := d.quoteOf(a, voices[i], place); ok {
			r.Quotes = append(r.Quotes, q)
		}
	}
	r.Quotes = apart(r.Quotes)
	sort.SliceStable(r.Quotes, func(i, j int) bool { return r.Quotes[i].Content[0].Start < r.Quotes[j].Content[0].Start })
	r.Gist = d.gist()
	return r
}

// apart drops a quote whose words stand in another one of the same speaker.
func apart(quotes []digest.Quote) []digest.Quote {
	sort.SliceStable(quotes, func(i, j int) bool { return quotes[i].Extent().Start < quotes[j].Extent().Start })
	inside := make([]bool, len(quotes))
	for i, q := range quotes {
		for k := max(0, i-4); k < min(len(quotes), i+5) && !inside[i]; k++ {
			inside[i] = k != i && q.Speaker == quotes[k].Speaker && covers(quotes[k], q) && (k < i || !covers(q, quotes[k]))
		}
	}
	at := 0
	return slices.DeleteFunc(quotes, func(digest.Quote) bool { at++; return inside[at-1] })
}

// covers reports whether every span of b's content lies within one of a's.
func covers(a, b digest.Quote) bool {
	for _, s := range b.Content {
		if !slices.ContainsFunc(a.Content, func(t digest.Span) bool { return t.Contains(s) }) {
			return false
		}
	}
	return true
}

func (d *document) actor(a int) digest.Actor {
	x := d.actors[a]
	out := digest.Actor{Name: x.name, Type: x.kind, Aliases: x.aliases, Weight: x.weight}
	for _, r := range x.roles {
		out.Roles = append(out.Roles, digest.Role{Text: r.Cut(d.text)})
	}
	for _, m := range x.mentions {
		out.Mentions = append(out.Mentions, d.span(d.names[m].lo, d.names[m].hi))
	}
	return out
}

// quoteOf makes the quote of an attribution; false where no words are left of it.
func (d *document) quoteOf(a attribution, v voice, place []int) (digest.Quote, bool) {
	content := d.bare(a.content)
	kind := d.kind(content)
	if kind == digest.Mixed { // the marks inside tell what was printed between them
		content = d.within(a.content)
		for i := range content { // "she said, “…”": the comma is the cue's
			content[i].Start += len(content[i].Cut(d.text)) - len(strings.TrimLeft(content[i].Cut(d.text), ", "))
		}
	}
	if kind == digest.Indirect {
		content = d.plain(content)
	}
	content = ordered(content)
	if kind == digest.Indirect && d.saysNothing(content) || len(d.words(content)) == 0 {
		return digest.Quote{}, false
	}
	q := digest.Quote{Kind: kind, Class: a.class, Content: content, Cue: a.cue, Source: a.source,
		Speaker: digest.NoSpeaker, Unnamed: v.unnamed, Confidence: v.sure * (0.7 + 0.28*a.score), Why: v.why + "; " + a.why}
	if v.actor >= 0 {
		q.Speaker = place[v.actor]
	}
	q.Rivals, q.Variants = d.runnersUp(v), a.variants
	for _, x := range d.about(a, v.actor) {
		q.About = append(q.About, place[x])
	}
	return q, true
}

// ordered returns spans in the order of the text, those that overlap made one.
func ordered(spans []digest.Span) []digest.Span {
	sort.Slice(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// saysNothing reports whether indirect content is one word or one name: "said
// so", "quoting Oren Blick".
func (d *document) saysNothing(content []digest.Span) bool {
	words := d.words(content)
	if len(words) < 2 || len(words) == 2 && prepositions[d.toks[words[0]].low] && pronouns[d.toks[words[1]].low] { // "In it, she said"
		return true
	}
	m := d.mentionAt(words[0])
	return m >= 0 && d.names[m].hi > words[len(words)-1]
}

// kind tells whether all, some or none of the words of content stand between
// quotation marks.
func (d *document) kind(content []digest.Span) digest.Kind {
	in, out := 0, 0
	for _, c := range content {
		lo, hi := d.tokens(c)
		for i := lo; i < hi; i++ {
			switch {
			case d.toks[i].shape == punct:
			case d.outside[i] >= 0:
				in++
			default:
				out++
			}
		}
	}
	switch {
	case in == 0:
		return digest.Indirect
	case out == 0:
		return digest.Direct
	}
	return digest.Mixed
}
