//go:build e2e

package e2e

import (
	"path/filepath"
	"testing"
)

// TestImportFiles takes files as other programs write them through all steps of an import, by keyboard, up to what will
// happen. Nothing is imported then.
func TestImportFiles(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	w := open(t, home)
	w.setsUp(person{name: "root", email: "root@example.net", password: anna.password, first: "Ruth", last: "Root"})
	w.creates(dave) // nobody of whom the files say something
	for _, c := range []struct {
		file   string
		roles  int
		counts []string
	}{
		{"excel-sep-semicolon-bom.csv", 2, []string{"3 new", "1 with a warning"}},
		{"ad-get-aduser-export-win1252.csv", 0, []string{"2 new", "1 cannot be imported"}},
		{"entra-bulk-create.csv", 0, []string{"2 new", "1 cannot be imported"}},
		{"google-workspace-upload.csv", 0, []string{"3 new"}},
		{"wordpress-users.csv", 2, []string{"2 new", "1 cannot be imported"}},
		{"snipe-it-users-sample.csv", 0, []string{"2 new", "1 cannot be imported"}},
		{"keycloak-realm-export.json", 2, []string{"2 new"}},
		{"openldap-inetorgperson.ldif", 0, []string{"2 new"}},
	} {
		path, err := filepath.Abs(filepath.Join("..", "app", "testdata", "import", c.file))
		if err != nil {
			t.Fatal(err)
		}
		w.keys("ctrl+f", "Tab", "Tab", "Tab", "Return", "Down", "Return") // over the filters to More, Import users
		w.sees("Choose a file or cells")
		w.types(path)
		w.keys("Return")
		w.sees("Does this read right")
		w.keys("Return")
		w.sees("Which column has what")
		w.keys("Return")
		w.sees("What do the values mean")
		for range c.roles {
			w.keys("Down", "Tab") // from Not possible to a role
		}
		w.keys("Return")
		w.sees("This will happen")
		w.seesIn("860x110+160+150", c.counts...) // the chips are too pale for the usual ways to read
		w.keys("Escape")
		w.sees("Leave the import")
		w.keys("Return")
		w.sees("All roles")
	}
	if n := number(t, fileOf(home), "SELECT count(*) FROM users"); n != 2 {
		t.Errorf("got %d users, want root and dave", n)
	}
	w.close()
	checkFile(t, fileOf(home))
}
