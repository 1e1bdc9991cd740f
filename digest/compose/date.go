package compose

import (
	"fmt"
	"time"

	"whosaid/digest"
)

const dayFormat = "2 Jan 2006"

// day returns the calendar day of t in zone. A nil zone leaves t in its own.
func day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return inZone(t, zone).Format(dayFormat)
}

// inZone returns t in zone. Midnight sharp is how a day without a clock time is
// kept, and stays: in another zone it could become the day before.
func inZone(t time.Time, zone *time.Location) time.Time {
	if hour, minute, second := t.Clock(); zone == nil || hour+minute+second == 0 {
		return t
	}
	return t.In(zone)
}

// published returns the day an article appeared on, "undated" where it is unknown.
func published(a digest.Article, zone *time.Location) string {
	switch {
	case a.Published.IsZero():
		return "undated"
	case a.DateOnly || zone == nil:
		return a.Published.Format(dayFormat)
	}
	return a.Published.In(zone).Format(dayFormat)
}

// period returns the days from and to as a range, or one day.
func period(from, to time.Time, zone *time.Location) string {
	if day := func(t time.Time) string { return inZone(t, zone).Format(time.DateOnly) }; !to.IsZero() && day(to) < day(from) {
		from, to = to, from // a day without a clock time and a time within it
	}
	first, last := day(from, zone), day(to, zone)
	switch {
	case first == "" || first == last:
		return last
	case last == "":
		return first
	}
	return first + " – " + last
}

// searched says what an answer was looked for in.
func searched(s digest.Searched, zone *time.Location) string {
	if s.Articles == 0 && s.Waiting > 0 {
		return "There was no article to search." + waiting(s)
	}
	if s.Articles == 0 {
		return "There was no article to search: none is stored, or none fits the outlet and the period."
	}
	text := "Searched " + count(s.Articles, "article")
	if s.Outlets > 0 {
		text += " of " + count(s.Outlets, "outlet")
	}
	if days := period(s.From, s.To, zone); days != "" {
		text += ", " + days
	}
	return text + "." + waiting(s)
}

// waiting says that an answer goes without some articles; "" where it does not.
func waiting(s digest.Searched) string {
	if s.Waiting == 0 {
		return ""
	}
	return " " + count(s.Waiting, "more article") + " came in and cannot be searched yet: the database cannot be written, or is damaged (whosaid check says which)."
}

// count returns a number with its noun: "1 article", "1,200 articles".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return number(n) + " " + noun
}

func number(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", number(n/1000), n%1000)
}
