package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/identity"
)

func TestCreateUser(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	for i, n := range []NewUser{
		{Name: " Müller ", Email: " Mueller@Example.com ", FirstName: " Eva  Maria ", LastName: "Mu\u0308ller", Password: secret,
			Role: identity.LedgerManager, MustChange: true},
		{Name: "田中さくら", Email: "a@example.com", Password: "e\u0301" + other, Role: identity.Admin},
		generated(t, NewUser{Name: "third", Email: "third@example.com", Role: identity.SystemAdmin, MustChange: true}),
		generated(t, NewUser{Name: "fourth", Email: "fourth@example.com", Role: identity.Admin}),
		typedOver(generated(t, NewUser{Name: "fifth", Email: "fifth@example.com", Role: identity.Admin, MustChange: true})),
	} {
		w.clock.add(time.Minute)
		u, err := w.root.CreateUser(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if u != w.stored(t, u.ID) {
			t.Errorf("%d: got %v, want the stored user, %v", i, u, w.stored(t, u.ID))
		}
		if u.Role != n.Role || u.Status != identity.Enabled || u.Version != 1 ||
			!u.LastSignIn.IsZero() || u.Created != w.clock.now() || u.Changed != w.clock.now() {
			t.Errorf("%d: got %+v, want a new, enabled %s", i, u, n.Role.String())
		}
		c := w.credential(t, u.ID)
		if c.MustChange != n.MustChange {
			t.Errorf("%d: got must change %v, want %v", i, c.MustChange, n.MustChange)
		}
		var expires time.Time
		if n.Name == "third" { // the only one with a generated password that must be changed
			expires = w.clock.now().Add(72 * time.Hour)
		}
		if c.Expires != expires {
			t.Errorf("%d: got expiry %v, want %v", i, c.Expires, expires)
		}
		s, err := w.service.SignIn(t.Context(), u.Name, n.Password)
		if err != nil || s.MustChange() != n.MustChange {
			t.Errorf("%d: sign in: got error %v, want must change %v", i, err, n.MustChange)
		}
	}
	if u := w.stored(t, w.number(t, `SELECT id FROM users WHERE name = 'Müller'`)); u.Email != "Mueller@Example.com" ||
		u.FirstName != "Eva Maria" || u.LastName != "Müller" {
		t.Errorf("got %+v, want white space and Unicode form normalized", u)
	}
}

// generated returns n with a generated password.
func generated(t *testing.T, n NewUser) NewUser {
	t.Helper()
	var err error
	if n.Generated, err = password.Generate(identity.Characters, password.Min); err != nil {
		t.Fatal(err)
	}
	n.Password = n.Generated.Plain()
	return n
}

// typedOver returns n with a typed password in place of the generated one.
func typedOver(n NewUser) NewUser {
	n.Password = other
	return n
}

func TestCreateUserMistakes(t *testing.T) {
	w := newWorkspace(t)
	users := w.number(t, `SELECT count(*) FROM users`)
	good := NewUser{Name: "anna", Email: "anna@example.com", FirstName: "Anna", LastName: "B", Password: secret, Role: identity.Admin}
	for what, c := range map[string]struct {
		change func(*NewUser)
		want   []identity.Mistake
	}{
		"no name":    {func(n *NewUser) { n.Name = "" }, []identity.Mistake{{Field: identity.FieldName, Rule: identity.RuleRequired}}},
		"email":      {func(n *NewUser) { n.Email = "a@b" }, []identity.Mistake{{Field: identity.FieldEmail, Rule: identity.RuleDomain, Found: "b"}}},
		"first name": {func(n *NewUser) { n.FirstName = "\x00" }, []identity.Mistake{{Field: identity.FieldFirstName, Rule: identity.RuleControl}}},
		"last name":  {func(n *NewUser) { n.LastName = "\u202e" }, []identity.Mistake{{Field: identity.FieldLastName, Rule: identity.RuleInvisible}}},
		"password":   {func(n *NewUser) { n.Password = "short" }, []identity.Mistake{{Field: identity.FieldPassword, Rule: identity.RuleShort}}},
		"own name": {func(n *NewUser) { n.Password = "anna.anna.anna.123" },
			[]identity.Mistake{{Field: identity.FieldPassword, Rule: identity.RuleOwnWords}}},
		"own email": {func(n *NewUser) { n.Password = "anna@example.com" },
			[]identity.Mistake{{Field: identity.FieldPassword, Rule: identity.RuleOwnWords}}},
		"no role":         {func(n *NewUser) { n.Role = 0 }, []identity.Mistake{{Field: identity.FieldRole, Rule: identity.RuleUnknown}}},
		"too high a role": {func(n *NewUser) { n.Role = identity.SystemAdmin + 1 }, []identity.Mistake{{Field: identity.FieldRole, Rule: identity.RuleUnknown}}},
		"negative role":   {func(n *NewUser) { n.Role = -1 }, []identity.Mistake{{Field: identity.FieldRole, Rule: identity.RuleUnknown}}},
		"everything": {func(n *NewUser) { *n = NewUser{FirstName: "\xff", LastName: "\xff"} }, []identity.Mistake{
			{Field: identity.FieldName, Rule: identity.RuleRequired}, {Field: identity.FieldEmail, Rule: identity.RuleRequired},
			{Field: identity.FieldFirstName, Rule: identity.RuleText}, {Field: identity.FieldLastName, Rule: identity.RuleText},
			{Field: identity.FieldPassword, Rule: identity.RuleRequired}, {Field: identity.FieldRole, Rule: identity.RuleUnknown}}},
	} {
		t.Run(what, func(t *testing.T) {
			n := good
			c.change(&n)
			_, err := w.root.CreateUser(t.Context(), n)
			wantMistakes(t, what, err, c.want...)
		})
	}
	if n := w.number(t, `SELECT count(*) FROM users`); n != users {
		t.Errorf("users: got %d, want %d", n, users)
	}
	if _, err := w.root.CreateUser(t.Context(), good); err != nil {
		t.Errorf("without a mistake: got error %v, want none", err)
	}
}

func TestEditUser(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	w.clock.add(time.Minute)
	edited, err := w.root.EditUser(t.Context(), u, Details{Name: " Anna.B ", FirstName: " Anna ", LastName: "Be\u0301"})
	if err != nil {
		t.Fatal(err)
	}
	want := u
	want.Version, want.Name, want.FirstName, want.LastName, want.Changed = 2, "Anna.B", "Anna", "Bé", w.clock.now()
	if edited != want || w.stored(t, u.ID) != want {
		t.Errorf("got %+v, in the file %+v, want %+v", edited, w.stored(t, u.ID), want)
	}
	seq := w.lastEntry(t).seq
	again, err := w.root.EditUser(t.Context(), edited, Details{Name: "Anna.B ", FirstName: "Anna", LastName: "Bé"})
	if err != nil || again != edited || w.lastEntry(t).seq != seq {
		t.Errorf("no change: got %+v, error %v, want %+v and no entry", again, err, edited)
	}
	_, err = w.root.EditUser(t.Context(), edited, Details{Name: "a b", FirstName: "\x00", LastName: "\x01"})
	wantMistakes(t, "mistakes", err, identity.Mistake{Field: identity.FieldName, Rule: identity.RuleSpace},
		identity.Mistake{Field: identity.FieldFirstName, Rule: identity.RuleControl}, identity.Mistake{Field: identity.FieldLastName, Rule: identity.RuleControl})
	_, err = w.root.ChangeEmail(t.Context(), edited, "a@b")
	wantMistakes(t, "email", err, identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleDomain, Found: "b"})
	for _, role := range []identity.Role{-1, 0, identity.SystemAdmin + 1} {
		_, err = w.root.ChangeRole(t.Context(), edited, role)
		wantMistakes(t, "role", err, identity.Mistake{Field: identity.FieldRole, Rule: identity.RuleUnknown})
	}
	if got := w.stored(t, u.ID); got != edited {
		t.Errorf("after mistakes: got %+v, want %+v", got, edited)
	}
}

