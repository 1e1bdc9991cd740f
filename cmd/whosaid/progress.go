package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"whosaid/bot"
)

// progress draws how far a long collecting is, on one line that it writes over.
// Nothing is drawn in the first second: most collecting is done by then.
type progress struct {
	w     io.Writer     // a terminal; nil draws nothing
	fits  func() int    // columns of the terminal at this moment; nil or 0 for enough
	drawn time.Duration // when it drew last, from the beginning
	width int           // columns written last
}

// show draws p, at most ten times a second.
func (b *progress) show(p bot.Progress) {
	if b.w == nil || p.Elapsed < time.Second || p.Elapsed-b.drawn < time.Second/10 {
		return
	}
	b.drawn = p.Elapsed
	b.draw(progressText(p))
}

// clear takes the line away, so that what follows starts on an empty one.
func (b *progress) clear() {
	if b.width > 0 {
		b.draw("")
		fmt.Fprint(b.w, "\r")
		b.width = 0
	}
}

// during draws text while f runs, where that takes longer than a second.
func (b *progress) during(text string, f func() error) error {
	if b.w == nil {
		return f()
	}
	drawn := make(chan struct{})
	late := time.AfterFunc(time.Second, func() {
		b.draw(text)
		close(drawn)
	})
	err := f()
	if !late.Stop() {
		<-drawn
		b.clear()
	}
	return err
}

func (b *progress) draw(text string) {
	if b.fits != nil {
		if columns := b.fits(); columns > 0 { // a line that reaches the last column would wrap
			text, b.width = text[:min(len(text), columns-1)], min(b.width, columns-1)
		}
	}
	fmt.Fprint(b.w, "\r"+text+strings.Repeat(" ", max(0, b.width-len(text))))
	b.width = len(text)
}

func progressText(p bot.Progress) string {
	of := ""
	if p.Total > 0 {
		of = fmt.Sprintf(" of %d", p.Total)
	}
	text := fmt.Sprintf("%d%s articles, %.0f a second", p.Files(), of, p.Rate())
	if left := p.Left(); left > 0 {
		text += ", " + about(left) + " left"
	}
	return text
}

// about words a length of time as nobody would say it to the second.
func about(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return fmt.Sprintf("%d s", int(d.Seconds()+0.999))
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}
