package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/app"
	"roster/data"
)

// check answers with an exit status, and says nothing but who may be let in, or how long to wait.
func TestCheck(t *testing.T) {
	path := team(t)
	open(t, path, func(service *app.Service) {
		s, err := service.SignIn(t.Context(), "root", secret)
		if err != nil {
			t.Fatal(err)
		}
		ben, err := s.UserNamed(t.Context(), "ben")
		if err == nil {
			_, err = s.DisableUser(t.Context(), ben)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	anna := ctl(lines("anna", secret), "check", path)
	if want := fmt.Sprintf(`{"id":%d,"user_name":"anna","role":"Ledger manager"}`+"\n", idOf(t, path, "anna")); anna.out != want {
		t.Errorf("got %q, want %q", anna.out, want)
	}
	for _, c := range []struct {
		name, input string
		code        Code
		says        string
	}{
		{"right", lines("anna", secret), Done, "anna"},
		{"email address", lines("ANNA@example.com", secret), Done, "anna"},
		{"no newline at the end", "anna\n" + secret, Done, "anna"},
		{"CR LF", "anna\r\n" + secret + "\r\n", Done, "anna"},
		{"wrong", lines("anna", other), No, ""},
		{"unknown", lines("nobody", secret), No, ""},
		{"disabled", lines("ben", secret), No, ""},
		{"no name", lines("", secret), No, ""},
		{"no password", lines("anna", ""), No, ""},
		{"a megabyte", lines(strings.Repeat("anna", 1<<18), strings.Repeat("x", 1<<20)), No, ""},
		{"the name, and more", lines("anna"+strings.Repeat(" ", mostInput), secret), Done, "anna"},
		{"nothing", "", Usage, "standard input"},
		{"one line", "anna\n", Usage, "standard input"},
		{"three lines", lines("anna", secret, "x"), Done, "anna"},
		{"an endless line", "anna\n" + strings.Repeat("x", 2*mostRead), Usage, "standard input"},
	} {
		t.Run(c.name, func(t *testing.T) { ctl(c.input, "check", path).wants(t, "check", c.code, c.says) })
	}
	for r := range rune(' ') {
		if r != '\n' {
			name := "an" + string(r) + "na"
			got := ctl(lines(name, secret+string(r)+"."), "check", path)
			if got.code != No && got.code != Wait {
				t.Errorf("control character %U: got status %d, %q", r, got.code, got.err)
			}
		}
	}
	ctl(lines("anna", secret), "check", path, "--json").wants(t, "with --json", Done, "anna")
	ctl(lines("anna", other), "check", path, "--json").wants(t, "wrong with --json", No, `{"wrong":true}`)
	for range 5 {
		ctl(lines("ada", other), "check", path)
	}
	waits := ctl(lines("ada", secret), "check", path)
	if waits.code != Wait || waits.out != `{"wait":30}`+"\n" && waits.out != `{"wait":29}`+"\n" {
		t.Errorf("got status %d and %q, want a wait of 30 s", waits.code, waits.out)
	}
	wantIntact(t, path)
}

func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

// idOf returns the id of a user.
func idOf(t *testing.T, path, name string) (id int64) {
	t.Helper()
	open(t, path, func(service *app.Service) {
		s, err := service.SignIn(t.Context(), "root", secret)
		if err != nil {
			t.Fatal(err)
		}
		u, err := s.UserNamed(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		id = u.ID
	})
	return id
}

// passwd lets users choose a password, which check asks for until then.
func TestPasswd(t *testing.T) {
	path := team(t)
	open(t, path, func(service *app.Service) {
		s, err := service.SignIn(t.Context(), "root", secret)
		if err != nil {
			t.Fatal(err)
		}
		anna, err := s.UserNamed(t.Context(), "anna")
		if err == nil {
			err = s.SetPassword(t.Context(), anna, other)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	ctl(lines("anna", other), "check", path).wants(t, "given by somebody else", MustChange, "")
	ctl(lines("anna", other), "check", path, "--json").wants(t, "with --json", MustChange, `{"must_change":true}`)
	ctl(lines("anna", secret, other), "passwd", path).wants(t, "wrong password", No, "password is wrong")
	ctl(lines("anna", other, "short"), "passwd", path).wants(t, "short", Refused, "Use at least 15 characters.")
	ctl(lines("anna", other, other), "passwd", path).wants(t, "the same", Refused, "Password: ")
	ctl(lines("anna", other), "passwd", path).wants(t, "two lines", Usage, "the new one")
	const chosen = "Seven green boats at sea"
	ctl(lines("anna", other, chosen), "passwd", path).wants(t, "change", Done, "The password was changed.")
	ctl(lines("anna", chosen), "check", path).wants(t, "afterwards", Done, "anna")
	ctl(lines("anna", other), "check", path).wants(t, "the old one", No, "")
	wantIntact(t, path)
}

// When twenty processes guess at one name, five guesses are checked.
func TestCheckAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts programs, in which nothing is concurrent")
	}
	path, rosterctl := team(t), program(t)
	results := make([]result, 20)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() {
			var err error
			if results[i], err = started(t.Context(), rosterctl, lines("anna", other), "check", path); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	codes := map[Code]int{}
	for _, r := range results {
		codes[r.code]++
	}
	if codes[No] != 5 || codes[Wait] != 15 {
		t.Errorf("got %v, want 5 times 1 and 15 times 3: %+v", codes, results)
	}
	wantIntact(t, path)
}

// However early or late a check is killed, the attempt is counted or was not made, and the file is intact.
func TestCheckKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts programs, in which nothing is concurrent")
	}
	path, rosterctl := team(t), program(t)
	whole := time.Now()
	if r, err := started(t.Context(), rosterctl, lines("ada", secret), "check", path); err != nil || r.code != Done {
		t.Fatalf("got %+v, error %v", r, err)
	}
	took := time.Since(whole)
	const rounds = 8
	answered := 0
	for n := range rounds {
		open(t, path, func(service *app.Service) {
			s, err := service.SignIn(t.Context(), "root", secret)
			if err != nil {
				t.Fatal(err)
			}
			anna, err := s.UserNamed(t.Context(), "anna")
			if err == nil {
				err = s.UnlockUser(t.Context(), anna)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		ctx, cancel := context.WithTimeout(t.Context(), took*time.Duration(n)/rounds)
		r, err := started(ctx, rosterctl, lines("anna", other), "check", path)
		cancel()
		if err == nil && r.code == No {
			answered++
			if got := failedOf(t, path); got != 1 {
				t.Errorf("answered: got %d attempts, want 1", got)
			}
		}
		wantIntact(t, path)
	}
	t.Logf("%d of %d checks were answered", answered, rounds)
}

// failedOf returns the number of failed attempts as anna.
func failedOf(t *testing.T, path string) (failed int) {
	t.Helper()
	open(t, path, func(service *app.Service) {
		s, err := service.SignIn(t.Context(), "root", secret)
		if err != nil {
			t.Fatal(err)
		}
		anna, err := s.UserNamed(t.Context(), "anna")
		if err != nil {
			t.Fatal(err)
		}
		attempts, err := s.Attempts(t.Context(), anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		failed = attempts.Failed
	})
	return failed
}

// What is wrong with a file is said, and nothing is created or changed.
func TestTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, path string)
		says   string
	}{
		"missing": {func(t *testing.T, path string) { remove(t, path) }, "There is no such file."},
		"folder": {func(t *testing.T, path string) {
			remove(t, path)
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "This is a folder"},
		"another program's": {func(t *testing.T, path string) { write(t, path, []byte(strings.Repeat("something else", 1000))) }, "Roster file"},
		"empty":             {func(t *testing.T, path string) { write(t, path, nil) }, "Roster file"},
		"damaged": {func(t *testing.T, path string) {
			content := read(t, path)
			clear(content[4096:])
			write(t, path, content)
		}, "damaged"},
		"cut off": {func(t *testing.T, path string) { write(t, path, read(t, path)[:8192]) }, "damaged"},
		"newer": {func(t *testing.T, path string) {
			content := read(t, path)
			content[63] = 99 // user_version
			write(t, path, content)
		}, "newer version"},
		"accessible to others": {func(t *testing.T, path string) {
			if runtime.GOOS == "windows" {
				t.Skip("it has other permissions")
			}
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
		}, "Other users of this computer can"},
	} {
		t.Run(name, func(t *testing.T) {
			path := team(t)
			c.change(t, path)
			before := contents(t, filepath.Dir(path))
			for _, command := range []string{"check", "passwd", "list"} {
				input := lines("anna", secret)
				args := []string{command, path}
				switch command {
				case "passwd":
					input = lines("anna", secret, other)
				case "list":
					input, args = lines(secret), append(args, "--as", "root")
				}
				ctl(input, args...).wants(t, command, Trouble, c.says)
			}
			if after := contents(t, filepath.Dir(path)); !slices.Equal(after, before) {
				t.Errorf("got %q, want nothing created or changed: %q", after, before)
			}
		})
	}
}

// A file that another program keeps for itself is waited for, but not for ever.
func TestCheckWaits(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for ten seconds")
	}
	path := team(t)
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	err = store.Update(t.Context(), func(tx *data.Tx) error {
		if err := tx.SetBatch(time.Now()); err != nil {
			return err
		}
		began := time.Now()
		ctl(lines("anna", secret), "check", path).wants(t, "while a batch runs", Trouble, "Another program is using")
		if waited := time.Since(began); waited < 9*time.Second || waited > 20*time.Second {
			t.Errorf("waited %v, want about 10 s", waited)
		}
		return os.ErrClosed
	})
	if !errors.Is(err, os.ErrClosed) {
		t.Errorf("got error %v, want %v", err, os.ErrClosed)
	}
	ctl(lines("anna", secret), "check", path).wants(t, "afterwards", Done, "anna")
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// contents returns what is in a folder.
func contents(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			all = append(all, path)
			return err
		}
		content, err := os.ReadFile(path)
		all = append(all, path+string(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
