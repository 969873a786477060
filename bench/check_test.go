package bench

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"roster/app/password"
	"roster/bench/people"
	"roster/data"
	"roster/identity"
)

// mostCheck is the CPU time that a check may take besides hashing.
const mostCheck = 50 * time.Millisecond

// BenchmarkCheckProcess runs rosterctl check as a ledger does, as a process of its own, on a file that nobody has open.
// What one hash takes is subtracted: a process that only hashes, less one that only starts. The three run in turn.
func BenchmarkCheckProcess(b *testing.B) {
	const checks, plain = 20, "blue whale sings a low song"
	folder := b.TempDir()
	rosterctl := compiled(b, "..", "./rosterctl", filepath.Join(folder, "rosterctl"))
	hash := compiled(b, ".", "./hash", filepath.Join(folder, "hash"))
	for _, n := range sizes(b) {
		path := filepath.Join(b.TempDir(), "check.roster")
		if err := people.Copy(path, file(b, n)); err != nil {
			b.Fatal(err)
		}
		addChecked(b, path, plain)
		var besides cost
		for round := range checks + 1 {
			one, _ := spent(b, "", hash, "1")
			none, _ := spent(b, "", hash, "0")
			begin := time.Now()
			cpu, out := spent(b, "checked\n"+plain+"\n", rosterctl, "check", path)
			if took := time.Since(begin); round > 0 { // the first one warms up
				besides.wall = append(besides.wall, took)
				besides.cpu = append(besides.cpu, cpu-(one-none))
			}
			if !strings.Contains(out, `"user_name":"checked"`) {
				b.Fatalf("got %q", out)
			}
		}
		l := measured("check; CPU besides the hash", n, besides)
		l.limits = append(l.limits, most("CPU", median(besides.cpu), mostCheck))
		l.report(b)
	}
}

// compiled builds a program as a release does, and returns its path.
func compiled(b *testing.B, folder, name, to string) string {
	b.Helper()
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, name)
	build.Dir = folder
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v, %s", err, out)
	}
	return to
}

// spent runs a program, and returns its CPU time and what it printed.
func spent(b *testing.B, in, name string, args ...string) (cpu time.Duration, out string) {
	b.Helper()
	c := exec.Command(name, args...)
	c.Stdin = strings.NewReader(in)
	printed, err := c.Output()
	if err != nil {
		b.Fatalf("got %q, error %v", printed, err)
	}
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime(), string(printed)
}

// addChecked adds the user checked to the file, as a System Admin.
func addChecked(b *testing.B, path, plain string) {
	b.Helper()
	hash, err := password.Policy().Hash(plain)
	if err != nil {
		b.Fatal(err)
	}
	store, end := open(b, path)
	defer end()
	var u identity.User
	err = store.Update(b.Context(), func(tx *data.Tx) error {
		u, err = tx.InsertUser(identity.User{
			Name: "checked", Email: "checked@example.com", Role: identity.SystemAdmin, Status: identity.Enabled,
		})
		return err
	})
	if err == nil {
		err = setHash(b.Context(), store, u.ID, hash)
	}
	if err != nil {
		b.Fatal(err)
	}
}
