package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// performed describes a method of Session.
type performed struct {
	ops  []access.Operation
	call func(ctx context.Context, s *Session, u identity.User) error // on u, if it has a target
}

// backups is the number of backups that were asked for.
var backups atomic.Int64

// beside returns the path of a file beside that of s.
func beside(s *Session, name string) string {
	if s.service == nil {
		return name
	}
	return filepath.Join(filepath.Dir(s.service.store.Path()), name)
}

// methods are the methods of Session that pass the gate, with their operations. TestEveryMethod fails for a method that
// is neither here nor in accessors.
var methods = map[string]performed{
	"SignOut": {[]access.Operation{access.SignOut}, func(ctx context.Context, s *Session, _ identity.User) error { return s.SignOut(ctx) }},
	"Lock":    {[]access.Operation{access.Lock}, func(ctx context.Context, s *Session, _ identity.User) error { return s.Lock(ctx) }},
	"Unlock": {[]access.Operation{access.Unlock}, func(ctx context.Context, s *Session, _ identity.User) error {
		return last(s.Unlock(ctx, secret))
	}},
	"Confirm": {[]access.Operation{access.Confirm}, func(ctx context.Context, s *Session, _ identity.User) error {
		return s.Confirm(ctx, secret)
	}},
	"User": {[]access.Operation{access.SeeUser}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.User(ctx, u.ID)
		return err
	}},
	"Find": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.Find(ctx, identity.Query{}, 0, 1)
		return err
	}},
	"FindAccounts": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.FindAccounts(ctx, identity.Query{}, 0, 1)
		return err
	}},
	"Accounts": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.Accounts(ctx, SelectionOf(u.ID))
		return err
	}},
	"UserNamed": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.UserNamed(ctx, u.Name)
		return err
	}},
	"Positions": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.Positions(ctx, identity.Query{}, u.ID)
		return err
	}},
	"CreateUser": {[]access.Operation{access.CreateUser}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.CreateUser(ctx, NewUser{Name: "new", Email: "new@example.com", Password: secret, Role: identity.LedgerManager})
		return err
	}},
	"EditUser": {[]access.Operation{access.EditNames, access.RenameUser, access.ChangeNote, access.ChangeExpiry}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.EditUser(ctx, u, Details{Name: "renamed", FirstName: "Re", LastName: "Named", Note: "On leave.", Expires: 30000})
		return err
	}},
	"ChangeEmail": {[]access.Operation{access.ChangeEmail}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.ChangeEmail(ctx, u, "changed@example.com")
		return err
	}},
	"ChangeRole": {[]access.Operation{access.ChangeRole}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.ChangeRole(ctx, u, identity.Admin)
		return err
	}},
	"DisableUser": {[]access.Operation{access.DisableUser}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.DisableUser(ctx, u)
		return err
	}},
	"EnableUser": {[]access.Operation{access.EnableUser}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.EnableUser(ctx, u)
		return err
	}},
	"DamagedUsers": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, _, _, err := s.DamagedUsers(ctx)
		return err
	}},
	"Details": {[]access.Operation{access.SeeUser}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.Details(ctx, u.ID)
		return err
	}},
	"Attempts": {[]access.Operation{access.SeeUser}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.Attempts(ctx, u.ID)
		return err
	}},
	"UnlockUser": {[]access.Operation{access.UnlockUser}, func(ctx context.Context, s *Session, u identity.User) error {
		return s.UnlockUser(ctx, u)
	}},
	"DeleteUser": {[]access.Operation{access.DeleteUser}, func(ctx context.Context, s *Session, u identity.User) error {
		return last(s.DeleteUser(ctx, u))
	}},
	"SetPassword": {[]access.Operation{access.SetPassword}, func(ctx context.Context, s *Session, u identity.User) error {
		return s.SetPassword(ctx, u, other)
	}},
	"RegeneratePassword": {[]access.Operation{access.SetPassword}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.RegeneratePassword(ctx, u)
		return err
	}},
	"RecoveryKeyCreated": {[]access.Operation{access.SeeRecoveryKey}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.RecoveryKeyCreated(ctx)
		return err
	}},
	"RenewRecoveryKey": {[]access.Operation{access.RenewRecoveryKey}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.RenewRecoveryKey(ctx)
		return err
	}},
	"Journal": {[]access.Operation{access.ReadJournal, access.ReadOwnEvents}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.Journal(ctx, JournalQuery{}, 0, 10)
		return err
	}},
	"ExportJournal": {[]access.Operation{access.ExportJournal}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.ExportJournal(ctx, JournalExport{Format: journal.CSV}, io.Discard, nil)
		return err
	}},
	"VerifyJournal": {[]access.Operation{access.VerifyJournal}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.VerifyJournal(ctx, nil)
		return err
	}},
	"BackUp": {[]access.Operation{access.BackUp}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.BackUp(ctx, beside(s, fmt.Sprint("backup", backups.Add(1))), nil)
		return err
	}},
	"Backups": {[]access.Operation{access.BackUp}, func(ctx context.Context, s *Session, _ identity.User) error {
		return last(s.Backups(ctx))
	}},
	"BackUpSealed": {[]access.Operation{access.BackUp}, func(ctx context.Context, s *Session, _ identity.User) error {
		return last(s.BackUpSealed(ctx, beside(s, fmt.Sprint("backup", backups.Add(1))), secret, nil))
	}},
	"BackupsHolding": {[]access.Operation{access.SeeUser}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.BackupsHolding(ctx, u)
		return err
	}},
	"RemoveBackups": {[]access.Operation{access.RemoveBackups}, func(ctx context.Context, s *Session, _ identity.User) error {
		own := identity.Backup{Path: beside(s, "removed")}
		if s.service != nil {
			own.Source = s.service.Path()
		}
		_, err := s.RemoveBackups(ctx, []identity.Backup{own})
		return err
	}},
	"TestBackup": {[]access.Operation{access.BackUp}, func(ctx context.Context, s *Session, _ identity.User) error {
		return last(s.TestBackup(ctx, beside(s, "backup"), "", nil))
	}},
	"CompareBackup": {[]access.Operation{access.BackUp}, func(ctx context.Context, s *Session, _ identity.User) error {
		return last(s.CompareBackup(ctx, beside(s, "backup"), "", nil))
	}},
	"Restore": {[]access.Operation{access.Restore}, func(ctx context.Context, s *Session, _ identity.User) error {
		return last(s.Restore(ctx, &Restoration{}, nil, beside(s, fmt.Sprint("backup", backups.Add(1))), nil))
	}},
	"AcceptOlder": {[]access.Operation{access.AcceptOlder}, func(ctx context.Context, s *Session, _ identity.User) error {
		return s.AcceptOlder(ctx)
	}},
	"ChangeSettings": {[]access.Operation{access.ChangeSettings}, func(ctx context.Context, s *Session, _ identity.User) error {
		next := DefaultSettings()
		next.MinPassword++
		return s.ChangeSettings(ctx, DefaultSettings(), next)
	}},
	"Select": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, _ identity.User) error {
		page, err := s.Find(ctx, identity.Query{}, 0, 1)
		if err == nil {
			_, err = s.Select(ctx, identity.Query{}, page.State, []identity.Range{{To: 1}})
		}
		return err
	}},
	"Places": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		_, _, _, err := s.Places(ctx, identity.Query{}, SelectionOf(u.ID))
		return err
	}},
	"Plan": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		_, err := s.Plan(ctx, SelectionOf(u.ID), Action{Operation: access.DisableUser}, nil)
		return err
	}},
	"PlanUndo": {[]access.Operation{access.ReadJournal}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.PlanUndo(ctx, 1, nil)
		return notErr(err, ErrNotUndoable) // it is the entry about the set-up
	}},
	"Apply": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		p := &Plan{Action: Action{Operation: access.DisableUser}, steps: []step{{id: u.ID, version: u.Version}}}
		_, err := s.Apply(ctx, p, nil)
		return err
	}},
	"PlanImport": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.PlanImport(ctx, ledgerImport(people("imported")...), nil)
		return err
	}},
	"Import": {[]access.Operation{access.FindUsers}, func(ctx context.Context, s *Session, u identity.User) error {
		of := ledgerImport(people("imported")...)
		p := &ImportPlan{of: &of, ready: []candidate{newCandidate(&of.People[0])}}
		p.Rows = []ImportRow{{Person: &of.People[0], Result: RowNew, ops: []access.Operation{access.ImportUser}, To: UserValues{
			Name: "imported", Email: "imported@example.com", Role: identity.LedgerManager, Status: identity.NoPassword,
		}}}
		_, err := s.Import(ctx, p, nil)
		return err
	}},
	"ExportUsers": {[]access.Operation{access.ExportUsers}, func(ctx context.Context, s *Session, _ identity.User) error {
		_, err := s.ExportUsers(ctx, Export{Format: ExportCSV}, io.Discard, nil)
		return err
	}},
	"ChangePassword": {[]access.Operation{access.ChangePassword}, func(ctx context.Context, s *Session, _ identity.User) error {
		return s.ChangePassword(ctx, secret, other)
	}},
}

