package ingest

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/tools/txtar"
)

// TestKinds reads one feed of each kind.
func TestKinds(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/feeds/kinds.txtar")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"rss20.xml": {"RSS 2.0: The Tarn Courier, http://courier.example/, en-GB",
			"Council & port: no tunnel | http://courier.example/tunnel | c1 | 2024-03-14T21:30:00+07:00 | [Ines Marlow] | The council <b>stopped</b> it… | The council stopped it.",
			"No link but a GUID | http://courier.example/guid | http://courier.example/guid | 2024-03-14T09:00:00-05:00 | [Otto Reed] |  | ",
			" |  |  | 0001-01-01T00:00:00Z | [] | Neither title nor date | Neither title nor date"},
		"rss091.xml": {"RSS 0.91: Old Post, http://post.example/, en-US",
			`Mill burns | http://post.example/mill |  | 0001-01-01T00:00:00Z | [] | The mill "burnt" down. | The mill "burnt" down.`},
		"rss10.rdf": {"RSS 1.0: Gazette, http://gazette.example/, ",
			"Bridge opens | http://gazette.example/1 | http://gazette.example/1 | 2024-03-14T08:00:00+01:00 | [Mara Voss] | It opens. | It opens.",
			"Bridge closes | http://gazette.example/2?a=1&b=2 | http://gazette.example/2?a=1&b=2 | 0001-01-01T00:00:00Z | [] |  | ",
			"Bridge rests |  | urn:bridge:3 | 0001-01-01T00:00:00Z | [] |  | "},
		"channel.cdf": {"CDF: The Mill, http://mill.example/news/, ",
			"Wheel turns | http://mill.example/news/wheel |  | 2004-01-01T19:48:21+01:00 | [] | It turns & turns. | It turns & turns.",
			"Flour is ground | http://mill.example/flour |  | 1998-11-05T08:15:00-05:00 | [] | By night. | By night."},
		"atom.xml": {"Atom 1.0: Aldmoor Herald, http://herald.example/, ",
			"Keepers stay | http://herald.example/keepers | urn:h:1 | 2024-03-14T18:00:00-05:00 | [Jo Feld Kim Ray] | They stay. | They stay.",
			"Only updated | http://herald.example/updated | urn:h:2 | 2024-03-13T00:00:00Z | [] |  | "},
		"feed.json": {"JSON Feed 1.1: Notes, http://notes.example/, en",
			"Seven | http://courier.example/seven | 7 | 2024-03-14T10:00:00+02:00 | [Ann Ley] |  | One.\n\nTwo < three.",
			" | http://other.example/8 | 8 | 0001-01-01T00:00:00Z | [Bob Ray] |  | Eight",
			" |  |  | 0001-01-01T00:00:00Z | [] |  | "},
		"news.xml": {"news sitemap: Harbour Times, http://courier.example/, ",
			"Crane & quay | http://times.example/one |  | 2024-03-14T10:00:00+09:00 | [] |  | ",
			" | http://times.example/two |  | 0001-01-01T00:00:00Z | [] |  | "},
	}
	for _, f := range archive.Files {
		feed, err := ParseFeed(f.Data, "", "http://courier.example/rss.xml")
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		got := []string{fmt.Sprintf("%s: %s, %s, %s", feed.Format, feed.Title, feed.Link, feed.Language)}
		for _, it := range feed.Items {
			body, _ := it.Body()
			got = append(got, fmt.Sprintf("%s | %s | %s | %s | %s | %s | %s", it.Title, it.Link, it.GUID, it.Published.Format(time.RFC3339), it.Authors, it.Summary, body))
		}
		if diff := cmp.Diff(want[f.Name], got); diff != "" {
			t.Errorf("%s: %s", f.Name, diff)
		}
	}
	if len(archive.Files) != len(want) {
		t.Errorf("%d files", len(archive.Files))
	}
}

