package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// desk is a window with a page, over which dialogs are shown.
type desk struct {
	fyne.Window
	page *widget.Entry
}

func newDesk(t *testing.T) desk {
	t.Helper()
	light := fynetheme.VariantLight
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{Force: &light})
	d := desk{test.NewTempWindow(t, nil), widget.NewEntry()}
	d.SetPadded(false)
	d.SetContent(container.NewVBox(d.page))
	d.Resize(fyne.NewSize(1000, 640))
	d.Canvas().Focus(d.page)
	return d
}

func (d desk) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		if focused, ok := d.Canvas().Focused().(desktop.Keyable); ok {
			focused.KeyDown(&fyne.KeyEvent{Name: key})
		}
		d.repeat(key)
	}
}

// repeat does what Fyne does while a key is held down.
func (d desk) repeat(key fyne.KeyName) {
	d.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	if key == fyne.KeySpace { // Fyne calls both, one after the other
		d.Canvas().Focused().TypedRune(' ')
	}
}

func (d desk) typed(text string) {
	for _, r := range text {
		d.Canvas().Focused().TypedRune(r)
	}
}

// account is a small form with the usual fields, and how often it was submitted and cancelled.
type account struct {
	*Form
	name, email     *Text
	password        *Password
	sent, cancelled int
}

func newAccount() *account {
	a := &account{
		name: &Text{Label: "Name", Hint: "Any name", Required: true, Check: func(s string) string {
			if s == "" {
				return "Enter a name."
			}
			return ""
		}},
		email: &Text{Label: "Email", Check: func(s string) string {
			if len(s) > 5 {
				return "Too long."
			}
			return ""
		}},
		password: &Password{Label: "Password", Required: true, Strength: true, Generate: "Generate",
			OnGenerate: func() string { return "made-up" }},
	}
	a.Form = New(Spec{
		Title: "Create", Verb: "Create", Cancel: "Cancel",
		Rows:     [][]Field{{a.name, a.email}, {a.password}},
		OnSubmit: func() { a.sent++ },
		OnCancel: func() { a.cancelled++ },
	})
	return a
}

func (a *account) fill() {
	a.name.SetValue("anna")
	a.password.SetValue("secret")
}

func TestShowFocusesFirstFieldAndHideGivesFocusBack(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	if got := d.Canvas().Focused(); got != a.name.target() {
		t.Errorf("after Show %T has the focus, want the first field", got)
	}
	a.Hide()
	if got := d.Canvas().Focused(); got != d.page {
		t.Errorf("after Hide %T has the focus, want the page's entry", got)
	}
	if got := a.name.message.text.Text; got != "Any name" {
		t.Errorf("after Hide the first field says %q, want its hint", got)
	}
}

// A form without fields to focus can be scrolled by keyboard.
func TestKeysScroll(t *testing.T) {
	d := newDesk(t)
	var rows [][]Field
	for range 60 {
		rows = append(rows, []Field{&Static{Label: "What", Value: "something"}})
	}
	f := New(Spec{Title: "All of it", Rows: rows, Verb: "Close"})
	f.Show(d.Canvas())
	button := d.Canvas().Focused()
	at := func(key fyne.KeyName) float32 {
		button.TypedKey(&fyne.KeyEvent{Name: key})
		return f.frame.scroll.Offset.Y
	}
	if a, b := at(fyne.KeyPageDown), at(fyne.KeyDown); a <= 0 || b <= a || at(fyne.KeyPageUp) >= a {
		t.Errorf("got %v after Page Down and %v after Down, want both to scroll down, and Page Up to scroll up", a, b)
	}
	for range 100 {
		at(fyne.KeyPageDown)
	}
	if got, want := f.frame.scroll.Offset.Y, f.frame.scroll.Content.MinSize().Height-f.frame.scroll.Size().Height; got != want {
		t.Errorf("at the end: got %v, want %v", got, want)
	}
}

func TestTabOrder(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.fill()
	a.Show(d.Canvas())
	want := []fyne.Focusable{a.email.entry, a.password.entry, a.password.generate, a.cancel, a.verb, a.name.entry}
	for i, w := range want {
		d.Canvas().FocusNext()
		if got := d.Canvas().Focused(); got != w {
			t.Fatalf("stop %d is %T, want %T", i, got, w)
		}
	}
}

func TestMistakesShowWhenFieldIsLeft(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	says := func(want string) {
		t.Helper()
		if got := a.name.message.text.Text; got != want {
			t.Errorf("name says %q, want %q", got, want)
		}
		if got := a.name.entry.wrong; got != (want == "Enter a name.") {
			t.Errorf("name is marked as wrong: %v, with message %q", got, want)
		}
	}
	says("Any name")
	d.typed("x")
	d.press(fyne.KeyBackspace)
	says("Any name")
	d.Canvas().FocusNext()
	says("Enter a name.")
	d.Canvas().FocusPrevious()
	d.typed("x")
	says("Any name")
	d.press(fyne.KeyBackspace)
	says("Enter a name.")
}

func TestVerbIsDisabledWhileFormCannotSucceed(t *testing.T) {
	newDesk(t)
	a := newAccount()
	ready := true
	a.spec.Ready = func() bool { return ready }
	cases := []struct {
		name string
		do   func()
		want bool
	}{
		{"required fields empty", func() {}, true},
		{"name only", func() { a.name.SetValue("anna") }, true},
		{"all required fields", func() { a.password.SetValue("secret") }, false},
		{"email too long", func() { a.email.SetValue("123456") }, true},
		{"email short enough", func() { a.email.SetValue("12345") }, false},
		{"not ready", func() { ready = false; a.Update() }, true},
		{"ready", func() { ready = true; a.Update() }, false},
		{"busy", func() { a.Busy("Creating…") }, true},
		{"failed", func() { a.Fail("It did not work.") }, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.do()
			if got := a.verb.Disabled(); got != c.want {
				t.Errorf("the verb is disabled: got %v, want %v", got, c.want)
			}
		})
	}
}

func TestFieldsThatDependOnEachOther(t *testing.T) {
	d := newDesk(t)
	first, again := &Password{Label: "Password", Required: true}, &Password{Label: "Again", Required: true}
	again.Check = func(value string) string {
		if value != first.Value() {
			return "Not the same."
		}
		return ""
	}
	f := New(Spec{Rows: [][]Field{{first}, {again}}, Verb: "Do"})
	f.Show(d.Canvas())
	d.Canvas().Focus(again.entry)
	d.typed("x")
	d.Canvas().Focus(first.entry)
	if got := again.message.text.Text; got != "Not the same." {
		t.Errorf("the second says %q, want that it is not the same", got)
	}
	d.typed("x")
	if got := again.message.text.Text; got != "" || f.verb.Disabled() {
		t.Errorf("with both the same the second says %q, want nothing, and the verb enabled", got)
	}
}
