// Fakeslack runs a Slack workspace for tests: what package fake holds, as a program.
//
// It prints the address of its Web API and the tokens of the one app that is
// installed, and serves until it is interrupted. What people do comes in as JSON at
// addresses under /fake/, see fake/control.go:
//
//	go run ./cmd/fakeslack -listen 127.0.0.1:8765
//	curl -d '{"name": "Ana"}' http://127.0.0.1:8765/fake/user
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"whosaid/bot/slack/fake"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8765", "serve at `ADDRESS`")
	hook := flag.String("hook", "", "send events to `URL` where no socket is open")
	rate := flag.Duration("rate", time.Second, "refuse a second message to a channel within this `TIME`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *listen, fake.Options{Hook: *hook, Rate: *rate}); err != nil {
		fmt.Fprintf(os.Stderr, "fakeslack: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address string, o fake.Options) error {
	s, err := fake.Listen(address, o)
	if err != nil {
		return err
	}
	defer s.Close()
	ana := s.AddUser("Ana", "Europe/Paris")
	press := s.AddChannel("press", false, ana, fake.BotUser)
	fmt.Printf("api       %s\nbot       %s\napp       %s\nsecret    %s\nana       %s\n#press    %s\n", s.API(), fake.BotToken, fake.AppToken, fake.Secret, ana, press)
	<-ctx.Done()
	return nil
}
