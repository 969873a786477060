package fields

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// Submission says what to do when a form is submitted. Form, Busy, Work and Done are required.
type Submission[T any] struct {
	Form *form.Form
	Busy string // says what is being done
	Work func(context.Context) (T, error)
	Done func(T)

	// Fields maps mistakes to the fields that show them. Other mistakes are shown above the buttons.
	Fields map[identity.Field]form.Field
	// Password is the field with which the person authenticates. It is cleared if the password was wrong, or was not
	// checked because of too many failed attempts.
	Password *form.Password
	// Progress, if not nil, is shown while the work runs.
	Progress *Progress
	// Stale says what someone else has changed about the user since the form was opened.
	Stale func(now identity.User) string
	// Failed, if not nil, is called first when the work has failed. It reports whether it has handled the error.
	Failed func(error) bool
}

// Submit runs the work off the UI thread while the form shows that it is busy. If the work fails, the form keeps what
// was typed and shows the error at its field. If a confirmation is needed, Submit asks for it and then runs the work
// again.
func Submit[T any](v *shell.View, s Submission[T]) {
	if s.Progress != nil {
		s.Progress.show(v, s.Form, s.Busy)
	} else {
		s.Form.Busy(s.Busy)
	}
	shell.Run(v, s.Work, func(result T, err error) {
		switch {
		case err == nil:
			s.Done(result)
		case s.Failed != nil && s.Failed(err):
		case errors.Is(err, app.ErrConfirm):
			confirm(v, s.Form.Idle, func() { Submit(v, s) })
		default:
			s.fail(v, err)
		}
	})
}

// fail makes the form editable again and says what went wrong.
func (s Submission[T]) fail(v *shell.View, err error) {
	if mistakes, ok := errors.AsType[identity.Mistakes](err); ok {
		s.showMistakes(mistakes)
		return
	}
	if stale, ok := errors.AsType[*app.StaleError](err); ok && s.Stale != nil {
		s.Form.Fail(s.Stale(stale.Now))
		return
	}
	wait, mustWait := errors.AsType[*app.WaitError](err)
	wrong := errors.Is(err, app.ErrPassword)
	if s.Password != nil && (mustWait || wrong || errors.Is(err, app.ErrSignIn)) {
		s.Password.SetValue("")
	}
	switch {
	case mustWait:
		s.Form.Idle()
		countDown(v, s.Form, time.Now().Add(wait.Left))
	case wrong && s.Password != nil:
		s.Form.FailAt(s.Password, v.Sentence(err))
	default:
		s.Form.Fail(v.Sentence(err))
	}
}

// showMistakes shows each mistake at its field, or above the buttons if the form has no such field.
func (s Submission[T]) showMistakes(mistakes identity.Mistakes) {
	var rest []string
	for _, m := range mistakes {
		if field, ok := s.Fields[m.Field]; ok {
			s.Form.FailAt(field, message.Mistake(m))
			if typed, ok := field.(interface {
				Value() string
				Refute(value, why string)
			}); ok { // submitting the same again would fail again
				typed.Refute(typed.Value(), message.Mistake(m))
			}
			continue
		}
		rest = append(rest, message.Mistake(m))
	}
	if len(rest) > 0 {
		s.Form.Fail(strings.Join(rest, " "))
	}
}

// countDown shows the remaining wait until it is over or the form shows another message.
func countDown(v *shell.View, f *form.Form, end time.Time) {
	left := time.Until(end).Round(time.Second)
	if left <= 0 {
		f.SetMessage(message.WaitOver())
		return
	}
	said := message.Wait(left)
	f.Hold(said)
	v.After(time.Second, func() {
		if f.Message() == said {
			countDown(v, f, end)
		}
	})
}

// confirm asks for the person's own password, in a dialog over the open form. It calls confirmed or cancelled.
func confirm(v *shell.View, cancelled, confirmed func()) {
	password := NewOwnPassword(v, lang.L("Your password"))
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Confirm it's you"),
		Text:  lang.L("Enter your password. You won't be asked again for five minutes."),
		Rows:  [][]form.Field{{password}}, Verb: lang.L("Confirm"), Cancel: lang.L("Cancel"), Width: 420,
		OnCancel: func() {
			f.Hide()
			f.Forget()
			cancelled()
		},
		OnSubmit: func() {
			typed := password.Value()
			Submit(v, Submission[struct{}]{
				Form: f, Busy: lang.L("Checking …"), Password: password,
				Work: func(ctx context.Context) (struct{}, error) { return struct{}{}, v.Session.Confirm(ctx, typed) },
				Failed: func(error) bool {
					f.Forget()
					return !f.Shown() // cancelled meanwhile
				},
				Done: func(struct{}) {
					f.Forget()
					if f.Shown() {
						f.Hide()
						confirmed()
					}
				},
			})
		},
	})
	f.Show(v.Canvas())
}
