package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Span is a half-open range [Start, End) of byte offsets into one version of an
// article's text. Both ends lie on UTF-8 boundaries.
type Span struct {
	Start, End int
}

// Cut returns the part of text that s covers.
func (s Span) Cut(text string) string { return text[s.Start:s.End] }

// Len returns the number of bytes s covers.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// UnknownOutlet is the outlet of an article that does not name its own, as files
// without a header do.
const UnknownOutlet = "unknown outlet"

// Article is one version of one article. Its Text never changes: quotes hold
// offsets into it, so a changed article is a new Article.
type Article struct {
	ID        int64     // the store's number; 0 outside a store
	Outlet    string    // who published it, as a reader would name it: "The Phnom Penh Post"
	URL       string    // where it was published; empty for a file without one
	Title     string    // headline
	Authors   []string  // as printed
	Published time.Time // in the outlet's zone where known; zero where unknown
	DateOnly  bool      // Published is a calendar day; its clock time means nothing
	Retrieved time.Time // when whosaid read it
	Language  string    // BCP 47, empty where unknown
	Text      string    // UTF-8, paragraphs as the source had them

	// Partial says why Text is only what the feed announces of the article:
	// "paywall", "consent page"; empty where Text is the article.
	Partial string

	// Also are the other outlets that printed the same text, the first first. Only a
	// store knows them.
	Also []Printing
}

// NamedOutlet returns the outlet, empty where the article does not name it.
func (a Article) NamedOutlet() string {
	if a.Outlet == UnknownOutlet {
		return ""
	}
	return a.Outlet
}

// Foreign reports whether the text is in a language that whosaid does not read: such
// an article is kept and can be found by its words, but who said what in it is not
// known. One whose language nobody knows is not foreign: it is short, or mixed.
func (a Article) Foreign() bool {
	base, _, _ := strings.Cut(strings.ToLower(a.Language), "-")
	return base != "" && base != "en" && base != "und" && base != "mul"
}

// Hash returns the SHA-256 of the text in lower-case hexadecimal. Two articles
// with one hash and one outlet are the same article.
func (a Article) Hash() string {
	sum := sha256.Sum256([]byte(a.Text))
	return hex.EncodeToString(sum[:])
}
