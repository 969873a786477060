package data

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"roster/identity"
)

// spellings has a line for each text that is typed: what is typed, a name that it must find, and one that it must not
// find, with tabs between. What is typed for a name comes from CLDR's transforms, as ICU has them, such as
//
//	uconv -x 'Latin-ASCII; Lower', 'de-ASCII; Lower', 'Hiragana-Katakana; Fullwidth-Halfwidth'
//
// or, for apostrophes, hyphens, Arabic and Hebrew letters, from what the keyboards of these languages have.
//
//go:embed testdata/spellings.tsv
var spellings string

// Whatever keyboard people have, they find who they can read: in the index as in SQL, and by every column.
func TestSpellings(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(spellings), "\n")
	if len(lines) < 300 {
		t.Fatalf("got %d lines, want 300", len(lines))
	}
	s := newStore(t)
	names := make([][3]string, len(lines))
	update(t, s, func(tx *Tx) error {
		for i, line := range lines {
			names[i] = [3]string(strings.Split(line, "\t"))
			for k, name := range names[i][1:] {
				u := identity.User{
					Name: fmt.Sprintf("~%d~%d", i, k), Email: fmt.Sprintf("~%d~%d@~.~", i, k), Role: identity.Admin, Status: identity.Enabled,
				}
				if i%2 == 0 {
					u.FirstName = name
				} else {
					u.LastName = name
				}
				if _, err := tx.InsertUser(u); err != nil {
					return err
				}
			}
		}
		return nil
	})
	check := func(t *testing.T) {
		t.Helper()
		view(t, s, func(tx *Tx) error {
			for i, name := range names {
				// ~i~ is in the names of these two users alone.
				found, err := tx.Users(identity.Query{Text: fmt.Sprintf("%s ~%d~", name[0], i)}, 0, 10)
				if err != nil {
					return err
				}
				if len(found) != 1 || found[0].FirstName+found[0].LastName != name[1] {
					t.Errorf("%q: got %v, want %q and not %q", name[0], found, name[1], name[2])
				}
			}
			return nil
		})
	}
	t.Run("SQL", check)
	loadIndex(t, s)
	t.Run("index", check)
}
