package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	longestLine = 64 << 10 // bytes; a question is far shorter
	errorsKept  = 20       // of a batch: enough to see what is wrong
)

var errLongLine = fmt.Errorf("a line of the input is longer than %d bytes: a question fits into one", longestLine)

// batch is Run where one side is no terminal: one command a line, answers only.
func (c *Console) batch(ctx context.Context, handle Handler) error {
	stop := make(chan struct{})
	defer close(stop)
	var kept []error
	keep := func(err error) {
		if len(kept) < errorsKept {
			kept = append(kept, err)
		}
	}
	for in := range readLines(c.in, ctx.Done(), stop) {
		if errors.Is(in.err, errLongLine) {
			keep(in.err)
			continue
		}
		if in.err != nil {
			keep(fmt.Errorf("reading the input: %w", in.err))
			break
		}
		err := c.answer(ctx, in.text, handle)
		var failed handlerError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errQuit):
			return errors.Join(kept...)
		case errors.As(err, &failed):
			keep(err)
		case err != nil:
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(kept...)
}

// input is one line that has more than white space, or why there is none.
type input struct {
	text string
	err  error
}

// readLines sends the lines of in until it ends or a channel is closed. It reads
// in a goroutine, which outlives the channels if it waits for a line then: a read
// of a pipe cannot be stopped.
func readLines(in *os.File, done, stop <-chan struct{}) <-chan input {
	lines := make(chan input)
	go func() {
		defer close(lines)
		r := bufio.NewReaderSize(in, longestLine)
		for {
			line, err := readLine(r)
			if line == "" && err == nil {
				continue
			}
			if line == "" && errors.Is(err, io.EOF) {
				return
			}
			in := input{text: line}
			if line == "" {
				in.err = err
			}
			select {
			case lines <- in:
			case <-stop:
				return
			case <-done:
				return
			}
			if err != nil && !errors.Is(err, errLongLine) {
				return
			}
		}
	}()
	out := make(chan input)
	go func() {
		defer close(out)
		for {
			select {
			case in, ok := <-lines:
				if !ok {
					return
				}
				select {
				case out <- in:
				case <-stop:
					return
				case <-done:
					return
				}
			case <-stop:
				return
			case <-done:
				return
			}
		}
	}()
	return out
}

// readLine returns the next line, cleaned, "" for a blank one. It passes over
// the rest of a line that is too long and returns errLongLine for it.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return question(string(line)), err
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = r.ReadSlice('\n')
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return "", errLongLine
}

// question returns what was typed or piped in as plain text on one line.
func question(line string) string {
	line = strings.ReplaceAll(clean(strings.TrimPrefix(line, "\ufeff")), "�", " ")
	return strings.TrimSpace(line)
}
