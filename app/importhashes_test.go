package app

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/scrypt"

	"roster/app/access"
	"roster/app/mapping"
	"roster/app/password"
	"roster/app/sheet"
	"roster/identity"
)

// hashesOf returns hashes of a password of different kinds, as other programs write them.
func hashesOf(t *testing.T, plain string) []string {
	t.Helper()
	salt := []byte("salt of a program")
	p, err := pbkdf2.Key(sha256.New, plain, salt, 1000, 32)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scrypt.Key([]byte(plain), salt, 16, 8, 1, 32)
	if err != nil {
		t.Fatal(err)
	}
	a, err := password.Cost{Memory: 16, Time: 1, Threads: 1}.Hash(plain)
	if err != nil {
		t.Fatal(err)
	}
	raw := base64.RawStdEncoding.EncodeToString
	return []string{
		bcryptOf(t, plain), "$scrypt$ln=4,r=8,p=1$" + raw(salt) + "$" + raw(s), "{ARGON2}" + a,
		"$pbkdf2-sha256$i=1000$" + raw(salt) + "$" + raw(p),
	}
}

// hashImport is an import of people with hashes.
func hashImport(hashes ...string) Import {
	names := []string{"ida", "jon", "kim", "lea", "max"}
	rows := people(names[:len(hashes)]...)
	for i, hash := range hashes {
		rows[i].Hash = hash
	}
	of := ledgerImport(rows...)
	of.Passwords = ImportedHashes
	return of
}

// Users sign in with the passwords whose hashes were imported, until they expire. Then they have none.
func TestImportHashes(t *testing.T) {
	w := newWorkspace(t)
	of := hashImport(append(hashesOf(t, "their own")[:3], "{SSHA}zeVZoByDiobAMAQEUTALePuLPpAxn0eB6L7EkhQ=")...)
	of.People[1].Change = true
	p := planImport(t, w.root, of)
	if got := results(p); got != "2 new; 3 new; 4 new; 5 new" || !p.Confirm {
		t.Fatalf("got %s, confirm %v", got, p.Confirm)
	}
	if weak := p.Rows[3]; !errors.Is(weak.NoHash, password.ErrWeakHash) || weak.To.Status != identity.NoPassword || weak.Password() {
		t.Errorf("weak: got %v, %v, want no password", weak.NoHash, weak.To.Status)
	}
	_, err := w.root.Import(t.Context(), p, nil)
	wantErr(t, "not confirmed", err, ErrConfirm)
	confirm(t, w.root)
	done := imported(t, w.root, p)
	if e := w.lastEvent(t); e.Seq != done.Entry || !strings.Contains(e.After, access.ImportHashes.String()) {
		t.Errorf("got entry %+v, want one about hashes", e)
	}
	if p := planImport(t, w.root, of); p.Will() != 0 || p.Confirm {
		t.Errorf("again: got %s", results(p))
	}
	for name, change := range map[string]bool{"ida": false, "jon": true, "kim": false} {
		_, err := w.service.SignIn(t.Context(), name, "their owN")
		wantErr(t, name+": wrong", err, ErrSignIn)
		u, err := w.root.UserNamed(t.Context(), name)
		wantErr(t, name, err, nil)
		if c := w.credential(t, u.ID); !c.Expires.Equal(w.clock.now().AddDate(0, 0, 90)) {
			t.Errorf("%s: got %v, want it to expire in 90 days", name, c.Expires)
		}
		if name == "kim" {
			continue
		}
		s, err := w.service.SignIn(t.Context(), name, "their own")
		if err != nil || s.MustChange() != change {
			t.Fatalf("%s: got %v, want a session", name, err)
		}
		if c := w.credential(t, u.ID); password.KindOf(c.Hash) != w.service.hash.Kind() || c.Expires.IsZero() == change {
			t.Errorf("%s: got %+v, want a hash of the policy", name, c)
		}
	}
	w.wantIntact(t)
	w.expireAll(t)
}

// expireAll lets the hash of kim expire, whose password was never used.
func (w *workspace) expireAll(t *testing.T) {
	t.Helper()
	kim, err := w.root.UserNamed(t.Context(), "kim")
	wantErr(t, "kim", err, nil)
	wantErr(t, "too early", w.service.expireHashes(t.Context()), nil)
	if w.credential(t, kim.ID).UserID == 0 {
		t.Error("too early: got no password, want it to stay")
	}
	w.clock.add(90 * 24 * time.Hour)
	_, err = w.service.SignIn(t.Context(), "kim", "their own")
	wantErr(t, "expired", err, ErrExpired)
	wantErr(t, "expire", w.service.expireHashes(t.Context()), nil)
	e := w.lastEvent(t)
	if u := w.stored(t, kim.ID); u.Status != identity.NoPassword || w.credential(t, kim.ID).UserID != 0 ||
		e.Operation != access.ExpireHash.String() || e.TargetID != kim.ID || e.ActorID != 0 {
		t.Errorf("got %v, entry %+v, want no password", u.Status, e)
	}
	wantErr(t, "again", w.service.expireHashes(t.Context()), nil)
	if again := w.lastEvent(t); again.Seq != e.Seq {
		t.Errorf("again: got entry %+v, want none", again)
	}
	w.wantIntact(t)
}

