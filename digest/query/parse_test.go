package query

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// zone returns a time zone or ends the test.
func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// asked is a Wednesday.
func asked(t testing.TB) time.Time {
	return time.Date(2018, 11, 28, 15, 0, 0, 0, zone(t, "Asia/Phnom_Penh"))
}

// questions holds what was asked and how it is understood, in operators.
var questions = []struct{ in, want string }{
	{`who said what about the HRM`, `about:"HRM" class:"statement"`},
	{`Who said what about the Harbour Rescue Movement?`, `about:"Harbour Rescue Movement" class:"statement"`},
	{`WHO SAID WHAT ABOUT HRM`, `about:"HRM" class:"statement"`},
	{`Who Said What About Ana Sorley Since March`, `about:"Ana Sorley" since:"2018-03-01" class:"statement"`},
	{`who said what`, `class:"statement"`},
	{`give me three quotes about the toll`, `about:"toll" class:"statement"`},
	{`5 quotes by Ana Ruiz`, `by:"Ana Ruiz" class:"statement"`},
	{`first quote by Ana Ruiz`, `by:"Ana Ruiz" class:"statement"`},
	{`Ana Ruiz’s first statement on the toll`, `by:"Ana Ruiz" about:"toll" class:"statement"`},
	{`what was the first thing Ana Ruiz said about the toll`, `by:"Ana Ruiz" about:"toll" class:"statement"`},
	{`what is the last thing that Ana Ruiz said`, `latest quotes by:"Ana Ruiz" class:"statement"`},
	{`how many quotes are there about the toll`, `about:"toll" class:"statement"`},
	{`how many articles mention the toll`, `about:"toll" class:"statement"`},
	{`how many times did Ana Ruiz mention the toll`, `by:"Ana Ruiz" about:"toll" class:"statement"`},
	{`did anybody from the union speak since 2017`, `by:"union" since:"2017-01-01" class:"statement"`},
	{`what did people at the ministry say about the toll`, `by:"ministry" about:"toll" class:"statement"`},
	{`what did the First Bank say`, `by:"First Bank" class:"statement"`},
	{`what did Ana Ruiz say earlier this year`, `by:"Ana Ruiz" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`who said 'the toll must go'`, `"the toll must go" class:"statement"`},
	{`what did Ana Ruiz say about the dockers' union and the '68 strike`, `by:"Ana Ruiz" about:"dockers' union and the '68 strike" class:"statement"`},
	{`quotes in The Aldmoor Post from Ana Ruiz about the toll`, `by:"Ana Ruiz" about:"toll" in:"The Aldmoor Post" class:"statement"`},
	{`who called for a vote on the toll`, `about:"a vote on the toll" class:"statement"`},
	{`who declined to comment on the toll`, `about:"toll" word:"declined" word:"comment" class:"all"`},
	{`who refused to speak`, `word:"refused" word:"speak" class:"all"`},
	{`only direct quotes about the toll`, `about:"toll" kind:"direct" class:"statement"`},
	{`quotes about the toll but not gulls`, `about:"toll" -"gulls" class:"statement"`},
	{`what did Ana Ruiz say about the toll but not about the Long Pier`, `by:"Ana Ruiz" about:"toll" -"Long" -"Pier" class:"statement"`},
	{`any mention of the toll`, `about:"toll" class:"statement"`},
	{`mentions of Ana Ruiz in 2018`, `about:"Ana Ruiz" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`references to the HRM`, `about:"HRM" class:"statement"`},
	{`which quotes mention rice or fish?`, `about:"rice or fish" class:"statement"`},
	{`find quotes with the word toll`, `about:"toll" class:"statement"`},
	{`quotes containing "the toll must go"`, `about:"the toll must go" class:"statement"`},
	{`show me statements that mention Ana Ruiz`, `about:"Ana Ruiz" class:"statement"`},
	{`is there anything on the toll`, `about:"toll" class:"statement"`},
	{`are there any quotes by Ana Ruiz about the toll`, `by:"Ana Ruiz" about:"toll" class:"statement"`},
	{`do you have anything about Ana Ruiz`, `about:"Ana Ruiz" class:"statement"`},
	{`compare Ana Ruiz and Ben Ode`, `by:"Ana Ruiz and Ben Ode" class:"statement" class:"thought"`},
	{`compare Ana Ruiz with Ben Ode on the tunnel`, `by:"Ana Ruiz and Ben Ode" about:"tunnel" class:"statement" class:"thought"`},
	{`Ana Ruiz vs Ben Ode`, `about:"Ana Ruiz vs Ben Ode" class:"statement" class:"thought"`},
	{`what happened in Aldmoor last week`, `about:"Aldmoor" since:"2018-11-19" before:"2018-11-26" class:"statement"`},
	{`what happened in 2018?`, `since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`who said what about HRM and when?`, `about:"HRM" class:"statement"`},
	{`who has said what about HRM`, `about:"HRM" class:"statement"`},
	{`who's said what about HRM?`, `about:"HRM" class:"statement"`},
	{`whos talking about the HRM`, `about:"HRM" class:"statement"`},
	{`who talked about Ana Sorley in 2018`, `about:"Ana Sorley" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`who spoke about the harbour`, `about:"harbour" class:"statement"`},
	{`who commented on the harbour toll`, `about:"harbour toll" class:"statement"`},
	{`who mentioned Brekke`, `about:"Brekke" class:"statement"`},
	{`who criticised Brekke`, `about:"Brekke" class:"statement"`},
	{`who was quoted about Brekke`, `about:"Brekke" class:"statement"`},
	{`who said something about Brekke?`, `about:"Brekke" class:"statement"`},
	{`who else talked about Brekke`, `about:"Brekke" class:"statement"`},
	{`who said "the toll must go"`, `"the toll must go" class:"statement"`},
	{`who said the toll must go`, `word:"toll" word:"must" word:"go" class:"statement"`},
	{`who said that the toll must go`, `word:"toll" word:"must" word:"go" class:"statement"`},
	{`who said that`, `about:that class:"statement"`},
	{`who said it?`, `about:it class:"statement"`},
	{`who thinks what about the toll`, `about:"toll" class:"statement" class:"thought"`},
	{`who believes in the toll`, `word:"toll" class:"statement" class:"thought"`},
	{`who opposes the HRM`, `about:"HRM" class:"statement"`},
	{`Ana Ruiz's latest`, `latest quotes by:"Ana Ruiz" class:"statement"`},
	{`what do we know about Ana Ruiz`, `about:"Ana Ruiz" class:"all"`},
	{`everything Ana Ruiz said in 2018`, `by:"Ana Ruiz" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`what did both Ana Ruiz and Ben Ode say`, `by:"Ana Ruiz and Ben Ode" class:"statement"`},
	{`who replied to Ana Ruiz`, `about:"Ana Ruiz" class:"statement"`},
	{`who disagrees with Ana Ruiz`, `about:"Ana Ruiz" class:"statement"`},
	{`does Ana Ruiz agree with Ben Ode about the tunnel`, `by:"Ana Ruiz" about:"Ben Ode" word:"tunnel" class:"statement"`},
	{`who agreed with the reform in 2018`, `about:"reform" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`who doesn't support the HRM`, `about:"HRM" class:"statement"`},
	{`who is against the tunnel`, `about:"tunnel" class:"statement" class:"thought"`},
	{`who was in favour of the tunnel`, `about:"tunnel" class:"statement" class:"thought"`},
	{`who is for the tunnel`, `about:"tunnel" class:"statement" class:"thought"`},
	{`does Ana Ruiz support the HRM`, `by:"Ana Ruiz" about:"HRM" class:"statement"`},
	{`did Ana Ruiz disagree with Ben Ode`, `by:"Ana Ruiz" about:"Ben Ode" class:"statement"`},
	{`is Ana Ruiz against the tunnel`, `by:"Ana Ruiz" about:"tunnel" class:"statement" class:"thought"`},
	{`who is Vel Marrow`, `who is about:"Vel Marrow" class:"all"`},
	{`Who’s Vel Marrow?`, `who is about:"Vel Marrow" class:"all"`},
	{`who was Vel Marrow`, `who is about:"Vel Marrow" class:"all"`},
	{`who are the Harbour Wardens`, `who is about:"Harbour Wardens" class:"all"`},
	{`tell me who Vel Marrow is`, `who is about:"Vel Marrow" class:"all"`},
	{`who is she`, `who is about:she class:"all"`},
	{`what is the HRM`, `who is about:"HRM" class:"all"`},
	{`what's the HRM?`, `who is about:"HRM" class:"all"`},
	{`what did Tomas Brekke say`, `by:"Tomas Brekke" class:"statement"`},
	{`What did Tomas Brekke say?!`, `by:"Tomas Brekke" class:"statement"`},
	{`what has Brekke said`, `by:"Brekke" class:"statement"`},
	{`what has Brekke been saying about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`what does Brekke say about the HRM`, `by:"Brekke" about:"HRM" class:"statement"`},
	{`what is Brekke saying?`, `by:"Brekke" class:"statement"`},
	{`what did Brekke tell the Herald about Sorley`, `by:"Brekke" about:"Sorley" word:"Herald" class:"statement"`},
	{`what did Brekke tell reporters about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`what did Brekke tweet on Friday`, `by:"Brekke" since:"2018-11-23" before:"2018-11-24" class:"statement"`},
	{`what did Brekke write about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`what did Brekke say to Sorley about the toll`, `by:"Brekke" about:"toll" word:"Sorley" class:"statement"`},
	{`what did Brekke say in parliament about the toll`, `by:"Brekke" about:"toll" word:"parliament" class:"statement"`},
	{`what else did Brekke say`, `by:"Brekke" class:"statement"`},
	{`what exactly did Brekke say about "the toll"`, `by:"Brekke" about:"the toll" class:"statement"`},
	{`what did Brekke say about the "toll road"`, `by:"Brekke" about:"toll road" class:"statement"`},
	{`what did the Aldmoor Post say about Brekke`, `by:"Aldmoor Post" about:"Brekke" class:"statement"`},
	{`what did Will Post say`, `by:"Will Post" class:"statement"`},
	{`what did Say Orlan say about Brekke`, `by:"Say Orlan" about:"Brekke" class:"statement"`},
	{`what did Ana Say say`, `by:"Ana Say" class:"statement"`},
	{`what did the Ministry of About say about the HRM`, `by:"Ministry of About" about:"HRM" class:"statement"`},
	{`what did people say about the HRM`, `about:"HRM" class:"statement"`},
	{`what did the press say about HRM`, `about:"HRM" class:"statement"`},
	{`what was said about the HRM`, `about:"HRM" class:"statement"`},
	{`what was said about the HRM by Brekke`, `by:"Brekke" about:"HRM" class:"statement"`},
	{`what has been said by Brekke about the HRM`, `by:"Brekke" about:"HRM" class:"statement"`},
	{`what is being said about HRM`, `about:"HRM" class:"statement"`},
	{`what does Brekke think about Sorley`, `by:"Brekke" about:"Sorley" class:"statement" class:"thought"`},
	{`what does Brekke think of Sorley`, `by:"Brekke" about:"Sorley" class:"statement" class:"thought"`},
	{`what does Brekke believe`, `by:"Brekke" class:"statement" class:"thought"`},
	{`what does the HRM hope`, `by:"HRM" class:"statement" class:"thought"`},
	{`what do they think`, `by:they class:"statement" class:"thought"`},
	{`what did she say`, `by:she class:"statement"`},
	{`what did he say about her`, `by:he about:her class:"statement"`},
	{`what did "Ana Sorley" say`, `by:"Ana Sorley" class:"statement"`},
	{`what did Ana Sorley, the mayor, say about the toll`, `by:"Ana Sorley, the mayor" about:"toll" class:"statement"`},
	{`what Brekke said about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`tell me what Brekke said yesterday about Sorley`, `by:"Brekke" about:"Sorley" since:"2018-11-27" before:"2018-11-28" class:"statement"`},
	{`what was Sorley's statement on the toll in 2018`, `by:"Sorley" about:"toll" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`what is Sorley’s position on the toll`, `by:"Sorley" about:"toll" class:"statement" class:"thought"`},
	{`what are the views of Sorley on the toll`, `by:"Sorley" about:"toll" class:"statement" class:"thought"`},
	{`what's the latest on the HRM`, `latest quotes about:"HRM" class:"statement"`},
	{`what's new with Brekke`, `latest quotes by:"Brekke" class:"statement"`},
	{`what is the latest from Brekke?`, `latest quotes by:"Brekke" class:"statement"`},
	{`what about Brekke`, `about:"Brekke" class:"statement"`},
	{`and what about him?`, `about:him class:"statement"`},
	{`how about the HRM`, `about:"HRM" class:"all"`},
	{`how did Brekke react to the verdict`, `by:"Brekke" about:"verdict" class:"statement"`},
	{`when did Brekke last speak about Sorley`, `latest quotes by:"Brekke" about:"Sorley" class:"statement"`},
	{`where did Brekke say that`, `by:"Brekke" about:that class:"statement"`},
	{`did Brekke say anything about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`did anyone comment on the toll`, `about:"toll" class:"statement"`},
	{`has Brekke ever commented on the HRM`, `by:"Brekke" about:"HRM" class:"statement"`},
	{`does Sorley think the toll will go`, `by:"Sorley" word:"toll" word:"go" class:"statement" class:"thought"`},
	{`latest from Brekke`, `latest quotes by:"Brekke" class:"statement"`},
	{`the latest from Brekke about the toll`, `latest quotes by:"Brekke" about:"toll" class:"statement"`},
	{`latest on the HRM`, `latest quotes about:"HRM" class:"statement"`},
	{`latest Brekke quotes`, `latest quotes by:"Brekke" class:"statement"`},
	{`latest`, `latest quotes class:"statement"`},
	{`news from Brekke`, `latest quotes by:"Brekke" class:"statement"`},
	{`most recent statements by Brekke`, `latest quotes by:"Brekke" class:"statement"`},
	{`last words of Brekke`, `latest quotes by:"Brekke" class:"statement"`},
	{`quotes by Brekke`, `by:"Brekke" class:"statement"`},
	{`quotes from Brekke about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`quotes about Sorley by Brekke`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`quotes on the toll`, `about:"toll" class:"statement"`},
	{`direct quotes by Brekke`, `by:"Brekke" kind:"direct" class:"statement"`},
	{`indirect quotes about the HRM`, `about:"HRM" kind:"indirect" class:"statement"`},
	{`all quotes`, `class:"statement"`},
	{`statements by the Bank of Aldmoor on inflation`, `by:"Bank of Aldmoor" about:"inflation" class:"statement"`},
	{`tweets by Brekke this week`, `by:"Brekke" since:"2018-11-26" before:"2018-12-03" class:"statement"`},
	{`Brekke's quotes`, `by:"Brekke" class:"statement"`},
	{`Brekke’s latest remarks about Sorley`, `latest quotes by:"Brekke" about:"Sorley" class:"statement"`},
	{`the wardens' statements on the toll`, `by:"wardens" about:"toll" class:"statement"`},
	{`her latest quotes`, `latest quotes by:her class:"statement"`},
	{`Brekke quotes`, `by:"Brekke" class:"statement"`},
	{`Brekke on Sorley`, `by:"Brekke" about:"Sorley" class:"statement" class:"thought"`},
	{`Brekke about Sorley`, `by:"Brekke" about:"Sorley" class:"statement" class:"thought"`},
	{`Bank of Aldmoor on Friday`, `about:"Bank of Aldmoor" since:"2018-11-23" before:"2018-11-24" class:"all"`},
	{`Bank of Aldmoor on inflation`, `by:"Bank of Aldmoor" about:"inflation" class:"statement" class:"thought"`},
	{`Commission on Fisheries on the toll`, `by:"Commission" about:"Fisheries on the toll" class:"statement" class:"thought"`},
	{`quotes by the Commission on Fisheries on tolls`, `by:"Commission" about:"Fisheries on tolls" class:"statement"`},
	{`Brekke said`, `by:"Brekke" class:"statement"`},
	{`Brekke said the toll must go`, `by:"Brekke" word:"toll" word:"must" word:"go" class:"statement"`},
	{`Brekke says what about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`by Brekke about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`about Sorley`, `about:"Sorley" class:"statement"`},
	{`about Sorley by Brekke`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`on the toll`, `about:"toll" class:"statement"`},
	{`Brekke`, `about:"Brekke" class:"all"`},
	{`HRM`, `about:"HRM" class:"all"`},
	{`harbour toll`, `about:"harbour toll" class:"all"`},
	{`Brekke in 2018`, `about:"Brekke" since:"2018-01-01" before:"2019-01-01" class:"all"`},
	{`"harbour toll"`, `"harbour toll" class:"all"`},
	{`“harbour toll” Brekke`, `about:"Brekke" "harbour toll" class:"all"`},
	{`who said what about “harbour toll”`, `about:"harbour toll" class:"statement"`},
	{`who said what about the HRM "security reasons"`, `about:"HRM" "security reasons" class:"statement"`},
	{`who said what about the HRM -Brekke`, `about:"HRM" -"Brekke" class:"statement"`},
	{`about:HRM`, `about:"HRM" class:"all"`},
	{`about:"harbour toll" by:Ana Sorley`, `by:"Ana Sorley" about:"harbour toll" class:"all"`},
	{`about: HRM since: last week`, `about:"HRM" since:"2018-11-19" class:"all"`},
	{`by:Brekke about:HRM in:Post since:2018 until:March kind:direct class:statement "security reasons" -Sorley`, `by:"Brekke" about:"HRM" "security reasons" -"Sorley" in:"Post" since:"2018-01-01" before:"2018-04-01" kind:"direct" class:"statement"`},
	{`by:brekke toll`, `by:"brekke" word:"toll" class:"all"`},
	{`speaker:Brekke topic:toll outlet:Post`, `by:"Brekke" about:"toll" in:"Post" class:"all"`},
	{`in:Post,Herald kind:direct,mixed`, `in:"Post" in:"Herald" kind:"direct" kind:"mixed" class:"all"`},
	{`in:"The Aldmoor Post" in:Herald`, `in:"The Aldmoor Post" in:"Herald" class:"all"`},
	{`in:The Aldmoor Post since yesterday`, `in:"The Aldmoor Post" since:"2018-11-27" class:"all"`},
	{`in:2017 Brekke`, `about:"Brekke" since:"2017-01-01" before:"2018-01-01" class:"all"`},
	{`kind:directs class:thoughts`, `kind:"direct" class:"thought"`},
	{`class:all what did Brekke say`, `by:"Brekke" class:"all"`},
	{`class:other about:HRM`, `about:"HRM" class:"other"`},
	{`BY:Brekke ABOUT:Sorley`, `by:"Brekke" about:"Sorley" class:"all"`},
	{`by:she`, `by:she class:"all"`},
	{`-toll`, `-"toll" class:"all"`},
	{`−toll –harbour`, `-"toll" -"harbour" class:"all"`},
	{`-"harbour toll"`, `-"harbour toll" class:"all"`},
	{`about：HRM`, `about:"HRM" class:"all"`},
	{`what did Brekke say in:Herald since:March`, `by:"Brekke" in:"Herald" since:"2018-03-01" class:"statement"`},
	{`what did Brekke say in the Herald`, `by:"Brekke" word:"Herald" class:"statement"`},
	{`what did Brekke say about elections in Aldmoor`, `by:"Brekke" about:"elections in Aldmoor" class:"statement"`},
	{`who said what about the HRM according to Fenwick News`, `by:"Fenwick News" about:"HRM" class:"statement"`},
	{`according to the Herald, what did Brekke say about Sorley`, `by:"Brekke" about:"Sorley" in:"Herald" class:"statement"`},
	{`what did Brekke say as reported by the Herald`, `by:"Brekke" in:"Herald" class:"statement"`},
	{`what did Brekke say about Sorley in “The Aldmoor Post”`, `by:"Brekke" about:"Sorley" in:"The Aldmoor Post" class:"statement"`},
	{`latest from the Herald`, `latest quotes by:"Herald" class:"statement"`},
	{`hey whosaid, please tell me who said what about the HRM, thanks!`, `about:"HRM" class:"statement"`},
	{`@whosaid what did Brekke say?`, `by:"Brekke" class:"statement"`},
	{`whosaid: who is Brekke`, `who is about:"Brekke" class:"all"`},
	{`<@U024BE7LH> who is Brekke`, `who is about:"Brekke" class:"all"`},
	{`can you show me the latest from Brekke please`, `latest quotes by:"Brekke" class:"statement"`},
	{`do you know who talked about the HRM`, `about:"HRM" class:"statement"`},
	{`I'd like to know what Brekke said about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`ok so what did Brekke say`, `by:"Brekke" class:"statement"`},
	{`so what did Brekke say`, `by:"Brekke" class:"statement"`},
	{`So Marrow`, `about:"So Marrow" class:"all"`},
	{`Hello, who is Brekke?`, `who is about:"Brekke" class:"all"`},
	{`could you please find quotes by Brekke`, `by:"Brekke" class:"statement"`},
	{`more`, `more`},
	{`More!`, `more`},
	{`next`, `more`},
	{`go on`, `more`},
	{`show more`, `more`},
	{`please show me more`, `more`},
	{`more please`, `more`},
	{`next page`, `more`},
	{`more about Brekke`, `about:"Brekke" class:"statement"`},
	{`what did May say on the toll`, `by:"May" about:"toll" class:"statement"`},
	{`who said what about May`, `about:"May" class:"statement"`},
	{`what did Eva May say in May 2018`, `by:"Eva May" since:"2018-05-01" before:"2018-06-01" class:"statement"`},
	{`what did Mr. March say since March`, `by:"Mr. March" since:"2018-03-01" class:"statement"`},
	{`Black Friday`, `about:"Black Friday" class:"all"`},
	{`who said what about Black Friday`, `about:"Black Friday" class:"statement"`},
	{`who said what about January 6`, `about:"January 6" class:"statement"`},
	{`who said what about the January 6 committee`, `about:"January 6 committee" class:"statement"`},
	{`who said what about last week's vote`, `about:"last week's vote" class:"statement"`},
	{`who said what about yesterday`, `about:"yesterday" class:"statement"`},
	{`HRM 2018`, `about:"HRM 2018" class:"all"`},
	{`HRM January 2018`, `about:"HRM" since:"2018-01-01" before:"2018-02-01" class:"all"`},
	{`Vision 2030`, `about:"Vision 2030" class:"all"`},
	{`what did This Week say`, `by:"This Week" class:"statement"`},
	{`what did Today report about Brekke`, `by:"Today" about:"Brekke" class:"statement"`},
	{`what did the Sun say on Sun`, `by:"Sun" since:"2018-11-25" before:"2018-11-26" class:"statement"`},
	{`10:30 meeting`, `about:"10:30 meeting" class:"all"`},
	{`what did 王小明 say about 灯塔？`, `by:"王小明" about:"灯塔" class:"statement"`},
	{`កញ្ញា សុខ`, `about:"កញ្ញា សុខ" class:"all"`},
	{`قال بريك عن الميناء`, `about:"قال بريك عن الميناء" class:"all"`},
	{`что сказал Брекке`, `about:"что сказал Брекке" class:"all"`},
	{`¿who is Brekke?`, `who is about:"Brekke" class:"all"`},
	{`(who is Brekke)`, `who is about:"Brekke" class:"all"`},
	{`what did the U.S. say`, `by:"U.S." class:"statement"`},
	{`what did O’Marrow & Sons Ltd. say`, `by:"O’Marrow & Sons Ltd" class:"statement"`},
	{`what did Brekke say about the Harbour Rescue Movement (HRM)`, `by:"Brekke" about:"Harbour Rescue Movement (HRM)" class:"statement"`},
	{`what did Brekke say --all`, `by:"Brekke" class:"statement"`},
	{`what did Brekke say - about Sorley`, `by:"Brekke" about:"Sorley" class:"statement"`},
	{`"never closed`, `"never closed" class:"all"`},
	{`who said «the toll must go»`, `"the toll must go" class:"statement"`},
	{`who said „the toll must go“`, `"the toll must go" class:"statement"`},
	{`what did Brekke say about Sorley in 2018 in the Herald`, `by:"Brekke" about:"Sorley in the Herald" since:"2018-01-01" before:"2019-01-01" class:"statement"`},
	{`what did Brekke do`, `by:"Brekke" class:"statement"`},
	{`who`, `class:"all"`},
	{`what`, `class:"all"`},
	{`?`, `class:"all"`},
	{``, `class:"all"`},
	{`"" '' ""`, `class:"all"`},
}

func TestParse(t *testing.T) {
	for _, q := range questions {
		got, err := Parse(q.in, asked(t))
		if err != nil {
			t.Errorf("Parse(%q): %v", q.in, err)
			continue
		}
		if got.Line() != q.want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", q.in, got.Line(), q.want)
		}
	}
}

func TestLineReadsBack(t *testing.T) {
	for _, q := range questions {
		again, err := Parse(q.want, asked(t).AddDate(3, 1, 1))
		if err != nil {
			t.Errorf("Parse(%q): %v", q.want, err)
		} else if again.Line() != q.want {
			t.Errorf("Parse(%q)\n got %s", q.want, again.Line())
		}
	}
}

func TestParseWhole(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time {
		return time.Date(y, m, d, 0, 0, 0, 0, zone(t, "Asia/Phnom_Penh"))
	}
	said := []digest.Class{digest.Statement}
	for in, want := range map[string]Query{
		"what did Brekke say about her in 2018": {
			Form: Quotes, By: Term{Text: "Brekke"}, About: Term{Text: "her"}, Classes: said,
			Since: day(2018, 1, 1), Until: day(2019, 1, 1), Period: "in 2018", Pronoun: "her",
		},
		"who is Brekke": {Form: Profile, About: Term{Text: "Brekke"}},
		"Brekke":        {Form: Quotes, About: Term{Text: "Brekke"}, Bare: true},
		"about:she -x":  {Form: Quotes, About: Term{Text: "she"}, Without: []string{"x"}, Pronoun: "she"},
		`about:"she"`:   {Form: Quotes, About: Term{Text: "she"}},
		"more":          {Form: More},
		"":              {Form: Quotes},
		"Commission on Fisheries on the toll": {
			Form: Quotes, By: Term{Text: "Commission"}, About: Term{Text: "Fisheries on the toll"},
			Classes: []digest.Class{digest.Statement, digest.Thought},
			Otherwise: []Split{
				{About: "Commission on Fisheries on the toll"},
				{By: "Commission on Fisheries", About: "the toll"},
			},
		},
		"what did Brekke say in the Herald": {
			Form: Quotes, By: Term{Text: "Brekke"}, Words: []string{"Herald"}, Classes: said,
			Otherwise: []Split{{By: "Brekke", Outlet: "the Herald"}},
		},
		"who said what about fishing in Aldmoor": {
			Form: Quotes, About: Term{Text: "fishing in Aldmoor"}, Classes: said,
			Otherwise: []Split{{About: "fishing", Outlet: "Aldmoor"}},
		},
		"who said what about “fishing in Aldmoor”": {
			Form: Quotes, About: Term{Text: "fishing in Aldmoor", Quoted: true}, Classes: said,
		},
	} {
		got, err := Parse(in, asked(t))
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q): -want +got\n%s", in, diff)
		}
	}
}

func TestTake(t *testing.T) {
	q, err := Parse("Commission on Fisheries on the toll in:Herald", asked(t))
	if err != nil {
		t.Fatal(err)
	}
	got := q.Take(q.Otherwise[1])
	if want := `by:"Commission on Fisheries" about:"the toll" in:"Herald" class:"statement" class:"thought"`; got.Line() != want {
		t.Errorf("got %s, want %s", got.Line(), want)
	}
	if got := q.Take(q.Otherwise[0]); !got.Bare || got.About.Text != "Commission on Fisheries on the toll" {
		t.Errorf("got %+v, want a bare name", got)
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"kind:loud":                        `there is no kind “loud”: write kind:direct, kind:mixed or kind:indirect`,
		"class:wish":                       `there is no class “wish”: write class:statement, class:thought or class:other`,
		"kind:":                            `something must follow “kind:”: kind:direct, kind:mixed or kind:indirect`,
		"since:":                           `something must follow “since:”, such as since:2018-03-01 or since:March`,
		"about: by:Brekke":                 `something must follow “about:”, such as about:"a name"`,
		"since:blah":                       `it is not clear when “blah” is in “since:blah”`,
		"until:blah about:HRM":             `it is not clear when “blah” is in “until:blah”`,
		"what did Brekke say since blah":   `it is not clear when “blah” is in “since blah”`,
		"since:2018-02-31":                 `there is no such day as 31 February 2018`,
		"what did Brekke say on 31/2/2018": `there is no such day as 31 February 2018`,
		"what was said on 2018-13-45":      `there is no such day as 2018-13-45`,
		"since:2018 before:2017":           `the period ends before it begins: since 2018, before 2017`,
		"said between 2018 and 2016":       `the period ends before it begins`,
		"by:Brekke by:Sorley":              `there can be one “by:” in a question, not two: “Brekke” and “Sorley”`,
		"blah:x":                           `there is no “blah:”: there are about:, by:, in:, since:, until:, before:, after:, on:, kind: and class:, and words between quotation marks are searched for as they are`,
		"from:Rainsy":                      `there is no “from:”: there are about:`,
		"outlets:Post":                     `there is no “outlets:”`,
		"kidn:direct":                      `there is no “kidn:”: “kind:” may be meant`,
		"-in:Herald":                       `“-in:” cannot be asked for`,
		strings.Repeat("who said ", 12000): `that is too long to be a question: ask in at most 4000 characters`,
	} {
		_, err := Parse(in, asked(t))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Parse(%.40q): got %v, want %s", in, err, want)
		}
	}
}

