package ingest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonFeed reads a JSON Feed, https://www.jsonfeed.org/version/1.1/.
func jsonFeed(data []byte, base *url.URL) (Feed, error) {
	var f struct {
		Version  string            `json:"version"`
		Title    text              `json:"title"`
		HomePage text              `json:"home_page_url"`
		Language text              `json:"language"`
		Items    []json.RawMessage `json:"items"`
		Author   json.RawMessage   `json:"author"` // version 1.0
		Authors  json.RawMessage   `json:"authors"`
	}
	if !utf8.Valid(data) {
		return Feed{}, fmt.Errorf("the JSON feed is not UTF-8")
	}
	if err := json.Unmarshal(data, &f); err != nil {
		if json.Valid(data) {
			return Feed{}, fmt.Errorf("%w: it is JSON, but no JSON Feed", ErrNoFeed)
		}
		return Feed{}, fmt.Errorf("the JSON feed cannot be read: %w", err)
	}
	version, ok := strings.CutPrefix(f.Version, "https://jsonfeed.org/version/")
	if !ok && f.Items == nil {
		return Feed{}, fmt.Errorf("%w: it is JSON, but no JSON Feed", ErrNoFeed)
	}
	out := Feed{
		Format:   strings.TrimSpace("JSON Feed " + clip(version, 5)),
		Title:    plainTitle(string(f.Title)),
		Link:     absolute(base, string(f.HomePage)),
		Language: tagOrNone(string(f.Language)),
	}
	if out.Left = max(0, len(f.Items)-maxItems); out.Left > 0 {
		f.Items = f.Items[:maxItems]
	}
	authors := slices.Concat(jsonAuthors(f.Authors), jsonAuthors(f.Author))
	for _, raw := range f.Items {
		if item, ok := jsonItem(raw, base); ok {
			if len(item.Authors) == 0 {
				item.Authors = authors
			}
			out.Items = append(out.Items, item)
		}
	}
	return out, nil
}

// jsonItem reads one item; one that is broken does not cost the others.
func jsonItem(raw json.RawMessage, base *url.URL) (Item, bool) {
	var it struct {
		ID        text            `json:"id"`
		URL       text            `json:"url"`
		External  text            `json:"external_url"`
		Title     text            `json:"title"`
		HTML      text            `json:"content_html"`
		Text      text            `json:"content_text"`
		Summary   text            `json:"summary"`
		Published text            `json:"date_published"`
		Modified  text            `json:"date_modified"`
		Language  text            `json:"language"`
		Author    json.RawMessage `json:"author"` // version 1.0
		Authors   json.RawMessage `json:"authors"`
	}
	if json.Unmarshal(raw, &it) != nil {
		return Item{}, false
	}
	item := Item{
		GUID:     strings.TrimSpace(string(it.ID)),
		Link:     absolute(base, string(it.URL)),
		Title:    plainTitle(string(it.Title)),
		Summary:  string(it.Summary),
		Content:  string(it.HTML),
		Language: tagOrNone(string(it.Language)),
	}
	if item.Link == "" {
		item.Link = absolute(base, string(it.External))
	}
	if item.Link == "" && strings.HasPrefix(item.GUID, "http") {
		item.Link = absolute(&url.URL{}, item.GUID)
	}
	if item.Content == "" {
		item.Content = plainToHTML(string(it.Text))
	}
	if item.Authors = jsonAuthors(it.Authors); len(item.Authors) == 0 {
		item.Authors = jsonAuthors(it.Author)
	}
	item.Published, item.DateOnly = feedDate(string(it.Published), nil)
	item.Updated, _ = feedDate(string(it.Modified), nil)
	return item, true
}

// jsonAuthors returns the names in one author or several. What is neither names nobody.
func jsonAuthors(raw json.RawMessage) (names []string) {
	type author struct {
		Name text `json:"name"`
	}
	var all []author
	if json.Unmarshal(raw, &all) != nil {
		var one author
		if json.Unmarshal(raw, &one) != nil {
			return nil
		}
		all = []author{one}
	}
	for _, a := range all {
		if name := plainTitle(string(a.Name)); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// text is a string that some feeds write as a number, or as null.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		*t = text(s)
		return nil
	}
	if len(data) > 0 && (data[0] == '-' || data[0] >= '0' && data[0] <= '9') {
		*t = text(data)
	}
	return nil // anything else says nothing
}
