package query

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Match is a known name that is like another.
type Match struct {
	Name     string
	Distance float64 // letters to be changed; half a one where both sound the same; 0 for the same name
}

// Nearest returns up to n of the known names that name may be a misspelling of,
// the nearest first, those before others in known where they are equally near.
// It returns none where nothing is near.
func Nearest(name string, known []string, n int) []string {
	var names []string
	for _, m := range Matches(name, known, n) {
		names = append(names, m.Name)
	}
	return names
}

// Matches is [Nearest] with the distances. Three things bring names near: few
// letters that differ, in relation to their number; the same sound in another
// transliteration (Rainsi, Rainsy; Chhai, Chhay; Qadir, Kader); and words in
// another order or left out (Rainsy Sam). Names much farther than the nearest are
// left out.
func Matches(name string, known []string, n int) []Match {
	q := newNeedle(name)
	if q.folded == "" || n <= 0 {
		return nil
	}
	var found []Match
	for _, k := range known {
		if !q.mayBe(k) {
			continue
		}
		if d, ok := q.near(Fold(k)); ok {
			found = append(found, Match{k, d})
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int {
		switch {
		case a.Distance < b.Distance:
			return -1
		case a.Distance > b.Distance:
			return 1
		}
		return 0
	})
	var out []Match
	for _, m := range found {
		if len(out) == n || m.Distance > found[0].Distance+1.5 {
			break
		}
		if !slices.ContainsFunc(out, func(o Match) bool { return o.Name == m.Name }) {
			out = append(out, m)
		}
	}
	return out
}

// needle is a name to look for among many.
type needle struct {
	folded  string
	words   []string
	sounds  []string
	limits  []int    // letters that may differ in each word
	limit   int      // and in all of it
	masks   []uint32 // the consonants of each word
	mask    uint32   // and of all of it
	foreign bool     // it has letters that are not a to z
}

func newNeedle(name string) needle {
	q := needle{folded: Fold(name)}
	q.limit = allowed(utf8.RuneCountInString(q.folded))
	q.words = strings.Fields(q.folded)
	q.words = q.words[:min(len(q.words), maxNameWords)]
	for _, w := range q.words {
		q.sounds = append(q.sounds, sound(w))
		q.limits = append(q.limits, allowed(utf8.RuneCountInString(w)))
		mask, _ := consonants(w)
		q.masks = append(q.masks, mask)
	}
	q.mask, _ = consonants(q.folded)
	q.foreign = !ascii(q.folded)
	return q
}

// mayBe is a quick look at a known name that leaves most out: too many of the
// consonants that were asked for are not in it.
func (q *needle) mayBe(known string) bool {
	mask, strange := consonants(known)
	if q.foreign {
		return strange > 0
	}
	return bits.OnesCount32(q.mask&^mask) <= q.limit+strange
}

// maxNameWords is how many words of a name are compared one by one.
const maxNameWords = 12

// near returns how far the folded name k is, and whether that is near.
func (q *needle) near(k string) (float64, bool) {
	if k == q.folded {
		return 0, true
	}
	if k == "" {
		return 0, false
	}
	best, near := far, false
	if d := within(q.folded, k, q.limit); d <= q.limit {
		best, near = float64(d), true
	}
	if d, ok := q.byWords(k); ok && (!near || d < best) {
		best, near = d, true
	}
	return best, near
}

// byWords compares word by word: each one asked for must be near one of the
// known name, of which up to three may be left over.
func (q *needle) byWords(k string) (float64, bool) {
	var words [maxNameWords]string
	n := 0
	for k != "" && n < len(words) {
		words[n], k, _ = strings.Cut(k, " ")
		n++
	}
	left := n - len(q.words)
	if left < 0 || left > 3 || k != "" {
		return 0, false
	}
	total, ordered, last := 0.75*float64(left), true, -1
	for i := range q.words {
		best, at := far, -1
		for j, w := range words[:n] {
			if d := q.word(i, w); d < best {
				best, at = d, j
			}
		}
		if at < 0 {
			return 0, false
		}
		words[at] = ""
		total += best
		ordered = ordered && at > last
		last = at
	}
	if !ordered {
		total += 0.5
	}
	return total, total <= float64(q.limit)+0.75*float64(left)
}

const far = 99.0

// word returns how far a word is from the i-th one that was asked for.
func (q *needle) word(i int, w string) float64 {
	limit := q.limits[i]
	if w == q.words[i] {
		return 0
	}
	if w == "" || len(w)-len(q.words[i]) > limit+2 || len(q.words[i])-len(w) > limit+2 {
		return far
	}
	mask, strange := consonants(w)
	if strange == 0 && max(bits.OnesCount32(mask&^q.masks[i]), bits.OnesCount32(q.masks[i]&^mask)) > limit {
		return far
	}
	best := far
	if d := within(q.words[i], w, limit); d <= limit {
		best = float64(d)
	}
	if best > 0.5 && len(w) > 2 {
		best = min(best, sounding(q.sounds[i], sound(w), limit))
	}
	return best
}

// allowed is how many letters of a name of so many may differ: none in two, one
// in up to five, at most three.
func allowed(letters int) int {
	switch {
	case letters <= 2:
		return 0
	case letters <= 5:
		return 1
	case letters <= 9:
		return 2
	}
	return 3
}
