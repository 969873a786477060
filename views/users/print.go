package users

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/paper"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/printing"
)

// mostPrinted is the number of users that a printed list may have: some 400 pages.
const mostPrinted = 10_000

// showPrint offers to print the users that the table shows, in their order.
func (p *page) showPrint() {
	if p.loader.matched > mostPrinted {
		p.Notify(message.TooManyToPrint(mostPrinted))
		return
	}
	query := p.loader.query
	text := lang.L("Prints {{.Users}} in the order of the table, with user name, name, email, role and status.",
		message.Args{"Users": message.Users(p.loader.matched)})
	var f *form.Form
	do := func(with func(printing.Paper)) {
		fields.Submit(p.View, fields.Submission[app.Page]{
			Form: f, Busy: lang.L("Reading the users …"),
			Work: func(ctx context.Context) (app.Page, error) { return p.Session.Find(ctx, query, 0, mostPrinted) },
			Done: func(found app.Page) {
				if found.Matched > mostPrinted { // since the form was opened
					f.Fail(message.TooManyToPrint(mostPrinted))
					return
				}
				f.Hide()
				with(p.list(found.Users).Reporting(func(text string, _ bool) { p.Notify(text) }))
			},
		})
	}
	send := func() { do(func(list printing.Paper) { list.Print(p.View) }) }
	save := func() { do(func(list printing.Paper) { list.Save(p.View) }) }
	spec := form.Spec{
		Title: lang.L("Print list"), Rows: [][]form.Field{{&form.Note{Text: text}}},
		Verb: lang.L("Print"), VerbIcon: "printer", Cancel: lang.L("Cancel"), OnSubmit: send,
		Extra: form.NewButton(lang.L("Save as PDF …"), "download", form.Secondary, save),
	}
	if !printing.CanPrintLists {
		spec.Verb, spec.VerbIcon, spec.OnSubmit, spec.Extra = lang.L("Save as PDF …"), "download", save, nil
	}
	f = form.New(spec)
	f.Show(p.Canvas())
}

// list returns users as a list to be printed.
func (p *page) list(users []identity.User) printing.Paper {
	now := p.Service.Now()
	list := printing.Paper{Name: "users", List: paper.List{
		Title: lang.L("Users"), From: filepath.Base(p.Service.Path()) + " · " + message.Time(now),
		Columns: []paper.Column{
			{Title: lang.L("User name"), Share: 0.21}, {Title: lang.L("Name"), Share: 0.24},
			{Title: lang.L("Email"), Share: 0.29}, {Title: lang.L("Role"), Share: 0.14},
			{Title: lang.L("Status"), Share: 0.12},
		},
		Page: func(page, of int) string {
			return lang.L("Page {{.N}} of {{.All}}", message.Args{"N": message.Number(page), "All": message.Number(of)})
		},
	}}
	for _, u := range users {
		list.Whose = append(list.Whose, message.Name(u.Name, u.ID))
		role := u.Role
		if u.Damaged {
			role = 0
		}
		list.List.Rows = append(list.List.Rows, []string{
			u.Name, strings.TrimSpace(u.FirstName + " " + u.LastName), u.Email, message.Role(role),
			message.AccountStatus(u, now),
		})
	}
	return list
}
