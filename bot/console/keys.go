package console

import (
	"bytes"
	"os"
	"sync"
)

// screen is where the line editor writes. The terminal is raw then, so a newline
// needs a carriage return. The editor's question for the cursor's position is
// answered here, for not every terminal answers and a line always starts on the left.
type screen struct {
	out  *os.File
	keys *keyboard
}

var (
	askPosition = []byte("\x1b[6n")
	leftmost    = []byte("\x1b[1;1R")
)

func (s *screen) Write(p []byte) (int, error) {
	text := p
	if bytes.Contains(text, askPosition) {
		text = bytes.ReplaceAll(text, askPosition, []byte("\r"))
		s.keys.push(leftmost)
	}
	text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	if _, err := s.out.Write(text); err != nil {
		return 0, err
	}
	return len(p), nil
}

// keyboard is what the line editor reads: the terminal, with pasted text made
// one line, so that nothing in it acts as a key or starts an answer.
type keyboard struct {
	in      *os.File
	mu      sync.Mutex
	ahead   []byte // to be read before anything else
	pasting bool
	pasted  int
	raw     []byte // read, but perhaps only the start of a mark
}

const longestPaste = 4096 // bytes: the line editor redraws a line at every key

var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

func (k *keyboard) push(text []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ahead = append(k.ahead, text...)
}

func (k *keyboard) Read(p []byte) (int, error) {
	for {
		if n := k.take(p); n > 0 {
			return n, nil
		}
		buf := make([]byte, 1024)
		n, err := k.in.Read(buf)
		k.raw = append(k.raw, buf[:n]...)
		k.translate()
		if err != nil {
			if n := k.take(p); n > 0 {
				return n, nil
			}
			return 0, err
		}
	}
}

func (k *keyboard) take(p []byte) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := copy(p, k.ahead)
	k.ahead = k.ahead[n:]
	return n
}

// translate moves raw to ahead, up to what may be the start of a mark of a paste.
func (k *keyboard) translate() {
	for len(k.raw) > 0 {
		mark := pasteStart
		if k.pasting {
			mark = pasteEnd
		}
		switch {
		case bytes.HasPrefix(k.raw, mark):
			k.raw = k.raw[len(mark):]
			k.pasting, k.pasted = !k.pasting, 0
			continue
		case bytes.HasPrefix(mark, k.raw) && (k.pasting || len(k.raw) > 2):
			return // the rest of the mark is to come; a shorter start may be the Escape key
		}
		b := k.raw[0]
		k.raw = k.raw[1:]
		if k.pasting {
			if k.pasted++; k.pasted > longestPaste {
				continue
			}
			if b < ' ' || b == 0x7f {
				b = ' '
			}
		}
		k.push([]byte{b})
	}
}
