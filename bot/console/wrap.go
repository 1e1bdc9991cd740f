package console

import (
	"strings"

	"github.com/rivo/uniseg"

	"whosaid/bot"
	"whosaid/digest"
)

// span is a piece of a line in one style.
type span struct {
	text  string
	style digest.Style
	url   string
}

// wrap lays runs out in lines of at most width cells, breaking where Unicode
// allows (UAX #14) and, where a word is longer than a line, between characters.
func wrap(runs []digest.Run, width int) [][]span {
	var lines [][]span
	for len(runs) > 0 {
		n := 0
		for n < len(runs) && runs[n] != digest.Break {
			n++
		}
		lines = append(lines, wrapLine(runs[:n], width)...)
		runs = runs[min(n+1, len(runs)):]
	}
	return lines
}

// wrapLine is wrap for runs without a break.
func wrapLine(runs []digest.Run, width int) [][]span {
	var text strings.Builder
	ends := make([]int, len(runs)) // where each run ends in text
	for i, r := range runs {
		text.WriteString(bot.Plain(r.Text))
		ends[i] = text.Len()
	}
	w := wrapper{width: max(width, 2), runs: runs}
	rest, state, at, run := text.String(), -1, 0, 0
	for rest != "" {
		var cluster string
		var boundaries int
		cluster, rest, boundaries, state = uniseg.StepString(rest, state)
		for run+1 < len(runs) && at >= ends[run] {
			run++
		}
		at += len(cluster)
		w.add(cluster, boundaries>>uniseg.ShiftWidth, run)
		if boundaries&uniseg.MaskLine != uniseg.LineDontBreak {
			w.flush()
		}
	}
	w.flush()
	w.endLine()
	return w.lines
}

// wrapper fills lines cluster by cluster.
type wrapper struct {
	width     int
	runs      []digest.Run
	lines     [][]span
	line      []span // the line so far
	used      int    // its cells, without the spaces at its end
	spaces    []span // spaces behind it, written when something follows
	word      []span // what cannot be parted, so far
	wordCells int
}

func (w *wrapper) add(cluster string, cells, run int) {
	if cluster == " " {
		w.flush()
		if w.used > 0 {
			w.spaces = w.put(w.spaces, cluster, run)
		}
		return
	}
	if cluster == "\u200b" {
		return
	}
	if w.wordCells+cells > w.width {
		w.flush()
	}
	w.word = w.put(w.word, cluster, run)
	w.wordCells += cells
}

// flush moves the word to the line, or to a new one where it does not fit.
func (w *wrapper) flush() {
	if len(w.word) == 0 {
		return
	}
	gap := 0
	for _, s := range w.spaces {
		gap += len(s.text)
	}
	if w.used > 0 && w.used+gap+w.wordCells > w.width {
		w.endLine()
		gap = 0
	}
	w.line = join(join(w.line, w.spaces), w.word)
	w.used += gap + w.wordCells
	w.spaces, w.word, w.wordCells = nil, nil, 0
}

func (w *wrapper) endLine() {
	if w.used > 0 {
		w.lines = append(w.lines, w.line)
	}
	w.line, w.spaces, w.used = nil, nil, 0
}

// put appends text in the style of a run.
func (w *wrapper) put(to []span, text string, run int) []span {
	r := w.runs[run]
	return join(to, []span{{text, r.Style, r.URL}})
}

// join appends spans, merging neighbours that look the same.
func join(to, spans []span) []span {
	for _, s := range spans {
		if n := len(to); n > 0 && to[n-1].style == s.style && to[n-1].url == s.url {
			to[n-1].text += s.text
			continue
		}
		to = append(to, s)
	}
	return to
}
