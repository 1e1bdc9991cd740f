// Package chart draws counts as a picture.
//
// Names with numbers come in; a PNG goes out, the same bytes every time. The package
// owns its font (Go Regular, part of golang.org/x/image) and nothing else. A chart is
// only ever beside a text that says the same.
package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Bar is one bar: how often something was counted.
type Bar struct {
	Name  string
	Count int
}

// How a chart looks, in pixels.
const (
	width    = 720
	names    = 260 // of the column of names
	row      = 34
	thick    = 20
	margin   = 16
	letter   = 16 // height of the font
	numbers  = 60 // behind the longest bar
	mostBars = 20
)

var goRegular = sync.OnceValues(func() (*sfnt.Font, error) { return opentype.Parse(goregular.TTF) })

// Bars draws a bar for each of at most 20, in their order, from left to right. It
// returns nil where there is nothing to compare, or where the font lacks a letter of a
// name: a chart with boxes in place of letters would tell nothing.
func Bars(bars []Bar) ([]byte, error) {
	bars = bars[:min(len(bars), mostBars)]
	f, err := goRegular()
	if err != nil {
		return nil, fmt.Errorf("reading the font of a chart: %w", err)
	}
	longest := 0
	for _, b := range bars {
		if longest = max(longest, b.Count); !writable(f, b.Name) {
			return nil, nil
		}
	}
	if len(bars) < 2 || longest == 0 {
		return nil, nil
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: letter, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("preparing the font of a chart: %w", err)
	}
	defer face.Close()
	img := image.NewPaletted(image.Rect(0, 0, width, 2*margin+row*len(bars)), shades())
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for i, b := range bars {
		top := margin + i*row + (row-thick)/2
		line := top + thick/2 + letter/3 // on which the letters stand
		name := fitting(face, b.Name, names-margin)
		write(img, face, names-font.MeasureString(face, name).Ceil(), line, name)
		end := names + 10 + max(2, (width-names-numbers-margin)*max(b.Count, 0)/longest)
		draw.Draw(img, image.Rect(names+10, top, end, top+thick), image.NewUniform(ink), image.Point{}, draw.Src)
		write(img, face, end+6, line, strconv.Itoa(b.Count))
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("writing a chart: %w", err)
	}
	return out.Bytes(), nil
}

// ink is the colour of bars.
var ink = color.RGBA{R: 0x1f, G: 0x3a, B: 0x4d, A: 0xff}

// shades are the colours of a chart: few, so that the file is small.
func shades() color.Palette {
	p := color.Palette{ink}
	for grey := 0; grey <= 0xff; grey += 0x11 {
		p = append(p, color.Gray{Y: uint8(grey)})
	}
	return p
}

func writable(f *sfnt.Font, text string) bool {
	var b sfnt.Buffer
	for _, r := range text {
		if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
			return false
		}
	}
	return text != ""
}

// fitting cuts a text to a width.
func fitting(face font.Face, text string, room int) string {
	letters := []rune(text)
	for n := len(letters); font.MeasureString(face, text).Ceil() > room; {
		n--
		text = string(letters[:n]) + "…"
	}
	return text
}

func write(img draw.Image, face font.Face, x, y int, text string) {
	d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
}
