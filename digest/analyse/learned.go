package analyse

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// Models are the files that training makes. They are used where they lie.
type Models struct {
	Speech  []byte // parts of speech
	Lexicon []byte // how often words are cues
	Tagger  []byte // cues, sources and contents of paragraphs
	Linker  []byte // source and content of a cue
	Judge   []byte // whether a cue is one
}

// Files returns the models by the name of their file.
func (m Models) Files() map[string][]byte {
	return map[string][]byte{"speech.bin": m.Speech, "lexicon.bin": m.Lexicon, "tagger.bin": m.Tagger, "linker.bin": m.Linker, "judge.bin": m.Judge}
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

// BuiltIn returns the models that the program carries. It is for cmd/train only.
func BuiltIn() Models { return builtIn }

var builtIn = Models{speechFile, lexiconFile, taggerFile, linkerFile, judgeFile}

// embedded is the models built in, ready for use.
var embedded = sync.OnceValue(func() *learned {
	m, err := newLearned(builtIn)
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
	if len(f.Lexicon) != 4*lexiconSize {
		return nil, fmt.Errorf("loading lexicon: %d bytes instead of %d", len(f.Lexicon), 4*lexiconSize)
	}
	m := &learned{lexicon: lexicon(f.Lexicon)}
	for _, x := range []struct {
		to     **crf.Model
		name   string
		labels int
		data   []byte
	}{
		{&m.speech, "parts of speech", int(posLabels), f.Speech},
		{&m.tagger, "tagger", tagLabels, f.Tagger},
		{&m.linker, "linker", linkLabels, f.Linker},
		{&m.judge, "judge", 2, f.Judge},
	} {
		model, err := crf.Load(x.data)
		if err != nil {
			return nil, fmt.Errorf("loading %s: %w", x.name, err)
		}
		if model.Labels() != x.labels {
			return nil, fmt.Errorf("loading %s: %d labels instead of %d", x.name, model.Labels(), x.labels)
		}
		*x.to = model
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
	a := attribution{cue: []digest.Span{r.span(l.cue.lo, l.cue.hi)}, score: l.score, variants: l.variants}
	quoted := false
	for _, s := range l.parts {
		if s.role == sourceRole {
			if s.hi > s.lo+1 && strings.HasPrefix(r.toks[s.hi-1].low, "'") {
				s.hi--
			}
			a.source = append(a.source, s.span(r.document))
			continue
		}
		s = r.whole(s)
		a.content = append(a.content, s.span(r.document))
		for k := s.lo; k < s.hi; k++ {
			if q := r.outside[k]; q >= 0 && k == r.marks[q].lo {
				r.used[q] = true
				quoted = quoted || r.wordsIn(r.marks[q]) > 2
			}
		}
	}
	a.why = fmt.Sprintf("learned: cue %.2f, source %.2f, content %.2f", l.score, l.source, l.content)
	if len(a.source) > 0 {
		a.score *= l.source
	}
	a.class = r.classOf(l.cue.lo, l.cue.hi, quoted)
	r.out = append(r.out, a)
}

// mostOf is how much of a quotation a content must have to get all of it.
const mostOf = .5

// whole extends content that is most of a quotation to all of it: where the
// marks stand is certain, and where the content ends is not.
func (r *ruler) whole(s segment) segment {
	for _, k := range [2]int{s.lo, s.hi - 1} {
		m := r.outer(k)
		if m < 0 {
			continue
		}
		q := r.marks[m]
		if n := min(s.hi, q.hi) - max(s.lo, q.lo); r.wordsIn(q) < minWords || float64(n) < mostOf*float64(q.hi-q.lo) {
			continue
		}
		s.lo, s.hi = min(s.lo, q.lo), max(s.hi, q.hi)
	}
	return s
}
