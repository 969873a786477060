package views

import (
	"encoding/json"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/table"
)

// column is a column of the table: what it is called, what it sorts by and what it shows.
type column struct {
	table.Column
	sort     app.Column
	searched bool // a search looks for its text
	cell     func(app.User) table.Cell
}

// columns are those of the table, from left to right.
func columns() []column {
	text := func(get func(app.User) string) func(app.User) table.Cell {
		return func(u app.User) table.Cell { return table.Cell{Text: get(u)} }
	}
	return []column{
		{table.Column{ID: "name", Title: lang.L("User name"), Width: 200, Min: 130, Sortable: true, Keep: 9},
			app.ByName, true,
			func(u app.User) table.Cell {
				return table.Cell{Text: u.Name, Bold: true, Badge: initials(u), BadgeTone: badgeTone(u)}
			}},
		{table.Column{ID: "email", Title: lang.L("Email"), Width: 230, Min: 120, Sortable: true, Keep: 6},
			app.ByEmail, true,
			func(u app.User) table.Cell { return table.Cell{Text: u.Email, Muted: true} }},
		{table.Column{ID: "first", Title: lang.L("First name"), Width: 120, Min: 88, Sortable: true, Keep: 3},
			app.ByFirstName, true,
			text(func(u app.User) string { return u.FirstName })},
		{table.Column{ID: "last", Title: lang.L("Last name"), Width: 120, Min: 88, Sortable: true, Keep: 4},
			app.ByLastName, true,
			text(func(u app.User) string { return u.LastName })},
		{table.Column{ID: "role", Title: lang.L("Role"), Width: 140, Min: 132, Sortable: true, Keep: 8},
			app.ByRole, false,
			func(u app.User) table.Cell { return table.Cell{Text: roleName(u.Role), Chip: roleTone(u.Role)} }},
		{table.Column{ID: "status", Title: lang.L("Status"), Width: 104, Min: 96, Sortable: true, Keep: 7},
			app.ByStatus, false,
			func(u app.User) table.Cell { return table.Cell{Text: statusName(u.Status), Dot: statusTone(u.Status)} }},
		{table.Column{ID: "signin", Title: lang.L("Last sign-in"), Width: 160, Min: 148, Sortable: true, Keep: 5},
			app.ByLastSignIn, false,
			func(u app.User) table.Cell { return table.Cell{Text: moment(u.LastSignIn), Muted: true} }},
	}
}

// row is what the table shows of a user, with what was searched for marked.
func row(u app.User, q app.Query) table.Row {
	r := table.Row{ID: u.ID}
	for _, c := range columns() {
		cell := c.cell(u)
		if c.searched {
			for _, m := range q.Marks(cell.Text) {
				cell.Marks = append(cell.Marks, table.Mark(m))
			}
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

// newTable makes the table and tells it what to do.
func (u *users) newTable() {
	var plain []table.Column
	for _, c := range columns() {
		plain = append(plain, c.Column)
	}
	t := table.New(plain)
	t.OnNeed = u.load
	t.OnSort = func(id string, descending bool) {
		for _, c := range columns() {
			if c.ID == id {
				u.query.Sort, u.query.Descending = c.sort, descending
			}
		}
		u.requery()
	}
	t.OnColumns = u.rememberWidths
	t.OnSelect = func(table.Row) { u.labelSelected() }
	t.OnSelection = func(int) { u.labelSelected() }
	t.OnOpen = u.with(u.showEdit)
	t.OnDelete = u.with(u.showDelete)
	t.OnMenu = func(r table.Row, at fyne.Position) { u.with(func(user app.User) { u.showMenu(user, at) })(r) }
	t.OnKey, t.OnRune = u.shell.typedKey, u.shell.typedRune
	for _, c := range columns() {
		if c.sort == u.query.Sort {
			t.SetSort(c.ID, u.query.Descending)
		}
	}
	u.table = t
	var widths map[string]float32
	if json.Unmarshal([]byte(u.app.Preferences().String(keyWidths)), &widths) == nil {
		t.SetWidths(widths)
	}
}

// with makes of what is done with a user what is done with their row.
func (u *users) with(do func(app.User)) func(table.Row) {
	return func(r table.Row) {
		if user, ok := u.users[r.ID]; ok {
			do(user)
		}
	}
}

func (u *users) labelSelected() {
	if n := u.table.SelectedCount(); n > 1 {
		u.foot.SetText(lang.L("{{.N}} users selected", args{"N": thousands(n)}))
		return
	}
	_, i, ok := u.table.Selected()
	if !ok {
		u.foot.SetText("")
		return
	}
	u.foot.SetText(lang.L("Row {{.I}} of {{.N}}", args{"I": thousands(i + 1), "N": thousands(u.matched)}))
}

// What is remembered on this computer of how a person likes the table.
const (
	keySort       = "users.sort"
	keyDescending = "users.descending"
	keyRole       = "users.role"
	keyStatus     = "users.status"
	keyWidths     = "users.widths"
)

// remembered is the question as it was last, without the text.
func (u *users) remembered() app.Query {
	p := u.app.Preferences()
	q := app.Query{
		Sort: app.Column(p.Int(keySort)), Descending: p.Bool(keyDescending),
		Role: app.Role(p.Int(keyRole)), Status: app.Status(p.Int(keyStatus)),
	}
	if q.Sort < app.ByName || q.Sort > app.ByLastSignIn { // written by another version, or by hand
		q.Sort = app.ByName
	}
	if q.Role < 0 || q.Role > app.SystemAdmin {
		q.Role = 0
	}
	if q.Status < 0 || q.Status > app.Disabled {
		q.Status = 0
	}
	return q
}

func (u *users) remember() {
	p := u.app.Preferences()
	p.SetInt(keySort, int(u.query.Sort))
	p.SetBool(keyDescending, u.query.Descending)
	p.SetInt(keyRole, int(u.query.Role))
	p.SetInt(keyStatus, int(u.query.Status))
}

func (u *users) rememberWidths(widths map[string]float32) {
	b, err := json.Marshal(widths)
	if err != nil {
		u.log.Error("remember widths", "error", err)
		return
	}
	u.app.Preferences().SetString(keyWidths, string(b))
}

// thousands writes a number with its digits in groups of three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
