package ingest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"whosaid/digest"
)

// Limits on one message.
const (
	maxParts     = 100
	maxMailDepth = 10
)

func isMail(name string) bool { return strings.EqualFold(path.Ext(name), ".eml") }

// letter reads a message as mail programs save it: a newsletter or a press release.
// Who sent it is its outlet; its text is the first part that is plain text and long
// enough, or else the HTML part.
func letter(data []byte) (digest.Article, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return digest.Article{}, errors.New("this is no message in the form .eml; save it again from the mail program")
	}
	p := parts{}
	if err := p.read(textHeader(m.Header), m.Body, 0); err != nil {
		return digest.Article{}, fmt.Errorf("reading the message: %w", err)
	}
	a := digest.Article{Title: plainTitle(words(m.Header.Get("Subject"))), Outlet: UnknownOutlet}
	a.Text = clean(strings.TrimSpace(strings.ReplaceAll(p.plain, "\r\n", "\n")))
	if p.html != "" && len(a.Text) < len(Text(p.html))/2 {
		a.Text = Text(p.html)
	}
	if strings.TrimSpace(a.Text) == "" {
		return digest.Article{}, errors.New("the message has no text; save what is attached to it")
	}
	if from, err := (&mail.AddressParser{WordDecoder: decoderOfWords}).Parse(m.Header.Get("From")); err == nil {
		if a.Outlet = plainTitle(from.Name); a.Outlet == "" {
			_, a.Outlet, _ = strings.Cut(from.Address, "@")
		}
	}
	if t, dateOnly := feedDate(m.Header.Get("Date"), nil); !t.IsZero() {
		a.Published, a.DateOnly = t, dateOnly
	} else if t, err := mail.ParseDate(m.Header.Get("Date")); err == nil {
		a.Published = t
	}
	if a.Title == "" {
		a.Title = clip(firstLine(a.Text), 150)
	}
	a.Language = Language(a.Text, tagOrNone(m.Header.Get("Content-Language")))
	return a, nil
}

// parts collects the texts of a message.
type parts struct {
	plain, html string
	n           int
}

// header is what the headers of a message and of a part have in common.
type textHeader map[string][]string

func (h textHeader) get(key string) string { return mail.Header(h).Get(key) }

func (p *parts) read(h textHeader, body io.Reader, depth int) error {
	if p.n++; p.n > maxParts || depth > maxMailDepth {
		return errors.New("it has more parts than any message")
	}
	kind, params, err := mime.ParseMediaType(h.get("Content-Type"))
	if err != nil {
		kind, params = "text/plain", nil
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		r := multipart.NewReader(body, params["boundary"])
		for {
			part, err := r.NextRawPart()
			if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil // mail programs forget the end
			}
			if err != nil {
				return err
			}
			if err := p.read(textHeader(part.Header), part, depth+1); err != nil {
				return err
			}
		}
	}
	if attached, _, _ := mime.ParseMediaType(h.get("Content-Disposition")); attached == "attachment" || !strings.HasPrefix(kind, "text/") {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(h.get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := io.ReadAll(io.LimitReader(body, MaxPage+1))
	if err != nil && len(data) == 0 {
		return err
	}
	if len(data) > MaxPage {
		return tooLarge(int64(len(data)), MaxPage)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	text, err := decodeDeclared(data, h.get("Content-Type"))
	switch {
	case err != nil:
		return err
	case kind == "text/html" && p.html == "":
		p.html = text
	case kind == "text/plain" && p.plain == "":
		p.plain = text
	}
	return nil
}

var decoderOfWords = &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// words decodes the words of a header that are not ASCII.
func words(s string) string {
	if decoded, err := decoderOfWords.DecodeHeader(s); err == nil {
		return decoded
	}
	return s
}
