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
	*view    // of its own, so that its results are told from those that wait
	stage    []fyne.CanvasObject
	overlays []fyne.CanvasObject
	focused  []fyne.Focusable // on the stage and in each overlay
	late     []func()         // results that came meanwhile
	holds    func()           // of the shell, before
}

// lockWindow hides everything until the person has typed their password.
func (s *shell) lockWindow() {
	if s.session == nil || s.lock != nil || s.session.MustChange() {
		return
	}
	c := s.window.Canvas()
	v := *s.current
	s.lock = &lock{view: &v, stage: s.stage.Objects, overlays: slices.Clone(c.Overlays().List()), holds: s.holds}
	for _, o := range slices.Backward(s.lock.overlays) {
		s.lock.focused = append(s.lock.focused, c.Focused())
		c.Overlays().Remove(o)
	}
	s.lock.focused = append(s.lock.focused, c.Focused())
	slices.Reverse(s.lock.focused)
	s.notice.hide()
	s.forgetCopied()
	s.showLock(&v)
	run(&v, func(ctx context.Context) (struct{}, error) { return struct{}{}, v.session.Lock(ctx) },
		func(_ struct{}, err error) {
			if err != nil { // it is locked all the same
				s.log.Error("lock", "error", err)
			}
		})
}

// showLock asks for the password of whoever locked the window.
func (s *shell) showLock(v *view) {
	password := &form.Password{Label: lang.L("Your password"), Required: true, OnCopied: s.copySecret}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Locked"),
		Text:  lang.L("{{.Name}} is signed in. What was open is still there.", args{"Name": fullName(s.me())}),
		Rows:  [][]form.Field{{password}},
		Verb:  lang.L("Unlock"), Wide: true, Width: 400,
		Extra: form.NewButton(lang.L("Sign out"), "sign-out", form.Quiet, func() {
			if s.holds != nil {
				s.holds()
				return
			}
			s.signOut()
		}),
		OnSubmit: func() {
			typed := password.Value()
			f.Busy(lang.L("Checking …"))
			run(v, func(ctx context.Context) (int, error) { return v.session.Unlock(ctx, typed) },
				func(failed int, err error) {
					password.SetValue("")
					if isWrongPassword(err) {
						f.FailAt(password, s.sentence(err))
						return
					}
					if err != nil {
						v.fail(f, err)
						return
					}
					s.unlock()
					if failed > 0 {
						s.notify(triesInVain(failed))
					}
				})
		},
	})
	if s.holds != nil { // once: whoever cannot unlock has to get on
		s.holds = func() {
			f.Fail(lang.L("What is shown once was not recorded yet. Unlock the window, or it is lost."))
			s.holds = nil
		}
	}
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}

// unlock brings back what was on the screen.
func (s *shell) unlock() {
	was := s.lock
	s.lock, s.idle, s.holds = nil, idle{}, was.holds
	c, page := s.window.Canvas(), s.stage.Objects[0]
	s.stage.Objects = was.stage
	s.stage.Refresh()
	s.revive(page)
	c.Focus(was.focused[0])
	for i, o := range was.overlays {
		o.Resize(c.Size()) // the window may have another size by now
		c.Overlays().Add(o)
		s.revive(page)
		c.Focus(was.focused[i+1])
	}
	if s.changed != nil {
		s.changed() // the watch rested meanwhile
	}
	for _, deliver := range was.late {
		deliver()
	}
}

// revive has what is shown again found by the focus. Fyne 2.8 forgets the renderers of what was not shown for a minute, and
// finds nothing in a widget that has none. Whoever asks where gone is, which was shown until now, has them all made: it is
// looked for everywhere.
func (s *shell) revive(gone fyne.CanvasObject) { s.app.Driver().AbsolutePositionForObject(gone) }

// whenUnlocked delivers the result of a view's work now or, while the window is locked, as soon as it is not:
// else a password that was being made would be shown over the lock.
func (s *shell) whenUnlocked(v *view, deliver func()) {
	if s.lock != nil && s.lock.view != v {
		s.lock.late = append(s.lock.late, deliver)
		return
	}
	deliver()
}
