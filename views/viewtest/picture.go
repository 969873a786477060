package viewtest

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures in testdata and docs/pictures instead of comparing them")

// Updating reports whether the test was run with -update.
func Updating() bool { return *update }

// coarse reduces a picture to 32 levels per colour. It then takes far less space, and is still good enough to compare.
func coarse(img image.Image) image.Image {
	c := image.NewRGBA(img.Bounds())
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			level := func(v uint32) uint8 { return uint8((v*31 + 0x7fff) / 0xffff * 255 / 31) }
			c.SetRGBA(x, y, color.RGBA{R: level(r), G: level(g), B: level(b), A: 0xff})
		}
	}
	return c
}

// Rounding differs between processors, so equal pictures may differ a little.
const (
	tolerance = 40 // number of pixels that may differ
	rounding  = 24 // by how much a colour of a pixel may differ
)

// Compare fails the test if a picture differs from the one in a file. It then writes the picture to testdata/failed.
func Compare(t *testing.T, path string, got image.Image) {
	t.Helper()
	got = coarse(got)
	if *update {
		Write(t, path, got)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update and check the pictures", err)
	}
	want, err := png.Decode(f)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	why := ""
	if got.Bounds() != want.Bounds() {
		why = fmt.Sprintf("got %v, want %v", got.Bounds().Size(), want.Bounds().Size())
	} else if n := different(got, want); n > tolerance {
		why = fmt.Sprintf("%d pixels differ", n)
	}
	if why != "" {
		failed := filepath.Join("testdata", "failed", filepath.Base(path))
		Write(t, failed, got)
		t.Errorf("%s: %s; see %s. If it is right, run the test with -update", path, why, failed)
	}
}

// different counts the pixels that differ by more than rounding.
func different(a, b image.Image) (n int) {
	far := func(x, y uint32) bool { return max(x, y)-min(x, y) > rounding<<8 }
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

// Write writes a picture to a file.
func Write(t *testing.T, path string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(f, img); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
