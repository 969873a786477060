package app

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"roster/app/journal"
	"roster/identity"
)

// marked are passwords that must not be found in any file.
var marked = []string{
	"First marked password 7Q", "Second marked password 8W", "Third marked password 9E", "Fourth marked password 5R",
}

// No secret is in any file: neither in the Roster file, nor beside it, nor in an export or a temporary file.
func TestNoSecretInFiles(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	w := newEmptyWorkspace(t)
	w.service.witness = witness(filepath.Join(filepath.Dir(w.path), "state", "witness"))
	root, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: marked[0]})
	if err != nil {
		t.Fatal(err)
	}
	secrets := append([]string{root.TakeRecoveryKey()}, marked...)
	u, err := root.CreateUser(t.Context(), NewUser{Name: "anna", Email: "anna@example.com", Password: marked[1], Role: identity.Admin})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.service.SignIn(t.Context(), "root", marked[2])
	wantErr(t, "wrong", err, ErrSignIn)
	_, err = w.service.SignIn(t.Context(), marked[2], marked[3])
	wantErr(t, "password entered as the name", err, ErrSignIn)
	wantErr(t, "confirm", root.Confirm(t.Context(), marked[3]), ErrPassword)
	wantErr(t, "confirm", root.Confirm(t.Context(), marked[0]), nil)
	given, err := root.RegeneratePassword(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := root.RenewRecoveryKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	secrets = append(secrets, given.Password, renewed, strings.ReplaceAll(renewed, "-", ""))
	for _, format := range []journal.Format{journal.CSV, journal.JSONLines} {
		out, err := os.Create(filepath.Join(filepath.Dir(w.path), "export."+string(format)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := root.ExportJournal(t.Context(), JournalExport{Format: format}, out, nil); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
	searched := 0
	for _, folder := range []string{filepath.Dir(w.path), temp} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			searched++
			content, err := os.ReadFile(path)
			for _, secret := range secrets {
				if bytes.Contains(content, []byte(secret)) || strings.Contains(path, secret) {
					t.Errorf("%s holds %q", path, secret)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if searched < 4 {
		t.Errorf("got %d files searched, want at least 4", searched)
	}
}

// crash is a job that panics during a sign-in.
func crash(path string) error {
	service, err := openJob(path)
	if err != nil {
		return err
	}
	store := service.store
	calls := 0
	store.Now = func() time.Time {
		if calls++; calls == 2 {
			panic("crash during sign-in")
		}
		return start
	}
	_, err = service.SignIn(context.Background(), "root", marked[0])
	return err
}

// The output of a crash contains no password either.
func TestCrashRevealsNoSecret(t *testing.T) {
	w := newWorkspace(t)
	c := exec.Command(os.Args[0], w.path)
	c.Env = append(os.Environ(), jobVariable+"=crash", "GOTRACEBACK=all")
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "crash during sign-in") || !strings.Contains(string(out), "SignIn") {
		t.Fatalf("got error %v, output %.300s, want a crash during sign-in", err, out)
	}
	if strings.Contains(string(out), marked[0]) {
		t.Errorf("got output with the password: %s", out)
	}
}
