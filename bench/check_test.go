package bench

import (
	"os/exec"
	"path/filepath"
	"runtime/debug"
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
// Its CPU time is compared with that of hashing one password.
func BenchmarkCheckProcess(b *testing.B) {
	const checks, plain = 20, "blue whale sings a low song"
	rosterctl := filepath.Join(b.TempDir(), "rosterctl")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", rosterctl, "./rosterctl")
	build.Dir = ".."
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v, %s", err, out)
	}
	for _, n := range sizes(b) {
		path := filepath.Join(b.TempDir(), "check.roster")
		if err := people.Copy(path, file(b, n)); err != nil {
			b.Fatal(err)
		}
		addChecked(b, path, plain)
		var besides cost
		var sum time.Duration
		for round := range checks + 1 {
			debug.FreeOSMemory() // a new process has none either
			before := processTime(b)
			if _, err := password.Policy().Hash(plain); err != nil {
				b.Fatal(err)
			}
			hashed := processTime(b) - before
			check := exec.Command(rosterctl, "check", path)
			check.Stdin = strings.NewReader("checked\n" + plain + "\n")
			begin := time.Now()
			out, err := check.Output()
			took := time.Since(begin)
			if err != nil || !strings.Contains(string(out), `"user_name":"checked"`) {
				b.Fatalf("got %q, error %v", out, err)
			}
			if round > 0 { // the first one warms up
				besides.wall = append(besides.wall, took)
				sum += check.ProcessState.UserTime() + check.ProcessState.SystemTime() - hashed
			}
		}
		besides.cpu = []time.Duration{sum / checks} // a system that counts in ticks is right only on average
		l := measured("check; CPU besides the hash", n, besides)
		l.limits = append(l.limits, most("CPU", besides.cpu[0], mostCheck))
		l.report(b)
	}
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
