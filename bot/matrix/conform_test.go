//go:build goolm

package matrix

import (
	"testing"

	"whosaid/bot/conform"
)

func TestConform(t *testing.T) {
	conform.Run(t, func(t *testing.T) conform.World { return newWorld(t, false) })
}

func TestConformEncrypted(t *testing.T) {
	conform.Run(t, func(t *testing.T) conform.World { return newWorld(t, true) })
}
