package analyse

import (
	"strings"
	"unicode/utf8"
)

// Dialogue is also printed with a dash before each turn, and with what the
// article says of the speaker in between: “— We are broke, said Bell. All of us.”
// The parts of a turn become quotations whose marks are the dash, the comma or
// the stop at their ends, so that later stages read them as any other.

// isDash reports whether token i is a dash.
func (d *document) isDash(i int) bool {
	if i < 0 || i >= len(d.toks) || d.toks[i].shape != punct {
		return false
	}
	c, _ := utf8.DecodeRuneInString(d.text[d.toks[i].Start:])
	return strings.ContainsRune("—–―-", c)
}

// turns tells of each paragraph whether it is a turn of a dialogue: it begins
// with a dash, and the article speaks in it or in one beside it.
func (d *document) turns() []bool {
	out := make([]bool, len(d.paras))
	told := make([]bool, len(d.paras))
	some := false
	for i, p := range d.paras {
		if p.hi-p.lo < 3 || !d.isDash(p.lo) {
			continue
		}
		out[i] = true
		for k := p.lo + 2; k < p.hi && !told[i]; k++ {
			told[i] = d.tellsAt(k, p)
		}
		some = some || told[i]
	}
	if !some {
		return nil
	}
	for i := range out {
		beside := i > 0 && out[i-1] || i+1 < len(out) && d.isDash(d.paras[i+1].lo)
		out[i] = out[i] && (told[i] || beside)
	}
	return out
}

// tellsAt reports whether behind the separator at token k the article tells who
// speaks: "said Bell", "Bell said", "she asked".
func (d *document) tellsAt(k int, p paragraph) bool {
	if k+2 >= p.hi || !d.is(k, ",") && !d.is(k, "?") && !d.is(k, "!") && !d.is(k, "…") && !d.isDash(k) {
		return false
	}
	verb := func(i int) bool {
		c, ok := cues[d.toks[i].low]
		return ok && d.toks[i].shape == lower && (c.form == past || c.form == third) && c.frame&(clause|listens|asking) != 0
	}
	someone := func(i int) bool {
		return i < p.hi && (d.toks[i].shape == capital || d.toks[i].shape == upper || pronouns[d.toks[i].low] || determiners[d.toks[i].low])
	}
	if verb(k+1) && someone(k+2) {
		return true
	}
	for i := k + 2; i < min(p.hi, k+5) && someone(i-1); i++ {
		if verb(i) && (i+1 == p.hi || d.toks[i+1].shape == punct) {
			return true
		}
	}
	return false
}

// turn appends the quotations of the turn in paragraph n.
func (d *document) turn(n int) {
	p := d.paras[n]
	lo := p.lo + 1
	for k := lo + 1; k < p.hi; k++ {
		if !d.tellsAt(k, p) {
			continue
		}
		d.said(n, lo, k, d.is(k, ",") || d.isDash(k))
		dashed := d.isDash(k)
		for k++; k < p.hi && !(dashed && d.isDash(k)) && (dashed || !d.is(k, ".") && !d.isDash(k)); k++ {
		}
		for k+1 < p.hi && d.toks[k+1].shape == punct {
			k++
		}
		lo = k + 1
	}
	if lo < p.hi {
		d.said(n, lo, p.hi, false)
	}
}

// said appends a quotation of the tokens from lo to the separator at end, which
// belongs to it unless it closes it.
func (d *document) said(n, lo, end int, closes bool) {
	if !closes && end < d.paras[n].hi {
		end++
	}
	if lo >= end {
		return
	}
	q := quotation{para: n, lo: lo, hi: end, closed: closes, turn: true, next: -1, prev: -1}
	q.inner = d.span(lo, end)
	q.Span = d.span(lo-1, end)
	if closes {
		q.End = d.toks[end].End
	}
	d.marks = append(d.marks, q)
}
