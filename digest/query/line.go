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
			if v != "" {
				parts = append(parts, op+enclose(v))
			}
		}
	}
	name := func(op, v string) {
		if q.Pronoun != "" && IsPronoun(v) && !q.About.Quoted {
			parts = append(parts, op+v)
		} else {
			add(op, v)
		}
	}
	switch q.Form {
	case More:
		return string(More)
	case Latest:
		parts = append(parts, "latest quotes")
	case Profile:
		parts = append(parts, "who is")
	}
	name("by:", q.By.Text)
	name("about:", q.About.Text)
	add("word:", q.Words...)
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
	if strings.Contains(v, `"`) && !strings.Contains(v, `»`) {
		return `«` + v + `»`
	}
	return `"` + strings.ReplaceAll(v, `"`, "'") + `"`
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
