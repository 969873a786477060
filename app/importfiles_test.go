package app

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"roster/app/mapping"
	"roster/app/sheet"
	"roster/identity"
)

// readPeople reads a file as it is recognised, with every value of a role standing for Ledger manager.
func readPeople(t *testing.T, path string) []mapping.Person {
	t.Helper()
	source, err := sheet.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := source.Recognise()
	if err != nil {
		t.Fatal(err)
	}
	table, err := source.Table(reading)
	if err != nil {
		t.Fatal(err)
	}
	m := mapping.Guess(table)
	for _, v := range m.Values(table)[mapping.Role] {
		m.Roles[v.Text] = identity.LedgerManager
	}
	if lacks := m.Lacks(); len(lacks) > 0 {
		t.Errorf("lacks %v", lacks)
	}
	return m.People(table)
}

// Files that other programs have written, with the default answers.
func TestImportFiles(t *testing.T) {
	for file, want := range map[string]string{
		"excel-sep-semicolon-bom.csv": "3 0042 juergen@example.com Jürgen Müller enabled; " +
			"4 1E5! anna@example.com Anna Groß disabled; 5 user10 m@example.com Meier; geb. Huber Zeile1 Zeile2 enabled",
		"ad-get-aduser-export-win1252.csv": "3 jmueller juergen.mueller@example.com Jürgen Müller enabled; " +
			"4 refused: email: required; 5 sobrien siobhan@example.com Siobhán O’Brien enabled",
		"entra-bulk-create.csv": "4 jose.nunez@example.com jose.nunez@example.com José Núñez enabled; " +
			"5 siobhan.o'brien@example.com siobhan.o'brien@example.com Siobhán O'Brien disabled; " +
			"6 refused: user name: character #",
		"google-workspace-upload.csv": "2 zoe zoe@example.com Zoë Ångström enabled; " +
			"3 chloe.v chloe.v@example.com Chloe van der Berg enabled; 4 old.person old.person@example.com Old Person disabled",
		"wordpress-users.csv": "2 admin admin@example.com   enabled; 3 refused: user name: white space; " +
			"4 old.user@example.com old.user@example.com   enabled",
		"snipe-it-users-sample.csv": "2 rtenant0 rtenant0@example.org Reagen Tenant enabled; " +
			"3 klefeuvre1 klefeuvre1@example.org Kenneth Lefeuvre disabled; 4 refused: email: required",
		"keycloak-realm-export.json": "6 anna anna@example.com Anna Berg enabled; " +
			"42 bob@example.com bob@example.com   disabled",
		"openldap-inetorgperson.ldif": "14 amy amy@example.com Amy Example enabled; " +
			"29 jlopez jlopez@example.com José López disabled",
	} {
		t.Run(file, func(t *testing.T) {
			w := newWorkspace(t)
			p := planImport(t, w.root, ledgerImport(readPeople(t, filepath.Join("testdata", "import", file))...))
			var got []string
			for _, row := range p.Rows {
				got = append(got, rowText(row))
			}
			if got := strings.Join(got, "; "); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			p.LeaveOut(true)
			if done := imported(t, w.root, p); done.Created != p.Counts[RowNew] {
				t.Errorf("got %d new users, want %d", done.Created, p.Counts[RowNew])
			}
			again := planImport(t, w.root, ledgerImport(readPeople(t, filepath.Join("testdata", "import", file))...))
			if again.Will() != 0 {
				t.Errorf("again: %s, want nothing to do", results(again))
			}
		})
	}
}

// rowText describes what an import does with a row about somebody new.
func rowText(row ImportRow) string {
	line := strconv.Itoa(row.Person.Line)
	if row.Result == RowRefused {
		var why []string
		for _, err := range row.Why {
			why = append(why, err.Error())
		}
		return line + " refused: " + strings.Join(why, ", ")
	}
	u := row.To
	if row.Person.Damaged {
		u.Name += "!"
	}
	status := "enabled"
	if u.Status == identity.Disabled {
		status = "disabled"
	}
	return strings.Join([]string{line, u.Name, u.Email, u.FirstName, u.LastName, status}, " ")
}
