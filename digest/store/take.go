package store

import (
	"context"
	"errors"
	"fmt"

	"whosaid/digest"
)

// Taking says how an article comes into the store.
type Taking struct {
	Item   int64 // the announcement that it came from; 0 for none
	Kept   bool  // what is stored under its address stays as it is: the source is not the one that owns the address
	Unread bool  // nothing was read in it, as its language is not supported; its words are indexed instead
}

// Incoming is an article that comes in, with what was read in it.
type Incoming struct {
	Article digest.Article
	Reading digest.Reading
	Taking
}

// Taken is what became of an article.
type Taken struct {
	ID       int64 // of the article; where it is a copy without quotes of its own, of the original
	Added    bool  // it is new, or a new version
	Replaced int64 // the version whose place it took; 0 for none
	Original int64 // the article of which it is a copy; 0 where it is none
}

// Take stores an article as [Store.Add] does, once. A text that another outlet, or
// the same at another address, has printed already is a copy: it is kept with
// its outlet and address, and of its quotes only those that the original has not
// are stored. Quotes of a version that is replaced carry over where their words
// still stand, and what changed in them is recorded. Its item is dealt with in the
// same transaction.
func (s *Store) Take(ctx context.Context, a digest.Article, r digest.Reading, t Taking) (Taken, error) {
	taken, err := s.TakeAll(ctx, []Incoming{{a, r, t}})
	if err != nil {
		return Taken{}, err
	}
	return taken[0], nil
}

// TakeAll takes articles as [Store.Take] does one after the other, but in one
// transaction, which costs much less. Where one of them cannot be stored, err says
// why, and taken has those before it, which are in the store.
func (s *Store) TakeAll(ctx context.Context, all []Incoming) (taken []Taken, err error) {
	ctx, err = uninterrupted(ctx)
	if err != nil {
		return nil, s.explain("adding articles", err)
	}
	err = s.write(ctx, func(ctx context.Context) error {
		for _, in := range all {
			t, err := s.take(ctx, in)
			if err != nil {
				return err
			}
			taken = append(taken, t)
		}
		return nil
	})
	switch {
	case err == nil:
		s.arrived(ctx, len(all))
		return taken, nil
	case len(all) == 1:
		return nil, s.explain("adding "+title(all[0].Article), err)
	}
	taken = nil // one of them cannot be stored; each alone
	for _, in := range all {
		t, err := s.Take(ctx, in.Article, in.Reading, in.Taking)
		if err != nil {
			return taken, err
		}
		taken = append(taken, t)
	}
	return taken, nil
}

// ErrUnfit is the error for an article that no store would take, such as one without
// text.
var ErrUnfit = errors.New("the article cannot be stored")

// take takes an article and deals with its item.
func (s *Store) take(ctx context.Context, in Incoming) (Taken, error) {
	if err := valid(in.Article, in.Reading); err != nil {
		return Taken{}, fmt.Errorf("%w: %w", ErrUnfit, err)
	}
	taken, err := s.takeArticle(ctx, in.Article, in.Reading, in.Taking, sketch(in.Article))
	if err != nil {
		return Taken{}, err
	}
	return taken, s.settle(ctx, in.Item, taken.ID)
}

func (s *Store) takeArticle(ctx context.Context, a digest.Article, r digest.Reading, t Taking, marks marks) (Taken, error) {
	same, old, err := s.versions(ctx, a)
	if err != nil {
		return Taken{}, err
	}
	if same == 0 && old != 0 && t.Kept {
		same = old
	}
	if same == 0 && old == 0 && t.Item != 0 && a.URL == "" {
		if old, err = s.fileBefore(ctx, t.Item, a.Outlet); err != nil {
			return Taken{}, err
		}
	}
	if same != 0 {
		return Taken{ID: same}, nil
	}
	if err := s.replaces(ctx, old); err != nil {
		return Taken{}, err
	}
	var original int64
	var extra []digest.Quote
	if old == 0 {
		if id, err := s.knownCopy(ctx, a); err != nil || id != 0 {
			return Taken{ID: id, Original: id}, err
		}
		if original, err = s.original(ctx, a, marks); err != nil {
			return Taken{}, fmt.Errorf("looking for other printings: %w", err)
		}
	}
	if original != 0 {
		if extra, err = s.extraQuotes(ctx, original, a.Text, r.Quotes); err != nil {
			return Taken{}, err
		}
		if len(extra) == 0 {
			return Taken{ID: original, Original: original}, s.insertCopy(ctx, original, 0, a)
		}
		r.Quotes = extra
	}
	var before []oldQuote
	if old != 0 {
		if before, err = s.oldQuotes(ctx, old); err != nil {
			return Taken{}, fmt.Errorf("reading the quotes of version %d: %w", old, err)
		}
		r = carry(before, a, r)
	}
	id, err := s.insert(ctx, a, r, old)
	if err != nil {
		return Taken{}, err
	}
	if err := s.insertSketch(ctx, id, old, marks); err != nil {
		return Taken{}, fmt.Errorf("writing its sketch: %w", err)
	}
	if original != 0 {
		if err := s.insertCopy(ctx, original, id, a); err != nil {
			return Taken{}, err
		}
	}
	if err := s.noteChanges(ctx, before, old, id); err != nil {
		return Taken{}, fmt.Errorf("noting what changed: %w", err)
	}
	return Taken{ID: id, Added: true, Replaced: old, Original: original}, s.insertUnread(ctx, a, id, old, t.Unread)
}

// fileBefore returns the article that an item without an address has become before; 0
// for none.
func (s *Store) fileBefore(ctx context.Context, item int64, outlet string) (int64, error) {
	return number(s.db.QueryRow(ctx, `SELECT coalesce((SELECT a.id FROM item i JOIN article a ON a.id = i.article_id
		WHERE i.id = $1 AND a.newer_id IS NULL AND a.url_key = '' AND a.outlet_id = (SELECT id FROM outlet WHERE folded = $2)), 0)`, item, outletKey(outlet)))
}

// Holds returns the number of the current article at an address; 0 where there is
// none.
func (s *Store) Holds(ctx context.Context, address string) (id int64, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		id, err = number(s.db.QueryRow(ctx, `SELECT coalesce(
			(SELECT id FROM article WHERE url_key = $1 AND url_key <> '' AND newer_id IS NULL),
			(SELECT original_id FROM copy WHERE url_key = $1 AND url_key <> ''), 0)`, urlKey(address)))
		return err
	})
	return id, s.explain("looking for an article", err)
}

// Settle records that an item is an article that is in the store already.
func (s *Store) Settle(ctx context.Context, item, article int64) error {
	err := s.write(ctx, func(ctx context.Context) error { return s.settle(ctx, item, article) })
	return s.explain("recording an article", err)
}

func (s *Store) insertUnread(ctx context.Context, a digest.Article, id, old int64, unread bool) error {
	if old != 0 {
		if _, err := s.db.Exec(ctx, "DELETE FROM unread_fts WHERE rowid = $1", old); err != nil {
			return err
		}
	}
	if !unread {
		return nil
	}
	_, err := s.db.Exec(ctx, "INSERT INTO unread_fts (rowid, title, text) VALUES ($1, $2, $3)", id, a.Title, a.Text)
	return err
}
