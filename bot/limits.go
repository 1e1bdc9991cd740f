package bot

import (
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"whosaid/digest"
	"whosaid/digest/compose"
)

// Limits says how much may be asked: so many questions a minute, of which all may
// come at once. 0 stands for no limit.
type Limits struct {
	User    int // by one user
	Channel int // in one channel, by all
}

// buckets holds what each user and each channel may ask yet.
type buckets struct {
	mu  sync.Mutex
	all map[string]*bucket
}

type bucket struct {
	*rate.Limiter
	told bool // its user, that this was too fast
}

// verdict says whether a question is answered.
type verdict uint8

const (
	granted verdict = iota
	tooFast         // and nobody has said so yet
	ignored         // too fast again
)

// ask takes a question out of the buckets of its user and its channel.
func (b *buckets) ask(e Event, l Limits, now time.Time) verdict {
	at := e.Place.Transport + ":"
	b.mu.Lock()
	defer b.mu.Unlock()
	user := b.bucket("user "+at+e.User.ID, l.User, now)
	channel := b.bucket("channel "+at+e.Place.Channel, l.Channel, now)
	switch {
	case user.AllowN(now, 1) && channel.AllowN(now, 1):
		user.told = false
		return granted
	case user.told:
		return ignored
	}
	user.told = true
	return tooFast
}

func (b *buckets) bucket(key string, perMinute int, now time.Time) *bucket {
	one := b.all[key]
	if one == nil {
		b.sweep(now)
		limit := rate.Limit(float64(perMinute) / 60)
		if perMinute <= 0 {
			limit = rate.Inf
		}
		one = &bucket{Limiter: rate.NewLimiter(limit, perMinute)}
		b.all[key] = one
	}
	return one
}

// forget gives everybody full buckets of the size that holds then.
func (b *buckets) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = nil
}

// sweep forgets the buckets that are full, where there are many.
func (b *buckets) sweep(now time.Time) {
	if b.all == nil {
		b.all = make(map[string]*bucket)
	}
	if len(b.all) < manyChannels {
		return
	}
	for key, one := range b.all {
		if one.TokensAt(now) >= float64(one.Burst()) {
			delete(b.all, key)
		}
	}
}

// slower answers who asks too fast.
func slower(l Limits) digest.Message {
	return compose.Text(fmt.Sprintf("That was too fast for me: I answer up to %d questions a minute from one person, and %d in one channel. Ask again in a moment; what you asked meanwhile is not answered.", l.User, l.Channel))
}