// accessors are the methods that only return what the session holds.
var accessors = []string{"Me", "SignInNotice", "MustChange", "May", "Grantable", "TakeRecoveryKey", "Person", "Undoable"}

func TestEveryMethod(t *testing.T) {
	kind := reflect.TypeFor[*Session]()
	for method := range kind.Methods() {
		name := method.Name
		if _, ok := methods[name]; ok == slices.Contains(accessors, name) {
			t.Errorf("Session.%s: got in methods %v and in accessors %v, want in one of them", name, ok, !ok)
		}
	}
	for name, m := range methods {
		if _, ok := kind.MethodByName(name); !ok {
			t.Errorf("methods: got %s, want only methods of Session", name)
		}
		for _, op := range m.ops {
			if !slices.Contains(access.Operations(), op) {
				t.Errorf("Session.%s: got %v, want an operation", name, op)
			}
		}
	}
	for _, name := range accessors {
		if _, ok := kind.MethodByName(name); !ok {
			t.Errorf("accessors: got %s, want only methods of Session", name)
		}
	}
}

func TestZeroSession(t *testing.T) {
	target := identity.User{ID: 1, Version: 1, Name: "anna", Role: identity.LedgerManager}
	for name, m := range methods {
		var s Session
		wantErr(t, name+" of the zero session", m.call(t.Context(), &s, target), ErrSignedOut)
	}
	var s Session
	if s.Me() != (identity.User{}) || s.SignInNotice() != (SignInNotice{}) || s.MustChange() || s.isConfirmed(start) {
		t.Error("zero session: got non-zero values, want zero values")
	}
}

