package app

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/identity"
)

func TestCountAttempt(t *testing.T) {
	at := start.Add
	for _, c := range []struct {
		what string
		t    identity.Attempts
		now  time.Time
		want identity.Attempts
		wait time.Duration // 0 if the attempt is accepted
	}{
		{"first", identity.Attempts{}, start, identity.Attempts{Failed: 1, Recent: 1, LastFailed: start}, 0},
		{
			"the fifth is free, the next must wait", identity.Attempts{Failed: 4, Recent: 4, LastFailed: at(-time.Hour)}, start,
			identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, 0,
		},
		{
			"too early", identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, at(10 * time.Second),
			identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, 20 * time.Second,
		},
		{
			"after the wait", identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, at(30 * time.Second),
			identity.Attempts{Failed: 6, Recent: 6, LastFailed: at(30 * time.Second), WaitUntil: at(90 * time.Second)}, 0,
		},
		{
			"never longer than an hour", identity.Attempts{Failed: 98, Recent: 98, LastFailed: at(-time.Hour), WaitUntil: start}, start,
			identity.Attempts{Failed: 99, Recent: 99, LastFailed: start, WaitUntil: at(time.Hour)}, 0,
		},
		{
			"free again after a day, but counted", identity.Attempts{Failed: 40, Recent: 9, LastFailed: at(-restAfter), WaitUntil: at(time.Hour - restAfter)},
			start, identity.Attempts{Failed: 41, Recent: 1, LastFailed: start}, 0,
		},
		{
			"clock set back: the whole wait again", identity.Attempts{Failed: 6, Recent: 6, LastFailed: start, WaitUntil: at(time.Minute)},
			at(-1000 * time.Hour),
			identity.Attempts{Failed: 6, Recent: 6, LastFailed: at(-1000 * time.Hour), WaitUntil: at(-1000*time.Hour + time.Minute)},
			time.Minute,
		},
		{
			"clock set back within the free attempts", identity.Attempts{Failed: 2, Recent: 2, LastFailed: start}, at(-time.Hour),
			identity.Attempts{Failed: 3, Recent: 3, LastFailed: at(-time.Hour)}, 0,
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			got, wait := countAttempt(c.t, c.now, c.now.Sub(c.t.LastFailed))
			if got != c.want || (wait == nil) != (c.wait == 0) || wait != nil && wait.Left != c.wait {
				t.Errorf("got %+v, wait %v, want %+v, wait %v", got, wait, c.want, c.wait)
			}
		})
	}
	seconds := []int{30, 60, 120, 240, 480, 960, 1920, 3600, 3600}
	for i, want := range seconds {
		if got := waitAfter(freeAttempts + i); got.Seconds() != float64(want) {
			t.Errorf("wait after %d attempts: got %v, want %d s", freeAttempts+i, got, want)
		}
	}
	if got := waitAfter(1 << 30); got != time.Hour {
		t.Errorf("wait after 1<<30 attempts: got %v, want an hour", got)
	}
}

// wantWait fails the test unless err is a WaitError with that time left.
func wantWait(t *testing.T, what string, err error, want time.Duration) {
	t.Helper()
	wait, ok := errors.AsType[*WaitError](err)
	if !ok || wait.Left != want {
		t.Errorf("%s: got error %v, want to wait %v", what, err, want)
	}
}

