package analyse

import (
	_ "embed"
	"fmt"
	"slices"
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

// learned is the models, ready for use by any number of readings at once.
type learned struct {
	speech  *crf.Model
	lexicon lexicon
	tagger  *crf.Model
	linker  *crf.Model
	judge   *crf.Model
	desks   sync.Pool // of *desk
}

// desk is the memory of one reading, which the next takes over: to ask for it anew
// would be half of all that a reading asks for.
type desk struct {
	view                          view
	speech, tagger, linker, judge *crf.Decoder
}

func (m *learned) desk() *desk {
	if t, ok := m.desks.Get().(*desk); ok {
		return t
	}
	return &desk{
		speech: crf.NewDecoder(m.speech),
		tagger: crf.NewDecoder(m.tagger),
		linker: crf.NewDecoder(m.linker),
		judge:  crf.NewDecoder(m.judge),
	}
}

// mostKept is how many tokens a text can have for the memory of its reading to be
// kept: several times those of a long article.
const mostKept = 20_000

// leave gives t to readings to come.
func (m *learned) leave(t *desk) {
	if len(t.view.word) > mostKept {
		return
	}
	t.view.d = nil
	m.desks.Put(t)
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

// look looks at d with the models' eyes.
func (m *learned) look(t *desk, d *document) *view {
	v := &t.view
	v.look(d)
	v.speech(t.speech)
	v.spoken()
	for i := range v.cue {
		v.cue[i] = m.lexicon.step(v.lexical(i), v.kin(i))
	}
	v.nearest()
	return v
}

// attributions finds the attributions of d: those of the models, and by rules
// what needs no model, that is transcripts, signed quotations and quotations that
// no cue governs.
func (m *learned) attributions(d *document) []attribution {
	t := m.desk()
	defer m.leave(t)
	v := m.look(t, d)
	links := v.judge(t.judge, v.link(t.linker, v.tag(t.tagger)))
	for i := range links {
		v.leaveVerb(&links[i])
	}
	return assemble(d, links)
}

// leaveVerb takes from the start of a source a verb whose object the rest is:
// "she lets her lawyer say".
func (v *view) leaveVerb(l *linked) {
	for k, s := range l.parts {
		if s.role != sourceRole || s.hi < s.lo+3 || v.d.toks[s.lo].shape != lower || v.pos[s.lo+1] != posDT && v.pos[s.lo+1] != posPRPS {
			continue
		}
		if p := v.pos[s.lo]; p == posVB || p == posVBZ || p == posVBP {
			l.parts[k].lo++
		}
	}
}

// assemble makes attributions of what was linked, and adds those of the rules
// that need no model.
func assemble(d *document, links []linked) []attribution {
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
	r.leavePronouns(&l)
	for _, s := range l.parts {
		if s.role == sourceRole {
			if s.hi > s.lo+1 && strings.HasPrefix(r.toks[s.hi-1].low, "'") {
				s.hi--
			}
			if at := s.span(r.document); len(a.source) == 0 {
				a.source = append(a.source, at)
			} else if gapOf(at, a.cue[0]) < gapOf(a.source[0], a.cue[0]) {
				a.source[0] = at // the subject of another clause is not the cue's
			}
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
	if a.sure = l.whole(); len(a.source) > 0 {
		a.score, a.sure = a.score*l.source, a.sure*l.source
	}
	a.class = r.classOf(l.cue.lo, l.cue.hi, quoted)
	r.out = append(r.out, a)
}

// leavePronouns takes from a source that begins with a pronoun what does not
// belong to it: "according to him only three people came". Where the content
// goes on from there, it gets it.
func (r *ruler) leavePronouns(l *linked) {
	for k, s := range l.parts {
		if s.role != sourceRole || s.hi == s.lo+1 || !r.alone(s.lo) || withPronouns[r.toks[s.lo+1].low] || r.toks[s.lo+1].shape == punct {
			continue
		}
		l.parts[k].hi = s.lo + 1
		if k+1 < len(l.parts) && l.parts[k+1].role == contentRole && l.parts[k+1].lo == s.hi {
			l.parts[k+1].lo = s.lo + 1
		} else if s.lo == l.cue.hi && r.toks[s.hi-1].sent == r.toks[s.lo].sent {
			l.parts = slices.Insert(l.parts, k+1, segment{contentRole, s.lo + 1, s.hi})
			return
		}
	}
}

// withPronouns are what can follow a pronoun within a source.
var withPronouns = set(`and or himself herself themselves itself ourselves both all two three alone who of 's`)

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