// TestCharsets reads one feed in every encoding, declared rightly, wrongly or not.
func TestCharsets(t *testing.T) {
	feed := func(declared, title string) string {
		if declared != "" {
			declared = ` encoding="` + declared + `"`
		}
		return `<?xml version="1.0"` + declared + `?><rss version="2.0"><channel><title>` + title + `</title><item><title>` + title + `</title><description>` + strings.Repeat(title+" ", 20) + `</description></item></channel></rss>`
	}
	in := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const latin, russian, japan, korea, china = "Café à Tarn — crème brûlée", "Новости порта и города", "港のニュースと町のこと", "항구 소식과 마을", "港口的新闻和城市"
	wide := func(s string, size int, big, mark bool) []byte {
		var units []uint32
		if size == 4 {
			for _, r := range s {
				units = append(units, uint32(r))
			}
		} else {
			for _, u := range utf16.Encode([]rune(s)) {
				units = append(units, uint32(u))
			}
		}
		if mark {
			units = append([]uint32{0xFEFF}, units...)
		}
		var b []byte
		for _, u := range units {
			for i := range size {
				shift := 8 * i
				if big {
					shift = 8 * (size - 1 - i)
				}
				b = append(b, byte(u>>shift))
			}
		}
		return b
	}
	for _, tt := range []struct {
		name        string
		data        []byte
		contentType string
		want        string
	}{
		{"UTF-8", []byte(feed("utf-8", latin)), "", latin},
		{"UTF-8 with a mark", []byte("\xEF\xBB\xBF" + feed("utf-8", latin)), "", latin},
		{"UTF-8 declared as Latin-1", []byte(feed("iso-8859-1", latin)), "text/xml; charset=iso-8859-1", latin},
		{"UTF-8 with a space before", []byte(" \n" + feed("utf-8", latin)), "", latin},
		{"Windows-1252", in(charmap.Windows1252, feed("windows-1252", latin)), "", latin},
		{"Windows-1252, by the server", in(charmap.Windows1252, feed("", latin)), "application/rss+xml; charset=windows-1252", latin},
		{"Windows-1251", in(charmap.Windows1251, feed("windows-1251", russian)), "", russian},
		{"Windows-1251, undeclared", in(charmap.Windows1251, feed("", russian)), "", russian},
		{"KOI8-R", in(charmap.KOI8R, feed("koi8-r", russian)), "", russian},
		{"EBCDIC", in(charmap.CodePage037, feed("cp037", "Cafe in Tarn")), "", "Cafe in Tarn"},
		{"Shift_JIS", in(japanese.ShiftJIS, feed("shift_jis", japan)), "", japan},
		{"EUC-JP", in(japanese.EUCJP, feed("euc-jp", japan)), "", japan},
		{"ISO-2022-JP", in(japanese.ISO2022JP, feed("iso-2022-jp", japan)), "", japan},
		{"EUC-KR", in(korean.EUCKR, feed("euc-kr", korea)), "", korea},
		{"GB18030", in(simplifiedchinese.GB18030, feed("gb2312", china)), "", china},
		{"UTF-16LE", wide(feed("utf-16", russian), 2, false, true), "", russian},
		{"UTF-16BE", wide(feed("utf-16", russian), 2, true, true), "", russian},
		{"UTF-16LE without a mark", wide(feed("utf-16", latin), 2, false, false), "", latin},
		{"UTF-16BE without a mark", wide(feed("utf-16", latin), 2, true, false), "", latin},
		{"UTF-32LE", wide(feed("utf-32", japan), 4, false, true), "", japan},
		{"UTF-32BE", wide(feed("utf-32", japan), 4, true, true), "", japan},
		{"UTF-32BE without a mark", wide(feed("utf-32", latin), 4, true, false), "", latin},
		{"an unknown name", []byte(feed("x-nothing", latin)), "text/xml; charset=x-none", latin},
	} {
		got, err := ParseFeed(tt.data, tt.contentType, "http://x.example/")
		if err != nil || got.Title != tt.want || len(got.Items) != 1 || got.Items[0].Title != tt.want {
			t.Errorf("%s: %q, %v", tt.name, got.Title, err)
		}
	}
}

