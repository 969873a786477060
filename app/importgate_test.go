package app

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"roster/app/access"
	"roster/app/mapping"
	"roster/data"
	"roster/identity"
)

// rowOf returns a row that does op to a user, who is new for ImportUser, with a role to be given.
func rowOf(op access.Operation, u identity.User, grant identity.Role) mapping.Person {
	p := mapping.Person{Line: 2, ID: u.ID}
	switch op {
	case access.ImportUser:
		p.Name, p.Email, p.Role = "somebody.new", "somebody.new@example.com", grant
	case access.RenameUser:
		p.Name = u.Name + "x"
	case access.EditNames:
		p.FirstName = u.FirstName + "x"
	case access.ChangeEmail:
		p.Email = "x" + u.Email
	case access.ChangeRole:
		p.Role = grant
	case access.DisableUser:
		p.Status = identity.Disabled
	case access.EnableUser:
		p.Status = identity.Enabled
	case access.ChangeNote:
		p.Note = u.Note + "x"
	case access.ChangeExpiry:
		p.Expires = u.Expires + 30000
	case access.SetPassword:
		p.Password = "another violet ladder 9"
	}
	return p
}

// Every cell of the permission table, through an import.
func TestImportGate(t *testing.T) {
	w := newTrusted(t)
	actors := map[identity.Role]*Session{
		identity.SystemAdmin: w.session(t, "actor3", identity.SystemAdmin),
		identity.Admin:       w.session(t, "actor2", identity.Admin),
	}
	targets := map[identity.Role]identity.User{}
	for _, role := range identity.Roles() {
		targets[role] = w.add(t, fmt.Sprint("target", int(role)), role)
	}
	check := func(op access.Operation, s *Session, u identity.User, grant identity.Role) {
		of := ledgerImport(rowOf(op, u, grant))
		if op == access.SetPassword {
			of.Passwords, of.Replace = OwnPasswords, true
		}
		p := planImport(t, s, of)
		wanted := access.Decide(access.NewRequest(op, s.Me(), false, u, grant))
		row := p.Rows[0]
		if (row.Result == RowRefused) != (wanted.Verdict == access.Refused) || row.Result != RowRefused &&
			(p.Confirm != (wanted.Verdict == access.ConfirmFirst) || p.Will() != 1) {
			t.Errorf("%v by %v on %v %q, grant %v: got %s, confirm %t, want %v",
				op, s.Me().Role, u.Role, u.Name, grant, results(p), p.Confirm, wanted)
		}
	}
	for _, s := range actors {
		for _, grant := range identity.Roles() {
			check(access.ImportUser, s, identity.User{}, grant)
			for _, u := range targets {
				if grant != u.Role {
					check(access.ChangeRole, s, u, grant)
				}
			}
		}
		for _, u := range []identity.User{
			targets[identity.LedgerManager], targets[identity.Admin], targets[identity.SystemAdmin], s.Me(),
		} {
			for _, op := range []access.Operation{
				access.RenameUser, access.EditNames, access.ChangeEmail, access.DisableUser, access.ChangeNote,
				access.ChangeExpiry, access.SetPassword,
			} {
				check(op, s, u, 0)
			}
		}
	}
	for role, u := range targets {
		w.exec(t, fmt.Sprintf(`UPDATE users SET status = 2 WHERE id = %d`, u.ID))
		for _, s := range actors {
			check(access.EnableUser, s, w.stored(t, targets[role].ID), 0)
		}
	}
	if _, err := w.session(t, "carla", identity.LedgerManager).PlanImport(t.Context(), ledgerImport(people("x")...), nil); err == nil {
		t.Error("a Ledger manager can plan an import")
	}
}

