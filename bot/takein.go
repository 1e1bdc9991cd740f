package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"whosaid/digest/store"
)

// Articles that have been read are stored several at once, which takes the database
// half the time. They wait for others only as long as those are being read, and not
// long: until they are stored, they are articles that wait in the database still.
const (
	storeAtOnce = 8
	storeBytes  = 1 << 20 // of text, from which there need not be so many
	storeWithin = time.Second
)

// readItem is an announced article that has been read and waits to be stored.
type readItem struct {
	from store.Pending
	store.Incoming
	at time.Time // by the machine's clock
}

// read reads an article of which there is a text, and says where it comes from. ok is
// false where it cannot be read; then that is recorded.
func (s *Feeds) read(ctx context.Context, p store.Pending, o outcome) (it readItem, ok bool, err error) {
	o.article.Retrieved = s.Now()
	result := read(o.article)
	if result.err != nil {
		return it, false, s.Store.Refuse(ctx, p.ID, result.err.Error())
	}
	taking := store.Taking{Item: p.ID, Kept: o.kept, Unread: o.article.Foreign()}
	return readItem{p, store.Incoming{Article: o.article, Reading: result.reading, Taking: taking}, time.Now()}, true, nil
}

// store stores articles that have been read, and tells of them.
func (s *Feeds) store(ctx context.Context, items []readItem) error {
	for len(items) > 0 {
		all := make([]store.Incoming, len(items))
		for i, it := range items {
			all[i] = it.Incoming
		}
		taken, err := s.Store.TakeAll(ctx, all)
		for i, t := range taken {
			if s.Stored != nil {
				s.Stored(items[i].from.Feed, items[i].Article, t)
			}
		}
		if err == nil {
			return nil
		}
		failed := items[len(taken)].from
		if !errors.Is(err, store.ErrUnfit) {
			return fmt.Errorf("taking in an article of feed %d: %w", failed.Feed.ID, err)
		}
		if err := s.Store.Refuse(ctx, failed.ID, err.Error()); err != nil {
			return fmt.Errorf("refusing an article of feed %d: %w", failed.Feed.ID, err)
		}
		items = items[len(taken)+1:]
	}
	return nil
}

// startReading reads an article beside the loop as soon as there is room.
func (e *engine) startReading(p store.Pending, o outcome) {
	e.unread++
	e.spawn(func() func() error {
		select {
		case e.reading <- struct{}{}:
		case <-e.ctx.Done():
			return func() error { return nil }
		}
		it, ok, err := e.Feeds.read(context.WithoutCancel(e.ctx), p, o)
		<-e.reading
		return func() error {
			e.unread--
			if ok {
				e.ready = append(e.ready, it)
				return nil
			}
			delete(e.held, p.ID)
			if err != nil {
				return fmt.Errorf("refusing an article of feed %d: %w", p.Feed.ID, err)
			}
			return nil
		}
	})
}

// startStoring stores what has been read, once that is enough or the last for now.
func (e *engine) startStoring() {
	if e.storing || len(e.ready) == 0 {
		return
	}
	bytes := 0
	for _, it := range e.ready {
		bytes += len(it.Article.Text)
	}
	if len(e.ready) < storeAtOnce && bytes < storeBytes && e.unread > 0 && time.Since(e.ready[0].at) < storeWithin {
		return
	}
	items := e.ready[:min(len(e.ready), storeAtOnce)]
	e.ready = e.ready[len(items):]
	e.storing = true
	e.spawn(func() func() error {
		err := e.store(context.WithoutCancel(e.ctx), items)
		return func() error {
			e.storing = false
			for _, it := range items {
				delete(e.held, it.from.ID)
			}
			clear(items) // the array behind e.ready would keep the texts
			return err
		}
	})
}

// finish waits for what is under way, which uses the store, and stores what has been
// read: an article that is begun is finished, stopping comes between articles.
func (e *engine) finish(err error) error {
	for e.under > 0 {
		err = errors.Join(err, (<-e.back)())
	}
	if len(e.ready) == 0 {
		return err
	}
	return errors.Join(err, e.store(context.WithoutCancel(e.ctx), e.ready))
}
