package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
)

// channelTag tells a channel of CDF, where addresses are attributes, from an RSS channel
// without its root.
var channelTag = regexp.MustCompile(`(?i)<channel\s[^<>]*\b(?:href|base|self)\s*=|<item\s[^<>]*\bhref\s*=|<abstract[\s>]`)

// channelDefinition reads a channel of CDF, https://www.w3.org/TR/NOTE-CDFsubmit. Names
// are in capitals or not, channels lie in one another, and the items of all are read.
func channelDefinition(text string, base *url.URL) (Feed, error) {
	text, left, err := bounded(text)
	if err != nil {
		return Feed{}, err
	}
	f := Feed{Format: "CDF", Left: left}
	d := decoder(text)
	var open []string // names of elements
	var item *Item
	var words strings.Builder // of the innermost element so far: a comment divides them
	flush := func() {
		f.channelText(item, open, words.String())
		words.Reset()
	}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF), err != nil && len(f.Items) > 0: // what was whole before a fault stays
			return f, nil
		case err != nil:
			return Feed{}, fmt.Errorf("the feed cannot be read: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			flush()
			name := strings.ToLower(t.Name.Local)
			open = append(open, name)
			a := attributes(t)
			switch name {
			case "channel":
				if len(open) == 1 {
					if b, err := base.Parse(a["base"]); err == nil {
						base = b
					}
					f.Link = absolute(base, a["href"])
					base = siteOf(f.Link, base)
				}
			case "item":
				item = &Item{Link: absolute(base, a["href"])}
				item.Published, item.DateOnly = feedDate(dotted(a["lastmod"]), nil)
				item.Updated = item.Published
			case "a":
				switch {
				case item != nil && item.Link == "":
					item.Link = absolute(base, a["href"])
				case item == nil && f.Link == "":
					f.Link = absolute(base, a["href"])
					base = siteOf(f.Link, base)
				}
			case "title", "abstract":
				f.channelText(item, open, a["value"])
			}
		case xml.CharData:
			words.Write(t)
		case xml.EndElement:
			flush()
			open = open[:max(0, len(open)-1)]
			if strings.EqualFold(t.Name.Local, "item") && item != nil {
				item.Title = plainTitle(item.Title)
				f.Items = append(f.Items, *item)
				item = nil
			}
		}
	}
}

// channelText puts the text of the innermost element where it belongs.
func (f *Feed) channelText(item *Item, open []string, text string) {
	if len(open) < 2 || text == "" {
		return
	}
	switch parent, name := open[len(open)-2], open[len(open)-1]; {
	case parent == "item" && item != nil && name == "title":
		item.Title += text
	case parent == "item" && item != nil && name == "abstract":
		item.Summary = strings.TrimSpace(item.Summary + text)
	case parent == "channel" && len(open) == 2 && name == "title":
		f.Title = plainTitle(f.Title + text)
	}
}

// attributes returns those of an element by their names in lower case.
func attributes(e xml.StartElement) map[string]string {
	all := make(map[string]string)
	for _, a := range e.Attr {
		all[strings.ToLower(a.Name.Local)] = a.Value
	}
	return all
}

// dotted returns a date with the hyphens that CDF's own examples have not:
// 1998.11.05T08:15-0500.
func dotted(date string) string {
	if len(date) >= 10 && date[4] == '.' && date[7] == '.' {
		return date[:4] + "-" + date[5:7] + "-" + date[8:]
	}
	return date
}
