package ingest

import (
	"bytes"
	"errors"
	"fmt"
)

var errBinary = errors.New("this is no text (it has bytes that no text has); save the article as .txt or .html")

// kinds are the files that people most often take for text, by how they begin.
var kinds = []struct{ magic, kind, remedy string }{
	{"%PDF-", "a PDF", "save its text as .txt (for example with pdftotext)"},
	{"PK\x03\x04", "a zip archive or an office document (.docx, .odt, .epub)", "save the document as plain text, or unpack the archive"},
	{"PK\x05\x06", "an empty zip archive", "leave it out"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document (.doc)", "save it as plain text"},
	{"{\\rtf", "a rich text document", "save it as plain text"},
	{"\x89PNG\r\n", "an image", imageRemedy},
	{"\xFF\xD8\xFF", "an image", imageRemedy},
	{"GIF87a", "an image", imageRemedy},
	{"GIF89a", "an image", imageRemedy},
	{"II*\x00", "an image", imageRemedy},
	{"MM\x00*", "an image", imageRemedy},
	{"\x1F\x8B", "a compressed file", "unpack it"},
	{"BZh", "a compressed file", "unpack it"},
	{"\xFD7zXZ\x00", "a compressed file", "unpack it"},
	{"\x28\xB5\x2F\xFD", "a compressed file", "unpack it"},
	{"7z\xBC\xAF\x27\x1C", "a compressed file", "unpack it"},
	{"SQLite format 3\x00", "a database", "to ask a whosaid store, give it with --db"},
	{"\x7FELF", "a program", "leave it out"},
	{"MZ\x90\x00", "a program", "leave it out"},
	{"bplist00", "a web archive", "save the page as .html"},
}

const imageRemedy = "save the article's text as .txt"

// binaryFile returns an error that says what to do about data where it begins as
// a kind of file does that is no text.
func binaryFile(data []byte) error {
	for _, k := range kinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return fmt.Errorf("this is %s, no text; %s", k.kind, k.remedy)
		}
	}
	return nil
}
