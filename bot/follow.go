package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// mostStatements is how many statements of a follow are posted at once; how many more
// there are is said.
const mostStatements = 20

// follow tells the follows what has come in since they were looked at last.
func (p *Publisher) follow(ctx context.Context) error {
	follows, err := p.Store.Follows(ctx)
	if err != nil {
		return err
	}
	upto, err := p.Store.Arrived(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range follows {
		if f.Paused != "" || f.Covered >= upto {
			continue
		}
		if err := p.followed(ctx, f, upto); err != nil {
			errs = append(errs, fmt.Errorf("follow %d: %w", f.ID, err))
		}
	}
	return errors.Join(errs...)
}

// followed tells one follow its new statements.
func (p *Publisher) followed(ctx context.Context, f store.Follow, upto int64) error {
	q, err := Filter(ctx, p.Store, f.Filter, p.Now())
	var unclear Unclear
	switch {
	case errors.As(err, &unclear):
		return p.stopFollow(ctx, f, string(unclear))
	case err != nil:
		return err
	}
	fresh, err := p.statements(ctx, f.Place, q, f.Covered, upto)
	if err != nil {
		return err
	}
	posting, err := p.bundle(f, q, fresh)
	if err != nil {
		return err
	}
	p.step("bundled")
	told, err := p.Store.Tell(ctx, f, upto, posting, p.Now())
	p.step("told")
	if err == nil && told && posting != nil && p.Wake != nil {
		p.Wake()
	}
	return err
}

// stopFollow pauses a follow whose filter has become unclear, and says so where it
// was read.
func (p *Publisher) stopFollow(ctx context.Context, f store.Follow, why string) error {
	text := fmt.Sprintf("Follow %d is paused: its filter (%s) is not clear any more: %s. To go on, follow again with other words; to end it: unfollow %d", f.ID, f.Filter, why, f.ID)
	// The notice first: after a kill between the two its key keeps it from coming twice.
	if err := tell(ctx, p.Store, fmt.Sprintf("unclear follow %d %d", f.ID, f.Covered), f.Place, text, p.Now()); err != nil {
		return err
	}
	if p.Wake != nil {
		p.Wake()
	}
	return p.Store.PauseFollow(ctx, f.ID, "its filter is not clear any more: "+why)
}

// statements returns the statements that q asks for of what arrived and that a place
// has not had, the newest first, each once.
func (p *Publisher) statements(ctx context.Context, place string, q query.Query, after, upto int64) ([]digest.Result, error) {
	found, err := p.Store.NewQuotes(ctx, q, after, upto)
	if err != nil {
		return nil, err
	}
	var things []string
	for _, r := range found {
		things = append(things, store.HadQuote(r))
	}
	had, err := p.Store.Had(ctx, place, things)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(r digest.Result) bool {
		key := store.HadQuote(r)
		_, known := had[key]
		had[key] = r.Article.Published // another article may bring it too
		return known
	}), nil
}

// bundle makes one message of new statements; nil where there is none.
func (p *Publisher) bundle(f store.Follow, q query.Query, fresh []digest.Result) (*store.Posting, error) {
	if len(fresh) == 0 {
		return nil, nil
	}
	zone := p.Now().Location()
	parts, err := split(p.Transports, f.Place, statementsOf(q, fresh, zone))
	if err != nil {
		return nil, err
	}
	posting := &store.Posting{Place: f.Place, Kind: store.KindStatements, Source: fmt.Sprintf("follow %d", f.ID), Follow: f.ID,
		Slot: p.Now(), Summary: counted(len(fresh), "statement"), Parts: parts}
	for _, r := range fresh {
		posting.Had = append(posting.Had, store.HadQuote(r))
	}
	return posting, nil
}

// statementsOf shows new statements as an answer does, under what they were followed for.
func statementsOf(q query.Query, fresh []digest.Result, zone *time.Location) digest.Message {
	shown := fresh[:min(len(fresh), mostStatements)]
	m := compose.AnswerIn(digest.Answer{Understood: "New: " + q.String(), Results: shown, More: 0}, zone)
	if rest := len(fresh) - len(shown); rest > 0 {
		m.Blocks = append(m.Blocks, compose.Text(fmt.Sprintf("And %s: ask for them with %s", counted(rest, "more statement"), q.Line())).Blocks...)
	}
	return m
}
