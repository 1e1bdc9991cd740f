package analyse

import "slices"

// withoutSource takes the source of a, which the models may have put into its content, out
// of it again, and what stands on its other side. It returns false where nothing
// is left.
func (d *document) withoutSource(a *attribution) bool {
	if len(a.source) != 1 {
		return true
	}
	lo, hi := d.tokens(a.source[0])
	if lo >= hi || d.outside[lo] >= 0 {
		return true
	}
	for k, s := range a.content {
		if !s.Contains(a.source[0]) {
			continue
		}
		from, to := d.tokens(s)
		if lo-from >= to-hi {
			to = lo
		} else {
			from = max(hi, d.behindCue(*a, hi))
		}
		for from < to && d.toks[from].shape == punct && d.outside[from] < 0 {
			from++
		}
		for from < to && d.toks[to-1].shape == punct && d.outside[to-1] < 0 {
			to--
		}
		if from >= to {
			return false
		}
		a.content = slices.Clone(a.content)
		a.content[k] = d.span(from, to)
		a.words = d.words(a.content)
	}
	return len(a.words) > 0
}

// behindCue returns the token behind the cue of a where that begins at token i.
func (d *document) behindCue(a attribution, i int) int {
	if len(a.cue) == 0 {
		return i
	}
	lo, hi := d.tokens(a.cue[0])
	if lo == i {
		return hi
	}
	return i
}
