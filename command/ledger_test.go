package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"roster/app"
	"roster/data"
	"roster/identity"
)

// tool returns the path of another program, without which the test is skipped, but not where .ci/run installs it.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && (os.Getenv("CI") == "" || runtime.GOOS != "linux") {
		t.Skipf("%s is not installed", name)
	}
	if err != nil {
		t.Fatalf("%s is not installed, which .ci/run should have done", name)
	}
	return path
}

// block returns a block of code in docs/ledger.md: the nth in its language.
func block(t *testing.T, language string, n int) string {
	t.Helper()
	all := regexp.MustCompile("(?s)```"+language+"\n(.*?)```\n").FindAllStringSubmatch(
		string(read(t, filepath.Join("..", "docs", "ledger.md"))), -1)
	if len(all) <= n {
		t.Fatalf("got %d blocks in %s, want more", len(all), language)
	}
	return all[n][1]
}

// save writes a block of code into a file of a new folder, and returns its path.
func save(t *testing.T, name, code string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	write(t, path, []byte(code))
	return path
}

// must runs a program and returns what it prints.
func must(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v, %s", name, err, out)
	}
	return string(out)
}

// keepWaiting makes a user wait for an hour.
func keepWaiting(t *testing.T, path, name string) {
	t.Helper()
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), func(tx *data.Tx) error {
		u, err := tx.AccountNamed(name)
		if err != nil {
			return err
		}
		return tx.SetAttempts(u.User.ID, identity.Attempts{
			Failed: 12, Recent: 12, LastFailed: tx.Now(), WaitUntil: tx.Now().Add(time.Hour),
		})
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
}

