package chart

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

var sample = []Bar{{"Ottoline Vask", 12}, {"Pell Gorrindge", 7}, {"Żółć-Ångström, Кирилл & Λύρα", 3}, {strings.Repeat("Marrow Bay Harbour Board ", 10), 1}, {"Nobody yet", 0}}

func TestBars(t *testing.T) {
	got, err := Bars(sample)
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/bars.png"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pixels(t, got), pixels(t, want)) {
		t.Error("the chart has changed: look at it after -update")
	}
	if len(got) > 20_000 {
		t.Errorf("the chart has %d bytes", len(got))
	}
	if again, err := Bars(sample); err != nil || !bytes.Equal(again, got) {
		t.Error("drawn again the chart is another one")
	}
}

// pixels returns a picture without how it is packed, which may change with Go.
func pixels(t *testing.T, file []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.Paletted).Pix
}

// The bars are as long as their counts say.
func TestBarLengths(t *testing.T) {
	file, err := Bars([]Bar{{"a", 100}, {"b", 50}, {"c", 1}})
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var long []int
	for i := range 3 {
		n := 0
		for x := range width {
			if r, g, b, _ := img.At(x, margin+i*row+row/2).RGBA(); r>>8 == 0x1f && g>>8 == 0x3a && b>>8 == 0x4d {
				n++
			}
		}
		long = append(long, n)
	}
	if long[0] != width-names-numbers-margin || long[1] != long[0]/2 || long[2] < 2 || long[2] > long[0]/50 {
		t.Errorf("the bars are %v pixels long", long)
	}
}

func TestNoBars(t *testing.T) {
	for name, bars := range map[string][]Bar{
		"nothing": nil, "one": {{"a", 1}}, "no counts": {{"a", 0}, {"b", 0}}, "no name": {{"a", 1}, {"", 2}}, "letters without a shape": {{"a", 1}, {"ខ្មែរ", 2}},
	} {
		if got, err := Bars(bars); got != nil || err != nil {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}
