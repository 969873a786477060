package users

import (
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
	sort     identity.Column
	searched bool // a search includes its text
	cell     func(identity.User) table.Cell
}

// columns returns the columns of the table, from left to right. now decides which accounts have expired.
func columns(now func() time.Time) []column {
	text := func(get func(identity.User) string) func(identity.User) table.Cell {
		return func(u identity.User) table.Cell { return table.Cell{Text: get(u)} }
	}
	return []column{
		{table.Column{ID: "name", Title: lang.L("User name"), Width: 200, Min: 130, Sortable: true, Keep: 9},
			identity.ByName, true,
			func(u identity.User) table.Cell {
				return table.Cell{Text: u.Name, Bold: true, Badge: shell.Initials(u), BadgeTone: shell.BadgeTone(u)}
			}},
		{table.Column{ID: "email", Title: lang.L("Email"), Width: 230, Min: 120, Sortable: true, Keep: 6},
			identity.ByEmail, true,
			func(u identity.User) table.Cell { return table.Cell{Text: u.Email, Muted: true} }},
		{table.Column{ID: "first", Title: lang.L("First name"), Width: 120, Min: 88, Sortable: true, Keep: 3},
			identity.ByFirstName, true,
			text(func(u identity.User) string { return u.FirstName })},
		{table.Column{ID: "last", Title: lang.L("Last name"), Width: 120, Min: 88, Sortable: true, Keep: 4},
			identity.ByLastName, true,
			text(func(u identity.User) string { return u.LastName })},
		{table.Column{ID: "role", Title: lang.L("Role"), Width: 140, Min: 132, Sortable: true, Keep: 8},
			identity.ByRole, false,
			func(u identity.User) table.Cell {
				if u.Damaged {
					u.Role = 0
				}
				return table.Cell{Text: message.Role(u.Role), Chip: shell.RoleTone(u.Role)}
			}},
		{table.Column{ID: "status", Title: lang.L("Status"), Width: 124, Min: 120, Sortable: true, Keep: 7},
			identity.ByStatus, false,
			func(u identity.User) table.Cell {
				return table.Cell{Text: message.AccountStatus(u, now()), Dot: statusTone(u, now())}
			}},
		{table.Column{ID: "signin", Title: lang.L("Last sign-in"), Width: 160, Min: 148, Sortable: true, Keep: 5},
			identity.ByLastSignIn, false,
			func(u identity.User) table.Cell {

				cell := table.Cell{Text: message.Ago(u.LastSignIn, now()), Muted: true}
				if !u.LastSignIn.IsZero() {
					cell.Tip = message.Time(u.LastSignIn)
				}
				return cell

			}},
	}
}

// row returns a user as a row of the table. mark marks the words of the search in a text.
func row(u identity.User, columns []column, mark func(text string) []table.Mark) table.Row {
	r := table.Row{ID: u.ID}
	for _, c := range columns {
		cell := c.cell(u)
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
