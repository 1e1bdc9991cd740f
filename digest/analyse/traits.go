package analyse

import (
	"strings"

	"whosaid/digest"
)

// trait is one description that the article gives of a person: "the union’s
// branch secretary", "Prime Minister", "58".
type trait struct {
	noun   string // the head, without plural: "secretary"; empty where only the age is told
	lo, hi int    // tokens of the phrase
	at     int    // token of the noun
	owner  int    // the actor whose secretary it is, or -1
	tok    int    // the token of "his", "her", "its" before the noun, or -1
	age    string // "58", of an age alone
}

// describe collects what the article tells of each person next to the name:
// before it, behind a comma, by "is a", or before it and a comma.
func (d *document) describe() {
	d.traits = make([][]trait, len(d.actors))
	for m := range d.names {
		n := &d.names[m]
		if d.actors[n.actor].kind != digest.Person {
			continue
		}
		d.describedBefore(n)
		d.describedBehind(n)
	}
	for a := range d.actors {
		for _, noun := range d.actors[a].nouns {
			d.addTrait(a, trait{noun: noun, owner: -1, tok: -1})
		}
	}
}

// maxTraits bounds the descriptions kept of one actor.
const maxTraits = 24

func (d *document) addTrait(a int, t trait) {
	if len(d.traits[a]) < maxTraits {
		d.traits[a] = append(d.traits[a], t)
	}
}

// describedBefore reads the words right before a name, and those before a comma
// before it: "Vice Minister of Culture Tak Eun-ji", "Its chair, Imogen Sadler, said".
func (d *document) describedBefore(n *mention) {
	lo := d.sents[d.toks[n.lo].sent].lo
	for i := max(lo, n.lo-6); i < n.lo; i++ {
		if age, ok := strings.CutSuffix(d.toks[i].low, "-year-old"); ok && i == n.lo-1 {
			d.addTrait(n.actor, trait{owner: -1, tok: -1, age: age})
		}
	}
	end := n.lo
	for end > lo && honorific(d.toks[end-1].low) { // "the minister, Mr Bell"
		end--
	}
	for t := end; t > lo; t-- { // "the president, Captain Bell"
		if d.is(t-1, ",") {
			end = t
		}
		if d.is(t-1, "the") && d.is(t-2, ",") && t < n.lo { // "the vicar, the Rev Ana Bell"
			end = t - 1
		}
		if listing[d.toks[t-1].low]&title == 0 {
			break
		}
	}
	if n.extent == whole && d.is(end-1, ",") && end-1 > lo && d.outside[end-1] < 0 && d.endsAside(n.hi) {
		end--
		if m := d.mentionEnding(end); m >= 0 {
			return // a list of names
		}
	}
	if d.is(end-1, "was") || d.is(end-1, "is") { // "the first witness was Jo Bell"
		end--
	}
	if noun, at, ok := d.roleEnding(end, lo); ok {
		from := d.phraseStart(at, lo)
		if end < n.lo && !d.definiteStart(from) || end < n.lo && n.extent != whole {
			return
		}
		d.addTrait(n.actor, d.owned(trait{noun: noun, lo: from, hi: end, at: at, owner: -1, tok: -1}))
	}
}

// honorific reports whether a word before a name tells no office.
func honorific(low string) bool {
	noun, ok := titleNouns[strings.TrimSuffix(low, ".")]
	return ok && noun == ""
}

// endsAside reports whether an aside can end at token i.
func (d *document) endsAside(i int) bool {
	if i >= len(d.toks) || d.toks[i].shape == punct {
		return true
	}
	low := d.toks[i].low
	return c3(low) || helpers[low] || low == "who" || low == "and"
}

// definiteStart reports whether token i begins a phrase that means somebody known or not.
func (d *document) definiteStart(i int) bool {
	return determiners[d.toks[i].low] || d.mentionAt(i) >= 0
}

