package query

import (
	"strings"
	"unicode/utf8"
)

// sounding compares two sounds: half a letter apart where they are the same.
func sounding(a, b string, limit int) float64 {
	if a == b {
		return 0.5
	}
	if d := within(a, b, limit-1); limit > 1 && d < limit {
		return 0.5 + float64(d)
	}
	return far
}

// sound writes a folded word as transliterations agree on it: one letter for
// those that stand for each other, none for doubled ones and a silent h.
func sound(w string) string {
	if !ascii(w) {
		return w
	}
	b := make([]byte, 0, 24)
	for i := 0; i < len(w); {
		var next byte
		if i+1 < len(w) {
			next = w[i+1]
		}
		c, used := voice(w[i], next)
		if c == 'h' && i > 0 && !(vowel(w[i-1]) && vowel(next)) {
			c = 0
		}
		if n := len(b); c != 0 && (n == 0 || b[n-1] != c) {
			b = append(b, c)
		}
		i += used
	}
	return string(b)
}

// voice returns what a letter sounds like in front of the next one, and how many
// of the two that is.
func voice(c, next byte) (sound byte, used int) {
	switch {
	case c == 'p' && next == 'h':
		return 'f', 2
	case c == 'c' && next == 'h':
		return 'c', 2
	case c == 'c' && (next == 'e' || next == 'i' || next == 'y'), c == 'z':
		return 's', 1
	case c == 'c', c == 'q':
		return 'k', 1
	case c == 'y':
		return 'i', 1
	case c == 'w':
		return 'v', 1
	case c == 'o' && (next == 'u' || next == 'o'):
		return 'u', 2
	case c == 'e' && (next == 'e' || next == 'i' || next == 'y'), c == 'i' && next == 'e':
		return 'i', 2
	}
	return c, 1
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' }

// alike holds a bit for each letter a to z that is a consonant, the same one
// for those that sound alike.
var alike = func() (all [26]uint32) {
	for i, group := range strings.Fields("b ckqg d fp j l m n r szx t vw") {
		for _, c := range group {
			all[c-'a'] = 1 << i
		}
	}
	return all
}()

// consonants returns the consonants of a name that need not be folded, and how
// many other letters it has that may turn out to be some.
func consonants(name string) (mask uint32, strange int) {
	for i := 0; i < len(name); i++ {
		c := name[i] | 0x20
		switch {
		case name[i] >= utf8.RuneSelf:
			if utf8.RuneStart(name[i]) && !strings.HasPrefix(name[i:], "’") {
				strange++
			}
		case 'a' <= c && c <= 'z':
			mask |= alike[c-'a']
		}
	}
	return mask, strange
}
