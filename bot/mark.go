package bot

import "time"

// marker announces an answer that takes longer than a moment.
type marker struct {
	timer  *time.Timer
	marked chan struct{} // is closed when it is decided whether the answer is announced
	shown  bool          // it is
	set    func(Mark)
}

// announce starts the moment of an item. Only what a person has written can be
// marked.
func (c *Chat) announce(in incoming) *marker {
	e, t := in.event, c.transport(in.event.Place)
	if t == nil || e.Occasion != Said && e.Occasion != Edited || in.verdict == ignored {
		return nil
	}
	m := &marker{marked: make(chan struct{})}
	m.set = func(mark Mark) {
		if err := t.Mark(c.ctx, e.Place, e.Message, mark); err != nil && c.ctx.Err() == nil {
			c.Log.Debug("marking a message", "place", e.Place.String(), "err", err)
		}
	}
	m.timer = time.AfterFunc(moment, func() {
		defer close(m.marked)
		select {
		case c.marking <- struct{}{}:
			m.set(Working)
			m.shown = true
			<-c.marking
		default: // so much is going on that marks would only make it slower
		}
	})
	return m
}

// end puts a mark into the place of the one that announced an answer, where there
// was one, and says that there will be no answer in any case.
func (m *marker) end(mark Mark) {
	if m == nil {
		return
	}
	if m.timer.Stop() {
		if mark == Failed {
			m.set(mark)
		}
		return
	}
	<-m.marked
	if m.shown || mark == Failed {
		m.set(mark)
	}
}

func (m *marker) cancel() {
	if m != nil {
		m.timer.Stop()
	}
}
