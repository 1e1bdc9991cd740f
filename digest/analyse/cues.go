package analyse

import (
	"strings"

	"whosaid/digest"
)

// frame tells what a cue can govern.
type frame uint8

const (
	clause  frame = 1 << iota // a clause, with or without "that": he said (that) it rained
	that                      // a clause with "that", or words in quotation marks
	asking                    // whether, if, how, what, or "to" and a verb
	object                    // a thing as it is worded, where part of it stands in marks: dismissed as “impossible”
	listens                   // takes the one who is told before the clause: told reporters that
	nominal                   // a noun: insistence that, according to
)

// cue is what the lexicon knows of a word form.
type cue struct {
	frame frame
	class digest.Class
	form  form
}

// form is the inflection of a cue.
type form uint8

const (
	base  form = iota // say; ambiguous with nouns for many
	third             // says
	past              // said: past tense and participle
	ing               // saying
	noun              // statement
)

// verbs lists what reports speech, thought and decision, by what it can govern.
// Drawn from general knowledge of English news prose, not from one corpus.
var verbs = []struct {
	frame frame
	class digest.Class
	list  string
}{
	{clause, digest.Statement, `say write tweet post add claim insist contend argue note explain state declare maintain assert
		announce warn reply respond joke quip recall complain lament boast concede admit acknowledge confirm deny allege suggest
		predict promise vow pledge stress emphasise emphasize reiterate repeat testify comment remark observe counter retort reveal
		report disclose conclude estimate indicate confess swear guarantee shout yell whisper murmur mutter cry exclaim chant
		elaborate continue caution advise point proclaim underline underscore clarify opine quote exhort muse ponder scoff gush
		sigh interject protest object plead pronounce theorise theorize speculate surmise hint imply mention signal contradict
		read blog text email message signed tell agree`},
	{listens, digest.Statement, `tell inform assure remind warn notify convince persuade reassure`},
	{asking, digest.Statement, `ask urge demand call request appeal beg implore invite order instruct question wonder enquire inquire recommend propose`},
	{object, digest.Statement, `call describe dismiss denounce condemn criticise criticize accuse praise hail slam blast label brand characterise characterize
		decry deride mock ridicule blame commend applaud welcome refer cite defend reject deplore liken term dub express voice accuse address`},
	{clause, digest.Thought, `think believe hope expect fear feel guess suppose doubt assume know understand realise realize worry`},
	{that, digest.Thought, `want wish intend consider regard view`},
	{that, digest.Other, `rule decide find show vote determine prove demonstrate`},
}

// irregular gives past forms that no rule makes.
var irregular = map[string]string{"say": "said", "write": "wrote written", "tell": "told", "think": "thought", "feel": "felt",
	"know": "knew known", "understand": "understood", "swear": "swore sworn", "read": "read", "beg": "begged", "quip": "quipped",
	"plead": "pleaded", "find": "found", "show": "showed shown", "blog": "blogged", "cry": "cried", "deny": "denied", "reply": "replied",
	"testify": "testified", "clarify": "clarified", "imply": "implied", "decry": "decried", "worry": "worried", "admit": "admitted",
	"slam": "slammed", "dub": "dubbed", "refer": "referred", "notify": "notified", "shout": "shouted", "yell": "yelled", "chant": "chanted",
	"prove": "proved proven", "repeat": "repeated", "reveal": "revealed", "appeal": "appealed", "label": "labelled labeled",
	"signal": "signalled signaled", "hint": "hinted", "text": "texted", "object": "objected", "post": "posted", "point": "pointed",
	"boast": "boasted", "protest": "protested", "comment": "commented", "interject": "interjected", "suggest": "suggested", "predict": "predicted",
	"assert": "asserted", "lament": "lamented", "retort": "retorted", "signed": "signed"}

// manners are verbs for how one looks and sounds that tell of speech only beside a
// quotation: “Ask me,” she laughs.
var manners = set(`laughs laughed smiles smiled shrugs shrugged chuckles chuckled giggles giggled grins grinned sobs sobbed groans groaned moans moaned
	winces winced`)

