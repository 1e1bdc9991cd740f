package analyse

import (
	"slices"

	"whosaid/digest"
)

// passive reports whether the source of a is the one that something was said
// to or of: "Sokha is accused of", "the jury was told".
func (d *document) passive(a attribution) bool {
	if len(a.cue) == 0 || len(a.source) == 0 {
		return false
	}
	lo, hi := d.tokens(a.cue[0])
	if a.source[0].Start > a.cue[0].Start {
		return d.is(lo, "asked") && !d.is(lo+1, "by") && !d.is(hi, "by") && d.openClause(lo)
	}
	for i := lo; i < hi; i++ {
		c, ok := cues[d.toks[i].low]
		if !ok || c.form != past {
			continue
		}
		if d.is(i, "quoted") && d.saidSo(i, hi) {
			return false // "Bell was quoted as saying"
		}
		if d.is(i+1, "by") && !means[d.toks[min(i+2, len(d.toks)-1)].low] || d.is(i, "accused") && d.is(i+1, "of") {
			return true
		}
		for k := i - 1; k >= 0 && k >= i-3; k-- {
			if low := d.toks[k].low; be[low] {
				return true
			} else if !helpers[low] && !isAdverb(low) {
				break
			}
		}
		return false
	}
	return false
}

// openClause reports whether a participle at token i stands at the head of its
// sentence, for the one behind the comma: "Asked about the debt, Bell said", "When
// asked".
func (d *document) openClause(i int) bool {
	lo := d.sents[d.toks[i].sent].lo
	return i == lo || i == lo+1 && joiners[d.toks[lo].low]
}

// means are by what one says something: "replied by tweet".
var means = set(`tweet email e-mail phone telephone text letter post message video fax radio`)

// calls reports whether a only tells somebody's name: "a doctor called Jo Bell".
func (d *document) calls(a attribution) bool {
	if len(a.cue) != 1 || len(a.source) != 1 || len(a.content) == 0 {
		return false
	}
	lo, hi := d.tokens(a.cue[0])
	from, to := d.tokens(a.source[0])
	name, _ := d.tokens(a.content[0])
	return d.is(lo, "called") && hi == lo+1 && to == lo && (d.is(from, "a") || d.is(from, "an")) && name == hi && d.mentionAt(name) >= 0
}

// saidSo reports whether "as saying" follows "quoted", token i, soon.
func (d *document) saidSo(i, hi int) bool {
	for k := i + 1; k < max(hi, i+8); k++ {
		if d.is(k, "as") && cues[d.toks[min(k+1, len(d.toks)-1)].low].form == ing {
			return true
		}
	}
	return false
}

// denied reports whether a says that something was not said, or only might be:
// "has never said", "nobody said", "asked whether Quill had said", "denied saying".
func (d *document) denied(a attribution) bool {
	if len(a.source) > 0 {
		lo, _ := d.tokens(a.source[0])
		if nobodies[d.toks[lo].low] || d.supposed(lo) || d.inverted(lo) {
			return true
		}
	}
	if len(a.cue) == 0 {
		return d.deniedBetween(a)
	}
	if d.denies(a.cue) {
		return !d.introduced(a) // "refused to blame him: “…”"
	}
	lo, _ := d.tokens(a.cue[0])
	if a.why == "according to" || len(a.source) > 0 && a.source[0].Start > a.cue[0].Start {
		return false
	}
	for k := lo - 1; k >= 0 && k >= lo-5 && d.outside[k] < 0; k-- {
		low := d.toks[k].low
		if negations[low] || d.toks[lo].shape == lower && unreal[low] || low == "denied" || low == "denies" || low == "denying" {
			return true
		}
		if !helpers[low] && !isAdverb(low) {
			return false
		}
	}
	return false
}

// introduced reports whether the content of a is a quotation behind a colon.
func (d *document) introduced(a attribution) bool {
	before, _ := d.tokens(a.content[0])
	for before--; before > 0 && d.toks[before].shape == punct && !d.is(before, ":"); before-- {
	}
	return d.is(before, ":") && len(a.words) >= minWords && d.allQuoted(a.words)
}

// deniedBetween reports whether a negation stands between a source and the
// quotation that no cue gives to it.
func (d *document) deniedBetween(a attribution) bool {
	if len(a.source) == 0 || len(a.content) == 0 || a.source[0].End > a.content[0].Start {
		return false
	}
	lo, hi := d.tokens(digest.Span{Start: a.source[0].End, End: a.content[0].Start})
	if hi-lo > 12 {
		return false
	}
	return slices.ContainsFunc(d.toks[lo:hi], func(t token) bool { return negations[t.low] })
}

// inverted reports whether a negation and an auxiliary stand before the subject at token
// i: "nor has she said", "neither did Quill say", "never had he said".
func (d *document) inverted(i int) bool {
	return i > 1 && helpers[d.toks[i-1].low] && (d.is(i-2, "nor") || d.is(i-2, "neither") || d.is(i-2, "never") || d.is(i-2, "nowhere"))
}

// supposed reports whether the clause whose subject begins at token i is only
// supposed: "whether Quill had said", "if he says", "wishes she had said".
func (d *document) supposed(i int) bool {
	if i == 0 {
		return false
	}
	switch d.toks[i-1].low {
	case "whether", "if", "unless", "wish", "wishes", "wished":
		return true
	}
	return false
}

var nobodies = set(`nobody no-one none neither no`)

var unreal = set(`could might may should can`)

// be makes a passive of the past participle behind it.
var be = set(`was were been is are being be 's 're`)

// denies reports whether a word of the cue says that it was not said.
func (d *document) denies(cue []digest.Span) bool {
	for _, s := range cue {
		lo, hi := d.tokens(s)
		for i := lo; i < hi; i++ {
			if negations[d.toks[i].low] {
				return true
			}
		}
	}
	return false
}

// negations make of a cue that nothing was said.
var negations = set(`not n't never didn't doesn't don't hasn't haven't wouldn't won't declined refused without`)

// onlyMeant reports whether a cue is what somebody is, or something is done, to
// say: "formed a group to call for elections".
func (d *document) onlyMeant(cue []digest.Span) bool {
	if len(cue) == 0 {
		return false
	}
	lo, _ := d.tokens(cue[0])
	return d.is(lo, "to")
}

// veiled reports whether a says nothing but that the source stays unnamed: "a
// clerk, who asked not to be identified", "who asked to be identified as Ko".
func (d *document) veiled(a attribution) bool {
	if len(a.content) == 0 {
		return false
	}
	lo, hi := d.tokens(a.content[0])
	for i := lo; i < min(hi, lo+6); i++ {
		switch {
		case d.is(i, "anonymity"):
			return true
		case d.is(i, "be") && (d.is(i-1, "to") || d.is(i-1, "not")):
			return i+1 < hi && unnamings[d.toks[i+1].low]
		case d.is(i, "be") && (d.is(i-1, "name") || d.is(i-1, "names")):
			return d.is(i+1, "withheld") || d.is(i+1, "changed")
		}
	}
	return false
}

// unnamings are what a source asks not to be.
var unnamings = set(`named identified quoted`)
