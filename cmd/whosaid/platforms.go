package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"whosaid/bot"
	"whosaid/bot/matrix"
)

// platforms returns the chat platforms that are configured, and, joined, what is
// wrong with those that cannot be used.
func (p *program) platforms(ctx context.Context) (list []bot.Transport, err error) {
	list, err = p.workspaces()
	errs := []error{err}
	if p.settings.Matrix.User != "" {
		t, err := p.matrix(ctx)
		if err != nil {
			errs = append(errs, err)
		} else {
			list = append(list, t)
		}
	}
	return list, errors.Join(errs...)
}

// matrix logs in at its first start, and opens the session of the last one at
// others.
func (p *program) matrix(ctx context.Context) (*matrix.Transport, error) {
	s := p.settings.Matrix
	db, err := p.settings.storePath(os.Getenv)
	if err != nil {
		return nil, err
	}
	c := matrix.Config{
		Homeserver: s.Homeserver, User: s.User, Device: s.Device, Allow: s.Allow, Log: p.log,
		Folder: filepath.Join(filepath.Dir(db), "matrix"), Recovery: s.Recovery,
	}
	if s.Recovery != "" && !filepath.IsAbs(s.Recovery) {
		c.Recovery = filepath.Join(p.settings.folder, s.Recovery)
	}
	if err := p.secrets("matrix", map[*string]secret{&c.Password: s.Password, &c.Token: s.Token}); err != nil {
		return nil, err
	}
	return matrix.New(ctx, c)
}

// secrets reads secrets to where they are needed.
func (p *program) secrets(of string, all map[*string]secret) error {
	for to, s := range all {
		value, err := s.read(p.settings.folder, os.Getenv)
		if err != nil {
			return fmt.Errorf("%s: %w", of, err)
		}
		*to = value
	}
	return nil
}
