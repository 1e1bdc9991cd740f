package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"io"
	"strconv"
	"strings"
	"time"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/store"
)

var exportCommand = command{
	name:    "export",
	args:    "[FILTER]",
	summary: "write quotes so that they can be cited, as CSV or JSON",
	words:   true,
	about: `
Writes every quote that FILTER lets through, newest first; without one, all of them.
FILTER is what follows "ask" too: about: by: in: since: until: kind: "exact words" -without.

The columns, which are the keys of --json (one object a line):
  id                stable: a hash of the article's text and the place in it
  speaker           canonical name; empty where nobody is named or it is not certain who
  mention           the source as the article words it at the quote: "he", "his lawyer"
  kind              direct: "text" was printed between quotation marks; mixed: parts of it;
                    indirect: it is the article's paraphrase
  class             statement, thought or other
  text              as printed; " … " stands where the article interrupts it
  outlet, title, url, published
  retrieved         when whosaid read the article
  sha256            of the article's text as stored (UTF-8)
  start, end        where the quote stands in that text, in Unicode code points, end exclusive
  by_headline       true where only the article's headline has the words that FILTER asks for

CSV is in UTF-8. In it a cell that starts with = + - @, a tab or a carriage return gets an apostrophe in
front, so that a spreadsheet shows it instead of running it as a formula. JSON has every
text exactly as it is.`,
	examples: []string{
		"whosaid export > quotes.csv",
		"whosaid export --json by:Rainsy since:2018 kind:direct",
	},
	new: newExport,
}

func newExport(f *flag.FlagSet) action {
	f.Bool("csv", false, "write CSV with a line of column names (as it does without a flag)")
	asJSON := f.Bool("json", false, "write one JSON object a line")
	return func(ctx context.Context, p *program, args []string) error {
		if *asJSON && f.Lookup("csv").Value.String() == "true" {
			return wrongUse("export", "choose one of --csv and --json")
		}
		return p.withStore(ctx, false, func(st *store.Store) error {
			q, err := bot.Filter(ctx, st, sentence(args), p.now())
			if err != nil {
				return err
			}
			out := bufio.NewWriter(p.out)
			write := func(r exportRow) error { return jsonLine(out, r) }
			if !*asJSON {
				write = csvWriter(out)
			}
			texts := newTexts(st)
			err = st.Each(ctx, q, func(r digest.Result) error {
				where, err := texts.place(ctx, r)
				if err != nil {
					return err
				}
				return write(newExportRow(r, where))
			})
			return errors.Join(err, out.Flush())
		})
	}
}

// exportRow is one quote of an export.
type exportRow struct {
	ID        string `json:"id"`
	Speaker   string `json:"speaker"`
	Mention   string `json:"mention"`
	Kind      string `json:"kind"`
	Class     string `json:"class"`
	Text      string `json:"text"`
	Outlet    string `json:"outlet"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Published string `json:"published"`
	Retrieved string `json:"retrieved"`
	SHA256    string `json:"sha256"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Headed    bool   `json:"by_headline"`
	Beside    bool   `json:"beside"`
}

func newExportRow(r digest.Result, where place) exportRow {
	row := exportRow{
		ID: r.ID, Mention: r.Mention, Kind: string(r.Kind), Class: string(r.Class), Text: r.Text(),
		Outlet: r.Article.Outlet, Title: r.Article.Title, URL: r.Article.URL,
		Published: moment(r.Article.Published, r.Article.DateOnly), Retrieved: moment(r.Article.Retrieved, false),
		SHA256: where.sha256, Start: where.start, End: where.end, Headed: r.ByHeadline, Beside: r.Beside,
	}
	if r.Speaker != nil {
		row.Speaker = r.Speaker.Name
	}
	return row
}

var exportColumns = []string{
	"id", "speaker", "mention", "kind", "class", "text", "outlet", "title", "url", "published", "retrieved", "sha256", "start", "end", "by_headline", "beside",
}

// csvWriter writes the column names to w, and returns what writes rows.
func csvWriter(w io.Writer) func(exportRow) error {
	out := csv.NewWriter(w)
	out.Write(exportColumns)
	out.Flush() // an error stays with out and comes back with the next row
	return func(r exportRow) error {
		cells := []string{r.ID, r.Speaker, r.Mention, r.Kind, r.Class, r.Text, r.Outlet, r.Title, r.URL, r.Published, r.Retrieved, r.SHA256,
			strconv.Itoa(r.Start), strconv.Itoa(r.End), strconv.FormatBool(r.Headed), strconv.FormatBool(r.Beside)}
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		out.Write(cells)
		out.Flush()
		return out.Error()
	}
}

// harmless keeps a spreadsheet from taking a cell for a formula (OWASP, "CSV injection").
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// moment writes a time as RFC 3339, a day as its date, an unknown one as nothing.
func moment(t time.Time, dateOnly bool) string {
	switch {
	case t.IsZero():
		return ""
	case dateOnly:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}
