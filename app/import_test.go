package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/mapping"
	"roster/identity"
)

// people returns rows with these user names, each with an address and its line.
func people(names ...string) (all []mapping.Person) {
	for i, name := range names {
		all = append(all, mapping.Person{Line: i + 2, Name: name, Email: name + "@example.com"})
	}
	return all
}

// ledgerImport is an import of people who become Ledger managers.
func ledgerImport(all ...mapping.Person) Import {
	return Import{People: all, Role: identity.LedgerManager}
}

func planImport(t *testing.T, s *Session, of Import) *ImportPlan {
	t.Helper()
	p, err := s.PlanImport(t.Context(), of, nil)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return p
}

func imported(t *testing.T, s *Session, p *ImportPlan) Imported {
	t.Helper()
	done, err := s.Import(t.Context(), p, nil)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	return done
}

// results returns what a plan does with each row, and why not.
func results(p *ImportPlan) string {
	names := []string{"", "new", "changed", "unchanged", "left", "refused"}
	var all []string
	for _, row := range p.Rows {
		text := fmt.Sprintf("%d %s", row.Person.Line, names[row.Result])
		for _, err := range row.Why {
			text += " (" + strings.TrimSpace(err.Error()) + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

func TestImport(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 3)
	s := w.session(t, "boris", identity.Admin)
	rows := people("ida", "user000", "user001", "user002", "jon")
	rows[0].FirstName, rows[0].Note, rows[0].Expires = " Ida ", "tall", 30000
	rows[1].FirstName = "Ute"
	rows[2].Email = "other@example.com"
	rows[3].Status = identity.Disabled
	rows[4].Status = identity.Disabled
	p := planImport(t, s, ledgerImport(rows...))
	if got, want := results(p), "2 new; 3 changed; 4 changed; 5 changed; 6 new"; got != want || p.Confirm {
		t.Fatalf("got %s, want %s", got, want)
	}
	before := w.number(t, `SELECT max(seq) FROM journal`)
	done := imported(t, s, p)
	if done.Created != 2 || done.Changed != 3 || done.Entry != before+6 {
		t.Errorf("got %+v, want 2 created, 3 changed, entry %d", done, before+6)
	}
	if u := w.stored(t, users[0].ID); u.FirstName != "Ute" || u.LastName != "" || u.Version != 2 {
		t.Errorf("names: got %+v", u)
	}
	if u := w.stored(t, users[1].ID); u.Email != "other@example.com" || u.Status != identity.Enabled {
		t.Errorf("email: got %+v", u)
	}
	if u := w.stored(t, users[2].ID); u.Status != identity.Disabled {
		t.Errorf("status: got %+v", u)
	}
	anna, err := w.root.UserNamed(t.Context(), "IDA")
	if err != nil || anna.FirstName != "Ida" || anna.Note != "tall" || anna.Status != identity.NoPassword || anna.Expires != 30000 {
		t.Errorf("new: got %+v, %v", anna, err)
	}
	if bob, err := w.root.UserNamed(t.Context(), "jon@example.com"); err != nil || bob.Status != identity.Disabled {
		t.Errorf("new and disabled: got %+v, %v", bob, err)
	}
	for _, l := range w.journal(t)[before:] {
		if l.batch != before+1 {
			t.Errorf("entry %d: got batch %d, want %d", l.seq, l.batch, before+1)
		}
	}
	// The second time, nothing changes.
	again := planImport(t, s, ledgerImport(rows...))
	if got := again.Counts[RowUnchanged]; got != 5 {
		t.Errorf("again: got %s, want 5 unchanged", results(again))
	}
	if done := imported(t, s, again); done.Entry != 0 {
		t.Errorf("again: got %+v, want nothing", done)
	}
}

func TestImportRefuses(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 3)
	chief := w.add(t, "chief", identity.Admin)
	s := w.session(t, "boris", identity.Admin)
	rows := people("twin", "TWIN", "user000", "chief", "gone", "user002", "new", "boris", "bad name", "ok", "x")
	rows[0].Email, rows[1].Email = "a@example.com", "b@example.com"
	rows[2].Email = "user001@example.com"
	rows[3].FirstName = "C"
	rows[4].ID, rows[4].LastName = 9999, "\x00"
	rows[5].ID, rows[5].Name = 0, "user002"
	rows[6].Role = identity.Admin
	rows[7].Status = identity.Disabled
	rows[9].Problems = []mapping.Problem{{Field: mapping.Role, Kind: mapping.NoMeaning, Value: "boss"}}
	rows[10].Email = ""
	p := planImport(t, s, ledgerImport(rows...))
	want := []string{
		"2 refused (duplicate: user name {0 0 } [3])", "3 refused (duplicate: user name {0 0 } [2])",
		fmt.Sprintf("4 refused (two users:  {0 0 } [] %d %d)", users[0].ID, users[1].ID), "5 refused (edit names refused: rank)",
		"6 refused (no such user:  {0 0 } []) (last name: control U+0000)", "7 unchanged", "8 refused (import user refused: rank)",
		"9 refused (disable user refused: own account)", "10 refused (email: white space) (user name: white space)",
		"11 refused (value:  {6 1 boss} [])", "12 refused (email: required)",
	}
	if got := strings.Split(results(p), "; "); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	before := w.number(t, `SELECT max(seq) FROM journal`)
	if _, err := s.Import(t.Context(), p, nil); !errors.Is(err, ErrRefusedRows) {
		t.Errorf("with refused rows: got %v", err)
	}
	p.LeaveOut(true)
	if done := imported(t, s, p); done.Entry != 0 {
		t.Errorf("nothing to do: got %+v", done)
	}
	if got := w.number(t, `SELECT max(seq) FROM journal`); got != before || w.stored(t, chief.ID) != chief {
		t.Errorf("something was changed: %d entries more", got-before)
	}
}

// By id, a row can rename; names that change hands are refused.
func TestImportByID(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 4)
	rows := people("user001", "user000", "renamed")
	for i := range rows {
		rows[i].ID, rows[i].Email = users[i].ID, ""
	}
	p := planImport(t, w.root, ledgerImport(rows...))
	if got, want := results(p), fmt.Sprintf("2 refused (swapped: user name {0 0 } [] %d); "+
		"3 refused (swapped: user name {0 0 } [] %d); 4 changed", users[1].ID, users[0].ID); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if slices.Contains(p.Missing.ids, users[2].ID) || !slices.Contains(p.Missing.ids, users[3].ID) {
		t.Errorf("got %v who are not in the file, want %d and not %d", p.Missing.ids, users[3].ID, users[2].ID)
	}
	p = planImport(t, w.root, ledgerImport(rows[2]))
	imported(t, w.root, p)
	if u := w.stored(t, users[2].ID); u.Name != "renamed" || u.Email != users[2].Email {
		t.Errorf("got %+v", u)
	}
}

