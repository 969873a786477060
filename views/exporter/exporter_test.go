package exporter_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"roster/views/viewtest"
)

func TestExport(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	path := filepath.Join(t.TempDir(), "out.csv")
	p.Tap("File")
	p.Tap("Export users …")
	p.Fill("File", path)
	p.Tap("Export")
	p.SeePart("Exported 7 users.")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "carla@example.com") || strings.Contains(string(text), "argon2") {
		t.Errorf("got %q, %v, want the users without hashes", text, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a private file", info, err)
	}
}

// Hashes need a confirmation, and nothing is written without it.
func TestExportHashes(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	path := filepath.Join(t.TempDir(), "out.csv")
	p.Tap("File")
	p.Tap("Export users …")
	p.Fill("File", path)
	p.Tap("With password hashes, for another program that checks passwords")
	p.Tap("Export")
	p.See("Confirm it's you")
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
		t.Errorf("got %v, %v, want nothing", left, err)
	}
	p.Fill("Your password", viewtest.Secret)
	p.Tap("Confirm")
	p.SeePart("Exported 7 users.")
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "$argon2id$") {
		t.Errorf("got %q, %v, want hashes", text, err)
	}
}

// An Admin is not offered hashes.
func TestExportAsAdmin(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "boris")
	p.Tap("File")
	p.Tap("Export users …")
	p.NotSee("With password hashes, for another program that checks passwords")
}
