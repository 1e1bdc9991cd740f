package bot

import (
	"context"
	"io"
	"strings"

	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
)

// Sync follows the feeds of the configuration file, and no longer those that were in
// it before. They are asked when they are due.
func (s *Feeds) Sync(ctx context.Context, configured []NewFeed) error {
	all, err := s.All(ctx)
	if err != nil {
		return err
	}
	gone := make(map[int64]bool)
	for _, f := range all {
		gone[f.ID] = f.Origin == digest.FromConfiguration
	}
	for _, n := range configured {
		f := digest.Feed{URL: n.URL, Name: n.Name, Outlet: n.Outlet, Origin: n.Origin, Place: n.Place, Every: n.Every, Added: s.Now()}
		if !strings.Contains(n.URL, "://") {
			f.Kind, n.Backfill = digest.Folder, maxBackfill
		}
		id, added, err := s.Store.AddFeed(ctx, f, n.Backfill)
		if err != nil {
			return err
		}
		gone[id] = false
		if added {
			continue
		}
		known, err := s.Store.Feed(ctx, id, s.Now())
		if err != nil {
			return err
		}
		if f.Name == "" {
			f.Name = known.Name
		}
		if known.Name == f.Name && known.Outlet == f.Outlet && known.Origin == f.Origin && known.Place == f.Place && known.Every == f.Every {
			continue
		}
		f.ID = id
		if err := s.Store.EditFeed(ctx, f); err != nil {
			return err
		}
	}
	for id, gone := range gone {
		if gone {
			if err := s.Store.RemoveFeed(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxBackfill is more than any feed holds.
const maxBackfill = 1 << 30

// Import follows the feeds of a list. None is asked yet: a list may be long, and
// feeds in it may be dead.
func (s *Feeds) Import(ctx context.Context, list []ingest.Outline, origin, place string, backfill int) (added, known int, err error) {
	for _, o := range list {
		if fetch.CheckURL(o.URL) != nil {
			continue
		}
		name := o.Title
		if name == "" {
			_, name, _ = strings.Cut(o.URL, "://")
		}
		_, isNew, err := s.Store.AddFeed(ctx, digest.Feed{URL: o.URL, Name: name, Origin: origin, Place: place, Added: s.Now()}, backfill)
		if err != nil {
			return added, known, err
		}
		if isNew {
			added++
		} else {
			known++
		}
	}
	s.Wake()
	return added, known, nil
}

// Export writes the list of feeds as OPML. Folders are no feeds for others.
func (s *Feeds) Export(ctx context.Context, w io.Writer) error {
	all, err := s.All(ctx)
	if err != nil {
		return err
	}
	var list []ingest.Outline
	for _, f := range all {
		if f.Kind != digest.Folder {
			list = append(list, ingest.Outline{URL: f.URL, Title: f.Name})
		}
	}
	return ingest.WriteOPML(w, "Feeds followed by whosaid", list)
}
