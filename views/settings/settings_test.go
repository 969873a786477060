package settings_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/identity"
	"roster/views/shell"
	"roster/views/theme"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

const (
	lengthLabel = "Minimum password length"
	idleLabel   = "Lock after (minutes)"
)

func TestSettingsOfEveryRole(t *testing.T) {
	w := viewtest.NewTeam(t)
	for name, c := range map[string]struct{ reads, changes bool }{
		"root": {true, true}, "boris": {true, false}, "carla": {false, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.SitAs(t, name)
			p.OpenSettings()
			if got := p.Shows(lengthLabel); got != c.reads {
				t.Errorf("reads the settings: got %v, want %v", got, c.reads)
			}
			if got := p.Shows("Save settings"); got != c.changes {
				t.Errorf("changes the settings: got %v, want %v", got, c.changes)
			}
			p.Tap("Back")
			p.NotSee("Appearance")
		})
	}
}

func TestSettingsPage(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.OpenSettings()
	p.WantEnabled("Save settings", false)
	for _, wrong := range []string{"7", "65", "", "many", "1.5"} {
		p.Fill(lengthLabel, wrong)
		p.Press(fyne.KeyTab)
		p.WantEnabled("Save settings", false)
	}
	p.See("Enter a whole number from 8 to 64.")
	p.Fill(lengthLabel, "12")
	p.Fill(idleLabel, "1")
	p.Tap("20 letters and digits")
	p.Tap("Seven words")
	p.Fill("Imported passwords (days)", "30")
	p.Tap("Save settings")
	p.See("The settings were saved.")
	want := viewtest.SettingsWith(12, time.Minute, identity.Words)
	want.ImportedFor = 30
	if got := w.Settings(t); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	p.WantEnabled("Save settings", false)
}

// When two people change the settings, nothing that was typed is lost, and no change is overwritten without a warning.
func TestSettingsOfTwo(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.OpenSettings()
	p.Fill(lengthLabel, "20")
	theirs := w.Settings(t)
	theirs.IdleLock = time.Hour
	session, err := w.Service.SignIn(t.Context(), "zoe", viewtest.Secret)
	if err == nil {
		err = session.ChangeSettings(t.Context(), w.Settings(t), theirs)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.FileChanged()
	p.Tap("Save settings")
	p.See("Someone else changed the settings after you opened this page. Your changes weren't saved. " +
		"Save again to overwrite theirs, or leave the page.")
	if got := w.Settings(t); got != theirs {
		t.Errorf("got %+v, want %+v as the other left them", got, theirs)
	}
	p.Tap("Save settings")
	p.See("The settings were saved.")
	theirs.MinPassword = 20
	if got := w.Settings(t); got != theirs {
		t.Errorf("got %+v, want the changes of both: %+v", got, theirs)
	}
	theirs.MinPassword = 30
	if err := session.ChangeSettings(t.Context(), w.Settings(t), theirs); err != nil {
		t.Fatal(err)
	}
	p.FileChanged()
	p.See("30")
	p.WantEnabled("Save settings", false)
}

func TestRenewRecoveryKey(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.OpenSettings()
	p.See("The recovery key was created on 2026-03-02 09:00.")
	p.Tap("Renew recovery key")
	p.Press(fyne.KeyReturn)
	p.See("Confirm it's you")
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	key := p.KeepKey()
	p.See("Settings", "The recovery key was created on 2026-03-02 09:00.")
	r := app.Recovery{Key: key, Name: "root", Password: viewtest.Other}
	if _, err := w.Service.Recover(t.Context(), r); err != nil {
		t.Errorf("the new key: got error %v", err)
	}
}

// Each person has their own appearance on this computer.
func TestAppearance(t *testing.T) {
	w := viewtest.NewTeam(t)
	a := viewtest.NewApp(t)
	variant := func() fyne.ThemeVariant {
		if force := a.Settings().Theme().(theme.Theme).Force; force != nil {
			return *force
		}
		return 99
	}
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.OpenSettings()
	p.Into("Appearance")
	p.Tap("Dark")
	if got := variant(); got != fynetheme.VariantDark {
		t.Errorf("picked: got variant %v, want dark", got)
	}
	p.Tap("root@example.com")
	p.Tap("Sign out")
	p.SignIn("boris", viewtest.Secret)
	if got := variant(); got != 99 {
		t.Errorf("another person: got variant %v, want the system's", got)
	}
	p = w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	if got := variant(); got != fynetheme.VariantDark {
		t.Errorf("the next time: got variant %v, want dark", got)
	}
}

func TestLanguageOfAPerson(t *testing.T) {
	w := viewtest.NewTeam(t)
	t.Cleanup(func() { shell.Speak("en") })
	a := viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.OpenSettings()
	p.Fill(lengthLabel, "20")
	p.Into("Language")
	p.Tap("Deutsch")
	p.See("Einstellungen")
	p.See("Mindestlänge von Passwörtern")
	p.NotSee("Settings")
	p.Tap("Einstellungen speichern") // what was typed before
	p.See("Die Einstellungen wurden gespeichert.")
	if got := w.Settings(t).MinPassword; got != 20 {
		t.Errorf("minimum length: got %d, want 20", got)
	}
	p.Shell.End()

	p = w.SitAt(t, a)
	p.SignIn("boris", viewtest.Secret) // whose language has not changed
	p.See("Create user")
	p.Shell.End()

	p = w.SitAt(t, a)
	w.Change(t, "root", func(u *identity.User) { u.Name = "chief" })
	p.SignIn("chief", viewtest.Secret)
	p.See("Benutzer anlegen")
	p.Shortcut(fyne.KeyJ, viewtest.Ctrl)
	p.See("hat sich angemeldet")
	p.Tap("root@example.com")
	p.Tap("Abmelden")
	p.See("Sign in", "Forgot password?") // the system's language again
}
