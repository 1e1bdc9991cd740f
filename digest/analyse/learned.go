package analyse

import (
	_ "embed"
	"sync"

	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// Models are the files that training makes.
type Models struct {
	Lexicon []byte
	Tagger  []byte
	Linker  []byte
}

//go:embed model/lexicon.bin
var lexiconFile []byte

//go:embed model/tagger.bin
var taggerFile []byte

//go:embed model/linker.bin
var linkerFile []byte

// embedded is the models as they are built in. They are read where they lie.
var embedded = sync.OnceValue(func() *learned {
	m, err := newLearned(Models{lexiconFile, taggerFile, linkerFile})
	if err != nil {
		panic(err) // the files are part of the program, and a test loads them
	}
	return m
})

// attributions finds the attributions of d by the models built in. It comes after prepare.
func (d *document) attributions() []attribution { return embedded().attributions(d) }

// learned is the models, ready for use.
type learned struct {
	lexicon lexicon
	tagger  *crf.Model
	linker  *crf.Model
}

func newLearned(f Models) (*learned, error) {
	t, err := crf.Load(f.Tagger)
	if err != nil {
		return nil, err
	}
	l, err := crf.Load(f.Linker)
	if err != nil {
		return nil, err
	}
	return &learned{lexicon(f.Lexicon), t, l}, nil
}

// view looks at d with the models' eyes.
func (m *learned) view(d *document) *view {
	v := &view{}
	v.look(d)
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
	links := v.link(crf.NewDecoder(m.linker), v.tag(crf.NewDecoder(m.tagger)))
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
	a := attribution{cue: []digest.Span{l.cue.span(r.document)}, class: digest.Statement, score: l.score, why: "learned"}
	for _, s := range l.parts {
		if s.role == sourceRole {
			a.source = append(a.source, s.span(r.document))
			continue
		}
		a.content = append(a.content, s.span(r.document))
		for k := s.lo; k < s.hi; k++ {
			if q := r.outside[k]; q >= 0 && k == r.marks[q].lo {
				r.used[q] = true
			}
		}
	}
	r.out = append(r.out, a)
}
