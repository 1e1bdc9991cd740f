package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/schedule"
	"whosaid/digest/store"
)

// Options are what a schedule says of its digests beyond when and what.
type Options struct {
	Title    string `json:"title,omitempty"`    // above the digest; the schedule's name where empty
	Articles int    `json:"articles,omitempty"` // shown with gist and quotes; 0 for as configured
	Quiet    string `json:"quiet,omitempty"`    // hours in which nothing is posted: "22-7"
}

// options reads the options of a schedule.
func options(s store.Schedule) (o Options, err error) {
	if s.Options == "" {
		return o, nil
	}
	if err := json.Unmarshal([]byte(s.Options), &o); err != nil {
		return o, fmt.Errorf("reading the options of schedule %s: %w", s.Name, err)
	}
	return o, nil
}

// ruleOf reads when a schedule fires.
func ruleOf(s store.Schedule) (schedule.Rule, error) {
	zone, err := zoneOf(s.Zone)
	if err != nil {
		return schedule.Rule{}, err
	}
	return schedule.Parse(s.Line, zone)
}

// zoneOf finds a zone by the name that a schedule keeps.
func zoneOf(name string) (*time.Location, error) {
	if name == time.Local.String() {
		return time.Local, nil
	}
	return schedule.Zone(name)
}

// quietUntil returns when the quiet hours end in which a moment lies, by the clock of
// its zone; the zero time where it lies in none.
func quietUntil(quiet string, now time.Time) (time.Time, error) {
	if quiet == "" {
		return time.Time{}, nil
	}
	q, err := schedule.ParseQuiet(quiet)
	if err != nil {
		return time.Time{}, err
	}
	return q.Until(now), nil
}

// echo says what a schedule is and when it comes next, so that a misunderstanding
// shows at once.
func (d Schedules) echo(ctx context.Context, c *Conversation, s store.Schedule) (digest.Message, error) {
	r, err := ruleOf(s)
	if err != nil {
		return digest.Message{}, err
	}
	o, err := options(s)
	if err != nil {
		return digest.Message{}, err
	}
	fields := []digest.Field{
		named("When", r.String()),
		named("Where", d.Publisher.called(ctx, s.Place, here(c).String())),
	}
	if s.Filter != "" {
		fields = append(fields, named("What", s.Filter))
	} else {
		fields = append(fields, named("What", "everything that is new"))
	}
	if o.Articles > 0 {
		fields = append(fields, named("Length", counted(o.Articles, "article")))
	}
	if o.Quiet != "" {
		fields = append(fields, named("Quiet", o.Quiet+": what is due then is held and sent after"))
	}
	if s.Paused != "" {
		fields = append(fields, named("Paused", s.Paused))
	} else {
		fields = append(fields, named("Next", enumerated(moments(r.Upcoming(d.Publisher.Now(), 3)), "and")))
	}
	if s.Origin == store.FromFile {
		fields = append(fields, named("From", "the configuration file: change it there"))
	}
	title := digest.Heading{Level: 2, Text: []digest.Run{{Text: "Schedule " + s.Name}}}
	return digest.Message{Blocks: []digest.Block{title, digest.Fields{Items: fields}}}, nil
}

// named is a line of whosaid's own words: what an article has printed is not in it,
// and so no double quotation marks are either.
func named(name, value string) digest.Field {
	return digest.Field{Name: name, Value: []digest.Run{{Text: ownMarks.Replace(value)}}}
}

var ownMarks = strings.NewReplacer("“", "‘", "”", "’")

// moments says moments to the minute, with their day.
func moments(times []time.Time) []string {
	var all []string
	for _, t := range times {
		all = append(all, minute(t))
	}
	return all
}

// minute says a moment to the minute.
func minute(t time.Time) string { return t.Format("Mon 2 Jan 2006 15:04") }

// longestName is how many characters the name of a schedule has at most.
const longestName = 60

// checkName reports what is wrong with the name of a schedule.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a schedule needs a name")
	case len([]rune(name)) > longestName:
		return fmt.Errorf("the name of a schedule has at most %d characters", longestName)
	case strings.ContainsAny(name, ":\"“”\n") || Plain(name) != name:
		return fmt.Errorf("“%s” cannot be the name of a schedule: write letters, figures, - and _", name)
	case strings.ContainsAny(name, " \t"):
		return fmt.Errorf("the name of a schedule is one word: write %s", strings.Join(strings.Fields(name), "-"))
	}
	return nil
}

// source is how a schedule is called where something is said about what it made.
func source(s store.Schedule) string { return "schedule " + s.Name }

// messages is what an outbox takes of a message whose platform is not there to split it.
func messages(m digest.Message) []digest.Message { return []digest.Message{m} }

// split cuts a message as its platform needs it.
func split(transports []Transport, place string, m digest.Message) ([]digest.Message, error) {
	to, err := ParsePlace(place)
	if err != nil {
		return nil, err
	}
	if t := transportOf(transports, to); t != nil {
		return t.Split(m), nil
	}
	return messages(m), nil
}
