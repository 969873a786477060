package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"testing"

	"roster/data"
)

// performed is what a method of Session does.
type performed struct {
	ops  []Operation
	call func(ctx context.Context, s *Session, u User) error // on u, if on anybody
}

// methods are the methods of Session, each with the operations that the gate asks about. One that is not here
// and not in shows fails TestEveryMethod.
var methods = map[string]performed{
	"SignOut": {[]Operation{SignOut}, func(ctx context.Context, s *Session, _ User) error { return s.SignOut(ctx) }},
	"Lock":    {[]Operation{Lock}, func(ctx context.Context, s *Session, _ User) error { return s.Lock(ctx) }},
	"Unlock": {[]Operation{Unlock}, func(ctx context.Context, s *Session, _ User) error {
		return last(s.Unlock(ctx, secret))
	}},
	"Confirm": {[]Operation{Confirm}, func(ctx context.Context, s *Session, _ User) error {
		return s.Confirm(ctx, secret)
	}},
	"User": {[]Operation{SeeUser}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.User(ctx, u.ID)
		return err
	}},
	"Find": {[]Operation{FindUsers}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.Find(ctx, Query{}, 0, 1)
		return err
	}},
	"UserNamed": {[]Operation{FindUsers}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.UserNamed(ctx, u.Name)
		return err
	}},
	"Places": {[]Operation{FindUsers}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.Places(ctx, Query{}, u.ID)
		return err
	}},
	"CreateUser": {[]Operation{CreateUser}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.CreateUser(ctx, NewUser{Name: "new", Email: "new@example.com", Password: secret, Role: LedgerManager})
		return err
	}},
	"EditUser": {[]Operation{EditNames, RenameUser}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.EditUser(ctx, u, Details{Name: "renamed", FirstName: "Re", LastName: "Named"})
		return err
	}},
	"ChangeEmail": {[]Operation{ChangeEmail}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.ChangeEmail(ctx, u, "changed@example.com")
		return err
	}},
	"ChangeRole": {[]Operation{ChangeRole}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.ChangeRole(ctx, u, Admin)
		return err
	}},
	"DisableUser": {[]Operation{DisableUser}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.DisableUser(ctx, u)
		return err
	}},
	"EnableUser": {[]Operation{EnableUser}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.EnableUser(ctx, u)
		return err
	}},
	"Tries": {[]Operation{SeeUser}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.Tries(ctx, u.ID)
		return err
	}},
	"UnlockUser": {[]Operation{UnlockUser}, func(ctx context.Context, s *Session, u User) error {
		return s.UnlockUser(ctx, u)
	}},
	"DeleteUser": {[]Operation{DeleteUser}, func(ctx context.Context, s *Session, u User) error {
		return s.DeleteUser(ctx, u)
	}},
	"SetPassword": {[]Operation{SetPassword}, func(ctx context.Context, s *Session, u User) error {
		return s.SetPassword(ctx, u, other)
	}},
	"RegeneratePassword": {[]Operation{SetPassword}, func(ctx context.Context, s *Session, u User) error {
		_, err := s.RegeneratePassword(ctx, u)
		return err
	}},
	"RecoveryKeyMade": {[]Operation{SeeRecoveryKey}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.RecoveryKeyMade(ctx)
		return err
	}},
	"RenewRecoveryKey": {[]Operation{RenewRecoveryKey}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.RenewRecoveryKey(ctx)
		return err
	}},
	"Journal": {[]Operation{ReadJournal, ReadOwnEvents}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.Journal(ctx, JournalQuery{}, 0, 10)
		return err
	}},
	"ExportJournal": {[]Operation{ExportJournal}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.ExportJournal(ctx, CSV, io.Discard, nil)
		return err
	}},
	"VerifyJournal": {[]Operation{VerifyJournal}, func(ctx context.Context, s *Session, _ User) error {
		_, err := s.VerifyJournal(ctx, nil)
		return err
	}},
	"ChangeSettings": {[]Operation{ChangeSettings}, func(ctx context.Context, s *Session, _ User) error {
		next := DefaultSettings()
		next.MinPassword++
		return s.ChangeSettings(ctx, DefaultSettings(), next)
	}},
	"ChangePassword": {[]Operation{ChangePassword}, func(ctx context.Context, s *Session, _ User) error {
		return s.ChangePassword(ctx, secret, other)
	}},
}

