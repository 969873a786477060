package batch

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/printing"
	"roster/views/purge"
	"roster/views/shell"
	"roster/views/theme"
)

// ShowDone shows what became of a batch: first the passwords, if there are any, and then the summary.
func (r Request) ShowDone(done app.Applied) {
	if len(done.Passwords) == 0 {
		r.showSummary(done)
		return
	}
	ShowPasswords(r.View, done.Passwords, func() {
		done.Passwords = nil
		r.showSummary(done)
	})
}

// showSummary shows to how many users it was done, and who was left as they are.
func (r Request) showSummary(done app.Applied) {
	op := r.Action.Operation
	var rows [][]form.Field
	var buttons []*form.Button
	var f *form.Form
	var closes func()
	if !done.Erased {
		rows = append(rows, []form.Field{&form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: message.NotErasedYet()}})
	}
	if len(done.Left) > 0 {
		list := &form.Static{
			Label: lang.L("Not done: {{.N}}", message.Args{"N": message.Number(len(done.Left))}),
			Value: message.LeftList(op, done.Left, mostListed),
		}
		rows = append(rows, []form.Field{list})
		buttons = append(buttons,
			form.NewButton(lang.L("Copy"), "copy", form.Secondary, func() {
				r.View.Copy(message.LeftList(op, done.Left, len(done.Left)))
				r.View.Notify(lang.L("The list was copied."))
			}),
			form.NewButton(lang.L("Save list …"), "download", form.Secondary, func() {
				ShowSave(r.View, "users", func() [][]string { return leftRows(op, done) })
			}))
		if refused := message.Refused(done.Left); r.Select != nil && len(refused) > 0 {
			buttons = append(buttons, form.NewButton(lang.L("Select the refused"), "users", form.Secondary, func() {
				r.Select(app.SelectionOf(refused...))
				closes()
			}))
		}
	}
	if op != access.DeleteUser && op != access.SetPassword && op != access.UnlockUser && done.Done > 0 {
		buttons = append(buttons, form.NewButton(lang.L("Undo"), "history", form.Secondary, func() {
			f.Hide()
			r.undo(done.Entry)
		}))
	}
	if len(buttons) > 0 {
		rows = append(rows, []form.Field{&form.Actions{Beside: true, Later: true, Buttons: buttons}})
	}
	closes = func() {
		f.Hide()
		if done.Erased && done.Done > 0 { // otherwise a new backup would hold them, too
			purge.Offer(r.View, lang.L("Backups still hold deleted users"), lang.L("These backups still hold some of the "+
				"deleted users, with their email addresses and password hashes:"), r.backups)
		}
	}
	f = form.New(form.Spec{
		Title: message.BatchDone(done), Rows: rows, Verb: lang.L("Close"), Width: 560,
		OnSubmit: closes, OnCancel: closes,
	})
	f.Show(r.View.Canvas())
}

// leftRows returns the list of those who were left as they are, for a spreadsheet.
func leftRows(op access.Operation, done app.Applied) [][]string {
	rows := [][]string{{lang.L("User name"), lang.L("Email"), lang.L("Reason")}}
	for _, l := range done.Left {
		rows = append(rows, []string{message.Name(l.User.Name, l.User.ID), l.User.Email, message.Left(op, l.Why)})
	}
	return rows
}

// ShowPasswords shows start passwords, once. The window cannot be closed until the person has recorded them. Then it
// calls recorded.
func ShowPasswords(v *shell.View, all []app.Issued, recorded func()) {
	var lines []string
	widest := 0
	for _, given := range all[:min(len(all), mostListed)] {
		widest = max(widest, utf8.RuneCountInString(given.User.Name))
	}
	for i, given := range all {
		if i == mostListed {
			lines = append(lines, lang.L("… and {{.N}} more",
				message.Args{"N": message.Number(len(all) - mostListed)}))
			break
		}
		lines = append(lines, fmt.Sprintf("%-*s   %s", widest, given.User.Name, given.Password))
	}
	expires := message.Time(all[0].Expires)
	list := &form.Static{
		Label: lang.L("New passwords, to be changed by {{.Time}}", message.Args{"Time": expires}),
		Value: strings.Join(lines, "\n"), Mono: true,
	}
	hint := &form.Note{}
	say := func(text string) { hint.Set(text, "", "") }
	slips := printing.Slips(v, all).Reporting(func(text string, _ bool) { say(text) })
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("New passwords for {{.Users}}", message.Args{"Users": message.Users(len(all))}),
		Rows: [][]form.Field{{&form.Note{
			Text: lang.L("These passwords won't be shown again. Give them to their users in a safe way."),
			Icon: "alert", Tone: theme.ToneAmber,
		}}, {&form.Actions{Beside: true, Buttons: []*form.Button{
			form.NewButton(lang.L("Copy all"), "copy", form.Secondary, func() {
				v.CopySecret(passwordText(all))
				say(fields.Copied())
			}),
			form.NewButton(lang.L("Save list …"), "download", form.Secondary, func() {
				ShowSave(v, "passwords", func() [][]string { return passwordRows(all) })
			}),
			slips.NewButton(v, lang.L("Print slips")), slips.NewSaveButton(v),
		}}}, {hint}, {list}},
		Verb: lang.L("I have recorded them"), Width: 620,
		OnCancel: func() {}, // Escape must not lose the passwords
		OnSubmit: func() {
			v.KeepOpen = nil
			f.Hide()
			list.SetValue("")
			clear(slips.Slips)
			recorded()
		},
	})
	v.KeepOpen = func() { f.Fail(lang.L("Record the passwords first. They can't be shown again.")) }
	f.Show(v.Canvas())
}

// passwordText returns the passwords as text that can be pasted into a spreadsheet.
func passwordText(all []app.Issued) string {
	var text strings.Builder
	for _, given := range all {
		fmt.Fprintf(&text, "%s\t%s\n", given.User.Name, given.Password)
	}
	return text.String()
}

func passwordRows(all []app.Issued) [][]string {
	rows := [][]string{{
		lang.L("User name"), lang.L("First name"), lang.L("Last name"), lang.L("Email"), lang.L("Password"),
		lang.L("To be changed by"),
	}}
	for _, given := range all {
		u := given.User
		rows = append(rows, []string{
			u.Name, u.FirstName, u.LastName, u.Email, given.Password, message.Time(given.Expires),
		})
	}
	return rows
}

// ShowSave asks for a new file for a list, which rows makes off the UI thread.
func ShowSave(v *shell.View, name string, rows func() [][]string) {
	separator := fields.ListSeparator()
	fields.ShowSave(v, fields.Saving{
		Title: lang.L("Save the list"), Name: name, Ext: "csv",
		Write: func(_ context.Context, path string) error { return app.SaveList(path, separator, rows()) },
		Done:  func() { v.Notify(lang.L("Saved. Only you can read this file.")) },
	})
}
