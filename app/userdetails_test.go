package app

import (
	"fmt"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// The details are about the right user, the latest entries are the newest ones, and nobody sees their own note.
func TestDetails(t *testing.T) {
	w := newWorkspace(t)
	anna := w.noted(t, w.add(t, "anna", identity.LedgerManager), "On leave.", today+9)
	bob := w.add(t, "bob", identity.Admin)
	for n := range latestEvents + 2 {
		w.clock.add(time.Minute)
		anna = w.renamed(t, anna, fmt.Sprintf("Anna %d", n))
	}
	_, err := w.service.SignIn(t.Context(), "anna", other)
	wantErr(t, "sign in", err, ErrSignIn)
	got, err := w.root.Details(t.Context(), anna.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.User != anna || got.Attempts.Failed != 1 || got.MustChange || !got.PasswordExpires.IsZero() {
		t.Errorf("anna: got %+v, want %+v with one failed attempt", got, anna)
	}
	if n := len(got.Events); n != latestEvents {
		t.Fatalf("anna: got %d entries, want %d", n, latestEvents)
	}
	if got.Events[0].Operation != "sign in" || got.Events[1].Operation != "edit names" {
		t.Errorf("anna: got entries %q, %q …, want the newest first", got.Events[0].Operation, got.Events[1].Operation)
	}
	issued, err := w.root.RegeneratePassword(t.Context(), bob)
	if err != nil {
		t.Fatal(err)
	}
	got, err = w.root.Details(t.Context(), bob.ID)
	if err != nil || !got.MustChange || !got.PasswordExpires.Equal(issued.Expires) || len(got.Events) != 1 {
		t.Errorf("bob: got %+v, error %v, want a start password until %v and one entry", got, err, issued.Expires)
	}
	_, err = w.root.Details(t.Context(), bob.ID+1)
	wantErr(t, "nobody", err, ErrNoUser)
}

// renamed gives a user another first name.
func (w *workspace) renamed(t *testing.T, u identity.User, first string) identity.User {
	t.Helper()
	d := detailsOf(u)
	d.FirstName = first
	u, err := w.root.EditUser(t.Context(), u, d)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestDetailsRights(t *testing.T) {
	w := newWorkspace(t)
	users := map[string]identity.User{"root": w.root.Me()}
	sessions := map[string]*Session{"root": w.root}
	for name, role := range map[string]identity.Role{
		"zoe": identity.SystemAdmin, "anna": identity.Admin, "bob": identity.Admin, "carl": identity.LedgerManager,
		"dana": identity.LedgerManager,
	} {
		users[name] = w.add(t, name, role)
		sessions[name] = w.signIn(t, name)
	}
	confirm(t, w.root)
	for _, name := range []string{"zoe", "anna", "bob", "carl", "dana"} {
		w.noted(t, w.stored(t, users[name].ID), "About "+name, 0)
	}
	for actor, s := range sessions {
		for target, u := range users {
			what := actor + " sees " + target
			d, err := s.Details(t.Context(), u.ID)
			if s.Me().Role == identity.LedgerManager && actor != target {
				wantRefused(t, what, err, access.SeeUser, access.ReasonOwnOnly)
				if d.User.ID != 0 || d.Events != nil {
					t.Errorf("%s: got %+v, want nothing", what, d)
				}
				continue
			}
			note := "About " + target
			if actor == target || target == "root" {
				note = ""
			}
			if err != nil || d.User.ID != u.ID || d.User.Note != note || len(d.Events) == 0 {
				t.Errorf("%s: got %+v, error %v, want note %q and entries", what, d, err, note)
			}
			for _, e := range d.Events {
				for _, c := range journal.ChangesOf(e) {
					if c.Field == journal.FieldNote && e.TargetID == s.Me().ID && c.After != "" {
						t.Errorf("%s: got the note in entry %+v", what, e)
					}
				}
			}
		}
	}
}

// The details follow the rights of the moment, like everything else.
func TestDetailsOfTheMoment(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "anna", identity.Admin)
	bob := w.add(t, "bob", identity.LedgerManager)
	anna := w.stored(t, s.Me().ID)
	_, err := w.root.ChangeRole(t.Context(), anna, identity.LedgerManager)
	wantErr(t, "demote", err, nil)
	_, err = s.Details(t.Context(), bob.ID)
	wantRefused(t, "after demotion", err, access.SeeUser, access.ReasonOwnOnly)
	if err := s.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = s.Details(t.Context(), anna.ID)
	wantErr(t, "locked", err, ErrLocked)
	_, err = (&Session{}).Details(t.Context(), anna.ID)
	wantErr(t, "zero session", err, ErrSignedOut)
}
