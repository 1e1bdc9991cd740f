package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a file holds, parsing it ends, what comes out is UTF-8 with a title,
// and an error names the file.
func FuzzParse(f *testing.F) {
	for _, in := range []string{
		body, "Title: x\nOutlet: y\n\n" + body, "+++\ntitle = 'x'\npublished = 2018-01-22\n+++\n" + body, "---\ntitle: x\nauthors:\n- a\n---\n" + body,
		"\xFF\xFEa\x00b\x00", "a\x00b\x00c\x00\n\x00", "\x00\x00\x00a\x00\x00\x00b", "caf\xE9 \x93quiet\x94", "%PDF-1.7", "<html><p>x<br><br><q>y</q>", "# x\n\n> *y* [z](w) `a\n\n| b |\n|--|\n\n[^1]: c\n", "<?xml encoding='x'?><a", "",
	} {
		f.Add("a.txt", []byte(in))
		f.Add("a.html", []byte(in))
		f.Add("a.md", []byte(in))
		f.Add("a", []byte(in))
	}
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) == 0 {
		f.Fatalf("no pages to begin with: %v", err)
	}
	for _, name := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		a, err := Parse(name, data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), show(name)+": ") {
				t.Errorf("the error does not name the file: %v", err)
			}
			return
		}
		for _, s := range append(a.Authors, a.Title, a.Outlet, a.URL, a.Language, a.Text) {
			if !utf8.ValidString(s) {
				t.Errorf("%q is not UTF-8", s)
			}
		}
		if a.Title == "" || a.Outlet == "" || strings.TrimSpace(a.Text) == "" {
			t.Errorf("something is missing in %+v", a)
		}
	})
}

// A text that has no header stays as it is, and what follows a header is a tail of the file.
func FuzzHeader(f *testing.F) {
	for _, in := range []string{body, "\r\n\r\na", "Title: x\r\n\r\n" + body, "Title: x\n  y\nAuthors: a, b\n\n\n" + body, "---\ntitle: x\n---\n", "+++\n+++\nx", "WASHINGTON: x\n\ny"} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, rest, err := header(text)
		if err == nil && !strings.HasSuffix(text, rest) {
			t.Errorf("%q does not end in %q", text, rest)
		}
		if err == nil && rest == text && (a.Title != "" || a.Outlet != "" || a.URL != "" || !a.Published.IsZero()) {
			t.Errorf("%+v was found in a header that is still there", a)
		}
	})
}

// A date that can be read is read the same when it is written out.
func FuzzParseDate(f *testing.F) {
	for _, in := range []string{"2018-01-22", "22 January 2018", "Jan. 2nd, 2018 at 6:33 p.m.", "Mon, 22 Jan 2018 06:33:00 +0700", "2018-01-22T06:33:00.5Z", "1/2/2018", ""} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, dateOnly, err := ParseDate(s)
		if err != nil {
			return
		}
		layout := "2006-01-02T15:04:05Z07:00"
		if dateOnly {
			layout = "2006-01-02"
		}
		again, day, err := ParseDate(at.Format(layout))
		if err != nil || !again.Equal(at) || day != dateOnly {
			t.Errorf("ParseDate(%q) = %v, and again %v, %v", s, at, again, err)
		}
	})
}
