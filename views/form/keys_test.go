package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

func TestForwardKeys(t *testing.T) {
	d, a := newDesk(t), newAccount()
	helped := 0
	d.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyF1 {
			helped++
		}
	})

	a.Show(d.Canvas())
	for _, widget := range []fyne.Focusable{a.name.entry, a.password.generate, a.cancel} {
		d.Canvas().Focus(widget)
		d.press(fyne.KeyF1)
	}
	if helped != 0 {
		t.Errorf("the page got %d keys from a dialog, want none", helped)
	}
	a.Hide()

	search := NewSearch("Search", func(string) {})
	d.SetContent(container.NewVBox(search, a.frame))
	for _, widget := range []fyne.Focusable{search, a.name.entry, a.password.generate, a.cancel} {
		d.Canvas().Focus(widget)
		d.press(fyne.KeyF1)
	}
	if helped != 4 {
		t.Errorf("the page got %d keys from itself, want 4", helped)
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
		t.Errorf("got %d calls, want 3", done)
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
		t.Errorf("got %d calls for Down, want 1", down)
	}
}

func TestSpaceThatOpensForm(t *testing.T) {
	d, a := newDesk(t), newAccount()
	b := NewButton("Create", "", Primary, func() { a.Show(d.Canvas()) })
	d.SetContent(container.NewVBox(b))
	d.Canvas().Focus(b)
	d.press(fyne.KeySpace)
	if got := a.name.Value(); !a.Shown() || got != "" {
		t.Errorf("shown: %v, the first field holds %q; want true and nothing", a.Shown(), got)
	}
}

func TestHeldKeyActsOnce(t *testing.T) {
	d := newDesk(t)
	done := 0
	b := NewButton("Do", "", Primary, func() { done++ })
	box := &Checkbox{Label: "Yes"}
	plain := &Password{Label: "Password"}
	name := &Text{Label: "Name"}
	var submitted, left int
	f := New(Spec{
		Rows: [][]Field{{name}, {plain}, {box}}, Verb: "Save",
		OnSubmit: func() { submitted++ }, OnCancel: func() { left++ },
	})
	d.SetContent(container.NewVBox(b, f.frame))
	hold := func(widget fyne.Focusable, key fyne.KeyName) {
		d.Canvas().Focus(widget)
		d.press(key)
		d.repeat(key)
		d.repeat(key)
	}
	hold(b, fyne.KeyReturn)
	hold(b, fyne.KeyEnter)
	hold(b, fyne.KeySpace)
	hold(box.box, fyne.KeySpace)
	hold(plain.entry, fyne.KeyF2)
	hold(name.entry, fyne.KeyEscape)
	hold(name.entry, fyne.KeyReturn)
	f.Idle()
	d.repeat(fyne.KeyReturn)
	if done != 3 || !box.Checked() || plain.entry.Password || left != 1 || submitted != 1 {
		t.Errorf("the button was pressed %d times, checked %v, hidden %v, left %d times, submitted %d times; "+
			"want 3, true, false, 1, 1", done, box.Checked(), plain.entry.Password, left, submitted)
	}
}
