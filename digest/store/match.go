package store

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"whosaid/digest"
	"whosaid/digest/query"
)

// phrase writes a text as a string of FTS5's query language: nothing in it is an
// operator, its words must follow each other. A text without words matches
// nothing.
func phrase(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// indexed reports whether the index has at least one word of the text. A sign
// alone ("🎉", "—") it has not.
func indexed(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r <= 0xFFFF && (unicode.IsLetter(r) || unicode.IsNumber(r))
	})
}

// match is what must and must not stand in the words around a quote: what the
// index knows, and what has to be compared with the text.
type match struct {
	all     []string // of the index, each of which must be there: words that follow each other, or forms of a word
	without []string // of which none may
	tags    []string // of the index, each of which must be there: "(s12 OR s14)"
	column  string   // of the index, in which the words must stand
	verify  []func(context, mention string) bool
	topic   [][]string // what is asked for, each in the forms that it may have, folded
}

// need asks for a word, or words that follow each other.
func (m *match) need(text string) {
	if indexed(text) {
		m.all = append(m.all, phrase(text))
		return
	}
	if text = plain(text); text != "" {
		m.verify = append(m.verify, func(context, _ string) bool { return strings.Contains(plain(context), text) })
	}
}

// word asks for a word of a topic, in the singular or in the plural.
func (m *match) word(text string) {
	forms := query.Forms(text)
	m.seek(forms...)
	if len(forms) == 1 {
		m.need(text)
		return
	}
	m.all = append(m.all, "("+phrases(forms, " OR ")+")")
}

// either asks for the words of any of several things. A sign alone is none that can be
// looked for among others.
func (m *match) either(things [][]string) {
	var any, seen []string
	for _, words := range things {
		var all []string
		for _, word := range words {
			if indexed(word) {
				all = append(all, "("+phrases(query.Forms(word), " OR ")+")")
				seen = append(seen, query.Forms(word)...)
			}
		}
		if len(all) > 0 {
			any = append(any, "("+strings.Join(all, " AND ")+")")
		}
	}
	if len(any) > 0 {
		m.seek(seen...)
		m.all = append(m.all, "("+strings.Join(any, " OR ")+")")
	}
}

// exactly asks for a phrase with its punctuation. Upper and lower case, the
// shapes of quotation marks, apostrophes and dashes, and line breaks are ignored.
func (m *match) exactly(text string) {
	m.seek(text)
	m.need(text)
	if want := plain(text); indexed(text) {
		m.verify = append(m.verify, func(context, _ string) bool { return contains(plain(context), want) })
	}
}

// seek notes that one of the forms of what is asked for should be seen in an answer.
func (m *match) seek(forms ...string) {
	var folded []string
	for _, form := range forms {
		if form = query.Fold(form); form != "" {
			folded = append(folded, form)
		}
	}
	if len(folded) > 0 {
		m.topic = append(m.topic, folded)
	}
}

// beside reports whether something that is asked for stands only in sentences
// around the one a result is shown by: those may be somebody else's.
func (m *match) beside(r digest.Result) bool {
	if len(m.topic) == 0 || r.ByHeadline {
		return false
	}
	seen := query.Fold(r.Sentence + "\n" + strings.Join(r.Content, "\n") + "\n" + r.Article.Title)
	return slices.ContainsFunc(m.topic, func(forms []string) bool {
		return !slices.ContainsFunc(forms, func(form string) bool { return contains(seen, form) })
	})
}

// lacking excludes a word.
func (m *match) lacking(text string) {
	if indexed(text) {
		m.without = append(m.without, text)
		return
	}
	if text = plain(text); text != "" {
		m.verify = append(m.verify, func(context, _ string) bool { return !strings.Contains(plain(context), text) })
	}
}

// by asks for a source as the article words it ("his lawyer"), for a speaker
// whom the store does not know.
func (m *match) by(text string) {
	want := query.Fold(text)
	for _, word := range strings.Fields(text) {
		if indexed(word) {
			m.need(word)
		}
	}
	m.verify = append(m.verify, func(_, mention string) bool { return want != "" && contains(query.Fold(mention), want) })
}

// expression returns what is asked of the index.
func (m *match) expression() string {
	var parts []string
	if len(m.all) > 0 {
		parts = append(parts, m.column+" : ("+strings.Join(m.all, " AND ")+")")
	}
	for _, tag := range m.tags {
		parts = append(parts, "tags : "+tag)
	}
	all := strings.Join(parts, " AND ")
	if len(m.without) == 0 {
		return all
	}
	return "(" + all + ") NOT " + m.excluded()
}

// excluded returns what asks the index for all that may not be.
func (m *match) excluded() string {
	if len(m.without) == 0 {
		return ""
	}
	return m.column + " : (" + phrases(m.without, " OR ") + ")"
}

func phrases(texts []string, operator string) string {
	var all []string
	for _, text := range texts {
		all = append(all, phrase(text))
	}
	return strings.Join(all, operator)
}

// verified compares texts with what the index cannot tell.
func (m *match) verified(context, mention string) bool {
	return !slices.ContainsFunc(m.verify, func(holds func(string, string) bool) bool { return !holds(context, mention) })
}

// tag asks for one of several tags with the same first letter.
func (m *match) tag(letter string, ids []int64) {
	var words []string
	for _, id := range ids {
		words = append(words, letter+strconv.FormatInt(id, 10))
	}
	m.tags = append(m.tags, "("+strings.Join(words, " OR ")+")")
}

// plain writes a text the way phrases are compared by.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case strings.ContainsRune("‘’ʼ´`", r):
			return '\''
		case strings.ContainsRune("“”„«»", r):
			return '"'
		case unicode.Is(unicode.Pd, r):
			return '-'
		}
		return r
	}, text)
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// contains reports whether part stands in whole as words of their own.
func contains(whole, part string) bool {
	for at := range len(whole) {
		if strings.HasPrefix(whole[at:], part) && onWords(whole, digest.Span{Start: at, End: at + len(part)}) {
			return true
		}
	}
	return false
}
