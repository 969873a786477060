package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"roster/views/theme"
)

func TestFieldsStandSideBySideWhereThereIsRoom(t *testing.T) {
	for _, c := range []struct {
		name       string
		width      float32
		sideBySide bool
	}{{"wide", 520, true}, {"wide enough", 440, true}, {"narrow", 439, false}} {
		t.Run(c.name, func(t *testing.T) {
			newDesk(t)
			a := newAccount()
			content := a.frame
			content.Resize(fyne.NewSize(c.width, content.MinSize().Height))
			if got := a.name.top == a.email.top; got != c.sideBySide {
				t.Errorf("name and email are side by side: got %v, want %v", got, c.sideBySide)
			}
			if a.password.top <= a.email.top {
				t.Errorf("got the password at %v, want it below the email at %v", a.password.top, a.email.top)
			}
		})
	}
}

func TestDialogStaysInsideALowWindow(t *testing.T) {
	d, a := newDesk(t), newAccount()
	d.Resize(fyne.NewSize(667, 300))
	a.Show(d.Canvas())
	bottom := a.frame.Position().Y + a.frame.Size().Height
	if a.frame.Position().Y < lowClearance || bottom > 300-lowClearance {
		t.Errorf("the dialog reaches from %v to %v, want inside 0 to 300", a.frame.Position().Y, bottom)
	}
	for _, field := range a.fields {
		d.Canvas().Focus(field.target())
		b, view := field.common(), a.frame.scroll
		if b.top < view.Offset.Y || b.top+b.height > view.Offset.Y+view.Size().Height {
			t.Errorf("%T from %v to %v is not in view from %v, %v high", field, b.top, b.top+b.height, view.Offset.Y, view.Size().Height)
		}
	}
}

func TestMessagesDoNotMoveFields(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	height, top := a.frame.Size().Height, a.password.top
	a.name.SetValue("")
	d.Canvas().FocusNext()
	if a.frame.Size().Height != height || a.password.top != top {
		t.Errorf("with a message the dialog is %v high and the password at %v, want %v and %v",
			a.frame.Size().Height, a.password.top, height, top)
	}
}

// A message that wraps into a second line moves nothing either, in a narrow window and at the last field.
func TestWrappedMessagesDoNotMoveFields(t *testing.T) {
	d := newDesk(t)
	long := func(value string) string {
		if value != "" {
			return "This is a long sentence about what is wrong with the value, and what to write instead."
		}
		return ""
	}
	first := &Text{Label: "First", Hint: "Short.", Check: long}
	second := &Text{Label: "Second", Hint: "This is a long hint about what to write, which itself takes two lines.", Check: long}
	last := &Text{Label: "Last", Check: long}
	f := New(Spec{Title: "Names", Width: 420, Rows: [][]Field{{first}, {second}, {last}}, Verb: "Save", Cancel: "Cancel"})
	f.Show(d.Canvas())
	at := func() [4]float32 {
		y := f.frame.Position().Y
		return [4]float32{y, y + first.top, y + second.top, y + last.top}
	}
	before := at()
	for _, field := range []*Text{first, second, last} {
		d.Canvas().Focus(field.entry)
		d.typed("x")
		d.Canvas().Focus(f.cancel)
		if field.message.Size().Height < 2*messageLine-8 || field.message.text.Text == field.Hint {
			t.Errorf("%s: the message %q does not wrap", field.Label, field.message.text.Text)
		}
		if got := at(); got != before {
			t.Errorf("%s: dialog and fields are at %v, want %v", field.Label, got, before)
		}
	}
	scroll, text := f.frame.scroll.Size().Height, last.message.Position().Y+last.message.Size().Height
	if text-12 > scroll { // which is padding
		t.Errorf("the last message ends at %v, want it in view, which is %v high", text, scroll)
	}
}

func TestFailureMakesRoomForItself(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	height := a.frame.Size().Height
	a.Fail("The file is read-only. Nothing was changed.")
	if got := a.frame.Size().Height; got <= height {
		t.Errorf("with a failure the dialog is %v high, want more than %v", got, height)
	}
}

func TestHideAndShowKeepsFocusAndText(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	d.Canvas().Focus(a.email.entry)
	d.typed("x@y")
	a.Hide()
	a.Show(d.Canvas())
	if got := d.Canvas().Focused(); got != a.email.entry {
		t.Errorf("%T has the focus, want the email", got)
	}
	if got := a.email.Value(); got != "x@y" {
		t.Errorf("the email is %q, want it kept", got)
	}
}

func TestFailureStandsBelowTheFields(t *testing.T) {
	d, name := newDesk(t), &Text{Label: "Name"}
	f := New(Spec{Title: "Sign in", Rows: [][]Field{{name}}, Verb: "Sign in", Wide: true})
	d.SetContent(f.Card())
	d.Resize(fyne.NewSize(600, 500))
	f.Busy("Signing in …")
	f.Fail("This is not right.")
	f.frame.MinSize() // the card asks again after the form was laid out
	body := f.frame.scroll.Position().Y + f.frame.scroll.Size().Height
	if got := f.failure.Position().Y; got < body {
		t.Errorf("the failure stands at %v, want below the fields, which end at %v", got, body)
	}
}

// Long labels, as in other languages, make the dialog wider. The buttons do not overlap.
func TestDialogIsAsWideAsItsButtons(t *testing.T) {
	d := newDesk(t)
	d.Resize(fyne.NewSize(1200, 600))
	f := New(Spec{
		Title: "Delete", Rows: [][]Field{{&Text{Label: "Name"}}}, Width: 240, Verb: "Delete this user for good",
		Cancel: "Leave it as it is", OnSubmit: func() {}, OnCancel: func() {},
		Extra: NewButton("Disable it instead", "", Secondary, func() {}),
	})
	f.Show(d.Canvas())
	if end, begin := f.extra.Position().X+f.extra.Size().Width, f.cancel.Position().X; end > begin {
		t.Errorf("the extra button ends at %v, want at most %v where Cancel begins", end, begin)
	}
}

// A note can change its tone, for example after a verification has found a fault.
func TestNoteChangesItsTone(t *testing.T) {
	newDesk(t)
	n := &Note{Text: "Not yet."}
	f := New(Spec{Title: "Verify", Rows: [][]Field{{n}}})
	f.frame.Resize(fyne.NewSize(400, 300))
	parts := test.WidgetRenderer(n.notice).Objects()
	background, icon := parts[0], parts[1]
	if background.Visible() || icon.Visible() {
		t.Errorf("before: background %v, icon %v, want neither", background.Visible(), icon.Visible())
	}
	n.Set("A fault.", "alert", theme.ToneRed)
	if !background.Visible() || !icon.Visible() {
		t.Errorf("after: background %v, icon %v, want both", background.Visible(), icon.Visible())
	}
}
