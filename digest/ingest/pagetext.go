package ingest

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leftOut are elements that hold no words of the article: their content acts, or
// is the site's and not the article's, or belongs to a picture.
var leftOut = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Svg: true, atom.Math: true, atom.Object: true, atom.Canvas: true, atom.Audio: true, atom.Video: true,
	atom.Nav: true, atom.Footer: true, atom.Aside: true, atom.Button: true, atom.Select: true,
	atom.Textarea: true, atom.Figcaption: true, atom.Dialog: true,
}

// inline are elements that stand within a line; every other one begins a paragraph.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Img: true, atom.Ins: true,
	atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Picture: true, atom.Q: true, atom.S: true, atom.Samp: true, atom.Small: true,
	atom.Source: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true,
	atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// pageText returns the text under n, its paragraphs separated by empty lines,
// spaces as a browser shows them. The marks that a browser puts around <q> are
// printed words' marks like any other.
func pageText(n *html.Node) string {
	var t paragraphs
	t.add(n)
	t.end()
	return t.text.String()
}

// articleText is pageText without lists that are nothing but links: those lead elsewhere.
// A single one may be a heading.
func articleText(n *html.Node) string {
	var t paragraphs
	t.add(n)
	t.end()
	all := strings.Split(t.text.String(), "\n\n")
	kept := make([]string, 0, len(all))
	for i, p := range all {
		beside := i > 0 && t.linked[i-1] || i+1 < len(all) && t.linked[i+1]
		if p != "" && !(t.linked[i] && (beside || t.links[i] > 2)) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return t.text.String()
	}
	return strings.Join(kept, "\n\n")
}

// mostLinked is up to how many words a paragraph of links may have to lead elsewhere.
const mostLinked = 15

// paragraphs collects text; line is the paragraph begun.
type paragraphs struct {
	text  strings.Builder
	line  strings.Builder
	space bool // between what line has and what comes next

	linked []bool // of each paragraph in text: it is short and nothing but links
	links  []int  // how many it has
	begun  int    // links in line
	depth  int    // of links
	free   bool   // line has words that are in no link
}

func (t *paragraphs) add(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		t.words(n.Data)
		return
	case html.ElementNode:
		if leftOut[n.DataAtom] || hidden(n) {
			return
		}
	}
	block := n.Type == html.ElementNode && !inline[n.DataAtom]
	switch {
	case n.DataAtom == atom.Br:
		t.lineBreak(n)
		return
	case block:
		t.end()
	case n.DataAtom == atom.Q:
		t.words("“")
	}
	if n.DataAtom == atom.A {
		t.depth++
		t.begun++
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.add(c)
	}
	if n.DataAtom == atom.A {
		t.depth--
	}
	switch {
	case block:
		t.end()
	case n.DataAtom == atom.Q:
		t.space = false
		t.words("”")
	}
}

// lineBreak makes one <br> a space, as a line that goes on, and several a new paragraph.
func (t *paragraphs) lineBreak(n *html.Node) {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next != nil && next.DataAtom == atom.Br {
		t.end()
	}
	t.space = true
}

// words adds s with every run of spaces as one.
func (t *paragraphs) words(s string) {
	for i, w := range strings.FieldsFunc(s, isSpace) {
		if (i > 0 || t.space || isSpace(rune(s[0]))) && t.line.Len() > 0 {
			t.line.WriteByte(' ')
		}
		t.line.WriteString(w)
		t.space = false
		t.free = t.free || t.depth == 0 && strings.ContainsFunc(w, unicode.IsLetter)
	}
	if s != "" && isSpace(rune(s[len(s)-1])) {
		t.space = true
	}
}

// isSpace reports whether HTML folds r; a no-break space it keeps.
func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

// end closes the paragraph begun.
func (t *paragraphs) end() {
	p := strings.TrimSpace(t.line.String())
	if p != "" {
		t.linked, t.links = append(t.linked, !t.free && linkList(p)), append(t.links, t.begun)
		if t.text.Len() > 0 {
			t.text.WriteString("\n\n")
		}
		t.text.WriteString(p)
	}
	t.line.Reset()
	t.space, t.free, t.begun = false, false, 0
}

// linkList reports whether a paragraph that is all links leads elsewhere: it is short,
// and no sentence.
func linkList(p string) bool {
	return len(strings.Fields(p)) <= mostLinked && strings.ContainsFunc(p, unicode.IsLetter) && !strings.ContainsAny(p[len(p)-1:], ".!?") && !strings.HasSuffix(p, "”")
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
	}
	return false
}