// Between the plan and the import, anything can happen to whoever imports. Then nothing is imported.
func TestImportAfterFall(t *testing.T) {
	for name, fall := range map[string]func(ctx context.Context, w *workspace, s *Session) error{
		"demoted": func(ctx context.Context, w *workspace, s *Session) error {
			_, err := w.root.ChangeRole(ctx, w.now(s), identity.LedgerManager)
			return err
		},
		"disabled": func(ctx context.Context, w *workspace, s *Session) error {
			_, err := w.root.DisableUser(ctx, w.now(s))
			return err
		},
		"deleted": func(ctx context.Context, w *workspace, s *Session) error {
			return last(w.root.DeleteUser(ctx, w.now(s)))
		},
		"locked":     func(ctx context.Context, _ *workspace, s *Session) error { return s.Lock(ctx) },
		"signed out": func(ctx context.Context, _ *workspace, s *Session) error { return s.SignOut(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newTrusted(t)
			s := w.session(t, "boris", identity.Admin)
			p := planImport(t, s, ledgerImport(people("ida", "jon")...))
			if err := fall(t.Context(), w, s); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Import(t.Context(), p, nil); err == nil {
				t.Error("it was imported")
			}
			if n := w.number(t, `SELECT count(*) FROM users WHERE name IN ('ida', 'jon')`); n != 0 {
				t.Errorf("got %d of them, want none", n)
			}
		})
	}
}

// now returns the person of a session as stored.
func (w *workspace) now(s *Session) identity.User {
	u, err := w.root.User(context.Background(), s.Me().ID)
	if err != nil {
		panic(err)
	}
	return u
}

