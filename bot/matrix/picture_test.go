//go:build goolm

package matrix

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"testing"

	"github.com/google/go-cmp/cmp"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/digest"
)

// A picture and its words are one message, and the picture arrives as it was, also
// where the homeserver may not see it.
func TestPicture(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	written := "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes())
	for _, encrypted := range []bool{false, true} {
		w := newWorld(t, encrypted)
		tr := w.open()
		m := digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: run("Quotes of the week")}, digest.Image{URL: written, Alt: "quotes a week: 3/4"}}}
		message, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: m, Key: "picture"})
		if err != nil {
			t.Fatal(err)
		}
		c := w.person.content(t, w.channel, message)
		if c.MsgType != event.MsgImage || c.FileName != "quotes a week 3 4.png" || c.Info.Width != 30 || c.Info.Height != 20 || c.Body != toBody(m) {
			t.Errorf("encrypted %v: the message is %+v", encrypted, c)
		}
		if got := w.person.download(t, c); !bytes.Equal(got, file.Bytes()) {
			t.Errorf("encrypted %v: the picture arrives with %d bytes of %d", encrypted, len(got), file.Len())
		}
		if (c.File != nil) != encrypted || (c.URL != "") == encrypted {
			t.Errorf("encrypted %v: the picture is sent as %q, %v", encrypted, c.URL, c.File)
		}
		alone, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: digest.Message{Blocks: m.Blocks[1:]}, Key: "alone"})
		if err != nil {
			t.Fatal(err)
		}
		if c := w.person.content(t, w.channel, alone); c.MsgType != event.MsgImage || c.Body != "quotes a week 3 4.png" || c.FormattedBody != "" {
			t.Errorf("encrypted %v: a picture alone is sent as %+v", encrypted, c)
		}
		// What is of the web, or no picture, stays a link or words.
		for _, url := range []string{"https://pictures.example/web.png", "data:image/svg+xml;base64,PHN2Zy8+", "data:text/html,x", "file:///etc/passwd", ""} {
			m := digest.Message{Blocks: []digest.Block{digest.Image{URL: url, Alt: "no picture"}}}
			message, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: m, Key: "no picture " + url})
			if err != nil {
				t.Fatal(err)
			}
			if c := w.person.content(t, w.channel, message); c.MsgType != event.MsgNotice {
				t.Errorf("%q is sent as %+v", url, c)
			}
		}
	}
}

// A drawn picture is a message of its own, and once that is done stays so.
func TestPictureApart(t *testing.T) {
	drawn := digest.Image{URL: "data:image/png;base64,AAAA", Alt: "bars"}
	web := digest.Image{URL: "https://pictures.example/web.png", Alt: "a ferry"}
	parts := split(digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: run("Figures")}, drawn, web}})
	want := []digest.Message{{Blocks: []digest.Block{digest.Paragraph{Text: run("Figures")}, web}}, {Blocks: []digest.Block{drawn}}}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, part := range parts {
		if again := split(part); len(again) != 1 {
			t.Errorf("cut again it is %+v", again)
		}
	}
}

// content returns a message as the person reads it.
func (p *person) content(t *testing.T, room id.RoomID, message string) *event.MessageEventContent {
	t.Helper()
	var c *event.MessageEventContent
	p.wait(t, func() bool {
		events, err := p.timeline(t.Context(), room)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.ID.String() == message {
				c = e.Content.AsMessage()
			}
		}
		return c != nil
	})
	return c
}

func (p *person) download(t *testing.T, c *event.MessageEventContent) []byte {
	t.Helper()
	address := c.URL
	if c.File != nil {
		address = c.File.URL
	}
	parsed, err := address.Parse()
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.client.DownloadBytes(t.Context(), parsed)
	if err != nil {
		t.Fatal(err)
	}
	if c.File != nil {
		if err := c.File.DecryptInPlace(data); err != nil {
			t.Fatal(err)
		}
	}
	return data
}
