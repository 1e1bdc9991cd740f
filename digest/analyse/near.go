package analyse

// near tells of the nearest likely cue on one side.
type near struct {
	at     int    // its token, -1 where there is none
	path   uint64 // separators on the way
	n      uint8  // how many
	commas uint8
	stops  uint8 // sentence ends
}

// quotation notes how tokens stand towards a quotation, and how long that is.
func (v *view) quotation(m quotation) {
	n := m.hi - m.lo
	words := uint8(1)
	switch {
	case n > 12:
		words = 5
	case n > 5:
		words = 4
	case n > 3:
		words = 3
	case n > 1:
		words = 2
	}
	for k := m.lo; k < m.hi; k++ {
		v.in[k], v.qlen[k] = inside, words
	}
	if m.lo > 0 {
		v.in[m.lo-1], v.qlen[m.lo-1] = opens, words
	}
	if m.closed && m.hi < len(v.in) {
		v.in[m.hi], v.qlen[m.hi] = ends, words
	}
}

// Steps of v.cue from which a word counts as a likely and as a possible cue.
var likely = [2]uint8{6, 3}

// nearest finds the nearest likely and possible cues left and right of each token.
func (v *view) nearest() {
	n := len(v.word)
	for k, least := range likely {
		v.left[k], v.right[k] = grow(v.left[k], n), grow(v.right[k], n)
		for _, p := range v.d.paras {
			v.scan(p.lo, p.hi, 1, least, v.left[k])
			v.scan(p.hi-1, p.lo-1, -1, least, v.right[k])
		}
	}
}

func (v *view) scan(from, to, step int, least uint8, out []near) {
	cur := near{at: -1}
	for i := from; i != to; i += step {
		out[i] = cur
		if v.cue[i] >= least {
			cur = near{at: i}
			continue
		}
		if s := v.separator(i); s != 0 {
			cur.pass(s)
			if s == sepStop {
				cur.stops++
			}
			if s == sepComma {
				cur.commas++
			}
		}
	}
}

func (c *near) pass(s uint64) {
	if c.n < 5 {
		c.path = c.path<<5 | s
		c.n++
	}
}

// Separators mark where clauses may begin and end.
const (
	sepNone uint64 = iota
	sepComma
	sepStop
	sepColon
	sepDash
	sepOpen
	sepClose
	sepBracket
	sepThat
	sepAnd
	sepWh
	sepTo
	sepOf
)

var separators = map[string]uint64{"that": sepThat, "and": sepAnd, "but": sepAnd, "or": sepAnd,
	"who": sepWh, "which": sepWh, "when": sepWh, "where": sepWh, "while": sepWh, "as": sepWh, "because": sepWh, "if": sepWh,
	"although": sepWh, "though": sepWh, "after": sepWh, "before": sepWh, "since": sepWh, "until": sepWh, "whether": sepWh, "how": sepWh, "what": sepWh, "why": sepWh,
	"to": sepTo}

func (v *view) separator(i int) uint64 {
	switch v.form[i] {
	case formComma:
		return sepComma
	case formStop:
		return sepStop
	case formColon:
		return sepColon
	case formDash:
		return sepDash
	case formBracket:
		return sepBracket
	case formQuote:
		switch v.in[i] {
		case opens:
			return sepOpen
		case ends:
			return sepClose
		}
		return 0
	case uint8(lower), uint8(capital):
		if len(v.d.toks[i].low) < 9 {
			return separators[v.d.toks[i].low]
		}
	}
	return 0
}

// spoken uses the parts of speech: names become shapes.
func (v *view) spoken() {
	for i, p := range v.pos {
		if p == posNNP && !titles[v.d.toks[i].low] {
			switch shape(v.form[i]) {
			case capital:
				v.word[i] = hashName
			case upper:
				v.word[i] = hashUpper
			}
		}
		v.sense[i] = v.senseOf(i)
	}
}
