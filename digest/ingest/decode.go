package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

var errEmpty = errors.New("the file is empty; put the article's text into it or leave it out")

// decode returns data as UTF-8 without a byte order mark. Its encoding is, in
// this order: what a mark says; UTF-8 where data is valid; UTF-16 or UTF-32
// where zero bytes stand as they do in these; UTF-8 with damage (each bad byte
// becomes U+FFFD) where most of what is beyond ASCII is valid; and otherwise
// what detection finds. Data that is no text is an error.
func decode(data []byte) (string, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errEmpty
	}
	if err := binaryFile(data); err != nil {
		return "", err
	}
	enc, mark := encodingOf(data)
	text := string(data[mark:])
	if enc != nil {
		b, err := enc.NewDecoder().Bytes(data[mark:])
		if err != nil {
			return "", fmt.Errorf("decoding the text: %w; save it as UTF-8", err)
		}
		text = string(b)
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > MaxFile {
		return "", tooLarge(int64(len(text)), MaxFile)
	}
	if strings.TrimSpace(text) == "" {
		return "", errEmpty
	}
	if !isText(text) {
		return "", errBinary
	}
	return text, nil
}

// The encodings that Unicode gives a byte order mark; the longer marks first, as
// that of UTF-32LE begins with that of UTF-16LE.
var marked = []struct {
	mark string
	enc  encoding.Encoding // nil for UTF-8
}{
	{"\xEF\xBB\xBF", nil},
	{"\xFF\xFE\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xFE\xFF", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xFF\xFE", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)},
	{"\xFE\xFF", utf.UTF16(utf.BigEndian, utf.IgnoreBOM)},
}

// encodingOf returns the encoding of data, nil for UTF-8, and the length of its
// byte order mark.
func encodingOf(data []byte) (enc encoding.Encoding, mark int) {
	for _, m := range marked {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			return m.enc, len(m.mark)
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return wide(data), 0
	}
	if mostlyUTF8(data) {
		return nil, 0
	}
	return detect(data), 0
}

// wide recognises UTF-16 and UTF-32 without a mark by where the zero bytes are:
// the high bytes of letters, or at least of spaces, digits and line ends, are
// zero, and the low bytes never are.
func wide(data []byte) encoding.Encoding {
	sample := data[:min(len(data), 64<<10)&^3]
	var zero [4]int
	for i, b := range sample {
		if b == 0 {
			zero[i%4]++
		}
	}
	n := len(sample) / 4
	often := func(i int) bool { return zero[i]*100 >= n }
	never := func(i int) bool { return zero[i] == 0 }
	switch {
	case n == 0: // three bytes at most
	case zero[3] == n && zero[2]*2 > n && never(0):
		return marked[1].enc
	case zero[0] == n && zero[1]*2 > n && never(3):
		return marked[2].enc
	case often(1) && often(3) && never(0) && never(2):
		return marked[3].enc
	case often(0) && often(2) && never(1) && never(3):
		return marked[4].enc
	}
	return nil
}

// mostlyUTF8 reports whether data is UTF-8, or was before a few bytes of it were
// damaged or its end was cut off.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else if n > 1 {
			good++
		}
		data = data[n:]
	}
	return bad == 0 || good >= 10*bad
}

// detect guesses a single- or multi-byte encoding. Text whose bytes beyond ASCII
// all are what English and other Western texts have in Windows-1252 is that, and
// what fits the alphabet of one language is in the encoding where it fits: the
// detector needs more text than a few quotation marks to tell.
func detect(data []byte) encoding.Encoding {
	if western(data) {
		return charmap.Windows1252
	}
	if enc := latin(data); enc != nil {
		return enc
	}
	found := chardet.Detect(data[:min(len(data), 256<<10)])
	enc, err := htmlindex.Get(found.Charset)
	if err != nil || found.Confidence < 0.3 {
		return charmap.Windows1252
	}
	return enc
}

// western reports whether every byte beyond ASCII is a Windows-1252 punctuation
// mark, or a letter of a Western European language among ASCII letters.
func western(data []byte) bool {
	const marks = "\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xA0\xA3\xA7\xA9\xAB\xAE\xB0\xB4\xB7\xBB\xBD"
	const letters = "ÀÂÄÇÈÉÊËÍÎÏÑÓÔÖÙÚÜßàáâäåæçèéêëíîïñóôöøùúûüœ"
	high, ascii := 0, 0
	for _, b := range data {
		switch {
		case b < utf8.RuneSelf:
			if b|0x20 >= 'a' && b|0x20 <= 'z' {
				ascii++
			}
		case strings.IndexByte(marks, b) >= 0:
		case strings.ContainsRune(letters, charmap.Windows1252.DecodeByte(b)):
			high++
		default:
			return false
		}
	}
	return high*12 <= ascii
}

// isText reports whether s has no zero characters and hardly any that no writer
// puts into a text: control characters, bytes that could not be decoded,
// code points that mean nothing.
func isText(s string) bool {
	odd, n := 0, 0
	for _, r := range s {
		n++
		switch {
		case r == 0:
			return false
		case unicode.IsSpace(r) || r == 0x1B:
		case r == unicode.ReplacementChar || !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
			odd++
		}
	}
	return odd*20 <= n
}