// shows are the methods that only show what the session knows already.
var shows = []string{"Me", "Welcome", "MustChange", "Confirmed", "May", "Grantable", "TakeRecoveryKey", "Person"}

func TestEveryMethod(t *testing.T) {
	kind := reflect.TypeFor[*Session]()
	for method := range kind.Methods() {
		name := method.Name
		if _, ok := methods[name]; ok == slices.Contains(shows, name) {
			t.Errorf("Session.%s: got in methods %v and in shows %v, want in one of them", name, ok, !ok)
		}
	}
	for name, m := range methods {
		if _, ok := kind.MethodByName(name); !ok {
			t.Errorf("methods hold %s, want only methods of Session", name)
		}
		for _, op := range m.ops {
			if _, ok := permissions[op]; !ok {
				t.Errorf("Session.%s: got %v, want an operation of the permission table", name, op)
			}
		}
	}
	for _, name := range shows {
		if _, ok := kind.MethodByName(name); !ok {
			t.Errorf("shows hold %s, want only methods of Session", name)
		}
	}
}

func TestZeroSession(t *testing.T) {
	target := User{ID: 1, Version: 1, Name: "anna", Role: LedgerManager}
	for name, m := range methods {
		var s Session
		wantErr(t, name+" of the zero session", m.call(t.Context(), &s, target), ErrSignedOut)
	}
	var s Session
	if s.Me() != (User{}) || s.Welcome() != (Welcome{}) || s.MustChange() || s.Confirmed() {
		t.Errorf("zero session: got something to show, want nothing")
	}
}

// Whatever the caller asks for, the gate asks about the operations that methods says.
func TestMethodsAskAboutTheirOperations(t *testing.T) {
	w := newWorld(t)
	target := w.add(t, "target", SystemAdmin)
	for name, m := range methods {
		if name == "SignOut" || name == "Lock" || name == "Unlock" || name == "Confirm" || name == "ChangePassword" ||
			name == "Journal" {
			continue // allowed to everybody: the journal of TestEveryChangeIsWritten names them
		}
		t.Run(name, func(t *testing.T) {
			s := w.session(t, "leo"+name, LedgerManager)
			err := m.call(t.Context(), s, target)
			r, ok := errors.AsType[*RefusedError](err)
			if !ok || !slices.Contains(m.ops, r.Operation) || r.Why != WhyOwnOnly {
				t.Fatalf("by a Ledger manager: got error %v, want %v refused: %v", err, m.ops, WhyOwnOnly)
			}
		})
	}
}

// act is a thing that can be done to a user, or to nobody yet.
type act struct {
	op     Operation
	call   func(ctx context.Context, s *Session, u User, n int) error // n makes what is new unique
	grant  Role                                                       // 0 if none
	create bool                                                       // to nobody yet
}

// everyAct is every act that there is, by a name of its own.
func everyAct() map[string]act {
	all := maps.Clone(acts)
	for _, role := range Roles() {
		change := func(ctx context.Context, s *Session, u User, _ int) error {
			_, err := s.ChangeRole(ctx, u, role)
			return err
		}
		create := func(ctx context.Context, s *Session, _ User, n int) error {
			name := fmt.Sprint("new", n)
			_, err := s.CreateUser(ctx, NewUser{Name: name, Email: name + "@example.com", Password: other, Role: role})
			return err
		}
		all["change role to "+roleNames[role]] = act{op: ChangeRole, grant: role, call: change}
		all["create "+roleNames[role]] = act{op: CreateUser, grant: role, create: true, call: create}
	}
	return all
}