// The callers in docs/ledger.md say the right thing.
func TestCallers(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts programs, in which nothing is concurrent")
	}
	if runtime.GOOS == "windows" {
		t.Skip("the test starts rosterctl by a link")
	}
	path := team(t)
	t.Setenv("PATH", filepath.Dir(program(t))+string(os.PathListSeparator)+os.Getenv("PATH"))
	open(t, path, func(service *app.Service) {
		s, err := service.SignIn(t.Context(), "root", secret)
		if err != nil {
			t.Fatal(err)
		}
		ben, err := s.UserNamed(t.Context(), "ben")
		if err == nil {
			err = s.SetPassword(t.Context(), ben, other)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	keepWaiting(t, path, "ada")
	callers := map[string]func(t *testing.T) []string{
		"Go": func(t *testing.T) []string {
			to := filepath.Join(t.TempDir(), "ledger")
			must(t, tool(t, "go"), "build", "-o", to, save(t, "ledger.go", block(t, "go", 0)))
			return []string{to}
		},
		"Python": func(t *testing.T) []string {
			return []string{tool(t, "python3"), save(t, "ledger.py", block(t, "python", 0))}
		},
		"Java": func(t *testing.T) []string {
			source := save(t, "Ledger.java", block(t, "java", 0))
			must(t, tool(t, "javac"), source)
			return []string{tool(t, "java"), "-cp", filepath.Dir(source), "Ledger"}
		},
		"PHP": func(t *testing.T) []string {
			return []string{tool(t, "php"), save(t, "ledger.php", block(t, "php", 0))}
		},
		"shell": func(t *testing.T) []string { return []string{tool(t, "sh"), save(t, "ledger.sh", block(t, "sh", 0))} },
	}
	for name, prepare := range callers {
		t.Run(name, func(t *testing.T) {
			caller := prepare(t)
			for _, c := range []struct{ file, input, says string }{
				{path, lines("anna", secret), `^welcome anna, Ledger manager\n$`},
				{path, lines("anna", other), `^wrong\n$`},
				{path, lines("an\u2028na\x0c", secret), `^wrong\n$`},
				{path, lines("nobody", strings.Repeat("x", 1<<20)), `^wrong\n$`},
				{path, lines("ada", secret), `^wait \d+\n$`},
				{path, lines("ben", other), `^choose a new password\n$`},
				{path + " missing", lines("anna", secret), `^try later\n$`},
			} {
				run := exec.Command(caller[0], append(caller[1:], c.file)...)
				run.Stdin = strings.NewReader(c.input)
				out, err := run.Output()
				if err != nil || !regexp.MustCompile(c.says).Match(out) {
					t.Errorf("%q: got %q, error %v, want %q", c.input, out, err, c.says)
				}
			}
			wantNoAnswer(t, caller, path)
		})
	}
	wantIntact(t, path)
}

// wantNoAnswer fails the test unless a caller takes no exit status for an answer that was not printed: a program in
// between, such as sudo, can end with any.
func wantNoAnswer(t *testing.T, caller []string, path string) {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	script := filepath.Join(folder, "rosterctl")
	for status := range 5 {
		write(t, script, fmt.Appendf(nil, "#!/bin/sh\ncat >/dev/null\nexit %d\n", status))
		if err := os.Chmod(script, 0o700); err != nil {
			t.Fatal(err)
		}
		run := exec.Command(caller[0], append(caller[1:], path)...)
		run.Stdin = strings.NewReader(lines("anna", secret))
		if out, err := run.Output(); err != nil || string(out) != "try later\n" {
			t.Errorf("status %d without an answer: got %q, error %v, want that nobody is told yes or no", status, out, err)
		}
	}
}

// The view for other programs can be read with Python and with the tool of SQLite, while nobody has the file open and
// while a window changes it.
func TestReaders(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts programs, in which nothing is concurrent")
	}
	if runtime.GOOS == "windows" {
		t.Skip("docs/ledger.md has the paths of other systems")
	}
	readers := map[string]func(t *testing.T) []string{
		"Python": func(t *testing.T) []string {
			return []string{tool(t, "python3"), save(t, "users.py", block(t, "python", 1))}
		},
		"sqlite3": func(t *testing.T) []string {
			tool(t, "sqlite3")
			return []string{tool(t, "sh"), save(t, "users.sh", block(t, "sh", 1))}
		},
	}
	for name, prepare := range readers {
		t.Run(name, func(t *testing.T) {
			path, reader := team(t), prepare(t)
			users := func() string { return must(t, reader[0], append(reader[1:], path)...) }
			const first = "1|root|System Admin|1\n"
			if got := users(); !strings.HasPrefix(got, first) || strings.Count(got, "\n") != 4 {
				t.Errorf("nobody has it open: got %q, want four users", got)
			}
			ctx, stop := context.WithCancel(t.Context())
			written := make(chan int)
			open(t, path, func(service *app.Service) {
				s, err := service.SignIn(t.Context(), "root", secret)
				if err != nil {
					t.Fatal(err)
				}
				go func() {
					n := 0
					for ; ctx.Err() == nil; n++ {
						name := fmt.Sprint("new", n)
						u, err := s.CreateUser(t.Context(), app.NewUser{
							Name: name, Email: name + "@example.com", Role: identity.LedgerManager, NoPassword: true,
						})
						if err == nil && n%2 == 0 {
							_, err = s.DisableUser(t.Context(), u)
						}
						if err != nil {
							t.Error(err)
						}
					}
					written <- n
				}()
				before := 0
				for range 4 {
					got := users()
					if n := strings.Count(got, "\n"); !strings.HasPrefix(got, first) || n < before {
						t.Errorf("got %d users after %d: %.200q", n, before, got)
					} else {
						before = n
					}
				}
				stop()
				t.Logf("%d users were created meanwhile", <-written)
			})
			wantIntact(t, path)
			if got := users(); strings.Contains(got, "$argon2id$") || !strings.Contains(got, "new0|Ledger manager|0\n") {
				t.Errorf("got %.300q, want a user who was disabled, and no hash", got)
			}
		})
	}
}

// The view says whether an account is enabled today.
func TestViewEnabled(t *testing.T) {
	path := team(t)
	sqlite := tool(t, "sqlite3")
	for _, c := range []struct {
		change string
		want   string
	}{
		{"expires = CAST(strftime('%s', 'now', 'localtime') AS INTEGER) / 86400", "1"},
		{"expires = CAST(strftime('%s', 'now', 'localtime') AS INTEGER) / 86400 - 1", "0"},
		{"expires = 0", "1"}, {"status = 2", "0"}, {"status = 3", "0"}, {"status = 1", "1"},
	} {
		must(t, sqlite, path, "UPDATE users SET "+c.change+" WHERE name = 'anna'")
		got := must(t, sqlite, path, "SELECT enabled FROM roster_users_1 WHERE user_name_key = 'anna'")
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s: got enabled %s, want %s", c.change, got, c.want)
		}
	}
}
