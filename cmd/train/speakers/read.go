package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/analyse"
)

func fit(docs map[string]*analyse.Coreferent) ([]float64, int, float64) {
	var list []analyse.Coreferent
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		list = append(list, *docs[name])
	}
	return analyse.FitRanker(list)
}

// readFolder reads the articles of a folder that have both annotations and
// chains, by name. Of several annotations of one article the first by name counts.
func readFolder(dir string) (map[string]*analyse.Coreferent, error) {
	files, err := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	if err != nil {
		return nil, fmt.Errorf("reading folder %s: %w", dir, err)
	}
	docs := map[string]*analyse.Coreferent{}
	slices.Sort(files)
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".ann")
		if k := strings.LastIndexByte(name, '_'); k >= 0 {
			name = name[:k]
		}
		if docs[name] != nil {
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
		docs[name] = &analyse.Coreferent{Text: string(text), Attributions: parseBrat(string(text), string(marks))}
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("reading folder %s: no attributions/*.ann in it", dir)
	}
	f, err := os.Open(filepath.Clean(dir) + ".conllu.gz")
	if err != nil {
		return nil, fmt.Errorf("reading chains: %w", err)
	}
	defer f.Close()
	if err := readChains(f, docs); err != nil {
		return nil, fmt.Errorf("reading chains %s: %w", f.Name(), err)
	}
	maps.DeleteFunc(docs, func(_ string, d *analyse.Coreferent) bool { return len(d.Chains) == 0 })
	return docs, nil
}

// readChains adds to docs the chains of a gzipped CoNLL-U file, in the order in
// which the text first mentions them.
func readChains(r io.Reader, docs map[string]*analyse.Coreferent) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	var doc *analyse.Coreferent
	var offset []int
	var index map[string]int
	in := bufio.NewScanner(z)
	for in.Scan() {
		if name, ok := strings.CutPrefix(in.Text(), "# newdoc id = "); ok {
			if doc = docs[name]; doc != nil {
				offset, index = byteOffsets(doc.Text), map[string]int{}
			}
			continue
		}
		if doc == nil {
			continue
		}
		span, chains := word(in.Text(), offset)
		for _, c := range chains {
			n, ok := index[c]
			if !ok {
				n = len(doc.Chains)
				index[c] = n
				doc.Chains = append(doc.Chains, nil)
			}
			doc.Chains[n] = append(doc.Chains[n], span)
		}
	}
	return in.Err()
}

// word returns the place of the word in one line and the chains that it is the head of a mention of.
func word(line string, offset []int) (span digest.Span, chains []string) {
	f := strings.Split(line, "\t")
	for m := range strings.SplitSeq(f[len(f)-1], "|") {
		if where, ok := strings.CutPrefix(m, "Span="); ok {
			from, to, _ := strings.Cut(where, "-")
			b, err1 := strconv.Atoi(from)
			e, err2 := strconv.Atoi(to)
			if err1 != nil || err2 != nil || b < 0 || e <= b || e >= len(offset) {
				return digest.Span{}, nil
			}
			span = digest.Span{Start: offset[b], End: offset[e]}
		}
		if list, ok := strings.CutPrefix(m, "Coref="); ok {
			for c := range strings.SplitSeq(list, ",") {
				chain, _, _ := strings.Cut(c, ":")
				chains = append(chains, chain)
			}
		}
	}
	return span, chains
}

// parseBrat reads the events of a standoff file. Lines that cannot be read, of
// which published files have some, are passed over with what refers to them.
func parseBrat(text, marks string) []analyse.Attributed {
	offset := byteOffsets(text)
	spans := map[string][]digest.Span{}
	var events [][]string
	for line := range strings.SplitSeq(marks, "\n") {
		f := strings.Split(line, "\t")
		if len(f) < 2 || line[0] != 'T' && line[0] != 'E' {
			continue
		}
		if line[0] == 'E' {
			events = append(events, strings.Fields(f[1]))
			continue
		}
		_, where, _ := strings.Cut(f[1], " ")
		for part := range strings.SplitSeq(where, ";") {
			from, to, _ := strings.Cut(part, " ")
			b, err1 := strconv.Atoi(from)
			e, err2 := strconv.Atoi(to)
			if err1 == nil && err2 == nil && 0 <= b && b < e && e < len(offset) {
				spans[f[0]] = append(spans[f[0]], digest.Span{Start: offset[b], End: offset[e]})
			}
		}
	}
	var out []analyse.Attributed
	for _, args := range events {
		out = append(out, event(args, spans))
	}
	return out
}

func event(args []string, spans map[string][]digest.Span) analyse.Attributed {
	var a analyse.Attributed
	for _, arg := range args {
		role, ref, _ := strings.Cut(arg, ":")
		switch strings.TrimRight(role, "0123456789") {
		case "Source":
			a.Source = append(a.Source, spans[ref]...)
		case "Cue":
			a.Cue = append(a.Cue, spans[ref]...)
		case "Content":
			a.Content = append(a.Content, spans[ref]...)
		}
	}
	for _, s := range [][]digest.Span{a.Source, a.Cue, a.Content} {
		slices.SortFunc(s, func(x, y digest.Span) int { return cmp.Compare(x.Start, y.Start) })
	}
	return a
}

// byteOffsets maps code points to bytes.
func byteOffsets(text string) []int {
	var out []int
	for i := range text {
		out = append(out, i)
	}
	return append(out, len(text))
}
