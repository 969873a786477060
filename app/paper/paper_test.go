package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

func newFonts(t *testing.T) *Fonts {
	t.Helper()
	fonts, err := NewFonts(goregular.TTF, gobold.TTF, gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	fonts.system.listed = true // the fonts of this computer do not matter
	return fonts
}

// shown returns lines as text.
func shown(lines []line) (texts []string) {
	for _, l := range lines {
		var text strings.Builder
		for _, r := range l {
			text.WriteString(r.text)
		}
		texts = append(texts, text.String())
	}
	return texts
}

// Lines end after a space or a hyphen, if there is one, and nothing is lost.
func TestLines(t *testing.T) {
	fonts := newFonts(t)
	t10 := text{style: Mono, size: 1 / point} // a millimetre; a character of this font is 0.6 wide
	for value, want := range map[string][]string{
		"":                      nil,
		"abc":                   {"abc"},
		"0123456789":            {"0123456789"},
		"0123456789a":           {"0123456789", "a"},
		"one two three":         {"one two", "three"},
		"one-two-three":         {"one-two-", "three"},
		"0123456789 a":          {"0123456789", "a"},
		" a":                    {" a"},
		"a  ":                   {"a"},
		"012345678e\u0301":      {"012345678é"},
		"one-0123456789012":     {"one-", "0123456789", "012"},
		"ein Wort-mit-Strichen": {"ein Wort-", "mit-", "Strichen"},
	} {
		t10.value = value
		if got := shown(fonts.lines(t10, 6.05)); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}

// Every character that cannot be drawn is reported once for its row, and nothing is written.
func TestMissing(t *testing.T) {
	fonts := newFonts(t)
	var out bytes.Buffer
	slips := []Slip{
		{Title: "Anna"},
		{Title: "علي ع", Advice: "ع"},
		{Title: "x", Values: []Value{{Label: "\u200b", Text: "\U0001F600"}}},
	}
	want := []Missing{{1, 'ع'}, {1, 'ل'}, {1, 'ي'}, {2, '\u200b'}, {2, '\U0001F600'}}
	err := WriteSlips(t.Context(), &out, fonts, slips)
	if missing, ok := errors.AsType[*MissingError](err); !ok || !slices.Equal(missing.Characters, want) || out.Len() > 0 {
		t.Errorf("slips: got error %v, %d bytes, want %v", err, out.Len(), want)
	}
	list := List{Columns: []Column{{"a", 0.5}, {"b", 0.5}}, Rows: [][]string{{"a", "b"}, {"ע", "ע"}}, Page: page}
	err = WriteList(t.Context(), &out, fonts, list)
	if missing, ok := errors.AsType[*MissingError](err); !ok || !slices.Equal(missing.Characters, []Missing{{1, 'ע'}}) {
		t.Errorf("list: got error %v", err)
	}
}

func page(n, of int) string { return fmt.Sprintf("%d/%d", n, of) }

// However much is on a slip, it stays within its part of the page.
func TestPlace(t *testing.T) {
	fonts := newFonts(t)
	for _, n := range []int{1, 100, 1000, 5000} {
		s := Slip{
			Title: strings.Repeat("T", n), From: strings.Repeat("F", n), Advice: strings.Repeat("A", n),
			Values: []Value{{strings.Repeat("L", n), strings.Repeat("V", n), Mono, true}, {"", "unlabelled", Mono, false}},
		}
		d := newDocument(fonts, "P")
		lines := d.fit(s)
		if last := lines[len(lines)-1]; last.y > slipHeight-2*slipPad || last.y <= 0 {
			t.Errorf("%d characters: the last line is at %.1f mm, want at most %.1f", n, last.y, slipHeight-2*slipPad)
		}
		for _, l := range lines {
			width := 0.0
			for _, r := range l.line {
				width += r.width * l.size * point
			}
			if l.x < margin || l.x+width > shortSide-margin+0.01 {
				t.Errorf("%d characters: a line is from %.1f to %.1f mm", n, l.x, l.x+width)
			}
		}
	}
}

// A document is not made once the context has ended.
func TestCancelled(t *testing.T) {
	fonts := newFonts(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := WriteSlips(ctx, io.Discard, fonts, []Slip{{Title: "Anna"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("slips: got error %v, want that it was cancelled", err)
	}
	list := List{Columns: []Column{{"a", 1}}, Rows: [][]string{{"a"}}, Page: page}
	if err := WriteList(ctx, io.Discard, fonts, list); !errors.Is(err, context.Canceled) {
		t.Errorf("list: got error %v, want that it was cancelled", err)
	}
}

// A row with more lines than a page has continues on the next one.
func TestLongRow(t *testing.T) {
	fonts := newFonts(t)
	p := &pages{document: newDocument(fonts, "L"), list: List{Columns: []Column{{"a", 1}}}}
	p.first()
	p.row([]string{strings.Repeat("x", 20_000)}, Plain)
	if p.y > listEnd || p.PageCount() < 2 {
		t.Errorf("got %.1f mm on page %d, want at most %.1f on a later one", p.y, p.PageCount(), listEnd)
	}
}

// A font as it is taken from a collection can be read, and drawn with. One that may not be embedded is left out.
func TestFontFile(t *testing.T) {
	f, err := newFace("go", goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := f.width('m')
	data, err := extract(goregular.TTF, 0)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := newFace("copy", data)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := copied.width('m'); got != want || !ok || !embeds(copied) {
		t.Errorf("got width %v, %v, want %v of a font that can be embedded", got, ok, want)
	}
	if len(data) >= len(goregular.TTF) {
		t.Errorf("got %d bytes, want fewer than %d", len(data), len(goregular.TTF))
	}
	for name, damaged := range map[string][]byte{"empty": nil, "cut": goregular.TTF[:20_000], "text": []byte("no font at all")} {
		if _, err := extract(damaged, 0); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if _, err := extract(goregular.TTF, 1); err == nil {
		t.Error("second font of one: got no error")
	}
	for kind, want := range map[byte]bool{0: true, 2: false, 4: true, 8: true} {
		if got := mayEmbed([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, kind}); got != want {
			t.Errorf("kind %d: may be embedded: got %v, want %v", kind, got, want)
		}
	}
	if mayEmbed([]byte{0, 0, 0, 0, 0, 0, 0, 0, 1, 0}) || mayEmbed(nil) {
		t.Error("a font that may not be divided may be embedded")
	}
}

// A font that is damaged is left out, and does not end the program.
func TestDamagedFont(t *testing.T) {
	for at := 0; at < 2000; at += 97 {
		damaged := slices.Clone(goregular.TTF)
		for i := range 64 {
			damaged[at+i] ^= 0xFF
		}
		if f, err := newFace("damaged", damaged); err == nil {
			embeds(f)
		}
	}
}

func TestPlainSlips(t *testing.T) {
	got := PlainSlips([]Slip{
		{Title: "Anna", From: "users.roster", Values: []Value{{"Password", "secret", Mono, true}}, Advice: "Destroy this."},
		{Title: "Boris"},
	})
	want := "users.roster\nAnna\n\n\nPassword\n        secret\n\n\nDestroy this.\n\f\nBoris\n\n\n\n\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
