// Package ingest turns files, pages and feeds into articles.
//
// The paths of files and folders come in, or bytes that somebody has fetched; out goes
// one [digest.Article] for each, or an error that says what to do about it, and of a
// feed the [Item] list that it announces. Plain text, text with a header, HTML pages and
// messages are read ([Parse], [ParsePage]), RSS, Atom, CDF, JSON Feed and news sitemaps
// ([ParseFeed]) and lists of feeds ([ParseOPML]), in whatever encoding they are in.
// Whatever they hold, they are refused or read within bounded time and memory, and what
// comes out is text: no markup, and no character that acts instead of being read.
//
// The package owns the form of the header, the forms of dates ([ParseDate]), the
// limits [MaxFile], [MaxPage] and [MaxFeed], what counts as a wall before an article
// ([Wall]), and which language a text is in ([Language]). Fetching is the business of
// its part fetch.
package ingest

import (
	"context"
	"fmt"
	"strings"

	"whosaid/digest"
)

// UnknownOutlet is the outlet of an article that does not name its own. The
// folder a file lies in and the file's name are no evidence of who published it.
const UnknownOutlet = digest.UnknownOutlet

// Limits on what is read of one file, in bytes. A file above them is refused,
// never cut.
const (
	MaxFile = 16 << 20 // any file
	MaxPage = 8 << 20  // an HTML page
)

// Each receives what became of one file: the article, or why there is none. It
// reports whether to go on. A [*Skipped] as err is a notice, not a failure.
type Each func(path string, a digest.Article, err error) bool

// Files reads files and folders, in the order of paths and within a folder in
// the order of its files' paths, and hands each article or error to each. It
// returns when all are read, each returns false, or ctx ends.
//
// Of a folder, and the folders in it, the files with the endings .txt, .text,
// .md, .html, .htm and .eml are read; how many others there were is told once for each
// folder named, as a [*Skipped]. Hidden files and folders are passed over. Symbolic links in
// a folder are followed to files inside it, never out of it and never to other
// folders. A file that is named itself is always tried. Only regular files are
// opened: a pipe or a device is an error, so that nothing hangs.
//
// A path that is named twice, or lies in a folder that is named too, is read once.
func Files(ctx context.Context, paths []string, each Each) {
	Contents(ctx, paths, each.alone)
}

// EachContent is [Each] with the bytes of the file, nil where there is no article.
type EachContent func(path string, data []byte, a digest.Article, err error) bool

func (e Each) alone(path string, _ []byte, a digest.Article, err error) bool { return e(path, a, err) }

// Contents is [Files] that hands on the bytes of the files too.
func Contents(ctx context.Context, paths []string, each EachContent) {
	for _, path := range distinct(paths) {
		if ctx.Err() != nil || !named(ctx, path, each) {
			return
		}
	}
}

// Parse makes an article of the bytes of one file. Its name decides what it is:
// .html, .htm and .xhtml are pages, .eml messages, .md is Markdown, everything else is text,
// unless it has no known ending and begins as a page does.
//
// Text and Markdown may begin with a header (see [header]). Article.Text is then exactly what
// follows the header; without one it is the whole file, byte for byte where the
// file is UTF-8. Otherwise it is the file decoded into UTF-8. A byte order mark
// is never part of it, so offsets count from behind the mark. Of Markdown it is what the
// marks are put on, in paragraphs.
//
// What a file does not say stays unknown: Published is then zero (the time of
// the file says when it was copied, not when the article came out), and Outlet is
// the host of its URL or [UnknownOutlet]. Only a title is always there: without a header, the
// first line where it is plainly a headline (it stays in Text), otherwise the
// file's name without its ending.
func Parse(name string, data []byte) (digest.Article, error) {
	a, err := parse(name, data)
	if err != nil {
		return digest.Article{}, fmt.Errorf("%s: %w", show(name), err)
	}
	return a, nil
}

func parse(name string, data []byte) (digest.Article, error) {
	if len(data) > MaxFile {
		return digest.Article{}, tooLarge(int64(len(data)), MaxFile)
	}
	if isMail(name) {
		return letter(data)
	}
	if isPage(name, data) {
		return page(data)
	}
	text, err := decode(data)
	if err != nil {
		return digest.Article{}, err
	}
	if isMarkdown(name) {
		return markdown(name, text)
	}
	return article(name, text)
}

// article reads decoded text, with or without a header.
func article(name, text string) (digest.Article, error) {
	a, body, err := header(text)
	if err != nil {
		return digest.Article{}, err
	}
	if strings.TrimSpace(body) == "" {
		if body != text {
			return digest.Article{}, fmt.Errorf("there is a header but no text after it; add the article's text below an empty line")
		}
		return digest.Article{}, errEmpty
	}
	a.Text = body
	return filled(a, name), nil
}

// filled fills in what a text and its header leave open.
func filled(a digest.Article, name string) digest.Article {
	if a.Title == "" {
		a.Title = headline(a.Text)
	}
	if a.Title == "" {
		a.Title = stem(name)
	}
	if a.Outlet == "" {
		a.Outlet = host(a.URL)
	}
	return a
}
