package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"mime"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// declaration is the first line of an XML document.
var declaration = regexp.MustCompile(`^\s*<\?xml\b[^>]*?\?>`)

// ebcdic is how "<?xm" looks in the encodings of mainframes.
const ebcdic = "\x4C\x6F\xA7\x94"

// decodeMarkup returns XML or JSON as UTF-8, without an XML declaration. A byte
// order mark counts first; bytes that are UTF-8 are that, since servers and
// declarations are wrong more often than chance makes UTF-8; then count what the
// server says, what the document declares, and detection.
func decodeMarkup(data []byte, contentType string) (string, error) {
	text, err := decodeDeclared(data, contentType)
	if err != nil {
		return "", err
	}
	if m := declaration.FindStringIndex(text); m != nil {
		text = text[m[1]:]
	}
	return text, nil
}

func decodeDeclared(data []byte, contentType string) (string, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errors.New("there is nothing in it")
	}
	for _, m := range marked {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			return decode(data)
		}
	}
	enc, shifts := declared(data, contentType)
	if bytes.IndexByte(data, 0) >= 0 && (enc == nil || !shifts) || mostlyUTF8(data) && !shifts || enc == nil {
		text, err := decode(data)
		if errors.Is(err, errBinary) {
			err = errors.New("this is no text")
		}
		return text, err
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("decoding it: %w", err)
	}
	return strings.ToValidUTF8(string(text), "\uFFFD"), nil
}

// declared returns the encoding that the server or the document names, nil for none;
// shifts is true for those whose bytes can all be below 128 without being ASCII.
func declared(data []byte, contentType string) (enc encoding.Encoding, shifts bool) {
	if bytes.HasPrefix(data, []byte(ebcdic)) {
		return charmap.CodePage037, true
	}
	var names []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		names = append(names, params["charset"])
	}
	if m := xmlEncoding.FindSubmatch(data[:min(len(data), 1024)]); m != nil {
		names = append(names, string(m[1]))
	}
	for _, name := range names {
		enc, err := htmlindex.Get(name)
		if err != nil {
			enc, err = ianaindex.IANA.Encoding(name)
		}
		if err != nil || enc == nil || enc == encoding.Replacement {
			continue
		}
		canonical, _ := htmlindex.Name(enc) // none is as good as ""
		if strings.HasPrefix(canonical, "utf-") {
			continue // decode tells these by their bytes
		}
		return enc, canonical == "iso-2022-jp"
	}
	return nil, false
}

// clean removes from what was fetched the characters that act instead of being read:
// controls, and the marks that turn the direction of writing around. Those that
// letters of some scripts are joined by stay.
func clean(s string) string {
	if !strings.ContainsFunc(s, acts) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if acts(r) {
			return -1
		}
		return r
	}, s)
}

func acts(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < ' ', r >= 0x7F && r < 0xA0, r == '\uFEFF':
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // bidirectional overrides and isolates
		return true
	case r >= 0xE0000 && r <= 0xE007F: // invisible tags
		return true
	}
	return r == 0x200B || unicode.Is(unicode.Co, r)
}

// plainToHTML makes paragraphs of plain text.
func plainToHTML(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	s = html.EscapeString(strings.ReplaceAll(s, "\r\n", "\n"))
	return "<p>" + strings.ReplaceAll(s, "\n\n", "</p><p>") + "</p>"
}
