package command

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"roster/data/powercut"
)

// A check is killed after its first call about the file or its side files, after the second one, and so on.
// The attempt counts from one of these on, and the file is intact.
func TestCheckKilledAtEveryStep(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts programs, in which nothing is concurrent")
	}
	path, rosterctl := team(t), program(t)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	counted, killed := 0, 0
	for ; ; killed++ {
		folder := t.TempDir()
		path := filepath.Join(folder, "users.roster")
		input := filepath.Join(t.TempDir(), "input")
		err := errors.Join(os.WriteFile(path, file, 0o600), os.WriteFile(input, []byte(lines("anna", other)), 0o600))
		if err != nil {
			t.Fatal(err)
		}
		recording, err := powercut.New(folder)
		if err != nil {
			t.Fatal(err)
		}
		// A computer of its own, because this one would remember what an earlier round has seen in the same file.
		home := t.TempDir()
		env := append(os.Environ(), quickly+"=1", "HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"))
		check := exec.Command(rosterctl, "check", path)
		check.Env = env
		in, err := os.Open(input)
		if err != nil {
			t.Fatal(err)
		}
		check.Stdin = in
		const ticks = 2 // a call begins and ends
		err = recording.Run(ticks*killed+1, check)
		if errors.Is(err, powercut.ErrForbidden) {
			t.Skip(err)
		}
		if err = errors.Join(err, in.Close()); err != nil {
			t.Fatal(err)
		}
		failed := failedOf(t, path)
		if failed < counted || failed > 1 {
			t.Errorf("killed after %d calls: got %d attempts, want %d or 1", killed, failed, counted)
		}
		counted = failed
		verify := exec.Command(rosterctl, "verify", path)
		verify.Env = env
		if out, err := verify.CombinedOutput(); err != nil {
			t.Errorf("killed after %d calls: verify says %q, error %v", killed, out, err)
		}
		if !recording.Killed {
			break
		}
	}
	if killed < 10 || counted != 1 {
		t.Errorf("got %d kills and %d attempts, want some and 1", killed, counted)
	}
	t.Logf("killed after each of %d calls", killed)
}
