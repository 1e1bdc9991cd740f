package analyse

// actsBefore returns the person whom the sentence is about that stands right before
// quotation q, which is a sentence of its own, in paragraph p: “Bell held up a sheet.
// “I have it here.”” hi is 0 where there is none.
func (r *ruler) actsBefore(p int, q quotation) (lo, hi int) {
	k := q.lo - 2
	if !r.pure(q) || k <= r.paras[p].lo || r.outside[k] >= 0 || !r.is(k, ".") {
		return 0, 0
	}
	s := r.sents[r.toks[k].sent]
	if m := r.reaction(s); m >= 0 {
		return r.names[m].begin(), r.names[m].hi
	}
	lo, hi = r.subject(s, k)
	if lo >= hi || lo > s.lo+1 {
		return 0, 0
	}
	if m := r.mentionAt(hi - 1); m >= 0 && isPerson(&r.actors[r.names[m].actor]) && !r.names[m].owns {
		return lo, hi
	}
	if sexOf(r.toks[lo].low) != unknown && hi == lo+1 {
		return lo, hi
	}
	return 0, 0
}

// whoActs is the rule for a quotation behind what another than the last speaker does.
const whoActs = "who acts before it"

// another reports whether [lo, hi), who acts before quotation q, is somebody else than
// who spoke in a before it: “No,” said Bell. Quist held up a sheet. “Here.”
func (r *ruler) another(a attribution, q quotation, lo, hi int) bool {
	if lo >= hi || len(a.cue) == 0 || len(a.source) == 0 {
		return false
	}
	s := r.sents[r.toks[lo].sent]
	cue, _ := r.tokens(a.cue[0])
	source, end := r.tokens(a.source[0])
	m, spoke := r.head(lo, hi), r.head(source, end)
	return cue < s.lo && source < s.lo && r.outside[s.lo] < 0 && m >= 0 && spoke >= 0 && r.names[m].actor != r.names[spoke].actor && r.gestures(m) && !speaksOn[r.toks[q.lo].low]
}

// speaksOn are words by which the one who spoke goes on, of another or with more.
var speaksOn = set(`he she and but`)

// gestures reports whether the sentence of mention m tells, right behind it, of a gesture
// such as one makes who then speaks: "Her mother, Jo, wiped away tears."
func (d *document) gestures(m int) bool {
	n := &d.names[m]
	hi := d.sents[d.toks[n.lo].sent].hi
	for k := max(n.to, n.hi); k < hi && d.outside[k] < 0; k++ {
		switch low := d.toks[k].low; {
		case gestured[low]:
			return true
		case isVerb(low):
			return false
		}
	}
	return false
}

// gestured are what people do who then speak.
var gestured = set(`held stepped rose shook pointed laughed shrugged smiled frowned leaned leant sighed grinned raised slammed banged turned paused
	wiped wept cried sobbed clutched winced blinked gestured waved chuckled scoffed snorted hesitated swallowed whispered looked stared glanced`)