// Each method asks the gate for the operations listed in methods.
func TestMethodOperations(t *testing.T) {
	w := newWorkspace(t)
	target := w.add(t, "target", identity.SystemAdmin)
	for name, m := range methods {
		if name == "SignOut" || name == "Lock" || name == "Unlock" || name == "Confirm" || name == "ChangePassword" ||
			name == "Journal" {
			continue // allowed to everyone; TestEveryChangeRecorded covers them
		}
		t.Run(name, func(t *testing.T) {
			s := w.session(t, "leo"+name, identity.LedgerManager)
			err := m.call(t.Context(), s, target)
			r, ok := errors.AsType[*RefusedError](err)
			if !ok || !slices.Contains(m.ops, r.Operation) || r.Reason != access.ReasonOwnOnly {
				t.Fatalf("by a Ledger manager: got error %v, want %v refused: %v", err, m.ops, access.ReasonOwnOnly)
			}
		})
	}
}

// act is an operation on a user, or one that creates a user.
type act struct {
	op     access.Operation
	call   func(ctx context.Context, s *Session, u identity.User, n int) error // n makes what is new unique
	grant  identity.Role                                                       // 0 if none
	create bool                                                                // the target is yet to be created
}

// everyAct returns every act, by its unique name.
func everyAct() map[string]act {
	all := maps.Clone(acts)
	for _, role := range identity.Roles() {
		change := func(ctx context.Context, s *Session, u identity.User, _ int) error {
			_, err := s.ChangeRole(ctx, u, role)
			return err
		}
		create := func(ctx context.Context, s *Session, _ identity.User, n int) error {
			name := fmt.Sprint("new", n)
			_, err := s.CreateUser(ctx, NewUser{Name: name, Email: name + "@example.com", Password: other, Role: role})
			return err
		}
		all["change role to "+role.String()] = act{op: access.ChangeRole, grant: role, call: change}
		all["create "+role.String()] = act{op: access.CreateUser, grant: role, create: true, call: create}
	}
	return all
}

