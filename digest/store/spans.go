package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"whosaid/digest"
)

// formatSpans writes spans as "120-245,300-412".
func formatSpans(spans []digest.Span) string {
	var b []byte
	for i, s := range spans {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(s.Start), 10)
		b = append(b, '-')
		b = strconv.AppendInt(b, int64(s.End), 10)
	}
	return string(b)
}

// parseSpans reads what formatSpans wrote.
func parseSpans(text string) ([]digest.Span, error) {
	if text == "" {
		return nil, nil
	}
	spans := make([]digest.Span, 0, 1+strings.Count(text, ","))
	for part := range strings.SplitSeq(text, ",") {
		start, end, _ := strings.Cut(part, "-")
		s, err := strconv.Atoi(start)
		if err != nil {
			return nil, fmt.Errorf("%w: span %q", ErrDamaged, text)
		}
		e, err := strconv.Atoi(end)
		if err != nil {
			return nil, fmt.Errorf("%w: span %q", ErrDamaged, text)
		}
		spans = append(spans, digest.Span{Start: s, End: e})
	}
	return spans, nil
}

// inside reports whether every span can be cut from text.
func inside(text string, spans []digest.Span) error {
	for _, s := range spans {
		if s.Start < 0 || s.End > len(text) || s.Start > s.End {
			return fmt.Errorf("span %d-%d is not inside the text of %d bytes", s.Start, s.End, len(text))
		}
		if s.Start < len(text) && !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			return fmt.Errorf("span %d-%d divides a character", s.Start, s.End)
		}
	}
	return nil
}

// cut returns the part of text that each span covers.
func cut(text string, spans []digest.Span) []string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.Cut(text))
	}
	return parts
}

// extent returns the span from the first start to the last end.
func extent(spans ...digest.Span) digest.Span {
	e := spans[0]
	for _, s := range spans[1:] {
		e.Start, e.End = min(e.Start, s.Start), max(e.End, s.End)
	}
	return e
}

// formatTime keeps the offset of the zone, and of a date the date alone.
func formatTime(t time.Time, dateOnly bool) string {
	switch {
	case !dated(t):
		return ""
	case dateOnly:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

// parseTime reads what formatTime wrote. Times come back in their offset, not in
// the zone of this machine that happens to have the same.
func parseTime(text string) (t time.Time, dateOnly bool, err error) {
	switch len(text) {
	case 0:
		return time.Time{}, false, nil
	case len(time.DateOnly):
		t, err = time.Parse(time.DateOnly, text)
		return t, true, err
	}
	t, err = time.Parse(time.RFC3339Nano, text)
	if _, offset := t.Zone(); offset != 0 {
		return t.In(time.FixedZone("", offset)), false, err
	}
	return t.UTC(), false, err
}

// parseTimes reads two times.
func parseTimes(first, last string) (from, to time.Time, err error) {
	if from, _, err = parseTime(first); err != nil {
		return from, to, err
	}
	to, _, err = parseTime(last)
	return from, to, err
}
