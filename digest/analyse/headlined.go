package analyse

// isHeadlined reports whether token j is a verb that a headline prints with a capital,
// as nearly all words around it: "Jo Bell Joins Growing List".
func (n *naming) isHeadlined(j int) bool {
	if n.toks[j].shape != capital || !headlined[n.toks[j].low] && !sure[n.toks[j].low] || n.class(j)&(given|surname) != 0 {
		return false
	}
	s := n.sents[n.toks[j].sent]
	high, low := 0, 0
	for _, t := range n.toks[max(s.lo, j-10):min(s.hi, j+11)] {
		switch {
		case t.Len() < 4 || t.shape == punct || t.shape == number:
		case t.shape == lower:
			low++
		default:
			high++
		}
	}
	return high >= 4 && high > 2*low
}

// headlined are the verbs of headlines that are no names, besides those of speech.
var headlined = set(`says joins compares resigns praises wins announces endorses wants calls seems slams vows warns urges tells asks faces loses gets takes makes gives
	comes sees drops seeks rejects accuses denies admits refuses reveals defends becomes blames agrees declares demands criticizes criticises condemns
	fires quits ousts launches unveils promises pledges`)