// One bad row among ten thousand: the file stays as it was.
func TestImportOneBadRow(t *testing.T) {
	w := newTrusted(t)
	n := 10_000
	if testing.Short() {
		n = longBatch + 1
	}
	rows := make([]mapping.Person, n)
	for i := range rows {
		name := fmt.Sprintf("row%05d", i)
		rows[i] = mapping.Person{Line: i + 2, Name: name, Email: name + "@example.com"}
	}
	rows[n-1].Email = "not an address"
	p := planImport(t, w.root, ledgerImport(rows...))
	if p.Counts[RowRefused] != 1 || p.Counts[RowNew] != n-1 {
		t.Fatalf("got %v", p.Counts)
	}
	before := w.number(t, `SELECT max(seq) FROM journal`)
	if _, err := w.root.Import(t.Context(), p, nil); !errors.Is(err, ErrRefusedRows) {
		t.Errorf("got %v, want %v", err, ErrRefusedRows)
	}
	if w.number(t, `SELECT max(seq) FROM journal`) != before || w.number(t, `SELECT count(*) FROM users`) > 100 {
		t.Error("something was written")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.LeaveOut(true)
	_, err := w.root.Import(ctx, p, func(done, all int64) {
		if done > all*3/4 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || w.number(t, `SELECT max(seq) FROM journal WHERE operation <> 'lock'`) != before {
		t.Errorf("cancelled: got %v, want nothing done", err)
	}
	imported(t, w.root, p)
	if n := w.number(t, `SELECT batch FROM roster`); n != 0 {
		t.Error("the mark of a long batch stayed")
	}
}

// importUsers imports new and known people at once.
func (m *machine) importUsers(r *rapid.T) {
	s := m.sitting(r)
	var rows []mapping.Person
	var notes []func(stored identity.User)
	will, refuses, ending := 0, 0, ends
	count := func(on *modelUser, grant identity.Role, ops ...access.Operation) {
		worst := ends
		for _, op := range ops {
			of := grant
			if op == access.ImportHashes { // it is about the file
				of = 0
			}
			switch m.gate(s, op, on, of, 0) {
			case refused:
				worst = refused
			case confirms:
				if worst == ends {
					worst = confirms
				}
			}
		}
		switch worst {
		case refused:
			refuses++
			return
		case confirms:
			ending = confirms
		}
		will++
	}
	first := m.gate(s, access.FindUsers, nil, 0, 0)
	of := Import{Role: identity.LedgerManager}
	if first == ends && rapid.Bool().Draw(r, "with hashes") {
		of.Passwords = ImportedHashes
		if m.gate(s, access.ImportHashes, nil, 0, 0) == refused {
			first = refused
		}
	}
	before := map[*modelUser]modelUser{}
	if first == ends {
		for range rapid.IntRange(0, 2).Draw(r, "new") {
			m.created++
			role := rapid.SampledFrom(identity.Roles()).Draw(r, "role")
			name := fmt.Sprint("imported", m.created)
			row := mapping.Person{Line: len(rows) + 2, Name: name, Email: name + "@example.com", Role: role}
			u, ops := modelUser{version: 1}, []access.Operation{access.ImportUser}
			if of.Passwords == ImportedHashes && rapid.Bool().Draw(r, "with a hash") {
				row.Hash = m.hash
				u.password, u.hasPassword, u.imported, u.expires = secret, true, true, true
				ops = append(ops, access.ImportHashes)
			}
			rows, notes = append(rows, row), append(notes, nil)
			if m.gate(s, access.ImportUser, nil, role, 0) != refused {
				notes[len(notes)-1] = func(stored identity.User) {
					u.user = stored
					m.people = append(m.people, &u)
				}
			}
			count(nil, role, ops...)
		}
		for _, u := range m.people {
			if u.gone || !rapid.Bool().Draw(r, "in the file") {
				continue
			}
			row := mapping.Person{Line: len(rows) + 2, ID: u.user.ID}
			changed := *u
			var ops []access.Operation
			if role := rapid.SampledFrom([]identity.Role{0, 1, 2, 3}).Draw(r, "role"); role != 0 {
				if row.Role = role; role != u.user.Role {
					ops, changed.user.Role = append(ops, access.ChangeRole), role
				}
			}
			if rapid.Bool().Draw(r, "disable") {
				if row.Status = identity.Disabled; u.user.Status != identity.Disabled {
					ops, changed.user.Status = append(ops, access.DisableUser), identity.Disabled
				}
			}
			rows, notes = append(rows, row), append(notes, nil)
			if len(ops) == 0 {
				continue
			}
			refusedBefore := refuses
			count(u, row.Role, ops...)
			if refuses == refusedBefore {
				before[u] = *u
				notes[len(notes)-1] = func(identity.User) { *u = changed }
			}
		}
	}
	of.People = rows
	p, err := s.session.PlanImport(r.Context(), of, nil)
	want(r, "plan an import", err, first)
	if first != ends {
		return
	}
	if p.Will() != will || p.Counts[RowRefused] != refuses {
		r.Fatalf("plan: got %s, want %d done and %d refused", results(p), will, refuses)
	}
	p.LeaveOut(true)
	m.runImport(r, s, p, ending, before, notes)
}

// runImport imports, and notes in the model what it has done.
func (m *machine) runImport(
	r *rapid.T, s *modelSession, p *ImportPlan, ending string, before map[*modelUser]modelUser, notes []func(identity.User),
) {
	if ending == ends {
		for i, row := range p.Rows {
			if row.User.ID != 0 && notes[i] != nil {
				notes[i](identity.User{})
			}
		}
		if m.usable() == 0 {
			ending = lastOne
		}
	}
	_, err := s.session.Import(r.Context(), p, nil)
	want(r, "import", err, ending)
	if ending != ends {
		for u, was := range before {
			*u = was
		}
		return
	}
	for u := range before {
		if u.user, err = m.after(u.user, nil); err != nil {
			r.Fatal(err)
		}
	}
	for i, row := range p.Rows {
		if row.Result != RowNew {
			continue
		}
		var stored identity.Account
		err := m.store.View(r.Context(), func(tx *data.Tx) (err error) {
			stored, err = accountNamed(tx, row.To.Name)
			return err
		})
		if err != nil {
			r.Fatal(err)
		}
		notes[i](stored.User)
	}
}
