package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"whosaid/bot"
)

const (
	longestLine = 64 << 10 // bytes; a question is far shorter
	errorsKept  = 20       // of a batch: enough to see what is wrong
)

var errLongLine = fmt.Errorf("a line is longer than %d bytes, which no question is", longestLine)

// batch is Run where one side is no terminal: one command a line, answers only.
func (c *Console) batch(ctx context.Context, handle Handler) error {
	stop := make(chan struct{})
	defer close(stop)
	lines := readLines(c.in, stop)
	var kept []error
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case in, ok := <-lines:
			if !ok {
				return errors.Join(kept...)
			}
			err := in.err
			if err == nil {
				err = c.answer(ctx, in.text, handle)
			}
			var failed handlerError
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.Is(err, errQuit):
				return errors.Join(kept...)
			case err == nil:
			case in.err != nil, errors.As(err, &failed):
				if len(kept) < errorsKept {
					kept = append(kept, err)
				}
			default: // the output cannot be written
				return err
			}
		}
	}
}

// input is one line that has more than white space, or why there is none.
type input struct {
	text string
	err  error
}

// readLines sends the lines of in until it ends or stop is closed. It reads in a
// goroutine, which outlives stop if it waits for a line then: a read of a pipe
// cannot be called off.
func readLines(in *os.File, stop <-chan struct{}) <-chan input {
	lines := make(chan input)
	go func() {
		defer close(lines)
		r := bufio.NewReaderSize(in, longestLine)
		for {
			line, err := readLine(r)
			next := input{text: line}
			if err != nil && !errors.Is(err, io.EOF) {
				next = input{err: fmt.Errorf("reading the input: %w", err)}
			}
			if next != (input{}) {
				select {
				case lines <- next:
				case <-stop:
					return
				}
			}
			if err != nil && !errors.Is(err, errLongLine) {
				return
			}
		}
	}()
	return lines
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
	line = strings.ReplaceAll(bot.Plain(strings.TrimPrefix(line, "\ufeff")), "�", " ")
	return strings.TrimSpace(line)
}
