package compose

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

func TestQuotation(t *testing.T) {
	long := strings.Repeat("The quay was empty and nobody came to look. ", 10)
	tests := []struct {
		name  string
		r     digest.Result
		limit int
		want  string
		cut   bool
	}{
		{"direct", digest.Result{Kind: digest.Direct, Content: []string{"No,"}}, 99, "“No,”", false},
		{"interrupted", digest.Result{Kind: digest.Direct, Content: []string{"No,", "not ‘ever’."}}, 99, "“No,” … “not ‘ever’.”", false},
		{"marks inside", digest.Result{Kind: digest.Direct, Content: []string{"He called it “art” and left"}}, 99, "“He called it “art” and left”", false},
		{"paragraphs", digest.Result{Kind: digest.Direct, Content: []string{"One.\n \n“Two.\n\n\"Three"}}, 99, "“One.” … “Two.” … “Three”", false},
		{"broken line", digest.Result{Kind: digest.Direct, Content: []string{"one\ntwo"}}, 99, "“one\ntwo”", false},
		{"nothing but marks", digest.Result{Kind: digest.Direct, Content: []string{"Yes.", "…"}}, 99, "“Yes.”", false},
		{"two quotations in one piece", digest.Result{Kind: digest.Direct, Cue: "said", Content: []string{"No,” he said. “Never"}, Context: "“No,” he said. “Never,” and left."}, 99, "said: No,” he said. “Never", false},
		{"two quotations whole", digest.Result{Kind: digest.Direct, Cue: "said", Content: []string{"No,” he said. “Never"}, Context: "“No,” he said. “Never”, he said"}, 99, "said: “No,” he said. “Never”", false},
		{"long", digest.Result{Kind: digest.Direct, Content: []string{long}}, 100, "“The quay was empty and nobody came to look. The quay was empty and nobody came to look.” […]", true},
		{"long second piece", digest.Result{Kind: digest.Direct, Content: []string{"Listen.", long}}, 10, "“Listen.” […]", true},
		{"one sentence, rather long", digest.Result{Kind: digest.Direct, Content: []string{"we came and we saw and we went"}}, 10, "“we came and we saw and we went”", false},
		{"one sentence, endless", digest.Result{Kind: digest.Direct, Content: []string{strings.Repeat("and on ", 100)}}, 20, "“and on and on and on” […]", true},
		{"no spaces", digest.Result{Kind: digest.Direct, Content: []string{strings.Repeat("あ", 100)}}, 5, "“あああああ” […]", true},
		{"abbreviations", digest.Result{Kind: digest.Direct, Content: []string{"I saw Mr. Vole at 3 p.m. On the U.S. side. Then he left us all."}}, 45, "“I saw Mr. Vole at 3 p.m. On the U.S. side.” […]", true},
		{"cjk", digest.Result{Kind: digest.Direct, Content: []string{"船は来ない。船は行かない。"}}, 7, "“船は来ない。” […]", true},
		{"paraphrase", digest.Result{Kind: digest.Indirect, Cue: "said", Content: []string{"that he would go"}}, 99, "said that he would go", false},
		{"paraphrase, cut", digest.Result{Kind: digest.Indirect, Cue: "said", Content: []string{"it rained. It had rained before."}}, 12, "said it rained. […]", true},
		{"paraphrase in its sentence", digest.Result{Kind: digest.Indirect, Cue: "told", Content: []string{"the quay", "would sink"}, Sentence: "The quay, she told the council, would sink."}, 99, "The quay, she told the council, would sink.", false},
		{"words in marks in its sentence", digest.Result{Kind: digest.Mixed, Cue: "called", Content: []string{"it “rotten"}, Sentence: "He called it “rotten” and her “blind”."}, 99, "He called it “rotten” and her “blind”.", false},
		{"direct quotation in its sentence", digest.Result{Kind: digest.Indirect, Cue: "adding", Content: []string{"that it sank"}, Sentence: "“It is gone,” he said, adding that it sank.", Context: "“It is gone,” he said, adding that it sank."}, 99, "adding that it sank", false},
		{"quotation of some words in its sentence", digest.Result{Kind: digest.Indirect, Cue: "according to", Content: []string{"It was insured"}, Sentence: "It was insured; according to Moss it is worth “as much as its frame” now.", Context: "It was insured; according to Moss it is worth “as much as its frame” now."}, 99, "It was insured", false},
		{"sentence too long", digest.Result{Kind: digest.Indirect, Cue: "said", Content: []string{"it sank"}, Sentence: "Of the quay he said it sank.", Context: "Of the quay he said it sank."}, 9, "said it sank", false},
		{"mark left out at the end", digest.Result{Kind: digest.Mixed, Cue: "said", Content: []string{"it was without “rules"}, Context: "It said it was without “rules”."}, 99, "said it was without “rules”", false},
		{"mark left out at the start", digest.Result{Kind: digest.Mixed, Cue: "called", Content: []string{"art” and trash"}, Context: "called “art” and trash"}, 99, "called “art” and trash", false},
		{"straight mark left out", digest.Result{Kind: digest.Mixed, Cue: "called", Content: []string{`it "art`}, Context: `called it "art"`}, 99, `called it "art"`, false},
		{"no cue", digest.Result{Kind: digest.Indirect, Content: []string{"two have left"}}, 99, "two have left", false},
		{"empty", digest.Result{Kind: digest.Direct}, 99, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			runs, cut := quotation(tt.r, tt.limit)
			var got strings.Builder
			for _, r := range runs {
				got.WriteString(r.Text)
			}
			if got.String() != tt.want || cut != tt.cut {
				t.Errorf("got %q, cut %v; want %q, cut %v", got.String(), cut, tt.want, tt.cut)
			}
		})
	}
}

