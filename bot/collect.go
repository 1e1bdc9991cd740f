package bot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/analyse"
	"whosaid/digest/ingest"
	"whosaid/digest/store"
)

// Collector takes articles into a store: source → ingest → analyse → store.
//
// Several articles are read at once, as reading costs the most and is pure; they
// are stored one at a time and in the order of the source, so that collecting
// the same files twice makes the same store. An article that the store has
// is not read again.
type Collector struct {
	Store    *store.Store
	Now      func() time.Time             // when articles were retrieved, and for rates
	Progress func(Progress)               // called after every file; may be nil
	Report   func(path string, err error) // called for every file that is no article, in order; may be nil

	// Fetch gets what is at an address of the web, as [Feeds.Fetch] does. Where it is
	// nil, addresses are refused.
	Fetch func(ctx context.Context, address string, each ingest.Each) bool

	// Done is called for every article, in order, once it is in the store; added
	// is false for one that was there before. An error stops collecting. May be nil.
	Done func(path string, a digest.Article, added bool) error

	workers int // how many articles are read at once, where a test sets it; otherwise one a processor
}

// Collected counts what became of files.
type Collected struct {
	Added   int // new in the store
	Already int // in the store before
	Copies  int // texts that another outlet has printed before
	Refused int // no articles, each told to Report
	Passed  int // files of folders that have another ending
	Undated int // of those added: without a date
}

// Files is how many files were looked at.
func (c Collected) Files() int { return c.Added + c.Already + c.Copies + c.Refused }

// Progress says how far collecting is.
type Progress struct {
	Collected
	Total   int           // files there are; 0 where that is not known
	Elapsed time.Duration // since the beginning
}

// Rate is how many files a second were done.
func (p Progress) Rate() float64 {
	if p.Elapsed <= 0 {
		return 0
	}
	return float64(p.Files()) / p.Elapsed.Seconds()
}

// Left is how long the rest takes at this rate; 0 where that is not known.
func (p Progress) Left() time.Duration {
	if p.Files() == 0 || p.Total <= p.Files() {
		return 0
	}
	return time.Duration(float64(p.Elapsed) / float64(p.Files()) * float64(p.Total-p.Files()))
}

// Files collects files and folders of files. Files that are no articles are
// counted and told to Report, and the rest goes on; an error is the store's, or
// that of a ctx that ended. Either way what was counted is in the store, and
// collecting the same files again goes on from there.
func (c Collector) Files(ctx context.Context, paths []string) (Collected, error) {
	return c.collect(ctx, ingest.Count(paths), func(ctx context.Context, each ingest.Each) {
		for len(paths) > 0 {
			if c.fetched(paths[0]) {
				if !c.Fetch(ctx, paths[0], each) {
					return
				}
				paths = paths[1:]
				continue
			}
			files := slices.IndexFunc(paths, c.fetched)
			if files < 0 {
				files = len(paths)
			}
			goOn := true
			ingest.Files(ctx, paths[:files], func(path string, a digest.Article, err error) bool {
				goOn = each(path, a, err)
				return goOn
			})
			if !goOn || ctx.Err() != nil {
				return
			}
			paths = paths[files:]
		}
	})
}

// fetched reports whether path is an address that is fetched.
func (c Collector) fetched(path string) bool { return c.Fetch != nil && strings.Contains(path, "://") }

// FS collects the articles of an embedded file system.
func (c Collector) FS(ctx context.Context, fsys fs.FS) (Collected, error) {
	return c.collect(ctx, 0, func(ctx context.Context, each ingest.Each) { ingest.FS(ctx, fsys, each) })
}

// item is one file on its way from the source to the store.
type item struct {
	path    string
	article digest.Article
	err     error       // why it is no article
	failed  error       // the store's: nothing can go on
	already bool        // the store has it
	read    chan result // sent once, when analyse has read it
	grains  int         // of the budget it holds
}

type result struct {
	reading digest.Reading
	err     error
}

// The texts that are being read and wait to be stored together have at most
// budget grains, so that memory stays bounded whatever their number and size.
const (
	grain  = 64 << 10 // bytes
	budget = 128      // grains: 8 MiB
)