// A form may change names and the user name together; the user name is authorized separately.
func TestEditUserName(t *testing.T) {
	w := newWorkspace(t)
	admin := w.session(t, "anna", identity.Admin)
	me := w.stored(t, admin.Me().ID)
	_, err := admin.EditUser(t.Context(), me, Details{Name: "boss", FirstName: "Anna"})
	wantRefused(t, "own user name", err, access.RenameUser, access.ReasonOwnName)
	if got := w.stored(t, me.ID); got != me {
		t.Errorf("got %+v, want %+v as before", got, me)
	}
	me, err = admin.EditUser(t.Context(), me, Details{Name: "anna", FirstName: "Anna"})
	wantErr(t, "own first name", err, nil)
	if admin.Me() != me || me.FirstName != "Anna" {
		t.Errorf("me: got %+v, want %+v", admin.Me(), me)
	}
	root := w.stored(t, w.root.Me().ID)
	_, err = w.root.EditUser(t.Context(), root, Details{Name: "boss"})
	wantErr(t, "own user name by a System Admin", err, ErrConfirm)
	confirm(t, w.root)
	_, err = w.root.EditUser(t.Context(), root, Details{Name: "boss"})
	wantErr(t, "own user name by a System Admin, confirmed", err, nil)
}

// A stored name that breaks a newer rule may stay, but a caller cannot introduce one by claiming that it was stored.
func TestNameOlderThanRule(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	w.exec(t, `UPDATE users SET name = 'an na', name_key = 'an na' WHERE id = $1`, u.ID)
	old := w.stored(t, u.ID)
	edited, err := w.root.EditUser(t.Context(), old, Details{Name: "an na", FirstName: "Anna"})
	if err != nil || edited.Name != "an na" || edited.FirstName != "Anna" {
		t.Errorf("keeping the name: got %+v, error %v, want it unchanged", edited, err)
	}
	forged := edited
	forged.Name = "an\u202ena"
	_, err = w.root.EditUser(t.Context(), forged, Details{Name: "an\u202ena"})
	wantMistakes(t, "a name that is not stored", err, identity.Mistake{Field: identity.FieldName, Rule: identity.RuleInvisible})
	if got := w.stored(t, u.ID); got != edited {
		t.Errorf("got %+v, want %+v as before", got, edited)
	}
}