func TestIntroduction(t *testing.T) {
	tests := []struct{ cue, text, want string }{
		{"said", "that it rained", "said"},
		{"said", "it rained", "said"},
		{"said", "The ferry is late.", "said:"},
		{"said", "Vask would resign", "said"},
		{"went on\nto say", "that it rained", "went on to say"},
		{"told", "it rained", "told:"},
		{"told", "that it rained", "told"},
		{"called", "The Ledger a liar", "called"},
		{"dismissed", "as “theatre” the plan", "dismissed"},
		{"insistence", "that it rained", "insistence"},
		{"tweeted", "“denounced” the plan", "tweeted"},
		{"According to", "it rained", ""},
		{":", "it rained", ""},
		{"", "it rained", ""},
		{"wrote", "— it rained", "wrote:"},
	}
	for _, tt := range tests {
		if got := introduction(tt.cue, tt.text); got != tt.want {
			t.Errorf("introduction(%q, %q) = %q, want %q", tt.cue, tt.text, got, tt.want)
		}
	}
}

func TestDays(t *testing.T) {
	west := time.FixedZone("", -5*60*60)
	evening := time.Date(2031, 3, 2, 1, 30, 0, 0, time.UTC)
	midnight := time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		a    digest.Article
		zone *time.Location
		want string
	}{
		{"own zone", digest.Article{Published: evening}, nil, "2 Mar 2031"},
		{"reader's zone", digest.Article{Published: evening}, west, "1 Mar 2031"},
		{"a day is a day", digest.Article{Published: midnight, DateOnly: true}, west, "2 Mar 2031"},
		{"midnight is a time", digest.Article{Published: midnight}, west, "1 Mar 2031"},
		{"unknown", digest.Article{}, west, "undated"},
	}
	for _, tt := range tests {
		if got := published(tt.a, tt.zone); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if got, want := period(midnight, evening, west), "1 Mar 2031 – 2 Mar 2031"; got != want {
		t.Errorf("a period that the zone turns round: %q, want %q", got, want)
	}
}

