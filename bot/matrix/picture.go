//go:build goolm

package matrix

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // for the sizes of pictures
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"strings"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/attachment"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/digest"
)

// largestPicture is what homeservers take without further ado, in bytes.
const largestPicture = 10 << 20

// attach makes the event of a message the one of the picture that is drawn in it, with
// the words as its caption. Pictures of the web stay the links that they are in the
// words: fetching them would tell others what is read here.
func (t *Transport) attach(ctx context.Context, room id.RoomID, m digest.Message, c *content) error {
	for _, b := range m.Blocks {
		i, ok := b.(digest.Image)
		if !ok || !i.Drawn() {
			continue
		}
		data, err := load(i.URL)
		if err != nil {
			t.log.Warn("a picture is left out", "error", err)
			return nil
		}
		if err := t.upload(ctx, room, i, data, c); unwanted(err) {
			t.log.Warn("a picture is left out", "error", err)
			c.Info = nil
			return nil
		} else if err != nil {
			return err
		}
		if len(m.Blocks) == 1 { // a body that is no file's name would be a caption
			c.Body, c.FileName, c.Format, c.FormattedBody = c.FileName, "", "", ""
		}
		return nil
	}
	return nil
}

// unwanted reports whether the homeserver will not take a picture, whatever is done:
// that says nothing of the room.
func unwanted(err error) bool {
	var answer mautrix.HTTPError
	if !errors.As(err, &answer) || answer.Response == nil {
		return false
	}
	code := answer.Response.StatusCode
	return code >= 400 && code < 500 && code != http.StatusTooManyRequests && code != http.StatusUnauthorized && code != http.StatusRequestTimeout
}

// load returns a picture that is written into its URL.
func load(url string) ([]byte, error) {
	kind, text, _ := strings.Cut(url, ",")
	if !strings.HasSuffix(kind, ";base64") {
		return nil, errors.New("reading a picture: it is not written in Base64")
	}
	data, err := base64.StdEncoding.DecodeString(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading a picture: %w", err)
	case len(data) > largestPicture:
		return nil, fmt.Errorf("reading a picture: it has %d bytes, more than %d", len(data), largestPicture)
	}
	switch kind := http.DetectContentType(data); kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return data, nil
	default:
		return nil, fmt.Errorf("reading a picture: it is %s", kind)
	}
}

// upload gives a picture to the homeserver, encrypted where the room is.
func (t *Transport) upload(ctx context.Context, room id.RoomID, i digest.Image, data []byte, c *content) error {
	secret, err := t.encrypted(ctx, room)
	if err != nil {
		return err
	}
	kind := http.DetectContentType(data)
	c.Info = &event.FileInfo{MimeType: kind, Size: len(data)}
	if shape, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		c.Info.Width, c.Info.Height = shape.Width, shape.Height
	}
	var file *attachment.EncryptedFile
	if secret {
		file = attachment.NewEncryptedFile()
		data, kind = bytes.Clone(data), "application/octet-stream"
		file.EncryptInPlace(data)
	}
	sent, err := t.client.UploadBytes(ctx, data, kind)
	if err != nil {
		return fmt.Errorf("uploading a picture: %w", err)
	}
	if secret {
		c.File = &event.EncryptedFileInfo{EncryptedFile: *file, URL: sent.ContentURI.CUString()}
	} else {
		c.URL = sent.ContentURI.CUString()
	}
	c.MsgType, c.FileName = event.MsgImage, fileName(i.Alt, c.Info.MimeType)
	return nil
}

// fileName names a picture by what it shows.
func fileName(alt, kind string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return ' '
		}
		return r
	}, inert(brief(alt)))
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		name = "picture"
	}
	return name + "." + strings.TrimPrefix(kind, "image/")
}
