//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestSilence starts Roster in an environment in which its libraries would print warnings: without a locale, a session
// or any folders in the home.
func TestSilence(t *testing.T) {
	t.Parallel()
	home, d := t.TempDir(), display(t)
	w := start(t, d, append(environment(home, d), "LANG=C"))
	w.waits(func(screen string) bool { return screen != "" }, "shows nothing")
	w.close()
	if s := w.said.String(); s != "" {
		t.Errorf("the terminal got %q, want nothing", s)
	}
}

// TestClose ends the program while a person is signed in, and checks the files that it leaves.
func TestClose(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	w := open(t, home)
	w.setsUp(anna)
	w.close()
	info, err := os.Stat(fileOf(home) + "-wal")
	if err == nil && info.Size() > 0 {
		t.Errorf("%d bytes are left beside the file, which a copy of it would lack", info.Size())
	}
	checkFile(t, fileOf(home))
}

// TestNoDisplay starts Roster without a display.
func TestNoDisplay(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := runs(t, []string{"HOME=" + t.TempDir()})
	if status != 1 || stdout != "" || !regexp.MustCompile(`^roster: .*display.*\n$`).MatchString(stderr) {
		t.Errorf("got status %d, %q and %q, want 1, nothing and one line about the display", status, stdout, stderr)
	}
}

// TestNoOpenGL starts Roster on a display without OpenGL. It must not hang.
func TestNoOpenGL(t *testing.T) {
	t.Parallel()
	d := display(t, "-extension", "GLX")
	// EGL, which needs no GLX, finds no driver here either
	env := append(environment(t.TempDir(), d), "LIBGL_DRIVERS_PATH=/nowhere", "GBM_BACKENDS_PATH=/nowhere")
	status, stdout, stderr := runs(t, env)
	if status != 1 || stdout != "" || !regexp.MustCompile(`^roster: .*OpenGL.*\n$`).MatchString(stderr) {
		t.Errorf("got status %d, %q and %q, want 1, nothing and one line about OpenGL", status, stdout, stderr)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := runs(t, []string{"HOME=" + t.TempDir()}, "--version")
	if status != 0 || !regexp.MustCompile(`^roster \S+\n$`).MatchString(stdout) || stderr != "" {
		t.Errorf("got status %d, %q and %q, want 0, the version and nothing", status, stdout, stderr)
	}
}

// runs runs Roster and waits for it to exit, which must happen soon.
func runs(t *testing.T, env []string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, roster, args...)
	c.Env, c.Stdout, c.Stderr = env, &out, &err
	e := c.Run()
	if _, ended := errors.AsType[*exec.ExitError](e); e != nil && !ended {
		t.Fatal(e)
	}
	if ctx.Err() != nil {
		t.Errorf("roster %s still runs after %v", strings.Join(args, " "), patience)
	}
	return c.ProcessState.ExitCode(), out.String(), err.String()
}
