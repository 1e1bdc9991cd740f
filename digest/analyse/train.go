package analyse

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// Annotated is a text whose attributions were marked by hand. This type, [Marked],
// [Word], [Train] and [Predict] are for cmd/train only.
type Annotated struct {
	Name         string
	Text         string
	Attributions []Marked
	Words        []Word // in order; may be empty, or cover parts of the text
}

// Marked is one attribution of an [Annotated] text, as byte offsets.
type Marked struct {
	Source, Cue, Content []digest.Span
}

// Word is a word of a text with its part of speech, in the tags of the Penn Treebank.
type Word struct {
	digest.Span
	Tag string
}

// How each model is trained, in how many texts a feature must occur, and how
// many buckets of four features the model has (as a power of two). The figures
// measured best on PolNeAR's dev compartment; that features need many texts
// keeps names and outlets' habits out at hardly any cost.
var (
	speechRecipe = recipe{crf.Training{Labels: int(posLabels), Epochs: 5, Rate: .1, Dropout: .1, Seed: 3}, 3, 14}
	tagRecipe    = recipe{crf.Training{Labels: tagLabels, Allowed: follows, Epochs: 10, Means: 8, Rate: .025, Dropout: .35, Seed: 1}, 16, 16}
	linkRecipe   = recipe{crf.Training{Labels: linkLabels, Allowed: follows, Epochs: 9, Means: 8, Rate: .03, Dropout: .4, Seed: 2}, 5, 16}
	judgeRecipe  = recipe{crf.Training{Labels: 2, Epochs: 7, Rate: .05, Dropout: .2, Seed: 4}, 4, 14}
)

type recipe struct {
	crf.Training
	texts int
	bits  int
}

// parts is the number of parts that training texts are dealt into, so that each
// stage learns from what the one before it makes of texts that it has not seen.
const parts = 5

// trainer holds what the steps of training share.
type trainer struct {
	all     []*lesson
	words   map[uint64]tally
	kin     map[uint64]uint64
	classes map[uint64]tally
	log     func(format string, args ...any)
}

// Train makes the models from docs: first parts of speech, then the lexicon of
// cues, the tagger, the linker and the judge, each from what the earlier ones
// find. The same docs give the same bytes. It uses two cores, and tells log of
// its progress.
func Train(docs []Annotated, log func(format string, args ...any)) (Models, error) {
	t := &trainer{words: map[uint64]tally{}, kin: map[uint64]uint64{}, log: log}
	for n, a := range docs {
		e := newLesson(a)
		e.fold = n % parts
		t.all = append(t.all, e)
	}
	var m Models
	err := t.folded(func(rest, own []*lesson) (func(), error) {
		model := t.fit("parts of speech", speechRecipe, func(use func(int, []uint64, uint8), done func()) { speechExamples(rest, use, done) })
		if own == nil {
			return func() { m.Speech = model }, nil
		}
		return nil, speak(model, own)
	})
	if err != nil {
		return m, err
	}
	t.count()
	m.Lexicon = makeLexicon(t.words, t.kin)
	err = t.folded(func(rest, own []*lesson) (func(), error) {
		model := t.fit("tagger", tagRecipe, func(use func(int, []uint64, uint8), done func()) { t.tagExamples(rest, use, done) })
		if own == nil {
			return func() { m.Tagger = model }, nil
		}
		return t.tag(model, own)
	})
	if err != nil {
		return m, err
	}
	err = t.folded(func(rest, own []*lesson) (func(), error) {
		model := t.fit("linker", linkRecipe, func(use func(int, []uint64, uint8), done func()) { t.linkExamples(rest, use, done) })
		if own == nil {
			return func() { m.Linker = model }, nil
		}
		return t.link(model, own)
	})
	if err != nil {
		return m, err
	}
	m.Judge = t.fit("judge", judgeRecipe, t.judgeExamples)
	return m, nil
}

// folded runs work once for every part, with the texts outside of it to learn
// from and its own to apply the model to, and once with all texts to learn from.
// Two run at a time, and look at the same texts; what each found is therefore
// noted, by the function that work returns, only once all are done.
func (t *trainer) folded(work func(rest, own []*lesson) (note func(), err error)) error {
	var wg sync.WaitGroup
	gate := make(chan bool, 2)
	errs := make([]error, parts+1)
	notes := make([]func(), parts+1)
	for f := range parts + 1 {
		var rest, own []*lesson
		for _, e := range t.all {
			if e.fold == f {
				own = append(own, e)
			} else {
				rest = append(rest, e)
			}
		}
		if f < parts && (own == nil || rest == nil) {
			continue
		}
		gate <- true
		wg.Go(func() {
			defer func() { <-gate }()
			notes[f], errs[f] = work(rest, own)
		})
	}
	wg.Wait()
	if err := firstOf(errs); err != nil {
		return err
	}
	for _, note := range notes {
		if note != nil {
			note()
		}
	}
	return nil
}

