package app

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"roster/app/access"
	"roster/identity"
)

func TestCounted(t *testing.T) {
	at := start.Add
	for _, c := range []struct {
		what string
		t    identity.Attempts
		now  time.Time
		want identity.Attempts
		wait time.Duration // 0 if the try is taken
	}{
		{"the first", identity.Attempts{}, start, identity.Attempts{Failed: 1, Recent: 1, LastFailed: start}, 0},
		{
			"the fifth is free, and the next has to wait", identity.Attempts{Failed: 4, Recent: 4, LastFailed: at(-time.Hour)}, start,
			identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, 0,
		},
		{
			"too early", identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, at(10 * time.Second),
			identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, 20 * time.Second,
		},
		{
			"in time", identity.Attempts{Failed: 5, Recent: 5, LastFailed: start, WaitUntil: at(30 * time.Second)}, at(30 * time.Second),
			identity.Attempts{Failed: 6, Recent: 6, LastFailed: at(30 * time.Second), WaitUntil: at(90 * time.Second)}, 0,
		},
		{
			"never longer than an hour", identity.Attempts{Failed: 98, Recent: 98, LastFailed: at(-time.Hour), WaitUntil: start}, start,
			identity.Attempts{Failed: 99, Recent: 99, LastFailed: start, WaitUntil: at(time.Hour)}, 0,
		},
		{
			"after a day they are free again, and count all the same", identity.Attempts{Failed: 40, Recent: 9, LastFailed: at(-restAfter), WaitUntil: at(time.Hour - restAfter)},
			start, identity.Attempts{Failed: 41, Recent: 1, LastFailed: start}, 0,
		},
		{
			"the clock was set back: all of it again", identity.Attempts{Failed: 6, Recent: 6, LastFailed: start, WaitUntil: at(time.Minute)},
			at(-1000 * time.Hour),
			identity.Attempts{Failed: 6, Recent: 6, LastFailed: at(-1000 * time.Hour), WaitUntil: at(-1000*time.Hour + time.Minute)},
			time.Minute,
		},
		{
			"the clock was set back, within the free tries", identity.Attempts{Failed: 2, Recent: 2, LastFailed: start}, at(-time.Hour),
			identity.Attempts{Failed: 3, Recent: 3, LastFailed: at(-time.Hour)}, 0,
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			got, wait := countAttempt(c.t, c.now)
			if got != c.want || (wait == nil) != (c.wait == 0) || wait != nil && wait.Left != c.wait {
				t.Errorf("%s: got %+v, wait %v, want %+v, wait %v", c.what, got, wait, c.want, c.wait)
			}
		})
	}
	seconds := []int{30, 60, 120, 240, 480, 960, 1920, 3600, 3600}
	for i, want := range seconds {
		if got := waitAfter(freeAttempts + i); got.Seconds() != float64(want) {
			t.Errorf("wait after %d tries: got %v, want %d s", freeAttempts+i, got, want)
		}
	}
	if got := waitAfter(1 << 30); got != time.Hour {
		t.Errorf("wait after very many: got %v, want an hour", got)
	}
}

// wantWait fails the test unless err says to wait so long.
func wantWait(t *testing.T, what string, err error, want time.Duration) {
	t.Helper()
	wait, ok := errors.AsType[*WaitError](err)
	if !ok || wait.Left != want {
		t.Errorf("%s: got error %v, want to wait %v", what, err, want)
	}
}

// Known or not, disabled or not: whoever tries too often waits, also for the right password, and learns nothing.
func TestTooManyTries(t *testing.T) {
	for _, c := range []struct {
		name  string
		right error // of the right password once the wait is over
	}{
		{"anna", nil}, {"disabled", ErrSignIn}, {"nobody", ErrSignIn},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.add(t, "anna", identity.Admin)
			w.add(t, "disabled", identity.Admin)
			w.exec(t, `UPDATE users SET status = 2 WHERE name = 'disabled'`)
			try := func(password string) error {
				_, err := w.service.SignIn(t.Context(), c.name, password)
				return err
			}
			for i := range freeAttempts {
				wantErr(t, fmt.Sprint("free try ", i+1), try(other), ErrSignIn)
			}
			seq := w.lastEntry(t).seq
			wantWait(t, "sixth", try(secret), 30*time.Second)
			w.now = w.now.Add(10 * time.Second)
			wantWait(t, "ten seconds later", try(secret), 20*time.Second)
			w.service = newService(t, openStore(t, w.path, func() time.Time { return w.now })) // another start of the program
			wantWait(t, "after a restart", try(secret), 20*time.Second)
			w.now = w.now.Add(-time.Hour)
			wantWait(t, "the clock set back", try(secret), 30*time.Second)
			for _, e := range w.journal(t)[seq:] {
				if e.operation != "sign in" || e.outcome != "refused" || e.reason != "too many attempts" || e.actor != "" {
					t.Errorf("a try that was not taken: got entry %+v, want a sign-in refused", e)
				}
			}
			if got := w.lastEntry(t).seq; got != seq+4 {
				t.Errorf("entries for tries that were not taken: got %d, want each of 4", got-seq)
			}
			w.now = w.now.Add(30 * time.Second)
			wantErr(t, "wrong once more", try(other), ErrSignIn)
			wantWait(t, "after that", try(secret), time.Minute)
			w.now = w.now.Add(time.Minute)
			wantErr(t, "the right one", try(secret), c.right)
			if c.right == nil {
				wantErr(t, "free again", try(other), ErrSignIn)
			}
		})
	}
}

