package analyse

// choice is one figure that a pronoun may mean.
type choice struct {
	fig      int
	features []int
	score    float64
}

// Ranges of features, each with how many values it has. Where the pronoun is a
// source, each counts a second time, from nBase on.
const (
	fBack     = 0            // sentences back to the last reference: 7 values
	fPart     = fBack + 7    // place in the clause of the last reference, and 0, 1, 2 or more sentences back
	fPara     = fPart + 9    // paragraphs back, up to 4
	fSort     = fPara + 5    // name, pronoun or noun, and 0, 1, 2 or more sentences back
	fNearest  = fSort + 9    // the nearest that fits
	fSubject  = fNearest + 3 // the last subject that fits, and how far back
	fVoice    = fSubject + 3 // spoke last, by paragraphs back (3), pronoun at the start of its paragraph or not, or behind its content
	fBefore   = fVoice + 9   // spoke last but one, by paragraphs
	fSame     = fBefore + 3  // the source that spoke last was the same pronoun
	fContent  = fSame + 1    // named in the content: between marks, outside them
	fOften    = fContent + 2 // how often spoken of so far: 5
	fMost     = fOften + 5   // most often of all that fit
	fGender   = fMost + 1    // gender known, unknown, unknown and without a name
	fFirst    = fGender + 3  // first reference of its sentence, by sentences back
	fOwner    = fFirst + 3   // pronoun is possessive, and place of the last reference in the same sentence
	fObject   = fOwner + 3   // pronoun is an object, and the same
	fUnnamed  = fObject + 3  // the article does not name it: by sentences back, or spoke last
	fForward  = fUnnamed + 4 // named only behind the pronoun, in the same sentence
	fOpening  = fForward + 1 // subject of the first sentence of the paragraph: this one, the one before
	fHeard    = fOpening + 2 // the last reference is inside the content of the attribution before
	fLead     = fHeard + 1   // spoke last, is the last subject, and where the pronoun stands: 3
	nBase     = fLead + 3
	nFeatures = 2 * nBase
)

// maxRefs bounds how many references back a pronoun is looked up in.
const maxRefs = 48

// step puts a number of sentences into 0, 1, 2, 3, 4 and 5, 6 to 8, more.
func step(n int) int {
	switch {
	case n < 4:
		return n
	case n < 6:
		return 4
	case n < 9:
		return 5
	}
	return 6
}

// choices lists whom the pronoun at token i can mean, with features.
func (c *cast) choices(i int) []choice {
	g := sexOf(c.toks[i].low)
	sent := c.toks[i].sent
	para := c.sents[sent].para
	at, isSource := c.owner[i]
	out := c.scratch[:0]
	seenSubject := false
	for k := len(c.refs) - 1; k >= 0 && k > len(c.refs)-1-maxRefs; k-- {
		r := c.refs[k]
		s := c.toks[r.tok].sent
		if c.blocks[c.sents[s].para] < c.blocks[para]-4 {
			break
		}
		if !c.suits(r.fig, g) || c.asks(r.fig, i) || c.besides(r, i) || c.saidOf(r, i) {
			continue
		}
		j := find(out, r.fig)
		if j < 0 {
			j = len(out)
			out = append(out, choice{fig: r.fig})
			x := &out[j]
			if cap(c.scratch) > j {
				x.features = c.scratch[:cap(c.scratch)][j].features[:0]
			}
			c.lastly(x, r, sent, j == 0)
			c.clauses(x, r, i, sent)
		}
		x := &out[j]
		if r.part == asSubject && !seenSubject {
			seenSubject = true
			x.features = append(x.features, fSubject+min(c.told[sent]-c.told[s], 2))
		}
		if r.part == asSubject && s == c.paras[para].first && s < sent {
			x.features = once(x.features, fOpening)
		}
		if para > 0 && r.part == asSubject && s == c.paras[para-1].first {
			x.features = once(x.features, fOpening+1)
		}
	}
	if j := c.forward(i, g); j >= 0 && find(out, j) < 0 {
		out = append(out, choice{fig: j, features: []int{fForward}})
	}
	c.wholly(out, i, at, isSource)
	if isSource {
		for j := range out {
			for _, f := range out[j].features {
				out[j].features = append(out[j].features, f+nBase)
			}
		}
	}
	c.scratch = out
	return out
}

func once(list []int, f int) []int {
	for _, x := range list {
		if x == f {
			return list
		}
	}
	return append(list, f)
}

func find(list []choice, fig int) int {
	for j := range list {
		if list[j].fig == fig {
			return j
		}
	}
	return -1
}

// suits reports whether a figure can be he or she.
func (c *cast) suits(fig int, g gender) bool {
	if fig < len(c.actors) && !isPerson(&c.actors[fig]) {
		return false
	}
	x := c.figures[fig].gender
	return x == unknown || x == g
}

// lastly appends what the last reference to x tells.
func (c *cast) lastly(x *choice, r ref, sent int, nearest bool) {
	s := c.toks[r.tok].sent
	back := max(c.told[sent]-c.told[s], 0)
	near := min(back, 2)
	blocks := c.blocks[c.sents[sent].para] - c.blocks[c.sents[s].para]
	x.features = append(x.features, fBack+step(back), fPart+3*r.part+near, fPara+min(max(blocks, 0), 4), fSort+3*r.sort+near)
	if nearest {
		x.features = append(x.features, fNearest+near)
	}
	if r.first {
		x.features = append(x.features, fFirst+near)
	}
	if r.fig >= len(c.actors) {
		x.features = append(x.features, fUnnamed+near)
	}
	if k := len(c.done) - 1; k >= 0 && c.heard(k, r.tok) {
		x.features = append(x.features, fHeard)
	}
}

// clauses appends how the pronoun at token i and the last reference stand in one sentence.
func (c *cast) clauses(x *choice, r ref, i, sent int) {
	if c.toks[r.tok].sent != sent {
		return
	}
	switch low := c.toks[i].low; {
	case low == "his" || low == "her" && c.beforeNoun(i):
		x.features = append(x.features, fOwner+r.part)
	case low != "he" && low != "she":
		x.features = append(x.features, fObject+r.part)
	}
}

// wholly appends what is known of each choice from the whole article so far.
func (c *cast) wholly(out []choice, i, at int, isSource bool) {
	most := 0
	for j := range out {
		most = max(most, c.figures[out[j].fig].refs)
	}
	for j := range out {
		x := &out[j]
		n := c.figures[x.fig].refs
		x.features = append(x.features, fOften+often(n))
		if n == most {
			x.features = append(x.features, fMost)
		}
		switch {
		case c.figures[x.fig].gender != unknown:
			x.features = append(x.features, fGender)
		case x.fig < len(c.actors):
			x.features = append(x.features, fGender+1)
		default:
			x.features = append(x.features, fGender+2)
		}
		c.spoke(x, i)
		if isSource && x.fig < len(c.actors) {
			c.inContent(x, at)
		}
	}
}

func often(n int) int {
	switch {
	case n < 3:
		return max(n-1, 0)
	case n < 5:
		return 2
	case n < 9:
		return 3
	}
	return 4
}

// position tells where the pronoun at token i stands: at the start of its
// paragraph, behind a quotation, elsewhere.
func (c *cast) position(i int) int {
	switch {
	case i <= c.paras[c.sents[c.toks[i].sent].para].lo+1:
		return 0
	case i > 1 && (c.outside[i-1] >= 0 || c.outside[i-2] >= 0):
		return 1
	}
	return 2
}
