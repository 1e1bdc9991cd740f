package query

import (
	"strings"

	"whosaid/digest"
)

// taking says what follows a verb.
type taking uint8

const (
	saying  taking = iota // "say (that …) about Y"
	telling               // "tell Z about Y"
	naming                // "criticise Y": the object is the topic
	meeting               // "react to Y"
	siding                // "agree with Y"
)

// verb is a word that reports what somebody said or thinks.
type verb struct {
	class  digest.Class
	takes  taking
	side   bool // it says which side somebody is on: "supports"
	denial bool // it reports what is not so
	plain  bool // it is hardly ever anything but a verb; "post" and "report" end names as well
}

// verbs holds the forms of verbs in questions.
var verbs = func() map[string]verb {
	all := make(map[string]verb)
	add := func(v verb, forms string) {
		for _, f := range strings.Fields(forms) {
			all[f] = v
		}
	}
	say := verb{class: digest.Statement, takes: saying, plain: true}
	add(say, "say says said saying speak speaks spoke spoken speaking talk talks talked talking")
	add(say, "write writes wrote written writing tweet tweets tweeted tweeting announce announces announced announcing")
	add(say, "declare declares declared declaring argue argues argued arguing remark remarks remarked remarking")
	add(say, "claims claimed claiming commented commenting stated stating insist insists insisted insisting")
	add(say, "explain explains explained explaining warn warns warned warning suggested suggesting added adding")
	add(say, "promise promises promised promising threaten threatens threatened threatening complain complained")
	add(say, "mean means meant")
	say.plain = false
	add(say, "comment comments claim state states post posts posted posting report reports reported reporting")
	add(say, "suggest suggests add adds answer answers answered do done demand demands demanded")
	tell := verb{class: digest.Statement, takes: telling, plain: true}
	add(tell, "tell tells told telling ask asks asked asking inform informed")
	name := verb{class: digest.Statement, takes: naming, plain: true}
	add(name, "mention mentions mentioned mentioning discuss discusses discussed discussing")
	add(name, "describe describes described describing accuse accuses accused accusing")
	add(name, "confirm confirms confirmed confirming")
	deny := name
	deny.denial = true
	add(deny, "deny denies denied denying")
	name.plain = false
	add(name, "call calls called calling address addresses addressed addressing")
	side := verb{class: digest.Statement, takes: naming, side: true, plain: true}
	add(side, "criticise criticises criticised criticising criticize criticizes criticized criticizing praise praises praised praising")
	add(side, "attacked denounce denounces denounced denouncing condemn condemns condemned condemning")
	add(side, "supports supported supporting oppose opposes opposed opposing endorse endorses endorsed endorsing")
	add(side, "reject rejects rejected rejecting defend defends defended defending blame blames blamed blaming mock mocks mocked mocking")
	side.plain = false
	add(side, "support back backs backed backing attack attacks favour favours favoured favor favors favored")
	side.takes, side.plain = siding, true
	add(side, "agree agrees agreed agreeing disagree disagrees disagreed disagreeing sided siding")
	meet := verb{class: digest.Statement, takes: meeting, plain: true}
	add(meet, "react reacts reacted reacting respond responds responded responding")
	meet.plain = false
	add(meet, "reply replies replied")
	think := verb{class: digest.Thought, takes: saying, plain: true}
	add(think, "think thinks thought thinking believe believes believed believing expect expects expected expecting")
	add(think, "feel feels felt feeling doubt doubts doubted doubting want wants wanted wanting")
	think.plain = false
	add(think, "hope hopes hoped hoping fear fears feared fearing wish wishes wished wishing")
	return all
}()

// noun is a word for what somebody said or thinks.
type noun struct {
	class  digest.Class
	latest bool // it asks for the latest: "news"
}

var nouns = func() map[string]noun {
	all := make(map[string]noun)
	for _, n := range strings.Fields("quote quotes quotation quotations statement statements comment comments remark remarks words " +
		"tweet tweets reaction reactions response responses reply replies answer answers claims speech speeches interview interviews") {
		all[n] = noun{class: digest.Statement}
	}
	for _, n := range strings.Fields("opinion opinions view views position positions stance take thoughts attitude beliefs hopes fears") {
		all[n] = noun{class: digest.Thought}
	}
	all["news"] = noun{digest.Statement, true}
	return all
}()

// plainNouns end "Rainsy quotes", where nothing else says that Rainsy is a speaker.
var plainNouns = set("quote quotes quotation quotations statements comments remarks tweets")

// Words of questions, by what they do.
var (
	topicWords  = set("about on regarding concerning re")
	byWords     = set("by from of")
	helpers     = set("has have had is was are were did does do will would can could might 's")
	beWords     = set("is was are were")
	fillers     = set("all else exactly ever actually recently lately also just really already always publicly still now then again been being precisely")
	objects     = set("what anything something things thing stuff nothing much everything more a lot")
	questioners = set("who whom whose what when where why how which did does do has have had is was are were")
	latestWords = set("latest newest recent last")
	firstWords  = set("first earliest oldest")
	numerals    = set("one two three four five six seven eight nine ten twelve twenty dozen couple few several")
	determiners = set("the a an any all some only just direct indirect mixed exact verbatim literal public own first earliest oldest most latest newest recent last other more new")
	anybody     = set("people anyone anybody everyone everybody someone somebody others")
	audience    = set("us me reporters journalists media press public people everyone")
	pronouns    = set("he him his she her hers they them their theirs it its this that these those i me my you your we us our")
	aside       = set("to down out off up away")
	negations   = set("not never doesn't don't didn't isn't aren't wasn't weren't hasn't haven't won't wouldn't")
	sides       = []string{"against", "for", "in favour of", "in favor of", "opposed to", "critical of", "supportive of", "behind"}
	// outlets are told apart from people by the store; after these there can be
	// nothing else
	reporters = []string{"as reported by", "reported by", "as quoted by", "as quoted in", "quoted in", "published by", "published in", "printed in", "as written in"}
)

func set(words string) map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// IsPronoun reports whether a name is a word that stands for one: "she", "their", "that".
func IsPronoun(name string) bool { return pronouns[lower(strings.TrimSpace(name))] }

// stops are words too common to look for.
var stops = set("a an the and or but of in on at to for from by with about over as is are was were be been being has have had do does did will would " +
	"that this these those it its he she they them his her their we you i me us our your not no so than then there here what who whom which when where why how said say says")

// Words returns the words of a topic that are worth looking for, in order: all
// but articles, prepositions and the like, or all where there are no others.
func Words(topic string) []string {
	var all, telling []string
	for _, t := range lex(clean(topic)) {
		if t.low == "" {
			continue
		}
		all = append(all, t.text)
		if !stops[t.low] {
			telling = append(telling, strings.TrimSuffix(strings.TrimSuffix(t.text, "'s"), "’s"))
		}
	}
	if len(telling) > 0 {
		return telling
	}
	return all
}
