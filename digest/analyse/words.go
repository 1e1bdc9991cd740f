package analyse

import (
	"strings"
	"unicode/utf8"
)

// naming is the work of findNames on one document.
type naming struct {
	*document
	words   []word  // the distinct words of the document
	of      []int32 // of each token, its index in words
	found   []candidate
	groups  []group
	units   []unit // of the capital sequence at hand
	key     []byte
	scratch []string

	people []individual
	byWord map[string][]int // individuals by each word of their names
	human  []int            // of each group, its individual or -1

	bodies   []corporate
	byHead   map[string][]int // organisations by their first two words and their last
	initials map[string][]int // organisations by their acronym
	bracket  map[int]int      // groups of acronyms to those of the names they stand behind
	byLast   map[string]int   // the actor of the organisation named last with this last word
	body     []int            // of each group, its organisation or -1

	transcript bool // paragraphs begin with the speaker's name in capitals

	called [][]description // of each actor, how the article describes it
}

// word is what lists and document tell of one word.
type word struct {
	low      string
	plain    string // low without diacritics
	class    class
	ordinary bool  // in the dictionary, or printed in lower case in this document
	lower    int32 // times in lower case
	mid      int32 // times with a capital inside a sentence
	alone    int32 // those of them where no other capital word stands before it
}

// word returns what is known of token i.
func (n *naming) word(i int) *word { return &n.words[n.of[i]] }

// unit is a word or a longer entry of the lists within a capital sequence.
type unit struct {
	lo, hi int
	class  class
}

// countWords looks every word up and counts how it is printed.
func (n *naming) countWords() {
	size := min(len(n.toks)/2, 1024) // about half of an article's tokens are new words
	index := make(map[string]int32, size)
	n.words = make([]word, 0, size)
	n.of = make([]int32, len(n.toks))
	for i := range n.toks {
		n.of[i] = n.lookUp(&n.toks[i], index)
	}
	n.transcript = n.isTranscript()
	for _, p := range n.paras {
		for s := p.first; s < p.last && p.line == body; s++ {
			if !n.titleCase(n.sents[s]) {
				n.countSentence(n.sents[s])
			}
		}
	}
}

// lookUp returns the index of t's word in n.words.
func (n *naming) lookUp(t *token, index map[string]int32) int32 {
	id, ok := index[t.low]
	if !ok {
		id = int32(len(n.words))
		index[t.low] = id
		w := word{low: t.low, plain: plain(t.low)}
		if t.shape != punct {
			w.class = listing[t.low]
			if bare := unmarked(t.low); bare != t.low { // "Đỗ" is no "do"
				w.class |= listing[bare] & (given | surname | title | place | nation)
			}
			w.ordinary = isOrdinary(t.low)
			if one, ok := strings.CutSuffix(t.low, "s"); ok && w.class == 0 {
				w.class = listing[one] & nation // "Latinos"
			}
			if parent, _, ok := strings.Cut(t.low, "-of-"); ok {
				w.class |= listing[parent] & (roleNoun | relation) // "Mum-of-two"
			}
		}
		n.words = append(n.words, w)
	}
	return id
}

func (n *naming) countSentence(s sentence) {
	for i := s.lo; i < s.hi; i++ {
		switch t, w := &n.toks[i], n.word(i); {
		case t.shape == lower && !n.isCapital(i):
			w.lower++
		case t.shape != punct && t.shape != number && !n.starts(i, s):
			w.mid++
			if p := n.toks[i-1].shape; p != capital && p != upper {
				w.alone++
			}
		}
	}
}

// class returns the classes of token i.
func (n *naming) class(i int) class {
	c := n.words[n.of[i]].class
	if c&acronym != 0 && n.toks[i].shape == upper {
		c |= knownOrg
	}
	return c
}

// titleCase reports whether most words of s begin with a capital, as those of headlines do.
func (n *naming) titleCase(s sentence) bool {
	if s.hi-s.lo < 5 {
		return false
	}
	high, lo := 0, s.lo
	if p := n.paras[s.para]; p.lo == lo {
		lo = n.dateline(p)
	}
	for i := lo; i < s.hi; i++ {
		switch t := n.toks[i]; {
		case t.shape == lower && (tensed[t.low] || finite[t.low]):
			return false // headlines give their verbs capitals
		case t.shape == lower && t.Len() > 3 && !prepositions[t.low] && !joiners[t.low] && t.low != "n't":
			return false
		case (t.shape == capital || t.shape == upper) && n.text[t.End-1] != '.':
			high++
		}
	}
	return high >= 5
}

// starts reports whether a capital at token i means nothing because a sentence
// or a quotation begins there.
func (n *naming) starts(i int, s sentence) bool {
	for k := i - 1; k >= s.lo; k-- {
		if n.toks[k].shape != punct {
			return false
		}
		r, _ := utf8.DecodeRuneInString(n.text[n.toks[k].Start:])
		switch r {
		case '“', '‘', '«', '„', ':', '•', '…', '*', '.', '!', '?':
			return true
		case '"', '\'':
			q := n.toks[i].quote
			return q >= 0 && n.marks[q].lo == i
		case '-', '–', '—', '[':
			continue
		}
		return false
	}
	return true
}
