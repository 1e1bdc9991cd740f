package console

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// piped runs a console whose two sides are pipes.
func piped(t *testing.T, ctx context.Context, input string, handle Handler) (string, error) {
	t.Helper()
	in, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	result, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		io.WriteString(feed, input)
		feed.Close()
	}()
	output := make(chan string)
	go func() {
		data, _ := io.ReadAll(result)
		output <- string(data)
	}()
	noEnv := func(string) string { return "" }
	err = New(in, out, Options{Getenv: noEnv}).Run(ctx, handle)
	out.Close()
	return <-output, err
}

var errLocked = errors.New("the store is locked")

func echo(_ context.Context, line string) (digest.Message, error) {
	if line == "fail" {
		return digest.Message{}, errLocked
	}
	if line == "fold" {
		return digest.Message{Blocks: []digest.Block{digest.Rest{Summary: "more", Blocks: []digest.Block{digest.Paragraph{Text: run("inside")}}}}}, nil
	}
	if line == "choose" {
		return digest.Message{Blocks: []digest.Block{
			digest.Buttons{Items: []digest.Button{{Label: "12 more", Command: "more", Tells: true}}},
			digest.List{Ordered: true, Items: [][]digest.Run{run("Vask"), run("Gorrindge")}},
			digest.Buttons{Items: []digest.Button{{Label: "Vask", Command: "Ottoline Vask"}, {Label: "Gorrindge", Command: "Pell Gorrindge"}}},
		}}, nil
	}
	return digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: run("<" + line + ">")}}}, nil
}

func TestPiped(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"a line each", "one\ntwo\n", "<one>\n\n<two>\n\n"},
		{"no newline at the end", "one", "<one>\n\n"},
		{"Windows", "\ufeffone\r\ntwo\r\n", "<one>\n\n<two>\n\n"},
		{"blank lines", "\n  \none\n\t\n", "<one>\n\n"},
		{"nothing", "", ""},
		{"exit", "one\nexit\ntwo\n", "<one>\n\n"},
		{"quit", "quit\n", ""},
		{"controls", "a\x1b[31mb\x00\u202ec\n", "<a [31mb c>\n\n"},
		{"not UTF-8", "a\xffb\n", "<a b>\n\n"},
		{"nothing is folded", "fold\n", "more:\n\n  inside\n\n"},
		{"full", "fold\nfull\n", "more:\n\n  inside\n\nmore:\n\n  inside\n\n"},
		{"full of nothing", "one\nfull\n", "<one>\n\n<full>\n\n"},
		{"a choice by number", "choose\n2\n", "12 more — type: more\n\n1. Vask\n2. Gorrindge\n\nType a number to choose.\n\n<Pell Gorrindge>\n\n"},
		{"no such number", "one\n2\n-1\n", "<one>\n\n<2>\n\n<-1>\n\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := piped(t, t.Context(), tt.in, echo)
			if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPipedGoesOnAfterErrors(t *testing.T) {
	got, err := piped(t, t.Context(), "one\nfail\n"+strings.Repeat("x", 3*longestLine)+"\ntwo\n", echo)
	if !errors.Is(err, errLocked) || !errors.Is(err, errLongLine) {
		t.Errorf("error %v, want both", err)
	}
	if want := "<one>\n\n<two>\n\n"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
}

func TestPipedStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := piped(t, ctx, "one\ntwo\n", func(ctx context.Context, line string) (digest.Message, error) {
		cancel()
		return digest.Message{}, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestOutputFails(t *testing.T) {
	in, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	c := New(in, in, Options{})
	if c.Print(sample()) == nil || c.Show(sample()) == nil {
		t.Error("no error from an output that cannot be written")
	}
}
