package users

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// column is a column of the table.
type column struct {
	table.Column
	sort       identity.Column // if it is sortable
	searched   bool            // a search includes its text
	extra      bool            // it is hidden unless the person has chosen it
	credential bool            // its cells are about the credential
	times      bool            // its texts are times
	cell       func(identity.Account) table.Cell
}

// timeMoves is how often the page is shown anew for the time that has passed: how long ago somebody signed in, and who
// is locked or has expired.
const timeMoves = time.Minute

// columns returns the columns of the table, from left to right. now decides which accounts have expired.
func columns(now func() time.Time) []column {
	return append(usualColumns(now), extraColumns(now)...)
}

// usualColumns returns the columns that are shown unless the person has hidden them.
func usualColumns(now func() time.Time) []column {
	return []column{
		{
			Column: table.Column{ID: "name", Title: lang.L("User name"), Width: 200, Min: 130, Sortable: true, Keep: 9},
			sort:   identity.ByName, searched: true,
			cell: func(a identity.Account) table.Cell {
				u := a.User
				return table.Cell{Text: u.Name, Bold: true, Badge: shell.Initials(u), BadgeTone: shell.BadgeTone(u)}
			},
		},
		{
			Column: table.Column{ID: "email", Title: lang.L("Email"), Width: 230, Min: 120, Sortable: true, Keep: 6},
			sort:   identity.ByEmail, searched: true,
			cell: func(a identity.Account) table.Cell { return table.Cell{Text: a.User.Email, Muted: true} },
		},
		{
			Column: table.Column{ID: "first", Title: lang.L("First name"), Width: 120, Min: 88, Sortable: true, Keep: 3},
			sort:   identity.ByFirstName, searched: true,
			cell: func(a identity.Account) table.Cell { return table.Cell{Text: a.User.FirstName} },
		},
		{
			Column: table.Column{ID: "last", Title: lang.L("Last name"), Width: 120, Min: 88, Sortable: true, Keep: 4},
			sort:   identity.ByLastName, searched: true,
			cell: func(a identity.Account) table.Cell { return table.Cell{Text: a.User.LastName} },
		},
		{
			Column: table.Column{ID: "role", Title: lang.L("Role"), Width: 140, Min: 132, Sortable: true, Keep: 8},
			sort:   identity.ByRole,
			cell: func(a identity.Account) table.Cell {
				role := a.User.Role
				if a.User.Damaged {
					role = 0
				}
				return table.Cell{Text: message.Role(role), Chip: shell.RoleTone(role)}
			},
		},
		{
			Column: table.Column{ID: "status", Title: lang.L("Status"), Width: 124, Min: 120, Sortable: true, Keep: 7},
			sort:   identity.ByStatus,
			cell: func(a identity.Account) table.Cell {
				return table.Cell{Text: message.AccountStatus(a.User, now()), Dot: statusTone(a.User, now())}
			},
		},
		{
			Column: table.Column{
				ID: "signin", Title: lang.L("Last sign-in"), Width: 160, Min: 148, Sortable: true, Keep: 5,
			},
			sort: identity.ByLastSignIn, times: true,
			cell: func(a identity.Account) table.Cell {
				cell := table.Cell{Text: message.Ago(a.User.LastSignIn, now()), Muted: true}
				if !a.User.LastSignIn.IsZero() {
					cell.Tip = message.Time(a.User.LastSignIn)
				}
				return cell
			},
		},
	}
}

// extraColumns returns the columns that are hidden unless the person has chosen them. In a narrow window, others then
// give way to them.
func extraColumns(now func() time.Time) []column {
	const keep = 7
	return []column{
		{
			Column: table.Column{ID: "locked", Title: lang.L("Locked until"), Width: 160, Min: 148, Keep: keep},
			extra:  true, credential: true, times: true,
			cell: func(a identity.Account) table.Cell {
				return table.Cell{Text: message.LockedUntil(a.Credential, now()), Muted: true}
			},
		},
		{
			Column: table.Column{ID: "must", Title: lang.L("Must change password"), Width: 184, Min: 172, Keep: keep},
			extra:  true, credential: true,
			cell: func(a identity.Account) table.Cell {
				return table.Cell{Text: message.Yes(a.Credential.MustChange), Muted: true}
			},
		},
		{
			Column: table.Column{ID: "password", Title: lang.L("Password expires"), Width: 160, Min: 148, Keep: keep},
			extra:  true, credential: true, times: true,
			cell: func(a identity.Account) table.Cell {
				return table.Cell{Text: timeOrNothing(a.Credential.Expires), Muted: true}
			},
		},
		{
			Column: table.Column{ID: "expires", Title: lang.L("Account expires"), Width: 160, Min: 148, Keep: keep},
			extra:  true, times: true,
			cell: func(a identity.Account) table.Cell {
				if a.User.Expires == 0 {
					return table.Cell{}
				}
				return table.Cell{Text: message.Day(a.User.Expires), Muted: true}
			},
		},
		{
			Column: table.Column{ID: "created", Title: lang.L("Created"), Width: 160, Min: 148, Keep: keep},
			extra:  true, times: true,
			cell: func(a identity.Account) table.Cell {
				return table.Cell{Text: timeOrNothing(a.User.Created), Muted: true}
			},
		},
		{
			Column: table.Column{ID: "note", Title: lang.L("Note"), Width: 220, Min: 120, Keep: keep},
			extra:  true,
			cell: func(a identity.Account) table.Cell {
				return table.Cell{Text: strings.ReplaceAll(a.User.Note, "\n", " "), Muted: true}
			},
		},
	}
}

func timeOrNothing(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return message.Time(t)
}

// row returns a user as a row of the table. mark marks the words of the search in a text.
func row(a identity.Account, columns []column, mark func(text string) []table.Mark) table.Row {
	r := table.Row{ID: a.User.ID}
	for _, c := range columns {
		cell := c.cell(a)
		if c.searched {
			cell.Marks = mark(cell.Text)
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

// marker returns the function that marks the words of a search in a text. The search is folded once, here.
func marker(search string) func(text string) []table.Mark {
	compiled := app.NewSearch(search)
	return func(text string) (marks []table.Mark) {
		for _, m := range compiled.Marks(text) {
			marks = append(marks, table.Mark(m))
		}
		return marks
	}
}

// statusTone returns the colour of a user's status.
func statusTone(u identity.User, now time.Time) theme.Tone {
	switch {
	case u.Damaged, !u.Status.Valid():
		return theme.ToneRed
	case u.Status == identity.Enabled && !u.ExpiredAt(now):
		return theme.ToneGreen
	}
	return theme.ToneAmber
}
