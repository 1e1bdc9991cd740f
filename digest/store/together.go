package store

import (
	"context"
	"sync"
)

// together makes small writes that come at the same time share a transaction:
// each transaction waits for the disk, and what comes from chats comes by the
// hundred a second.
type together struct {
	leading sync.Mutex // is held for a transaction

	mu      sync.Mutex
	waiting []*writing
}

// writing is one write among others. All but write belongs to whoever leads.
type writing struct {
	write func(context.Context) error
	done  bool
	err   error
}

// writeTogether runs write as [Store.write] does, perhaps in one transaction with
// others. Its error does not concern the others, nor theirs it.
func (s *Store) writeTogether(ctx context.Context, write func(context.Context) error) error {
	p := &writing{write: write}
	t := &s.together
	t.mu.Lock()
	t.waiting = append(t.waiting, p)
	t.mu.Unlock()

	t.leading.Lock()
	defer t.leading.Unlock()
	if p.done {
		return p.err
	}
	t.mu.Lock()
	parts := t.waiting
	t.waiting = nil
	t.mu.Unlock()

	ctx = context.WithoutCancel(ctx) // the others did not ask for an end
	err := s.write(ctx, func(ctx context.Context) error {
		for _, p := range parts {
			if err := p.write(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range parts {
		if p.done = true; err != nil {
			p.err = s.write(ctx, p.write) // alone: one of them cannot be written
		}
	}
	return p.err
}
