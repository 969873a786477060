package importer_test

import (
	"path/filepath"
	"strings"
	"testing"

	"roster/views/viewtest"
)

// Files that other programs have written, through the window, with the answers that it proposes and each value of a
// role standing for Ledger manager.
func TestFiles(t *testing.T) {
	for file, c := range map[string]struct {
		roles  int // values of a role that have no meaning yet
		counts string
	}{
		"excel-sep-semicolon-bom.csv":      {2, "3 new · 1 with a warning"},
		"ad-get-aduser-export-win1252.csv": {0, "2 new · 1 cannot be imported"},
		"entra-bulk-create.csv":            {0, "2 new · 1 cannot be imported"},
		"google-workspace-upload.csv":      {0, "2 new · 1 unchanged"}, // zoe is there
		"wordpress-users.csv":              {2, "2 new · 1 cannot be imported"},
		"snipe-it-users-sample.csv":        {0, "2 new · 1 cannot be imported"},
		"keycloak-realm-export.json":       {2, "2 new"},
		"openldap-inetorgperson.ldif":      {0, "2 new"},
	} {
		t.Run(file, func(t *testing.T) {
			p := viewtest.NewTeam(t).SitAs(t, "root")
			path, err := filepath.Abs(filepath.Join("..", "..", "app", "testdata", "import", file))
			if err != nil {
				t.Fatal(err)
			}
			choose(p, path)
			p.See("Does this read right?")
			p.Tap("Continue")
			p.Tap("Continue")
			p.See("What do the values mean?")
			for range c.roles {
				p.TapLast("Not possible")
				p.TapLast("Ledger manager")
			}
			p.Tap("Check")
			p.See(strings.Split(c.counts, " · ")...)
		})
	}
}