func TestFeedDate(t *testing.T) {
	for _, tt := range []struct {
		in, want string
	}{
		{"Thu, 14 Mar 2024 21:30:00 +0700", "2024-03-14T21:30:00+07:00"},
		{"Thu, 14 Mar 2024 21:30:00 GMT", "2024-03-14T21:30:00Z"},
		{"Thu, 14 Mar 2024 21:30 EDT", "2024-03-14T21:30:00-04:00"},
		{"14 Mar 24 21:30:00 +0100", "2024-03-14T21:30:00+01:00"},
		{"Sat, 14-Mar-98 21:30:00 GMT", "1998-03-14T21:30:00Z"},
		{"Thu Mar 14 21:30:00 2024", "2024-03-14T21:30:00Z"},
		{"Thu Mar 14 21:30:00 EST 2024", "2024-03-14T21:30:00-05:00"},
		{"2024-03-14T21:30:00.123+05:30", "2024-03-14T21:30:00+05:30"},
		{"2024-03-14T21:30Z", "2024-03-14T21:30:00Z"},
		{"2024-03-14 21:30:00", "2024-03-14T21:30:00Z"},
		{"20240314T213000Z", "2024-03-14T21:30:00Z"},
		{"2024-03-14", "2024-03-14"},
		{"20240314", "2024-03-14"},
		{"2024-03", "2024-03-01"},
		{"2024", "2024-01-01"},
		{"2024-074", "2024-03-14"},
		{"2024-366", "2024-12-31"},
		{"2023-366", ""},
		{"Thursday, 14 March 2024 9:30 PM", "2024-03-14T21:30:00Z"},
		{"yesterday", ""},
		{"0000-00-00 00:00:00", ""},
		{"Thu, 32 Mar 2024 21:30:00 +0700", ""},
		{"1/2/2024", ""},
		{"", ""},
	} {
		got, dateOnly := feedDate(tt.in, nil)
		text := ""
		if !got.IsZero() {
			text = got.Format(time.RFC3339)
			if dateOnly {
				text = got.Format(time.DateOnly)
			}
		}
		if text != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, text, tt.want)
		}
	}
	utc := time.Date(2024, 3, 14, 14, 30, 0, 0, time.UTC)
	if got, _ := feedDate("some form, +07:00", &utc); got.Format(time.RFC3339) != "2024-03-14T21:30:00+07:00" {
		t.Errorf("what only the parser can read: %s", got)
	}
}