var acts = map[string]act{
	"see": {op: access.SeeUser, call: func(ctx context.Context, s *Session, u identity.User, _ int) error {
		got, err := s.User(ctx, u.ID)
		if err == nil && got != u {
			return fmt.Errorf("got %v, want %v", got, u)
		}
		return err
	}},
	"edit names": {op: access.EditNames, call: func(ctx context.Context, s *Session, u identity.User, n int) error {
		_, err := s.EditUser(ctx, u, Details{Name: u.Name, FirstName: "Ann", LastName: fmt.Sprint("Other ", n)})
		return err
	}},
	"rename": {op: access.RenameUser, call: func(ctx context.Context, s *Session, u identity.User, n int) error {
		_, err := s.EditUser(ctx, u, Details{Name: fmt.Sprint("renamed", n), FirstName: u.FirstName, LastName: u.LastName})
		return err
	}},
	"change email": {op: access.ChangeEmail, call: func(ctx context.Context, s *Session, u identity.User, n int) error {
		_, err := s.ChangeEmail(ctx, u, fmt.Sprintf("changed%d@example.com", n))
		return err
	}},
	"change note": {op: access.ChangeNote, call: func(ctx context.Context, s *Session, u identity.User, n int) error {
		_, err := s.EditUser(ctx, u, Details{Name: u.Name, FirstName: u.FirstName, LastName: u.LastName, Note: fmt.Sprint("Note ", n)})
		return err
	}},
	"change expiry": {op: access.ChangeExpiry, call: func(ctx context.Context, s *Session, u identity.User, n int) error {
		d := Details{Name: u.Name, FirstName: u.FirstName, LastName: u.LastName, Expires: identity.Date(30000 + n)}
		_, err := s.EditUser(ctx, u, d)
		return err
	}},
	"set password": {op: access.SetPassword, call: func(ctx context.Context, s *Session, u identity.User, _ int) error {
		return s.SetPassword(ctx, u, other)
	}},
	"regenerate password": {op: access.SetPassword, call: func(ctx context.Context, s *Session, u identity.User, _ int) error {
		given, err := s.RegeneratePassword(ctx, u)
		if (err == nil) != (given.Password != "") {
			return fmt.Errorf("got password %q with error %v", given.Password, err) //nolint:errorlint // must not match a package error
		}
		return err
	}},
	"disable": {op: access.DisableUser, call: func(ctx context.Context, s *Session, u identity.User, _ int) error {
		_, err := s.DisableUser(ctx, u)
		return err
	}},
	"enable": {op: access.EnableUser, call: func(ctx context.Context, s *Session, u identity.User, _ int) error {
		_, err := s.EnableUser(ctx, u)
		return err
	}},
	"delete": {op: access.DeleteUser, call: func(ctx context.Context, s *Session, u identity.User, _ int) error {
		return last(s.DeleteUser(ctx, u))
	}},
}

