package main

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/analyse"
)

// scores are F1 in percent.
type scores struct {
	Attribution           float64            `json:"attribution"`             // half of the content's words shared
	AttributionWithSource float64            `json:"attribution_with_source"` // and the source overlaps
	Exact                 map[string]float64 `json:"exact_f1"`                // spans, by role
	Token                 map[string]float64 `json:"token_f1"`                // words, by role
}

var roleNames = [3]string{"source", "cue", "content"}

func roles(m analyse.Marked) [3][]digest.Span {
	return [3][]digest.Span{m.Source, m.Cue, m.Content}
}

// count is what F1 is made of.
type count struct{ right, found, gold int }

func (c *count) add(found, gold map[digest.Span]bool) {
	c.found += len(found)
	c.gold += len(gold)
	for s := range found {
		if gold[s] {
			c.right++
		}
	}
}

func (c count) f1() float64 {
	if c.found+c.gold == 0 {
		return 0
	}
	return math.Round(2000*float64(c.right)/float64(c.found+c.gold)) / 10
}

// score compares what was found in docs with what is marked in them.
func score(docs []analyse.Annotated, found [][]analyse.Marked) scores {
	var whole, sourced count
	var exact, token [3]count
	for i, d := range docs {
		gold, pred := withContent(d.Attributions), withContent(found[i])
		pairs := match(d.Text, gold, pred)
		whole = count{whole.right + len(pairs), whole.found + len(pred), whole.gold + len(gold)}
		for _, p := range pairs {
			if sameSource(d.Text, gold[p[0]], pred[p[1]]) {
				sourced.right++
			}
		}
		for r := range roleNames {
			g, f := ofRole(gold, r), ofRole(pred, r)
			exact[r].add(trimmed(d.Text, f), trimmed(d.Text, g))
			token[r].add(words(d.Text, f), words(d.Text, g))
		}
	}
	sourced.found, sourced.gold = whole.found, whole.gold
	out := scores{whole.f1(), sourced.f1(), map[string]float64{}, map[string]float64{}}
	for r, name := range roleNames {
		out.Exact[name], out.Token[name] = exact[r].f1(), token[r].f1()
	}
	return out
}

func withContent(all []analyse.Marked) []analyse.Marked {
	var out []analyse.Marked
	for _, m := range all {
		if len(m.Content) > 0 {
			out = append(out, m)
		}
	}
	return out
}

func ofRole(all []analyse.Marked, r int) []digest.Span {
	var out []digest.Span
	for _, m := range all {
		out = append(out, roles(m)[r]...)
	}
	return out
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{N}_]+(?:['’.\-][\p{L}\p{N}_]+)*`)

// words returns the words in spans.
func words(text string, spans []digest.Span) map[digest.Span]bool {
	out := map[digest.Span]bool{}
	for _, s := range spans {
		for _, w := range wordPattern.FindAllStringIndex(s.Cut(text), -1) {
			out[digest.Span{Start: s.Start + w[0], End: s.Start + w[1]}] = true
		}
	}
	return out
}

// trimmed returns spans without the white space and punctuation at their ends.
func trimmed(text string, spans []digest.Span) map[digest.Span]bool {
	out := map[digest.Span]bool{}
	for _, s := range spans {
		for s.Start < s.End {
			r, w := utf8.DecodeRuneInString(s.Cut(text))
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				break
			}
			s.Start += w
		}
		for s.Start < s.End {
			r, w := utf8.DecodeLastRuneInString(s.Cut(text))
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				break
			}
			s.End -= w
		}
		if s.Len() > 0 {
			out[s] = true
		}
	}
	return out
}

func shared(a, b map[digest.Span]bool) int {
	var c count
	c.add(a, b)
	return c.right
}

func sameSource(text string, gold, pred analyse.Marked) bool {
	g, p := words(text, gold.Source), words(text, pred.Source)
	return len(g) == 0 && len(p) == 0 || shared(g, p) > 0
}

// match pairs marked with found attributions one to one, those first that share
// most of their words, down to half (Jaccard).
func match(text string, gold, pred []analyse.Marked) [][2]int {
	type pair struct {
		g, p int
		same float64
	}
	var all []pair
	for i := range gold {
		g := words(text, gold[i].Content)
		for j := range pred {
			p := words(text, pred[j].Content)
			n := shared(g, p)
			if s := float64(n) / float64(len(g)+len(p)-n); n > 0 && s >= .5 {
				all = append(all, pair{i, j, s})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(b.same, a.same) })
	usedG, usedP := map[int]bool{}, map[int]bool{}
	var out [][2]int
	for _, x := range all {
		if !usedG[x.g] && !usedP[x.p] {
			usedG[x.g], usedP[x.p] = true, true
			out = append(out, [2]int{x.g, x.p})
		}
	}
	return out
}
