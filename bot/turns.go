package bot

import "sync"

// turns gives each conversation one turn at a time, in order, and of all
// conversations only so many at once. What waits is bounded by how much people
// may ask, see [Limits].
type turns struct {
	slots chan struct{} // one for each turn at the same time

	mu      sync.Mutex
	waiting map[string][]func() // the first of each is having its turn
	running sync.WaitGroup
}

func newTurns(atOnce int) *turns {
	return &turns{slots: make(chan struct{}, atOnce), waiting: make(map[string][]func())}
}

// add runs do when it is the conversation's turn.
func (t *turns) add(conversation string, do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting[conversation] = append(t.waiting[conversation], do)
	if len(t.waiting[conversation]) == 1 {
		t.running.Go(func() { t.serve(conversation) })
	}
}

func (t *turns) serve(conversation string) {
	for {
		t.mu.Lock()
		do := t.waiting[conversation][0]
		t.mu.Unlock()

		t.slots <- struct{}{}
		do()
		<-t.slots

		t.mu.Lock()
		rest := t.waiting[conversation][1:]
		if len(rest) == 0 {
			delete(t.waiting, conversation)
			t.mu.Unlock()
			return
		}
		t.waiting[conversation] = rest
		t.mu.Unlock()
	}
}

// wait waits until nobody waits for a turn.
func (t *turns) wait() { t.running.Wait() }
