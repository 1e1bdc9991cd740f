package analyse

// veiled reports whether a says nothing but that the source stays unnamed: "a
// clerk, who asked not to be identified".
func (d *document) veiled(a attribution) bool {
	if len(a.content) == 0 {
		return false
	}
	lo, hi := d.tokens(a.content[0])
	for i := lo; i < min(hi, lo+6); i++ {
		switch {
		case d.is(i, "anonymity"):
			return true
		case d.is(i, "be") && (d.is(i-1, "to") && d.is(i-2, "not") || d.is(i-1, "not")):
			return i+1 < hi && unnamings[d.toks[i+1].low]
		}
	}
	return false
}

// unnamings are what a source asks not to be.
var unnamings = set(`named identified quoted`)
