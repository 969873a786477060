package fields_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"roster/views/fields"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

// A slip goes to the system's print program through its standard input.
func TestPrintSlip(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a stand-in for PowerShell cannot be a script")
	}
	folder := t.TempDir()
	lp := func(script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, "lp"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	lp("cat > '" + folder + "/slip'")
	p := viewtest.NewTeam(t).SitAs(t, "root")
	fields.ShowPassword(p.Shell.Open(), fields.GivenPassword{Name: "carla", Password: "kWm7QzTn4RxLp9Hd2CvE"})
	p.Tap("Print slip")
	p.See("Sent to the printer.")
	slip, err := os.ReadFile(filepath.Join(folder, "slip"))
	if err != nil || !strings.Contains(string(slip), "New password for carla\nRoster – users.roster\n") ||
		!strings.Contains(string(slip), "    kWm7QzTn4RxLp9Hd2CvE\n") {
		t.Errorf("printed: got %q, error %v, want the password, whose it is and of which file", slip, err)
	}
	lp("echo no default destination >&2; exit 1")
	p.Tap("Print slip")
	p.See("Nothing was printed: no printer found. Write it down instead.")
	if log := p.Log.String(); !strings.Contains(log, "no default destination") ||
		strings.Contains(log, "kWm7QzTn4RxLp9Hd2CvE") {
		t.Errorf("log: got %q, want the reason and not the password", log)
	}
	p.Log.Reset()
}