var acts = map[string]act{
	"see": {op: SeeUser, call: func(ctx context.Context, s *Session, u User, _ int) error {
		got, err := s.User(ctx, u.ID)
		if err == nil && got != u {
			return fmt.Errorf("got %v, want %v", got, u)
		}
		return err
	}},
	"edit names": {op: EditNames, call: func(ctx context.Context, s *Session, u User, n int) error {
		_, err := s.EditUser(ctx, u, Details{Name: u.Name, FirstName: "Ann", LastName: fmt.Sprint("Other ", n)})
		return err
	}},
	"rename": {op: RenameUser, call: func(ctx context.Context, s *Session, u User, n int) error {
		_, err := s.EditUser(ctx, u, Details{Name: fmt.Sprint("renamed", n), FirstName: u.FirstName, LastName: u.LastName})
		return err
	}},
	"change email": {op: ChangeEmail, call: func(ctx context.Context, s *Session, u User, n int) error {
		_, err := s.ChangeEmail(ctx, u, fmt.Sprintf("changed%d@example.com", n))
		return err
	}},
	"set password": {op: SetPassword, call: func(ctx context.Context, s *Session, u User, _ int) error {
		return s.SetPassword(ctx, u, other)
	}},
	"regenerate password": {op: SetPassword, call: func(ctx context.Context, s *Session, u User, _ int) error {
		made, err := s.RegeneratePassword(ctx, u)
		if (err == nil) != (made != "") {
			return fmt.Errorf("got password %q with error %v", made, err) //nolint:errorlint // to fail as no error of ours
		}
		return err
	}},
	"disable": {op: DisableUser, call: func(ctx context.Context, s *Session, u User, _ int) error {
		_, err := s.DisableUser(ctx, u)
		return err
	}},
	"enable": {op: EnableUser, call: func(ctx context.Context, s *Session, u User, _ int) error {
		_, err := s.EnableUser(ctx, u)
		return err
	}},
	"delete": {op: DeleteUser, call: func(ctx context.Context, s *Session, u User, _ int) error {
		return s.DeleteUser(ctx, u)
	}},
}

// TestEveryCellInTheFile does every act by every role to every role, confirmed and not, in a real file, and wants
// what product.md says: the change with its entry, the question for confirmation, or the refusal with its entry
// and nothing changed.
func TestEveryCellInTheFile(t *testing.T) {
	w := newWorld(t)
	n := 0
	for _, role := range Roles() {
		plain := w.session(t, fmt.Sprint("plain", int(role)), role)
		sure := w.session(t, fmt.Sprint("sure", int(role)), role)
		confirm(t, sure)
		for name, a := range everyAct() {
			targets := []Role{LedgerManager, Admin, SystemAdmin, 0} // 0 is for the actor
			if a.create {
				targets = []Role{0}
			}
			for _, target := range targets {
				for _, s := range []*Session{plain, sure} {
					n++
					u := w.present(t, s.Me().ID)
					if target != 0 {
						u = w.add(t, fmt.Sprint("target", n), target)
					}
					if a.op == EnableUser && target != 0 {
						w.exec(t, `UPDATE users SET status = 2 WHERE id = $1`, u.ID)
						u.Status = Disabled
					}
					q := question{
						op: a.op, actor: role, status: Enabled, self: target == 0 && !a.create, target: target, grant: a.grant,
					}
					what := fmt.Sprintf("%s by %s (confirmed: %v) to %s", name, roleNames[role], s == sure, roleNames[target])
					changes := a.op != SeeUser && u.Role != a.grant || a.create
					w.wantOutcome(t, what, s, u, q, changes, func() error { return a.call(t.Context(), s, u, n) })
				}
			}
		}
	}
	if n != 3*(9*4+3*4+3)*2 {
		t.Errorf("cases: got %d, want %d", n, 3*(9*4+3*4+3)*2)
	}
}

// wantOutcome calls and compares what came of it with what product.md answers to q.
func (w *world) wantOutcome(t *testing.T, what string, s *Session, u User, q question, changes bool, call func() error) {
	t.Helper()
	want := expected(q)
	if want.Verdict == ConfirmFirst && s.Confirmed() {
		want.Verdict = Allowed
	}
	before, seq := w.accounts(t), w.lastEntry(t).seq
	err := call()
	after, last := w.accounts(t), w.lastEntry(t)
	if want.Verdict == Allowed {
		wantErr(t, what, err, nil)
		if (before != after) != changes {
			t.Errorf("%s: got a change %v, want %v", what, before != after, changes)
		}
		if changes && (last.seq != seq+1 ||
			last.operation != q.op.String() || last.outcome != "done" || last.actorID != s.Me().ID) {
			t.Errorf("%s: got entry %+v, want %d: %s done by %d", what, last, seq+1, q.op, s.Me().ID)
		}
		if !changes && last.seq != seq {
			t.Errorf("%s: got entry %+v, want none", what, last)
		}
		return
	}
	if before != after {
		t.Errorf("%s: got users changed to\n%s, want as before\n%s", what, after, before)
	}
	if want.Verdict == ConfirmFirst {
		wantErr(t, what, err, ErrConfirm)
		if last.seq != seq {
			t.Errorf("%s: got entry %+v, want none", what, last)
		}
		return
	}
	if q.op == RenameUser {
		form := q
		form.op = EditNames // is refused before it is known which of its fields has changed
		if expected(form).Verdict == Refused {
			q = form
		}
	}
	wantRefused(t, what, err, q.op, want.Why)
	target, name := u.ID, u.Name
	if q.op == CreateUser {
		target, name = 0, ""
	}
	if last.seq != seq+1 || last.operation != q.op.String() || last.outcome != "refused" || last.reason != want.Why.String() ||
		last.actorID != s.Me().ID || last.actor != s.Me().Name || last.targetID != target || last.target != name ||
		last.before+last.after != "" || len(last.digest) != 0 {
		t.Errorf("%s: got entry %+v, want %d: %s of %d %s refused by %d for %v",
			what, last, seq+1, q.op, target, name, s.Me().ID, want.Why)
	}
}

