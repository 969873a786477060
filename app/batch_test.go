package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// idsOf returns a selection of users.
func idsOf(users ...identity.User) Selection {
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	return SelectionOf(ids...)
}

// ledger adds n Ledger managers.
func (w *workspace) ledger(t *testing.T, n int) (users []identity.User) {
	t.Helper()
	err := w.store.Update(t.Context(), func(tx *data.Tx) error {
		users = nil
		for i := range n {
			name := fmt.Sprintf("user%03d", i)
			u, err := tx.InsertUser(identity.User{
				Name: name, Email: name + "@example.com", Role: identity.LedgerManager, Status: identity.Enabled,
			})
			if err == nil {
				_, err = tx.SetCredential(identity.Credential{UserID: u.ID, Hash: w.hash})
			}
			if err != nil {
				return err
			}
			users = append(users, u)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return users
}

func plan(t *testing.T, s *Session, of Selection, a Action) *Plan {
	t.Helper()
	p, err := s.Plan(t.Context(), of, a, nil)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return p
}

func apply(t *testing.T, s *Session, p *Plan) Applied {
	t.Helper()
	done, err := s.Apply(t.Context(), p, nil)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return done
}

// why returns whom a batch left as they are, and why.
func why(left []Left) string {
	var all []string
	for _, l := range left {
		text := l.Why.Error()
		if _, stale := errors.AsType[*StaleError](l.Why); stale {
			text = "stale"
		}
		all = append(all, fmt.Sprintf("%s: %s", l.User.Name, text))
	}
	return strings.Join(all, ", ")
}

func TestBatchDisables(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 5)
	chief := w.add(t, "chief", identity.Admin)
	s := w.session(t, "boris", identity.Admin)
	if _, err := w.root.DisableUser(t.Context(), users[1]); err != nil {
		t.Fatal(err)
	}
	of := idsOf(append(users, chief, s.Me(), identity.User{ID: 999})...)
	p := plan(t, s, of, Action{Operation: access.DisableUser})
	if got, want := why(p.Left), "user001: nothing to change, chief: disable user refused: rank, "+
		"boris: disable user refused: own account, : no such user"; p.Will() != 4 || p.Confirm || got != want {
		t.Errorf("plan: got %d, confirm %t, %s; want 4, %s", p.Will(), p.Confirm, got, want)
	}
	if _, err := w.root.EditUser(t.Context(), users[2], Details{Name: "renamed"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.ChangeRole(t.Context(), users[3], identity.Admin); err != nil {
		t.Fatal(err)
	}
	before := w.number(t, `SELECT max(seq) FROM journal`)
	done := apply(t, s, p)
	if got := why(done.Left[4:]); done.Done != 2 || got != "renamed: stale, user003: disable user refused: rank" {
		t.Errorf("got %d done, and left %s", done.Done, got)
	}
	for i, want := range []identity.Status{
		identity.Disabled, identity.Disabled, identity.Enabled, identity.Enabled, identity.Disabled,
	} {
		if got := w.stored(t, users[i].ID).Status; got != want {
			t.Errorf("user %d: got %v, want %v", i, got, want)
		}
	}
	var got []string
	for _, l := range w.journal(t)[before:] {
		if l.batch != before+1 {
			t.Errorf("entry %d: got batch %d, want %d", l.seq, l.batch, before+1)
		}
		got = append(got, l.operation+" "+l.outcome+" "+l.target+" "+l.stored[1])
	}
	want := []string{
		`disable user done user000 {"status":"disabled"}`, `disable user refused user003 `,
		`disable user done user004 {"status":"disabled"}`,
		`change users done  {"done":"2","operation":"disable user","refused":"1"}`,
	}
	if !slices.Equal(got, want) || done.Entry != before+4 {
		t.Errorf("journal: got %q and entry %d, want %q and %d", got, done.Entry, want, before+4)
	}
}

// Every action does the same to a user as the operation on them alone, and leaves the same entry.
func TestBatchDoesTheSame(t *testing.T) {
	one, many := newTrusted(t), newTrusted(t)
	for _, c := range []struct {
		action Action
		alone  func(s *Session, u identity.User) error
	}{
		{Action{Operation: access.ChangeRole, Role: identity.Admin}, func(s *Session, u identity.User) error {
			_, err := s.ChangeRole(t.Context(), u, identity.Admin)
			return err
		}},
		{Action{Operation: access.DisableUser}, func(s *Session, u identity.User) error {
			_, err := s.DisableUser(t.Context(), u)
			return err
		}},
		{Action{Operation: access.EnableUser}, func(s *Session, u identity.User) error {
			_, err := s.EnableUser(t.Context(), u)
			return err
		}},
		{Action{Operation: access.UnlockUser}, func(s *Session, u identity.User) error {
			return s.UnlockUser(t.Context(), u)
		}},
		{Action{Operation: access.DeleteUser}, func(s *Session, u identity.User) error {
			_, err := s.DeleteUser(t.Context(), u)
			return err
		}},
	} {
		t.Run(c.action.Operation.String(), func(t *testing.T) {
			name := strings.ReplaceAll(c.action.Operation.String(), " ", "-")
			var users [2]identity.User
			for i, w := range []*workspace{one, many} {
				users[i] = w.add(t, name, identity.LedgerManager)
				confirm(t, w.root)
				switch c.action.Operation {
				case access.EnableUser:
					var err error
					if users[i], err = w.root.DisableUser(t.Context(), users[i]); err != nil {
						t.Fatal(err)
					}
				case access.UnlockUser:
					w.exec(t, `UPDATE credentials SET failed = 7 WHERE user_id = $1`, users[i].ID)
				}
			}
			if err := c.alone(one.root, users[0]); err != nil {
				t.Fatal(err)
			}
			if done := apply(t, many.root, plan(t, many.root, idsOf(users[1]), c.action)); done.Done != 1 || !done.Erased {
				t.Fatalf("got %+v, want one done", done)
			}
			last := func(w *workspace, back int) line {
				all := w.journal(t)
				l := all[len(all)-back]
				l.seq, l.batch, l.words, l.digest, l.prev, l.hash = 0, 0, nil, nil, nil, nil
				return l
			}
			if got, want := fmt.Sprintf("%+v", last(many, 2)), fmt.Sprintf("%+v", last(one, 1)); got != want {
				t.Errorf("got the entry %s, want %s", got, want)
			}
			got, want := many.accounts(t), one.accounts(t)
			if strings.Count(got, "\n") != strings.Count(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	many.wantIntact(t)
}

func TestBatchPasswords(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 3)
	session := w.signIn(t, users[0].Name)
	const week = 7 * 24 * time.Hour
	done := apply(t, w.root, plan(t, w.root, idsOf(users...), Action{Operation: access.SetPassword, Valid: week}))
	if len(done.Passwords) != 3 || done.Done != 3 {
		t.Fatalf("got %d passwords and %d done, want 3", len(done.Passwords), done.Done)
	}
	if _, err := session.User(t.Context(), users[0].ID); !errors.Is(err, ErrSignedOut) {
		t.Errorf("their session: got error %v, want ErrSignedOut", err)
	}
	for i, given := range done.Passwords {
		c := w.credential(t, users[i].ID)
		if !strings.HasPrefix(c.Hash, "$argon2id$v=19$m=8,t=1,p=1$") || !c.MustChange || !c.Expires.Equal(given.Expires) ||
			given.Expires.Sub(w.clock.now()) != week || len(given.Password) != password.GeneratedLength {
			t.Errorf("%s: got %+v, want a cheap hash that must be changed within a week", given.User.Name, c)
		}
	}
	s, err := w.service.SignIn(t.Context(), users[1].Name, done.Passwords[1].Password)
	if err != nil || !s.MustChange() {
		t.Fatalf("sign in: got error %v, want a session that must change its password", err)
	}
	if c := w.credential(t, users[1].ID); strings.Contains(c.Hash, "m=8,t=1,") && !strings.Contains(w.hash, "m=8,t=1,") {
		t.Error("the first sign-in has not upgraded the hash")
	}
	w.clock.add(week)
	if _, err := w.service.SignIn(t.Context(), users[2].Name, done.Passwords[2].Password); !errors.Is(err, ErrExpired) {
		t.Errorf("after a week: got error %v, want ErrExpired", err)
	}
	for _, a := range []Action{
		{Operation: access.SetPassword}, {Operation: access.SetPassword, Valid: time.Hour}, {Operation: access.CreateUser},
		{Operation: access.ChangeRole, Role: 9}, {},
	} {
		if _, err := w.root.Plan(t.Context(), idsOf(users...), a, nil); err == nil {
			t.Errorf("%+v: got no error", a)
		}
		if _, err := w.root.Apply(t.Context(), &Plan{Action: a}, nil); err == nil {
			t.Errorf("apply %+v: got no error", a)
		}
	}
}

// A batch that would leave no System Admin who can sign in does nothing, in whatever order they are.
func TestBatchKeepsASystemAdmin(t *testing.T) {
	for _, action := range []Action{
		{Operation: access.DisableUser}, {Operation: access.DeleteUser}, {Operation: access.ChangeRole, Role: identity.Admin},
		{Operation: access.SetPassword, Valid: StartValidity()[0]},
	} {
		for _, first := range []bool{true, false} {
			t.Run(fmt.Sprint(action.Operation, first), func(t *testing.T) {
				w := newTrusted(t)
				users := w.ledger(t, 2)
				s := w.confirmed(t, "second", identity.SystemAdmin)
				// The actor's own password expires, so they do not count.
				w.exec(t, `UPDATE credentials SET expires = $1 WHERE user_id = $2`,
					identity.Micros(w.clock.now().Add(time.Hour)), s.Me().ID)
				list := []identity.User{users[0], users[1], w.root.Me()}
				if first {
					slices.Reverse(list)
				}
				p := plan(t, s, idsOf(list...), action)
				if p.Will() < 2 || !p.Confirm {
					t.Fatalf("plan: got %d, %s", p.Will(), why(p.Left))
				}
				before := w.accounts(t)
				_, err := s.Apply(t.Context(), p, nil)
				if refused, ok := errors.AsType[*RefusedError](err); !ok || refused.Reason != access.ReasonLast ||
					refused.Operation != action.Operation {
					t.Errorf("got error %v, want a refusal for the last System Admin", err)
				}
				if w.accounts(t) != before {
					t.Error("users have changed")
				}
			})
		}
	}
}

// Whatever happens to the actor between the plan and the batch ends it before anything is done.
func TestBatchOfFallen(t *testing.T) {
	for name, c := range map[string]struct {
		fall func(w *workspace, s *Session) error
		want func(error) bool
	}{
		"signed out": {func(_ *workspace, s *Session) error { return s.SignOut(t.Context()) },
			func(err error) bool { return errors.Is(err, ErrSignedOut) }},
		"locked": {func(_ *workspace, s *Session) error { return s.Lock(t.Context()) },
			func(err error) bool { return errors.Is(err, ErrLocked) }},
		"deleted": {func(w *workspace, s *Session) error {
			_, err := w.root.DeleteUser(t.Context(), w.stored(t, s.Me().ID))
			return err
		}, func(err error) bool { return errors.Is(err, ErrSignedOut) }},
		"disabled": {func(w *workspace, s *Session) error {
			_, err := w.root.DisableUser(t.Context(), w.stored(t, s.Me().ID))
			return err
		}, func(err error) bool { return errors.Is(err, ErrSignedOut) }},
		"now a Ledger manager": {func(w *workspace, s *Session) error {
			_, err := w.root.ChangeRole(t.Context(), w.stored(t, s.Me().ID), identity.LedgerManager)
			return err
		}, func(err error) bool { _, ok := errors.AsType[*RefusedError](err); return ok }},
		"with another password": {func(w *workspace, s *Session) error {
			_, err := w.root.RegeneratePassword(t.Context(), w.stored(t, s.Me().ID))
			return err
		}, func(err error) bool { return errors.Is(err, ErrSignedOut) }},
		"not confirmed any more": {func(w *workspace, _ *Session) error {
			w.clock.add(confirmationTime)
			return nil
		}, func(err error) bool { return errors.Is(err, ErrConfirm) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTrusted(t)
			users := w.ledger(t, 3)
			s := w.confirmed(t, "boris", identity.Admin)
			confirm(t, w.root)
			p := plan(t, s, idsOf(users...), Action{Operation: access.DeleteUser})
			if err := c.fall(w, s); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Apply(t.Context(), p, nil); !c.want(err) {
				t.Errorf("got error %v", err)
			}
			if n := w.number(t, `SELECT count(*) FROM users WHERE name LIKE 'user%'`); n != 3 {
				t.Errorf("got %d users left, want 3", n)
			}
		})
	}
}

// An actor who was demoted meanwhile does nothing more to those they may no longer act on.
func TestBatchOfDemoted(t *testing.T) {
	w := newTrusted(t)
	users := append(w.ledger(t, 2), w.add(t, "chief", identity.Admin))
	s := w.session(t, "second", identity.SystemAdmin)
	confirm(t, w.root)
	p := plan(t, s, idsOf(users...), Action{Operation: access.DisableUser})
	if _, err := w.root.ChangeRole(t.Context(), s.Me(), identity.Admin); err != nil {
		t.Fatal(err)
	}
	if done := apply(t, s, p); done.Done != 2 || why(done.Left) != "chief: disable user refused: rank" {
		t.Errorf("got %d done, left %s", done.Done, why(done.Left))
	}
}

// A batch that is cancelled at any moment has done nothing.
func TestBatchCancelled(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 2*batchPart+10)
	p := plan(t, w.root, idsOf(users...), Action{Operation: access.DisableUser})
	before := w.accounts(t)
	for _, after := range []int{0, 1, 2} {
		ctx, cancel := context.WithCancel(t.Context())
		calls := 0
		if after == 0 {
			cancel()
		}
		_, err := w.root.Apply(ctx, p, func(int64, int64) {
			if calls++; calls == after {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) || w.accounts(t) != before {
			t.Errorf("cancelled after %d parts: got error %v, want context.Canceled and no change", after, err)
		}
	}
	if done := apply(t, w.root, p); done.Done != len(users) {
		t.Errorf("then: got %d done, want %d", done.Done, len(users))
	}
	w.wantIntact(t)
}

// Between the plan and the batch, another program inserts, deletes and renames users: exactly those of the plan change.
func TestBatchBesideAnother(t *testing.T) {
	w := newTrusted(t)
	w.ledger(t, 40)
	s := w.session(t, "boris", identity.Admin)
	q := identity.Query{}
	page, err := s.Find(t.Context(), q, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	selected, err := s.Select(t.Context(), q, page.State, []identity.Range{{From: 11, To: 21}})
	if err != nil || selected.Count() != 10 {
		t.Fatalf("select: got %d, error %v, want 10", selected.Count(), err)
	}
	for i := range 10 {
		w.add(t, fmt.Sprintf("a%02d", i), identity.LedgerManager) // before all others
	}
	if _, err := s.Select(t.Context(), q, page.State, []identity.Range{{From: 11, To: 21}}); !errors.Is(err, ErrStalePage) {
		t.Errorf("on the old page: got error %v, want ErrStalePage", err)
	}
	_, places, _, err := s.Places(t.Context(), q, selected)
	if err != nil || !slices.Equal(places, []identity.Range{{From: 21, To: 31}}) {
		t.Errorf("places: got %v, error %v, want 21 to 31", places, err)
	}
	p := plan(t, s, selected, Action{Operation: access.DisableUser})
	confirm(t, w.root)
	gone, renamed := w.stored(t, selected.ids[3]), w.stored(t, selected.ids[4])
	if _, err := w.root.DeleteUser(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.EditUser(t.Context(), renamed, Details{Name: "zz"}); err != nil {
		t.Fatal(err)
	}
	w.add(t, "a99", identity.LedgerManager)
	done := apply(t, s, p)
	if got := why(done.Left); done.Done != 8 || got != ": no such user, zz: stale" {
		t.Errorf("got %d done, left %s", done.Done, got)
	}
	disabled := w.number(t, `SELECT count(*) FROM users WHERE status = 2`)
	for i, id := range selected.ids {
		if i != 3 && i != 4 && w.stored(t, id).Status != identity.Disabled {
			t.Errorf("selected user %d is not disabled", id)
		}
	}
	if disabled != 8 {
		t.Errorf("got %d users disabled, want 8", disabled)
	}
}

// As before, with a thousand of each by another program, directly in the file.
func TestBatchBesideThousands(t *testing.T) {
	w := newTrusted(t)
	const many = 1000
	users := w.ledger(t, 3*many)
	s := w.session(t, "boris", identity.Admin)
	p := plan(t, s, idsOf(users[:2*many]...), Action{Operation: access.DisableUser})
	other := openStore(t, w.store.Path(), w.clock.now)
	err := other.Update(t.Context(), func(tx *data.Tx) error {
		for i := range many {
			_, err := tx.InsertUser(identity.User{
				Name: fmt.Sprint("a", i), Email: fmt.Sprintf("a%d@example.com", i), Role: identity.LedgerManager,
				Status: identity.NoPassword,
			})
			if err == nil {
				err = tx.DeleteUser(users[i].ID, users[i].Version)
			}
			if err == nil {
				renamed := users[2*many+i]
				renamed.Name = fmt.Sprint("b", i)
				_, err = tx.UpdateUser(users[2*many+i], renamed)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if done := apply(t, s, p); done.Done != many || len(done.Left) != many {
		t.Errorf("got %d done and %d left, want %d of each", done.Done, len(done.Left), many)
	}
	got := w.number(t, `SELECT count(*) FROM users WHERE status = 2`)
	if right := w.number(t, `SELECT count(*) FROM users WHERE status = 2 AND id BETWEEN $1 AND $2`,
		users[many].ID, users[2*many-1].ID); got != many || right != many {
		t.Errorf("got %d disabled, %d of them selected, want %d", got, right, many)
	}
}

func TestUndoBatch(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 6)
	done := apply(t, w.root, plan(t, w.root, idsOf(users...), Action{Operation: access.ChangeRole, Role: identity.Admin}))
	if _, err := w.root.ChangeEmail(t.Context(), w.stored(t, users[1].ID), "other@example.com"); err != nil {
		t.Fatal(err)
	}
	confirm(t, w.root)
	if _, err := w.root.DeleteUser(t.Context(), w.stored(t, users[2].ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.RegeneratePassword(t.Context(), w.stored(t, users[3].ID)); err != nil {
		t.Fatal(err)
	}
	p, err := w.root.PlanUndo(t.Context(), done.Entry, nil)
	if err != nil || p.Will() != 4 || why(p.Left) != ": the values before the change were erased, user001: stale" &&
		why(p.Left) != ": no such user, user001: stale" && why(p.Left) != "user001: stale, : no such user" {
		t.Fatalf("plan: got %d, %s, error %v", p.Will(), why(p.Left), err)
	}
	undone := apply(t, w.root, p)
	for i, want := range map[int]identity.Role{0: identity.LedgerManager, 1: identity.Admin, 3: identity.LedgerManager} {
		if got := w.stored(t, users[i].ID).Role; got != want {
			t.Errorf("user %d: got %v, want %v", i, got, want)
		}
	}
	all := w.journal(t)
	if last := all[len(all)-1]; undone.Done != 4 || !strings.Contains(last.stored[1],
		fmt.Sprintf(`"undoes":"%d"`, done.Entry)) {
		t.Errorf("got %d undone and the entry %s", undone.Done, last.stored[1])
	}
	// Undoing can be undone.
	p, err = w.root.PlanUndo(t.Context(), undone.Entry, nil)
	if err != nil || p.Will() != 4 {
		t.Fatalf("again: got %v, error %v", p, err)
	}
	apply(t, w.root, p)
	if got := w.stored(t, users[0].ID).Role; got != identity.Admin {
		t.Errorf("undone twice: got %v, want Admin", got)
	}
	w.wantIntact(t)
}

// One change can be undone from its entry, with the rights of the reverse operation.
func TestUndoOne(t *testing.T) {
	w := newTrusted(t)
	u, other := w.add(t, "carla", identity.LedgerManager), w.add(t, "other", identity.LedgerManager)
	admin := w.session(t, "boris", identity.Admin)
	last := func() int64 { return w.number(t, `SELECT max(seq) FROM journal`) }
	edit := func(d Details) int64 {
		t.Helper()
		if _, err := w.root.EditUser(t.Context(), w.stored(t, u.ID), d); err != nil {
			t.Fatal(err)
		}
		return last()
	}
	undo := func(s *Session, seq int64) (Applied, string, error) {
		t.Helper()
		p, err := s.PlanUndo(t.Context(), seq, nil)
		if err != nil {
			return Applied{}, "", err
		}
		done, err := s.Apply(t.Context(), p, nil)
		return done, why(done.Left), err
	}
	renamed := edit(Details{Name: "carlotta", FirstName: "Carla", LastName: "C"})
	if done, left, err := undo(admin, renamed); err != nil || done.Done != 1 {
		t.Fatalf("undo: got %+v, %s, error %v", done, left, err)
	}
	if got := w.stored(t, u.ID); got.Name != "carla" || got.FirstName != "" {
		t.Errorf("undone: got %+v, want the names from before", got)
	}
	if _, left, err := undo(admin, renamed); err != nil || left != "carla: stale" {
		t.Errorf("twice: got %s, error %v, want a refusal because she has changed since", left, err)
	}
	// Somebody else has the address by now.
	if _, err := w.root.ChangeEmail(t.Context(), w.stored(t, u.ID), "new@example.com"); err != nil {
		t.Fatal(err)
	}
	moved := last()
	if _, err := w.root.ChangeEmail(t.Context(), other, "carla@example.com"); err != nil {
		t.Fatal(err)
	}
	if done, left, err := undo(w.root, moved); err != nil || done.Done != 0 || left != "carla: email: taken" {
		t.Errorf("taken: got %+v, %s, error %v", done, left, err)
	}
	if _, err := w.root.ChangeRole(t.Context(), w.stored(t, u.ID), identity.Admin); err != nil {
		t.Fatal(err)
	}
	if done, left, err := undo(admin, last()); err != nil || done.Done != 0 ||
		!strings.Contains(left, "change role refused") {
		t.Errorf("an Admin undoes a change of role: got %+v, %s, error %v", done, left, err)
	}
	if _, err := w.root.RegeneratePassword(t.Context(), w.stored(t, u.ID)); err != nil {
		t.Fatal(err)
	}
	confirm(t, w.root)
	password := last() - 1
	if _, err := w.root.DeleteUser(t.Context(), w.stored(t, other.ID)); err != nil {
		t.Fatal(err)
	}
	for what, seq := range map[string]int64{"a password": password, "a deletion": last(), "no entry": last() + 1, "0": 0} {
		if _, _, err := undo(w.root, seq); !errors.Is(err, ErrNotUndoable) {
			t.Errorf("%s: got error %v, want ErrNotUndoable", what, err)
		}
	}
}

// Every cell of the permission table, for each operation of a batch.
func TestBatchGate(t *testing.T) {
	w := newTrusted(t)
	actors := map[identity.Role]*Session{
		identity.SystemAdmin: w.session(t, "actor3", identity.SystemAdmin),
		identity.Admin:       w.session(t, "actor2", identity.Admin),
	}
	for _, op := range []access.Operation{
		access.ChangeRole, access.SetPassword, access.DisableUser, access.EnableUser, access.UnlockUser, access.DeleteUser,
	} {
		for role, s := range actors {
			for _, of := range identity.Roles() {
				for _, grant := range identity.Roles() {
					action := Action{Operation: op}
					switch op {
					case access.ChangeRole:
						action.Role = grant
					case access.SetPassword:
						action.Valid = StartValidity()[1]
					default:
						if grant != identity.Admin {
							continue // it gives no role
						}
					}
					for _, target := range []identity.User{w.add(t, fmt.Sprintf("t%d", w.number(t, `SELECT max(id) FROM users`)), of),
						s.Me()} {
						want := access.Decide(access.NewRequest(op, s.Me(), false, target, action.Role))
						p := plan(t, s, idsOf(target), action)
						refused := len(p.Left) == 1 && !errors.Is(p.Left[0].Why, ErrAlready)
						already := len(p.Left) == 1 && !refused
						if refused != (want.Verdict == access.Refused) || !already && !refused &&
							p.Confirm != (want.Verdict == access.ConfirmFirst) {
							t.Errorf("%v, %v on %v (self %t): got %d, %s, confirm %t; want %v",
								op, role, of, target.ID == s.Me().ID, p.Will(), why(p.Left), p.Confirm, want)
						}
						// What is not in a plan is refused when it is done, too.
						confirm(t, s)
						forced := &Plan{Action: action, steps: []step{{id: target.ID, version: target.Version}}}
						if done := apply(t, s, forced); done.Done != p.Will() || why(done.Left) != why(p.Left) {
							t.Errorf("%v, %v on %v (self %t): did %d, %s; want %d, %s",
								op, role, of, target.ID == s.Me().ID, done.Done, why(done.Left), p.Will(), why(p.Left))
						}
					}
				}
			}
		}
	}
	carla := w.session(t, "carla", identity.LedgerManager)
	if _, err := carla.Plan(t.Context(), idsOf(carla.Me()), Action{Operation: access.DisableUser}, nil); err == nil {
		t.Error("a Ledger manager can plan a batch")
	}
}

// After a change that can be undone, the session knows its entry. After another one, it knows none.
func TestUndoableChange(t *testing.T) {
	w := newTrusted(t)
	u := w.add(t, "carla", identity.LedgerManager)
	s := w.session(t, "boris", identity.SystemAdmin)
	want := func(what string, undoable bool, err error) {
		t.Helper()
		wantErr(t, what, err, nil)
		n := int64(0)
		if undoable {
			n = w.lastEntry(t).seq
		}
		if got := s.Undoable(); got != n {
			t.Errorf("%s: got entry %d, want %d", what, got, n)
		}
	}
	want("nothing yet", false, nil)
	u, err := s.ChangeRole(t.Context(), u, identity.Admin)
	want("change role", true, err)
	same, err := s.ChangeRole(t.Context(), u, identity.Admin)
	want("change nothing", false, err)
	u, err = s.DisableUser(t.Context(), same)
	want("disable", true, err)
	wantErr(t, "lock", s.Lock(t.Context()), nil)
	if _, err := s.Unlock(t.Context(), secret); err != nil || s.Undoable() == 0 {
		t.Errorf("after unlocking: got entry %d, error %v, want the change", s.Undoable(), err)
	}
	_, err = s.RegeneratePassword(t.Context(), u)
	want("regenerate password", false, err)
}

// Users see no note about themselves, not even where a batch says why it leaves them as they are.
func TestBatchHidesOwnNote(t *testing.T) {
	w := newTrusted(t)
	s := w.session(t, "boris", identity.SystemAdmin)
	other := w.add(t, "greta", identity.LedgerManager)
	for _, u := range []identity.User{s.Me(), other} {
		if _, err := w.root.EditUser(t.Context(), u, Details{Name: u.Name, Note: "secret"}); err != nil {
			t.Fatal(err)
		}
	}
	of, enable := idsOf(s.Me(), other), Action{Operation: access.EnableUser}
	left := plan(t, s, of, enable).Left
	disable := plan(t, s, of, Action{Operation: access.DisableUser})
	disable.steps = append(disable.steps, step{id: s.Me().ID, version: s.Me().Version}) // as if it were allowed then
	left = append(left, apply(t, s, disable).Left...)
	if len(left) != 4 {
		t.Fatalf("got %s, want two of each", why(left))
	}
	for _, l := range left {
		if own := l.User.ID == s.Me().ID; own != (l.User.Note == "") {
			t.Errorf("%s: got the note %q", why([]Left{l}), l.User.Note)
		}
	}
}

// While a batch runs in another program, a change waits for it, longer than it would for any other.
func TestWaitForBatch(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for longer than SQLite does")
	}
	w := newTrusted(t)
	other := newService(t, openStore(t, w.store.Path(), w.clock.now))
	if err := w.service.announce(t.Context()); err != nil {
		t.Fatal(err)
	}
	held, free, waits := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		waits <- w.store.Update(t.Context(), func(tx *data.Tx) error {
			close(held)
			<-free
			return tx.SetBatch(time.Time{})
		})
	}()
	<-held
	signedIn := make(chan error, 1)
	go func() {
		_, err := other.SignIn(t.Context(), "root", secret)
		signedIn <- err
	}()
	for !other.Room().Waits { // after five seconds
		if err := other.AwaitRoom(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	close(free)
	if err := errors.Join(<-waits, <-signedIn); err != nil {
		t.Errorf("got error %v, want a sign-in after the batch", err)
	}
	if other.Room().Waits {
		t.Error("it still waits")
	}
}

// Undoing a note and an expiry date, also where there was none, and with every right that it needs.
func TestUndoDetails(t *testing.T) {
	w := newTrusted(t)
	u := w.add(t, "carla", identity.LedgerManager)
	today := identity.DateOf(w.clock.now())
	edit := func(d Details) int64 {
		t.Helper()
		if _, err := w.root.EditUser(t.Context(), w.stored(t, u.ID), d); err != nil {
			t.Fatal(err)
		}
		return w.number(t, `SELECT max(seq) FROM journal`)
	}
	undo := func(seq int64) Applied {
		t.Helper()
		p, err := w.root.PlanUndo(t.Context(), seq, nil)
		if err != nil {
			t.Fatal(err)
		}
		return apply(t, w.root, p)
	}
	if done := undo(edit(Details{Name: "carla", Expires: today + 5})); done.Done != 1 || w.stored(t, u.ID).Expires != 0 {
		t.Errorf("a first date: got %+v, want none again", done)
	}
	if done := undo(edit(Details{Name: "carlotta", Note: "first"})); done.Done != 1 || w.stored(t, u.ID).Note != "" {
		t.Errorf("name and note: got %+v, want none again", done)
	}
	edit(Details{Name: "carla", Expires: today + 1})
	changed := edit(Details{Name: "carla", Expires: today + 90})
	w.clock.add(10 * 24 * time.Hour)
	if done := undo(changed); done.Done != 0 || len(done.Left) != 1 || w.stored(t, u.ID).Expires != today+90 {
		t.Errorf("a day that has passed: got %+v, want a refusal", done)
	}

	boris := w.session(t, "boris", identity.Admin)
	own := w.stored(t, boris.Me().ID)
	if _, err := w.root.EditUser(t.Context(), own, Details{Name: "boris2", FirstName: "B", Note: "lazy"}); err != nil {
		t.Fatal(err)
	}
	p, err := boris.PlanUndo(t.Context(), w.number(t, `SELECT max(seq) FROM journal`), nil)
	if err != nil || p.Will() != 0 || len(p.Left) != 1 || strings.Contains(fmt.Sprintf("%+v", p), "lazy") {
		t.Errorf("one's own name and note: got %+v, error %v, want a refusal without the note", p, err)
	}
	w.wantIntact(t)
}

// A batch is undone for those for whom it can be.
func TestUndoPartOfBatch(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, 3)
	w.exec(t, `PRAGMA ignore_check_constraints = 1`)
	w.exec(t, `UPDATE users SET role = 99 WHERE id = $1`, users[1].ID)
	done := apply(t, w.root, plan(t, w.root, idsOf(users...), Action{Operation: access.ChangeRole, Role: identity.Admin}))
	if done.Done != 3 {
		t.Fatalf("got %d done, want 3", done.Done)
	}
	p, err := w.root.PlanUndo(t.Context(), done.Entry, nil)
	if err != nil || p.Will() != 2 || len(p.Left) != 1 || !errors.Is(p.Left[0].Why, ErrNotUndoable) {
		t.Errorf("got %+v, error %v, want two to be undone", p, err)
	}
}

// What a batch that has done nothing has noted for others, the next change takes back. It ends without another one.
func TestBatchOfNothing(t *testing.T) {
	w := newTrusted(t)
	users := w.ledger(t, longBatch)
	noted := func() bool { return w.number(t, `SELECT batch FROM roster`) != 0 }
	revision := func() int64 {
		n, err := w.service.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	ctx, cancel := context.WithCancel(t.Context())
	var before int64
	_, err := w.root.Apply(ctx, plan(t, w.root, idsOf(users...), Action{Operation: access.DisableUser}), func(int64, int64) {
		before = revision()
		cancel()
	})
	if after := revision(); !errors.Is(err, context.Canceled) || after != before || !noted() {
		t.Errorf("cancelled: got error %v, revision %d after %d, noted: %t, want nothing changed", err, after, before, noted())
	}
	if _, err := w.root.EditUser(t.Context(), users[0], Details{Name: "carla"}); err != nil || noted() {
		t.Errorf("after a change: got error %v, noted: %t, want no note", err, noted())
	}
	p := plan(t, w.root, idsOf(users...), Action{Operation: access.DisableUser})
	for i := range p.steps {
		p.steps[i].version++ // as if all had changed
	}
	if done := apply(t, w.root, p); done.Done != 0 || len(done.Left) != longBatch {
		t.Errorf("got %d done, want none", done.Done)
	}
	twice := idsOf(users[0], users[0])
	if done := apply(t, w.root, plan(t, w.root, twice, Action{Operation: access.DisableUser})); done.Done != 1 || noted() {
		t.Errorf("the same user twice: got %d done, noted: %t, want 1, and no note", done.Done, noted())
	}
}
