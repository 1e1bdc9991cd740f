package main

import (
	"strings"
	"testing"
	"time"

	"whosaid/bot"
)

func TestProgress(t *testing.T) {
	var out strings.Builder
	bar := progress{w: &out}
	for _, tt := range []struct {
		elapsed time.Duration
		done    int
		want    string
	}{
		{900 * time.Millisecond, 90, ""},
		{1500 * time.Millisecond, 150, "\r150 of 400 articles, 100 a second, 3 s left"},
		{1550 * time.Millisecond, 155, ""},
		{2000 * time.Millisecond, 100, "\r100 of 400 articles, 50 a second, 6 s left "},
		{7000 * time.Millisecond, 400, "\r400 of 400 articles, 57 a second          "},
	} {
		out.Reset()
		bar.show(bot.Progress{Collected: bot.Collected{Added: tt.done - 2, Already: 1, Refused: 1}, Total: 400, Elapsed: tt.elapsed})
		if out.String() != tt.want {
			t.Errorf("%d done: %q, want %q", tt.done, out.String(), tt.want)
		}
	}
	out.Reset()
	bar.clear()
	if got := out.String(); got != "\r"+strings.Repeat(" ", 32)+"\r" {
		t.Errorf("clear wrote %q", got)
	}
	out.Reset()
	if bar.clear(); out.String() != "" {
		t.Errorf("a second clear wrote %q", out.String())
	}
	narrow := progress{w: &out, fits: func() int { return 20 }}
	narrow.show(bot.Progress{Collected: bot.Collected{Added: 150}, Total: 400, Elapsed: 2 * time.Second})
	if got := out.String(); got != "\r150 of 400 articles" {
		t.Errorf("in 20 columns it wrote %q", got)
	}
	hidden := progress{}
	hidden.show(bot.Progress{Total: 4, Elapsed: time.Minute})
	hidden.clear()
}

func TestAbout(t *testing.T) {
	for _, tt := range []struct {
		in   time.Duration
		want string
	}{
		{300 * time.Millisecond, "1 s"},
		{89 * time.Second, "89 s"},
		{10 * time.Minute, "10 min"},
		{3 * time.Hour, "3.0 h"},
	} {
		if got := about(tt.in); got != tt.want {
			t.Errorf("about(%v) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