// roleEnding returns the role noun that the phrase before token end ends with,
// or whose "of …" it ends with: "branch secretary", "Minister of Culture".
func (d *document) roleEnding(end, floor int) (noun string, at int, ok bool) {
	for k := end - 1; k >= floor && k > end-6; k-- {
		t := d.toks[k]
		if t.shape == punct && t.low != "." {
			return "", 0, false
		}
		if noun, ok := roleOf(t.low); ok && (k == end-1 || k+2 < end && (d.is(k+1, "of") || d.is(k+1, "for"))) {
			return noun, k, true
		}
		if m := d.mentionAt(k); m >= 0 && isPerson(&d.actors[d.names[m].actor]) {
			return "", 0, false
		}
		if isVerb(t.low) || pronouns[t.low] || k < end-1 && (t.low == "the" || t.low == "a" || t.low == "to") {
			return "", 0, false
		}
	}
	return "", 0, false
}

// of reports whether token i links a role with what it is of.
func (d *document) of(i int) bool {
	return d.is(i, "of") || d.is(i, "for") || d.is(i, "at") || d.is(i, "in") || d.is(i, "with") || d.is(i, "to") || d.is(i, "from") || d.is(i, "on")
}

// titleNouns give the noun for an abbreviated title.
var titleNouns = map[string]string{"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "prof": "professor", "dr": "doctor",
	"pres": "president", "lt": "lieutenant", "col": "colonel", "sgt": "sergeant", "capt": "captain", "det": "detective", "rev": "reverend", "fr": "father",
	"cs": "secretary", "cllr": "councillor", "supt": "superintendent", "insp": "inspector", "maj": "major", "adm": "admiral", "hon": "", "mr": "", "mrs": "", "ms": "", "sir": "", "miss": ""}

// roleOf returns the noun of what one person is or does that word is, without
// hyphened prefix; false where it is none.
func roleOf(low string) (string, bool) {
	for _, end := range []string{"-designate", "-elect", "-in-waiting"} {
		low = strings.TrimSuffix(low, end)
	}
	bare := strings.TrimSuffix(low, ".")
	if noun, ok := titleNouns[bare]; ok {
		return noun, noun != ""
	}
	if listing[low]&(roleNoun|title) != 0 && listing[low]&(given|surname) == 0 || listing[low]&roleNoun != 0 {
		return low, true
	}
	if i := strings.LastIndexByte(low, '-'); i > 0 {
		return roleOf(low[i+1:])
	}
	return "", false
}

// phraseStart returns where the noun phrase begins whose head is token i.
func (d *document) phraseStart(i, floor int) int {
	lo := i
	for k := i - 1; k >= floor && i-k < 14; k-- {
		t := d.toks[k]
		if m := d.mentionAt(k); m >= 0 {
			k = max(floor, d.names[m].lo)
			lo = k
			continue
		}
		switch {
		case d.outer(k) != d.outer(i), pronouns[t.low], isVerb(t.low) && t.shape == lower && t.low != "'s", t.low == "to", prepositions[t.low] && t.low != "of" && t.low != "for", joiners[t.low] && t.low != "and":
			return lo
		case t.shape == punct && t.low != "(" && t.low != ")" && t.low != "&":
			return lo
		case t.low == "and" && !(t.low == "and" && k > floor && d.toks[k-1].shape == capital && d.toks[k+1].shape == capital):
			return lo
		}
		lo = k
		if determiners[t.low] && !d.is(k-1, "of") && t.low != "former" {
			return lo
		}
	}
	for lo < i && (d.is(lo, "of") || d.is(lo, "for") || isAdverb(d.toks[lo].low) || d.is(lo, "'s")) {
		lo++
	}
	return lo
}

// describedBehind reads what stands behind a name: an age, an appositive,
// "who was the …", "is a …".
func (d *document) describedBehind(n *mention) {
	s := d.sents[d.toks[n.lo].sent]
	i := n.hi
	if i < s.hi && (d.is(i, "(") || d.is(i, "[")) {
		for i < s.hi && i < n.hi+8 && !d.is(i, ")") && !d.is(i, "]") {
			i++
		}
		i++
	}
	if i+2 < s.hi && d.is(i, ",") && d.toks[i+1].shape == number && d.toks[i+1].Len() < 4 && (d.is(i+2, ",") || d.is(i+2, ".")) {
		d.addTrait(n.actor, trait{owner: -1, tok: -1, age: d.toks[i+1].low})
		i += 2
	}
	comma := i < s.hi && d.is(i, ",")
	if comma {
		i++
	}
	copula := comma && d.is(i, "who")
	if copula {
		i++
	}
	for i < s.hi && copulas[d.toks[i].low] {
		copula = true
		i++
	}
	if !comma && !copula || i >= s.hi || d.outer(i) != d.outer(n.lo) || copula && !determiners[d.toks[i].low] {
		return
	}
	d.appended(n.actor, i, s.hi, copula)
}

