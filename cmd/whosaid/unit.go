package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed deploy/whosaid-user.service
var userUnit string

// unit returns the service of systemd that runs a program with a configuration.
func unit(program, config string) string {
	return strings.NewReplacer("ExecStart=PROGRAM", "ExecStart="+systemdWord(program), "--config CONFIG", "--config "+systemdWord(config)).Replace(userUnit)
}

// systemdWord writes a word as a command line of systemd.service(5) takes it.
func systemdWord(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "$", "$$").Replace(s) + `"`
}

// systemd reports whether this machine is run by it, as sd_booted(3) does.
func systemd() bool {
	info, err := os.Stat("/run/systemd/system")
	return err == nil && info.IsDir()
}

// writeUnit writes the service of systemd that runs this program with a configuration,
// and says what is to be done with it.
func (p *program) writeUnit(config string) error {
	dir, err := os.UserConfigDir()
	if err != nil {
		return fmt.Errorf("finding the folder of your services: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	path := filepath.Join(dir, "systemd", "user", "whosaid.service")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the folder of your services: %w", err)
	}
	if err := create(path, unit(self, config)); err != nil {
		return err
	}
	fmt.Fprintf(p.out, `Written: %s
Next, when whosaid doctor finds nothing missing:
  systemctl --user daemon-reload
  systemctl --user enable --now whosaid
  loginctl enable-linger            so that it also runs while you are not logged in
Its log: journalctl --user -u whosaid. After a change of the configuration: systemctl --user reload whosaid
`, path)
	return nil
}
