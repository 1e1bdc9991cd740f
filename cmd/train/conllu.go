package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/analyse"
)

// readWords adds to docs the words of a gzipped CoNLL-U file, whose last column
// gives their place as "Span=" in code points. Without such a file the models do
// without parts of speech.
func readWords(path string, docs []analyse.Annotated) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading words: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("reading words %s: %w", path, err)
	}
	byName := map[string]*analyse.Annotated{}
	for i := range docs {
		byName[docs[i].Name] = &docs[i]
	}
	var doc *analyse.Annotated
	var offset []int
	in := bufio.NewScanner(z)
	for in.Scan() {
		line := in.Text()
		if name, ok := strings.CutPrefix(line, "# newdoc id = "); ok {
			if doc = byName[name]; doc != nil {
				offset = byteOffsets(doc.Text)
			}
			continue
		}
		if doc == nil {
			continue
		}
		if w, ok := word(line, offset); ok {
			doc.Words = append(doc.Words, w)
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading words %s: %w", path, err)
	}
	return nil
}

func word(line string, offset []int) (analyse.Word, bool) {
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return analyse.Word{}, false
	}
	for m := range strings.SplitSeq(f[9], "|") {
		where, ok := strings.CutPrefix(m, "Span=")
		if !ok {
			continue
		}
		from, to, _ := strings.Cut(where, "-")
		b, err1 := strconv.Atoi(from)
		e, err2 := strconv.Atoi(to)
		if err1 == nil && err2 == nil && 0 <= b && b < e && e < len(offset) {
			return analyse.Word{Span: digest.Span{Start: offset[b], End: offset[e]}, Tag: f[4]}, true
		}
	}
	return analyse.Word{}, false
}
