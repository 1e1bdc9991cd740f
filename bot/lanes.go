package bot

import (
	"context"
	"slices"
	"sync"
)

// step is one thing to be done on a platform: a message to be posted.
type step func(context.Context) error

// job is what is to be done in a channel for one event.
type job struct {
	channel string
	message string                                // jobs of the same message are done one after the other
	begin   func(context.Context) ([]step, error) // says what is to be done
	end     func(error)

	begun bool
	steps []step
}

// lanes does the jobs of each channel, a step of each by turns, so that nobody
// waits for the end of somebody's long answer. Channels do not wait for each other.
type lanes struct {
	ctx context.Context

	mu      sync.Mutex
	jobs    map[string][]*job
	running sync.WaitGroup
	ended   bool
}

func newLanes(ctx context.Context) *lanes {
	return &lanes{ctx: ctx, jobs: make(map[string][]*job)}
}

// add does a job when it is its turn.
func (l *lanes) add(j *job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, served := l.jobs[j.channel]
	l.jobs[j.channel] = append(l.jobs[j.channel], j)
	if !served {
		l.running.Go(func() { l.serve(j.channel) })
	}
}

// close lets what was begun go on, and begins nothing any more.
func (l *lanes) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
}

func (l *lanes) closed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ended
}

// wait waits until there is no job.
func (l *lanes) wait() { l.running.Wait() }

func (l *lanes) serve(channel string) {
	for {
		j := l.next(channel)
		if j == nil {
			return
		}
		if done, err := j.advance(l.ctx, l.closed()); done {
			j.end(err)
			l.drop(j)
		}
	}
}

// next returns the first job that does not wait for another one of its message,
// and puts it behind the others; nil where there is none.
func (l *lanes) next(channel string) *job {
	l.mu.Lock()
	defer l.mu.Unlock()
	jobs := l.jobs[channel]
	if len(jobs) == 0 {
		delete(l.jobs, channel)
		return nil
	}
	i := 0
	for slices.ContainsFunc(jobs, func(other *job) bool { return other.message == jobs[i].message && other.begun && other != jobs[i] }) {
		i++ // ends: the one that is begun is among them
	}
	j := jobs[i]
	l.jobs[channel] = append(slices.Delete(jobs, i, i+1), j)
	return j
}

func (l *lanes) drop(j *job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs[j.channel] = slices.DeleteFunc(l.jobs[j.channel], func(other *job) bool { return other == j })
}

// advance does one step of a job.
func (j *job) advance(ctx context.Context, stopping bool) (done bool, err error) {
	switch {
	case !j.begun && stopping:
		return true, errStopping
	case !j.begun:
		j.begun = true
		if j.steps, err = j.begin(ctx); err != nil {
			return true, err
		}
	}
	if len(j.steps) > 0 {
		if err := j.steps[0](ctx); err != nil {
			return true, err
		}
		j.steps = j.steps[1:]
	}
	return len(j.steps) == 0, nil
}
