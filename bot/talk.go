package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// talk is what one conversation remembers.
type talk struct {
	asked    bool        // there is a last answer
	last     query.Query // it was an answer to this
	after    int64       // where its next page starts; 0 where there is none
	by       *option     // the one actor that spoke in it
	about    *option     // the one actor it was about
	topic    query.Term  // what it was about, also where that is no actor
	speakers []option    // who spoke in it, the newest first
	choice   *resolution // a question back that waits for a reply
	shown    []int64     // the numbers of the quotes that were shown last
	lost     bool        // there was an answer, and what it was to is not known any more
}

// forgotten is said instead of going on from an answer that is not remembered.
const forgotten = "I do not know any more what you asked: questions are not kept when I am started anew, nor for long. Ask again; a button under the answer still does what it says."

// option is one of several that may be meant.
type option struct {
	id    int64 // of the actor; 0 where it is words
	name  string
	label string // name, or more where that would not tell it from another
	kind  digest.ActorType
	forms []string // other names
}

func newOption(a digest.Actor) option {
	return option{id: a.ID, name: a.Name, label: a.Name, kind: a.Type, forms: a.Aliases}
}

func labels(options []option) []string {
	var names []string
	for _, o := range options {
		names = append(names, o.label)
	}
	return names
}

// ask puts the question back who of several is meant, and waits for the reply.
func (t *talk) ask(r resolution) digest.Answer {
	t.choice = &r
	back := fmt.Sprintf("Who is meant by “%s”?", r.term().Text)
	if !query.IsPronoun(r.term().Text) {
		back = fmt.Sprintf("“%s” may be %s. Who is meant?", r.term().Text, enumerated(labels(r.options), "or"))
	}
	return digest.Answer{Understood: r.q.String(), Back: back, Suggestions: labels(r.options)}
}

// enumerated writes names as "A, B or C".
func enumerated(names []string, link string) string {
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:n], ", ") + " " + link + " " + names[n]
}

// answered notes what later lines may refer to.
func (t *talk) answered(r resolution, ans digest.Answer) {
	t.asked, t.lost, t.last, t.after = true, false, r.q, ans.Next
	t.by, t.about, t.topic = r.by, r.about, r.q.About
	t.speakers = speakersOf(ans.Results)
}

// speakersOf returns the actors that speak in results, each once.
func speakersOf(results []digest.Result) []option {
	var speakers []option
	for _, r := range results {
		if r.Speaker == nil || slices.ContainsFunc(speakers, func(o option) bool { return o.id == r.Speaker.ID }) {
			continue
		}
		speakers = append(speakers, newOption(*r.Speaker))
	}
	return speakers
}

// name gives the speakers of whom one must be chosen their other names, by which a
// reply may call them.
func (t *talk) name(ctx context.Context, st *store.Store) error {
	for i, o := range t.choice.options {
		actors, err := numbered(ctx, st, query.Term{Text: o.name, Actors: []int64{o.id}})
		if err != nil {
			return err
		}
		for _, a := range actors {
			t.choice.options[i].forms = a.Aliases
		}
	}
	return nil
}

// pick reads a reply to a question back: the number, the name or a part of the
// name of an option.
func (t *talk) pick(text string) (q query.Query, picked bool) {
	if t.choice == nil {
		return q, false
	}
	r := *t.choice
	o, ok := chosen(text, r.options)
	if !ok {
		return q, false
	}
	*r.term() = query.Term{Text: o.name}
	if o.id != 0 {
		r.term().Actors = []int64{o.id}
	}
	return r.q, true
}

// chosen returns the option that a reply names.
func chosen(reply string, options []option) (option, bool) {
	folded := query.Fold(reply)
	for _, polite := range []string{"i mean ", "i meant ", "number ", "no ", "nr "} {
		folded = strings.TrimPrefix(folded, polite)
	}
	folded = strings.TrimSuffix(strings.TrimSuffix(folded, " please"), " one")
	if n := position(folded); n > 0 && n <= len(options) {
		return options[n-1], true
	}
	if folded == "" {
		return option{}, false
	}
	for _, same := range []func(o option) bool{
		func(o option) bool { return query.Fold(o.label) == folded },
		func(o option) bool { return query.Fold(o.name) == folded },
		func(o option) bool {
			return slices.ContainsFunc(o.forms, func(f string) bool { return query.Fold(f) == folded })
		},
		func(o option) bool { return subset(strings.Fields(folded), strings.Fields(query.Fold(o.label))) },
	} {
		var fits []option
		for _, o := range options {
			if same(o) {
				fits = append(fits, o)
			}
		}
		if len(fits) == 1 {
			return fits[0], true
		}
	}
	return option{}, false
}

