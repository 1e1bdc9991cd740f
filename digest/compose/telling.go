package compose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

// telling picks the n quotes that tell most about a story, and returns them and
// the other statements, both in the order of the text.
//
// Only statements that are more than a fragment are picked. They are taken one
// by one, the best first, by what stands between quotation marks, who speaks
// (key actors first, each one's second quote much later than the first), whether
// the length is good to read, and how early the article brings it. A quote that
// shares text with one already picked, and one whose speaker is not certain, is
// never picked.
func telling(s digest.Story, n int) (picked, rest []digest.Result) {
	var statements []digest.Result
	for _, r := range s.Quotes {
		if r.Class == digest.Statement || r.Class == "" {
			statements = append(statements, r)
		}
	}
	chosen := make([]bool, len(statements))
	spoke := make(map[string]int)
	for range n {
		best, bestScore := -1, 0.0
		for i, r := range statements {
			if chosen[i] || !tellable(r) || overlaps(r, statements, chosen) {
				continue
			}
			score := worth(r, s.Actors) - float64(i)/float64(20*len(statements)) - 0.6*float64(spoke[speakerKey(r)])
			if best < 0 || score > bestScore {
				best, bestScore = i, score
			}
		}
		if best < 0 {
			break
		}
		chosen[best] = true
		spoke[speakerKey(statements[best])]++
	}
	for i, r := range statements {
		switch {
		case chosen[i]:
			picked = append(picked, r)
		case !overlaps(r, statements, chosen) && !slices.ContainsFunc(rest, func(other digest.Result) bool { return sameSentence(r, other) }):
			rest = append(rest, r)
		}
	}
	return picked, rest
}

// tellable reports whether a quote is understood on its own.
func tellable(r digest.Result) bool {
	if r.Speaker == nil && !r.Unnamed {
		return false
	}
	least := 5
	if r.Kind == digest.Direct {
		least = 4
	}
	return wordCount(r.Content) >= least
}

// wordCount counts words; where a script does not part them, two characters
// count as one.
func wordCount(content []string) int {
	n := 0
	for _, c := range content {
		fields := strings.Fields(c)
		n += len(fields)
		for _, f := range fields {
			if size := utf8.RuneCountInString(f); len(f) > 2*size {
				n += size / 2
			}
		}
	}
	return n
}

// worth says how much a quote tells, about 0 to 2.
func worth(r digest.Result, key []digest.Actor) float64 {
	kind := map[digest.Kind]float64{digest.Direct: 1, digest.Mixed: 0.7, digest.Indirect: 0.4}[r.Kind]
	return kind + 0.5*prominence(r, key) + 0.4*readable(r.Content) + 0.1*r.Confidence
}

// prominence is 1 for the key actor, less for the others, 0 for unnamed sources.
func prominence(r digest.Result, key []digest.Actor) float64 {
	if r.Speaker == nil {
		return 0
	}
	i := slices.IndexFunc(key, func(a digest.Actor) bool { return a.ID == r.Speaker.ID && a.Name == r.Speaker.Name })
	if i < 0 {
		return 0.2
	}
	return max(0.3, 1-0.1*float64(i))
}

// readable is 1 for content of one or two sentences, less for shorter and longer.
func readable(content []string) float64 {
	const short, long = 60, 280
	size := 0
	for _, c := range content {
		size += utf8.RuneCountInString(c)
	}
	switch {
	case size < short:
		return float64(size) / short
	case size > long:
		return max(0, 1-float64(size-long)/(2*long))
	}
	return 1
}

// overlaps reports whether r shares text, or the sentence it is shown by, with a
// chosen quote.
func overlaps(r digest.Result, all []digest.Result, chosen []bool) bool {
	for i, other := range all {
		if !chosen[i] {
			continue
		}
		if sameSentence(r, other) {
			return true
		}
		for _, a := range r.Spans {
			if slices.ContainsFunc(other.Spans, a.Overlaps) {
				return true
			}
		}
	}
	return false
}