// Only a System Admin imports hashes, and no more than three kinds can be in a file.
func TestImportHashesRefused(t *testing.T) {
	w := newTrusted(t)
	hashes := hashesOf(t, secret)
	s := w.session(t, "boris", identity.Admin)
	_, err := s.PlanImport(t.Context(), hashImport(hashes[0]), nil)
	wantRefused(t, "by an Admin", err, access.ImportHashes, access.ReasonSystemAdmin)
	_, err = w.root.PlanImport(t.Context(), hashImport(hashes...), nil)
	wantErr(t, "four kinds", err, ErrManyKinds)
	imported(t, w.root, planImport(t, w.root, hashImport(hashes[:2]...)))
	of := hashImport(hashes[:2]...)
	of.People = append(of.People, people("kim", "lea")...)
	of.People[2].Hash, of.People[3].Hash = hashes[2], hashes[3]
	_, err = w.root.PlanImport(t.Context(), of, nil)
	wantErr(t, "two more kinds", err, ErrManyKinds)
	of.People[3].Hash = hashes[0]
	planImport(t, w.root, of)
	of.People[2].Hash, err = password.Cost{Memory: 1 << 20, Time: 1, Threads: 1}.Kind().Decoy()
	if p := planImport(t, w.root, of); err == nil || p.Rows[2].NoHash == nil || p.Rows[2].To.Status != identity.NoPassword {
		t.Errorf("too costly: got %v, %v", p.Rows[2].NoHash, p.Rows[2].To.Status)
	}
}

// The hashes of users who are there already are replaced only if that was asked for, and not twice.
func TestReplaceHashes(t *testing.T) {
	w := newTrusted(t)
	w.ledger(t, 1)
	of := hashImport(bcryptOf(t, "their own"))
	of.People[0].Name, of.People[0].Email = "user000", "user000@example.com"
	if p := planImport(t, w.root, of); p.Will() != 0 {
		t.Errorf("got %s", results(p))
	}
	of.Replace = true
	done := imported(t, w.root, planImport(t, w.root, of))
	if p := planImport(t, w.root, of); done.Changed != 1 || p.Will() != 0 {
		t.Errorf("again: got %s", results(p))
	}
	_, err := w.service.SignIn(t.Context(), "user000", "their own")
	wantErr(t, "sign in", err, nil)
	undo, err := w.root.PlanUndo(t.Context(), done.Entry, nil)
	if err != nil || len(undo.Left) != 1 {
		t.Errorf("undo: got %+v, error %v, want a password that cannot be undone", undo, err)
	}
	w.wantIntact(t)
}

// peopleWithHashes reads a file with the column of that heading as password hashes.
func peopleWithHashes(t *testing.T, path, heading string) []mapping.Person {
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
	delete(m.Columns, mapping.Role)
	column, found := mapping.Column(table, mapping.PasswordHash, nil)
	if !found || table.Headings[column] != heading {
		t.Fatalf("got column %d of %q, want %s", column, table.Headings, heading)
	}
	m.Columns[mapping.PasswordHash] = column
	return m.People(table)
}

// Files of other programs: Keycloak's hash is imported, and those of LDAP, which are weak, are not.
func TestImportHashFiles(t *testing.T) {
	for file, c := range map[string]struct{ heading, want string }{
		"keycloak-realm-export.json": {
			"credentials[0].secretData.value", "anna $pbkdf2-sha256$i=27500,l=32$ false <nil> enabled; bob@example.com  true <nil> disabled",
		},
		"openldap-inetorgperson.ldif": {
			"userPassword", fmt.Sprintf("amy  false %v no password; jlopez  false %v disabled", password.ErrWeakHash, password.ErrWeakHash),
		},
	} {
		t.Run(file, func(t *testing.T) {
			w := newWorkspace(t)
			confirm(t, w.root)
			of := ledgerImport(peopleWithHashes(t, filepath.Join("testdata", "import", file), c.heading)...)
			of.Passwords = ImportedHashes
			p := planImport(t, w.root, of)
			var got []string
			for _, row := range p.Rows {
				got = append(got, fmt.Sprintf("%s %s %v %v %v",
					row.To.Name, password.KindOf(row.hash), row.Person.Change, row.NoHash, row.To.Status))
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			imported(t, w.root, p)
			w.wantIntact(t)
		})
	}
}

// Users who were exported with their hashes can sign in elsewhere with the same passwords.
func TestExportedHashes(t *testing.T) {
	w := newTrusted(t)
	imported(t, w.root, planImport(t, w.root, hashImport(hashesOf(t, "their own")[:3]...)))
	for _, format := range []ExportFormat{ExportCSV, ExportJSON, ExportLDIF} {
		t.Run(string(format), func(t *testing.T) {
			text := exportUsers(t, w.root, Export{Format: format, Hashes: true, Base: "dc=example"})
			path := filepath.Join(t.TempDir(), "users")
			wantErr(t, "write", os.WriteFile(path, []byte(text), 0o600), nil)
			heading := map[ExportFormat]string{ExportCSV: "Password hash", ExportJSON: "password_hash", ExportLDIF: "userPassword"}[format]
			rows := slices.DeleteFunc(peopleWithHashes(t, path, heading), func(p mapping.Person) bool {
				return !slices.Contains([]string{"ida", "jon", "kim"}, p.Name)
			})
			of := ledgerImport(rows...)
			of.Passwords, of.Replace = ImportedHashes, true
			if p := planImport(t, w.root, of); len(rows) != 3 || p.Counts[RowUnchanged] != 3 {
				t.Errorf("here: got %s", results(p))
			}
			for i := range of.People {
				of.People[i].ID = 0
			}
			of.Replace = false
			other := newTrusted(t)
			imported(t, other.root, planImport(t, other.root, of))
			for _, name := range []string{"ida", "jon", "kim"} {
				if name == "jon" && format == ExportLDIF { // LDAP has no form of scrypt
					continue
				}
				_, err := other.service.SignIn(t.Context(), name, "their own")
				wantErr(t, name, err, nil)
			}
		})
	}
}