// TestEveryCellInTheFile performs every act by every role on every role, confirmed and not, in a real file. Each must
// end as product.md specifies: with the change and its entry, with a request for confirmation, or with a refusal, its
// entry and no change.
func TestEveryCellInTheFile(t *testing.T) {
	w := newWorkspace(t)
	n := 0
	for _, role := range identity.Roles() {
		plain := w.session(t, fmt.Sprint("plain", int(role)), role)
		sure := w.session(t, fmt.Sprint("sure", int(role)), role)
		confirm(t, sure)
		for name, a := range everyAct() {
			targets := []identity.Role{identity.LedgerManager, identity.Admin, identity.SystemAdmin, 0} // 0 is the actor
			if a.create {
				targets = []identity.Role{0}
			}
			for _, target := range targets {
				for _, s := range []*Session{plain, sure} {
					n++
					u := w.stored(t, s.Me().ID)
					if target != 0 {
						u = w.add(t, fmt.Sprint("target", n), target)
					}
					if a.op == access.EnableUser && target != 0 {
						w.exec(t, `UPDATE users SET status = 2 WHERE id = $1`, u.ID)
						u.Status = identity.Disabled
					}
					q := access.Request{
						Operation: a.op, Actor: role, Status: identity.Enabled, Self: target == 0 && !a.create, Target: target,
						Grant: a.grant,
					}
					what := fmt.Sprintf("%s by %s (confirmed: %v) to %s", name, role.String(), s == sure, target.String())
					changes := a.op != access.SeeUser && u.Role != a.grant || a.create
					w.wantOutcome(t, what, s, u, q, changes, func() error { return a.call(t.Context(), s, u, n) })
				}
			}
		}
	}
	if n != 3*(11*4+3*4+3)*2 {
		t.Errorf("cases: got %d, want %d", n, 3*(11*4+3*4+3)*2)
	}
}

// wantOutcome runs call and fails the test unless it ends as the decision about q requires.
func (w *workspace) wantOutcome(t *testing.T, what string, s *Session, u identity.User, q access.Request, changes bool, call func() error) {
	t.Helper()
	want := access.Decide(q)
	if want.Verdict == access.ConfirmFirst && s.isConfirmed(w.clock.now()) {
		want.Verdict = access.Allowed
	}
	before, seq := w.accounts(t), w.lastEntry(t).seq
	err := call()
	after, last := w.accounts(t), w.lastEntry(t)
	if want.Verdict == access.Allowed {
		wantErr(t, what, err, nil)
		if (before != after) != changes {
			t.Errorf("%s: got changed %v, want %v", what, before != after, changes)
		}
		if changes && (last.seq != seq+1 ||
			last.operation != q.Operation.String() || last.outcome != "done" || last.actorID != s.Me().ID) {
			t.Errorf("%s: got entry %+v, want %d: %s done by %d", what, last, seq+1, q.Operation, s.Me().ID)
		}
		if !changes && last.seq != seq {
			t.Errorf("%s: got entry %+v, want none", what, last)
		}
		return
	}
	if before != after {
		t.Errorf("%s: got users\n%s\nwant them unchanged:\n%s", what, after, before)
	}
	if want.Verdict == access.ConfirmFirst {
		wantErr(t, what, err, ErrConfirm)
		if last.seq != seq {
			t.Errorf("%s: got entry %+v, want none", what, last)
		}
		return
	}
	if q.Operation == access.RenameUser || q.Operation == access.ChangeNote || q.Operation == access.ChangeExpiry {
		form := q
		form.Operation = access.EditNames // refused before the changed fields are known
		if access.Decide(form).Verdict == access.Refused {
			q = form
		}
	}
	wantRefused(t, what, err, q.Operation, want.Reason)
	target, name := u.ID, u.Name
	if q.Operation == access.CreateUser {
		target, name = 0, ""
	}
	if last.seq != seq+1 || last.operation != q.Operation.String() || last.outcome != "refused" || last.reason != want.Reason.String() ||
		last.actorID != s.Me().ID || last.actor != s.Me().Name || last.targetID != target || last.target != name ||
		last.before+last.after != "" || len(last.digest) != 0 {
		t.Errorf("%s: got entry %+v, want %d: %s of %d %s refused by %d for %v",
			what, last, seq+1, q.Operation, target, name, s.Me().ID, want.Reason)
	}
}

