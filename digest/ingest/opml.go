package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
)

// maxOutlines is how many feeds one list may hold.
const maxOutlines = 20_000

// Outline is one feed of a list in the format OPML, in which feed readers exchange
// what they subscribe to.
type Outline struct {
	URL   string // of the feed
	Title string
	Site  string // the page it belongs to; empty where the list does not say
}

// ParseOPML reads a list of feeds, in any encoding. Folders are dissolved, and a
// feed that stands in several is one.
func ParseOPML(data []byte) ([]Outline, error) {
	if len(data) > MaxFeed {
		return nil, fmt.Errorf("the list has more than %d MiB, and is not read", MaxFeed>>20)
	}
	text, err := decodeMarkup(data, "")
	if err != nil {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	if name := rootName(text); name != "opml" {
		return nil, errors.New("this is no OPML file; export the list of feeds from your feed reader as OPML")
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var found []Outline
	seen := make(map[string]bool)
	for {
		token, err := d.RawToken() // flat: a list nested without end takes no memory
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading the list: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || !strings.EqualFold(start.Name.Local, "outline") {
			continue
		}
		o := outline(start.Attr)
		if o.URL == "" || seen[o.URL] {
			continue
		}
		seen[o.URL] = true
		if found = append(found, o); len(found) > maxOutlines {
			return nil, fmt.Errorf("the list has more than %d feeds; take it in in parts", maxOutlines)
		}
	}
	return found, nil
}

func outline(attributes []xml.Attr) Outline {
	var o Outline
	var text string
	for _, a := range attributes {
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			o.URL = feedAddress(a.Value)
		case "htmlurl":
			o.Site = absolute(&url.URL{}, a.Value)
		case "title":
			o.Title = plainTitle(a.Value)
		case "text":
			text = plainTitle(a.Value)
		}
	}
	if o.Title == "" {
		o.Title = text
	}
	return o
}

// feedAddress returns an address as browsers take it: feed: and feed:// stand for http.
func feedAddress(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		s = strings.TrimPrefix(rest, "//")
		if !strings.Contains(s, "://") {
			s = "https://" + s
		}
	}
	return absolute(&url.URL{}, s)
}

// WriteOPML writes a list of feeds.
func WriteOPML(w io.Writer, title string, feeds []Outline) error {
	type outlineXML struct {
		Type string `xml:"type,attr"`
		Text string `xml:"text,attr"`
		URL  string `xml:"xmlUrl,attr"`
		Site string `xml:"htmlUrl,attr,omitempty"`
	}
	var doc struct {
		XMLName  xml.Name     `xml:"opml"`
		Version  string       `xml:"version,attr"`
		Title    string       `xml:"head>title"`
		Outlines []outlineXML `xml:"body>outline"`
	}
	doc.Version, doc.Title = "2.0", title
	for _, f := range slices.SortedFunc(slices.Values(feeds), func(a, b Outline) int { return strings.Compare(a.URL, b.URL) }) {
		name := f.Title
		if name == "" {
			name = f.URL
		}
		doc.Outlines = append(doc.Outlines, outlineXML{"rss", name, f.URL, f.Site})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
