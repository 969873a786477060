package command

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"roster/app"
	"roster/data"
)

// fullOutput is an output that takes nothing.
type fullOutput struct{}

func (fullOutput) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// brokenOutput is a fault of the program.
type brokenOutput struct{}

func (brokenOutput) Write([]byte) (int, error) { panic("a fault") }

// A fault of the program is trouble, and no answer.
func TestFault(t *testing.T) {
	var problems strings.Builder
	streams := Streams{In: strings.NewReader(""), Out: brokenOutput{}, Err: &problems, hash: cheap}
	got := Run([]string{"verify", team(t)}, "test", streams)
	if text := problems.String(); got != Trouble || !strings.Contains(text, "Roster has a fault") ||
		!strings.Contains(text, "TestFault") {
		t.Errorf("got status %d and %q, want %d, and where it was", got, text, Trouble)
	}
}

// A command whose output nobody reads any more says so, and one that is asked to end does.
func TestEnded(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts programs, in which nothing is concurrent")
	}
	if runtime.GOOS == "windows" {
		t.Skip("it has no such signals")
	}
	path, rosterctl := team(t), program(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var problems strings.Builder
	verify := exec.Command(rosterctl, "verify", path)
	verify.Stdout, verify.Stderr = w, &problems
	r.Close()
	if err := verify.Run(); verify.ProcessState.ExitCode() != int(Trouble) {
		t.Errorf("nobody reads: got error %v and %q", err, problems.String())
	}
	w.Close()
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
	// A program that is started with one of them ignored ignores it, too, as after nohup. If they are caught here, they
	// are not ignored there.
	signal.Notify(make(chan os.Signal, 1), signals...)
	defer signal.Reset(signals...)
	for _, s := range signals {
		list := exec.Command(rosterctl, "passwd", path)
		in, err := list.StdinPipe()
		if err == nil {
			err = list.Start()
		}
		// It reads once it can be ended: a pipe that is full is read.
		if _, e := in.Write([]byte(strings.Repeat("x", 1<<20))); err != nil || e != nil {
			t.Fatal(err, e)
		}
		if err := list.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		if err := list.Wait(); list.ProcessState.ExitCode() != int(Trouble) {
			t.Errorf("%v: got error %v, want status %d", s, err, Trouble)
		}
		in.Close()
	}
}

// Whoever cannot get the answer is told so, and whether something was done.
func TestUnanswered(t *testing.T) {
	path := team(t)
	folder := filepath.Dir(path)
	const done, not = "It was done, but the answer couldn't be written.", "The answer couldn't be written."
	for _, c := range []struct {
		input, says string
		args        []string
	}{
		{"", not, []string{"help"}},
		{"", not, []string{"--version"}},
		{"", not, []string{"completion", "bash"}},
		{"", not, []string{"verify", path}},
		{"", not, []string{"verify", path, "--json"}},
		{lines("anna", secret), not, []string{"check", path}},
		{lines(secret), not, as("root", "list", path)},
		{lines(secret), not, as("root", "list", path, "--json")},
		{lines(secret), not, as("root", "export", path)},
		{lines(secret), done, as("root", "export", path, "--to", filepath.Join(folder, "new.csv"))},
		{lines(secret), done, as("root", "disable", path, "ben")},
		{lines("anna", secret, other), done, []string{"passwd", path}},
		{"", done, []string{"backup", path, filepath.Join(folder, "backup")}},
		{lines(secret), done, as("root", "import", path, people(t, folder), "--apply")},
	} {
		var problems strings.Builder
		streams := Streams{In: strings.NewReader(c.input), Out: fullOutput{}, Err: &problems, hash: cheap}
		got := Run(c.args, "test", streams)
		if text := problems.String(); got != Trouble || !strings.Contains(text, c.says) || strings.Count(text, "\n") != 1 {
			t.Errorf("%q: got status %d and %q, want %d and %q", c.args, got, text, Trouble, c.says)
		}
	}
	ctl(lines("anna", other), "check", path).wants(t, "the new password", Done, "anna")
	wantIntact(t, path)
}

// A check that is not made, because others take too long, says that it counts.
func TestNoTurn(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for ten seconds")
	}
	path := team(t)
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	release, err := store.Turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctl(lines("anna", secret), "check", path).wants(t, "check", Trouble, "The attempt counts.")
	release()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if got := failedOf(t, path); got != 1 {
		t.Errorf("got %d attempts, want 1", got)
	}
}

// What ends a session while a command runs, such as another System Admin who disables this one, is said.
func TestSessionEnds(t *testing.T) {
	var c call
	var said strings.Builder
	c.err, c.out = &said, &output{}
	if code := c.end(app.ErrSignedOut); code != Refused || !strings.Contains(said.String(), "You were signed out") {
		t.Errorf("got status %d and %q, want %d", code, said.String(), Refused)
	}
	c.changed = true
	if code := c.end(context.DeadlineExceeded); code != Trouble || !strings.Contains(said.String(), "It was done, but") {
		t.Errorf("after a change: got status %d and %q", code, said.String())
	}
}
