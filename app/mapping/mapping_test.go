package mapping

import (
	"slices"
	"testing"

	"roster/app/sheet"
	"roster/identity"
)

func tableOf(headings []string, rows ...[]string) *sheet.Table {
	t := &sheet.Table{Headings: headings}
	for i, cells := range rows {
		t.Rows = append(t.Rows, sheet.Row{Line: i + 2, Cells: cells})
	}
	return t
}

// Headings of products and languages are recognised, and passwords are left alone.
func TestGuess(t *testing.T) {
	for _, c := range []struct {
		headings string
		want     map[Field]int
		list     []string
	}{
		{"Active Directory", map[Field]int{UserName: 0, FirstName: 1, LastName: 2, Email: 3, Status: 4, MustChange: 5}, []string{"SamAccountName", "GivenName", "Surname", "EmailAddress", "Enabled", "PasswordExpired"}},
		{"Entra", map[Field]int{UserName: 1, Status: 3, FirstName: 4, LastName: 5}, []string{
			"Name [displayName] Required", "User name [userPrincipalName] Required", "Initial password [passwordProfile] Required",
			"Block sign in (Yes/No) [accountEnabled] Required", "First name [givenName]", "Last name [surname]",
		}},
		{"Google", map[Field]int{FirstName: 0, LastName: 1, Email: 2, Status: 4}, []string{
			"First Name [Required]", "Last Name [Required]", "Email Address [Required]", "Password [Required]", "New Status [UPLOAD ONLY]",
		}},
		{"WordPress", map[Field]int{UserName: 0, Email: 2, FullName: 3, Role: 4}, []string{"user_login", "user_pass", "user_email", "display_name", "role"}},
		{"German", map[Field]int{UserName: 0, FirstName: 1, LastName: 2, Email: 3, Role: 4, Status: 5}, []string{"Benutzername", "Vorname", "Nachname", "E-Mail", "Rolle", "Aktiv"}},
		{"SCIM", map[Field]int{UserName: 0, FirstName: 1, LastName: 2, Email: 3, Status: 4}, []string{"userName", "name.givenName", "name.familyName", "emails[primary].value", "active"}},
		{"Roster", map[Field]int{ID: 0, UserName: 1, Email: 2, Expires: 3, Note: 4}, []string{"Roster id", "User name", "Email", "Account expires", "Note"}},
		{"Russian", map[Field]int{UserName: 0, FirstName: 1, LastName: 2}, []string{"Имя пользователя", "Имя", "Фамилия"}},
	} {
		got := Guess(tableOf(c.list)).Columns
		for f, column := range c.want {
			if at, found := got[f]; !found || at != column {
				t.Errorf("%s: field %d: got column %d, %v, want %d", c.headings, f, at, found, column)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.headings, got, c.want)
		}
	}
}

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		heading, value string
		want           identity.Status
	}{
		{"Enabled", "True", identity.Enabled}, {"Enabled", "FALSCH", identity.Disabled}, {"Aktiv", "WAHR", identity.Enabled},
		{"Block sign in (Yes/No) [accountEnabled]", "No", identity.Enabled}, {"Block sign in (Yes/No)", "Yes", identity.Disabled},
		{"disabled", "0", identity.Enabled}, {"disabled", "1", identity.Disabled}, {"Status", "suspended", identity.Disabled},
		{"Status", "active", identity.Enabled}, {"pwdAccountLockedTime", "000001010000Z", identity.Disabled}, {"Status", "odd", 0},
		{"Status", "Disabled", identity.Disabled}, {"Status", "No password", identity.Enabled},
	} {
		if got := statusOf(c.heading, c.value); got != c.want {
			t.Errorf("%s: %s: got %v, want %v", c.heading, c.value, got, c.want)
		}
	}
}

// No role above Ledger manager is guessed, except from a table that Roster has written.
func TestRoles(t *testing.T) {
	rows := [][]string{{"a", "Admin"}, {"b", "ledger manager"}, {"c", "System Admin"}, {"d", "boss"}}
	got := Guess(tableOf([]string{"user name", "role"}, rows...))
	if len(got.Roles) != 1 || got.Roles["ledger manager"] != identity.LedgerManager {
		t.Errorf("got %v", got.Roles)
	}
	got = Guess(tableOf([]string{"user name", "role", "Roster id"}, []string{"a", "Admin", "1"}))
	if got.Roles["Admin"] != identity.Admin {
		t.Errorf("of Roster: got %v", got.Roles)
	}
	added := [][]string{{"a", "Admin", "1"}, {"b", "Admin", " "}}
	if added := Guess(tableOf([]string{"user name", "role", "Roster id"}, added...)); added.Roles["Admin"] != 0 {
		t.Errorf("of Roster, with a row that somebody has added: got %v, want no guess", added.Roles)
	}
	got.Columns[Role] = 1
	got.Roles["Admin"] = identity.LedgerManager
	again := tableOf([]string{"user name", "role", "Roster id"}, []string{"a", "Admin", "1"})
	got.Meanings(again.Headings, got.Values(again))
	if got.Roles["Admin"] != identity.LedgerManager {
		t.Error("what a person has said was forgotten")
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		order order
		value string
		want  string
		kind  ProblemKind
	}{
		{unclear, "2026-12-03", "2026-12-03", 0}, {unclear, "2026-12-03T00:00:00Z", "2026-12-03", 0},
		{unclear, "2026-12-03 10:00", "2026-12-03", 0}, {unclear, "3.12.2026", "2026-12-03", 0},
		{unclear, "03/04/2026", "", UnclearDate}, {dayFirst, "03/04/2026", "2026-04-03", 0}, {monthFirst, "03/04/2026", "2026-03-04", 0},
		{unclear, "never", "", 0}, {unclear, "0000-00-00 00:00:00", "", 0}, {unclear, "9223372036854775807", "", 0},
		{unclear, "31.02.2026", "", NoDate}, {unclear, "soon", "", NoDate}, {unclear, "20261203", "2026-12-03", 0},
	} {
		got, never, kind := day(c.value, c.order)
		if got.String() != c.want || kind != c.kind || never != (c.want == "" && kind == 0) {
			t.Errorf("%q: got %v, %v, %v, want %s, %v", c.value, got, never, kind, c.want, c.kind)
		}
	}
}

func TestPeople(t *testing.T) {
	table := tableOf([]string{"name", "mail", "account expires", "Roster id", "password"},
		[]string{" Berg, Anna ", " anna@example.com ", "13/02/2027", "7", "****"},
		[]string{"Jo van der Berg", "jo@example.com", "03/02/2027", "x", "secret"}, []string{"Cher", "1E5@example.com", "", "", ""})
	m := Guess(table)
	m.Columns[Password] = 4
	got := m.People(table)
	if p := got[0]; p.FirstName != "Anna" || p.LastName != "Berg" || p.Name != "anna" || p.Derived != UserName ||
		p.Email != "anna@example.com" || p.Expires.String() != "2027-02-13" || p.ID != 7 || p.Password != "" {
		t.Errorf("got %+v", p)
	}
	if p := got[1]; p.FirstName != "Jo van der" || p.LastName != "Berg" || p.Expires.String() != "2027-02-03" || p.Password != "secret" ||
		!slices.Equal(p.Problems, []Problem{{ID, NoID, "x"}}) {
		t.Errorf("got %+v", p)
	}
	if p := got[2]; p.FirstName != "Cher" || !p.Damaged {
		t.Errorf("got %+v", p)
	}
}
