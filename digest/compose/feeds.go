package compose

import (
	"fmt"
	"strings"
	"time"

	"whosaid/digest"
)

// Feeds lists what is followed: each feed with its number, name and address, and how
// it fares, those that fail first. now is when it is read, in whose zone times are
// shown unless zone is another one.
func Feeds(feeds []digest.Feed, now time.Time, zone *time.Location) digest.Message {
	if len(feeds) == 0 {
		return Text("No feed is followed yet. Add one with: feed add ADDRESS")
	}
	var m digest.Message
	failing, paused := 0, 0
	var list, trouble digest.List
	for _, f := range feeds {
		item := feedLine(f, now, zone)
		switch {
		case f.Paused:
			paused++
		case !f.Failing.IsZero():
			failing++
			trouble.Items = append(trouble.Items, item)
			continue
		}
		list.Items = append(list.Items, item)
	}
	head := count(len(feeds), "feed")
	if failing > 0 {
		head += fmt.Sprintf(", %d failing", failing)
	}
	if paused > 0 {
		head += fmt.Sprintf(", %d paused", paused)
	}
	m.Blocks = append(m.Blocks, heading(1, plain(head)))
	list.Items = append(trouble.Items, list.Items...)
	m.Blocks = append(m.Blocks, list)
	return m
}

func feedLine(f digest.Feed, now time.Time, zone *time.Location) []digest.Run {
	line := []digest.Run{faint(fmt.Sprintf("#%d ", f.ID)), bold(f.Name)}
	if f.Kind != digest.Folder && f.Name != f.URL {
		line = append(line, plain(" "), digest.Run{Text: f.URL, URL: f.URL, Style: digest.Faint})
	}
	return append(line, digest.Break, plain(own(FeedState(f, now, zone))))
}

// FeedState says in words how a feed fares: when it was asked last and will be next,
// how much comes from it, or since when it fails and why.
func FeedState(f digest.Feed, now time.Time, zone *time.Location) string {
	var said []string
	say := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	switch {
	case f.Paused:
		say("paused")
	case !f.Failing.IsZero():
		say("failing since %s: %s", moment(f.Failing, now, zone), f.Problem)
	}
	switch {
	case f.Succeeded.IsZero() && f.Failing.IsZero():
		say("not asked yet")
	case f.Succeeded.IsZero():
		say("it never answered")
	default:
		say("last answer %s", moment(f.Succeeded, now, zone))
	}
	if !f.Paused {
		switch {
		case f.Next.IsZero() || !f.Next.After(now):
			say("asked next in a moment")
		default:
			say("asked next %s", moment(f.Next, now, zone))
		}
	}
	if !f.Succeeded.IsZero() {
		say("%s", daily(f, now))
	}
	if f.Stored > 0 {
		say("%s stored", count(f.Stored, "article"))
	}
	if f.Waiting > 0 {
		say("%s waiting", count(f.Waiting, "article"))
	}
	if f.Refused > 0 {
		say("%s could not be had", count(f.Refused, "article"))
	}
	if f.Origin == digest.FromConfiguration {
		say("from the configuration file")
	}
	return strings.Join(said, "; ") + "."
}

func daily(f digest.Feed, now time.Time) string {
	n := f.Daily
	switch {
	case n == 0 && now.Sub(f.Added) < 14*24*time.Hour:
		return "nothing new yet"
	case n == 0:
		return "nothing new in two weeks"
	case n < 0.95:
		return fmt.Sprintf("about %s a week", count(int(n*7+0.5), "article"))
	}
	return fmt.Sprintf("about %s a day", count(int(n+0.5), "article"))
}

// moment words a time near now: "5 minutes ago", "in 2 hours", "on 3 May".
func moment(t, now time.Time, zone *time.Location) string {
	if zone == nil {
		zone = now.Location()
	}
	d := now.Sub(t)
	length := duration(d.Abs())
	switch {
	case d.Abs() < time.Minute && d >= 0:
		return "just now"
	case d.Abs() >= 48*time.Hour:
		layout := "on 2 January"
		if t.In(zone).Year() != now.In(zone).Year() {
			layout += " 2006"
		}
		return t.In(zone).Format(layout)
	case d < 0:
		return "in " + length
	}
	return length + " ago"
}

func duration(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < 90*time.Minute:
		return count(int(d.Minutes()+0.5), "minute")
	}
	return count(int(d.Hours()+0.5), "hour")
}

// FeedFails is what a channel is told when one of its feeds fails.
func FeedFails(f digest.Feed, now time.Time, zone *time.Location) digest.Message {
	return Text(fmt.Sprintf("The feed %s cannot be read since %s: %s. I keep trying and say no more of it until it has worked again; feed list tells how it is.",
		f.Name, moment(f.Failing, now, zone), f.Problem))
}

// Unread names articles in languages that whosaid does not read, of n that there are.
func Unread(articles []digest.Article, n int, zone *time.Location) []digest.Block {
	p := page{zone: zone}
	var list digest.List
	for _, a := range articles {
		item := []digest.Run{{Text: brief(a.Title), URL: a.URL}}
		list.Items = append(list.Items, append(item, faint(" — "), faint(strings.TrimPrefix(a.NamedOutlet()+", ", ", ")+published(a, p.zone)+", in "+language(a))))
	}
	verb := "have"
	if n == 1 {
		verb = "has"
	}
	text := fmt.Sprintf("%s in languages that I do not read %s these words too; who said what in them I cannot tell", count(n, "article"), verb)
	if n > len(articles) {
		text += fmt.Sprintf(". The newest %d", len(articles))
	}
	return []digest.Block{paragraph(faint(text + ":")), list}
}
