package shell_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
	"roster/identity"
	"roster/views/viewtest"
)

// An unused window locks. Typing, navigating and moving the pointer keep it open.
func TestIdleLock(t *testing.T) {
	for what, c := range map[string]struct {
		do    func(p *viewtest.Person)
		locks bool
	}{
		"nothing":       {func(*viewtest.Person) {}, true},
		"pointer":       {func(p *viewtest.Person) { p.Content().(desktop.Cursorable).Cursor() }, false},
		"pointer, form": {func(p *viewtest.Person) { p.Overlays().Top().(desktop.Cursorable).Cursor() }, false},
		"pointer, menu": {func(p *viewtest.Person) { p.Overlays().Top().(desktop.Cursorable).Cursor() }, false},
		"arrow":         {func(p *viewtest.Person) { p.Press(fyne.KeyDown) }, false},
		"Tab":           {func(p *viewtest.Person) { p.Press(fyne.KeyTab) }, false},
		"typing":        {func(p *viewtest.Person) { p.Shortcut(fyne.KeyF, viewtest.Ctrl); look(p); p.Write("x") }, false},
		"wheel":         {func(p *viewtest.Person) { p.Table().ScrollTo(290) }, false},
		"menu":          {func(p *viewtest.Person) { p.Press("Menu") }, false},
		"set the clock": {func(p *viewtest.Person) {}, true},
	} {
		t.Run(what, func(t *testing.T) {
			w := viewtest.NewCrowd(t, 300)
			p := w.SitAs(t, "root")
			p.Press(fyne.KeyHome)
			switch what {
			case "pointer, form":
				p.Shortcut(fyne.KeyN, viewtest.Ctrl)
			case "pointer, menu":
				p.Press("Menu")
			}
			look(p)
			w.Clock.Add(14 * time.Minute)
			if what == "set the clock" {
				w.Clock.Add(-time.Hour)
				look(p)
				w.Clock.Add(time.Minute)
			}
			c.do(p)
			look(p)
			w.Clock.Add(time.Minute)
			look(p)
			if what == "set the clock" {
				w.Clock.Add(14 * time.Minute)
				look(p)
			}
			if got := p.Shows("Locked"); got != c.locks {
				t.Errorf("locked: got %v, want %v", got, c.locks)
			}
			if c.locks {
				p.Write(viewtest.Secret)
				p.Press(fyne.KeyReturn)
				p.See("Create user")
				look(p)
				p.NotSee("Locked")
			}
		})
	}
}

// look makes the window check whether it is being used.
func look(p *viewtest.Person) {
	p.T.Helper()
	p.Shell.LockIfIdle(app.DefaultSettings())
	p.Settle()
}

// A window that is used without a pause still locks after a working day.
func TestLockAfterWorkingDay(t *testing.T) {
	w := viewtest.NewCrowd(t, 300)
	p := w.SitAs(t, "root")
	look(p)
	for hour := range 12 {
		for range 6 {
			p.NotSee("Locked")
			p.Press(fyne.KeyDown)
			w.Clock.Add(10 * time.Minute)
			look(p)
		}
		if hour == 5 {
			w.Clock.Add(-time.Minute)
			look(p)
			w.Clock.Add(time.Minute)
		}
	}
	p.See("Locked")
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("Create user")
	p.Press(fyne.KeyDown)
	w.Clock.Add(10 * time.Minute)
	look(p)
	p.NotSee("Locked")
}

func TestIdleMustChange(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.SetPassword(t, "carla", viewtest.Other)
	p := w.Sit(t)
	p.SignIn("carla", viewtest.Other)
	p.See("Choose your own password")
	look(p)
	w.Clock.Add(15 * time.Minute)
	look(p)
	p.See("Sign in", "User name or email address")
}

// A window locks even if its file can no longer be read.
func TestIdleWithoutSettings(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	look(p)
	w.Clock.Add(15 * time.Minute)
	p.Shell.LockIfIdle(identity.Settings{})
	p.See("Locked")
}
