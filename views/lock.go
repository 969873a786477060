package views

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
)

// lock is a window whose session is locked. What was on the screen is kept aside, forms with what was typed
// included, and nothing of it can be seen or reached.
type lock struct {
	stage    []fyne.CanvasObject
	overlays []fyne.CanvasObject
	focused  fyne.Focusable
}

// lockWindow hides everything until the person has typed their password.
func (s *shell) lockWindow() {
	if s.session == nil || s.lock != nil || s.session.MustChange() {
		return
	}
	c := s.window.Canvas()
	s.lock = &lock{stage: s.stage.Objects, overlays: slices.Clone(c.Overlays().List()), focused: c.Focused()}
	for _, o := range s.lock.overlays {
		c.Overlays().Remove(o)
	}
	s.notice.hide()
	s.forgetCopied()
	session, v := s.session, s.current
	s.showLock(v)
	run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, session.Lock(ctx) },
		func(_ struct{}, err error) {
			if err != nil { // it is locked all the same
				s.log.Error("lock", "error", err)
			}
		})
}

// showLock asks for the password of whoever locked the window.
func (s *shell) showLock(v *view) {
	password := &form.Password{Label: lang.L("Your password"), Required: true}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Locked"),
		Text:  lang.L("{{.Name}} is signed in. What was open is still there.", args{"Name": fullName(s.me())}),
		Rows:  [][]form.Field{{password}},
		Verb:  lang.L("Unlock"), Wide: true, Width: 400,
		Extra: form.NewButton(lang.L("Sign out"), "sign-out", form.Quiet, s.signOut),
		OnSubmit: func() {
			typed := password.Value()
			f.Busy(lang.L("Checking …"))
			run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.session.Unlock(ctx, typed) },
				func(_ struct{}, err error) {
					password.SetValue("")
					if isWrongPassword(err) {
						f.FailAt(password, s.sentence(err))
						return
					}
					if err != nil {
						f.Fail(s.sentence(err))
						return
					}
					s.unlock()
				})
		},
	})
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}

// unlock brings back what was on the screen.
func (s *shell) unlock() {
	was := s.lock
	s.lock = nil
	c := s.window.Canvas()
	s.stage.Objects = was.stage
	s.stage.Refresh()
	for _, o := range was.overlays {
		o.Resize(c.Size()) // the window may have another size by now
		c.Overlays().Add(o)
	}
	if was.focused != nil {
		c.Focus(was.focused)
	}
	if s.changed != nil {
		s.changed() // the watch rested meanwhile
	}
}
