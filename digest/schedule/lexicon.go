package schedule

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var token = regexp.MustCompile(`\d+(?:[:.]\d+|h\d+)?|\p{L}+|[^\s\p{L}\d]`)

// tokens divides a line into words, numbers and marks, in lower case. "8am" is two
// tokens, "17:30" is one.
func tokens(line string) []string {
	line = strings.NewReplacer("–", "-", "—", "-", "/", ",", "&", ",", ";", ",", "+", ",", "a.m.", "am", "p.m.", "pm", "o'clock", "oclock", "o’clock", "oclock",
		"(", "", ")", "").Replace(strings.ToLower(line))
	toks := token.FindAllString(strings.TrimRight(line, ".!"), -1)
	var out []string
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		switch {
		case (t == "st" || t == "nd" || t == "rd" || t == "th") && i > 0 && isDigits(toks[i-1]):
			out[len(out)-1] += t // "15th" is one
		case t == "." && i > 0:
		case figures[t] != "":
			out = append(out, figures[t])
		default:
			out = append(out, t)
		}
	}
	return out
}

// figures are the numbers that people spell out: hours, and how many of them.
var figures = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
	"nine": "9", "ten": "10", "eleven": "11", "twelve": "12"}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// number reads 8, 17:30, 17.30 or 17h30.
func number(tok string) (clock, bool) {
	i := strings.IndexAny(tok, ":.h")
	if i < 0 {
		n, err := strconv.Atoi(tok)
		if err == nil && len(tok) == 4 && n%100 < 60 { // 0800
			return clock{minute: n/100*60 + n%100}, true
		}
		return clock{minute: min(n, 99) * 60, plain: true}, err == nil
	}
	hour, err1 := strconv.Atoi(tok[:i])
	minute, err2 := strconv.Atoi(tok[i+1:])
	if err1 != nil || err2 != nil {
		return clock{}, false
	}
	if len(tok[i+1:]) != 2 || minute > 59 {
		hour, minute = 99, 0 // refused with its words
	}
	return clock{minute: min(hour, 99)*60 + minute}, true
}

var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

// ordinal reads "first" to "fifth", "last", and "1st" to "31st".
func ordinal(tok string) (int, bool) {
	if n, ok := ordinals[tok]; ok {
		return n, true
	}
	if len(tok) < 3 || !isDigits(tok[:len(tok)-2]) {
		return 0, false
	}
	switch tok[len(tok)-2:] {
	case "st", "nd", "rd", "th":
		n, err := strconv.Atoi(tok[:len(tok)-2])
		return n, err == nil && n >= 1 && n <= 31
	}
	return 0, false
}

// weekday reads the name of a day, its plural, or an abbreviation of it of three
// letters or more, two as in "mo", "tu".
func weekday(tok string) (time.Weekday, bool) {
	if tok == "weds" || tok == "wednes" {
		return time.Wednesday, true
	}
	if len(tok) < 2 || tok == "sa" || tok == "su" || tok == "we" || tok == "th" || tok == "fr" {
		return 0, false // words of other things, or typing errors
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		if strings.HasPrefix(name, tok) || tok == name+"s" || len(tok) == 4 && tok[:3] == name[:3] && tok[3] == 's' {
			return d, true
		}
	}
	return 0, false
}

// month reads the name of a month or its abbreviation.
func month(tok string) (int, bool) {
	if len(tok) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), tok) || m == time.September && tok == "sept" {
			return int(m), true
		}
	}
	return 0, false
}
