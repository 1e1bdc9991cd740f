package bot

import (
	"strings"
	"unicode"
)

// Plain returns text without what would act in a chat or on a terminal, or hide
// something there: controls become "�", white space of any kind a space, and characters that
// reorder or have no width are dropped. Joiners stay where a script or an emoji
// needs them. It keeps every character that is seen.
func Plain(text string) string {
	if !strings.ContainsFunc(text, suspicious) {
		return strings.ToValidUTF8(text, "�")
	}
	runes := []rune(strings.ToValidUTF8(text, "�"))
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteRune(' ')
		case r == zeroWidthSpace:
			b.WriteRune(r) // lines may end here; wrapping drops it
		case r == nonJoiner || r == joiner:
			if i > 0 && i+1 < len(runes) && joins(r, runes[i-1], runes[i+1]) {
				b.WriteRune(r)
			}
		case unicode.IsControl(r):
			b.WriteRune('�')
		case invisible(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

const (
	zeroWidthSpace = '\u200b' // parts words in Khmer, Thai and Lao
	nonJoiner      = '\u200c'
	joiner         = '\u200d'
)

func suspicious(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || invisible(r) || r == '\u2028' || r == '\u2029'
}

// invisible reports whether r has no form of its own: format characters
// (direction, zero width, tags), fillers, and variation selectors but those of emoji.
func invisible(r rune) bool {
	switch {
	case r >= 0x0600 && r <= 0x0605, r == 0x06DD, r == 0x070F, r == 0x0890, r == 0x0891, r == 0x08E2, r == 0x110BD, r == 0x110CD:
		return false // signs that are seen although they are format characters
	case r == 0x034F, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFFA0, r == 0x2800:
		return true
	case r >= 0x180B && r <= 0x180F, r >= 0xFE00 && r <= 0xFE0D, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// joins reports whether a joiner between the two characters changes how they
// look, and is not there to make words differ in secret.
func joins(j, before, after rune) bool {
	if unicode.In(before, joining...) && unicode.In(after, joining...) {
		return true
	}
	return j == joiner && pictograph(before) && pictograph(after)
}

// joining are the scripts whose spelling uses joiners.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
	unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam,
	unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}

// pictograph reports whether r can be part of an emoji.
func pictograph(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2190 && r <= 0x2BFF || r == 0xFE0F
}

// Link returns a URL as it may stand in markup, in an escape sequence and in a
// line: only http, https and mailto, printable ASCII, everything else
// percent-encoded. It returns "" for a URL that may not be shown as a link.
func Link(url string) string {
	scheme, rest, ok := strings.Cut(url, ":")
	switch scheme = strings.ToLower(scheme); {
	case !ok || rest == "":
		return ""
	case scheme == "mailto":
	case scheme != "http" && scheme != "https" || !strings.HasPrefix(rest, "//"):
		return ""
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(url) {
		if c := url[i]; c > ' ' && c < 0x7f && !strings.ContainsRune("<>\"\\^`{|}", rune(c)) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