// After too many attempts, even the correct password must wait. The same holds for disabled users and unknown names.
func TestThrottle(t *testing.T) {
	for _, c := range []struct {
		name  string
		right error // with the correct password after the wait
	}{
		{"anna", nil}, {"disabled", ErrSignIn}, {"nobody", ErrSignIn},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorkspace(t)
			w.add(t, "anna", identity.Admin)
			w.add(t, "disabled", identity.Admin)
			w.exec(t, `UPDATE users SET status = 2 WHERE name = 'disabled'`)
			attempt := func(password string) error {
				_, err := w.service.SignIn(t.Context(), c.name, password)
				return err
			}
			for i := range freeAttempts {
				wantErr(t, fmt.Sprint("free attempt ", i+1), attempt(other), ErrSignIn)
			}
			seq := w.lastEntry(t).seq
			wantWait(t, "sixth", attempt(secret), 30*time.Second)
			w.clock.add(10 * time.Second)
			wantWait(t, "ten seconds later", attempt(secret), 20*time.Second)
			w.service = newService(t, openStore(t, w.path, w.clock.now)) // restart
			wantWait(t, "after a restart", attempt(secret), 20*time.Second)
			w.clock.add(-time.Hour)
			wantWait(t, "clock set back", attempt(secret), 30*time.Second)
			for _, e := range w.journal(t)[seq:] {
				if e.operation != "sign in" || e.outcome != "refused" || e.reason != "too many attempts" || e.actor != "" {
					t.Errorf("attempt that was not accepted: got entry %+v, want a refused sign-in", e)
				}
			}
			if got := w.lastEntry(t).seq; got != seq+4 {
				t.Errorf("entries for attempts that were not accepted: got %d, want 4", got-seq)
			}
			w.clock.add(30 * time.Second)
			wantErr(t, "wrong password after the wait", attempt(other), ErrSignIn)
			wantWait(t, "second wait", attempt(secret), time.Minute)
			w.clock.add(time.Minute)
			wantErr(t, "correct password", attempt(secret), c.right)
			if c.right == nil {
				wantErr(t, "next free attempt", attempt(other), ErrSignIn)
			}
		})
	}
}

// Whatever the time between attempts, the wait does not reveal whether there is such a user.
func TestWaitRevealsNothing(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	accepted := 0
	for _, pause := range []time.Duration{0, time.Minute, time.Hour, restAfter - time.Second, restAfter, 40 * restAfter, -time.Hour} {
		w.clock.add(pause)
		for n := range freeAttempts + 2 {
			_, known := w.service.SignIn(t.Context(), "anna", other)
			_, unknown := w.service.SignIn(t.Context(), "nobody", other)
			if known.Error() != unknown.Error() {
				t.Errorf("attempt %d after %v: got %q for a user, %q for an unknown name, want the same", n+1, pause, known, unknown)
			}
			if errors.Is(known, ErrSignIn) {
				accepted++
			}
		}
	}
	u, err := w.root.UserNamed(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := w.root.Attempts(t.Context(), u.ID); err != nil || got.Failed != accepted || accepted < 3*freeAttempts {
		t.Errorf("failed attempts: got %d, error %v, want %d, and at least %d", got.Failed, err, accepted, 3*freeAttempts)
	}
}

// A user who is signed in has no more attempts than one who is not.
func TestThrottleSession(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "anna", identity.Admin)
	wantErr(t, "confirm", s.Confirm(t.Context(), other), ErrPassword)
	wantErr(t, "change", s.ChangePassword(t.Context(), other, "another password that is long"), ErrPassword)
	wantErr(t, "lock", s.Lock(t.Context()), nil)
	for range 3 {
		wantErr(t, "unlock", last(s.Unlock(t.Context(), other)), ErrPassword)
	}
	wantWait(t, "unlock", last(s.Unlock(t.Context(), secret)), 30*time.Second)
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantWait(t, "sign in", err, 30*time.Second)
	w.clock.add(30 * time.Second)
	wantErr(t, "unlock", last(s.Unlock(t.Context(), secret)), nil)
	wantErr(t, "and again", s.Lock(t.Context()), nil)
	wantErr(t, "unlock", last(s.Unlock(t.Context(), other)), ErrPassword)
}

