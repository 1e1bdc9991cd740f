package analyse

// ends finds where the content that begins at token i ends: with its sentence,
// or before another cue of the same speaker, or before a clause that is the
// article's own again.
func (r *ruler) ends(i int, s sentence, c cue) int {
	quoted := r.outside[i] >= 0
	for k := i + 1; k < s.hi; k++ {
		if r.outside[k] >= 0 {
			continue
		}
		if r.outside[k-1] >= 0 && r.stopsInside(r.outside[k-1]) {
			return k
		}
		if quoted && r.outside[k-1] >= 0 && (r.toks[k].shape == punct || r.toks[k].shape == lower && !r.is(k, "and")) {
			return k
		}
		t := r.toks[k]
		switch {
		case t.low == ";":
			return k
		case t.low == ",":
			if r.breaks(k+1, s) {
				return k
			}
		case t.low == "and" && k+1 < s.hi && sure[r.toks[k+1].low] && cues[r.toks[k+1].low].form != ing:
			return k
		case t.low == "according":
			if !r.isAside(k, s) {
				return k
			}
		}
	}
	end := s.hi
	for end > i+1 && r.outside[end-1] < 0 && r.toks[end-1].shape == punct && r.toks[end-1].low != ")" && r.toks[end-1].low != "]" {
		end--
	}
	return end
}

// isAside reports whether "according to somebody" at token i stands between
// commas in the middle of a clause: "the people who, according to Bell, love it".
func (r *ruler) isAside(i int, s sentence) bool {
	if !r.is(i-1, ",") || !r.is(i+1, "to") {
		return false
	}
	hi := r.phraseAfter(i+2, s.hi)
	return hi > i+2 && r.is(hi, ",") && hi+2 < s.hi && i > s.lo+1 && clauseOpeners[r.toks[i-2].low] || i > s.lo+1 && (r.is(i-2, "who") || r.is(i-2, "which")) && hi > i+2 && r.is(hi, ",")
}

// asideEnds returns where the aside ends that token i stands in, at a comma with
// the main verb behind it: "Bell, who confirmed the sale, previously denied it".
func (r *ruler) asideEnds(i, end int) int {
	for k := i + 1; k+1 < end; k++ {
		if r.outside[k] >= 0 || !r.is(k, ",") {
			continue
		}
		v := k + 1
		for v < end-1 && isAdverb(r.toks[v].low) {
			v++
		}
		if isVerb(r.toks[v].low) {
			return k
		}
	}
	return end
}

// stopsInside reports whether quotation m ends in a comma or a full stop, which
// then ends the clause that it stands in, unless another one follows in a row.
func (r *ruler) stopsInside(m int) bool {
	q := r.marks[m]
	if !q.closed || q.hi == q.lo || !r.is(q.hi-1, ",") && !r.is(q.hi-1, ".") {
		return false
	}
	for k := q.hi + 1; k < len(r.toks) && k < q.hi+4; k++ {
		if r.outside[k] >= 0 {
			return false
		}
		if low := r.toks[k].low; low != "a" && low != "an" && low != "and" && low != "or" && low != "the" {
			break
		}
	}
	return true
}

// breaks reports whether the content ends before the comma before token k.
func (r *ruler) breaks(k int, s sentence) bool {
	if k >= s.hi {
		return true
	}
	low := r.toks[k].low
	if c, ok := cues[low]; ok && c.form == ing && c.frame&clause != 0 {
		return true
	}
	switch low {
	case "but":
		return !r.is(k+1, "that")
	case "according":
		return !r.isAside(k, s)
	case "in":
		return r.is(k+2, "reference") || r.is(k+3, "reference") || r.is(k+1, "reference")
	case "and", "he", "she", "they":
		j := k
		if low == "and" {
			j++
		}
		for n := j; n < min(j+4, s.hi); n++ {
			if sure[r.toks[n].low] {
				return true
			}
		}
	}
	return false
}
