//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestCrash ends the program as a fault in a graphics driver would. A window says so, a report without names is saved,
// and the next start offers it once. The file keeps everything that was saved.
func TestCrash(t *testing.T) {
	t.Parallel()
	home, d := t.TempDir(), display(t)
	env := append(environment(home, d), "FYNE_THEME=light")
	w := start(t, d, env)
	w.setsUp(anna)
	w.creates(bob)
	if err := w.program.Process.Signal(syscall.SIGSEGV); err != nil {
		t.Fatal(err)
	}
	<-w.ended
	if said := w.said.String(); !strings.Contains(said, "SIGSEGV") ||
		!strings.Contains(said, "saved to "+reportOf(home)+"\n") {
		t.Errorf("the terminal got %q, want the report and where it is", said)
	}
	w.said.Reset()
	news := &window{t: t, display: d, ended: make(chan struct{}), reading: readings}
	news.sees("Roster ended unexpectedly", "Everything you saved is in the file")
	checkReport(t, reportOf(home), "SIGSEGV", "glfw")
	news.keys("Return")
	if log, err := os.ReadFile(logOf(home)); err != nil || !strings.Contains(string(log), "ended unexpectedly") ||
		!strings.Contains(string(log), "SIGSEGV") {
		t.Errorf("the log: got %q, error %v, want the crash in it, with its stack", log, err)
	}

	again := start(t, d, env)
	again.sees("Roster ended unexpectedly last time", "A report says what happened")
	again.keys("Return")
	again.sees("What happened", "SIGSEGV")
	again.keys("Return")
	again.signsIn(anna.name, anna.password)
	again.sees(bob.email)
	again.close()
	checkFile(t, fileOf(home))
	checkQuiet(t, logOf(home))

	last := start(t, d, env)
	last.signsIn(anna.name, anna.password) // no report is offered
	last.sees(bob.email)
	last.close()
}

// reportOf returns the path of an unseen crash report.
func reportOf(home string) string { return filepath.Join(filepath.Dir(logOf(home)), "crash.txt") }

// checkReport checks that a report contains the texts and that only its owner can read it.
func checkReport(t *testing.T, path string, texts ...string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if !strings.Contains(string(content), text) {
			t.Errorf("the report does not say %q:\n%s", text, content)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the report has mode %v, want -rw-------", info.Mode().Perm())
	}
	checkQuiet(t, path)
}