// copulas link a name with what it is.
var copulas = set(`is was 's has been also serves served as became then now`)

// appended adds the descriptions in the phrase that begins at token i: its head
// is the last role noun before a preposition. Where no verb links it with the
// name, a comma or a full stop must close it.
func (d *document) appended(a, i, hi int, linked bool) {
	t := d.toks[i]
	if m := d.mentionAt(i); m >= 0 && d.names[m].actor == a || t.shape == punct || isVerb(t.low) || pronouns[t.low] || prepositions[t.low] || joiners[t.low] {
		return
	}
	noun, at, end := "", -1, i
	for k := i; k < hi && k < i+18; k++ {
		t := d.toks[k]
		if t.shape == punct && t.low != "(" && t.low != ")" && t.low != "-" || t.low == "who" || pronouns[t.low] || t.low == "and" && noun != "" {
			break
		}
		if isVerb(t.low) && t.shape == lower && t.low != "'s" {
			if !linked && k < i+12 {
				return
			}
			break
		}
		end = k + 1
		one := d.is(i, "one") || d.is(i+1, "member")
		if noun != "" && d.of(k) && !one {
			continue
		}
		if noun != "" && !one && k > at+1 {
			continue
		}
		r, ok := roleOf(t.low)
		if !ok && one {
			r, ok = roleOf(strings.TrimSuffix(t.low, "s"))
		}
		if ok && (t.shape == lower || d.mentionAt(k) < 0) && (k+1 >= hi || d.headEnds(k+1)) {
			noun, at = r, k
		}
	}
	if noun == "" {
		if linked || !determiners[t.low] && d.mentionAt(i) < 0 || !d.is(end, ",") && !d.is(end, ".") {
			return
		}
		if noun, at = d.headOf(i, end); noun == "" {
			return
		}
	}
	if possessive(t.low) && d.is(end, ",") && d.mentionAt(end+1) >= 0 {
		return // "Ana Paz, his wife, Jo Bell": the one named behind it
	}
	d.addTrait(a, d.owned(trait{noun: noun, lo: i, hi: end, at: at, owner: -1, tok: -1}))
	if end+1 < hi && d.is(end, "and") {
		d.appended(a, end+1, hi, true)
	}
}

// headOf returns the last noun of the phrase [lo, hi) before what depends on it.
func (d *document) headOf(lo, hi int) (string, int) {
	noun, at := "", -1
	for k := lo; k < hi && !d.of(k); k++ {
		if d.toks[k].shape == lower && d.toks[k].Len() > 3 && !determiners[d.toks[k].low] && d.toks[k].low != "who" {
			noun, at = d.toks[k].low, k
		}
	}
	if timeWords[noun] {
		return "", -1
	}
	return noun, at
}

// headEnds reports whether a noun phrase can end, or go on with what depends on
// its noun, at token i.
func (d *document) headEnds(i int) bool {
	t := d.toks[i]
	return t.shape == punct || prepositions[t.low] || joiners[t.low] || helpers[t.low] || isVerb(t.low) || t.low == "who" || isAdverb(t.low)
}

// owned fills in whose secretary or daughter it is: by a possessive before the
// noun, by "of" behind it, or by a name that stands before it as an adjective.
func (d *document) owned(t trait) trait {
	for k := t.lo; k < t.hi; k++ {
		if possessive(d.toks[k].low) {
			t.tok = k
			return t
		}
		if m := d.mentionAt(k); m >= 0 {
			t.owner = d.names[m].actor
			if d.names[m].owns {
				return t
			}
			k = max(k, d.names[m].hi-1)
		}
	}
	return t
}
