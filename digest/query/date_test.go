package query

import (
	"testing"
	"time"
)

// dates are as on Wednesday 28 November 2018; "" is no limit, an hour only where
// it is not midnight.
func TestDates(t *testing.T) {
	now := asked(t)
	for _, d := range []struct{ in, since, until string }{
		{"today", "2018-11-28", "2018-11-29"},
		{"tonight", "2018-11-28", "2018-11-29"},
		{"this morning", "2018-11-28", "2018-11-29"},
		{"yesterday", "2018-11-27", "2018-11-28"},
		{"yesterday evening", "2018-11-27", "2018-11-28"},
		{"last night", "2018-11-27", "2018-11-28"},
		{"the day before yesterday", "2018-11-26", "2018-11-27"},
		{"on Monday", "2018-11-26", "2018-11-27"},
		{"on wednesday", "2018-11-28", "2018-11-29"},
		{"on Thursday", "2018-11-22", "2018-11-23"},
		{"last Wednesday", "2018-11-21", "2018-11-22"},
		{"last Tuesday", "2018-11-27", "2018-11-28"},
		{"since Monday", "2018-11-26", ""},
		{"since last Tuesday", "2018-11-27", ""},
		{"since Wed", "2018-11-28", ""},
		{"ever since Monday", "2018-11-26", ""},
		{"this week", "2018-11-26", "2018-12-03"},
		{"last week", "2018-11-19", "2018-11-26"},
		{"the last week", "2018-11-21", "2018-11-29"},
		{"in the past week", "2018-11-21", "2018-11-29"},
		{"over the last 3 days", "2018-11-25", "2018-11-29"},
		{"in the last two weeks", "2018-11-14", "2018-11-29"},
		{"for the past 3 months", "2018-08-28", "2018-11-29"},
		{"last 2 years", "2016-11-28", "2018-11-29"},
		{"past couple of days", "2018-11-26", "2018-11-29"},
		{"in the last few days", "2018-11-25", "2018-11-29"},
		{"in the last 24 hours", "2018-11-27T15:00:00+07:00", "2018-11-29"},
		{"last hour", "2018-11-28T14:00:00+07:00", "2018-11-29"},
		{"within the last fortnight", "2018-11-14", "2018-11-29"},
		{"this weekend", "2018-12-01", "2018-12-03"},
		{"last weekend", "2018-11-24", "2018-11-26"},
		{"over the weekend", "2018-11-24", "2018-11-26"},
		{"this month", "2018-11-01", "2018-12-01"},
		{"last month", "2018-10-01", "2018-11-01"},
		{"this quarter", "2018-10-01", "2019-01-01"},
		{"last quarter", "2018-07-01", "2018-10-01"},
		{"this year", "2018-01-01", "2019-01-01"},
		{"last year", "2017-01-01", "2018-01-01"},
		{"in the last decade", "2008-11-28", "2018-11-29"},
		{"this decade", "2010-01-01", "2020-01-01"},
		{"3 days ago", "2018-11-25", "2018-11-26"},
		{"a week ago", "2018-11-19", "2018-11-26"},
		{"a fortnight ago", "2018-11-12", "2018-11-19"},
		{"two months ago", "2018-09-01", "2018-10-01"},
		{"a year ago", "2017-01-01", "2018-01-01"},
		{"since a week ago", "2018-11-21", ""},
		{"since 2 months ago", "2018-09-28", ""},
		{"before 2 days ago", "", "2018-11-26"},
		{"since March", "2018-03-01", ""},
		{"since December", "2017-12-01", ""},
		{"since November", "2018-11-01", ""},
		{"in March", "2018-03-01", "2018-04-01"},
		{"in Dec.", "2017-12-01", "2018-01-01"},
		{"last March", "2018-03-01", "2018-04-01"},
		{"last November", "2017-11-01", "2017-12-01"},
		{"this May", "2018-05-01", "2018-06-01"},
		{"after March", "2018-04-01", ""},
		{"before March", "", "2018-03-01"},
		{"until March", "", "2018-04-01"},
		{"prior to March 2017", "", "2017-03-01"},
		{"up to March 2017", "", "2017-04-01"},
		{"until yesterday", "", "2018-11-28"},
		{"during July", "2018-07-01", "2018-08-01"},
		{"throughout 2017", "2017-01-01", "2018-01-01"},
		{"in 2018", "2018-01-01", "2019-01-01"},
		{"since 2016", "2016-01-01", ""},
		{"before 2019", "", "2019-01-01"},
		{"after 2016", "2017-01-01", ""},
		{"in March 2018", "2018-03-01", "2018-04-01"},
		{"in March of 2018", "2018-03-01", "2018-04-01"},
		{"March 2018", "2018-03-01", "2018-04-01"},
		{"in 2018-03", "2018-03-01", "2018-04-01"},
		{"in 03/2018", "2018-03-01", "2018-04-01"},
		{"in the spring", "2018-03-01", "2018-06-01"},
		{"in the spring of 2019", "2019-03-01", "2019-06-01"},
		{"in winter 2017", "2017-12-01", "2018-03-01"},
		{"last summer", "2018-06-01", "2018-09-01"},
		{"in autumn", "2018-09-01", "2018-12-01"},
		{"in Q3 2018", "2018-07-01", "2018-10-01"},
		{"in 2018 Q3", "2018-07-01", "2018-10-01"},
		{"in the third quarter of 2017", "2017-07-01", "2017-10-01"},
		{"in Q4", "2018-10-01", "2019-01-01"},
		{"in the first half of 2018", "2018-01-01", "2018-07-01"},
		{"in H2 2017", "2017-07-01", "2018-01-01"},
		{"in the 1990s", "1990-01-01", "2000-01-01"},
		{"in the 90s", "1990-01-01", "2000-01-01"},
		{"in the ’90s", "1990-01-01", "2000-01-01"},
		{"in the 2010s", "2010-01-01", "2020-01-01"},
		{"in early 2018", "2018-01-01", "2018-05-01"},
		{"in mid-2018", "2018-05-01", "2018-09-01"},
		{"in late March 2018", "2018-03-21", "2018-04-01"},
		{"at the end of 2017", "2017-09-01", "2018-01-01"},
		{"at the beginning of March", "2018-03-01", "2018-03-11"},
		{"early last year", "2017-01-01", "2017-05-01"},
		{"on 28 Nov 2018", "2018-11-28", "2018-11-29"},
		{"on the 28th of November 2018", "2018-11-28", "2018-11-29"},
		{"on Nov. 28, 2018", "2018-11-28", "2018-11-29"},
		{"on November 28th", "2018-11-28", "2018-11-29"},
		{"on Wednesday, 21 November 2018", "2018-11-21", "2018-11-22"},
		{"on 29 November", "2017-11-29", "2017-11-30"},
		{"on 29 February", "2016-02-29", "2016-03-01"},
		{"on the 30th", "2018-10-30", "2018-10-31"},
		{"on the 1st", "2018-11-01", "2018-11-02"},
		{"on 2018-11-28", "2018-11-28", "2018-11-29"},
		{"2018-11-28", "2018-11-28", "2018-11-29"},
		{"on 28/11/2018", "2018-11-28", "2018-11-29"},
		{"on 11/28/2018", "2018-11-28", "2018-11-29"},
		{"on 28.11.2018", "2018-11-28", "2018-11-29"},
		{"on 28/11/18", "2018-11-28", "2018-11-29"},
		{"on 3/4/2018", "2018-04-03", "2018-04-04"},
		{"between March and May", "2018-03-01", "2018-06-01"},
		{"between 3 May and 1 June 2018", "2018-05-03", "2018-06-02"},
		{"between November 2017 and January", "2017-11-01", "2018-02-01"},
		{"between December and January 2018", "2017-12-01", "2018-02-01"},
		{"between November and January", "2018-11-01", "2019-02-01"},
		{"between Monday and Tuesday", "2018-11-26", "2018-11-28"},
		{"between 2015 and 2017", "2015-01-01", "2018-01-01"},
		{"from January to March", "2018-01-01", "2018-04-01"},
		{"from 3 to 5 May 2018", "2018-05-03", "2018-05-06"},
		{"from March 2017 until yesterday", "2017-03-01", "2018-11-28"},
		{"since March until May", "2018-03-01", "2018-06-01"},
		{"since 2015 and until 2016", "2015-01-01", "2017-01-01"},
		{"from 2017 on", "2017-01-01", ""},
		{"from March onwards", "2018-03-01", ""},
		{"in 2015-2017", "2015-01-01", "2018-01-01"},
		{"in March–May 2018", "2018-03-01", "2018-06-01"},
		{"on 3–5 May 2018", "2018-05-03", "2018-05-06"},
		{"in 2016 and 2017", "2016-01-01", "2018-01-01"},
		{"since 7d", "2018-11-21", ""},
		{"since 24h", "2018-11-27T15:00:00+07:00", ""},
		{"since 2018-11-27T22:30:00Z", "2018-11-28T05:30:00+07:00", ""},
	} {
		q, err := Parse("what did Brekke say "+d.in, now)
		if err != nil {
			t.Errorf("%s: %v", d.in, err)
			continue
		}
		if got := [2]string{stamp(q.Since), stamp(q.Until)}; got != [2]string{d.since, d.until} {
			t.Errorf("%s: got %v, want [%s %s]", d.in, got, d.since, d.until)
		}
		if len(q.Words) > 0 || q.By.Text != "Brekke" || q.Period == "" {
			t.Errorf("%s: is not taken out whole: %s, period %q", d.in, q.Line(), q.Period)
		}
	}
}