// Whatever the time between tries, the wait does not tell whether there is such a user.
func TestWaitsTellNothing(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	tried := 0
	for _, pause := range []time.Duration{0, time.Minute, time.Hour, restAfter - time.Second, restAfter, 40 * restAfter, -time.Hour} {
		w.now = w.now.Add(pause)
		for n := range freeAttempts + 2 {
			_, known := w.service.SignIn(t.Context(), "anna", other)
			_, unknown := w.service.SignIn(t.Context(), "nobody", other)
			if known.Error() != unknown.Error() {
				t.Errorf("try %d after %v: got %q for somebody, %q for nobody, want the same", n+1, pause, known, unknown)
			}
			if errors.Is(known, ErrSignIn) {
				tried++
			}
		}
	}
	u, err := w.root.UserNamed(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := w.root.Attempts(t.Context(), u.ID); err != nil || got.Failed != tried || tried < 3*freeAttempts {
		t.Errorf("got %d tries counted, error %v, want all %d, of which %d or more were free", got.Failed, err, tried, 3*freeAttempts)
	}
}

// Somebody who is signed in has no more tries than who is not.
func TestTooManyTriesOfASession(t *testing.T) {
	w := newWorld(t)
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
	w.now = w.now.Add(30 * time.Second)
	wantErr(t, "unlock", last(s.Unlock(t.Context(), secret)), nil)
	wantErr(t, "and again", s.Lock(t.Context()), nil)
	wantErr(t, "unlock", last(s.Unlock(t.Context(), other)), ErrPassword)
}

// Slips that are each followed by the right password do not add up, however long nobody signs in anew.
func TestSlipsOfTheLock(t *testing.T) {
	w := newWorld(t)
	s := w.session(t, "anna", identity.LedgerManager)
	for range attemptLimit + 5 {
		wantErr(t, "lock", s.Lock(t.Context()), nil)
		wantErr(t, "unlock", last(s.Unlock(t.Context(), other)), ErrPassword)
		if failed, err := s.Unlock(t.Context(), secret); failed != 1 || err != nil {
			t.Fatalf("got %d tries in vain, error %v, want to be told of one", failed, err)
		}
		w.now = w.now.Add(restAfter)
	}
}

// What is told of tries: none, one of which there is something to forget, and a wait only as long as it lasts.
func TestTriesAreTold(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", identity.LedgerManager)
	want := func(failed int, wait time.Time) {
		t.Helper()
		got, err := w.root.Attempts(t.Context(), u.ID)
		if err != nil || got.Failed != failed || !got.WaitUntil.Equal(wait) || got.Locked() != (failed > 0) {
			t.Errorf("got %+v, locked %v, error %v, want %d tries, and to wait until %v", got, got.Locked(), err, failed, wait)
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
	want(freeAttempts, w.now.Add(firstWait))
	w.now = w.now.Add(firstWait)
	want(freeAttempts, time.Time{})
}

// exhausted tries in vain until the password is disabled, or as often as it takes for others.
func (w *world) exhaust(t *testing.T, name string) {
	t.Helper()
	for range attemptLimit {
		_, err := w.service.SignIn(t.Context(), name, other)
		wantErr(t, "sign in "+name, err, ErrSignIn)
		w.now = w.now.Add(longestWait)
	}
}

func TestPasswordDisabledAfterTooManyTries(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", identity.Admin)
	s := w.signIn(t, "anna")
	w.exhaust(t, "anna")
	if c := w.credential(t, u.ID); c.Disabled.IsZero() || c.Failed != attemptLimit {
		t.Errorf("got %d tries, disabled %v, want the password disabled after %d", c.Failed, c.Disabled, attemptLimit)
	}
	e := w.lastEntry(t)
	if e.outcome != "failed" || e.target != "anna" || e.after != `{"password":"disabled"}` {
		t.Errorf("got entry %+v, want it to say that the password is disabled", e)
	}
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "the right password", err, ErrSignIn)
	_, err = s.User(t.Context(), u.ID)
	wantErr(t, "the session from before", err, ErrSignedOut)
	w.now = w.now.Add(longestWait)

	tries, err := w.root.Attempts(t.Context(), u.ID)
	if err != nil || tries.Failed != attemptLimit+1 || tries.Disabled.IsZero() || !tries.Locked() {
		t.Errorf("tries: got %+v, error %v, want %d and the password disabled", tries, err, attemptLimit+1)
	}
	same := w.session(t, "carla", identity.Admin)
	wantRefused(t, "unlock by another Admin", same.UnlockUser(t.Context(), u), access.UnlockUser, access.ReasonRank)
	wantErr(t, "unlock", w.root.UnlockUser(t.Context(), u), nil)
	e = w.lastEntry(t)
	if e.operation != "unlock user" || e.before != `{"failed attempts":"101","password":"disabled"}` ||
		e.after != `{"failed attempts":"0","password":"enabled"}` {
		t.Errorf("got entry %+v, want what was unlocked", e)
	}
	w.signIn(t, "anna")
	w.wantChain(t)
	seq := w.lastEntry(t).seq
	wantErr(t, "unlock nobody", w.root.UnlockUser(t.Context(), u), nil)
	if got := w.lastEntry(t).seq; got != seq {
		t.Error("unlocking who is not locked is written down, want nothing")
	}
}

// The password of the last System Admin is never disabled: nobody could let anybody in.
func TestLastSystemAdminIsNotDisabled(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "second", identity.SystemAdmin)
	w.exhaust(t, "root")
	w.exhaust(t, "second")
	if c := w.credential(t, w.root.Me().ID); c.Disabled.IsZero() {
		t.Error("root: got a password that works, want it disabled")
	}
	if c := w.credential(t, u.ID); !c.Disabled.IsZero() || c.Failed != attemptLimit {
		t.Errorf("the last: got %+v, want a password that works", c)
	}
	w.signIn(t, "second")
}

// A hash that is cheaper than the policy is made anew at sign-in, once, and other sessions go on.
func TestHashIsRaised(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", identity.Admin)
	before := w.signIn(t, "anna")
	w.service.hash.Time = 2
	cheaper := w.credential(t, u.ID)
	_, err := w.service.SignIn(t.Context(), "anna", other)
	wantErr(t, "wrong", err, ErrSignIn)
	if got := w.credential(t, u.ID); got.Hash != cheaper.Hash {
		t.Error("a wrong password raised the hash")
	}
	w.signIn(t, "anna")
	raised := w.credential(t, u.ID)
	if raised.Hash == cheaper.Hash || w.service.hash.Cheaper(raised.Hash) || raised.Version != cheaper.Version {
		t.Errorf("got %s, version %d, want one that costs as much as the policy, and version %d", raised.Hash, raised.Version, cheaper.Version)
	}
	w.wantChain(t)
	w.signIn(t, "anna")
	if got := w.credential(t, u.ID); got.Hash != raised.Hash {
		t.Error("the hash was raised twice")
	}
	_, err = before.User(t.Context(), u.ID)
	wantErr(t, "the session from before", err, nil)

	// Two who sign in at the same time: the second finds it raised.
	w.service.hash.Time = 3
	dearer, err := w.service.hashPassword(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.service.admit(t.Context(), u, cheaper, dearer)
	wantErr(t, "admit", err, nil)
	if got := w.credential(t, u.ID); got.Hash != raised.Hash {
		t.Error("the hash of one sign-in took the place of another's")
	}
}

// guess is a process that guesses a password once when it is told to, and answers whether it was looked at.
func guess(path string) error {
	service, err := openJob(path)
	if err != nil {
		return err
	}
	answer("ready")
	var word string
	if _, err := fmt.Scanln(&word); err != nil {
		return err
	}
	_, err = service.SignIn(context.Background(), "anna", other)
	switch _, wait := errors.AsType[*WaitError](err); {
	case wait:
		answer("wait")
	case errors.Is(err, ErrSignIn):
		answer("looked at")
	default:
		return fmt.Errorf("got %w", err)
	}
	return nil
}

// Twenty processes that guess at the same moment have five guesses, not twenty or a hundred.
func TestGuessesOfManyProcesses(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	guessers := make([]*process, 20)
	for i := range guessers {
		guessers[i] = startProcess(t, "guess", w.path)
	}
	for _, p := range guessers {
		if got := p.answer(t); got != "ready" {
			t.Fatalf("got %q, want ready", got)
		}
	}
	for _, p := range guessers {
		p.tell(t, "go")
	}
	said := map[string]int{}
	for _, p := range guessers {
		said[p.answer(t)]++
	}
	if said["looked at"] != freeAttempts || said["wait"] != len(guessers)-freeAttempts {
		t.Errorf("got %v, want %d looked at and the others told to wait", said, freeAttempts)
	}
}

// Tries that were killed before anybody could see that they were too many count all the same.
func TestKilledTriesDisable(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", identity.Admin)
	w.exec(t, `UPDATE credentials SET failed = 100`) // of root, too
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "the right password", err, ErrSignIn)
	if c := w.credential(t, u.ID); c.Disabled.IsZero() {
		t.Error("got a password that works, want it disabled")
	}
	if n := w.number(t, `SELECT count(*) FROM journal WHERE after = '{"password":"disabled"}' AND target = 'anna'`); n != 1 {
		t.Errorf("entries that say so: got %d, want 1", n)
	}
	w.wantChain(t)
	w.signIn(t, "root") // the last System Admin
}