// TestHostileFeeds ends soon, in little memory, whatever a feed holds.
func TestHostileFeeds(t *testing.T) {
	rss := func(body string) string {
		return "<rss version='2.0'><channel><title>x</title>" + body + "</channel></rss>"
	}
	var lol strings.Builder
	lol.WriteString(`<!DOCTYPE rss [<!ENTITY a0 "lol">`)
	for i := range 12 {
		fmt.Fprintf(&lol, `<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	lol.WriteString("]>" + rss("<item><title>&a12;</title></item>"))
	secret := t.TempDir() + "/secret"
	if err := os.WriteFile(secret, []byte("canary"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, data string
		want       string // part of the error; empty for none
		items      int
	}{
		{"seven megabytes of items", rss(strings.Repeat("<item/>", 1<<20)), "more than 5 MiB", 0},
		{"half a million items", rss(strings.Repeat("<item/>", 500_000)), "", 1000},
		{"a million empty elements", rss(strings.Repeat("<a/>", 1<<20)), "more than 100000 elements", 0},
		{"deep", rss(strings.Repeat("<a>", 1<<20)), "200 deep", 0},
		{"deep in an item", rss("<item>" + strings.Repeat("<a>", 1<<20)), "200 deep", 0},
		{"deep JSON", `{"version":"https://jsonfeed.org/version/1.1","items":[` + strings.Repeat(`{"a":`, 1<<19), "cannot be read", 0},
		{"JSON arrays", strings.Repeat("[", 1<<20), "cannot be read", 0},
		{"JSON items", `{"version":"https://jsonfeed.org/version/1.1","items":[` + strings.Repeat(`{"id":"1"},`, 400_000) + `{}]}`, "", 1000},
		{"entities of entities", lol.String(), "", 1},
		{"an entity of a file", `<!DOCTYPE rss [<!ENTITY x SYSTEM "file://` + secret + `">]>` + rss("<item><title>&x;</title></item>"), "", 1},
		{"a megabyte of attributes", rss("<item " + strings.Repeat(`a="b" `, 200_000) + "/>"), "", 1},
		{"one long title", rss("<item><title>" + strings.Repeat("x", 4<<20) + "</title></item>"), "", 1},
		{"unclosed comment", "<rss><!-- " + strings.Repeat("<item>", 1000), "cannot be read", 0},
		{"unclosed CDATA", rss("<item><title><![CDATA[" + strings.Repeat("<item>", 1000)), "cannot be read", 0},
		{"ampersands", rss("<item><title>" + strings.Repeat("&", 1<<20) + "</title></item>"), "", 1},
		{"zeros", strings.Repeat("\x00", 1<<20), "no text", 0},
		{"nothing", "", "nothing in it", 0},
		{"a page", "<!doctype html><html><body>Hello</body></html>", "it is a page", 0},
		{"a list of feeds", "<?xml version='1.0'?><opml version='2.0'></opml>", "list of feeds", 0},
		{"JSON of something else", `{"items": 5}`, "no JSON Feed", 0},
		{"a list of sitemaps", "<sitemapindex><sitemap><loc>http://x.example/news.xml</loc></sitemap></sitemapindex>", "list of 1 sitemaps; name the one with the news: http://x.example/news.xml", 0},
		{"a long sitemap", "<urlset>" + strings.Repeat("<url><loc>http://x.example/1</loc></url>", 100_000) + "</urlset>", "", 1000},
		{"a picture", "\x89PNG\r\n\x1a\n", "image", 0},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		f, err := ParseFeed([]byte(tt.data), "", "http://x.example/feed")
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		switch {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		case len(f.Items) != tt.items:
			t.Errorf("%s: %d items, want %d", tt.name, len(f.Items), tt.items)
		}
		if took > time.Minute {
			t.Errorf("%s took %s", tt.name, took)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 250 {
			t.Errorf("%s: %d MiB were allocated", tt.name, used)
		}
		if strings.Contains(fmt.Sprint(f), "canary") {
			t.Errorf("%s: the feed has read a file", tt.name)
		}
		for _, it := range f.Items {
			if len(it.Title) > 3000 {
				t.Errorf("%s: a title of %d bytes", tt.name, len(it.Title))
			}
		}
	}
}

func TestItemBody(t *testing.T) {
	long := strings.Repeat("The mill of Tarn turns by night and the river is none the poorer. ", 20)
	for _, tt := range []struct {
		name           string
		it             Item
		want           string
		whole, partial bool
	}{
		{"a summary", Item{Summary: "<p>The mill turns.</p>"}, "The mill turns.", false, false},
		{"in full", Item{Summary: "The mill…", Content: "<p>" + long + "</p>"}, strings.TrimSpace(long), true, false},
		{"in full with a footer", Item{Content: "<p>" + long + "</p><p>The post Mill appeared first on Mill News.</p>"}, strings.TrimSpace(long), true, false},
		{"cut", Item{Content: "<p>" + long + " […]</p>"}, long + "[…]", false, false},
		{"cut with a link", Item{Content: "<p>" + long + "</p><p><a href='x'>Continue reading…</a></p>"}, strings.TrimSpace(long), false, false},
		{"what acts", Item{Summary: "<script>alert(1)</script>a\u202Eb\u0000c\x1b[31m<style>x</style>"}, "abc[31m", false, false},
		{"plain", Item{Summary: " a < b, said AT&T "}, "a < b, said AT&T", false, false},
	} {
		got, whole := tt.it.Body()
		if got != tt.want || whole != tt.whole {
			t.Errorf("%s: %q, %v, want %q, %v", tt.name, got, whole, tt.want, tt.whole)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ text, declared, want string }{
		{"The council of Tarn has stopped the harbour tunnel, and the mayor said that it was not to be paid for.", "", "en"},
		{"The council of Tarn has stopped the harbour tunnel, and the mayor said that it was not to be paid for.", "fr", "en"},
		{"The council of Tarn has stopped the harbour tunnel, and the mayor said that it was not to be paid for.", "en-GB", "en-GB"},
		{"Le conseil municipal a décidé d’arrêter les travaux du tunnel sous le port, après une longue nuit de discussions avec les habitants.", "en", "fr"},
		{"Der Rat der Stadt hat den Bau des Tunnels unter dem Hafen gestoppt, sagte die Bürgermeisterin nach einer langen Nacht.", "", "de"},
		{"El consejo de la ciudad ha parado las obras del túnel bajo el puerto, dijo la alcaldesa después de una larga noche de conversaciones.", "", "es"},
		{"Городской совет остановил строительство туннеля под портом, сообщила мэр после долгой ночи переговоров.", "en", "ru"},
		{"市議会は港の下のトンネルの工事を止めたと市長が述べた。町には他に直すものがある。", "", "ja"},
		{"ក្រុមប្រឹក្សាក្រុងបានបញ្ឈប់ការសាងសង់ផ្លូវរូងក្រោមកំពង់ផែ", "", "km"},
		{"Hội đồng thành phố đã dừng việc xây dựng đường hầm dưới cảng sau một đêm dài thảo luận với người dân.", "", "vi"},
		{"Tunnel: 5", "de", "de"},
		{"", "fr", "fr"},
		{"12.3.2024", "", ""},
	} {
		if got := Language(tt.text, tt.declared); got != tt.want {
			t.Errorf("%.30q declared %q: %q, want %q", tt.text, tt.declared, got, tt.want)
		}
	}
}

func TestOPML(t *testing.T) {
	in := `<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="Papers"><outline type="rss" text="Caf` + "\xe9" + ` Post" xmlUrl="http://post.example/rss?a=1&amp;b=2" htmlUrl="http://post.example/"/>
<outline title="Twice" xmlUrl="http://post.example/rss?a=1&amp;b=2"/></outline>
<outline TEXT="Upper" XMLURL="feed://upper.example/x"/><outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="file" xmlUrl="file:///etc/passwd"/></body></opml>`
	got, err := ParseOPML([]byte(in))
	want := []Outline{{"http://post.example/rss?a=1&b=2", "Café Post", "http://post.example/"}, {"https://upper.example/x", "Upper", ""}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	var b strings.Builder
	if err := WriteOPML(&b, "Mine & yours", got); err != nil {
		t.Fatal(err)
	}
	again, err := ParseOPML([]byte(b.String()))
	if diff := cmp.Diff(want, again); diff != "" || err != nil {
		t.Errorf("written and read: %v %s", err, diff)
	}
	for _, tt := range []struct{ in, want string }{
		{"", "nothing in it"}, {"<rss/>", "no OPML"}, {"<opml><body><outline", "reading the list"},
		{"<opml><body>" + strings.Repeat("<outline>", 400_000), ""},
	} {
		if _, err := ParseOPML([]byte(tt.in)); tt.want == "" && err != nil && !strings.Contains(err.Error(), "EOF") || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%.30q: %v, want %q", tt.in, err, tt.want)
		}
	}
}

func TestLetter(t *testing.T) {
	in := "From: =?utf-8?q?Caf=C3=A9_Bell?= <ana@bell.example>\r\nSubject: =?iso-8859-1?q?The_cr=E8me?=\r\n =?utf-8?b?IG9mIFRhcm4=?=\r\nDate: Thu, 14 Mar 2024 21:30:00 +0700 (ICT)\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\npreamble\r\n--b\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=93The cr=E8me is gone,=94 said Ana Bell=\r\n of the caf=E9.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>“The crème is gone,” said Ana Bell of the café.</p>\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n--b--\r\n"
	a, err := Parse("letter.eml", []byte(in))
	if err != nil || a.Title != "The crème of Tarn" || a.Outlet != "Café Bell" || a.Text != "“The crème is gone,” said Ana Bell of the café." || a.Published.Format(time.RFC3339) != "2024-03-14T21:30:00+07:00" {
		t.Errorf("%+v, %v", a, err)
	}
	for name, in := range map[string]string{
		"none":    "this is no message",
		"empty":   "From: a@b.example\r\n\r\n",
		"nested":  "Content-Type: multipart/mixed; boundary=a\r\n\r\n" + strings.Repeat("--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n", 200),
		"picture": "Content-Type: image/png\r\n\r\nx",
	} {
		if _, err := Parse("x.eml", []byte(in)); err == nil || !strings.HasPrefix(err.Error(), "x.eml: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWalls recognises what stands before an article, and lets articles about it pass.
func TestWalls(t *testing.T) {
	article := strings.Repeat("<p>The council of Tarn spoke all night of cookies and subscribers, and of those who subscribe to continue reading.</p>", 30)
	for _, tt := range []struct {
		name, at, html string
		want           Wall
	}{
		{"an article", "http://x.example/1", "<article>" + article + "</article>", NoWall},
		{"a short one", "http://x.example/1", "<article><p>The mill burnt down on Friday. Nobody was hurt, said the miller.</p><p>It is to be built again.</p></article>", NoWall},
		{"to be paid for", "http://x.example/1", `<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script><article><p>The mill burnt down on Friday.</p></article>`, Paywall},
		{"to be paid for, but here", "http://x.example/1", `<script type="application/ld+json">{"isAccessibleForFree":false}</script><article>` + article + `</article>`, NoWall},
		{"words of a paywall", "http://x.example/1", "<article><p>The mill burnt down on Friday, and much more happened.</p><p>To continue reading, start your free trial. Already a subscriber?</p></article>", Paywall},
		{"consent", "http://x.example/1", "<div><h1>Before you continue</h1><p>We value your privacy. We and our partners store information on your device. Accept all cookies to go on.</p></div>", Consent},
		{"consent, by its address", "http://consent.x.example/collect?to=1", "<p>Hello there</p>", Consent},
		{"a check", "http://x.example/1", "<p>Checking your browser before you go on. Enable JavaScript and cookies to continue.</p>", Consent},
	} {
		p, err := ParsePage([]byte("<!doctype html><html><body>"+tt.html+"</body></html>"), "text/html", tt.at)
		if err != nil || p.Wall != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, p.Wall, err, tt.want)
		}
	}
}

// TestPageAddress keeps a page from passing for one of another site.
func TestPageAddress(t *testing.T) {
	text := "<article><p>" + strings.Repeat("The mill burnt down on Friday. ", 20) + "</p></article>"
	for _, tt := range []struct{ at, canonical, want string }{
		{"http://www.paper.example/a?utm_source=x&id=7", "", "http://www.paper.example/a?id=7"},
		{"http://m.paper.example/a", "http://www.paper.example/a", "http://www.paper.example/a"},
		{"http://paper.example/a", "https://other.example/a", "http://paper.example/a"},
		{"http://one.co.uk/a", "http://two.co.uk/a", "http://one.co.uk/a"},
		{"http://one.github.io/a", "http://two.github.io/a", "http://one.github.io/a"},
		{"http://paper.example/a", "http://paper.example/", "http://paper.example/a"},
		{"http://paper.example/a", "javascript:alert(1)", "http://paper.example/a"},
	} {
		p, err := ParsePage([]byte(`<html><head><link rel="canonical" href="`+tt.canonical+`"></head><body>`+text+`</body></html>`), "", tt.at)
		if err != nil || p.Article.URL != tt.want {
			t.Errorf("%s with %s: %s, %v", tt.at, tt.canonical, p.Article.URL, err)
		}
	}
}

// TestHostilePages are parsed in time and memory that are bounded.
func TestHostilePages(t *testing.T) {
	for _, tt := range []struct{ name, html string }{
		{"ten thousand paragraphs", strings.Repeat("<p>word word word, he said. </p>", 10_000)},
		{"forty thousand paragraphs", strings.Repeat("<p>a", 40_000)},
		{"deep", strings.Repeat("<div>", 45_000) + "text"},
		{"formatting elements", strings.Repeat("<b><i><u><a>", 10_000) + "text"},
		{"tables", strings.Repeat("<table><tr><td>", 10_000) + "text"},
		{"two megabytes of text", "<p>" + strings.Repeat("word ", 400_000)},
		{"two megabytes of one word", "<p>" + strings.Repeat("x", 2_000_000)},
		{"attributes", "<p " + strings.Repeat(`a=b `, 190_000) + ">x"},
		{"a JSON-LD bomb", `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 40_000) + `</script><p>text`},
		{"titles", strings.Repeat("<title>", 1000) + strings.Repeat("x - ", 100_000)},
		{"wall words", "<p>" + strings.Repeat("subscribe now to il vous reste ", 50_000)},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		_, err := ParsePage([]byte("<!doctype html><body>"+tt.html), "text/html", "http://x.example/")
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		if took > time.Minute {
			t.Errorf("%s took %s (%v)", tt.name, took, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 500 {
			t.Errorf("%s: %d MiB were allocated", tt.name, used)
		}
	}
	if _, err := ParsePage([]byte(strings.Repeat("<p>", 60_000)), "", "http://x.example/"); err == nil || errors.Is(err, errNoArticle) {
		t.Errorf("too many elements: %v", err)
	}
}
