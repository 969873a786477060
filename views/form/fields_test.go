package form

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"roster/views/theme"
)

func roles() []Option {
	return []Option{
		{Value: "l", Label: "Ledger manager", Text: "Their own account."},
		{Value: "a", Label: "Admin", Text: "Limited.", Reason: "Not by you."},
		{Value: "s", Label: "System Admin", Text: "Everything."},
	}
}

func TestPasswordIsRevealed(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	if !a.password.entry.Password {
		t.Error("the password is not hidden at first")
	}
	test.Tap(a.password.eye)
	if a.password.entry.Password {
		t.Error("the eye does not reveal the password")
	}
	d.Canvas().Focus(a.password.entry)
	d.press(fyne.KeyF2)
	if !a.password.entry.Password {
		t.Error("F2 does not hide the password again")
	}
}

// A cell of a spreadsheet is copied with CR LF behind it, and a line of a terminal with LF.
func TestPasteWithoutLineBreak(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	for _, pasted := range []string{"blue whale\r\n", "blue whale\n", "blue whale\r", "blue whale"} {
		a.password.SetValue("")
		clipboard := fyne.CurrentApp().Clipboard()
		clipboard.SetContent(pasted)
		a.password.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
		if got := a.password.Value(); got != "blue whale" {
			t.Errorf("%q: got %q, want blue whale", pasted, got)
		}
	}
}

func TestGenerateFillsAndReveals(t *testing.T) {
	d, a := newDesk(t), newAccount()
	var changed []string
	a.password.rule.changed = func(s string) { changed = append(changed, s) }
	a.password.mountEntry(a.password.entry, a.password.rule)
	a.Show(d.Canvas())
	test.Tap(a.password.generate)
	if got := a.password.Value(); got != "made-up" || a.password.entry.Password {
		t.Errorf("the password is %q (hidden: %v), want made-up, revealed", got, a.password.entry.Password)
	}
	if !slices.Equal(changed, []string{"made-up"}) {
		t.Errorf("OnChanged got %q, want made-up once", changed)
	}
	if got := d.Canvas().Focused(); got != a.password.entry {
		t.Errorf("%T has the focus, want the password", got)
	}
}

func TestChoiceByKeys(t *testing.T) {
	d := newDesk(t)
	role := &Choice{Label: "Role", Options: roles(), Required: true}
	f := New(Spec{Rows: [][]Field{{role}}, Verb: "Do"})
	f.Show(d.Canvas())

	steps := []struct {
		key         fyne.KeyName
		value, text string
	}{
		{fyne.KeyDown, "l", "Their own account."},
		{fyne.KeyUp, "l", "Their own account."},
		{fyne.KeyDown, "s", "Everything."}, // past the disabled one
		{fyne.KeyDown, "s", "Everything."},
		{fyne.KeyUp, "l", "Their own account."},
	}
	for i, s := range steps {
		t.Run(fmt.Sprint(i, " ", s.key), func(t *testing.T) {
			d.press(s.key)
			if got, text := role.Value(), role.message.text.Text; got != s.value || text != s.text {
				t.Errorf("got %q with %q picked, want %q with %q", got, text, s.value, s.text)
			}
		})
	}

	d.press(fyne.KeySpace)
	if got := len(d.Canvas().Overlays().List()); got != 2 {
		t.Fatalf("after Space: got %d overlays, want the dialog and the menu", got)
	}
	d.press(fyne.KeyEnd, fyne.KeyReturn)
	if got := role.Value(); got != "s" {
		t.Errorf("from the menu %q is picked, want s", got)
	}
	if got := d.Canvas().Focused(); got != role.target() {
		t.Errorf("%T has the focus, want the dropdown", got)
	}
}

func TestRadio(t *testing.T) {
	d := newDesk(t)
	role := &Radio{Label: "Role", Options: roles(), Required: true}
	f := New(Spec{Rows: [][]Field{{role}}, Verb: "Do"})
	f.Show(d.Canvas())
	if !f.verb.Disabled() {
		t.Error("the verb is enabled although nothing is picked")
	}
	tap := func(i int) func() {
		return func() { test.TapAt(role.list, fyne.NewPos(20, role.list.rows[i].top+5)) }
	}
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"down", func() { d.press(fyne.KeyDown) }, "l"},
		{"down, past the disabled one", func() { d.press(fyne.KeyDown) }, "s"},
		{"up", func() { d.press(fyne.KeyUp) }, "l"},
		{"tap the disabled one", tap(1), "l"},
		{"tap the last", tap(2), "s"},
		{"tap the first", tap(0), "l"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.do(); role.Value() != c.want {
				t.Errorf("got %q picked, want %q", role.Value(), c.want)
			}
		})
	}
	if f.verb.Disabled() {
		t.Error("the verb is disabled although an option is picked")
	}
}

