package analyse

import (
	"strings"

	"whosaid/digest/analyse/crf"
)

// Parts of speech, after the Penn Treebank. No number but the first and the
// verbs' range means anything.
const (
	posOther uint8 = iota // punctuation, symbols
	posVB
	posVBD
	posVBZ
	posVBP
	posVBG
	posVBN
	posMD
	posNN
	posNNS
	posNNP
	posPRP
	posPRPS
	posDT
	posIN
	posTO
	posJJ
	posRB
	posCC
	posCD
	posPOS
	posWDT
	posWP
	posWRB
	posRP
	posEX
	posLabels
)

// treebank gives the number of each of the treebank's tags; what is not in it is posOther.
var treebank = map[string]uint8{
	"VB": posVB, "VBD": posVBD, "VBZ": posVBZ, "VBP": posVBP, "VBG": posVBG, "VBN": posVBN, "MD": posMD,
	"NN": posNN, "NNS": posNNS, "NNP": posNNP, "NNPS": posNNP, "FW": posNN, "UH": posRB, "PRP": posPRP, "PRP$": posPRPS, "WP$": posPRPS,
	"DT": posDT, "PDT": posDT, "IN": posIN, "TO": posTO, "JJ": posJJ, "JJR": posJJ, "JJS": posJJ,
	"RB": posRB, "RBR": posRB, "RBS": posRB, "CC": posCC, "CD": posCD, "POS": posPOS, "WDT": posWDT, "WP": posWP, "WRB": posWRB,
	"RP": posRP, "EX": posEX,
}

// speechFeatures appends the features of token i of paragraph p for its part of speech.
func (v *view) speechFeatures(out []uint64, i int, p *paragraph) []uint64 {
	lo, hi := p.lo, p.hi
	kind := uint64(10)
	add := func(a, b uint64) {
		kind++
		out = append(out, crf.Hash(kind, a, b))
	}
	w := func(k int) uint64 { return v.at(v.raw, i+k, lo, hi) }
	form := func(k int) uint64 { return v.small(v.form, i+k, lo, hi) }
	low := v.d.toks[i].low
	begins := small(i-v.start[i], 1)
	add(w(0), 0)
	add(w(0), form(0)<<1|begins)
	add(w(-1), 0)
	add(w(1), 0)
	add(w(-2), 0)
	add(w(2), 0)
	add(w(-1), w(0))
	add(w(0), w(1))
	add(w(-1), w(1))
	add(crf.Hash(1, w(-2), w(-1)), w(0))
	add(v.tail[i], form(0)<<1|begins)
	add(crf.String(suffix(low, 2)), form(0)<<1|begins)
	add(crf.String(suffix(low, 4)), form(0))
	add(v.head[i], form(0))
	add(v.at(v.tail, i-1, lo, hi), v.at(v.tail, i+1, lo, hi))
	add(v.at(v.tail, i-1, lo, hi), v.tail[i])
	add(v.tail[i], v.at(v.tail, i+1, lo, hi))
	add(form(-1)<<10|form(0)<<5|form(1), begins)
	if strings.ContainsRune(low, '-') {
		add(form(0), small(len(low), 20))
	}
	return out
}

// speech finds the part of speech of every token.
func (v *view) speech(dec *crf.Decoder) {
	var buf []uint64
	for i := range v.d.paras {
		p := &v.d.paras[i]
		for lo := p.lo; lo < p.hi; {
			hi := v.block(lo, p.hi)
			dec.Reset(hi - lo)
			for k := lo; k < hi; k++ {
				buf = v.speechFeatures(buf[:0], k, p)
				dec.Set(k-lo, buf)
			}
			dec.Best(v.pos[lo:hi])
			lo = hi
		}
	}
}