func (c Collector) collect(ctx context.Context, total int, source func(context.Context, ingest.Each)) (Collected, error) {
	run, cancel := context.WithCancel(ctx)
	grains := make(chan struct{}, budget)
	queue := make(chan *item, budget)
	go func() {
		defer close(queue)
		c.prepare(run, source, grains, queue)
	}()
	defer func() {
		cancel()
		for range queue { // until nothing uses the store any more
		}
	}()

	p := Progress{Total: total}
	start := c.Now()
	for {
		it, err := next(ctx, queue)
		if it == nil && err == nil {
			return p.Collected, nil
		}
		if err == nil {
			err = c.finish(ctx, it, &p.Collected)
		}
		if ctx.Err() != nil {
			return p.Collected, fmt.Errorf("stopped after %d files: %w", p.Files(), ctx.Err())
		}
		if err != nil {
			return p.Collected, err
		}
		for range it.grains {
			<-grains
		}
		p.Elapsed = c.Now().Sub(start)
		if c.Progress != nil {
			c.Progress(p)
		}
	}
}

// next is the next item of queue; nil where there is none.
func next(ctx context.Context, queue <-chan *item) (*item, error) {
	select {
	case it := <-queue:
		return it, ctx.Err()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// prepare turns the files of source into items, and starts to read those that
// are new to the store.
func (c Collector) prepare(ctx context.Context, source func(context.Context, ingest.Each), grains chan struct{}, queue chan<- *item) {
	workers := c.workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	slots := make(chan struct{}, workers)
	source(ctx, func(path string, a digest.Article, err error) bool {
		a.Language = ingest.Language(a.Text, a.Language)
		it := &item{path: path, article: a, err: err, read: make(chan result, 1)}
		if err == nil {
			it.already, it.failed = c.Store.Has(ctx, a)
		}
		if it.err == nil && it.failed == nil && !it.already {
			if !it.reserve(ctx, grains) {
				return false
			}
			go func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				it.read <- read(it.article)
			}()
		}
		select {
		case queue <- it:
			return it.failed == nil
		case <-ctx.Done():
			return false
		}
	})
}

// reserve takes as many grains as the text has, or all there are for a text that
// has more: it is then read alone. It reports false where ctx ended before.
func (it *item) reserve(ctx context.Context, grains chan<- struct{}) bool {
	for it.grains < min(len(it.article.Text)/grain+1, budget) {
		select {
		case grains <- struct{}{}:
			it.grains++
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// read is analyse.Read, with a fault in it being the article's error: one
// text that nobody thought of may not cost the others.
func read(a digest.Article) (r result) {
	defer func() {
		if fault := recover(); fault != nil {
			r = result{err: fmt.Errorf("whosaid has a fault and cannot read this text (%v); please report it", fault)}
		}
	}()
	if a.Foreign() {
		return result{} // better unread than misread
	}
	return result{reading: analyse.Read(a)}
}

// finish waits until it is read, and stores it.
func (c Collector) finish(ctx context.Context, it *item, done *Collected) error {
	switch {
	case it.failed != nil:
		return fmt.Errorf("looking up %s in the store: %w", it.path, it.failed)
	case it.err != nil:
		c.refuse(it.path, it.err, done)
		return nil
	case it.already:
		return c.count(it, false, done)
	}
	var r result
	select {
	case r = <-it.read:
	case <-ctx.Done():
		return ctx.Err()
	}
	if r.err != nil {
		c.refuse(it.path, fmt.Errorf("%s: %w", it.path, r.err), done)
		return nil
	}
	it.article.Retrieved = c.Now()
	// An article that is begun is finished: stopping comes between articles.
	taken, err := c.Store.Take(context.WithoutCancel(ctx), it.article, r.reading, store.Taking{Unread: it.article.Foreign()})
	if err != nil {
		return fmt.Errorf("storing %s: %w", it.path, err)
	}
	if taken.Original != 0 && !taken.Added {
		done.Copies++
		done.Already-- // count sees only that it is not new
	}
	return c.count(it, taken.Added, done)
}

// count counts and tells an article that is in the store.
func (c Collector) count(it *item, added bool, done *Collected) error {
	if added {
		done.Added++
	} else {
		done.Already++
	}
	if added && it.article.Published.IsZero() {
		done.Undated++
	}
	if c.Done == nil {
		return nil
	}
	return c.Done(it.path, it.article, added)
}

// refuse counts and tells a file that is no article.
func (c Collector) refuse(path string, err error, done *Collected) {
	var skipped *ingest.Skipped
	if errors.As(err, &skipped) {
		done.Passed += skipped.Count
	} else {
		done.Refused++
	}
	if c.Report != nil {
		c.Report(path, err)
	}
}
