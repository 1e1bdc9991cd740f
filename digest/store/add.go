package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/query"
)

// Has reports whether the store has this article in this version, and no newer one,
// see [Store.Add].
func (s *Store) Has(ctx context.Context, a digest.Article) (has bool, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		same, _, err := s.versions(ctx, a)
		has = same != 0
		return err
	})
	return has, s.explain("looking for an article", err)
}

// Add stores an article with what was read in it, all or nothing, and returns its
// number. The same text under the same address, or from the same outlet, is the
// same article: nothing is stored then, added is false and id is the number it
// has. Another text under the same address is a new version, which takes the
// place of the old one in everything that is found; the old one is kept, and where
// an address goes back to a text that it had, so does the store. A reading whose
// spans do not lie in the text is an error.
func (s *Store) Add(ctx context.Context, a digest.Article, r digest.Reading) (id int64, added bool, err error) {
	if err := valid(a, r); err != nil {
		return 0, false, fmt.Errorf("adding %s: %w", title(a), err)
	}
	ctx, err = uninterrupted(ctx)
	if err != nil {
		return 0, false, s.explain("adding "+title(a), err)
	}
	err = s.write(ctx, func(ctx context.Context) error {
		same, old, err := s.versions(ctx, a)
		if err != nil || same != 0 {
			id = same
			return err
		}
		if err := s.replaces(ctx, old); err != nil {
			return err
		}
		id, err = s.insert(ctx, a, r, old)
		added = err == nil
		return err
	})
	if err != nil {
		return 0, false, s.explain("adding "+title(a), err)
	}
	s.arrived(ctx, 1)
	return id, added, nil
}

// valid checks what could break the promise that a quote is a place in the text.
func valid(a digest.Article, r digest.Reading) error {
	if strings.TrimSpace(a.Text) == "" {
		return errors.New("it has no text")
	}
	if !utf8.ValidString(a.Text) {
		return errors.New("its text is not UTF-8")
	}
	if err := inside(a.Text, r.Gist); err != nil {
		return fmt.Errorf("gist: %w", err)
	}
	for _, actor := range r.Actors {
		if err := inside(a.Text, actor.Mentions); err != nil {
			return fmt.Errorf("actor %q: %w", actor.Name, err)
		}
		if query.Fold(actor.Name) == "" {
			return fmt.Errorf("actor %q has no name", actor.Name)
		}
	}
	for i, q := range r.Quotes {
		if err := inside(a.Text, slices.Concat(q.Content, q.Cue, q.Source)); err != nil {
			return fmt.Errorf("quote %d: %w", i, err)
		}
		switch {
		case len(q.Content) == 0:
			return fmt.Errorf("quote %d has no content", i)
		case !slices.Contains(kinds, q.Kind):
			return fmt.Errorf("quote %d is of the unknown kind %q", i, q.Kind)
		case !slices.Contains(classes, q.Class):
			return fmt.Errorf("quote %d is of the unknown class %q", i, q.Class)
		}
		for _, actor := range append([]int{q.Speaker}, q.About...) {
			if actor < digest.NoSpeaker || actor >= len(r.Actors) {
				return fmt.Errorf("quote %d: there is no actor %d", i, actor)
			}
		}
	}
	return nil
}

// title names an article in an error.
func title(a digest.Article) string {
	switch {
	case a.Title != "":
		return fmt.Sprintf("%q", a.Title)
	case a.URL != "":
		return a.URL
	}
	return "an article"
}

// versions looks for a in the store: same is the number of the current article with
// its text, old that of the current version under its address; 0 for none.
func (s *Store) versions(ctx context.Context, a digest.Article) (same, old int64, err error) {
	err = s.db.QueryRow(ctx, `SELECT
		coalesce((SELECT id FROM article WHERE url_key = $1 AND url_key <> '' AND sha256 = $2 AND newer_id IS NULL),
			(SELECT id FROM article WHERE sha256 = $2 AND outlet_id = (SELECT id FROM outlet WHERE folded = $3) AND newer_id IS NULL), 0),
		coalesce((SELECT id FROM article WHERE url_key = $1 AND url_key <> '' AND newer_id IS NULL), 0)`,
		urlKey(a.URL), a.Hash(), outletKey(a.Outlet)).Scan(&same, &old)
	return same, old, err
}