// Failed attempts to unlock that are each followed by the correct password do not add up.
func TestUnlockAfterTypingErrors(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "anna", identity.LedgerManager)
	for range attemptLimit + 5 {
		wantErr(t, "lock", s.Lock(t.Context()), nil)
		wantErr(t, "unlock", last(s.Unlock(t.Context(), other)), ErrPassword)
		if failed, err := s.Unlock(t.Context(), secret); failed != 1 || err != nil {
			t.Fatalf("unlock: got %d failed attempts, error %v, want 1", failed, err)
		}
		w.clock.add(restAfter)
	}
}

// Attempts reports the failed attempts, whether there is anything to unlock, and a wait only until it is over.
func TestAttempts(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	want := func(failed int, wait time.Time) {
		t.Helper()
		got, err := w.root.Attempts(t.Context(), u.ID)
		if err != nil || got.Failed != failed || !got.WaitUntil.Equal(wait) || got.Locked() != (failed > 0) {
			t.Errorf("got %+v, locked %v, error %v, want %d failed, wait until %v", got, got.Locked(), err, failed, wait)
		}
	}
	want(0, time.Time{})
	for i := range freeAttempts {
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "sign in", err, ErrSignIn)
		if i < freeAttempts-1 {
			want(i+1, time.Time{})
		}
	}
	want(freeAttempts, w.clock.now().Add(firstWait))
	w.clock.add(firstWait)
	want(freeAttempts, time.Time{})
}

// failUntilDisabled makes as many failed attempts as disable a password.
func (w *workspace) failUntilDisabled(t *testing.T, name string) {
	t.Helper()
	for range attemptLimit {
		_, err := w.service.SignIn(t.Context(), name, other)
		wantErr(t, "sign in "+name, err, ErrSignIn)
		w.clock.add(longestWait)
	}
}

func TestPasswordDisabledAfterLimit(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	s := w.signIn(t, "anna")
	w.failUntilDisabled(t, "anna")
	if c := w.credential(t, u.ID); c.Disabled.IsZero() || c.Failed != attemptLimit {
		t.Errorf("got %d failed attempts, disabled %v, want %d and the password disabled", c.Failed, c.Disabled, attemptLimit)
	}
	e := w.lastEntry(t)
	if e.outcome != "failed" || e.target != "anna" || e.after != `{"password":"disabled"}` {
		t.Errorf("got entry %+v, want one that records that the password is disabled", e)
	}
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "correct password", err, ErrSignIn)
	_, err = s.User(t.Context(), u.ID)
	wantErr(t, "earlier session", err, ErrSignedOut)
	w.clock.add(longestWait)

	got, err := w.root.Attempts(t.Context(), u.ID)
	if err != nil || got.Failed != attemptLimit+1 || got.Disabled.IsZero() || !got.Locked() {
		t.Errorf("attempts: got %+v, error %v, want %d and the password disabled", got, err, attemptLimit+1)
	}
	same := w.session(t, "carla", identity.Admin)
	wantRefused(t, "unlock by another Admin", same.UnlockUser(t.Context(), u), access.UnlockUser, access.ReasonRank)
	wantErr(t, "unlock", w.root.UnlockUser(t.Context(), u), nil)
	e = w.lastEntry(t)
	if e.operation != "unlock user" || e.before != `{"failed attempts":"101","password":"disabled"}` ||
		e.after != `{"failed attempts":"0","password":"enabled"}` {
		t.Errorf("got entry %+v, want what was cleared", e)
	}
	w.signIn(t, "anna")
	w.wantChain(t)
	seq := w.lastEntry(t).seq
	wantErr(t, "unlock again", w.root.UnlockUser(t.Context(), u), nil)
	if got := w.lastEntry(t).seq; got != seq {
		t.Error("unlock again: got an entry, want none")
	}
}

// The password of the last System Admin is never disabled, because then nobody could restore access.
func TestLastSystemAdminNotDisabled(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "second", identity.SystemAdmin)
	w.failUntilDisabled(t, "root")
	w.failUntilDisabled(t, "second")
	if c := w.credential(t, w.root.Me().ID); c.Disabled.IsZero() {
		t.Error("root: got an enabled password, want it disabled")
	}
	if c := w.credential(t, u.ID); !c.Disabled.IsZero() || c.Failed != attemptLimit {
		t.Errorf("last System Admin: got %+v, want an enabled password", c)
	}
	w.signIn(t, "second")
}