// What looks like a date and is a name or a topic.
func TestNoDates(t *testing.T) {
	for _, in := range []string{
		"what did April Orlan say", "Black Friday", "who said what about May", "who said what about last week’s vote",
		"who said what about the 2018 election", "Vision 2030", "what did The Friday Group say", "Brekke on March",
		"who said what about 28 November 2018", "what did the Sun say", "what does Brekke hope for 2019", "quotes from May",
		`who said "since March"`, "about:March", "by:May", "life before death",
	} {
		q, err := Parse(in, asked(t))
		if err != nil {
			t.Errorf("%s: %v", in, err)
		} else if q.Period != "" {
			t.Errorf("%s: period %q, want none", in, q.Period)
		}
	}
}

// Midnight is not always 00:00, and days are not always 24 hours.
func TestDaylightSaving(t *testing.T) {
	for _, c := range []struct{ zone, now, in, since, until string }{
		{"Europe/London", "2018-03-25T12:00:00+01:00", "today", "2018-03-25T00:00:00Z", "2018-03-25T23:00:00Z"},
		{"Europe/London", "2018-10-28T12:00:00Z", "today", "2018-10-27T23:00:00Z", "2018-10-29T00:00:00Z"},
		{"Europe/London", "2018-10-29T12:00:00Z", "in the last 2 days", "2018-10-26T23:00:00Z", "2018-10-30T00:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04T12:00:00-02:00", "today", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"}, // no 00:00
		{"America/Sao_Paulo", "2018-11-05T12:00:00-02:00", "before yesterday", "", "2018-11-04T03:00:00Z"},
		{"America/Havana", "2018-11-04T12:00:00-05:00", "today", "2018-11-04T04:00:00Z", "2018-11-05T05:00:00Z"}, // 00:00 twice
		{"Australia/Lord_Howe", "2018-04-01T12:00:00+10:30", "today", "2018-03-31T13:00:00Z", "2018-04-01T13:30:00Z"},
		{"Pacific/Apia", "2011-12-31T12:00:00+14:00", "yesterday", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"}, // 30 December was left out
		{"Asia/Kathmandu", "2018-11-28T00:10:00+05:45", "today", "2018-11-27T18:15:00Z", "2018-11-28T18:15:00Z"},
		{"America/New_York", "2018-11-28T20:00:00-05:00", "today", "2018-11-28T05:00:00Z", "2018-11-29T05:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		q, err := Parse("quotes "+c.in, now.In(zone(t, c.zone)))
		if c.since == c.until { // a day that was not
			if err == nil {
				t.Errorf("%s %s: got %s to %s, want an error", c.zone, c.in, q.Since, q.Until)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.zone, c.in, err)
		}
		if got := [2]string{stamp(q.Since.UTC()), stamp(q.Until.UTC())}; got != [2]string{short(c.since), short(c.until)} {
			t.Errorf("%s %s: got %v, want %v", c.zone, c.in, got, [2]string{c.since, c.until})
		}
	}
}

// short writes a time of the table as stamp does.
func short(s string) string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return ""
	}
	return stamp(at.UTC())
}
