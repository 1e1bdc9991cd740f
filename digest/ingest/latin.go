package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// alphabets are the letters beyond ASCII of languages with a Latin alphabet, and
// the single-byte encodings in which these are written, the likelier first. A
// statistical detector takes all of them for Western European.
var alphabets = []struct {
	letters   string
	encodings []*charmap.Charmap
}{
	{"àâæçèéêëîïôœùûüÿ", west},                              // French
	{"äöüß", west},                                          // German
	{"áéíïñóúüçàèò", west},                                  // Spanish, Catalan
	{"áâãàçéêíóôõúü", west},                                 // Portuguese
	{"åäöæøéèêóôü", west},                                   // Danish, Norwegian, Swedish, Finnish
	{"àèéìîòù", west},                                       // Italian
	{"äëïöüéèóô", west},                                     // Dutch
	{"áðéíóúýþæö", west},                                    // Icelandic
	{"äöõüšž", west},                                        // Estonian
	{"ąćęłńóśźż", east},                                     // Polish
	{"áäčďéěíĺľňóôŕřšťúůýž", east},                          // Czech, Slovak
	{"áéíóöőúüű", east},                                     // Hungarian
	{"čćđšž", east},                                         // Bosnian, Croatian, Slovene
	{"ăâîşţ", east},                                         // Romanian
	{"çğıiöşüâîû", []*charmap.Charmap{charmap.Windows1254}}, // Turkish
}

var (
	west = []*charmap.Charmap{charmap.Windows1252}
	east = []*charmap.Charmap{charmap.Windows1250, charmap.ISO8859_2}
)

// latinMarks are the other characters beyond ASCII that printed texts have in these encodings.
const latinMarks = "“”‘’‚„«»‹›–—…•€£§©®™°·¡¿´½¼¾\u00A0\u00AD"

// latin returns the encoding in which the bytes of data beyond ASCII are the letters of
// one language, nil where they are not, or are too many for such a language.
func latin(data []byte) encoding.Encoding {
	var count [256]int
	letters, high := 0, 0
	for _, b := range data {
		count[b]++
		if b >= utf8.RuneSelf {
			high++
		} else if b|0x20 >= 'a' && b|0x20 <= 'z' {
			letters++
		}
	}
	if high*3 > letters {
		return nil
	}
	var best encoding.Encoding
	most := 0
	for _, alphabet := range alphabets {
		for _, enc := range alphabet.encodings {
			if n := fitting(&count, alphabet.letters, enc); n > most {
				best, most = enc, n
			}
		}
	}
	if most*50 < high*49 { // foreign names have letters of their own
		return nil
	}
	return best
}

// fitting counts the bytes that enc decodes to one of letters or to a mark.
func fitting(count *[256]int, letters string, enc *charmap.Charmap) int {
	n := 0
	for b := utf8.RuneSelf; b < len(count); b++ {
		r := enc.DecodeByte(byte(b))
		if strings.ContainsRune(latinMarks, r) || strings.ContainsRune(letters, unicode.ToLower(r)) {
			n += count[b]
		}
	}
	return n
}
