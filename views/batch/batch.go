// Package batch holds the forms that do something to many users at once: they ask for what is still to be said, show
// what will happen to whom, do it, and show what became of it. It also undoes what the journal has an entry about.
package batch

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// Show asks for what is still to be said, and then shows what will be done.
func (r Request) Show() {
	switch r.Action.Operation {
	case access.ChangeRole:
		r.askRole()
	case access.SetPassword:
		r.askValidity()
	default:
		r.plan()
	}
}

// ShowUndo shows what undoing an entry of the journal would do.
func ShowUndo(v *shell.View, seq int64, done func()) {
	Request{View: v, undoes: seq, Done: done}.plan()
}

// title says what is done to how many users.
func (r Request) title() string {
	if r.undoes != 0 {
		return lang.L("Undo entry {{.N}}", message.Args{"N": message.Number(r.undoes)})
	}
	return message.BatchVerb(r.Action.Operation, r.Selected.Count())
}

func (r Request) askRole() {
	role := &form.Radio{Label: lang.L("Role"), Required: true}
	for _, of := range identity.Roles() {
		role.Options = append(role.Options, form.Option{
			Value: strconv.Itoa(int(of)), Label: message.Role(of), Text: message.RoleText(of),
			Reason: r.View.Refusal(access.ChangeRole, identity.User{ID: -1, Role: identity.LedgerManager}, of),
		})
	}
	r.ask(role, func(value string) {
		n, err := strconv.Atoi(value)
		if err != nil {
			return // nothing is chosen, and the gate says so
		}
		r.Action.Role = identity.Role(n)
	}, strconv.Itoa(int(identity.LedgerManager)))
}

func (r Request) askValidity() {
	valid := &form.Radio{Label: lang.L("The new passwords can be used for"), Required: true}
	for _, d := range app.StartValidity() {
		days := int(d / (24 * time.Hour))
		valid.Options = append(valid.Options, form.Option{
			Value: strconv.Itoa(days), Label: lang.L("{{.N}} days", message.Args{"N": message.Number(days)}),
		})
	}
	r.ask(valid, func(value string) {
		days, err := strconv.Atoi(value)
		if err != nil {
			return
		}
		r.Action.Valid = time.Duration(days) * 24 * time.Hour
	}, valid.Options[1].Value)
}

// ask asks for a choice before the plan is made.
func (r *Request) ask(choice *form.Radio, take func(value string), proposed string) {
	var f *form.Form
	f = form.New(form.Spec{
		Title: r.title(), Rows: [][]form.Field{{choice}}, Verb: lang.L("Continue"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			take(choice.Value())
			f.Hide()
			r.plan()
		},
	})
	choice.SetValue(proposed)
	f.Show(r.View.Canvas())
}

// plan finds out what will be done to whom, and shows it.
func (r Request) plan() {
	run := fields.NewTask(r.View)
	var f *form.Form
	f = form.New(form.Spec{
		Title: r.title(), Rows: [][]form.Field{{&form.Note{Text: lang.L("Checking what can be done …")}}},
		Verb: lang.L("Check"), Cancel: lang.L("Cancel"),
		OnCancel: func() {
			run.Cancel()
			f.Hide()
		},
		OnSubmit: func() { r.check(f, run) },
	})
	f.Show(r.View.Canvas())
	r.check(f, run)
}

// check makes the plan while its form says so.
func (r Request) check(f *form.Form, run fields.Task) {
	progress, session, undoes, selected, action := &fields.Progress{}, r.View.Session, r.undoes, r.Selected, r.Action
	fields.Submit(r.View, fields.Submission[*app.Plan]{
		Form: f, Busy: lang.L("Checking …"), Progress: progress,
		Work: func(context.Context) (*app.Plan, error) {
			return fields.During(run, func(ctx context.Context) (*app.Plan, error) {
				if undoes != 0 {
					return session.PlanUndo(ctx, undoes, progress.Report)
				}
				return session.Plan(ctx, selected, action, progress.Report)
			})
		},
		Failed: func(err error) bool {
			why := message.NotUndone(err)
			if why != "" {
				f.Hide()
				r.View.Notify(why)
			}
			return why != "" || errors.Is(err, fields.ErrCancelled)
		},
		Done: func(p *app.Plan) {
			f.Hide()
			r.preview(p)
		},
	})
}

