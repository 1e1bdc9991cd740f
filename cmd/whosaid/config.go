package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// settings is the configuration file. A flag beats the environment
// (WHOSAID_CONFIG, WHOSAID_DB), the environment beats the file, and the file
// beats the defaults. config.example.toml holds every key with its default.
type settings struct {
	Zone   string         `toml:"zone"` // IANA name, or "local"
	Store  storeSettings  `toml:"store"`
	Answer answerSettings `toml:"answer"`
	Digest digestSettings `toml:"digest"`
	Fetch  fetchSettings  `toml:"fetch"`
	Feeds  []feedSettings `toml:"feed"`
	Log    logSettings    `toml:"log"`

	Slack  []slackSettings `toml:"slack"`
	Matrix matrixSettings  `toml:"matrix"`
	Roles  rolesSettings   `toml:"roles"`
	Chat   chatSettings    `toml:"chat"`

	Schedules []scheduleSettings `toml:"schedule"`
	Deliver   deliverSettings    `toml:"deliver"`

	file   string // where it was read from; empty where there is none
	folder string // that file names in it are relative to
}

type storeSettings struct {
	Path string  `toml:"path"` // empty for the user's data folder
	Keep forever `toml:"keep"` // articles; 0 for ever
}

type answerSettings struct {
	Speakers int `toml:"speakers"` // a page
	Quotes   int `toml:"quotes"`   // a page, of all speakers
}

type digestSettings struct {
	Period   period `toml:"period"` // how far back where nothing is said
	Articles int    `toml:"articles"`
	Quotes   int    `toml:"quotes"` // an article
	Actors   int    `toml:"actors"` // an article
}

type logSettings struct {
	Level  string `toml:"level"`
	Format string `toml:"format"`
}

func defaults() settings {
	return settings{
		Zone:   "local",
		Answer: answerSettings{Speakers: 10, Quotes: 20},
		Digest: digestSettings{Period: period(24 * time.Hour), Articles: 5, Quotes: 3, Actors: 4},
		Fetch:  fetchSettings{Allow: []string{}, Timeout: 30, Pause: 1, AtOnce: 16},
		Log:    logSettings{Level: "warn", Format: "text"},
		Chat:   chatSettings{PerUser: 20, PerChannel: 60},

		Deliver: deliverSettings{Late: 6 * hour, Silence: 3 * day, Bundle: 3, GiveUp: day, Keep: 52 * week},
	}
}

var levels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

// load reads the settings that g and the environment name.
func load(g global, env func(string) string) (settings, error) {
	s, err := loadFile(g, env)
	if err != nil {
		return s, err
	}
	if v := env("WHOSAID_DB"); v != "" {
		s.Store.Path = v
	}
	if g.db != "" {
		s.Store.Path = g.db
	}
	if g.logLevel != "" {
		if _, ok := levels[g.logLevel]; !ok {
			return s, wrongUse("", "--log-level cannot be %q: debug, info, warn and error are allowed", g.logLevel)
		}
		s.Log.Level = g.logLevel
	}
	return s, nil
}

// loadFile reads the configuration file. One that was not named may be missing.
func loadFile(g global, env func(string) string) (settings, error) {
	path, named := g.config, g.config != ""
	if !named {
		path, named = env("WHOSAID_CONFIG"), env("WHOSAID_CONFIG") != ""
	}
	if !named {
		dir, err := os.UserConfigDir()
		if err != nil {
			return defaults(), nil // no home folder, so no file in it
		}
		path = filepath.Join(dir, "whosaid", "config.toml")
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return defaults(), nil
	case errors.Is(err, fs.ErrNotExist):
		return settings{}, fmt.Errorf("configuration %s does not exist: name another with --config, or start from config.example.toml", path)
	case err != nil:
		return settings{}, fmt.Errorf("reading configuration: %w", err)
	}
	s, err := decode(path, data)
	s.file, s.folder = path, filepath.Dir(path)
	return s, err
}

