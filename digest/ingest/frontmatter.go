package ingest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// tomlHeader reads the TOML between two lines of "+++".
func tomlHeader(text string) (pairs []pair, body string, err error) {
	_, rest := line(text)
	source, body, ok := cutFence(rest, "+++")
	if !ok {
		return nil, "", errors.New(`the header that begins with "+++" in line 1 does not end within 100 lines and 32 kB; close it with another line "+++"`)
	}
	var table map[string]any
	meta, err := toml.Decode(source, &table)
	if err != nil {
		return nil, "", tomlError(err)
	}
	for _, key := range meta.Keys() {
		if len(key) > 1 {
			continue // inside a table that is itself judged by its name
		}
		name := key[0]
		values, err := tomlValues(table[name])
		if err != nil && !ignored(name) {
			return nil, "", fmt.Errorf("%s: %w", name, err)
		}
		pairs = append(pairs, pair{name, values, lineOf(source, name) + 1})
	}
	return pairs, body, nil
}

// cutFence cuts text at the first line that is fence.
func cutFence(text, fence string) (before, after string, ok bool) {
	rest := text
	for n := 2; mayBeHeader(text, rest, n); n++ {
		l, next := line(rest)
		if strings.TrimRight(l, " \t") == fence {
			return text[:len(text)-len(rest)], next, true
		}
		rest = next
	}
	return "", "", false
}

// closes reports whether a line of text is fence.
func closes(text, fence string) bool {
	_, _, ok := cutFence(text, fence)
	return ok
}

// tomlError gives the line in the file, which has a fence above the TOML.
func tomlError(err error) error {
	var bad toml.ParseError
	if !errors.As(err, &bad) {
		return fmt.Errorf("reading the TOML header: %w", err)
	}
	return fmt.Errorf("line %d: the TOML header cannot be read: %s", bad.Position.Line+1, bad.Message)
}

// tomlValues returns the strings, numbers, dates or list that v is as text.
func tomlValues(v any) ([]string, error) {
	switch v := v.(type) {
	case time.Time:
		return []string{tomlTime(v)}, nil
	case []any:
		var all []string
		for _, item := range v {
			one, err := tomlValues(item)
			if err != nil {
				return nil, err
			}
			all = append(all, one...)
		}
		return all, nil
	case map[string]any, []map[string]any:
		return nil, errors.New("a table cannot stand here; write one value or a list")
	}
	return []string{fmt.Sprint(v)}, nil
}

// tomlTime writes a TOML date or time so that what it leaves open, the clock or
// the zone, stays open. The names of the zones are the decoder's.
func tomlTime(t time.Time) string {
	switch t.Location().String() {
	case "date-local":
		return t.Format(time.DateOnly)
	case "datetime-local":
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format(time.RFC3339)
}

// lineOf returns the line, from 1, in which key is set.
func lineOf(source, key string) int {
	for n, l := range strings.Split(source, "\n") {
		l = strings.TrimLeft(l, " \t[\"'")
		if strings.HasPrefix(l, key) {
			return n + 1
		}
	}
	return 1
}
