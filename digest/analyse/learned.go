package analyse

import (
	_ "embed"
	"strings"
	"sync"

	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// Models are the files that training makes.
type Models struct {
	Speech  []byte
	Lexicon []byte
	Tagger  []byte
	Linker  []byte
	Judge   []byte
}

//go:embed model/speech.bin
var speechFile []byte

//go:embed model/lexicon.bin
var lexiconFile []byte

//go:embed model/tagger.bin
var taggerFile []byte

//go:embed model/linker.bin
var linkerFile []byte

//go:embed model/judge.bin
var judgeFile []byte

// embedded is the models as they are built in. They are read where they lie.
var embedded = sync.OnceValue(func() *learned {
	m, err := newLearned(Models{speechFile, lexiconFile, taggerFile, linkerFile, judgeFile})
	if err != nil {
		panic(err) // the files are part of the program, and a test loads them
	}
	return m
})

// attributions finds the attributions of d by the models built in. It comes after prepare.
func (d *document) attributions() []attribution { return embedded().attributions(d) }

// learned is the models, ready for use.
type learned struct {
	speech  *crf.Model
	lexicon lexicon
	tagger  *crf.Model
	linker  *crf.Model
	judge   *crf.Model
}

func newLearned(f Models) (*learned, error) {
	m := &learned{lexicon: lexicon(f.Lexicon)}
	for _, x := range []struct {
		to   **crf.Model
		data []byte
	}{{&m.speech, f.Speech}, {&m.tagger, f.Tagger}, {&m.linker, f.Linker}, {&m.judge, f.Judge}} {
		var err error
		if *x.to, err = crf.Load(x.data); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// view looks at d with the models' eyes.
func (m *learned) view(d *document) *view {
	v := &view{}
	v.look(d)
	v.speech(crf.NewDecoder(m.speech))
	v.spoken()
	for i := range v.cue {
		v.cue[i] = m.lexicon.step(v.lexical(i))
	}
	v.nearest()
	return v
}

// attributions finds the attributions of d: those of the models, and by rules
// what needs no model, that is transcripts, signed quotations and quotations that
// no cue governs.
func (m *learned) attributions(d *document) []attribution {
	v := m.view(d)
	links := v.judge(m.judge, v.link(crf.NewDecoder(m.linker), v.tag(crf.NewDecoder(m.tagger))))
	r := ruler{document: d, used: map[int]bool{}}
	for p := range d.paras {
		var own []linked
		for len(links) > 0 && links[0].cue.lo < d.paras[p].hi {
			own, links = append(own, links[0]), links[1:]
		}
		if l := d.paras[p].line; l == furniture || l == caption {
			continue
		}
		before := len(r.out)
		if r.transcript(p) {
			continue
		}
		for _, l := range own {
			r.learned(l)
		}
		r.leftover(p, before)
	}
	return r.out
}

// learned adds what the linker found for one cue.
func (r *ruler) learned(l linked) {
	a := attribution{cue: []digest.Span{r.span(l.cue.lo, l.cue.hi)}, score: l.score, why: "learned"}
	quoted := false
	for _, s := range l.parts {
		if s.role == sourceRole {
			if s.hi > s.lo+1 && strings.HasPrefix(r.toks[s.hi-1].low, "'") {
				s.hi--
			}
			a.source = append(a.source, s.span(r.document))
			continue
		}
		a.content = append(a.content, s.span(r.document))
		for k := s.lo; k < s.hi; k++ {
			if q := r.outside[k]; q >= 0 && k == r.marks[q].lo {
				r.used[q] = true
				quoted = quoted || r.wordsIn(r.marks[q]) > 2
			}
		}
	}
	a.class = r.classOf(l.cue.lo, l.cue.hi, quoted)
	r.out = append(r.out, a)
}
