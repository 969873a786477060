package views

import (
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/data"
)

// tire tries in vain until there is a wait.
func (w *world) tire(t *testing.T, name string) {
	t.Helper()
	for range 5 {
		w.wantSignIn(t, name, other, app.ErrSignIn)
	}
}

// entries is how many the journal has.
func (w *world) entries(t *testing.T) (n int64) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		n, err = tx.CountEvents()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSignInCountsDown(t *testing.T) {
	w := newTeam(t)
	for _, name := range []string{"boris", "nobody"} {
		w.tire(t, name)
		w.now.add(29 * time.Second)
		p := w.sit(t)
		p.signIn(name, secret)
		p.see("Too many failed tries. The next one is possible in 0:01.")
		p.wantEnabled("Sign in", false)
		entries := w.entries(t)
		p.press(fyne.KeyReturn, fyne.KeyReturn)
		if got := w.entries(t); got != entries {
			t.Errorf("%s: got %d entries more while waiting, want none", name, got-entries)
		}
		p.waitOver()
		p.fill("User name", "root")
		p.fill("Password", secret)
		p.press(fyne.KeyReturn)
		p.see("Users")
	}
}

// waitOver returns once the next try may be made.
func (p *person) waitOver() {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); !p.shows("You can try again now."); runtime.Gosched() {
		if p.settle(); time.Now().After(end) {
			p.t.Fatalf("the wait does not end: %q", p.texts())
		}
	}
}

// What the form has to say next is not overwritten by a wait from before.
func TestCountDownEnds(t *testing.T) {
	w := newTeam(t)
	w.tire(t, "boris")
	p := w.sitAs(t, "boris")
	p.see("Too many failed tries. The next one is possible in 0:30.")
	p.fill("User name", "root") // who need not wait
	p.notSee("Too many failed tries. The next one is possible in 0:30.")
	p.fill("Password", other)
	p.press(fyne.KeyReturn)
	p.see("User name or password is wrong, or the user is disabled.")
	p.notSee("Too many failed tries. The next one is possible in 0:29.")
}

func TestLockCountsDown(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.shortcut(fyne.KeyL, ctrl)
	w.tire(t, "boris")
	w.now.add(29 * time.Second)
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("Locked", "Too many failed tries. The next one is possible in 0:01.")
	p.wantEnabled("Unlock", false)
	p.waitOver()
	w.now.add(time.Second)
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("Users")
}

func TestUnlock(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Unlock")
	p.see("Unlock carla", "carla is not locked: there was no failed try since the last sign-in.")
	p.wantEnabled("Unlock", false)
	p.press(fyne.KeyEscape)

	w.tire(t, "carla")
	p.choose("carla", "Unlock")
	p.see("After 5 failed tries carla has to wait until 2026-03-02 09:00. Unlocking lets them try again at once.")
	p.press(fyne.KeyReturn)
	p.see("carla can try again at once.")
	w.wantSignIn(t, "carla", secret, nil)
}

func TestTriesSentence(t *testing.T) {
	u := app.User{Name: "anna"}
	for _, c := range []struct {
		t    app.Tries
		want string
	}{
		{app.Tries{}, "anna is not locked: there was no failed try since the last sign-in."},
		{app.Tries{Failed: 1}, "There was one failed try since anna signed in last. Unlocking forgets it."},
		{app.Tries{Failed: 4}, "There were 4 failed tries since anna signed in last. Unlocking forgets them."},
		{
			app.Tries{Failed: 9, Wait: start},
			"After 9 failed tries anna has to wait until 2026-03-02 09:00. Unlocking lets them try again at once.",
		},
		{
			app.Tries{Failed: 100, Wait: start, Disabled: start},
			"The password of anna is disabled since 2026-03-02 09:00, after 100 failed tries. If it was not anna who tried, " +
				"give them a new password instead. Unlocking lets the present one in again.",
		},
	} {
		if got := triesSentence(u, c.t); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.t, got, c.want)
		}
	}
}