// A name that was made from an address does not say who somebody is.
func TestImportDerivedName(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 2)
	derived := func(email string) mapping.Person {
		return mapping.Person{Line: 2, Name: strings.Split(email, "@")[0], Email: email, Derived: mapping.UserName}
	}
	for email, want := range map[string]string{
		"user000@other.example": fmt.Sprintf("2 refused (taken: user name {0 0 } [] %d)", users[0].ID), "user001@example.com": "2 unchanged",
		"somebody@example.com": "2 new",
	} {
		if got := results(planImport(t, w.root, ledgerImport(derived(email)))); got != want {
			t.Errorf("%s: got %s, want %s", email, got, want)
		}
	}
}

// Each row needs the right of its own operation, and a confirmation if one of them does.
func TestImportConfirm(t *testing.T) {
	w := newTrusted(t)
	w.add(t, "second", identity.SystemAdmin)
	rows := people("second", "third")
	rows[0].LastName = "S"
	if p := planImport(t, w.root, ledgerImport(rows...)); p.Confirm {
		t.Error("names of a System Admin: got a confirmation, want none")
	}
	rows[1].Role = identity.SystemAdmin
	p := planImport(t, w.root, ledgerImport(rows...))
	if !p.Confirm {
		t.Error("a new System Admin: got no confirmation")
	}
	w.clock.add(time.Hour) // the confirmation of the workspace
	if _, err := w.root.Import(t.Context(), p, nil); !errors.Is(err, ErrConfirm) {
		t.Errorf("got %v, want %v", err, ErrConfirm)
	}
	confirm(t, w.root)
	imported(t, w.root, p)
}

