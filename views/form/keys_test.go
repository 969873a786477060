package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// listening is a canvas that counts the shortcuts it gets; Fyne's test canvas cannot be given any.
type listening struct {
	fyne.Canvas
	shortcuts int
}

// TypedShortcut implements fyne.Shortcutable.
func (l *listening) TypedShortcut(fyne.Shortcut) { l.shortcuts++ }

func TestDeliver(t *testing.T) {
	l := &listening{}
	deliver(l, &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl})
	deliver(l, &fyne.ShortcutSelectAll{})
	deliver(nil, &desktop.CustomShortcut{KeyName: fyne.KeyF})
	if l.shortcuts != 1 {
		t.Errorf("the canvas got %d shortcuts, want 1: the custom one", l.shortcuts)
	}
}

func TestKeysReachThePageOnlyFromThePage(t *testing.T) {
	d, a := newDesk(t), newAccount()
	helped := 0
	d.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyF1 {
			helped++
		}
	})

	a.Show(d.Canvas())
	for _, part := range []fyne.Focusable{a.name.entry, a.password.generate, a.cancel} {
		d.Canvas().Focus(part)
		d.press(fyne.KeyF1)
	}
	if page(a.name.entry) != nil || helped != 0 {
		t.Errorf("from a dialog the page got %d keys, want none", helped)
	}
	a.Hide()

	search := NewSearch("Search", nil)
	d.SetContent(container.NewVBox(search, a.Content()))
	for _, part := range []fyne.Focusable{search, a.name.entry, a.password.generate, a.cancel} {
		d.Canvas().Focus(part)
		d.press(fyne.KeyF1)
	}
	if page(search) == nil || helped != 4 {
		t.Errorf("from the page it got %d keys, want 4", helped)
	}
}

func TestButtonReactsToKeys(t *testing.T) {
	d := newDesk(t)
	done := 0
	b := NewButton("Do", "check", Primary, func() { done++ })
	d.SetContent(container.NewVBox(b))
	d.Canvas().Focus(b)
	d.press(fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown)
	b.Disable()
	d.press(fyne.KeyReturn)
	if done != 3 {
		t.Errorf("done %d times, want 3", done)
	}
}

func TestSearch(t *testing.T) {
	d := newDesk(t)
	var got []string
	down := 0
	s := NewSearch("Search", func(text string) { got = append(got, text) })
	s.OnDown = func() { down++ }
	d.SetContent(container.NewVBox(s))
	d.Canvas().Focus(s)

	d.typed("ab")
	if !s.clear.Visible() {
		t.Error("with text the cross is hidden")
	}
	d.press(fyne.KeyDown, fyne.KeyEscape, fyne.KeyEscape)
	d.typed("c")
	s.clear.Tapped(nil)
	if s.clear.Visible() || s.Text != "" {
		t.Errorf("after the cross the text is %q, want none, and the cross hidden", s.Text)
	}
	want := []string{"a", "ab", "", "c", ""}
	if len(got) != len(want) {
		t.Fatalf("searched for %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("search %d is for %q, want %q", i, got[i], want[i])
		}
	}
	if down != 1 {
		t.Errorf("Down was told %d times, want 1", down)
	}
}

func TestSpaceThatOpensAFormIsNotTypedIntoIt(t *testing.T) {
	d, a := newDesk(t), newAccount()
	b := NewButton("Create", "", Primary, func() { a.Show(d.Canvas()) })
	d.SetContent(container.NewVBox(b))
	d.Canvas().Focus(b)
	d.press(fyne.KeySpace)
	if got := a.name.Value(); !a.Shown() || got != "" {
		t.Errorf("shown: %v, the first field holds %q; want true and nothing", a.Shown(), got)
	}
}