func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// fit counts the features of the examples, numbers them, and trains a model.
// examples gives position by position the number of the text, counted from 1,
// the features and the right label, and says when a sequence is done. It runs twice.
func (t *trainer) fit(name string, r recipe, examples func(use func(text int, features []uint64, gold uint8), done func())) []byte {
	count := crf.NewCounter()
	examples(func(text int, features []uint64, _ uint8) {
		for _, f := range features {
			count.Count(text, f)
		}
	}, func() {})
	var all []crf.Sequence
	var s crf.Sequence
	examples(func(_ int, features []uint64, gold uint8) { count.Append(&s, features, r.texts, gold) }, func() {
		all = append(all, s)
		s = crf.Sequence{}
	})
	t.log("%s: %d features, %d sequences", name, count.Len(), len(all))
	return count.Encode(crf.Train(r.Training, count.Len(), all), r.bits)
}

// speak lets a model that has not seen the texts find their parts of speech.
func speak(model []byte, own []*lesson) error {
	m, err := crf.Load(model)
	if err != nil {
		return fmt.Errorf("loading a model of parts of speech: %w", err)
	}
	var v view
	dec := crf.NewDecoder(m)
	for _, e := range own {
		v.look(e.d)
		v.speech(dec)
		e.pos = slices.Clone(v.pos)
	}
	return nil
}

// count counts the words of all texts for the lexicon.
func (t *trainer) count() {
	var v view
	for _, e := range t.all {
		v.look(e.d)
		copy(v.pos, e.pos)
		v.spoken()
		e.count(&v)
		for h, own := range e.words {
			w := t.words[h]
			t.words[h] = tally{w.cue + own.cue, w.all + own.all}
		}
		maps.Copy(t.kin, e.kin)
	}
	t.classes = sumKin(t.words, t.kin)
}

// tag lets a tagger that has not seen the texts tag them.
func (t *trainer) tag(model []byte, own []*lesson) (note func(), err error) {
	m, err := crf.Load(model)
	if err != nil {
		return nil, fmt.Errorf("loading a tagger: %w", err)
	}
	var v view
	dec := crf.NewDecoder(m)
	tagged := make([]lesson, len(own))
	for i, e := range own {
		t.look(&v, e)
		tagged[i].spots = v.tag(dec)
		tagged[i].tags, tagged[i].sure, tagged[i].bound = slices.Clone(v.tags), slices.Clone(v.sure), slices.Clone(v.bound)
	}
	return func() {
		for i, e := range own {
			e.spots, e.tags, e.sure, e.bound = tagged[i].spots, tagged[i].tags, tagged[i].sure, tagged[i].bound
		}
	}, nil
}

// link lets a linker that has not seen the texts link their cues.
func (t *trainer) link(model []byte, own []*lesson) (note func(), err error) {
	m, err := crf.Load(model)
	if err != nil {
		return nil, fmt.Errorf("loading a linker: %w", err)
	}
	var v view
	dec := crf.NewDecoder(m)
	links := make([][]linked, len(own))
	for i, e := range own {
		t.look(&v, e)
		links[i] = v.link(dec, e.spots)
	}
	return func() {
		for i, e := range own {
			e.links = links[i]
		}
	}, nil
}

// look looks at e as far as it has been read, and as if the lexicon had been
// made without it.
func (t *trainer) look(v *view, e *lesson) {
	v.look(e.d)
	copy(v.pos, e.pos)
	v.spoken()
	for i := range v.cue {
		h := v.lexical(i)
		w, own := t.words[h], e.words[h]
		v.cue[i] = tally{w.cue - own.cue, w.all - own.all}.step(t.classes[v.kin(i)])
	}
	v.nearest()
	copy(v.tags, e.tags)
	copy(v.sure, e.sure)
	copy(v.bound, e.bound)
}

// Predict finds the attributions of each text by models that need not be built in.
func Predict(f Models, texts []string) ([][]Marked, error) {
	m, err := newLearned(f)
	if err != nil {
		return nil, err
	}
	out := make([][]Marked, len(texts))
	for i, text := range texts {
		d := cut(text)
		d.findNames()
		d.prepare()
		for _, a := range m.attributions(d) {
			out[i] = append(out[i], Marked{a.source, a.cue, a.content})
		}
	}
	return out, nil
}