func TestImportChangedPlan(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 2)
	p := planImport(t, w.root, ledgerImport(people("ida", "user000")...))
	if _, err := w.root.EditUser(t.Context(), users[1], Details{Name: "ida"}); err != nil {
		t.Fatal(err)
	}
	before := w.number(t, `SELECT max(seq) FROM journal`)
	_, err := w.root.Import(t.Context(), p, nil)
	changed, ok := errors.AsType[*ChangedPlanError](err)
	if !ok || !slices.Equal(changed.Rows, []int{0}) || results(changed.Now) != "2 changed; 3 unchanged" {
		t.Fatalf("got %v, want another plan", err)
	}
	if got := w.number(t, `SELECT max(seq) FROM journal`); got != before {
		t.Error("something was recorded")
	}
}

// If no System Admin would be left, nothing is imported.
func TestImportLastSystemAdmin(t *testing.T) {
	w := newTrusted(t)
	s := w.confirmed(t, "second", identity.SystemAdmin)
	second := s.Me()
	rows := append(people("new"), mapping.Person{Line: 3, Name: "root", Status: identity.Disabled})
	p := planImport(t, s, ledgerImport(rows...))
	if got := results(p); got != "2 new; 3 changed" {
		t.Fatalf("got %s", got)
	}
	w.exec(t, `UPDATE credentials SET expires = 1 + expires WHERE user_id = `+fmt.Sprint(second.ID))
	_, err := s.Import(t.Context(), p, nil)
	if refused, ok := errors.AsType[*RefusedError](err); !ok || refused.Reason != access.ReasonLast {
		t.Errorf("got %v, want the last System Admin", err)
	}
	if _, err := w.root.UserNamed(t.Context(), "new"); !errors.Is(err, ErrNoUser) {
		t.Errorf("half an import stayed: %v", err)
	}
}

func TestImportPasswords(t *testing.T) {
	w := newTrusted(t)
	w.ledger(t, 1)
	rows := people("ida", "jon", "user000")
	rows[0].Password, rows[1].Password, rows[2].Password = "violet ladder under moon 7", "short", "another violet ladder 8"
	of := ledgerImport(rows...)
	of.Passwords = OwnPasswords
	p := planImport(t, w.root, of)
	if got := results(p); got != "2 new; 3 refused (password: too short); 4 unchanged" {
		t.Errorf("got %s", got)
	}
	of.People, of.Replace = []mapping.Person{rows[0], rows[2]}, true
	imported(t, w.root, planImport(t, w.root, of))
	for name, plain := range map[string]string{"ida": rows[0].Password, "user000": rows[2].Password} {
		s, err := w.service.SignIn(t.Context(), name, plain)
		if err != nil || !s.MustChange() {
			t.Errorf("%s: got %v, want a session that must change", name, err)
		}
	}
	of = ledgerImport(people("carl", "dora")...)
	of.Passwords, of.Valid = StartPasswords, StartValidity()[0]
	done := imported(t, w.root, planImport(t, w.root, of))
	if len(done.Passwords) != 2 || done.Passwords[0].User.Name != "carl" {
		t.Fatalf("got %d passwords", len(done.Passwords))
	}
	if _, err := w.service.SignIn(t.Context(), "carl", done.Passwords[0].Password); err != nil {
		t.Errorf("start password: %v", err)
	}
	of.People = make([]mapping.Person, MostOwnPasswords+1)
	for i := range of.People {
		of.People[i].Password = "x"
	}
	of.Passwords = OwnPasswords
	if _, err := w.root.PlanImport(t.Context(), of, nil); !errors.Is(err, ErrManyPasswords) {
		t.Errorf("got %v, want %v", err, ErrManyPasswords)
	}
	w.wantIntact(t)
}

// Rows on one line, as in JSON without line breaks, are told apart.
func TestImportOfOneLine(t *testing.T) {
	w := newTrusted(t)
	rows := people("twin", "Twin", "single")
	for i := range rows {
		rows[i].Line = 1
	}
	rows[1].Email = "other@example.com"
	p := planImport(t, w.root, ledgerImport(rows...))
	if got, want := results(p), "1 refused (duplicate: user name {0 0 } [1]); 1 refused (duplicate: user name {0 0 } [1]); 1 new"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
