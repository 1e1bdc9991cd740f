package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// areQuotes reports whether all words of a text name quotes: by their public IDs,
// or by the store's numbers, which buttons have.
func areQuotes(text string) bool {
	for word := range strings.FieldsSeq(text) {
		if number(word) == 0 && !publicID(word) {
			return false
		}
	}
	return true
}

func publicID(word string) bool {
	_, err := strconv.ParseUint(word, 16, 64)
	return err == nil && len(word) == 16
}

func number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || len(word) > 15 {
		return 0
	}
	return n
}

// contextCommand shows the sentences around quotes.
func contextCommand(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	results, why, err := c.quotes(ctx, rest)
	if len(results) == 0 {
		return compose.Text(why), err
	}
	return compose.Context(results, c.Digest.Zone), nil
}

// sourcesCommand lists the articles behind quotes.
func sourcesCommand(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	results, why, err := c.quotes(ctx, rest)
	if len(results) == 0 {
		return compose.Text(why), err
	}
	return compose.Sources(results, c.Digest.Zone), nil
}

// quotes returns the quotes that a text names, those shown last where it is empty;
// or else says why there is none.
func (c *Conversation) quotes(ctx context.Context, text string) (results []digest.Result, why string, err error) {
	numbers := c.Answerer.talk.shown
	if text != "" {
		if numbers, err = c.numbers(ctx, text); err != nil {
			return nil, "", err
		}
		why = "There is no such quote among those that I have read."
	} else {
		why = "No quote was shown here yet: ask a question first, or give the ID of a quote, such as an export has."
		if c.Answerer.talk.lost {
			why = forgotten
		}
	}
	results, err = c.Store.Quotes(ctx, numbers)
	if err != nil {
		return nil, "", fmt.Errorf("reading what stands behind an answer: %w", err)
	}
	return results, why, nil
}

// numbers turns what names quotes into the store's numbers.
func (c *Conversation) numbers(ctx context.Context, text string) (numbers []int64, err error) {
	for word := range strings.FieldsSeq(text) {
		n := number(word)
		if publicID(word) {
			if n, err = c.Store.Number(ctx, strings.ToLower(word)); err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// shownBy returns the numbers of the quotes that a message shows, as its buttons
// have them; nil where it shows none.
func shownBy(m digest.Message) (numbers []int64) {
	for _, block := range m.Blocks {
		buttons, _ := block.(digest.Buttons)
		for _, b := range buttons.Items {
			list, ok := strings.CutPrefix(b.Command, "context ")
			if !ok || !areQuotes(list) {
				continue
			}
			for word := range strings.FieldsSeq(list) {
				numbers = append(numbers, number(word))
			}
		}
	}
	return numbers
}