// Reading is refused, and the refusal recorded, like changing.
func TestReadByLedgerManager(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "leo", identity.LedgerManager)
	me := w.stored(t, s.Me().ID)
	if got, err := s.User(t.Context(), me.ID); err != nil || got != me {
		t.Errorf("own account: got %v, error %v, want %v", got, err, me)
	}
	_, err := s.User(t.Context(), w.root.Me().ID)
	wantRefused(t, "see someone else", err, access.SeeUser, access.ReasonOwnOnly)
	if p, err := s.Find(t.Context(), identity.Query{}, 0, 10); len(p.Users) != 0 || p.Matched != 0 || p.All != 0 {
		t.Errorf("find: got %+v, want nothing", p)
	} else {
		wantRefused(t, "find", err, access.FindUsers, access.ReasonOwnOnly)
	}
	_, err = s.Positions(t.Context(), identity.Query{}, me.ID)
	wantRefused(t, "positions", err, access.FindUsers, access.ReasonOwnOnly)
	if n := w.number(t, `SELECT count(*) FROM journal WHERE outcome = 'refused' AND actor_id = $1`, me.ID); n != 3 {
		t.Errorf("refusals in the journal: got %d, want 3", n)
	}
}

// A refusal that cannot be recorded is still a refusal, and reports both errors.
func TestRefusalWithoutJournal(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "leo", identity.LedgerManager)
	w.breakJournal(t)
	_, err := s.Find(t.Context(), identity.Query{}, 0, 1)
	wantRefused(t, "find", err, access.FindUsers, access.ReasonOwnOnly)
	var alone *RefusedError
	if !errors.As(err, &alone) || err.Error() == alone.Error() {
		t.Errorf("got error %v, want the journal's error as well", err)
	}
}

// A refusal is recorded even if the caller's context is cancelled.
func TestRefusalAfterCancel(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "leo", identity.LedgerManager)
	ctx, cancel := context.WithCancel(t.Context())
	refusal := s.read(ctx, request{op: access.SeeUser}, func(sc *authorized) error {
		cancel()
		return sc.require(access.FindUsers, 0)
	})
	wantRefused(t, "find", refusal, access.FindUsers, access.ReasonOwnOnly)
	if e := w.lastEntry(t); e.outcome != "refused" {
		t.Errorf("got entry %+v, want the refusal", e)
	}
}

// A change whose entry cannot be written is not made.
func TestNoChangeWithoutEntry(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	targets := map[string]identity.User{}
	for name, a := range everyAct() {
		targets[name] = w.add(t, fmt.Sprint("target", len(targets)), identity.Admin)
		if a.op == access.EnableUser {
			w.exec(t, `UPDATE users SET status = 2 WHERE id = $1`, targets[name].ID)
		}
	}
	w.breakJournal(t)
	before := w.accounts(t)
	for name, a := range everyAct() {
		if a.op == access.SeeUser || a.grant == identity.Admin && !a.create {
			continue // changes nothing
		}
		if err := a.call(t.Context(), w.root, targets[name], 1); err == nil {
			t.Errorf("%s: got no error, want one", name)
		}
		if after := w.accounts(t); after != before {
			t.Errorf("%s: got users\n%s\nwant them unchanged:\n%s", name, after, before)
		}
	}
	if err := w.root.ChangePassword(t.Context(), secret, other); err == nil || w.accounts(t) != before {
		t.Errorf("change password: got error %v and\n%s, want an error and\n%s", err, w.accounts(t), before)
	}
	w.repairJournal(t)
	_, err := w.root.User(t.Context(), w.root.Me().ID)
	wantErr(t, "session afterwards", err, nil)
}

func TestStale(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	seen := w.add(t, "anna", identity.LedgerManager)
	newer, err := w.root.EditUser(t.Context(), seen, Details{Name: "anna", FirstName: "Anna"})
	if err != nil {
		t.Fatal(err)
	}
	before := w.accounts(t)
	for name, a := range everyAct() {
		if a.op == access.SeeUser || a.create {
			continue // no earlier version
		}
		err := a.call(t.Context(), w.root, seen, 1)
		if stale, ok := errors.AsType[*StaleError](err); !ok || stale.Now != newer {
			t.Errorf("%s: got error %v, want a StaleError with %v", name, err, newer)
		}
		if after := w.accounts(t); after != before {
			t.Errorf("%s: got users\n%s\nwant them unchanged:\n%s", name, after, before)
		}
	}
}

