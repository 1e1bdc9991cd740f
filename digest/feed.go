package digest

import "time"

// FeedKind says what a source is asked for.
type FeedKind string

// The kinds of sources.
const (
	Syndicated FeedKind = "feed"    // RSS, Atom or JSON Feed
	Sitemap    FeedKind = "sitemap" // a news sitemap
	SinglePage FeedKind = "page"    // one page that changes
	Folder     FeedKind = "folder"  // files on this machine
)

// Feed is a source of articles that is asked again and again.
type Feed struct {
	ID     int64
	URL    string        // where it is asked; of a folder its absolute path
	Kind   FeedKind      // empty until it was asked for the first time
	Name   string        // what users call it
	Outlet string        // who publishes its articles; empty where they say so themselves
	Origin string        // who added it: [FromConfiguration], "command line", or the person and place in a chat
	Place  string        // the channel that is told when it fails; empty for none
	Added  time.Time     // when
	Every  time.Duration // how often it is asked; 0 for as often as it changes
	Paused bool

	// What became of asking.
	ETag, LastModified, Hash string        // of the last answer
	Interval                 time.Duration // until the next time
	Next                     time.Time     // when it is asked again
	Tried, Succeeded         time.Time     // last; zero for never
	News                     time.Time     // when it last had something new
	Failing                  time.Time     // since when; zero where it does not
	Failures                 int           // in a row
	Problem                  string        // why the last one failed, in words
	Told                     bool          // its channel knows that it fails

	// What came of it.
	Waiting int     // articles that are announced and not yet here
	Stored  int     // articles in the store
	Refused int     // articles that could not be had
	Daily   float64 // articles a day, of the last two weeks
}

// FromConfiguration is the Origin of feeds that stand in the configuration file.
const FromConfiguration = "configuration"

// Item is one article as a feed announces it, on its way into the store.
type Item struct {
	ID       int64    // the store's number
	Feed     int64    // of which feed
	Keys     []string // what it may be recognised by, surest first
	Print    string   // hash of what the feed says of it: another one means that it has changed
	Announce []byte   // what the feed says of it, as JSON, until it is dealt with
	Again    bool     // it is in the store, and the feed says that it has changed
	Tries    int      // how often it was tried in vain
	Seen     time.Time
}

// Printing is one outlet's publication of an article that others have printed too.
type Printing struct {
	Outlet, URL string
	Published   time.Time
}
