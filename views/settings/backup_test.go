package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/data"
	"roster/views/viewtest"
)

// A System Admin makes a backup: the path is suggested, the file is verified, and nothing is overwritten.
func TestBackUpNow(t *testing.T) {
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	p.OpenSettings()
	p.Tap("Back up now")
	p.SeePart("A complete copy of the file, which is then verified.", filepath.Dir(w.Path))
	taken := filepath.Join(t.TempDir(), "taken.roster")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		"backup.roster": "Enter the full path of the file.",
		taken:           "A file with this name already exists. Choose another name.",
	} {
		p.Fill("File", path)
		p.Press(fyne.KeyTab)
		p.See(says)
		p.WantEnabled("Back up", false)
	}
	p.Fill("File", filepath.Join(t.TempDir(), "no folder", "backup.roster"))
	p.Tap("Back up")
	p.See("This folder doesn't exist. Create it, or choose another one.")
	p.Log.Reset()
	to := filepath.Join(t.TempDir(), "backup.roster")
	p.Fill("File", to)
	p.Tap("Back up")
	p.SeePart("The backup was made and verified. Users: 1.", to)
	store, err := data.OpenReadOnly(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	p.Tap("Back up now")
	p.Fill("Passphrase", "short")
	p.Press(fyne.KeyTab)
	p.WantEnabled("Back up", false)
	p.Fill("Passphrase", viewtest.Secret)
	p.WantEnabled("Back up", false)
	p.Fill("Repeat passphrase", viewtest.Other)
	p.Press(fyne.KeyTab)
	p.See("The passphrases don't match.")
	p.Fill("Repeat passphrase", viewtest.Secret)
	sealed := filepath.Join(t.TempDir(), "sealed.roster")
	p.Fill("File", sealed)
	p.Tap("Back up")
	p.SeePart("The backup was made and verified. Users: 1.", sealed+".age")
	if content, err := os.ReadFile(sealed + ".age"); err != nil || !strings.HasPrefix(string(content), "age-encryption.org/v1") {
		t.Errorf("got %d bytes, error %v, want an encrypted backup", len(content), err)
	}
	p.Tap("Back up now")
	p.Press(fyne.KeyReturn) // the suggested path
	p.SeePart("The backup was made and verified. Users: 1.")
	if made, err := filepath.Glob(strings.TrimSuffix(w.Path, ".roster") + " backup *.roster"); err != nil || len(made) != 1 {
		t.Errorf("beside the file: got %v, error %v, want a backup", made, err)
	}
}

// A backup of a file that does not match its journal says so. The team has been added without entries.
func TestBackUpWithFault(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.OpenSettings()
	p.Tap("Back up now")
	p.Tap("Back up")
	p.SeePart("The backup is complete, but doesn't match its journal, like the file itself.")
	p.WantEnabled("Back up", false)
}

// Only a System Admin backs up.
func TestBackUpIsForSystemAdmins(t *testing.T) {
	w := viewtest.NewTeam(t)
	for _, name := range []string{"boris", "carla"} {
		p := w.SitAs(t, name)
		p.OpenSettings()
		p.NotSee("Back up now")
	}
}