// Chips begin a new line where they do not fit, and are picked by a click or the arrows.
func TestChips(t *testing.T) {
	d := newDesk(t)
	chips := &Chips{Label: "Show", Options: []Option{
		{Value: "new", Label: "9,820 new", Tone: theme.ToneGreen}, {Value: "changed", Label: "142 changed", Tone: theme.ToneBlue},
		{Value: "wrong", Label: "12 cannot be imported", Tone: theme.ToneRed, Text: "They have mistakes."},
	}}
	var picked []string
	chips.OnChanged = func(value string) { picked = append(picked, value) }
	chips.SetValue("new")
	f := New(Spec{Rows: [][]Field{{chips}}, Verb: "Do", Width: 320})
	f.Show(d.Canvas())
	first, last := chips.row.drawn[0], chips.row.drawn[2]
	if last.Position().Y <= first.Position().Y || last.Position().X != first.Position().X {
		t.Errorf("the last chip is at %v, want it under the first one at %v", last.Position(), first.Position())
	}
	ring := func(of *theme.Chip) bool {
		return chips.row.ring.Position() == of.Position().SubtractXY(chipEdge, chipEdge)
	}
	d.Canvas().Focus(chips.row)
	d.press(fyne.KeyRight)
	test.TapAt(chips.row, last.Position().AddXY(5, 5))
	if !ring(last) || chips.message.text.Text != "They have mistakes." {
		t.Errorf("the ring is at %v, and the text is %q", chips.row.ring.Position(), chips.message.text.Text)
	}
	d.press(fyne.KeyRight)
	test.TapAt(chips.row, fyne.NewPos(chips.row.Size().Width-1, chips.row.Size().Height-1))
	d.press(fyne.KeyLeft)
	if want := []string{"changed", "wrong", "changed"}; !slices.Equal(picked, want) {
		t.Errorf("got %q picked, want %q", picked, want)
	}
}

func TestCheckbox(t *testing.T) {
	d := newDesk(t)
	box := &Checkbox{Label: "I have recorded it"}
	New(Spec{Rows: [][]Field{{box}}, Verb: "Do"}).Show(d.Canvas())
	d.press(fyne.KeySpace)
	if !box.Checked() {
		t.Error("Space does not check the box")
	}
	test.Tap(box.box)
	if box.Checked() {
		t.Error("a click does not uncheck the box")
	}
}

func TestSecretIsBrokenBetweenGroupsOnly(t *testing.T) {
	newDesk(t)
	wide := fyne.MeasureText("K4MT-9XWP-", secretText, fyne.TextStyle{Monospace: true}).Width
	cases := []struct {
		value string
		want  []string
	}{
		{"K4MT", []string{"K4MT"}},
		{"K4MT-9XWP-2HQR", []string{"K4MT-9XWP-", "2HQR"}},
		{"AB-CD-EF-GH", []string{"AB-CD-", "EF-GH"}}, // and not three and one
		{"seven words here", []string{"seven ", "words here"}},
		{"longer-than-one-line-is", []string{"longer-", "than-one-", "line-is"}},
		{"withoutanygroupatall", []string{"withoutanygroupatall"}},
		{"", []string{""}},
	}
	for _, c := range cases {
		t.Run(c.value, func(t *testing.T) {
			if got := breakSecret(c.value, wide); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSecretIsCopiedWhole(t *testing.T) {
	d := newDesk(t)
	copied := ""
	s := &Secret{Label: "Key", Value: "K4MT-9XWP", Copy: "Copy", OnCopy: func(v string) { copied = v }}
	New(Spec{Rows: [][]Field{{s}}}).Show(d.Canvas())
	d.press(fyne.KeyReturn)
	if copied != "K4MT-9XWP" {
		t.Errorf("copied %q, want the whole value", copied)
	}
}

func TestLabelFocusesField(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	for _, to := range []*input{&a.email.input, &a.password.input, &a.name.input} {
		to.label.Tapped(nil)
		if got := d.Canvas().Focused(); got != fyne.Focusable(to.entry) {
			t.Errorf("a click on %q: got the focus in %T", to.label.text.Text, got)
		}
	}
	before := d.Canvas().Focused()
	a.Busy("Saving …")
	a.email.label.Tapped(nil)
	if got := d.Canvas().Focused(); got != before && got != nil {
		t.Errorf("while the form is busy: got the focus in %T", got)
	}
}
