package main

import (
	"context"
	"time"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

func feedList(ctx context.Context, p *program, o feedFlags, args []string) error {
	if len(args) > 0 {
		return wrongUse("feed", "list takes no arguments")
	}
	return p.withFeeds(ctx, func(st *store.Store, feeds *bot.Feeds) error {
		if !o.json {
			m, err := feeds.Report(ctx)
			if err != nil {
				return err
			}
			return p.print(m)
		}
		all, err := feeds.All(ctx)
		if err != nil {
			return err
		}
		for _, f := range all {
			if err := jsonLine(p.out, newFeedJSON(f, p.now(), p.settings.location())); err != nil {
				return err
			}
		}
		return nil
	})
}

// feedJSON is one line of `feed list --json`.
type feedJSON struct {
	ID           int64   `json:"id"`
	URL          string  `json:"url"`
	Kind         string  `json:"kind"`
	Name         string  `json:"name"`
	Outlet       string  `json:"outlet,omitempty"`
	Origin       string  `json:"origin"`
	Paused       bool    `json:"paused"`
	State        string  `json:"state"` // in words
	LastAnswer   string  `json:"last_answer,omitempty"`
	Next         string  `json:"next,omitempty"`
	FailingSince string  `json:"failing_since,omitempty"`
	Problem      string  `json:"problem,omitempty"`
	Daily        float64 `json:"articles_a_day"`
	Stored       int     `json:"stored"`
	Waiting      int     `json:"waiting"`
}

func newFeedJSON(f digest.Feed, now time.Time, zone *time.Location) feedJSON {
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format(time.RFC3339)
	}
	return feedJSON{
		ID: f.ID, URL: f.URL, Kind: string(f.Kind), Name: f.Name, Outlet: f.Outlet, Origin: f.Origin, Paused: f.Paused,
		State: compose.FeedState(f, now, zone), LastAnswer: stamp(f.Succeeded), Next: stamp(f.Next),
		FailingSince: stamp(f.Failing), Problem: f.Problem, Daily: f.Daily, Stored: f.Stored, Waiting: f.Waiting,
	}
}
