package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"whosaid/digest"
	"whosaid/digest/analyse"
	"whosaid/digest/ingest"
)

var analyseCommand = command{
	name:    "analyse",
	args:    "FILE|DIR …",
	summary: "show the actors and quotes of texts; nothing is stored",
	about: `
Reads texts and HTML pages, folders of them, or standard input where "-" stands for a file.

With --json it prints one object a line for each file:
  doc      the name of the file without ".txt"
  actors   name, type (person, organisation), aliases, weight (0 to 1), roles
  quotes   id, kind (direct, mixed, indirect), class (statement, thought, other), content,
           cue, source, speaker, about, confidence (that the speaker is right, 0 to 1)
  gist     one or two sentences that say what it is about
content, cue, source and gist are lists of [start, end]: offsets in Unicode code points,
end exclusive. They count in the file as it is; where its text was changed on reading
(HTML, another encoding than UTF-8), they count in "text", which is then given too.
speaker is left out where the article names nobody or it is not certain who.`,
	examples: []string{
		"whosaid analyse article.txt",
		"whosaid analyse --json articles/*.txt > articles.jsonl",
		"curl -s https://example.org/news.html | whosaid analyse -",
	},
	new: newAnalyse,
}

func newAnalyse(f *flag.FlagSet) action {
	asJSON := f.Bool("json", false, "print one JSON object a line")
	all := f.Bool("all", false, "every attribution: rulings, support and plans that are less certain too, and what has no source")
	why := f.Bool("why", false, "say which stage of reading decided on speaker and words of each quote, and what else it weighed")
	return func(ctx context.Context, p *program, args []string) error {
		if len(args) == 0 {
			return wrongUse("analyse", "name the files to read, or - for standard input")
		}
		out := bufio.NewWriter(p.out)
		shown := 0
		err := p.eachFile(ctx, args, func(path string, raw []byte, a digest.Article) error {
			r := readAs(a, *all, *why)
			if *asJSON {
				return jsonLine(out, newReading(path, raw, a, r, *why))
			}
			if shown++; shown > 1 {
				fmt.Fprintln(p.out)
			}
			return p.print(account(a, r, *why))
		})
		return errors.Join(out.Flush(), err)
	}
}

// readAs reads a with what was asked for.
func readAs(a digest.Article, all, why bool) digest.Reading {
	switch {
	case why:
		return analyse.Explain(a, all)
	case all:
		return analyse.ReadAll(a)
	}
	return analyse.Read(a)
}

// eachFile hands every article that the paths hold to f, with the bytes of its
// file. Files that cannot be read are reported on standard error, and the rest
// goes on.
func (p *program) eachFile(ctx context.Context, paths []string, f func(path string, raw []byte, a digest.Article) error) error {
	var failed error
	each := func(path string, raw []byte, a digest.Article, err error) bool {
		if err != nil {
			if p.report(err) {
				failed = errReported
			}
			return true
		}
		if err := f(path, raw, a); err != nil {
			failed = err
			return false
		}
		return true
	}
	for len(paths) > 0 && (failed == nil || failed == errReported) {
		if paths[0] == "-" {
			data, err := p.readAll(ctx)
			if err != nil {
				return err
			}
			a, err := ingest.Parse("standard input", data)
			each("-", data, a, err)
			paths = paths[1:]
			continue
		}
		files := paths
		if n := slices.Index(paths, "-"); n > 0 {
			files = paths[:n]
		}
		ingest.Contents(ctx, files, each)
		paths = paths[len(files):]
	}
	return cmp.Or(failed, ctx.Err())
}

// report prints what went wrong with one file and whether that makes the
// command fail: files that are passed over by rule do not.
func (p *program) report(err error) (fails bool) {
	fmt.Fprintf(p.err, "whosaid: %v\n", err)
	var skipped *ingest.Skipped
	return !errors.As(err, &skipped)
}

// readAll reads standard input to its end, or until ctx ends. One byte above
// what ingest takes is enough for it to refuse the rest.
func (p *program) readAll(ctx context.Context) ([]byte, error) {
	type read struct {
		data []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(p.in, ingest.MaxFile+1))
		done <- read{data, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return nil, fmt.Errorf("reading standard input: %w", r.err)
		}
		return r.data, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
