package bench

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// area is a part of the screen.
type area struct {
	x, y          int16
	width, height uint16
}

// Areas of the page of users in the window at its initial size, in the upper left corner of the screen.
var (
	searchText = area{445, 86, 200, 24}
	firstRow   = area{60, 196, 380, 22} // user name and email
)

// BenchmarkKey measures the time from a key to its letter in the search field, and to the first row of the users that
// are found, in the built program. Every letter is typed when the window is at rest.
func BenchmarkKey(b *testing.B) {
	folder := b.TempDir()
	roster := built(b, "ROSTER", "..", ".", filepath.Join(folder, "roster"))
	s := newScreen(b, folder)
	if err := xtest.Init(s.conn); err != nil {
		b.Fatal(err)
	}
	h := &hands{b: b, screen: s}
	for _, n := range sizes(b) {
		c := h.signIn(roster, n)
		var letters, rows cost
		for range 5 {
			for _, word := range []string{"maria", "kowal", "smith", "garcia"} {
				h.do("key", "ctrl+f", "ctrl+a", "BackSpace", "sleep", "0.5")
				for _, letter := range word {
					letter, row := h.press(letter)
					letters.wall = append(letters.wall, letter)
					if row > 0 {
						rows.wall = append(rows.wall, row)
					}
					time.Sleep(200 * time.Millisecond)
				}
			}
		}
		end(b, c)
		reportKeys(b, "key to letter", n, letters, 50*time.Millisecond)
		reportKeys(b, "key to first changed row", n, rows, 80*time.Millisecond)
	}
}

func reportKeys(b *testing.B, name string, users int, c cost, limit time.Duration) {
	b.Helper()
	p90 := percentile(c.wall, 90)
	line{
		operation: name, users: users, p50: median(c.wall), p99: percentile(c.wall, 99), times: "p90 " + short(p90),
	}.atMillion(most("p90", p90, limit)).report(b)
}

// press presses a key and returns how long its letter and the first row took to change; 0 for a row that stays.
func (h *hands) press(letter rune) (text, row time.Duration) {
	h.b.Helper()
	see := func(a area) []byte { return h.screen.look(h.b, a.x, a.y, a.width, a.height) }
	textBefore, rowBefore := see(searchText), see(firstRow)
	code := h.keycode(letter)
	begin := time.Now()
	for _, kind := range []byte{xproto.KeyPress, xproto.KeyRelease} {
		if err := xtest.FakeInputChecked(h.screen.conn, kind, byte(code), 0, h.screen.root, 0, 0, 0).Check(); err != nil {
			h.b.Fatal(err)
		}
	}
	for text == 0 || row == 0 {
		time.Sleep(time.Millisecond) // leaves the cores to the program
		if text == 0 && !bytes.Equal(see(searchText), textBefore) {
			text = time.Since(begin)
		}
		if row == 0 && !bytes.Equal(see(firstRow), rowBefore) {
			row = time.Since(begin)
		}
		switch waited := time.Since(begin); {
		case text == 0 && waited > patience:
			h.b.Fatalf("%q does not appear in the search field", letter)
		case text > 0 && waited > time.Second: // the first row stays the same
			return text, row
		}
	}
	return text, row
}

// keycode returns the code of the key with a letter.
func (h *hands) keycode(letter rune) xproto.Keycode {
	h.b.Helper()
	setup := xproto.Setup(h.screen.conn)
	count := byte(setup.MaxKeycode-setup.MinKeycode) + 1
	keys, err := xproto.GetKeyboardMapping(h.screen.conn, setup.MinKeycode, count).Reply()
	if err != nil {
		h.b.Fatal(err)
	}
	for n := range int(count) {
		if keys.Keysyms[n*int(keys.KeysymsPerKeycode)] == xproto.Keysym(letter) {
			return setup.MinKeycode + xproto.Keycode(n)
		}
	}
	h.b.Fatalf("no key has the letter %q", letter)
	return 0
}
