package app

import (
	"slices"
	"strings"
	"testing"

	"roster/app/access"
	"roster/identity"
)

// Undoing an import deletes the users whom it has created, unless they have signed in or were changed since, and gives
// the others their values back. The plan says which backups still hold those whom it deletes.
func TestUndoImport(t *testing.T) {
	w := newTrusted(t)
	creates(t, w, "una")
	before := backsUp(t, w)
	of := ledgerImport(people("ida", "jon", "kim", "una")...)
	of.People[3].FirstName = "Una"
	done := imported(t, w.root, planImport(t, w.root, of))
	stored := func(name string) identity.User {
		t.Helper()
		u, err := w.root.UserNamed(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	w.exec(t, `UPDATE users SET last_sign_in = $1 WHERE id = $2`, identity.Micros(w.clock.now()), stored("jon").ID)
	if _, err := w.root.EditUser(t.Context(), stored("kim"), Details{Name: "kim", FirstName: "Kim"}); err != nil {
		t.Fatal(err)
	}
	after := backsUp(t, w)

	p, err := w.root.PlanUndo(t.Context(), done.Entry, nil)
	if err != nil || p.Will() != 2 || p.Removes() != 1 || !p.Confirm || why(p.Left) != "kim: stale, jon: stale" {
		t.Fatalf("got %+v, error %v, want ida to be deleted and una to be as before", p, err)
	}
	if got, want := paths(p.Backups), []string{after.Path}; !slices.Equal(got, want) {
		t.Errorf("backups: got %v, want %v; %s is older than the import", got, want, before.Path)
	}
	one, err := w.root.PlanUndo(t.Context(), done.Entry-3, nil) // about ida
	if err != nil || one.Removes() != 1 || !slices.Equal(paths(one.Backups), paths(p.Backups)) {
		t.Errorf("only ida: got %+v, error %v, want her to be deleted, and the same backup", one, err)
	}
	confirm(t, w.root)
	if undone := apply(t, w.root, p); undone.Done != 2 || !undone.Erased {
		t.Errorf("got %+v, want 2 done, and ida erased", undone)
	}
	if got := stored("una").FirstName; got != "" {
		t.Errorf("got the first name %q, want none again", got)
	}
	all := w.journal(t)
	var operations []string
	for _, e := range all[len(all)-3:] {
		operations = append(operations, e.operation)
	}
	if got, want := strings.Join(operations, ", "), "delete user, edit names, change users"; got != want {
		t.Errorf("got the entries %s, want %s", got, want)
	}
	w.wantIntact(t)
}

// A plan that deletes nobody names no backups.
func TestBackupsOfNobody(t *testing.T) {
	w := newTrusted(t)
	backsUp(t, w)
	p := plan(t, w.root, idsOf(w.root.Me()), Action{Operation: access.DeleteUser})
	if p.Will() != 0 || len(p.Backups) != 0 {
		t.Errorf("got %d to be deleted, and the backups %v, want none", p.Will(), paths(p.Backups))
	}
}
