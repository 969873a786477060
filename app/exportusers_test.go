package app

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"roster/app/mapping"
	"roster/app/sheet"
	"roster/data"
	"roster/identity"
)

func exportUsers(t *testing.T, s *Session, e Export) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := s.ExportUsers(t.Context(), e, &out, nil); err != nil {
		t.Fatalf("export: %v", err)
	}
	return out.String()
}

// asPeople reads what was exported as an import does.
func asPeople(t *testing.T, text string) []mapping.Person {
	t.Helper()
	source, err := sheet.Paste(text)
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
	return mapping.Guess(table).People(table)
}

// exportFormats are all formats, with what they need.
func exportFormats() []Export {
	return []Export{
		{Format: ExportSpreadsheet, Separator: ';'}, {Format: ExportSpreadsheet, Separator: ','}, {Format: ExportCSV},
		{Format: ExportJSON}, {Format: ExportLDIF, Base: "ou=people,dc=example,dc=com"},
	}
}

// Whatever texts users have: what is exported in any format and imported again changes nothing.
func TestExportImport(t *testing.T) {
	w := newWorkspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		var users []identity.User
		first := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("=+-@'\t＝ ,;|\"\\#<>:aé0")), rapid.Rune()))
		name := rapid.StringMatching(`[a-z0-9]([a-z0-9._@'+-]{0,8}[a-z0-9])?`)
		for i := range rapid.IntRange(1, 5).Draw(rt, "users") {
			u := identity.User{
				Name: fmt.Sprint(name.Draw(rt, "name"), i), Email: fmt.Sprintf("%s%d@example.com", rapid.SampledFrom([]string{"=a", "+b", "-c", "'d", "'=e", "f"}).Draw(rt, "email"), i),
				FirstName: first.Draw(rt, "first"), LastName: first.Draw(rt, "last"), Note: first.Draw(rt, "note"),
				Role: rapid.SampledFrom(identity.Roles()).Draw(rt, "role"), Status: identity.Disabled,
				Expires: identity.Date(rapid.SampledFrom([]int64{0, 1, 30000, 2_932_896}).Draw(rt, "expires")),
			}
			var errs [4]error
			u.Name, errs[0] = CheckUserName(u.Name)
			u.FirstName, errs[1] = CheckPersonName(identity.FieldFirstName, u.FirstName)
			u.LastName, errs[2] = CheckPersonName(identity.FieldLastName, u.LastName)
			u.Note, errs[3] = CheckNote(u.Note)
			if errors.Join(errs[:]...) != nil {
				rt.Skip("a text that Roster does not accept")
			}
			users = append(users, u)
		}
		err := w.store.Update(t.Context(), func(tx *data.Tx) error {
			for i := range users {
				stored, err := tx.InsertUser(users[i])
				if err != nil {
					return err
				}
				users[i] = stored
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() {
			err := w.store.Update(t.Context(), func(tx *data.Tx) (err error) {
				for _, u := range users {
					err = errors.Join(err, tx.DeleteUser(u.ID, u.Version))
				}
				return err
			})
			if err != nil {
				rt.Error(err)
			}
		}()
		for _, e := range exportFormats() {
			text := exportUsers(t, w.root, e)
			p := planImport(t, w.root, ledgerImport(asPeople(t, text)...))
			if p.Counts[RowUnchanged] != len(p.Rows) {
				rt.Fatalf("%s: %s\n%s", e.Format, results(p), text)
			}
		}
	})
}

// Which users are exported, and that nobody's hash or own note is unless asked for.
func TestExportUsers(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 3)
	chief := w.session(t, "boris", identity.Admin)
	w.exec(t, `UPDATE users SET note = 'own note' WHERE id = `+fmt.Sprint(chief.Me().ID))
	of := idsOf(users[2], users[0])
	for name, c := range map[string]struct {
		e    Export
		want []string
		not  []string
	}{
		"all":      {Export{Format: ExportCSV}, []string{"user000", "user001", "root", "boris"}, []string{"argon2", "own note"}},
		"selected": {Export{Format: ExportCSV, Of: &of}, []string{"user000", "user002"}, []string{"user001", "root"}},
		"shown": {
			Export{Format: ExportJSON, Shown: &identity.Query{Text: "user00"}}, []string{"user000", "user001", "user002"}, []string{"root"},
		},
		"LDIF": {Export{Format: ExportLDIF, Base: "dc=x"}, []string{"dn: uid=user000,dc=x", "sn: user000"}, []string{"userPassword"}},
	} {
		text := exportUsers(t, chief, c.e)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: got %s, want %s", name, text, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(text, not) {
				t.Errorf("%s: got %s, want it without %s", name, text, not)
			}
		}
	}
	if _, err := chief.ExportUsers(t.Context(), Export{Format: ExportCSV, Hashes: true}, &bytes.Buffer{}, nil); err == nil {
		t.Error("an Admin exported hashes")
	}
	if text := exportUsers(t, w.root, Export{Format: ExportLDIF, Hashes: true}); !strings.Contains(text, "{ARGON2}$argon2id$") {
		t.Errorf("got %s, want hashes", text)
	}
	last := w.journal(t)
	if l := last[len(last)-1]; l.operation != "export hashes" || !strings.Contains(l.after, `"format":"ldif"`) {
		t.Errorf("got the entry %+v", l)
	}
}

// Without a base, the users of an LDIF file have names of one part.
func TestExportWithoutBase(t *testing.T) {
	w := newWorkspace(t)
	if text := exportUsers(t, w.root, Export{Format: ExportLDIF}); !strings.Contains(text, "dn: uid=root\n") {
		t.Errorf("got %q, want the name uid=root", text)
	}
}
