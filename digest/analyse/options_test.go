package analyse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverlap(t *testing.T) {
	var v view
	v.look(cut("The pumps, which are old, have failed again. Nobody came."))
	for _, c := range []struct {
		name string
		a, b []segment
		want float64
	}{
		{"the same", []segment{{contentRole, 0, 5}}, []segment{{contentRole, 0, 5}}, 1},
		{"marks do not count", []segment{{contentRole, 0, 2}}, []segment{{contentRole, 0, 3}}, 1},
		{"some", []segment{{contentRole, 0, 2}}, []segment{{contentRole, 0, 6}}, .4},
		{"two parts in one", []segment{{contentRole, 0, 2}, {contentRole, 7, 10}}, []segment{{contentRole, 0, 10}}, .625},
		{"apart", []segment{{contentRole, 0, 2}}, []segment{{contentRole, 3, 6}}, 0},
		{"nothing", nil, nil, 0},
	} {
		if got := v.overlap(c.a, c.b); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestApart holds the judge to one attribution for one content, the likeliest.
func TestApart(t *testing.T) {
	var v view
	v.look(cut("He said the pumps have failed, the mayor told the council."))
	link := func(lo, hi int, score float64) linked {
		return linked{score: score, agree: 1, parts: []segment{{contentRole, lo, hi}}}
	}
	all := []linked{link(2, 6, .5), link(2, 5, .9), link(7, 9, .4), link(2, 6, .9)}
	want := []linked{all[1], all[2]}
	same := cmp.Comparer(func(a, b linked) bool { return a.score == b.score && cmp.Equal(a.parts[0].hi, b.parts[0].hi) })
	if diff := cmp.Diff(want, v.apart(all), same); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
}

func TestSenses(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"marvelled", "marvel"}, {"denies", "deny"}, {"denied", "deny"}, {"passes", "pass"}, {"saying", "say"}, {"said", "say"},
		{"arguing", "argue"}, {"quipped", "quip"}, {"told", "tell"}, {"tells", "tell"},
	} {
		if a, b := verbSense(c.a), verbSense(c.b); a == 0 || a != b {
			t.Errorf("%s has sense %d, %s has %d", c.a, a, c.b, b)
		}
	}
	for _, c := range []struct{ a, b string }{{"statements", "statement"}, {"replies", "reply"}, {"speeches", "speech"}} {
		if a, b := nounSense(c.a), nounSense(c.b); a == 0 || a != b {
			t.Errorf("%s has sense %d, %s has %d", c.a, a, c.b, b)
		}
	}
	if verbSense("say") == verbSense("run") || verbSense("zzz") != 0 || nounSense("s") != 0 || verbSense("ed") != 0 {
		t.Error("words of different senses, or none, share one")
	}
}

// TestLexiconKin lets a word that was never seen count as others of its sense do,
// and one that was seen often as itself.
func TestLexiconKin(t *testing.T) {
	const say, run, sing, talk = 1 << 50, 2 << 50, 3 << 50, 9 << 50
	l := makeLexicon(
		map[uint64]tally{say: {90, 100}, run: {0, 300}, sing: {5, 10}},
		map[uint64]uint64{say: talk, run: talk})
	for _, c := range []struct {
		name   string
		h, kin uint64
		want   uint8
	}{
		{"often a cue", say, talk, tally{90, 100}.step(tally{90, 400})},
		{"never one", run, talk, 0},
		{"without kin", sing, 0, tally{5, 10}.step(tally{})},
		{"not seen", 4 << 50, talk, tally{}.step(tally{90, 400})},
		{"not seen, no kin", 5 << 50, 0, 0},
	} {
		if got := l.step(c.h, c.kin); got != c.want {
			t.Errorf("%s: step %d, want %d", c.name, got, c.want)
		}
	}
	if l.step(say, talk) <= l.step(4<<50, talk) || l.step(4<<50, talk) == 0 {
		t.Errorf("steps %d and %d", l.step(say, talk), l.step(4<<50, talk))
	}
}