// decode reads a configuration over the defaults. Errors name file, line and remedy.
func decode(path string, data []byte) (settings, error) {
	s := defaults()
	meta, err := toml.Decode(string(data), &s)
	if err != nil {
		return settings{}, decodeError(path, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0].String()
		return settings{}, fmt.Errorf("%s:%d: there is no key %q%s", path, lineOf(data, key), key, meant("", key, append(keys(), tables()...)))
	}
	if key, problem := s.check(); problem != "" {
		return settings{}, fmt.Errorf("%s:%d: %s %s", path, lineOf(data, key), key, problem)
	}
	return s, nil
}

// The decoder's errors come with line and key only as text.
var (
	decoderError = regexp.MustCompile(`(?s)^toml: line (\d+)(?: \(last key "([^"]*)"\))?: (.*)$`)
	wrongType    = regexp.MustCompile(`^(?:incompatible types: TOML value has type (\w+); destination has type|type mismatch for \S+: expected (?:table) but found) (\w+)$`)
)

func decodeError(path string, err error) error {
	m := decoderError.FindStringSubmatch(err.Error())
	if m == nil {
		return fmt.Errorf("%s:1: %s", path, strings.TrimPrefix(err.Error(), "toml: "))
	}
	line, key, problem := m[1], m[2], m[3]
	if t := wrongType.FindStringSubmatch(problem); t != nil && t[1] != "" {
		problem = fmt.Sprintf("has the type %s, and must be of the type %s", t[1], t[2])
	} else if t != nil {
		problem = fmt.Sprintf("is a table: write [%s] and its keys below it", key)
	}
	if key != "" {
		problem = key + ": " + problem
	}
	return fmt.Errorf("%s:%s: %s", path, line, problem)
}

// check returns the first key whose value is not allowed, and what is.
func (s settings) check() (key, problem string) {
	if _, err := zone(s.Zone); err != nil {
		return "zone", fmt.Sprintf("cannot be %q: write \"local\" or a name of the IANA time zone database, such as \"Europe/Paris\"", s.Zone)
	}
	for _, n := range []struct {
		key   string
		value int
		max   int
	}{
		{"answer.speakers", s.Answer.Speakers, 50},
		{"answer.quotes", s.Answer.Quotes, 200},
		{"digest.articles", s.Digest.Articles, 100},
		{"digest.quotes", s.Digest.Quotes, 20},
		{"digest.actors", s.Digest.Actors, 20},
		{"fetch.timeout", s.Fetch.Timeout, 300},
		{"fetch.at_once", s.Fetch.AtOnce, 100},
		{"chat.per_user", s.Chat.PerUser, 1000},
		{"chat.per_channel", s.Chat.PerChannel, 1000},
	} {
		if n.value < 1 || n.value > n.max {
			return n.key, fmt.Sprintf("cannot be %d: 1 to %d are allowed", n.value, n.max)
		}
	}
	if key, problem := s.Fetch.check(); problem != "" {
		return key, problem
	}
	for _, f := range s.Feeds {
		if key, problem := f.check(); problem != "" {
			return key, problem
		}
	}
	if _, ok := levels[s.Log.Level]; !ok {
		return "log.level", fmt.Sprintf("cannot be %q: debug, info, warn and error are allowed", s.Log.Level)
	}
	if key, problem := s.checkChats(); problem != "" {
		return key, problem
	}
	if key, problem := s.checkDeliver(); problem != "" {
		return key, problem
	}
	if s.Log.Format != "text" && s.Log.Format != "json" {
		return "log.format", fmt.Sprintf("cannot be %q: text and json are allowed", s.Log.Format)
	}
	return "", ""
}

func zone(name string) (*time.Location, error) {
	if name == "local" {
		return time.Local, nil
	}
	if name == "" || strings.EqualFold(name, "local") {
		return nil, errors.New("no zone") // time.LoadLocation would take them for UTC or the machine's
	}
	return time.LoadLocation(name)
}

// location returns the zone that dates are meant in; check has seen that there is one.
func (s settings) location() *time.Location {
	z, err := zone(s.Zone)
	if err != nil {
		panic(err)
	}
	return z
}
