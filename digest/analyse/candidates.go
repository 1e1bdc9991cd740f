package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// candidate is a sequence of capital words that may be a name.
type candidate struct {
	lo, hi int   // tokens of the name
	begin  int   // where the capital words before it begin: title, role, their organisation
	title  class // classes of the words in [begin, lo)
	the    bool  // "The" with a capital inside a sentence belongs to it
	loose  bool  // in a caption: it makes no actor
	group  int
}

// findCandidates scans all text but furniture and headings for capital sequences.
func (n *naming) findCandidates() {
	for _, p := range n.paras {
		if p.line == furniture {
			continue
		}
		dateline := n.dateline(p)
		for i := p.first; i < p.last; i++ {
			s := n.sents[i]
			if p.line == headline || n.titleCase(s) {
				n.inHeading(s)
				continue
			}
			if s.hi <= dateline {
				continue
			}
			n.scan(sentence{lo: max(s.lo, dateline), hi: s.hi, para: s.para}, p.line == caption)
		}
	}
}

// inHeading finds a given name and behind it a name that the text has alone, in
// a sentence whose capitals tell nothing: "Hillary Clinton Goes After Rival".
func (n *naming) inHeading(s sentence) {
	for i := s.lo; i+1 < s.hi; i++ {
		w := n.word(i + 1)
		if n.class(i)&given != 0 && n.isCapital(i) && n.isCapital(i+1) && w.alone > 0 && w.mid > w.lower && w.class&(given|never|nation|thing|orgHead) == 0 && n.word(i).lower == 0 {
			n.found = append(n.found, candidate{lo: i, hi: i + 2, begin: i, loose: true})
		}
	}
}

// isTranscript reports whether three paragraphs or more begin with a speaker's
// name in capitals and a colon.
func (n *naming) isTranscript() bool {
	labels := 0
	for _, p := range n.paras {
		for i := p.lo; i < p.hi && i < p.lo+5; i++ {
			t := n.toks[i]
			if t.low == ":" && i > p.lo {
				labels++
			}
			if t.shape != upper && t.low != "." {
				break
			}
		}
	}
	return labels >= 3
}

// dateline returns where the text of p begins behind a place and a dash
// ("PHNOM PENH--", "WASHINGTON (AP) —"), or p.lo.
func (n *naming) dateline(p paragraph) int {
	if p.hi-p.lo < 4 || n.toks[p.lo].shape != upper && n.class(p.lo)&(place|begins) == 0 {
		return p.lo
	}
	wire := n.toks[p.lo].shape == upper || n.class(p.lo)&place != 0
	for i := p.lo; i < p.hi && i < p.lo+16; i++ {
		t := n.toks[i]
		if t.shape == lower {
			return p.lo
		}
		if t.shape != punct {
			continue
		}
		r, _ := utf8.DecodeRuneInString(n.text[t.Start:])
		switch r {
		case ':':
			if n.transcript || p.hi-i < 8 || n.toks[p.lo].shape != upper {
				return p.lo
			}
			return i + 1 // "KUALA TERAJU:"
		case '(', ')', ',', '.', '/':
			wire = wire || r == '('
		case '-', '–', '—':
			for i++; i < p.hi && strings.ContainsRune("-–—", rune(n.text[n.toks[i].Start])); i++ {
			}
			if !wire {
				return p.lo
			}
			return i
		default:
			return p.lo
		}
	}
	return p.lo
}

func (n *naming) scan(s sentence, loose bool) {
	for i := s.lo; i < s.hi; {
		if !n.begins(i, s) {
			i++
			continue
		}
		j := i + 1
		for j < s.hi {
			k := n.grow(i, j, s.hi)
			if k == j {
				break
			}
			j = k
		}
		n.divide(i, j, n.starts(i, s), loose)
		i = j
	}
}

// isCapital reports whether token i is printed as a name is.
func (n *naming) isCapital(i int) bool {
	t := n.toks[i]
	switch t.shape {
	case capital, upper:
		return true
	case number:
		return n.mixed(i)
	case lower:
		return isArticled(n.text[t.Start:t.End])
	}
	return false
}

// mixed reports whether a token that begins with a digit is a name: "1MDB", "3M".
func (n *naming) mixed(i int) bool {
	s := n.toks[i].Cut(n.text)
	if len(s) < 2 || len(s) > 6 {
		return false
	}
	return unicode.IsUpper(rune(s[len(s)-1]))
}

// isArticled reports whether a word begins with an article in lower case: "al-Sharaa", "d'Estaing".
func isArticled(w string) bool {
	i := strings.IndexAny(w, "-'’")
	if i < 1 || i > 3 {
		return false
	}
	if w[i] == '-' && !particles[w[:i]] || w[i] != '-' && w[:i] != "d" && w[:i] != "l" {
		return false
	}
	_, size := utf8.DecodeRuneInString(w[i:])
	r, _ := utf8.DecodeRuneInString(w[i+size:])
	return unicode.IsUpper(r)
}

// particles stand in lower case within names of persons.
var particles = set(`de da do dos das del della dello di du des la le van von der den ter ten bin binti bint bte ibn ben al el as ad an ar at az ul
	y e zu zum zur abu af av ap och och-dag ye st op t wa ole arap`)

// begins reports whether a name may begin at token i.
func (n *naming) begins(i int, s sentence) bool {
	if !n.isCapital(i) || i > s.lo && n.isHeadlined(i) {
		return false
	}
	t := n.toks[i]
	if weekdays[t.low] || months[t.low] && (i+1 >= s.hi || !n.isCapital(i+1) || n.class(i)&given == 0) {
		return t.low == "may" && i+1 < s.hi && n.toks[i+1].shape == lower && n.word(i).mid > 1
	}
	if n.class(i)&never == 0 {
		return true
	}
	if t.shape == upper && t.low != "i" {
		return n.class(i)&(knownOrg|noise) == knownOrg
	}
	if !n.starts(i, s) && i+1 < s.hi && n.isCapital(i+1) && t.low != "the" && n.plainCapital(i+1) { // "the All Farmers Congress"
		e := i + 1
		for e < s.hi && e < i+6 && n.isCapital(e) {
			e++
		}
		return n.class(e-1)&orgHead != 0
	}
	if i > s.lo && t.low != "the" && n.toks[i-1].shape == lower && n.class(i-1)&roleNoun != 0 && i+1 < s.hi && n.isCapital(i+1) {
		return true // "leader Ok Mi-ran"
	}
	// "The" inside a sentence belongs to what follows: The Hague, The Times
	return t.low == "the" && i+1 < s.hi && n.isCapital(i+1) && !n.starts(i, s)
}
