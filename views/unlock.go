package views

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
)

// showUnlock says whether a user has to wait for their next try to sign in, and offers to end that.
func (u *users) showUnlock(user app.User) {
	run(u.view, func(ctx context.Context) (app.Tries, error) { return u.session.Tries(ctx, user.ID) },
		func(t app.Tries, err error) {
			if err != nil {
				u.notify(u.sentence(err))
				return
			}
			u.askUnlock(user, t)
		})
}

func (u *users) askUnlock(user app.User, t app.Tries) {
	name := args{"Name": user.Name}
	e := &edit{users: u, seen: user}
	e.form = form.New(form.Spec{
		Title: lang.L("Unlock {{.Name}}", name),
		Rows:  [][]form.Field{{&form.Note{Text: triesSentence(user, t)}}},
		Verb:  lang.L("Unlock"), VerbIcon: "unlock", Cancel: lang.L("Cancel"),
		Ready: t.Locked,
		OnSubmit: func() {
			e.send(lang.L("Unlocking …"), lang.L("{{.Name}} can try again at once.", name),
				func(ctx context.Context, seen app.User) (app.User, error) {
					return seen, u.session.UnlockUser(ctx, seen)
				})
		},
	})
	e.form.Show(u.window.Canvas())
}

// triesSentence says what has been tried in vain as a user, and what unlocking them does.
func triesSentence(user app.User, t app.Tries) string {
	data := args{"Name": user.Name, "N": t.Failed, "Time": moment(t.Wait), "Since": moment(t.Disabled)}
	switch {
	case !t.Disabled.IsZero():
		return lang.L("The password of {{.Name}} is disabled since {{.Since}}, after {{.N}} failed tries. If it was not "+
			"{{.Name}} who tried, give them a new password instead. Unlocking lets the present one in again.", data)
	case !t.Wait.IsZero():
		return lang.L("After {{.N}} failed tries {{.Name}} has to wait until {{.Time}}. "+
			"Unlocking lets them try again at once.", data)
	case t.Failed == 1:
		return lang.L("There was one failed try since {{.Name}} signed in last. Unlocking forgets it.", data)
	case t.Failed > 0:
		return lang.L("There were {{.N}} failed tries since {{.Name}} signed in last. Unlocking forgets them.", data)
	}
	return lang.L("{{.Name}} is not locked: there was no failed try since the last sign-in.", data)
}
