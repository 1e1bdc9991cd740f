package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// longestLine is how many bytes of a line are looked at.
const longestLine = 512

const examples = "write days and times, such as “weekdays at 8”, “every Monday and Thursday 17:30” or “every 2 hours between 8 and 20”, " +
	"or a cron expression, such as “0 8 * * 1-5”"

// Parse reads a line: a cron expression of five fields, or plain words. The zone is
// the one that the line names ("weekdays at 8 Europe/Paris", "CRON_TZ=Asia/Tokyo 0
// 8 * * *"), otherwise the one given. Errors are written for the person who typed
// the line. A rule without an error fires: one that never would is refused.
func Parse(line string, zone *time.Location) (Rule, error) {
	line = strings.TrimSpace(line)
	if len(line) > longestLine {
		return Rule{}, fmt.Errorf("a schedule has at most %d characters", longestLine)
	}
	line, zone, err := cutZone(line, zone)
	if err != nil {
		return Rule{}, err
	}
	if line == "" {
		return Rule{}, fmt.Errorf("there is no schedule: %s", examples)
	}
	read := parseWords
	if isCron(line) {
		read = parseCron
	}
	r, err := read(line)
	if err != nil {
		return Rule{}, err
	}
	r.zone = zone
	// A fixed day, so that what is refused does not depend on when it is typed.
	if r.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Rule{}, fmt.Errorf("“%s” never comes: %s", line, r.never())
	}
	return r, nil
}

// never says why a rule does not fire.
func (r Rule) never() string {
	if len(r.times) == 0 {
		return "it has no time of day"
	}
	return "no month it names has such a day"
}

// Zone finds a time zone by its name of the IANA database, whatever its case. It
// refuses "Local", which is another zone on every machine.
func Zone(name string) (*time.Location, error) {
	if name == "" || strings.EqualFold(name, "local") {
		return nil, fmt.Errorf("“%s” is no time zone: write a name such as Europe/Paris", name)
	}
	for _, spelt := range []string{name, strings.ToUpper(name), zoneCase(name)} {
		if zone, err := time.LoadLocation(spelt); err == nil {
			return zone, nil
		}
	}
	return nil, fmt.Errorf("there is no time zone “%s”: write a name such as Europe/Paris or America/New_York", name)
}

// zoneCase writes a name as the database does: America/Port_of_Spain.
func zoneCase(name string) string {
	out := []byte(strings.ToLower(name))
	for start, i := 0, 0; i <= len(out); i++ {
		if i < len(out) && out[i] != '/' && out[i] != '_' && out[i] != '-' {
			continue
		}
		switch word := string(out[start:i]); {
		case word == "", start > 0 && out[start-1] != '/' && slices.Contains([]string{"of", "es", "au", "and"}, word):
		case 'a' <= out[start] && out[start] <= 'z':
			out[start] -= 'a' - 'A'
		}
		start = i + 1
	}
	return string(out)
}

// cutZone takes the zone out of a line.
func cutZone(line string, zone *time.Location) (string, *time.Location, error) {
	fields := strings.Fields(line)
	for i, f := range fields {
		name := strings.Trim(f, "(),;")
		if _, value, ok := strings.Cut(name, "="); ok && i == 0 {
			if upper := strings.ToUpper(name); !strings.HasPrefix(upper, "TZ=") && !strings.HasPrefix(upper, "CRON_TZ=") {
				continue
			}
			found, err := Zone(value)
			return strings.Join(fields[1:], " "), found, err
		}
		if !zoneLike(name) {
			continue
		}
		found, err := Zone(name)
		if err != nil {
			if daysOnly(strings.ToLower(name)) {
				continue // Mon/Wed/Fri
			}
			return line, zone, err
		}
		rest := append(fields[:i:i], fields[i+1:]...)
		if i > 0 && strings.EqualFold(fields[i-1], "in") {
			rest = append(fields[:i-1:i-1], fields[i+1:]...)
		}
		if len(rest) > 0 && strings.EqualFold(rest[len(rest)-1], "time") {
			rest = rest[:len(rest)-1]
		}
		return strings.Join(rest, " "), found, nil
	}
	return line, zone, nil
}

// zoneLike reports whether a word looks like the name of a zone.
func zoneLike(word string) bool {
	upper := strings.ToUpper(word)
	if upper == "UTC" || upper == "GMT" {
		return true
	}
	area, _, ok := strings.Cut(word, "/")
	return ok && len(area) > 1 && strings.IndexFunc(area, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) < 0
}

func daysOnly(word string) bool {
	for part := range strings.SplitSeq(word, "/") {
		if _, ok := weekday(part); !ok {
			return false
		}
	}
	return true
}
