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

// marked are passwords that are looked for everywhere afterwards.
var marked = []string{
	"First marked password 7Q", "Second marked password 8W", "Third marked password 9E", "Fourth marked password 5R",
}

// What is secret is in no file: not in the one of the users, nor beside it, nor in what is exported, nor in a temporary
// one.
func TestSecretsAreNowhere(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	w := newEmptyWorld(t)
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
	wantErr(t, "password in the place of the name", err, ErrSignIn)
	wantErr(t, "confirm", root.Confirm(t.Context(), marked[3]), ErrPassword)
	wantErr(t, "confirm", root.Confirm(t.Context(), marked[0]), nil)
	made, err := root.RegeneratePassword(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := root.RenewRecoveryKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	secrets = append(secrets, made, renewed, strings.ReplaceAll(renewed, "-", ""))
	for _, format := range []journal.Format{journal.CSV, journal.JSONLines} {
		out, err := os.Create(filepath.Join(filepath.Dir(w.path), "export."+string(format)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := root.ExportJournal(t.Context(), format, out, nil); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
	looked := 0
	for _, folder := range []string{filepath.Dir(w.path), temp} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			looked++
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
	if looked < 4 {
		t.Errorf("looked at %d files, want those that this test has made", looked)
	}
}

// crash is a process that panics in the middle of a sign-in.
func crash(path string) error {
	service, err := openJob(path)
	if err != nil {
		return err
	}
	store := service.store
	calls := 0
	store.Now = func() time.Time {
		if calls++; calls == 2 {
			panic("in the middle")
		}
		return start
	}
	_, err = service.SignIn(context.Background(), "root", marked[0])
	return err
}

// Nor is it in what is said when the program crashes.
func TestCrashTellsNoSecret(t *testing.T) {
	w := newWorld(t)
	c := exec.Command(os.Args[0], w.path)
	c.Env = append(os.Environ(), jobVariable+"=crash", "GOTRACEBACK=all")
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "in the middle") || !strings.Contains(string(out), "SignIn") {
		t.Fatalf("got error %v, said %.300s, want a crash in signing in", err, out)
	}
	if strings.Contains(string(out), marked[0]) {
		t.Errorf("the crash says %s", out)
	}
}
