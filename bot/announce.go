package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/digest/store"
)

func nameOf(parsed ingest.Feed, url string) string {
	if parsed.Title != "" {
		return parsed.Title
	}
	_, rest, _ := strings.Cut(url, "://")
	return strings.TrimSuffix(rest, "/")
}

// announcement is what is kept of an item until its article is here.
type announcement struct {
	ingest.Item
	File string `json:",omitempty"` // in a folder
}

// announce makes items that can be told from those that were announced before,
// newest first.
func announce(f digest.Feed, parsed ingest.Feed) []digest.Item {
	items := slices.Clone(parsed.Items)
	slices.SortStableFunc(items, func(a, b ingest.Item) int { return b.Published.Compare(a.Published) })
	keys := make([][]string, len(items))
	count := make(map[string]int)
	for i, it := range items {
		keys[i] = keysOf(it, parsed.Link)
		for _, k := range keys[i] {
			count[k]++
		}
	}
	var out []digest.Item
	for i, it := range items {
		// What several items have in common tells none of them.
		own := slices.DeleteFunc(keys[i], func(k string) bool { return count[k] > 1 })
		print := keyOf("p", it.Title, ingest.Text(it.Summary), ingest.Text(it.Content), it.Updated.UTC().Format(time.RFC3339))
		if len(own) == 0 {
			own = []string{keyOf("c", print)}
		}
		data, err := json.Marshal(announcement{Item: it})
		if err != nil {
			continue // a time with a year that JSON has no form for
		}
		out = append(out, digest.Item{Keys: own, Print: print, Announce: data})
	}
	return slices.CompactFunc(out, func(a, b digest.Item) bool { return a.Keys[0] == b.Keys[0] })
}

// keysOf returns what an item may be recognised by, surest first: feeds that give
// every item a new GUID keep the addresses, and some that change both keep title and
// time.
func keysOf(it ingest.Item, home string) []string {
	var keys []string
	if len(it.GUID) > 2 { // a shorter one is a place in a list
		keys = append(keys, keyOf("g", it.GUID))
	}
	if it.Link != "" && !sameAddress(it.Link, home) {
		keys = append(keys, keyOf("u", store.AddressKey(it.Link)))
	}
	if it.Title != "" && !it.Published.IsZero() && !it.DateOnly {
		keys = append(keys, keyOf("t", it.Title, it.Published.UTC().Format(time.RFC3339)))
	}
	return keys
}

// keyOf shortens what may be long.
func keyOf(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return kind + hex.EncodeToString(sum[:12])
}
