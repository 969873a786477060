package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestEnterSendsOnce(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.fill()
	a.Show(d.Canvas())
	d.press(fyne.KeyReturn, fyne.KeyEnter)
	a.Busy("Creating…")
	d.press(fyne.KeyReturn)
	test.Tap(a.verb)
	if a.sent != 1 {
		t.Errorf("sent %d times, want 1", a.sent)
	}
	a.Idle()
	d.press(fyne.KeyReturn)
	if a.sent != 2 {
		t.Errorf("after Idle sent %d times, want 2", a.sent)
	}
}

func TestSendingShowsWhatIsInTheWay(t *testing.T) {
	for name, send := range map[string]func(d desk, a *account){
		"enter": func(d desk, _ *account) { d.Canvas().FocusNext(); d.press(fyne.KeyReturn) },
		"click": func(_ desk, a *account) { test.Tap(a.verb) },
	} {
		t.Run(name, func(t *testing.T) {
			d, a := newDesk(t), newAccount()
			a.Show(d.Canvas())
			send(d, a)
			if a.sent != 0 {
				t.Errorf("sent %d times, want 0", a.sent)
			}
			if got, want := a.name.message.text.Text, "Enter a name."; got != want {
				t.Errorf("name says %q, want %q", got, want)
			}
			if got := d.Canvas().Focused(); got != a.name.target() {
				t.Errorf("%T has the focus, want the field at fault", got)
			}
		})
	}
}

func TestCancelAndEscape(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.Show(d.Canvas())
	d.press(fyne.KeyEscape)
	d.Canvas().Focus(a.password.generate)
	d.press(fyne.KeyEscape)
	a.fill()
	a.Busy("Creating…")
	d.press(fyne.KeyEscape)
	test.Tap(a.cancel)
	if a.cancelled != 4 {
		t.Errorf("OnCancel was called %d times, want 4", a.cancelled)
	}
	a.spec.OnCancel = nil
	test.Tap(a.cancel)
	if a.Shown() {
		t.Error("without OnCancel the dialog is still shown after Cancel")
	}
}

func TestBusyThenFailKeepsEverything(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.fill()
	a.Show(d.Canvas())
	d.Canvas().Focus(a.email.entry)
	d.press(fyne.KeyReturn)
	a.Busy("Creating…")
	if !a.name.entry.Disabled() || !a.password.eye.Disabled() || !a.password.generate.Disabled() || a.cancel.Disabled() {
		t.Error("while busy everything but Cancel should be disabled")
	}
	d.Canvas().FocusNext()
	a.Fail("The disk is full.")
	if got := a.name.Value() + a.password.Value(); got != "annasecret" {
		t.Errorf("after Fail the values are %q, want them kept", got)
	}
	if got := a.failure.text.text.Text; got != "The disk is full." || a.failure.Hidden {
		t.Errorf("after Fail the form says %q (hidden: %v)", got, a.failure.Hidden)
	}
	d.press(fyne.KeyReturn)
	if a.sent != 2 || !a.failure.Hidden {
		t.Errorf("sent %d times, want 2; failure hidden: %v, want true", a.sent, a.failure.Hidden)
	}
}

func TestFailAt(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.fill()
	a.Show(d.Canvas())
	d.Canvas().Focus(a.password.entry)
	a.Busy("Creating…")
	a.FailAt(a.name, "The name is taken.")
	if got := a.name.message.text.Text; got != "The name is taken." || !a.name.entry.wrong {
		t.Errorf("name says %q, want that it is taken", got)
	}
	if got := d.Canvas().Focused(); got != a.name.entry {
		t.Errorf("%T has the focus, want the field at fault", got)
	}
	d.typed("2")
	if got := a.name.message.text.Text; got != "Any name" {
		t.Errorf("after typing name says %q, want its hint", got)
	}
}

func TestFocusComesBackAfterBusy(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.fill()
	a.Show(d.Canvas())
	d.Canvas().Focus(a.password.entry)
	a.Busy("Creating…")
	d.Canvas().Unfocus()
	a.Fail("No.")
	if got := d.Canvas().Focused(); got != a.password.entry {
		t.Errorf("%T has the focus, want the password", got)
	}
}

func TestForget(t *testing.T) {
	newDesk(t)
	a := newAccount()
	a.fill()
	a.Forget()
	a.password.entry.Undo()
	if got := a.password.Value(); got != "" {
		t.Errorf("after Forget the password is %q", got)
	}
	if got := a.name.Value(); got != "anna" {
		t.Errorf("after Forget the name is %q, want it kept", got)
	}
}

func TestFailAtSeveralFieldsFocusesTheFirst(t *testing.T) {
	d, a := newDesk(t), newAccount()
	a.fill()
	a.Show(d.Canvas())
	d.Canvas().Focus(a.password.entry)
	d.press(fyne.KeyReturn)
	a.FailAt(a.name, "The name is taken.")
	a.FailAt(a.email, "The address is taken.")
	a.Fail("And more.")
	if got := d.Canvas().Focused(); got != a.name.entry {
		t.Errorf("%T has the focus, want the first field at fault", got)
	}
	if a.name.failed == "" || a.email.failed == "" || a.failure.Hidden {
		t.Errorf("name %q, email %q, form hidden %v: want all three said", a.name.failed, a.email.failed, a.failure.Hidden)
	}
}
