package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/analyse"
	"whosaid/digest/ingest"
	"whosaid/digest/store"
)

// gold is what annotators say about the shared articles, as far as this test
// reads it.
type gold struct {
	Articles []struct {
		File, Published string
	}
	Questions []goldQuestion
}

type goldQuestion struct {
	Ask      string
	SameAs   string `json:"same_as"`
	Must     []string
	MustNot  []string `json:"must_not"`
	MustRole string   `json:"must_role"`
	Expect   string
}

// shared returns the folder of the annotated articles, which are not part of this
// repository: that of WHOSAID_SHARED, which must be there, or ../shared, which may.
func shared(t *testing.T) string {
	folder := os.Getenv("WHOSAID_SHARED")
	asked := folder != ""
	if !asked {
		folder = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(folder, "gold", "seeds.json")); err != nil {
		if asked {
			t.Fatal(err)
		}
		t.Skip("set WHOSAID_SHARED to the folder of the annotated articles to ask their questions")
	}
	return folder
}

// TestAnnotatedQuestions asks the annotators' questions over a store of their
// articles, everything shown.
func TestAnnotatedQuestions(t *testing.T) {
	folder := shared(t)
	data, err := os.ReadFile(filepath.Join(folder, "gold", "seeds.json"))
	if err != nil {
		t.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Articles) == 0 || len(g.Questions) == 0 {
		t.Fatal("seeds.json has no articles or no questions")
	}
	st := annotated(t, folder, g)
	byAsk := make(map[string]goldQuestion)
	for _, q := range g.Questions {
		byAsk[q.Ask] = q
	}
	for _, q := range g.Questions {
		if q.SameAs != "" {
			ask := q.Ask
			q = byAsk[q.SameAs]
			q.Ask = ask
		}
		t.Run(q.Ask, func(t *testing.T) { q.check(t, st) })
	}
}

// annotated returns a store of the annotated articles.
func annotated(t *testing.T, folder string, g gold) *store.Store {
	ctx := context.Background()
	st, err := store.Open(ctx, store.Memory, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, entry := range g.Articles {
		data, err := os.ReadFile(filepath.Join(folder, "seeds", entry.File))
		if err != nil {
			t.Fatal(err)
		}
		a, err := ingest.Parse(entry.File, data)
		if err != nil {
			t.Fatal(err)
		}
		if a.Published, err = time.Parse(time.DateOnly, entry.Published); err != nil {
			t.Fatal(err)
		}
		a.DateOnly = true
		if _, _, err := st.Add(ctx, a, analyse.Read(a)); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

// check asks the question in a conversation of its own.
func (q goldQuestion) check(t *testing.T, st *store.Store) {
	a := &Answerer{Store: st, Now: func() time.Time { return time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC) }}
	_, ans, err := a.Answer(context.Background(), q.Ask)
	if err != nil {
		t.Fatal(err)
	}
	has := func(part string) bool {
		return slices.ContainsFunc(ans.Results, func(r digest.Result) bool { return strings.Contains(r.Text(), part) })
	}
	for _, must := range q.Must {
		if !has(must) {
			t.Errorf("lacks %q", must)
		}
	}
	for _, not := range q.MustNot {
		if not == "*" && len(ans.Results) > 0 || not != "*" && has(not) {
			t.Errorf("may not have %q", not)
		}
	}
	if q.MustRole != "" && !q.role(ans) {
		t.Errorf("no role with %q", q.MustRole)
	}
	if q.Expect != "" && ans.Back == "" && len(ans.Suggestions) == 0 {
		t.Errorf("want %s", q.Expect)
	}
	if t.Failed() {
		t.Log("answer:\n" + show(ans))
	}
}

func (q goldQuestion) role(ans digest.Answer) bool {
	return ans.Profile != nil && slices.ContainsFunc(ans.Profile.Actor.Roles, func(r digest.Role) bool { return strings.Contains(r.Text, q.MustRole) })
}
