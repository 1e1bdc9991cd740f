package ingest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

func TestMarkdown(t *testing.T) {
	tests := []struct{ name, in, title, want string }{
		{"emphasis", "“It is **over**,” said *Dora* __Penhale__ of the ~~old~~ `Crane` board.\n", "emphasis", "“It is over,” said Dora Penhale of the old Crane board."},
		{"links", "The [harbour *board*](https://mercury.example/board \"The board\") said so.[^1] See <https://mercury.example/1>.\n\n[^1]: In a letter.\n", "links",
			"The harbour board said so. See https://mercury.example/1.\n\nIn a letter."},
		{"headings", "# Crane drivers **win**\n\nThey go back to work.\n\nThe vote\n--------\n\nIt was close. ##\n", "Crane drivers win",
			"Crane drivers win\n\nThey go back to work.\n\nThe vote\n\nIt was close. ##"},
		{"heading below a text", "They go back to work.\n\n## The vote\n\nIt was close.\n", "heading below a text", "They go back to work.\n\nThe vote\n\nIt was close."},
		{"lists", "* one\n* two\n  goes on\n\n1. first\n2. second\n\n- [x] done\n", "lists", "one\n\ntwo goes on\n\nfirst\n\nsecond\n\ndone"},
		{"quotation", "> “We won,” she said,\n> “at last.”\n>\n> > He nodded.\n\nAfter.", "quotation", "“We won,” she said, “at last.”\n\nHe nodded.\n\nAfter."},
		{"lines", "One  \ntwo\\\nthree\nfour\\* * and snake_case_word, 2 * 3 * 4\n", "lines", "One two three four* * and snake_case_word, 2 * 3 * 4"},
		{"html", "A <b>bold</b> word.<!-- not this -->\n\n<div>\n\nIn *a box* &amp; out.\n\n</div>\n<script>no()</script>\n\n![A crane](crane.jpg)\n", "html", "A bold word.\n\nIn a box & out."},
		{"table", "| Who | Votes |\n|---|--:|\n| Penhale | 12 |\n", "table", "Who\n\nVotes\n\nPenhale\n\n12"},
		{"rule", "One\n\n***\n\nTwo\n", "rule", "One\n\nTwo"},
		{"header", "---\ntitle: \"Crane drivers: a win\"\ndate: 2018-01-22\n---\n# Another\n\n**We won.**", "Crane drivers: a win", "Another\n\nWe won."},
		{"dos", "\uFEFF# A *win*\r\n\r\nWe\r\nwon.\r\n", "A win", "A win\n\nWe won."},
	}
	for _, tt := range tests {
		for _, ending := range []string{".md", ".MARKDOWN"} {
			got, err := Parse(tt.name+ending, []byte(tt.in))
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			want := digest.Article{Title: tt.title, Outlet: UnknownOutlet, Text: tt.want}
			if tt.name == "header" {
				want.Published, want.DateOnly = time.Date(2018, 1, 22, 0, 0, 0, 0, time.UTC), true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
	}
}

func TestNoMarkdown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"only a header", "---\ntitle: x\n---\n", "no text after it"},
		{"only a comment", "<!-- nothing -->\n", "is empty"},
		{"quoted deep", strings.Repeat("> ", 10_000) + "a", "save it as .txt"},
		{"listed deep", strings.Repeat("- ", 10_000) + "a", ""},
		{"brackets", strings.Repeat("[a](", 30_000), "save it as .txt"},
		{"asterisks", strings.Repeat("*a _b ", 30_000), "save it as .txt"},
		{"footnotes", strings.Repeat("One.[^1]\n\n", 3000), "save it as .txt"},
		{"elements", strings.Repeat("*a*\n\n", 60_000), "save the article's text as .txt"},
	}
	for _, tt := range tests {
		_, err := Parse("a.md", []byte(tt.in))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}
