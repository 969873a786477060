package users

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// confirmPrompt is a form without fields that asks for confirmation.
type confirmPrompt struct {
	title, text, verb, icon, busy, done string

	ready func() bool // whether it can be done; nil means always
	work  func(context.Context, identity.User) (identity.User, error)
}

func (p *page) showPrompt(user identity.User, c confirmPrompt) {
	e := &fields.Edit{View: p.View, Seen: user}
	e.Form = form.New(form.Spec{
		Title: c.title, Rows: [][]form.Field{{&form.Note{Text: c.text}}},
		Verb: c.verb, VerbIcon: c.icon, Cancel: lang.L("Cancel"), Ready: c.ready,
		OnSubmit: func() { p.submit(e, c.busy, c.done, c.work) },
	})
	e.Form.Show(p.Canvas())
}

// showDisable asks before it disables a user.
func (p *page) showDisable(user identity.User) {
	name := message.Args{"Name": user.Name}
	p.showPrompt(user, confirmPrompt{
		title: lang.L("Disable {{.Name}}", name),
		text: lang.L("“{{.Name}}” will be signed out everywhere and can't sign in until enabled again. "+
			"Nothing is lost.", name),
		verb: lang.L("Disable user"), busy: lang.L("Disabling …"), done: lang.L("“{{.Name}}” was disabled.", name),
		work: p.Session.DisableUser,
	})
}

// showEnable asks before it enables a user.
func (p *page) showEnable(user identity.User) {
	name := message.Args{"Name": user.Name}
	p.showPrompt(user, confirmPrompt{
		title: lang.L("Enable {{.Name}}", name),
		text:  lang.L("“{{.Name}}” will be able to sign in again with their existing password, if they have one.", name),
		verb:  lang.L("Enable user"), busy: lang.L("Enabling …"), done: lang.L("“{{.Name}}” was enabled.", name),
		work: p.Session.EnableUser,
	})
}

// showUnlock shows a user's failed attempts to sign in and offers to end the wait.
func (p *page) showUnlock(user identity.User) {
	shell.Run(p.View, func(ctx context.Context) (app.Attempts, error) { return p.Session.Attempts(ctx, user.ID) },
		func(t app.Attempts, err error) {
			if err != nil {
				p.Notify(p.Sentence(err))
				return
			}
			name := message.Args{"Name": user.Name}
			p.showPrompt(user, confirmPrompt{
				title: lang.L("Unlock {{.Name}}", name), text: message.Attempts(user, t), ready: t.Locked,
				verb: lang.L("Unlock"), icon: "unlock",
				busy: lang.L("Unlocking …"), done: lang.L("“{{.Name}}” can try again at once.", name),
				work: func(ctx context.Context, seen identity.User) (identity.User, error) {
					return seen, p.Session.UnlockUser(ctx, seen)
				},
			})
		})
}
