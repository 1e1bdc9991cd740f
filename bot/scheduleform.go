package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"whosaid/digest/schedule"
	"whosaid/digest/store"
)

// addForm asks for a new schedule. What was written with a name and more is taken as
// it is: if it is wrong, the command says so, and nothing that was typed is lost.
func (d Schedules) addForm(_ context.Context, _ *Conversation, rest string) (Form, error) {
	name, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if more != "" {
		return Form{}, nil
	}
	const length = 5
	return Form{
		Title:  "Add a schedule",
		Fields: append([]Entry{{Name: "name", Label: "Name", Hint: "one word, such as morning", Value: name}}, entries(NewSchedule{Options: Options{Articles: length}})...),
		Check:  d.wrong,
		Line: func(v map[string]string) string {
			return "schedule add " + v["name"] + " " + v["when"] + optional(v, "")
		},
	}, nil
}

// editForm asks for what is to be changed of a schedule; of none that may not be
// changed: the command says why.
func (d Schedules) editForm(ctx context.Context, c *Conversation, rest string) (Form, error) {
	name, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if name == "" || more != "" {
		return Form{}, nil
	}
	var s store.Schedule
	var n NewSchedule
	s, err := d.changeable(ctx, c, name)
	if err == nil {
		n, err = requested(s)
	}
	var unclear Unclear
	switch {
	case errors.As(err, &unclear):
		return Form{}, nil
	case err != nil:
		return Form{}, err
	}
	return Form{
		Title: "Edit " + s.Name, Fields: entries(n), Check: d.wrong,
		Line: func(v map[string]string) string {
			return "schedule edit " + s.Name + " when " + v["when"] + optional(v, "none")
		},
	}, nil
}

// wrong says what is wrong with what was filled in, as far as that can be said without
// looking anything up.
func (d Schedules) wrong(v map[string]string) map[string]string {
	now := d.Publisher.Now()
	_, when := schedule.Parse(v["when"], now.Location())
	_, filter := parseFilter(v["filter"], now)
	problems := map[string]error{"when": when, "filter": filter}
	if name, asked := v["name"]; asked {
		problems["name"] = checkName(name)
	}
	if v["quiet"] != "" {
		_, problems["quiet"] = schedule.ParseQuiet(v["quiet"])
	}
	out := make(map[string]string)
	for field, err := range problems {
		if err != nil {
			out[field] = ownMarks.Replace(sentence(err.Error()))
		}
	}
	return out
}

// entries are the fields of a schedule, filled in with what it is.
func entries(n NewSchedule) []Entry {
	lengths := []int{3, 5, 10, 20}
	chosen := ""
	if n.Options.Articles > 0 {
		chosen = strconv.Itoa(n.Options.Articles)
		if lengths = append(lengths, n.Options.Articles); slices.Contains(lengths[:4], n.Options.Articles) {
			lengths = lengths[:4]
		}
		slices.Sort(lengths)
	}
	var options []string
	for _, length := range lengths {
		options = append(options, strconv.Itoa(length))
	}
	when := "weekdays at 8, first Monday of the month at 9, 0 8 * * 1-5"
	if n.Zone != nil {
		when += "; by the clock of " + n.Zone.String()
	}
	return []Entry{
		{Name: "when", Label: "When", Hint: when, Value: n.Line},
		{Name: "filter", Label: "What", Hint: "about:CNRM -sport; empty for everything", Value: n.Filter, Optional: true},
		{Name: "length", Label: "How many articles", Value: chosen, Options: options, Optional: true},
		{Name: "quiet", Label: "Quiet hours", Hint: "22-7", Value: n.Options.Quiet, Optional: true},
		{Name: "title", Label: "Title", Hint: "above its digests, instead of its name", Value: n.Options.Title, Optional: true},
	}
}

// optional writes the options of a command; what was left empty is none, where that is
// said at all.
func optional(v map[string]string, none string) string {
	line := ""
	for _, option := range []string{"filter", "length", "quiet", "title"} {
		value := strings.TrimSpace(strings.ReplaceAll(v[option], ";", " "))
		if value == "" && option != "length" {
			value = none
		}
		if value != "" {
			line += "; " + option + " " + value
		}
	}
	return line
}