// A hash that costs less than the policy is upgraded at sign-in, once, and other sessions continue.
func TestRehash(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	before := w.signIn(t, "anna")
	w.service.hash.Time = 2
	cheaper := w.credential(t, u.ID)
	_, err := w.service.SignIn(t.Context(), "anna", other)
	wantErr(t, "wrong", err, ErrSignIn)
	if got := w.credential(t, u.ID); got.Hash != cheaper.Hash {
		t.Error("wrong password: got another hash, want it unchanged")
	}
	w.signIn(t, "anna")
	upgraded := w.credential(t, u.ID)
	if upgraded.Hash == cheaper.Hash || password.KindOf(upgraded.Hash) != w.service.hash.Kind() || upgraded.Version != cheaper.Version {
		t.Errorf("got %s, version %d, want a hash with the cost of the policy, version %d", upgraded.Hash, upgraded.Version, cheaper.Version)
	}
	w.wantChain(t)
	w.signIn(t, "anna")
	if got := w.credential(t, u.ID); got.Hash != upgraded.Hash {
		t.Error("second sign-in: got another hash, want it unchanged")
	}
	_, err = before.User(t.Context(), u.ID)
	wantErr(t, "earlier session", err, nil)

	// The second of two concurrent sign-ins finds the hash already upgraded.
	w.service.hash.Time = 3
	again, err := w.service.hashPassword(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.service.admit(t.Context(), access.SignIn, identity.Account{User: u, Credential: cheaper}, again)
	wantErr(t, "admit", err, nil)
	if got := w.credential(t, u.ID); got.Hash != upgraded.Hash {
		t.Error("concurrent sign-in: got another hash, want it unchanged")
	}
}

// guess is a job that makes one attempt when it is told to, and responds with whether the password was checked.
func guess(path string) error {
	service, err := openJob(path)
	if err != nil {
		return err
	}
	respond("ready")
	var word string
	if _, err := fmt.Scanln(&word); err != nil {
		return err
	}
	_, err = service.SignIn(context.Background(), "anna", other)
	switch _, wait := errors.AsType[*WaitError](err); {
	case wait:
		respond("wait")
	case errors.Is(err, ErrSignIn):
		respond("checked")
	default:
		return fmt.Errorf("got %w", err)
	}
	return nil
}

// Twenty processes that guess at the same time have five free attempts in total.
func TestGuessesOfManyProcesses(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	guessers := make([]*process, 20)
	for i := range guessers {
		guessers[i] = startProcess(t, "guess", w.path)
	}
	for _, p := range guessers {
		if got := p.receive(t); got != "ready" {
			t.Fatalf("got %q, want ready", got)
		}
	}
	for _, p := range guessers {
		p.send(t, "go")
	}
	responses := map[string]int{}
	for _, p := range guessers {
		responses[p.receive(t)]++
	}
	if responses["checked"] != freeAttempts || responses["wait"] != len(guessers)-freeAttempts {
		t.Errorf("got %v, want %d checked and the others to wait", responses, freeAttempts)
	}
}

// If the program was killed before it disabled the password, the next attempt disables it.
func TestKilledAttemptsDisable(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	w.exec(t, `UPDATE credentials SET failed = 100`) // of root, too
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "correct password", err, ErrSignIn)
	if c := w.credential(t, u.ID); c.Disabled.IsZero() {
		t.Error("got an enabled password, want it disabled")
	}
	if n := w.number(t, `SELECT count(*) FROM journal WHERE after = '{"password":"disabled"}' AND target_id = $1`, u.ID); n != 1 {
		t.Errorf("entries that record it: got %d, want 1", n)
	}
	w.wantChain(t)
	w.signIn(t, "root") // the last System Admin
}
