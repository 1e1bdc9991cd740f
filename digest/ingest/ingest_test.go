package ingest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const body = "The crane drivers of Wexmouth will go back to work.\n\n‘We won,’ Dora Penhale said.\n"

func TestParseText(t *testing.T) {
	hanoi := time.FixedZone("", 7*3600)
	tests := []struct {
		name, in string
		want     digest.Article
	}{
		{"strike.txt", body, digest.Article{Title: "strike", Outlet: UnknownOutlet, Text: body}},
		{"dos.txt", "\r\n a\r\n\r\nb ", digest.Article{Title: "dos", Outlet: UnknownOutlet, Text: "\r\n a\r\n\r\nb "}},
		{"mark.txt", "\uFEFF" + body, digest.Article{Title: "mark", Outlet: UnknownOutlet, Text: body}},
		{"headline.txt", "Crane drivers win in Wexmouth\n\n" + body,
			digest.Article{Title: "Crane drivers win in Wexmouth", Outlet: UnknownOutlet, Text: "Crane drivers win in Wexmouth\n\n" + body}},
		{"header.txt", "Title: Crane drivers win\nOutlet: The Wexmouth Mercury\nURL: https://mercury.example/1\nPublished: 22 January 2018\nAuthors: Ann Bell and Ho Tam\nLanguage: en-gb\n\n" + body,
			digest.Article{Title: "Crane drivers win", Outlet: "The Wexmouth Mercury", URL: "https://mercury.example/1", Authors: []string{"Ann Bell", "Ho Tam"},
				Published: time.Date(2018, 1, 22, 0, 0, 0, 0, time.UTC), DateOnly: true, Language: "en-GB", Text: body}},
		{"case.txt", "TITLE:Crane drivers win\r\n\r\n" + body, digest.Article{Title: "Crane drivers win", Outlet: UnknownOutlet, Text: body}},
		{"dos header.txt", "TITLE: Crane drivers\r\n  win at last\r\n \t\r\n\r\n" + body, digest.Article{Title: "Crane drivers win at last", Outlet: UnknownOutlet, Text: "\r\n" + body}},
		{"host.txt", "url: https://www.mercury.example/1\ndate: 2018-01-22T06:33:00+07:00\n\n" + body,
			digest.Article{Title: "host", Outlet: "mercury.example", URL: "https://www.mercury.example/1", Published: time.Date(2018, 1, 22, 6, 33, 0, 0, hanoi), Text: body}},
		{"toml.md", "+++\ntitle = \"Crane drivers win\"\npublished = 2018-01-22\nauthors = [\"Bell, Ann\", \"Ho Tam\"]\ntags = [\"port\"]\n[params]\n+++\n" + body, digest.Article{}},
		{"toml.txt", "+++\ntitle = \"Crane drivers win\"\npublished = 2018-01-22T06:33:00\nauthors = [\"Ann Bell\", \"Ho Tam\"]\ntags = [\"port\"]\n+++\n" + body,
			digest.Article{Title: "Crane drivers win", Outlet: UnknownOutlet, Authors: []string{"Ann Bell", "Ho Tam"}, Published: time.Date(2018, 1, 22, 6, 33, 0, 0, time.UTC), Text: body}},
		{"fence.txt", "---\ntitle: \"Crane drivers: a win\"\ndate: 2018-01-22\nauthors:\n  - Ann Bell\n  - 'Ho Tam'\ntags: [a, b]\n---\n" + body,
			digest.Article{Title: "Crane drivers: a win", Outlet: UnknownOutlet, Authors: []string{"Ann Bell", "Ho Tam"}, Published: time.Date(2018, 1, 22, 0, 0, 0, 0, time.UTC), DateOnly: true, Text: body}},
		{"list.txt", "---\ntitle: x\nauthors: [Ann Bell, \"Ho Tam\"]\n---\n" + body, digest.Article{Title: "x", Outlet: UnknownOutlet, Authors: []string{"Ann Bell", "Ho Tam"}, Text: body}},
	}
	for _, tt := range tests {
		got, err := Parse(tt.name, []byte(tt.in))
		if tt.want.Text == "" {
			if err == nil {
				t.Errorf("Parse(%s) = %+v, want an error", tt.name, got)
			}
			continue
		}
		if err != nil {
			t.Errorf("Parse(%s): %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Parse(%s) (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Articles whose beginning looks like a header and is none.
func TestParseNoHeader(t *testing.T) {
	for _, in := range []string{
		"WASHINGTON: The president spoke.\n\n" + body,
		"Sources: Two officials and a driver.\n\n" + body,
		"Language: the last border.\n\n" + body,
		"URL: what it means.\n\n" + body,
		"By: night, the port sleeps.\n\n" + body,
		"Authors: why do they write?\nReaders: because.\n\nNo one knows.",
		"Title: a word\nthat has many meanings.\n\n" + body,
		"The rule: no smoking\nThe other rule: no drinking\n\n" + body,
		"\nTitle: below an empty line\n\n" + body,
		"---\n\n" + body + "\n---\n",
		"---\n" + body,
		"+++ breaking +++\n\n" + body,
		"-- Title: x\n\n" + body,
		strings.Repeat("Title: x\n", 200) + "\n" + body,
		"Title: x\n" + strings.Repeat(" x\n", 1<<20) + "\n" + body,
	} {
		a, err := Parse("plain.txt", []byte(in))
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
		}
		if a.Text != in {
			t.Errorf("Parse(%q) took a header away: %+v", in, a)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty.txt", "", "empty.txt: the file is empty"},
		{"blank.txt", " \n\t\u2003\n", "the file is empty"},
		{"only mark.txt", "\uFEFF", "the file is empty"},
		{"header only.txt", "Title: x\nOutlet: y\n", "no text after it"},
		{"header only 2.txt", "Title: x\nOutlet: y\n\n \n", "no text after it"},
		{"typo.txt", "Title: x\nPublised: 2018-01-22\n\n" + body, `line 2: "Publised" is no key of a header; is "published" meant?`},
		{"typo first.txt", "Outlt: x\nTitle: y\n\n" + body, `line 1: "Outlt" is no key of a header; is "outlet" meant?`},
		{"far.txt", "Title: x\nQuux: y\n\n" + body, `"Quux" is no key of a header; the keys are title, outlet,`},
		{"date.txt", "Title: x\nPublished: soon\n\n" + body, `line 2: published: "soon" is no date that whosaid can read; write it as 2018-01-22`},
		{"us.txt", "Title: x\nPublished: 1/2/2018\n\n" + body, "line 2: published:"},
		{"url.txt", "Title: x\nURL: javascript:alert(1)\n\n" + body, "line 2: url:"},
		{"language.txt", "Title: x\nLanguage: Englisch, British\n\n" + body, "line 2: language: write the language as a tag"},
		{"no gap.txt", "Title: x\nOutlet: y\nThe port is closed.\n\n" + body, `line 3: "The port is closed." is no line of the header; put an empty line`},
		{"toml.md", "+++\ntitle = \"x\"\n\npublished = yesterday\n+++\n" + body, "line 4: the TOML header cannot be read"},
		{"toml key.md", "+++\ntitle = \"x\"\noutlett = \"y\"\n+++\n" + body, `line 3: "outlett" is no key of a header; is "outlet" meant?`},
		{"toml open.md", "+++\ntitle = \"x\"\n" + body, "does not end"},
		{"toml deep.md", "+++\ntitle = " + strings.Repeat("[", 1<<20) + "\n+++\n" + body, "does not end within 100 lines and 32 kB"},
		{"toml nest.md", "+++\ntitle = " + strings.Repeat("[", 30<<10) + "\n+++\n" + body, "the TOML header cannot be read"},
		{"toml table.md", "+++\n[title]\nx = 1\n+++\n" + body, "title: a table cannot stand here"},
		{"yaml.md", "---\ntitle: x\nauthors: |\n  {deep: [}\n---\n" + body, `between lines of "---" write lines of "key: value"`},
		{"report.pdf", "%PDF-1.7\n...", "a PDF"},
		{"report.docx", "PK\x03\x04....", "office document"},
		{"photo.txt", "\xFF\xD8\xFF\xE0....", "an image"},
		{"tool.txt", "abc\x00\x01\x02def\x00\x00\x07ghi", "no text"},
		{"control.txt", strings.Repeat("a\x01\x02", 50), "no text"},
		{"big.txt", strings.Repeat("a", MaxFile+1), "at most 16 MB"},
		{"big.html", strings.Repeat("a", MaxPage+1), "at most 8 MB"},
		{"deep.html", strings.Repeat("<div>", 2000) + "x", "save the article's text"},
		{"wide.html", strings.Repeat("<p>", maxElements+1), "more than 50000 elements"},
		{"attributes.html", manyAttributes(), "attributes"},
		{"menu.html", "<nav>Home</nav><script>x</script>", "no article was found"},
		{"bad\x1b[31m.txt", "", `"bad\x1b[31m.txt": the file is empty`},
	}
	for _, tt := range tests {
		a, err := Parse(tt.name, []byte(tt.in))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q) = %q…, %v, want an error with %q", tt.name, clip(a.Text, 40), err, tt.want)
		}
	}
}

func manyAttributes() string {
	var s strings.Builder
	for range maxElements / 10 {
		s.WriteString("<a")
		for i := range 10*maxAttributes/maxElements + 10 {
			fmt.Fprintf(&s, " b%d", i)
		}
		s.WriteString(">")
	}
	return s.String()
}

func TestParseDate(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	at := func(h, m, s, offset int) time.Time {
		return time.Date(2018, 1, 22, h, m, s, 0, time.FixedZone("", offset*3600))
	}
	tests := []struct {
		in   string
		want time.Time
		day  bool
	}{
		{"2018-01-22", day(2018, 1, 22), true},
		{"2018/1/22", day(2018, 1, 22), true},
		{"22 January 2018", day(2018, 1, 22), true},
		{"22nd of January, 2018", day(2018, 1, 22), true},
		{" January 22, 2018 ", day(2018, 1, 22), true},
		{"Jan. 22, 2018", day(2018, 1, 22), true},
		{"sept. 3, 2018", day(2018, 9, 3), true},
		{"Sept 3 2018", day(2018, 9, 3), true},
		{"May 1st, 2018", day(2018, 5, 1), true},
		{"Monday 22 January 2018", day(2018, 1, 22), true},
		{"Mon, 22 Jan 2018", day(2018, 1, 22), true},
		{"2018-01-22T06:33:00Z", at(6, 33, 0, 0), false},
		{"2018-01-22T06:33:00.123+07:00", at(6, 33, 0, 7), false},
		{"2018-01-22 06:33:00 +0700", at(6, 33, 0, 7), false},
		{"2018-01-22 06:33", at(6, 33, 0, 0), false},
		{"2018-01-22T06:33:09", at(6, 33, 9, 0), false},
		{"Mon, 22 Jan 2018 06:33:00 +0700", at(6, 33, 0, 7), false},
		{"Mon, 22 Jan 2018 06:33:00 GMT", at(6, 33, 0, 0), false},
		{"Mon, 22 Jan 2018 06:33:00 EST", at(6, 33, 0, -5), false},
		{"Monday 22 January 2018, 6:33am", at(6, 33, 0, 0), false},
		{"Monday 22 January 2018, 6.33pm", at(18, 33, 0, 0), false},
		{"January 22, 2018 at 6:33 p.m.", at(18, 33, 0, 0), false},
		{"January 22, 2018, 6 p.m. EST", time.Time{}, false},
	}
	for _, tt := range tests {
		got, dateOnly, err := ParseDate(tt.in)
		if err != nil && !tt.want.IsZero() {
			t.Errorf("ParseDate(%q): %v", tt.in, err)
			continue
		}
		_, a := got.Zone()
		_, b := tt.want.Zone()
		if !got.Equal(tt.want) || a != b || dateOnly != tt.day {
			t.Errorf("ParseDate(%q) = %v, %v, want %v, %v", tt.in, got, dateOnly, tt.want, tt.day)
		}
	}
	for _, in := range []string{"", "soon", "1/2/2018", "01-02-2018", "2018-13-01", "30 February 2018", "0001-01-01", "22 January", "2018", "2018-01-22 06:33 IST", "٢٠١٨-٠١-٢٢"} {
		if got, _, err := ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", in, got)
		}
	}
}

func TestHeadline(t *testing.T) {
	tests := []struct{ first, want string }{
		{"Crane drivers win in Wexmouth", "Crane drivers win in Wexmouth"},
		{"# Crane drivers win in Wexmouth", "Crane drivers win in Wexmouth"},
		{"  Did anyone win?", "Did anyone win?"},
		{"They went home.", ""},
		{"Wexmouth", ""},
		{"By Ann Bell", ""},
		{"date 2018-01-15 Agency, WEXMOUTH", ""},
		{"“It is over”", ""},
		{"the port of Wexmouth", ""},
		{strings.Repeat("Long ", 21), ""},
	}
	for _, tt := range tests {
		if got := headline(tt.first + "\n\n" + body); got != tt.want {
			t.Errorf("headline(%q) = %q, want %q", tt.first, got, tt.want)
		}
		if got := headline("\n" + tt.first + "\n" + body); got != "" {
			t.Errorf("headline(%q) without an empty line after it = %q", tt.first, got)
		}
	}
	if got := headline("One line alone"); got != "" {
		t.Errorf("headline of a text of one line = %q", got)
	}
}

// Each page in testdata and what was made of it.
func TestParsePage(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) < 3 {
		t.Fatalf("pages: %v, %v", pages, err)
	}
	for _, name := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a, err := Parse(name, data)
		if err != nil {
			t.Errorf("Parse(%s): %v", name, err)
			continue
		}
		got := "Title: " + a.Title + "\nOutlet: " + a.Outlet + "\nURL: " + a.URL + "\nPublished: " + published(a) +
			"\nAuthors: " + strings.Join(a.Authors, ", ") + "\nLanguage: " + a.Language + "\n\n" + a.Text + "\n"
		golden := strings.TrimSuffix(name, ".html") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func published(a digest.Article) string {
	if a.DateOnly {
		return a.Published.Format(time.DateOnly)
	}
	return a.Published.Format(time.RFC3339)
}
