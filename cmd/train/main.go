// Train makes the models of digest/analyse from annotated articles.
//
//	train [-train DIR] [-dev DIR] [-out DIR] [-score] [-predictions FILE]
//
// A folder of annotated articles holds text/*.txt and attributions/*.ann, brat
// standoff with events of a Cue, Sources and Contents; beside it DIR.conllu.gz may
// hold the words of the texts with their parts of speech. The same articles give
// the same model files. At the end it prints how well the models do on the
// articles of the dev folder, which they have not learned from. With -score it
// trains nothing and scores the models that are built in.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"whosaid/digest/analyse"
)

func main() {
	train := flag.String("train", "../shared/corpus/polnear/train", "folder of the articles to learn from")
	dev := flag.String("dev", "../shared/corpus/polnear/dev", "folder of the articles to score on; empty for none")
	out := flag.String("out", "digest/analyse/model", "folder that the model files are written to")
	only := flag.Bool("score", false, "score the models that are built in, train none")
	file := flag.String("predictions", "", "file that the attributions found in the dev folder are written to, as JSON Lines")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "train: unexpected argument %q; see train -help\n", flag.Arg(0))
		os.Exit(2)
	}
	m := analyse.BuiltIn()
	var err error
	if !*only {
		m, err = learn(*train, *out)
	}
	if err == nil && *dev != "" {
		err = measure(m, *dev, *file)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// learn makes the models from the articles in dir and writes them to out.
func learn(dir, out string) (analyse.Models, error) {
	started := time.Now()
	if err := os.MkdirAll(out, 0o755); err != nil { // before the minutes of work
		return analyse.Models{}, fmt.Errorf("making the folder of the models: %w", err)
	}
	log := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%5.0f s  %s\n", time.Since(started).Seconds(), fmt.Sprintf(format, args...))
	}
	docs, err := readFolder(dir)
	if err != nil {
		return analyse.Models{}, err
	}
	log("%d articles", len(docs))
	m, err := analyse.Train(docs, log)
	if err != nil {
		return m, fmt.Errorf("training: %w", err)
	}
	size := 0
	for name, data := range m.Files() {
		size += len(data)
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return m, fmt.Errorf("writing the models: %w", err)
		}
	}
	log("models of %d bytes in all", size)
	return m, nil
}

// measure prints how well the models do on the articles in dir.
func measure(m analyse.Models, dir, file string) error {
	docs, err := readFolder(dir)
	if err != nil {
		return err
	}
	texts := make([]string, len(docs))
	for i, d := range docs {
		texts[i] = d.Text
	}
	started := time.Now()
	found, err := analyse.Predict(m, texts)
	if err != nil {
		return fmt.Errorf("reading the dev folder: %w", err)
	}
	fmt.Fprintf(os.Stderr, "read %d articles in %v\n", len(docs), time.Since(started).Round(time.Millisecond))
	out, err := json.MarshalIndent(score(docs, found), "", " ")
	if err != nil {
		return fmt.Errorf("printing scores: %w", err)
	}
	fmt.Println(string(out))
	if file == "" {
		return nil
	}
	return writePredictions(file, docs, found)
}
