package views

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/views/theme"
)

// openSettings opens the page from the menu of the person who is signed in.
func (p *person) openSettings(name string) {
	p.t.Helper()
	p.tap(name + "@example.com")
	p.tap("Settings")
	p.see("Appearance")
}

func (w *world) settings(t *testing.T) app.Settings {
	t.Helper()
	s, err := w.service.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const (
	leastLabel = "Least characters of a password"
	idleLabel  = "Minutes until the window locks"
)

func TestSettingsOfEveryRole(t *testing.T) {
	w := newTeam(t)
	for name, c := range map[string]struct{ reads, changes bool }{
		"root": {true, true}, "boris": {true, false}, "carla": {false, false},
	} {
		p := w.sitAs(t, name)
		p.openSettings(name)
		if got := p.shows(leastLabel); got != c.reads {
			t.Errorf("%s reads the settings: got %v, want %v", name, got, c.reads)
		}
		if got := p.shows("Save settings"); got != c.changes {
			t.Errorf("%s changes the settings: got %v, want %v", name, got, c.changes)
		}
		p.tap("Back")
		p.notSee("Appearance")
	}
}

func TestSettingsPage(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.openSettings("root")
	p.wantEnabled("Save settings", false)
	for _, wrong := range []string{"7", "65", "", "many", "1.5"} {
		p.fill(leastLabel, wrong)
		p.press(fyne.KeyTab)
		p.wantEnabled("Save settings", false)
	}
	p.see("A whole number from 8 to 64.")
	p.fill(leastLabel, "12")
	p.fill(idleLabel, "1")
	p.tap("20 letters and digits")
	p.tap("Seven words")
	p.tap("Save settings")
	p.see("The settings were saved.")
	want := app.Settings{MinPassword: 12, IdleLock: time.Minute, Generated: app.Words}
	if got := w.settings(t); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	p.wantEnabled("Save settings", false)
}

// Two who change the settings: what one has typed is not lost, and what the other has changed is not overwritten unseen.
func TestSettingsOfTwo(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.openSettings("root")
	p.fill(leastLabel, "20")
	theirs := w.settings(t)
	theirs.IdleLock = time.Hour
	session, err := w.service.SignIn(t.Context(), "zoe", secret)
	if err == nil {
		err = session.ChangeSettings(t.Context(), w.settings(t), theirs)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.noticed()
	p.tap("Save settings")
	p.see("Somebody else has changed the settings in the meantime. Nothing of yours was saved. " +
		"Send again to put yours in their place, or leave the page.")
	if got := w.settings(t); got != theirs {
		t.Errorf("got %+v, want %+v as the other left them", got, theirs)
	}
	p.tap("Save settings")
	p.see("The settings were saved.")
	theirs.MinPassword = 20
	if got := w.settings(t); got != theirs {
		t.Errorf("got %+v, want the changes of both: %+v", got, theirs)
	}
	theirs.MinPassword = 30
	if err := session.ChangeSettings(t.Context(), w.settings(t), theirs); err != nil {
		t.Fatal(err)
	}
	p.noticed()
	p.see("30")
	p.wantEnabled("Save settings", false)
}

// Everybody has the appearance that they like, on this computer.
func TestAppearance(t *testing.T) {
	w := newTeam(t)
	a := newApp(t)
	variant := func() fyne.ThemeVariant {
		if force := a.Settings().Theme().(theme.Theme).Force; force != nil {
			return *force
		}
		return 99
	}
	p := w.sitAt(t, a)
	p.signIn("root", secret)
	p.openSettings("root")
	p.into("Appearance")
	p.tap("Dark")
	if got := variant(); got != fynetheme.VariantDark {
		t.Errorf("picked: got variant %v, want dark", got)
	}
	p.tap("root@example.com")
	p.tap("Sign out")
	p.signIn("boris", secret)
	if got := variant(); got != 99 {
		t.Errorf("another person: got variant %v, want as the system", got)
	}
	p = w.sitAt(t, a)
	p.signIn("root", secret)
	if got := variant(); got != fynetheme.VariantDark {
		t.Errorf("the next time: got variant %v, want dark", got)
	}
}

// A window in which nobody does anything locks; typing, moving about and the pointer keep it open.
func TestIdleLock(t *testing.T) {
	for what, c := range map[string]struct {
		do    func(p *person)
		locks bool
	}{
		"nothing":       {func(*person) {}, true},
		"pointer":       {func(p *person) { p.Content().(*ground).Cursor() }, false},
		"pointer, form": {func(p *person) { p.Overlays().Top().(desktop.Cursorable).Cursor() }, false},
		"pointer, menu": {func(p *person) { p.Overlays().Top().(desktop.Cursorable).Cursor() }, false},
		"arrow":         {func(p *person) { p.press(fyne.KeyDown) }, false},
		"Tab":           {func(p *person) { p.press(fyne.KeyTab) }, false},
		"typing":        {func(p *person) { p.shortcut(fyne.KeyF, ctrl); p.look(); p.write("x") }, false},
		"wheel":         {func(p *person) { p.table().ScrollTo(290) }, false},
		"menu":          {func(p *person) { p.press("Menu") }, false},
		"set the clock": {func(p *person) {}, true},
	} {
		t.Run(what, func(t *testing.T) {
			w := newCrowd(t, 300)
			p := w.sitAs(t, "root")
			p.press(fyne.KeyHome)
			switch what {
			case "pointer, form":
				p.shortcut(fyne.KeyN, ctrl)
			case "pointer, menu":
				p.press("Menu")
			}
			p.look()
			w.now.add(14 * time.Minute)
			if what == "set the clock" {
				w.now.add(-time.Hour)
				p.look()
				w.now.add(time.Minute)
			}
			c.do(p)
			p.look()
			w.now.add(time.Minute)
			p.look()
			if what == "set the clock" {
				w.now.add(14 * time.Minute)
				p.look()
			}
			if got := p.shows("Locked"); got != c.locks {
				t.Errorf("locked: got %v, want %v", got, c.locks)
			}
			if c.locks {
				p.write(secret)
				p.press(fyne.KeyReturn)
				p.see("Users")
				p.look()
				p.notSee("Locked")
			}
		})
	}
}

// look lets the window look whether somebody does something.
func (p *person) look() {
	p.t.Helper()
	p.shell.lockIdle(app.DefaultSettings())
	p.settle()
}

// Who never pauses is asked for the password twice a day all the same.
func TestLockAfterWorkingDay(t *testing.T) {
	w := newCrowd(t, 300)
	p := w.sitAs(t, "root")
	p.look()
	for hour := range 12 {
		for range 6 {
			p.notSee("Locked")
			p.press(fyne.KeyDown)
			w.now.add(10 * time.Minute)
			p.look()
		}
		if hour == 5 {
			w.now.add(-time.Minute)
			p.look()
			w.now.add(time.Minute)
		}
	}
	p.see("Locked")
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("Users")
	p.press(fyne.KeyDown)
	w.now.add(10 * time.Minute)
	p.look()
	p.notSee("Locked")
}

func TestIdleMustChange(t *testing.T) {
	w := newTeam(t)
	w.setPassword(t, "carla", other)
	p := w.sit(t)
	p.signIn("carla", other)
	p.see("Choose your own password")
	p.look()
	w.now.add(15 * time.Minute)
	p.look()
	p.see("Sign in", "User name")
}

// A window whose file cannot be read any more locks all the same.
func TestIdleWithoutSettings(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.look()
	w.now.add(15 * time.Minute)
	p.shell.lockIdle(app.Settings{})
	p.see("Locked")
}