// Reading is refused and written down as changing is.
func TestReadingByLedgerManager(t *testing.T) {
	w := newWorld(t)
	s := w.session(t, "leo", LedgerManager)
	me := w.present(t, s.Me().ID)
	if got, err := s.User(t.Context(), me.ID); err != nil || got != me {
		t.Errorf("own account: got %v, error %v, want %v", got, err, me)
	}
	_, err := s.User(t.Context(), w.root.Me().ID)
	wantRefused(t, "see somebody else", err, SeeUser, WhyOwnOnly)
	if p, err := s.Find(t.Context(), Query{}, 0, 10); len(p.Users) != 0 || p.Matched != 0 || p.All != 0 {
		t.Errorf("find: got %+v, want nothing", p)
	} else {
		wantRefused(t, "find", err, FindUsers, WhyOwnOnly)
	}
	_, err = s.Places(t.Context(), Query{}, me.ID)
	wantRefused(t, "places", err, FindUsers, WhyOwnOnly)
	if n := w.number(t, `SELECT count(*) FROM journal WHERE outcome = 'refused' AND actor_id = $1`, me.ID); n != 3 {
		t.Errorf("refusals in the journal: got %d, want 3", n)
	}
}

// A refusal that cannot be written down is a refusal still, and says so.
func TestRefusalWithoutJournal(t *testing.T) {
	w := newWorld(t)
	s := w.session(t, "leo", LedgerManager)
	w.breakJournal(t)
	_, err := s.Find(t.Context(), Query{}, 0, 1)
	wantRefused(t, "find", err, FindUsers, WhyOwnOnly)
	var alone *RefusedError
	if !errors.As(err, &alone) || err.Error() == alone.Error() {
		t.Errorf("got error %v, want the journal's as well", err)
	}
}

// A refusal is written down even if the caller has gone.
func TestRefusalAfterCancel(t *testing.T) {
	w := newWorld(t)
	s := w.session(t, "leo", LedgerManager)
	ctx, cancel := context.WithCancel(t.Context())
	refusal := s.see(ctx, order{op: SeeUser}, func(sc *scene) error {
		cancel()
		return sc.require(FindUsers, 0)
	})
	wantRefused(t, "find", refusal, FindUsers, WhyOwnOnly)
	if e := w.lastEntry(t); e.outcome != "refused" {
		t.Errorf("got entry %+v, want the refusal", e)
	}
}

// No change is made without its entry.
func TestNoEntryNoChange(t *testing.T) {
	w := newWorld(t)
	confirm(t, w.root)
	targets := map[string]User{}
	for name, a := range everyAct() {
		targets[name] = w.add(t, fmt.Sprint("target", len(targets)), Admin)
		if a.op == EnableUser {
			w.exec(t, `UPDATE users SET status = 2 WHERE id = $1`, targets[name].ID)
		}
	}
	w.breakJournal(t)
	before := w.accounts(t)
	for name, a := range everyAct() {
		if a.op == SeeUser || a.grant == Admin && !a.create {
			continue // changes nothing
		}
		if err := a.call(t.Context(), w.root, targets[name], 1); err == nil {
			t.Errorf("%s: got no error, want one", name)
		}
		if after := w.accounts(t); after != before {
			t.Errorf("%s: got users changed to\n%s, want as before\n%s", name, after, before)
		}
	}
	if err := w.root.ChangePassword(t.Context(), secret, other); err == nil || w.accounts(t) != before {
		t.Errorf("change password: got error %v and\n%s, want an error and\n%s", err, w.accounts(t), before)
	}
	w.mendJournal(t)
	_, err := w.root.User(t.Context(), w.root.Me().ID)
	wantErr(t, "the session after that", err, nil)
}