func TestString(t *testing.T) {
	for in, want := range map[string]string{
		"who said what about HRM in 2018 in:post":           "who said what about “HRM”, in 2018, in outlets matching “post”",
		"what did Brekke say about Sorley last week":        "what “Brekke” said about “Sorley”, last week (19 to 25 November 2018)",
		"what does Brekke think":                            "what “Brekke” said or thought",
		"latest from Brekke since yesterday":                "the latest from “Brekke”, since yesterday (since 27 November 2018)",
		"who is Brekke":                                     "who is “Brekke”",
		"more":                                              "more of the last answer",
		`"harbour toll" tax -fish -"the sea"`:               "who said what about “tax”, with exactly “harbour toll”, without “fish” or “the sea”",
		"word:toll word:tax":                                "who said what, with the words “toll” and “tax”",
		"direct quotes by Brekke":                           "what “Brekke” said, only direct quotes",
		"class:other kind:mixed kind:direct about:HRM":      "who said what about “HRM”, only mixed or direct quotes and other attributions",
		"quotes on 3/4/2018":                                "who said what, on 3/4/2018 (taken as 3 April 2018)",
		"quotes in the last 24 hours":                       "who said what, in the last 24 hours (27 November 2018 15:00 to 28 November 2018)",
		"quotes before yesterday":                           "who said what, before yesterday (until 26 November 2018)",
		"quotes today":                                      "who said what, today (on 28 November 2018)",
		"quotes last winter":                                "who said what, last winter (1 December 2017 to 28 February 2018)",
		"quotes in:Post,Herald since:2018-03-01":            "who said what, since 2018-03-01, in outlets matching “Post” or “Herald”",
		"what did Brekke say in March about Sorley, please": "what “Brekke” said about “Sorley”, in March (1 to 31 March 2018)",
	} {
		q, err := Parse(in, asked(t))
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
		} else if q.String() != want {
			t.Errorf("%q is said as\n %s, want\n %s", in, q, want)
		}
	}
	if got := (Query{Since: asked(t)}).String(); got != "who said what, since 28 November 2018 15:00" {
		t.Errorf("without wording: %s", got)
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string][]string{
		"the treason trial of Ana Sorley": {"treason", "trial", "Ana", "Sorley"},
		"Sorley’s claims":                 {"Sorley", "claims"},
		"to be or not to be":              {"to", "be", "or", "not", "to", "be"},
		"灯塔":                              {"灯塔"},
		" ?! ":                            nil,
	} {
		if diff := cmp.Diff(want, Words(in)); diff != "" {
			t.Errorf("Words(%q): -want +got\n%s", in, diff)
		}
	}
}
