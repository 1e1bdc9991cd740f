package slack

import (
	"hash/fnv"
	"sync"
)

// lanes do work in several goroutines, in order where it is of the same lane.
type lanes struct {
	queues [8]chan func()
	wait   sync.WaitGroup

	mu     sync.RWMutex
	closed bool
}

func newLanes() *lanes {
	l := &lanes{}
	for i := range l.queues {
		l.queues[i] = make(chan func(), 64)
		l.wait.Go(func() {
			for do := range l.queues[i] {
				do()
			}
		})
	}
	return l
}

// add queues work, and reports whether it will be done; it will not be after close.
// It waits while its lane is full.
func (l *lanes) add(lane string, do func()) bool {
	h := fnv.New32a()
	h.Write([]byte(lane))
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return false
	}
	l.queues[h.Sum32()%uint32(len(l.queues))] <- do
	return true
}

// close waits until all that was added is done.
func (l *lanes) close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		for _, q := range l.queues {
			close(q)
		}
	}
	l.mu.Unlock()
	l.wait.Wait()
}
