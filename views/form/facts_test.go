package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// The facts of a form at the side are replaced, and take no room if there are none. Buttons that are hidden take none
// either, and the keys that scroll reach the end and come back.
func TestSide(t *testing.T) {
	test.NewTempApp(t)
	one, two := NewButton("One", "", Secondary, nil), NewButton("Two", "", Secondary, nil)
	facts, actions := &Facts{Label: "About"}, &Actions{Buttons: []*Button{one, two}, Beside: true}
	left := 0
	f := New(Spec{Title: "Ann", Rows: [][]Field{{facts}, {actions}}, OnCancel: func() { left++ }})
	w := test.NewTempWindow(t, f.Side())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(320, 300))
	top := one.Position().Y
	facts.Set([]Fact{{"", "ann@example.com"}, {"Note", "A note of some length that needs more than one line here"}})
	f.Update()
	below := one.Position().Y
	if below < top+60 {
		t.Errorf("the buttons moved from %v to %v, want them below the facts", top, below)
	}
	long := make([]Fact, 30)
	for i := range long {
		long[i] = Fact{"Label", "Value"}
	}
	facts.Set(long)
	f.Update()
	w.Canvas().Focus(two)
	if y := two.Position().Y - f.frame.scroll.Offset.Y; y < 0 || y > 300 {
		t.Errorf("the button with the focus is at %v, want it in view", y)
	}
	press := func(name fyne.KeyName) {
		key := &fyne.KeyEvent{Name: name}
		two.KeyDown(key)
		two.TypedKey(key)
	}
	for range 9 {
		press(fyne.KeyPageUp)
	}
	if got := f.frame.scroll.Offset.Y; got != 0 {
		t.Errorf("after Page Up: scrolled to %v, want the top", got)
	}
	f.SetHead("Bob", "")
	facts.Set(nil)
	one.Hide()
	f.Update()
	if y, x := two.Position().Y, two.Position().X; y != top || x != one.Position().X {
		t.Errorf("without facts: the second button is at %v, %v, want it in the first one's place", x, y)
	}
	press(fyne.KeyEscape)
	if left != 1 {
		t.Errorf("Escape left the form %d times, want once", left)
	}
}
