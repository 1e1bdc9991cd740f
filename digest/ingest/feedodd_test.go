package ingest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestLocalDates(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Thu, 31 Dec 2003 24:00:00 GMT", "2004-01-01T00:00:00Z"},
		{"Thu, 01 Jan 2004 19:48:21 +0000 (UTC)", "2004-01-01T19:48:21Z"},
		{"Thu, 01 Jan 2004 19:48:21 Etc/GMT", "2004-01-01T19:48:21Z"},
		{"Do, 31 Dez 2003 10:14:55 +0100", "2003-12-31T10:14:55+01:00"},
		{"jeudi 1 août 2024 10:14", "2024-08-01T10:14:00Z"},
		{"5 de março de 2024", "2024-03-05"},
		{"viernes, 3 enero 2025 08:00:00 -0300", "2025-01-03T08:00:00-03:00"},
		{"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T12:00:00-05:00"},
		{"Пт, 14 июн 2024 09:30:00 +0300", "2024-06-14T09:30:00+03:00"},
		{"2004-július-13T9:15-05:00", "2004-07-13T09:15:00-05:00"},
		{"2004년 05월 28일  오후 11:23:17", "2004-05-28T23:23:17+09:00"},
		{"2004-05-25 오전 12:05:00", "2004-05-25T00:05:00+09:00"},
		{"2024年3月5日", "2024-03-05"},
		{"2024年3月5日 14:02", "2024-03-05T14:02:00Z"},
		{"20031231T101455Z", "2003-12-31T10:14:55Z"},
		{"1072865695", "2003-12-31T10:14:55Z"},
		{"1072865695000", "2003-12-31T10:14:55Z"},
		{"1/2/2004 10:14", ""}, // January or February
		{"tomorrow", ""},
		{"2004-13-45", ""},
		{"2004-foo-1T:", ""},
	} {
		got, dateOnly := feedDate(tt.in, nil)
		form := time.RFC3339
		if dateOnly {
			form = time.DateOnly
		}
		if text := got.Format(form); text != tt.want && !(got.IsZero() && tt.want == "") {
			t.Errorf("%s: %s, want %q", tt.in, text, tt.want)
		}
	}
}

// TestOddFeeds reads what is against the letter of the formats and occurs all the same.
func TestOddFeeds(t *testing.T) {
	rss := func(item string) string {
		return `<rss version="2.0"><channel><title>T</title><link>http://a.example/</link><item>` + item + `</item></channel></rss>`
	}
	for _, tt := range []struct{ name, in, want string }{
		{"relative links", rss(`<title>x</title><link>/a</link>`), "x http://a.example/a [] "},
		{"xml:base", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.example/x/"><entry xml:base="y/"><title>x</title><link href="c"/></entry></feed>`, "x http://b.example/x/y/c [] "},
		{"a link of another format", rss(`<title>x</title><atom:link href="http://a.example/1"/>`), "x http://a.example/1 [] "},
		{"a page as enclosure", rss(`<title>x</title><enclosure url="http://a.example/1.html" type="text/html"/>`), "x http://a.example/1.html [] "},
		{"a sound as enclosure", rss(`<title>x</title><enclosure url="http://a.example/1.mp3" type="audio/mpeg"/>`), "x  [] "},
		{"several creators", rss(`<title>x</title><dc:creator>Ann Bell</dc:creator><dc:creator>Ho Tam</dc:creator>`), "x  [Ann Bell Ho Tam] "},
		{"the feed's author", `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Ann Bell</name></author><entry><title>x</title></entry></feed>`, "x  [Ann Bell] "},
		{"the JSON feed's author", `{"version":"https://jsonfeed.org/version/1.1","authors":[{"name":"Ann Bell"}],"items":[{"id":"1","title":"x"},{"id":"2","title":"y","author":{"name":"Ho Tam"}}]}`, "x  [Ann Bell] ; y  [Ho Tam] "},
		{"escaped twice", rss(`<title>A &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; x, 5 &lt; 6</title>`), "A bold x, 5 < 6  [] "},
		{"text of a medium", rss(`<title>x</title><media:group><media:description>Seen.</media:description></media:group>`), "x  [] Seen."},
		{"no root", `<channel><title>T</title><item><title>x</title></item></channel>`, "x  [] "},
		{"cut short", strings.TrimSuffix(rss(`<title>x</title></item><item><title>y`), `</item></channel></rss>`), "x  [] "},
		{"cut short in Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title></entry><entry><ti`, "x  [] "},
	} {
		feed, err := ParseFeed([]byte(tt.in), "", "")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var got []string
		for _, it := range feed.Items {
			got = append(got, fmt.Sprintf("%s %s %s %s", it.Title, it.Link, it.Authors, it.Summary))
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, strings.Join(got, "; "), tt.want)
		}
	}
}
