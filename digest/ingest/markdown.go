package ingest

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"whosaid/digest"
)

func isMarkdown(name string) bool {
	return slices.Contains([]string{".md", ".markdown", ".mdown"}, strings.ToLower(path.Ext(name)))
}

// markup renders Markdown as CommonMark has it, with the tables, struck words and
// footnotes of other programs. Elements of HTML in it stay: only their words are used.
var markup = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// Nothing that was written by hand has lines that are quoted or indented this deep,
// as many brackets and asterisks in one paragraph or as many footnotes; rendering
// them takes a time that grows with their square.
const (
	maxQuoted = 50
	maxMarks  = 5_000
	maxCells  = 200_000
	maxNotes  = 2_000
)

// markdown reads a text with marks, with or without a header. The marks are not part
// of Article.Text: a name in bold is a name, and a quotation goes on behind a link.
func markdown(name, text string) (digest.Article, error) {
	if len(text) > MaxPage {
		return digest.Article{}, tooLarge(int64(len(text)), MaxPage)
	}
	a, body, err := header(text)
	if err != nil {
		return digest.Article{}, err
	}
	if strings.TrimSpace(body) == "" {
		return article(name, text) // which says what is missing
	}
	doc, err := render(body)
	if err != nil {
		return digest.Article{}, err
	}
	if a.Text = pageText(doc); a.Text == "" {
		return digest.Article{}, errEmpty
	}
	if a.Title == "" {
		a.Title = heading(doc)
	}
	return filled(a, name), nil
}

// render returns the tree of a text with marks, without the numbers of its footnotes.
func render(source string) (*nethtml.Node, error) {
	if odd(source) {
		return nil, fmt.Errorf("its marks are nested as in no text that somebody has written; save it as .txt")
	}
	var page bytes.Buffer
	if err := markup.Convert([]byte(source), &page); err != nil {
		return nil, fmt.Errorf("reading the marks of the text: %w; save it as .txt", err)
	}
	if err := countElements(page.String()); err != nil {
		return nil, err
	}
	doc, err := nethtml.Parse(&page)
	if err != nil {
		return nil, fmt.Errorf("reading the marks of the text: %w; save it as .txt", err)
	}
	var numbers []*nethtml.Node
	each(doc, func(n *nethtml.Node) {
		if class := attr(n, "class"); class == "footnote-backref" || n.DataAtom == atom.Sup && strings.HasPrefix(attr(n, "id"), "fnref") {
			numbers = append(numbers, n)
		}
	})
	for _, n := range numbers {
		n.Parent.RemoveChild(n)
	}
	return doc, nil
}

// odd reports whether the marks of a text are there to keep a reader of them busy.
func odd(source string) bool {
	if strings.Count(source, "[^") > maxNotes {
		return true
	}
	marks, lines, columns := 0, 0, 0
	for l := range strings.Lines(source) {
		lines++
		if columns = max(columns, strings.Count(l, "|")); columns*lines > maxCells {
			return true // a table is filled up to its widest row
		}
		indent := l[:len(l)-len(strings.TrimLeft(l, "> \t-+*0123456789.)"))]
		if strings.Count(indent, ".")+strings.Count(indent, ")") > maxQuoted {
			return true
		}
		if strings.Count(indent, ">") > maxQuoted || strings.Count(indent, "-")+strings.Count(indent, "+")+strings.Count(indent, "*") > maxQuoted && strings.Trim(indent, "-+* \t") != "" {
			return true
		}
		if strings.TrimSpace(l) == "" {
			marks = 0
			continue
		}
		if marks += strings.Count(l, "[") + strings.Count(l, "*") + strings.Count(l, "_") + strings.Count(l, "`") + strings.Count(l, "<"); marks > maxMarks {
			return true
		}
	}
	return false
}

// heading returns the first heading of a text, where no paragraph stands before it.
func heading(doc *nethtml.Node) (title string) {
	over := false
	each(doc, func(n *nethtml.Node) {
		switch n.DataAtom {
		case atom.Html, atom.Head, atom.Body:
		case atom.H1, atom.H2:
			if !over {
				title = clip(pageText(n), 150)
			}
			over = true
		default:
			over = true
		}
	})
	return title
}