// lasting gives the buttons of a question back commands that mean the same when
// something else has been asked meanwhile. A bare name means by itself what it
// means here.
func (t *talk) lasting(m digest.Message) {
	if t.choice == nil || t.choice.q.Bare {
		return
	}
	for _, block := range m.Blocks {
		buttons, ok := block.(digest.Buttons)
		if !ok {
			continue
		}
		for i, b := range buttons.Items {
			if n := slices.IndexFunc(t.choice.options, func(o option) bool { return o.label == b.Label }); n >= 0 {
				r := *t.choice
				*r.term() = query.Term{Text: r.options[n].name}
				buttons.Items[i].Command, buttons.Items[i].Short = r.q.Line(), b.Label
			}
		}
	}
}

// outside returns what to say to a number that is no reply to a question back.
func (t *talk) outside(text string) string {
	switch n := position(query.Fold(text)); {
	case n == 0 || n > 99:
		return ""
	case t.choice == nil:
		return "There is nothing to choose from: ask a question first."
	case len(t.choice.options) == 0:
		return "Answer with a name."
	}
	return fmt.Sprintf("Choose one of 1 to %d, or ask something else.", len(t.choice.options))
}

// offered returns what there is to choose from.
func (t *talk) offered() []string {
	if t.choice == nil {
		return nil
	}
	return labels(t.choice.options)
}

func subset(part, whole []string) bool {
	for _, w := range part {
		if !slices.Contains(whole, w) {
			return false
		}
	}
	return true
}

// position reads "2" and "the second".
func position(reply string) int {
	if i := slices.Index([]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}, reply); i >= 0 {
		return i + 1
	}
	n, err := strconv.Atoi(reply)
	if err != nil {
		return 0
	}
	return n
}

// continued makes a bare name after a pronoun that was asked about the reply.
func (t *talk) continued(q query.Query) query.Query {
	if t.choice == nil || !q.Bare || !query.IsPronoun(t.choice.term().Text) {
		return q
	}
	r := *t.choice
	*r.term() = q.About
	return r.q
}

// refer replaces the pronouns of a question by what the last answer was about. It
// reports whether it could; otherwise it returns the question back.
func (t *talk) refer(q *query.Query) (digest.Answer, bool) {
	var taken int64
	for _, s := range []slot{bySlot, aboutSlot} {
		term := s.of(q)
		if len(term.Actors) > 0 {
			taken = term.Actors[0]
		}
		if len(term.Actors) > 0 || term.Quoted || q.Pronoun == "" || !query.IsPronoun(term.Text) {
			continue
		}
		pronoun := strings.ToLower(term.Text)
		o := t.meant(pronoun, taken)
		if o == nil && thing(pronoun) && s == aboutSlot && t.topic.Text != "" && len(t.topic.Actors) == 0 {
			*term = t.topic
			continue
		}
		if o == nil {
			return t.ask(resolution{q: *q, slot: s, options: t.candidates(pronoun, taken)}), false
		}
		*term = query.Term{Text: o.name, Actors: []int64{o.id}}
		taken = o.id
	}
	return digest.Answer{}, true
}

// meant returns the actor that a pronoun means: who spoke in the last answer, or
// whom it was about, if that is one and of the pronoun's kind, and not the other
// one of this question already.
func (t *talk) meant(pronoun string, taken int64) *option {
	for _, o := range []*option{t.by, t.about} {
		if o != nil && o.id != taken && fits(pronoun, o.kind) {
			return o
		}
	}
	return nil
}

// candidates are whom a pronoun may mean where nobody is certain.
func (t *talk) candidates(pronoun string, taken int64) []option {
	var all []option
	for _, o := range t.speakers {
		if o.id != taken && fits(pronoun, o.kind) && len(all) < manySuggestions {
			all = append(all, o)
		}
	}
	return all
}

// fits reports whether a pronoun may stand for an actor of the type: "they" for
// both, "it" for an organisation, "I" and "you" for none that articles know.
func fits(pronoun string, kind digest.ActorType) bool {
	switch pronoun {
	case "he", "him", "his", "she", "her", "hers", "those", "these":
		return kind == digest.Person
	case "they", "them", "their", "theirs":
		return true
	}
	return thing(pronoun) && kind == digest.Organisation
}

// thing reports whether a pronoun stands for no person.
func thing(pronoun string) bool {
	return pronoun == "it" || pronoun == "its" || pronoun == "this" || pronoun == "that"
}
