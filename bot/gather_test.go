package bot

import (
	"log/slog"
	"testing"

	"whosaid/digest"
	"whosaid/digest/store"
)

// What panics while an article is gathered is an outcome that is not tried again.
func TestGatherPanics(t *testing.T) {
	// Without a client, asking for the page panics.
	s := &Feeds{Store: empty(t), Log: slog.New(slog.DiscardHandler)}
	o := s.gather(t.Context(), store.Pending{Item: digest.Item{Announce: []byte(`{"Link": "https://post.example/1"}`)}})
	if o.never == nil || o.later != nil {
		t.Errorf("the outcome is %+v", o)
	}
}