// previewRows returns what says to whom something will be done.
func (r Request) previewRows(p *app.Plan) (rows [][]form.Field) {
	n, op := p.Will(), p.Action.Operation
	if r.undoes != 0 {
		rows = append(rows, []form.Field{&form.Static{Label: lang.L("To be undone"), Value: message.EntryText(p.Undoes)}})
	}
	tone := theme.ToneBlue
	if op == access.DeleteUser {
		tone = theme.ToneRed
	}
	rows = append(rows, []form.Field{&form.Note{Text: message.BatchWill(p), Icon: "users", Tone: tone}})
	if means := message.BatchMeans(op); means != "" && n > 0 {
		rows = append(rows, []form.Field{&form.Note{Text: means}})
	}
	if len(p.Backups) > 0 {
		rows = append(rows, []form.Field{&form.Note{
			Icon: "alert", Tone: theme.ToneAmber,
			Text: message.BackupsOfMany() + message.BackupList(p.Backups, r.View.Settings),
		}})
	}
	if len(p.Left) > 0 {
		rows = append(rows, []form.Field{&form.Static{
			Label: lang.L("{{.N}} will not:", message.Args{"N": message.Number(len(p.Left))}),
			Value: message.LeftList(op, p.Left, mostListed),
		}})
	}
	if op == access.DeleteUser {
		rows = append(rows, []form.Field{typeNumber(n)})
	}
	return rows
}

// preview shows what will be done to whom, and does it.
func (r Request) preview(p *app.Plan) {
	n, op := p.Will(), p.Action.Operation
	verb := message.BatchVerb(op, n)
	if r.undoes != 0 {
		verb = lang.L("Undo for {{.Users}}", message.Args{"Users": message.Users(n)})
	}
	run := fields.NewTask(r.View)
	var f *form.Form
	f = form.New(form.Spec{
		Extra: r.disableInstead(op, func() { f.Hide() }),
		Title: r.title(), Rows: r.previewRows(p), Verb: verb,
		Danger: op == access.DeleteUser, Cancel: lang.L("Cancel"), Width: 560,
		Ready: func() bool { return n > 0 },
		OnCancel: func() {
			if f.IsBusy() {
				run.Cancel() // the form stays until it is known that nothing was done
				return
			}
			f.Hide()
		},
		OnSubmit: func() {
			progress := &fields.Progress{}
			fields.Submit(r.View, fields.Submission[app.Applied]{
				Form: f, Busy: lang.L("Working …"), Progress: progress,
				Work: func(context.Context) (app.Applied, error) {
					return fields.During(run, func(ctx context.Context) (app.Applied, error) {
						return r.View.Session.Apply(ctx, p, progress.Report)
					})
				},
				Failed: func(err error) bool {
					if errors.Is(err, fields.ErrCancelled) {
						f.Hide()
						r.View.Notify(message.Cancelled())
						return true
					}
					why := message.LastOfMany(err)
					if why != "" {
						f.Fail(why)
					}
					return why != ""
				},
				Done: func(done app.Applied) {
					f.Hide()
					if r.Done != nil {
						r.Done()
					}
					r.Action, r.backups = p.Action, p.Backups
					r.undo = func(entry int64) { ShowUndo(r.View, entry, r.Done) }
					r.ShowDone(done)
				},
			})
		},
	})
	f.Show(r.View.Canvas())
}

// disableInstead returns a button that offers to disable users rather than delete them. It returns nil for anything
// else.
func (r Request) disableInstead(op access.Operation, leave func()) *form.Button {
	if op != access.DeleteUser {
		return nil
	}
	return form.NewButton(lang.L("Disable instead"), "ban", form.Secondary, func() {
		leave()
		r.Action = app.Action{Operation: access.DisableUser}
		r.plan()
	})
}

// typeNumber asks for the number of users, so that nobody deletes many by pressing Return twice.
func typeNumber(n int) *form.Text {
	number := strconv.Itoa(n)
	return &form.Text{
		Label: lang.L("Type {{.N}} to confirm", message.Args{"N": number}), Placeholder: number, Required: true,
		Fleeting: true,
		Check: func(value string) string {
			if strings.TrimSpace(value) != number {
				return lang.L("Type {{.N}}, the number of users who will be deleted.", message.Args{"N": number})
			}
			return ""
		},
	}
}