// TestSource names who printed something, as far as that is known.
func TestSource(t *testing.T) {
	for _, tt := range []struct {
		a    digest.Article
		want string
	}{
		{digest.Article{}, "undated"},
		{digest.Article{Outlet: digest.UnknownOutlet, Title: "notes"}, "notes, undated"},
		{digest.Article{Title: "notes", URL: "https://nowhere.example/"}, "notes, undated"},
		{digest.Article{Outlet: "The Tarn Courier", Title: "Quay"}, "The Tarn Courier, undated, Quay"},
		{digest.Article{Outlet: "The Tarn Courier", Title: "Quay", URL: "https://tarn.example/"}, "The Tarn Courier, undated"},
	} {
		var got string
		for _, r := range (page{zone: time.UTC}).source(tt.a) {
			got += r.Text
		}
		if got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.a, got, tt.want)
		}
	}
}

func TestSearched(t *testing.T) {
	day := time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		s    digest.Searched
		want string
	}{
		{digest.Searched{}, "There was no article to search: none is stored, or none fits the outlet and the period."},
		{digest.Searched{Articles: 1, Outlets: 1, From: day, To: day}, "Searched 1 article of 1 outlet, 2 Mar 2031."},
		{digest.Searched{Articles: 1234567, Outlets: 12, From: day, To: day.AddDate(1, 0, 0)}, "Searched 1,234,567 articles of 12 outlets, 2 Mar 2031 – 2 Mar 2032."},
		{digest.Searched{Articles: 3}, "Searched 3 articles."},
		{digest.Searched{Articles: 12, Outlets: 2, Waiting: 1}, "Searched 12 articles of 2 outlets. 1 more article came in and cannot be searched yet: the database cannot be written, or is damaged (whosaid check says which)."},
		{digest.Searched{Waiting: 12}, "There was no article to search. 12 more articles came in and cannot be searched yet: the database cannot be written, or is damaged (whosaid check says which)."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, searched(tt.s, nil)); diff != "" {
			t.Errorf("searched(%+v): %s", tt.s, diff)
		}
	}
}

// TestBetween tells a quotation with others inside it from two with words of the
// article between them, in each kind of marks.
func TestBetween(t *testing.T) {
	for piece, want := range map[string]bool{
		"We will not go":                           true,
		"He called it “a farce” and left":          true,
		"No,” he said. “Never":                     false,
		"Non », dit-il. « Jamais":                  false,
		"On l’a dit « sans honte » hier":           true,
		"Nein“, sagte er. „Nie":                    false,
		"No,’ he said. ‘Never":                     false,
		"It’s the workers’ pay, isn’t it":          true,
		"The workers’ pay is ‘low’, that’s all":    true,
		"No,\" he said. \"Never":                   false,
		"He called it \"a farce\" and \"a shame\"": true,
		"\xff\" x. \"y":                            false,
		"":                                         true,
	} {
		if got := between(digest.Result{Kind: digest.Direct, Content: []string{piece}}); got != want {
			t.Errorf("%q: %v", piece, got)
		}
	}
	if between(digest.Result{Kind: digest.Mixed, Content: []string{"so"}}) {
		t.Error("a mixed quote stands between marks")
	}
}

func TestQuoted(t *testing.T) {
	for _, c := range []struct {
		kind    digest.Kind
		content []string
		want    string
	}{
		{digest.Direct, []string{"We will\nnot go,", "not now"}, "“We will\nnot go,” … “not now”"},
		{digest.Direct, []string{"No,” he said. “Never"}, "No,” he said. “Never"},
		{digest.Indirect, []string{"they would\nnot go"}, "they would not go"},
	} {
		var got strings.Builder
		for _, run := range Quoted(c.kind, c.content) {
			got.WriteString(run.Text)
		}
		if got.String() != c.want {
			t.Errorf("%q became %q, want %q", c.content, got.String(), c.want)
		}
	}
}
