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
		{"2004-01-01t19:48:21z", "2004-01-01T19:48:21Z"},
		{"2004-01-01T19Z", "2004-01-01T19:00:00Z"},
		{"2004-01-01T19:48-08", "2004-01-01T19:48:00-08:00"},
		{"2004-01-01T19:48:21+5:30", "2004-01-01T19:48:21+05:30"},
		{"2004-01-01T19:48:21 GMT", "2004-01-01T19:48:21Z"},
		{"2004-01-01 19:48:21 +0100 CET", "2004-01-01T19:48:21+01:00"},
		{"2004-01-01T19:48:60Z", "2004-01-01T19:48:59Z"},
		{"Thursday, January 1, 2004 - 19:48", "2004-01-01T19:48:00Z"},
		{"Thu, 01 Jul 2004 19:48:21 America/New_York", "2004-07-01T19:48:21-04:00"},
		{"2004-W01-4", "2004-01-01"},
		{"2004-W54-1", ""},
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
		{"a GUID that is a link", rss(`<title>x</title><guid>http://a.example/1</guid>`), "x http://a.example/1 [] "},
		{"a GUID that is none", rss(`<title>x</title><guid isPermaLink="False">http://a.example/1</guid>`), "x  [] "},
		{"a host that is not ASCII", rss(`<title>x</title><link>http://mühle.example/a</link>`), "x http://xn--mhle-0ra.example/a [] "},
		{"a page and its data", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="http://a.example/1.json" type="application/json"/><link href="http://a.example/1" rel="alternate" type="text/html"/></entry></feed>`, "x http://a.example/1 [] "},
		{"a creator in Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><entry><title>x</title><dc:creator>Ann Bell</dc:creator></entry></feed>`, "x  [Ann Bell] "},
		{"an author in parts", rss(`<title>x</title><author><name>Ann Bell</name><email>ann@a.example</email></author>`), "x  [Ann Bell] "},
		{"two titles", rss(`<title>x</title><image><title>y</title></image><title>z</title><description>One.</description><description>Two.</description>`), "x  [] One."},
		{"the same in another format", rss(`<media:title>y</media:title><title>x</title><itunes:title>z</itunes:title>`), "x  [] "},
		{"markup as it is", rss(`<title>x</title><description>One <br> two &amp; <p>three</description><link>http://a.example/1</link>`), "x http://a.example/1 [] One <br> two &amp; <p>three"},
		{"a page's body", rss(`<title>x</title><body xmlns="http://www.w3.org/1999/xhtml"><p>One.</p></body>`), "x  [] "},
		{"escaped in Atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">x</title><summary type="text/html" mode="escaped">One &lt;i&gt;two&lt;/i&gt;</summary></entry></feed>`, "x  [] One <i>two</i>"},
		{"base64 in Atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title type="text/html" mode="base64">eCA8Yj55PC9iPg==</title></entry></feed>`, "x y  [] "},
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

// TestCodedContent has the text of an Atom entry in base64, as RFC 4287 has it for what is
// neither text nor XML.
func TestCodedContent(t *testing.T) {
	const words = "PHA+VGhlIG1pbGwgdHVybnMsIHNheXMgaXRzIG93bmVyLjwvcD4=" // <p>The mill turns, says its owner.</p>
	for _, tt := range []struct{ name, content, want string }{
		{"octets", `<content type="application/octet-stream">` + words + `</content>`, "<p>The mill turns, says its owner.</p>"},
		{"in lines", `<content type="application/x-mill">` + "\n  " + words[:20] + "\n  " + words[20:] + "\n" + `</content>`, "<p>The mill turns, says its owner.</p>"},
		{"in CDATA", `<content type="application/x-mill; v=1"><![CDATA[` + words + `]]></content>`, "<p>The mill turns, says its owner.</p>"},
		{"a picture", `<content type="image/png">iVBORw0KAAH/</content>`, ""},
		{"text", `<content type="text/plain">` + words + `</content>`, words},
		{"XML", `<content type="application/xml">mill</content>`, "mill"},
		{"HTML of no media type", `<content type="html">mill</content>`, "mill"},
		{"not base64", `<content type="application/x-mill">abc</content>`, "abc"},
	} {
		feed, err := ParseFeed([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>`+tt.content+`</entry></feed>`), "", "")
		if err != nil || len(feed.Items) != 1 || feed.Items[0].Content != tt.want {
			t.Errorf("%s: %+v, %v, want %q", tt.name, feed.Items, err, tt.want)
		}
	}
}

// BenchmarkMending takes feeds of the largest size that have nothing but what is mended:
// none takes much longer than the others.
func BenchmarkMending(b *testing.B) {
	for _, bb := range []struct{ name, start, piece string }{
		{"open", "<rss><channel>", "<description>"},
		{"markup", "<rss><channel>", "<description><b>x</b></description>"},
		{"titles", "<rss><channel><item>", "<title>x</title>"},
		{"authors", "<rss><channel>", "<author><name>"},
		{"items", "<rss><channel>" + strings.Repeat("<item>", 150) + "</item>", "x"},
		{"about", "<rdf:RDF>" + strings.Repeat("<item rdf:about='x'>", 150), "x"},
		{"coded", "<feed><entry>", "<content type='a/b'>AAAA</content>"},
		{"code", "<feed><entry><content mode='base64'>", "AAAA"},
		{"channel", "<channel href='x'>", "<item href='y'/>"},
		{"comments", "<channel href='x'><item href='y'><abstract>", "a<!---->"},
	} {
		text := []byte(bb.start + strings.Repeat(bb.piece, (MaxFeed-len(bb.start))/len(bb.piece)))
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_, _ = ParseFeed(text, "", "") // most are no feeds
			}
		})
	}
}
