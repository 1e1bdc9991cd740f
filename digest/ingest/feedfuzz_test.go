package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// corpus returns the files of testdata/feeds and the pages of testdata, which a
// fuzz target may not go without.
func corpus(f *testing.F) map[string][]byte {
	f.Helper()
	found := make(map[string][]byte)
	archives, err := filepath.Glob("testdata/feeds/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			found[file.Name] = file.Data
		}
	}
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range pages {
		if found[name], err = os.ReadFile(name); err != nil {
			f.Fatal(err)
		}
	}
	if len(found) < 8 {
		f.Fatalf("%d files to begin with", len(found))
	}
	return found
}

// Whatever a feed holds, reading it ends, and what comes out is text, addresses of
// the web and dates that people may have written.
func FuzzFeed(f *testing.F) {
	for _, data := range corpus(f) {
		f.Add(data, "")
		f.Add(data, "text/xml; charset=windows-1251")
	}
	f.Add([]byte("\xFE\xFF\x00<\x00r\x00s\x00s\x00>"), "")
	f.Add([]byte(ebcdic+"\x94\x93"), "application/xml; charset=cp037")
	f.Add([]byte("<rss><channel><item><title>\x1b$B4A;z</title></item></channel></rss>"), "text/xml; charset=iso-2022-jp")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		feed, err := ParseFeed(data, contentType, "http://x.example/feed")
		if err != nil {
			if !utf8.ValidString(err.Error()) {
				t.Errorf("the error is not UTF-8: %q", err)
			}
			return
		}
		if len(feed.Items) > maxItems {
			t.Errorf("%d items", len(feed.Items))
		}
		for _, it := range feed.Items {
			for _, s := range append(it.Authors, it.Title, it.Language, it.Outlet) {
				if !utf8.ValidString(s) || strings.ContainsFunc(s, acts) {
					t.Errorf("%q is no harmless text", s)
				}
			}
			if it.Link != "" && !strings.HasPrefix(it.Link, "http://") && !strings.HasPrefix(it.Link, "https://") {
				t.Errorf("the link %q", it.Link)
			}
			text, _ := it.Body()
			if !utf8.ValidString(text) || strings.ContainsFunc(text, acts) {
				t.Errorf("the text %q", text)
			}
		}
	})
}

// A date comes with a year in which somebody can have written it, and in a zone
// that there may be.
func FuzzFeedDate(f *testing.F) {
	for _, in := range []string{
		"Thu, 14 Mar 2024 21:30:00 +0700", "14 Mar 24 21:30:00 EST", "Thu Mar 14 21:30:00 2024", "2024-03-14T21:30:00.123+05:30",
		"20240314", "2024-074", "2024-03", "Thu, 32 Mar 2024", "+99:99", "",
	} {
		f.Add(in, int64(1710426600))
	}
	f.Fuzz(func(t *testing.T, s string, parsed int64) {
		at := time.Unix(parsed, 0)
		got, dateOnly := feedDate(s, &at)
		if got.IsZero() {
			return
		}
		_, offset := got.Zone()
		if got.Year() < 1000 || got.Year() > 9999 || offset < -24*3600 || offset > 24*3600 || dateOnly && got.Hour() != 0 {
			t.Errorf("%q: %v", s, got)
		}
	})
}

// A page becomes text that is UTF-8 and does not act, with an address of the site it
// came from.
func FuzzPage(f *testing.F) {
	for _, data := range corpus(f) {
		f.Add(data, "text/html")
	}
	f.Add([]byte("<link rel=canonical href='http://y.example/'><base href='//z.example'><link rel=alternate type=text/xml href=a>"), "")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		p, err := ParsePage(data, contentType, "http://x.example/a")
		if err != nil {
			return
		}
		a := p.Article
		for _, s := range append(a.Authors, a.Title, a.Outlet, a.Text, a.Language) {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, acts) {
				t.Errorf("%q is no harmless text", s)
			}
		}
		if !SameSite(a.URL, "http://x.example/") {
			t.Errorf("it passes for %q", a.URL)
		}
		for _, o := range p.Feeds {
			if !strings.HasPrefix(o.URL, "http") {
				t.Errorf("it offers %q", o.URL)
			}
		}
	})
}

// A list of feeds that can be read is the same after it was written.
func FuzzOPML(f *testing.F) {
	for _, in := range []string{
		`<opml version="2.0"><body><outline text="a" xmlUrl="http://a.example/"/><outline><outline title="b &amp; c" xmlUrl="http://b.example/?a=1&amp;b=2"/></outline></body></opml>`,
		`<?xml version="1.0" encoding="utf-16"?><OPML><outline XMLURL="feed:x.example"/>`, "<opml><outline xmlUrl='http://[::1]/'", "",
	} {
		f.Add([]byte(in))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseOPML(data)
		if err != nil {
			return
		}
		var b strings.Builder
		if err := WriteOPML(&b, "x", list); err != nil {
			t.Fatal(err)
		}
		again, err := ParseOPML([]byte(b.String()))
		if err != nil || len(again) != len(list) {
			t.Errorf("%d feeds, and %d after writing: %v", len(list), len(again), err)
		}
	})
}

// Whatever a message holds, reading it ends.
func FuzzMail(f *testing.F) {
	f.Add([]byte("From: a@b.example\r\nSubject: =?utf-8?q?x?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--b--"))
	f.Add([]byte("Content-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n=E4<p>x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := letter(data)
		if err == nil && (strings.TrimSpace(a.Text) == "" || a.Title == "" || !utf8.ValidString(a.Text+a.Title+a.Outlet)) {
			t.Errorf("%+v", a)
		}
	})
}
