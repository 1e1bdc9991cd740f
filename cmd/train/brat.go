package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/analyse"
)

// readFolder reads a folder of annotated texts in the form of PolNeAR: text/*.txt
// and attributions/*.ann, brat standoff whose offsets count code points. Where
// several people annotated one text, the first file by name counts.
func readFolder(dir string) ([]analyse.Annotated, error) {
	files, err := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	if err != nil {
		return nil, fmt.Errorf("reading folder %s: %w", dir, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("reading folder %s: no attributions/*.ann in it", dir)
	}
	slices.Sort(files)
	var docs []analyse.Annotated
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".ann")
		if k := strings.LastIndexByte(name, '_'); k >= 0 {
			name = name[:k]
		}
		if len(docs) > 0 && docs[len(docs)-1].Name == name {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, "text", name+".txt"))
		if err != nil {
			return nil, fmt.Errorf("reading folder %s: %w", dir, err)
		}
		marks, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("reading folder %s: %w", dir, err)
		}
		docs = append(docs, analyse.Annotated{Name: name, Text: string(text), Attributions: parseBrat(string(text), string(marks))})
	}
	if err := readWords(strings.TrimRight(dir, "/")+".conllu.gz", docs); err != nil {
		return nil, err
	}
	return docs, nil
}

// parseBrat reads the events of a standoff file. Lines that cannot be read, of
// which published files have some, are passed over with what refers to them.
func parseBrat(text, marks string) []analyse.Marked {
	offset := byteOffsets(text)
	spans := map[string][]digest.Span{}
	var out []analyse.Marked
	for line := range strings.SplitSeq(marks, "\n") {
		f := strings.Split(line, "\t")
		if len(f) < 2 {
			continue
		}
		switch line[0] {
		case 'T':
			s, err := parseSpans(f[1], offset)
			if err != nil {
				continue
			}
			spans[f[0]] = s
		case 'E':
			out = append(out, event(f[1], spans))
		}
	}
	return out
}

func event(args string, spans map[string][]digest.Span) analyse.Marked {
	var m analyse.Marked
	for a := range strings.FieldsSeq(args) {
		role, ref, _ := strings.Cut(a, ":")
		switch strings.TrimRight(role, "0123456789") {
		case "Source":
			m.Source = append(m.Source, spans[ref]...)
		case "Cue":
			m.Cue = append(m.Cue, spans[ref]...)
		case "Content":
			m.Content = append(m.Content, spans[ref]...)
		}
	}
	for _, s := range [][]digest.Span{m.Source, m.Cue, m.Content} {
		slices.SortFunc(s, func(a, b digest.Span) int { return cmp.Compare(a.Start, b.Start) })
	}
	return m
}

// parseSpans reads "Content 12 30;35 40".
func parseSpans(s string, offset []int) ([]digest.Span, error) {
	_, where, _ := strings.Cut(s, " ")
	var out []digest.Span
	for part := range strings.SplitSeq(where, ";") {
		from, to, _ := strings.Cut(part, " ")
		b, err1 := strconv.Atoi(from)
		e, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || b < 0 || e < b || e >= len(offset) {
			return nil, fmt.Errorf("no span: %q", s)
		}
		out = append(out, digest.Span{Start: offset[b], End: offset[e]})
	}
	return out, nil
}

// byteOffsets maps code points to bytes.
func byteOffsets(text string) []int {
	var out []int
	for i := range text {
		out = append(out, i)
	}
	return append(out, len(text))
}