// cueNouns are nouns that a clause with "that", or a quotation, can follow.
var cueNouns = set(`statement insistence claim assertion allegation accusation warning suggestion admission announcement
	argument belief contention declaration denial view promise pledge vow prediction remark comment complaint concern fear hope
	conviction acknowledgement acknowledgment opinion promise tweet message words rumor rumour assurance testimony`)

// cues is the lexicon by word form. Where two lists hold a form, frames add up
// and the first class counts.
var cues = func() map[string]cue {
	m := map[string]cue{}
	put := func(word string, f frame, c digest.Class, fm form) {
		old, ok := m[word]
		if ok {
			f, c, fm = f|old.frame, old.class, old.form
		}
		m[word] = cue{f, c, fm}
	}
	for _, v := range verbs {
		for lemma := range strings.FieldsSeq(v.list) {
			for p := range strings.FieldsSeq(pastOf(lemma)) {
				put(p, v.frame, v.class, past)
			}
			put(lemma, v.frame, v.class, base)
			put(thirdOf(lemma), v.frame, v.class, third)
			put(ingOf(lemma), v.frame, v.class, ing)
		}
	}
	for n := range cueNouns {
		if _, ok := m[n]; !ok {
			class := digest.Statement
			if n == "belief" || n == "fear" || n == "hope" || n == "concern" || n == "conviction" || n == "view" || n == "opinion" {
				class = digest.Thought
			}
			m[n] = cue{nominal, class, noun}
		}
	}
	return m
}()

func pastOf(v string) string {
	if p := irregular[v]; p != "" {
		return p
	}
	if strings.HasSuffix(v, "e") {
		return v + "d"
	}
	if strings.HasSuffix(v, "y") && !vowel(v[len(v)-2]) {
		return v[:len(v)-1] + "ied"
	}
	return v + "ed"
}

func thirdOf(v string) string {
	switch {
	case strings.HasSuffix(v, "y") && !vowel(v[len(v)-2]):
		return v[:len(v)-1] + "ies"
	case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"):
		return v + "es"
	}
	return v + "s"
}

func ingOf(v string) string {
	switch {
	case v == "beg" || v == "quip" || v == "admit" || v == "slam" || v == "dub" || v == "refer" || v == "blog":
		return v + v[len(v)-1:] + "ing"
	case strings.HasSuffix(v, "e"):
		return v[:len(v)-1] + "ing"
	}
	return v + "ing"
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// sure are cue forms that are hardly ever anything but verbs of speech.
var sure = set(`said says told tells wrote writes tweeted tweets added adds insisted insists contended contends argued argues noted explained
	explains declared declares maintained asserted asserts warned warns replied replies responded joked quipped recalled recalls complained lamented conceded
	admitted admits acknowledged acknowledges confirmed confirms denied denies alleged suggested suggests predicted predicts promised
	vowed pledged stressed stresses emphasised emphasized reiterated testified commented remarked observed countered retorted revealed disclosed concluded concludes
	saying adding explaining noting insisting arguing claiming warning stressing writing tweeting telling quipping announced believes believed
	thinks thought hopes hoped fears feared claimed stated called described dismissed denounced asked urged posted continued reported`)

// helpers stand between a subject and its verb.
var helpers = set(`has have had having would will could can may might must should does did do is are was were be been being 's 'd 've 'll also then later previously still again
	further once repeatedly earlier already now just always often never simply only even both all instead reportedly apparently publicly recently
	went go goes going on to not n't didn't hasn't wouldn't once himself herself itself themselves therefore thus further first today yesterday tonight however`)

var pronouns = set(`he she they it i we you who`)

var weekdays = set(`monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight`)

var months = set(`january february march april may june july august september october november december
	jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.`)

var prepositions = set(`of in on at for from with by to about over under after before during between against into through as among
	amid within without toward towards near since until via per upon across around behind beyond despite like`)

var determiners = set(`the a an his her their its our my your this that these those one two three four five six several some many another other both each
	every no any all most few former ex-president`)

// joiners begin a clause or link two.
var joiners = set(`that while but when as because if although though whereas since unless which whose where why how what whether and or nor so until after before than`)