func TestDisableEnable(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	disabled, err := w.root.DisableUser(t.Context(), u)
	if err != nil || disabled.Status != identity.Disabled || disabled.Version != 2 {
		t.Errorf("disable: got %+v, error %v, want them disabled", disabled, err)
	}
	_, err = w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "sign in", err, ErrSignIn)
	seq := w.lastEntry(t).seq
	if again, err := w.root.DisableUser(t.Context(), disabled); err != nil || again != disabled || w.lastEntry(t).seq != seq {
		t.Errorf("disable again: got %+v, error %v, want no change", again, err)
	}
	enabled, err := w.root.EnableUser(t.Context(), disabled)
	if err != nil || enabled.Status != identity.Enabled {
		t.Errorf("enable: got %+v, error %v, want them enabled", enabled, err)
	}
	w.signIn(t, "anna")
}

func TestDeleteUser(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	u := w.add(t, "anna", identity.LedgerManager)
	w.signIn(t, "anna")
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), u)), nil)
	for _, table := range []string{"users WHERE id", "credentials WHERE user_id"} {
		if n := w.number(t, `SELECT count(*) FROM `+table+` = $1`, u.ID); n != 0 {
			t.Errorf("%s: got %d rows, want none", table, n)
		}
	}
	if n := w.number(t, `SELECT count(*) FROM journal WHERE target_id = $1`, u.ID); n != 2 {
		t.Errorf("entries about the user: got %d, want 2: the sign-in and the deletion", n)
	}
	if again := w.add(t, "anna", identity.LedgerManager); again.ID == u.ID {
		t.Errorf("id of the next user: got %d, want one that was never used", again.ID)
	}
}

func TestFindAndPositions(t *testing.T) {
	w := newWorkspace(t)
	admin := w.session(t, "zoe", identity.Admin)
	for i := range 20 {
		w.add(t, fmt.Sprintf("user%02d", i), identity.LedgerManager)
	}
	q := identity.Query{Text: "user", Role: identity.LedgerManager, Descending: true}
	p, err := admin.Find(t.Context(), q, 5, 3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range p.Users {
		got = append(got, u.Name)
	}
	if want := []string{"user14", "user13", "user12"}; !slices.Equal(got, want) || p.Matched != 20 || p.All != 22 {
		t.Errorf("got %v, %d of %d, want %v, 20 of 22", got, p.Matched, p.All, want)
	}
	positions, err := admin.Positions(t.Context(), q, p.Users[1].ID, admin.Me().ID, 1_000_000, p.Users[0].ID)
	if want := []int{6, -1, -1, 5}; err != nil || !slices.Equal(positions, want) {
		t.Errorf("positions: got %v, error %v, want %v", positions, err, want)
	}
}

func TestBothTaken(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.LedgerManager)
	bob := w.add(t, "bob", identity.LedgerManager)
	_, err := w.root.CreateUser(t.Context(), NewUser{
		Name: "ANNA", Email: strings.ToUpper(bob.Email), Role: identity.LedgerManager, Password: other,
	})
	want := identity.Mistakes{{Field: identity.FieldName, Rule: identity.RuleTaken}, {Field: identity.FieldEmail, Rule: identity.RuleTaken}}
	if m, _ := errors.AsType[identity.Mistakes](err); !slices.Equal(m, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
	_, err = w.root.ChangeEmail(t.Context(), bob, bob.Email)
	if m, _ := errors.AsType[identity.Mistakes](err); !slices.Equal(m, identity.Mistakes{{Field: identity.FieldEmail, Rule: identity.RuleSame}}) {
		t.Errorf("current address: got error %v, want a mistake", err)
	}
}

func TestSetPasswordStale(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	if _, err := w.root.RegeneratePassword(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	_, err := w.root.RegeneratePassword(t.Context(), u)
	if _, stale := errors.AsType[*StaleError](err); !stale {
		t.Errorf("second change: got error %v, want a StaleError", err)
	}
}
