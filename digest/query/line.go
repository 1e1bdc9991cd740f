package query

import (
	"strings"
	"time"
)

// Line returns the query as a line of operators that [Parse] reads back to the
// same query, whatever the day: the form in which a filter is stored. The wording
// of the period and other readings of the question are not kept.
func (q Query) Line() string {
	var parts []string
	add := func(op string, values ...string) {
		for _, v := range values {
			if v = enclose(v); v != "" {
				parts = append(parts, op+v)
			}
		}
	}
	switch q.Form {
	case More:
		return string(More)
	case Latest:
		parts = append(parts, "latest quotes")
	case Profile:
		return strings.TrimSpace("who is " + enclose(q.About.Text))
	}
	add("by:", q.By.Text)
	add("about:", q.About.Text)
	for _, w := range q.Words {
		add("word:", w)
	}
	add("", q.Exact...)
	add("-", q.Without...)
	add("in:", q.Outlets...)
	add("since:", stamp(q.Since))
	add("before:", stamp(q.Until))
	add("kind:", texts(q.Kinds)...)
	if len(q.Classes) == 0 {
		add("class:", "all")
	}
	add("class:", texts(q.Classes)...)
	return strings.Join(parts, " ")
}

// enclose puts a value between quotation marks that it does not contain.
func enclose(v string) string {
	switch {
	case v == "":
		return ""
	case !strings.Contains(v, `"`):
		return `"` + v + `"`
	case !strings.ContainsAny(v, `“”`):
		return `“` + v + `”`
	}
	return `«` + v + `»`
}

// stamp writes a moment as a day where it is a midnight, otherwise to the second.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if y, m, d := t.Date(); t.Equal(midnight(y, m, d, t.Location())) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}
