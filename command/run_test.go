package command

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"roster/app"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// The passwords of the users in these tests, and another one that nobody has.
const (
	secret = "Zebra crossing at 4 in the morning"
	other  = "Purple hammock under the 7th bridge"
)

// cheap is the cost of hashes in tests that run a command in their own process.
var cheap = password.Cost{Memory: 8, Time: 1, Threads: 1}

// quickly is the environment variable that makes the rosterctl of these tests use cheap hashes.
const quickly = "ROSTER_TEST_QUICKLY"

// TestMain is rosterctl if that is the name of the program.
func TestMain(m *testing.M) {
	if strings.HasPrefix(filepath.Base(os.Args[0]), "rosterctl") {
		streams := Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
		if os.Getenv(quickly) != "" {
			streams.hash = cheap
		}
		os.Exit(int(Run(os.Args[1:], "test", streams)))
	}
	os.Exit(m.Run())
}

// program returns the path of a rosterctl to start.
func program(t *testing.T) string {
	t.Helper()
	test, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "rosterctl")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if err := os.Symlink(test, path); err != nil {
		t.Skipf("no links here: %v", err)
	}
	return path
}

// team returns a file with the System Admin root, the Admin ada, and the Ledger managers anna and ben.
func team(t *testing.T) (path string) {
	t.Helper()
	_, path = emptyFile(t)
	open(t, path, func(service *app.Service) {
		s, err := service.Setup(t.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: secret})
		if err != nil {
			t.Fatal(err)
		}
		for name, role := range map[string]identity.Role{
			"ada": identity.Admin, "anna": identity.LedgerManager, "ben": identity.LedgerManager,
		} {
			_, err := s.CreateUser(t.Context(), app.NewUser{
				Name: name, Email: name + "@example.com", Password: secret, Role: role,
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	return path
}

// open calls act with a service for the file, as a window has one.
func open(t *testing.T, path string, act func(*app.Service)) {
	t.Helper()
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	service, err := app.New(store, app.Options{Version: "test", Hash: cheap})
	if err != nil {
		t.Fatal(err)
	}
	act(service)
}

// result is what a command has said, and its exit status.
type result struct {
	code     Code
	out, err string
}

// ctl runs rosterctl in this process.
func ctl(input string, args ...string) result {
	var out, problems strings.Builder
	code := Run(args, "test", Streams{In: strings.NewReader(input), Out: &out, Err: &problems, hash: cheap})
	return result{code, out.String(), problems.String()}
}

// started runs rosterctl as a program of its own.
func started(ctx context.Context, program, input string, args ...string) (r result, err error) {
	var out, problems bytes.Buffer
	c := exec.CommandContext(ctx, program, args...)
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(input), &out, &problems
	err = c.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		r.code, err = Code(exit.ExitCode()), nil
	}
	r.out, r.err = out.String(), problems.String()
	return r, err
}

// wants fails the test unless a command has ended so. says is a part of what it printed.
func (r result) wants(t *testing.T, what string, code Code, says string) {
	t.Helper()
	if r.code != code || !strings.Contains(r.out+r.err, says) || says == "" && r.out+r.err != "" {
		t.Errorf("%s: got status %d, %q and %q, want %d and %q", what, r.code, r.out, r.err, code, says)
	}
}

// wantIntact fails the test unless the file matches its journal.
func wantIntact(t *testing.T, path string) {
	t.Helper()
	ctl("", "verify", path).wants(t, "verify", Done, "intact")
}

// people saves a file with the new users kim and leo in a folder.
func people(t *testing.T, folder string) (path string) {
	t.Helper()
	path = filepath.Join(folder, "people.csv")
	write(t, path, []byte("user_name,email\nkim,kim@example.com\nleo,leo@example.com\n"))
	return path
}