func TestNoSuchUser(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	deleted := w.add(t, "anna", identity.LedgerManager)
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), deleted)), nil)
	seq := w.lastEntry(t).seq
	for name, a := range everyAct() {
		if !a.create {
			wantErr(t, name+" of a deleted user", a.call(t.Context(), w.root, deleted, 1), ErrNoUser)
			if a.op != access.SeeUser {
				wantErr(t, name+" of the zero user", a.call(t.Context(), w.root, identity.User{}, 1), ErrNoUser)
			}
		}
	}
	if positions, err := w.root.Positions(t.Context(), identity.Query{}, deleted.ID); err != nil || !slices.Equal(positions, []int{-1}) {
		t.Errorf("positions: got %v, error %v, want [-1]", positions, err)
	}
	if got := w.lastEntry(t).seq; got != seq {
		t.Errorf("entries: got %d, want %d as before", got, seq)
	}
}

// After every operation, a System Admin who can sign in is left. Usually that is the actor, so this test makes the
// actor's own password expire.
func TestKeepSystemAdmin(t *testing.T) {
	for name, a := range everyAct() {
		leavesOne := map[string]bool{
			"see": true, "edit names": true, "rename": true, "change email": true, "change note": true, "set password": true,
			"enable":                      true,
			"change role to System Admin": true,
		}[name] || a.create
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			confirm(t, w.root)
			last := w.add(t, "last", identity.SystemAdmin)
			w.exec(t, `UPDATE credentials SET expires = 1 WHERE user_id = $1`, w.root.Me().ID)
			before := w.accounts(t)
			err := a.call(t.Context(), w.root, last, 1)
			if leavesOne {
				wantErr(t, name, err, nil)
				return
			}
			wantRefused(t, name, err, a.op, access.ReasonLast)
			if after := w.accounts(t); after != before {
				t.Errorf("got users\n%s\nwant them unchanged:\n%s", after, before)
			}
			e := w.lastEntry(t)
			if e.outcome != "refused" || e.reason != access.ReasonLast.String() || e.actorID != w.root.Me().ID || e.targetID != last.ID {
				t.Errorf("got entry %+v, want the refusal", e)
			}
		})
	}
}

// What a write that reports no change has done nevertheless is undone, because no entry records it.
func TestUnchangedIsRolledBack(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	before, entries := w.accounts(t), w.number(t, `SELECT count(*) FROM journal`)
	err := w.root.write(t.Context(), request{op: access.EditNames, target: u.ID}, func(a *authorized) (effect, error) {
		u := a.target.User
		u.FirstName = "X"
		_, err := a.UpdateUser(a.target.User, u)
		return unchanged, err
	})
	wantErr(t, "write", err, nil)
	if after := w.accounts(t); after != before {
		t.Errorf("got users\n%s\nwant them unchanged:\n%s", after, before)
	}
	if n := w.number(t, `SELECT count(*) FROM journal`); n != entries {
		t.Errorf("got %d entries, want %d", n, entries)
	}
}

// Operations on other roles do not depend on whether a System Admin is left.
func TestKeepSystemAdminIgnoresOthers(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	target := w.add(t, "target", identity.Admin)
	w.exec(t, `UPDATE credentials SET expires = 1 WHERE user_id = $1`, w.root.Me().ID)
	wantErr(t, "delete an Admin", last(w.root.DeleteUser(t.Context(), target)), nil)
}

func TestStaleInStore(t *testing.T) {
	// The store refuses an old version, too, even if the gate should let it through.
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	err := w.store.Update(t.Context(), func(tx *data.Tx) error {
		u.Version--
		_, err := tx.UpdateUser(u, u)
		return err
	})
	wantErr(t, "update", err, data.ErrStale)
}