func TestStale(t *testing.T) {
	w := newWorld(t)
	confirm(t, w.root)
	seen := w.add(t, "anna", LedgerManager)
	newer, err := w.root.EditUser(t.Context(), seen, Details{Name: "anna", FirstName: "Anna"})
	if err != nil {
		t.Fatal(err)
	}
	before := w.accounts(t)
	for name, a := range everyAct() {
		if a.op == SeeUser || a.create {
			continue // nothing to overwrite
		}
		err := a.call(t.Context(), w.root, seen, 1)
		if stale, ok := errors.AsType[*StaleError](err); !ok || stale.Now != newer {
			t.Errorf("%s: got error %v, want a stale one with %v", name, err, newer)
		}
		if after := w.accounts(t); after != before {
			t.Errorf("%s: got users changed to\n%s, want as before\n%s", name, after, before)
		}
	}
}

func TestNobodyThere(t *testing.T) {
	w := newWorld(t)
	confirm(t, w.root)
	deleted := w.add(t, "anna", LedgerManager)
	wantErr(t, "delete", w.root.DeleteUser(t.Context(), deleted), nil)
	seq := w.lastEntry(t).seq
	for name, a := range everyAct() {
		if !a.create {
			wantErr(t, name+" of a deleted user", a.call(t.Context(), w.root, deleted, 1), ErrNoUser)
			if a.op != SeeUser {
				wantErr(t, name+" of nobody", a.call(t.Context(), w.root, User{}, 1), ErrNoUser)
			}
		}
	}
	if places, err := w.root.Places(t.Context(), Query{}, deleted.ID); err != nil || !slices.Equal(places, []int{-1}) {
		t.Errorf("places: got %v, error %v, want [-1]", places, err)
	}
	if got := w.lastEntry(t).seq; got != seq {
		t.Errorf("entries: got %d, want %d as before", got, seq)
	}
}

// Whatever has been done, somebody is left who can administer the file. The rules alone see to it that the
// actor is left, so here the actor's own password is spoilt behind their back.
func TestKeepSystemAdmin(t *testing.T) {
	for name, a := range everyAct() {
		leavesOne := map[string]bool{
			"see": true, "edit names": true, "rename": true, "change email": true, "set password": true, "enable": true,
			"change role to System Admin": true,
		}[name] || a.create
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			confirm(t, w.root)
			last := w.add(t, "last", SystemAdmin)
			w.exec(t, `UPDATE credentials SET expires = 1 WHERE user_id = $1`, w.root.Me().ID)
			before := w.accounts(t)
			err := a.call(t.Context(), w.root, last, 1)
			if leavesOne {
				wantErr(t, name, err, nil)
				return
			}
			wantRefused(t, name, err, a.op, WhyLast)
			if after := w.accounts(t); after != before {
				t.Errorf("got users changed to\n%s, want as before\n%s", after, before)
			}
			e := w.lastEntry(t)
			if e.outcome != "refused" || e.reason != WhyLast.String() || e.actorID != w.root.Me().ID || e.targetID != last.ID {
				t.Errorf("got entry %+v, want the refusal", e)
			}
		})
	}
}

// Administering others does not depend on whether there is a System Admin.
func TestKeepSystemAdminMindsSystemAdminsOnly(t *testing.T) {
	w := newWorld(t)
	confirm(t, w.root)
	target := w.add(t, "target", Admin)
	w.exec(t, `UPDATE credentials SET expires = 1 WHERE user_id = $1`, w.root.Me().ID)
	wantErr(t, "delete an Admin", w.root.DeleteUser(t.Context(), target), nil)
}

func TestStaleAfterTheGate(t *testing.T) {
	// The file itself refuses a version that is not the last, should the gate ever let one through.
	w := newWorld(t)
	u := w.add(t, "anna", Admin)
	err := w.store.Update(t.Context(), func(tx *data.Tx) error {
		u.Version--
		_, err := tx.UpdateUser(u)
		return err
	})
	wantErr(t, "update", err, data.ErrStale)
}
