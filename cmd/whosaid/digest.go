package main

import (
	"context"
	"flag"
	"strings"
	"time"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/store"
)

var digestCommand = command{
	name:    "digest",
	args:    "[FILTER]",
	summary: "print a digest: articles, their key actors and most telling quotes",
	words:   true,
	about: `
Shows the articles of a period, newest first, each with one or two of its own sentences,
its key actors with their roles as the article words them, and its most telling quotes.
Without --since, --until and a period in FILTER it goes back as far as the configuration
says (digest.period, one day by default).
FILTER is what follows "ask" too: about: by: in: since: until: kind: "exact words" -without.`,
	examples: []string{
		"whosaid digest",
		"whosaid digest --since 2018-01-15 --until 2018-01-22 in:Post",
		"whosaid digest --title \"The week\" last week about:CNRM",
	},
	new: newDigest,
}

func newDigest(f *flag.FlagSet) action {
	since := f.String("since", "", "only articles published on `DATE` or later: 2018-01-15, yesterday, \"last week\"")
	until := f.String("until", "", "only articles published before the end of `DATE`")
	all := f.Bool("all", false, "show every statement and actor of the articles, and the titles of more articles")
	title := f.String("title", "", "put `TEXT` above the digest")
	return func(ctx context.Context, p *program, args []string) error {
		filter := sentence(args)
		for _, limit := range []struct{ operator, value string }{{"since", *since}, {"until", *until}} {
			if v := strings.TrimSpace(strings.ReplaceAll(limit.value, `"`, "")); v != "" {
				filter += " " + limit.operator + `:"` + v + `"`
			}
		}
		return p.withStore(ctx, false, func(st *store.Store) error {
			q, err := bot.Filter(ctx, st, filter, p.now())
			if err != nil {
				return err
			}
			if q.Since.IsZero() && q.Until.IsZero() {
				q.Since = p.now().Add(-time.Duration(p.settings.Digest.Period))
			}
			o := p.digestOptions()
			o.Title = *title
			m, err := bot.Digest(ctx, st, q, o)
			if err != nil {
				return err
			}
			if !*all {
				m = folded(m)
			}
			return p.print(m)
		})
	}
}

// folded leaves of what is shown on demand the summary alone.
func folded(m digest.Message) digest.Message {
	var short digest.Message
	for _, b := range m.Blocks {
		if rest, ok := b.(digest.Rest); ok {
			b = digest.Paragraph{Text: []digest.Run{{Text: "▸ " + rest.Summary, Style: digest.Faint}}}
		}
		short.Blocks = append(short.Blocks, b)
	}
	return short
}
