package ingest

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// sitemap reads a news sitemap (https://www.google.com/schemas/sitemap-news/0.9), or
// any sitemap whose pages have dates.
func sitemap(text string, base *url.URL) (Feed, error) {
	cut, left, err := boundedSitemap(text)
	if err != nil {
		return Feed{}, err
	}
	var doc struct {
		Sitemaps []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
		URLs []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
			News    struct {
				Publication struct {
					Name     string `xml:"name"`
					Language string `xml:"language"`
				} `xml:"publication"`
				Date  string `xml:"publication_date"`
				Title string `xml:"title"`
			} `xml:"news"`
		} `xml:"url"`
	}
	if err := decoder(cut).Decode(&doc); err != nil {
		return Feed{}, fmt.Errorf("the sitemap cannot be read: %w", err)
	}
	if len(doc.URLs) == 0 && len(doc.Sitemaps) > 0 {
		var names []string
		for _, s := range doc.Sitemaps[:min(len(doc.Sitemaps), 5)] {
			names = append(names, clip(absolute(base, s.Loc), 200))
		}
		return Feed{}, fmt.Errorf("this is a list of %d sitemaps; name the one with the news: %s", len(doc.Sitemaps), strings.Join(names, ", "))
	}
	f := Feed{Format: "news sitemap", Link: absolute(base, "/"), Left: left}
	for _, u := range doc.URLs {
		item := Item{
			Link:     absolute(base, u.Loc),
			Title:    plainTitle(u.News.Title),
			Language: tagOrNone(u.News.Publication.Language),
			Outlet:   plainTitle(u.News.Publication.Name),
		}
		item.Published, item.DateOnly = feedDate(u.News.Date, nil)
		item.Updated, _ = feedDate(u.LastMod, nil)
		if item.Link != "" {
			f.Items = append(f.Items, item)
		}
		if f.Title == "" {
			f.Title = item.Outlet
		}
	}
	return f, nil
}

// boundedSitemap leaves out all but the first thousand pages.
func boundedSitemap(text string) (string, int, error) {
	n := strings.Count(text, "<")
	if n > 50*maxFeedElements {
		return "", 0, fmt.Errorf("the sitemap has more than %d elements, and is not read", 25*maxFeedElements)
	}
	from, at := 0, 0
	for range maxItems {
		i := strings.Index(text[at:], "</url>")
		if i < 0 {
			return text, 0, nil
		}
		at += i + len("</url>")
	}
	from = at
	last := strings.LastIndex(text, "</url>") + len("</url>")
	return text[:from] + text[last:], strings.Count(text[from:last], "</url>"), nil
}

// decoder reads decoded XML. Entities that a document defines itself are not expanded,
// so that none can grow.
func decoder(source string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(source))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 already
	return d
}
