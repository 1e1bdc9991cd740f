package seeds_test

import (
	"regexp"
	"strings"
	"testing"

	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/seeds"
)

// quotation is what stands between the curly marks of one paragraph.
var quotation = regexp.MustCompile(`“[^“”\n]*`)

// Every sample is a whole article; those about real people quote them briefly and
// say where that comes from, the others say that they are invented.
func TestFiles(t *testing.T) {
	articles := map[string]digest.Article{}
	ingest.FS(t.Context(), seeds.Files, func(path string, a digest.Article, err error) bool {
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		articles[path] = a
		return true
	})
	if len(articles) < 12 {
		t.Errorf("%d articles, want 12 or more", len(articles))
	}
	for path, a := range articles {
		if a.Outlet == ingest.UnknownOutlet || a.URL == "" || a.Published.IsZero() || a.Language == "" || !strings.HasPrefix(path, a.Published.Format("2006-01-02")) {
			t.Errorf("%s: the header is not complete: %q %q %v %q", path, a.Outlet, a.URL, a.Published, a.Language)
		}
		if n := len(strings.Fields(a.Text)); n < 250 || n > 500 {
			t.Errorf("%s has %d words, want 250 to 500", path, n)
		}
		lines := strings.Split(strings.TrimSpace(a.Text), "\n")
		last := lines[len(lines)-1]
		if a.Outlet != "whosaid samples" {
			if last != "This is a sample article: its people and places are invented." {
				t.Errorf("%s does not say that it is invented: %q", path, last)
			}
			continue
		}
		if !strings.HasPrefix(last, "Written for whosaid after ") {
			t.Errorf("%s does not say where it comes from: %q", path, last)
		}
		for _, q := range quotation.FindAllString(a.Text, -1) {
			if n := len(strings.Fields(q)); n > 20 {
				t.Errorf("%s quotes %d words: %q", path, n, q)
			}
		}
	}
}
