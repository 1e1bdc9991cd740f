package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/term"
)

func quoted(list []string) string {
	var all []string
	for _, s := range list {
		all = append(all, fmt.Sprintf("%q", s))
	}
	return strings.Join(all, ", ")
}

func (i *interview) say(format string, args ...any) { fmt.Fprintf(i.p.out, format+"\n", args...) }

// valid asks until the answer is one.
func (i *interview) valid(question, otherwise string, problem func(string) string) (string, error) {
	for {
		prompt := question
		if otherwise != "" {
			prompt += " [" + otherwise + "]"
		}
		answer, err := i.line(prompt + ": ")
		if err != nil {
			return "", err
		}
		if answer == "" {
			answer = otherwise
		}
		wrong := problem(answer)
		if wrong == "" {
			return answer, nil
		}
		i.say("%s", wrong)
	}
}

func (i *interview) yes(question string) (bool, error) {
	answer, err := i.valid(question+" (yes or no)", "no", func(s string) string {
		switch strings.ToLower(s) {
		case "yes", "y", "no", "n":
			return ""
		}
		return "Write yes or no."
	})
	return strings.HasPrefix(strings.ToLower(answer), "y"), err
}

// secret asks for something that is not shown while it is typed.
func (i *interview) secret(question string, problem func(string) string) (string, error) {
	if !terminal(i.p.in) {
		return i.valid(question, "", problem)
	}
	for {
		fmt.Fprint(i.p.out, question+" (not shown): ")
		typed, err := term.ReadPassword(int(i.p.in.Fd()))
		fmt.Fprintln(i.p.out)
		if err != nil {
			return "", fmt.Errorf("reading a secret: %w", err)
		}
		value := strings.TrimSpace(string(typed))
		wrong := problem(value)
		if wrong == "" {
			return value, nil
		}
		i.say("%s", wrong)
	}
}

// line asks for one line.
func (i *interview) line(prompt string) (string, error) {
	fmt.Fprint(i.p.out, prompt)
	line, err := i.in.ReadString('\n')
	switch {
	case errors.Is(err, io.EOF) && line == "":
		return "", errors.New("the answers end here, and nothing was written: run whosaid init again")
	case err != nil && !errors.Is(err, io.EOF):
		return "", fmt.Errorf("reading an answer: %w", err)
	}
	if !terminal(i.p.in) {
		fmt.Fprintln(i.p.out)
	}
	return strings.TrimSpace(line), nil
}
