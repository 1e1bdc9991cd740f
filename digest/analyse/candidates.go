package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// naming is the work of findNames on one document.
type naming struct {
	*document
	words  []word  // the distinct words of the document
	of     []int32 // of each token, its index in words
	found  []candidate
	groups []group
	units  []unit // of the capital sequence at hand
	key    []byte

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

// candidate is a sequence of capital words that may be a name.
type candidate struct {
	lo, hi int   // tokens of the name
	begin  int   // where the capital words before it begin: title, role, their organisation
	title  class // classes of the words in [begin, lo)
	the    bool  // "The" with a capital inside a sentence belongs to it
	loose  bool  // in a caption: it makes no actor
	group  int
}

// unit is a word or a longer entry of the lists within a capital sequence.
type unit struct {
	lo, hi int
	class  class
}

// countWords looks every word up and counts how it is printed.
func (n *naming) countWords() {
	index := make(map[string]int32, 1024)
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
			w.class = listing[t.low] | listing[unmarked(t.low)]
			w.ordinary = isOrdinary(t.low)
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

// word returns what is known of token i.
func (n *naming) word(i int) *word { return &n.words[n.of[i]] }

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
var particles = set(`de da do dos das del della dello di du des la le van von der den ter ten bin bint ibn ben al el as ad an ar at az ul
	y e zu zum zur abu af av ap och och-dag ye st op t`)

// begins reports whether a name may begin at token i.
func (n *naming) begins(i int, s sentence) bool {
	if !n.isCapital(i) {
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

// divide cuts the capital sequence [i, j) into the names in it.
func (n *naming) divide(i, j int, start, loose bool) {
	c := candidate{loose: loose}
	if n.toks[i].low == "the" {
		c.the = true
		i++
	} else if start {
		i = n.dropFirst(i, j)
	}
	i = n.behindHeading(i, j)
	for i < j && n.toks[i].shape == punct {
		i++
	}
	if i >= j {
		return
	}
	n.split(i, j)
	if n.acronymFirst() {
		n.addPlain(i, i+1, c)
		i++
		n.split(i, j)
	}
	p, r := n.person()
	if p < 0 {
		n.addPlain(i, j, c)
		return
	}
	begin := i
	if r > 0 {
		n.addPlain(i, n.units[r-1].hi, c)
		n.split(i, j)
	}
	if p >= len(n.units) {
		if len(n.units) == 1 && j == i+1 {
			n.add(i, j, c) // "Shah", who may be one Raj Shah
		}
		return
	}
	if p < len(n.units) {
		for k := r; k < p; k++ {
			c.title |= n.units[k].class
		}
		if u := n.units[p]; p == len(n.units)-1 && c.title&title == 0 && n.word(u.lo).ordinary && u.class&(given|surname) == 0 {
			return // "Executive Session"
		}
		c.begin = begin
		n.add(n.units[p].lo, j, c)
	}
}

// behindHeading skips ordinary words in capitals that run into a sentence: "THE
// WAY OUT Maria Sol says".
func (n *naming) behindHeading(i, j int) int {
	k := i
	for k < j && n.toks[k].shape == upper && n.word(k).ordinary && n.class(k)&(knownOrg|place|given) == 0 || k > i && k < j && n.toks[k].Len() == 1 && n.toks[k].low == "a" {
		k++
	}
	if k < i+2 || k >= j || n.toks[k].shape == upper {
		return i
	}
	return n.dropFirst(k, j)
}

// acronymFirst reports whether the sequence is the acronym of an organisation
// and behind it a person's name of two words or more: "the CNT’s" aside,
// "leaders of the CNT Ana Paz Ruiz".
func (n *naming) acronymFirst() bool {
	u := n.units
	if len(u) < 3 || n.toks[u[0].lo].shape != upper || u[0].class&(noise|given|surname|place|orgHead) != 0 || u[0].hi > u[0].lo+1 || isInitial(n.toks[u[0].lo].Cut(n.text)) {
		return false
	}
	for _, x := range u[1:] {
		if n.toks[x.lo].shape != capital || x.class&(orgHead|orgOf|thing|placePart|calling|roleWord|nation|knownOrg) != 0 ||
			n.word(x.lo).ordinary && x.class&(given|surname) == 0 {
			return false
		}
	}
	return true
}

// split fills n.units with the units of [i, j): longer entries of the lists first.
func (n *naming) split(i, j int) {
	n.units = n.units[:0]
	for i < j {
		u := unit{i, i + 1, n.class(i)}
		if u.class&begins != 0 {
			u = n.longest(i, j)
		}
		n.units = append(n.units, u)
		i = u.hi
	}
}

// longest returns the longest entry of the lists that begins at token i.
func (n *naming) longest(i, j int) unit {
	best := unit{i, i + 1, n.class(i) &^ begins}
	n.key = append(n.key[:0], n.toks[i].low...)
	for k := i + 1; k < j && k < i+6; k++ {
		n.key = append(n.key, ' ')
		n.key = append(n.key, n.word(k).low...)
		if c := listing[string(n.key)]; c&^begins != 0 {
			best = unit{i, k + 1, c &^ begins}
		}
	}
	return best
}

// person finds in n.units where a person's name begins behind its title or
// role, and where the title or role begins; (-1, -1) where there is none. The
// name begins at len(units) where a role stands without one.
func (n *naming) person() (name, role int) {
	last := len(n.units) - 1
	for k := last; k >= 0; k-- {
		if !n.isRole(k) {
			continue
		}
		name = n.behindRole(k)
		if name > last && k > 0 && n.units[last].class&(orgHead|thing|placePart) != 0 && name == k+1 {
			continue
		}
		if name <= last && n.endsOther(k, name) {
			return -1, -1
		}
		return name, n.roleStart(k)
	}
	return -1, -1
}

// isRole reports whether unit k is a title or role, not part of a name.
func (n *naming) isRole(k int) bool {
	u := n.units[k]
	if u.class&calling == 0 || k > 0 && k == len(n.units)-1 && n.toks[u.lo].Len() < 5 {
		return false // "Hun Sen" is no senator
	}
	if u.class&(given|surname|place|nation) != 0 && !strings.HasSuffix(n.toks[u.lo].low, ".") && u.class&title == 0 {
		return politicians[n.toks[u.lo].low] && k+1 < len(n.units)
	}
	if k > 0 { // a given name before it: "Stephen King", "Kate Bishop"
		before := n.units[k-1]
		if before.class&given != 0 && before.class&(calling|roleWord|place) == 0 && !strings.HasSuffix(n.toks[u.lo].low, ".") && u.class&title != 0 && !n.word(u.lo).ordinaryRole() {
			return false
		}
	}
	if k > 0 && u.class&given != 0 && n.units[k-1].class&title != 0 {
		return false // "Rep. Dean Ray"
	}
	if k > 0 && k == len(n.units)-1 && n.units[k-1].class&given != 0 && n.units[k-1].class&(place|calling|roleWord) == 0 {
		return false // "Ann Baker"
	}
	if u.class&given != 0 && k == 0 { // "Dean Smith", "Earl Gray"
		return len(n.units) > 2 && n.units[1].class&given != 0
	}
	return true
}

// politicians are at once adjectives and what a person is.
var politicians = set(`republican democrat conservative liberal independent socialist communist tory`)

// ordinaryRole reports whether the word is a role that is hardly a family name.
func (w *word) ordinaryRole() bool {
	return len(w.low) > 7 || w.class&roleNoun != 0 && w.class&title == 0
}

// behindRole returns the unit behind the role at k and its "of State".
func (n *naming) behindRole(k int) int {
	p := k + 1
	if p >= len(n.units) || n.toks[n.units[p].lo].low != "of" && n.toks[n.units[p].lo].low != "for" {
		if p < len(n.units) && n.toks[n.units[p].lo].low == "general" && n.units[k].class&roleNoun != 0 {
			p++ // Attorney General, Secretary General
		}
		if p < len(n.units)-1 && n.toks[n.units[k].lo].low == "miss" && n.units[p].class&given == 0 && (n.units[p].class&(place|nation|thing) != 0 || n.word(n.units[p].lo).ordinary) {
			p++ // Miss World
		}
		return p
	}
	p++
	for first := true; p < len(n.units); p++ {
		u := n.units[p]
		w := n.word(u.lo)
		joint := w.low == "the" || w.low == "and" || w.low == "of"
		if !joint && !first && (u.class&given != 0 || !w.ordinary && u.class&(place|nation|orgHead|knownOrg) == 0) {
			break
		}
		first = first && joint
	}
	return p
}

// roleStart returns the unit where the role that ends at unit k begins.
func (n *naming) roleStart(k int) int {
	from := k
	for from > 0 && n.units[from-1].class&(calling|roleWord) != 0 && n.units[from-1].class&knownOrg == 0 {
		if from > 1 && n.units[from-1].class&orgHead != 0 {
			break // "Labour Party Leader"
		}
		from--
	}
	if from > 0 { // "Ministry of the Interior Undersecretary"
		if low := n.toks[n.units[from-1].lo].low; low == "of" || low == "the" || low == "and" {
			return k
		}
	}
	return from
}

// endsOther reports whether what follows a title ends as an organisation or a
// thing does: "General Electric Company", "King Abdullah Foundation".
func (n *naming) endsOther(k, name int) bool {
	last := n.units[len(n.units)-1]
	if last.class&(orgHead|thing|placePart) == 0 || last.class&(given|surname) != 0 && last.class&orgHead == 0 {
		return last.class&(knownOrg|platform) != 0 && last.hi-last.lo > 1
	}
	if name == len(n.units)-1 { // one word only: "President Park", but "General Assembly"
		return !strings.HasSuffix(n.toks[n.units[k].lo].low, ".") && n.units[k].class&title == 0 || generic[n.toks[n.units[k].lo].low]
	}
	return true
}

// generic titles are at once adjectives in names of organisations.
var generic = set(`general major private chief principal commissioner secretary marshal guard captain deputy representative representatives sergeant minister prince king queen`)

// dropFirst returns where the name begins in a capital sequence [i, j) that
// begins a sentence: its first words may be ordinary ones.
func (n *naming) dropFirst(i, j int) int {
	for i < j {
		if !n.ordinaryFirst(i, j) {
			return i
		}
		i++
		for i < j && (n.toks[i].shape == punct || n.toks[i].shape == lower && !isArticled(n.toks[i].Cut(n.text))) {
			i++
		}
	}
	return i
}

// ordinaryFirst reports whether the capital word at i, the first of a sentence
// and of the sequence [i, j), is an ordinary word and no part of a name.
func (n *naming) ordinaryFirst(i, j int) bool {
	w := n.word(i)
	known := w.class&(given|surname|place|nation|knownOrg) != 0
	if w.class&begins != 0 {
		if u := n.longest(i, j); u.hi > i+1 {
			return false
		}
	}
	if j == i+1 {
		switch {
		case n.toks[i].shape == upper:
			return w.class&noise != 0
		case w.class&(never|strip) != 0:
			return true
		case w.mid > 0 && w.mid >= w.lower:
			return false
		}
		return w.lower > 0 || w.ordinary && !known || w.class&(calling|roleWord) != 0
	}
	if n.toks[i].shape == upper {
		return false
	}
	other := n.class(j-1)&(orgHead|thing|placePart) != 0
	switch {
	case w.class&never != 0:
		return true
	case w.class&strip != 0:
		return !other || !adjectives[w.low]
	case w.class&calling != 0 && w.class&given == 0:
		return false
	case !w.ordinary && !(j > i+2 && agentive(w.low)) || known && w.class&given == 0:
		return false
	}
	rest := n.word(i + 1)
	if w.class&given != 0 && j == i+2 { // "Will Trump win?"
		return rest.alone > 0 && w.mid == 0 && w.lower > 0
	}
	if w.class&given != 0 {
		return false
	}
	if sure[w.low] || strings.HasSuffix(w.low, "ly") || strings.HasSuffix(w.low, "ing") && !other {
		return true
	}
	if other || n.toks[i+1].shape == lower || n.toks[i+1].shape == punct {
		return w.mid == 0 && w.lower > 1 && n.word(j-1).mid > 0
	}
	if j > i+2 && (rest.class&(given|calling) != 0 || agentive(w.low)) {
		return true
	}
	return rest.alone > 0 && w.mid == 0
}

// agentive reports whether a word is made of an ordinary one to say who does it: "restorer".
func agentive(low string) bool {
	for _, e := range []string{"er", "or", "ist", "ian"} {
		if stem, ok := strings.CutSuffix(low, e); ok && len(stem) > 3 {
			return isOrdinary(low) || isOrdinary(stem) || isOrdinary(stem+"e")
		}
	}
	return false
}

// adjectives stand before a name, and are part of the names of organisations.
var adjectives = set(`democratic republican local national international global federal state public private conservative liberal progressive
	nationalist new young opposition popular leading independent first royal all`)
