package query

import (
	"slices"
	"strings"
	"time"

	"whosaid/digest"
)

// String says the query in plain words, for people: who said what about “CNRM”,
// in 2018, in outlets matching “post”. [Query.Line] is the form to store.
func (q Query) String() string {
	parts := []string{q.asked()}
	if len(q.Words) > 0 {
		parts = append(parts, "with "+plural(len(q.Words), "the word ", "the words ")+join(q.Words, " and "))
	}
	if len(q.Exact) > 0 {
		parts = append(parts, "with exactly "+join(q.Exact, " and "))
	}
	if len(q.Without) > 0 {
		parts = append(parts, "without "+join(q.Without, " or "))
	}
	if when := q.when(); when != "" {
		parts = append(parts, when)
	}
	if len(q.Outlets) > 0 {
		parts = append(parts, "in outlets matching "+join(q.Outlets, " or "))
	}
	if only := q.only(); only != "" {
		parts = append(parts, only)
	}
	return strings.Join(parts, ", ")
}

// asked is the question itself.
func (q Query) asked() string {
	by, about := quote(q.By.Text), quote(q.About.Text)
	said := "said"
	if slices.Contains(q.Classes, digest.Thought) && slices.Contains(q.Classes, digest.Statement) {
		said = "said or thought"
	}
	of := ""
	if about != "" {
		of = " about " + about
	}
	switch {
	case q.Form == More:
		return "more of the last answer"
	case q.Form == Profile:
		return "who is " + about
	case q.Form == Latest && by != "":
		return "the latest from " + by + of
	case q.Form == Latest:
		return "the latest" + of
	case by != "":
		return "what " + by + " " + said + of
	}
	return "who " + said + " what" + of
}

// only names the kinds and classes that the question limits itself to. Statements
// are what one asks for by "said", which needs no words.
func (q Query) only() string {
	var parts []string
	if len(q.Kinds) > 0 {
		parts = append(parts, strings.Join(texts(q.Kinds), " or ")+" quotes")
	}
	statement := slices.Contains(q.Classes, digest.Statement)
	switch {
	case len(q.Classes) == 0, len(q.Classes) == 1 && statement,
		len(q.Classes) == 2 && statement && slices.Contains(q.Classes, digest.Thought):
	default:
		names := map[digest.Class]string{digest.Statement: "statements", digest.Thought: "thoughts", digest.Other: "other attributions"}
		var list []string
		for _, c := range q.Classes {
			list = append(list, names[c])
		}
		parts = append(parts, strings.Join(list, " or "))
	}
	if len(parts) == 0 {
		return ""
	}
	return "only " + strings.Join(parts, " and ")
}

// when says the period as it was worded, and in dates where the wording depends
// on the day of the question.
func (q Query) when() string {
	if q.Since.IsZero() && q.Until.IsZero() {
		return ""
	}
	explicit := false
	for _, w := range strings.FieldsFunc(q.Period, func(r rune) bool { return r < '0' || r > '9' }) {
		explicit = explicit || year(w) > 0
	}
	switch {
	case q.Period == "":
		return q.days()
	case explicit:
		return q.Period
	}
	return q.Period + " (" + q.days() + ")"
}

// days says the period in days of the zone in which it was asked for.
func (q Query) days() string {
	since, until := day(q.Since, 0), day(q.Until, -1)
	switch {
	case q.Until.IsZero():
		return "since " + since
	case q.Since.IsZero():
		return "until " + until
	case since == until:
		return "on " + since
	}
	begin, end := strings.Fields(since), strings.Fields(until)
	if len(begin) == 3 && len(end) == 3 {
		for i := 2; i > 0 && begin[i] == end[i]; i-- {
			begin = begin[:i]
		}
	}
	return strings.Join(begin, " ") + " to " + until
}

// day names the day of t, or the one before a midnight where end is -1: periods
// are half-open. What begins or ends within a day is said with the minute.
func day(t time.Time, end int) string {
	h, m, s := t.Clock()
	if h+m+s > 0 {
		return t.Format("2 January 2006 15:04")
	}
	if end < 0 {
		t = t.Add(-time.Hour)
	}
	return t.Format("2 January 2006")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func quote(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

func join(all []string, link string) string {
	quoted := make([]string, len(all))
	for i, s := range all {
		quoted[i] = quote(s)
	}
	return strings.Join(quoted, link)
}

func texts[V ~string](all []V) []string {
	var out []string
	for _, v := range all {
		out = append(out, string(v))
	}
	return out
}
