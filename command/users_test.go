package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"roster/data"
)

// as adds who signs in.
func as(name string, args ...string) []string { return append(args, "--as", name) }

func TestList(t *testing.T) {
	path := team(t)
	all := ctl(lines(secret), as("root", "list", path)...)
	all.wants(t, "list", Done, "anna@example.com")
	if n := strings.Count(all.out, "\n"); n != 4 {
		t.Errorf("got %q, want four users", all.out)
	}
	some := ctl(lines(secret), as("ada", "list", path, "--role", "ledger-manager", "--search", "AN", "--json")...)
	var u listed
	if err := json.Unmarshal([]byte(some.out), &u); err != nil || u.Name != "anna" || u.Role != "Ledger manager" {
		t.Errorf("got %q, error %v, want anna", some.out, err)
	}
	ctl(lines(secret), as("root", "list", path, "--status", "disabled")...).wants(t, "nobody", Done, "")
	if !u.MaySignIn {
		t.Errorf("got %q, want that anna may sign in", some.out)
	}
	ctl(lines(secret), as("anna", "list", path)...).wants(t, "a Ledger manager", Refused, "own account")
	ctl(lines(other), as("root", "list", path)...).wants(t, "wrong password", No, "password is wrong")
	ctl(lines(other), as("root", "list", path, "--json")...).wants(t, "with --json", No, `"status":1}`)
	ctl(lines(secret), "list", path).wants(t, "nobody signs in", Usage, "--as")
	ctl(lines(secret), as("root", "list")...).wants(t, "no file", Usage, "FILE is missing\nusage: rosterctl list FILE")
	ctl(lines(secret), as("root", "list", path, "--role", "boss")...).wants(t, "no such role", Usage,
		"--role takes one of ledger-manager, admin, system-admin\n")
	ctl(lines(secret), as("root", "list", path, "--password", secret)...).wants(t, "a password", Usage, "list has no option --password\n")
	wantIntact(t, path)
}

// An account that has expired is listed as such, although its status is still enabled.
func TestListExpired(t *testing.T) {
	path := team(t)
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), func(tx *data.Tx) error {
		anna, err := tx.AccountNamed("anna")
		if err != nil {
			return err
		}
		expired := anna.User
		expired.Expires = 20_000 // a day of 2024
		_, err = tx.UpdateUser(anna.User, expired)
		return err
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	ctl(lines(secret), as("root", "list", path, "--status", "expired")...).wants(t, "expired", Done, "anna@example.com")
	ctl(lines(secret), as("root", "list", path, "--status", "must-change")...).wants(t, "nobody", Done, "")
	enabled := as("root", "list", path, "--status", "enabled", "--search", "anna")
	ctl(lines(secret), enabled...).wants(t, "expired", Done, "Expired")
	ctl(lines(secret), append(enabled, "--json")...).wants(t, "with --json", Done,
		`"status":"enabled","may_sign_in":false,"account_expires":"2024-10-04"`)
}

// handed holds files whose descriptors a command has closed. The garbage collector must not close them again: by then,
// the number can belong to the file of another test.
var handed []*os.File

// A password can come from a file descriptor.
func TestPasswordFD(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no numbers for files")
	}
	path := team(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.WriteString(lines(secret)); err != nil {
		t.Fatal(err)
	}
	w.Close()
	handed = append(handed, r)
	ctl("", as("root", "list", path, "--password-fd", fmt.Sprint(r.Fd()))...).wants(t, "from a pipe", Done, "anna")
	ctl("", as("root", "list", path, "--password-fd", "987")...).wants(t, "not open", Usage, "the password")
	ctl("", as("root", "list", path, "--password-fd", "one")...).wants(t, "no number", Usage, "number")
}

func TestChangeUsers(t *testing.T) {
	path := team(t)
	run := func(who string, args ...string) result { return ctl(lines(secret), as(who, args...)...) }
	run("root", "disable", path, "anna").wants(t, "disable", Done, "anna: Ledger manager, Disabled")
	ctl(lines("anna", secret), "check", path).wants(t, "disabled", No, "")
	run("root", "disable", path, "anna").wants(t, "again", Done, "anna: Ledger manager, Disabled")
	run("ada", "enable", path, "ANNA@example.com", "--json").wants(t, "enable", Done, `"status":"enabled"`)
	ctl(lines("anna", secret), "check", path).wants(t, "enabled", Done, "anna")
	run("root", "role", path, "ben", "Admin").wants(t, "role", Done, "ben: Admin, Enabled")
	run("root", "role", path, "ben", "system-admin").wants(t, "with a confirmation", Done, "ben: System Admin")
	run("root", "role", path, "ben", "boss").wants(t, "no role", Usage, "ROLE is one of")
	run("ada", "role", path, "anna", "admin").wants(t, "not an Admin's", Refused, "System Admin")
	run("ada", "disable", path, "ben").wants(t, "higher rank", Refused, "only do this to Ledger managers")
	run("root", "disable", path, "root").wants(t, "oneself", Refused, "own account")
	run("root", "disable", path, "nobody").wants(t, "nobody", Refused, "No user has")
	run("anna", "disable", path, "ben").wants(t, "a Ledger manager", Refused, "own account")
	wantIntact(t, path)
}

// What is exported can be imported, with the plan and in the words of the window.
func TestExportImport(t *testing.T) {
	path := team(t)
	folder := filepath.Dir(path)
	run := func(args ...string) result { return ctl(lines(secret), as("root", args...)...) }
	run("export", path).wants(t, "export", Done, "anna@example.com")
	csv := filepath.Join(folder, "users.csv")
	run("export", path, "--to", csv, "--role", "ledger-manager").wants(t, "to a file", Done, "2 users")
	run("export", path, "--to", csv).wants(t, "again", Trouble, "already exists")
	run("export", path, "--format", "jsonl", "--hashes").wants(t, "hashes", Done, `"password_hash":"$argon2id$`)
	ctl(lines(secret), as("ada", "export", path, "--hashes")...).wants(t, "an Admin", Refused, "System Admin")
	run("import", path, csv, "--dry-run").wants(t, "what was exported", Done, "0 new · 0 changed · 2 unchanged")

	people := filepath.Join(folder, "people.csv")
	write(t, people, []byte("Login;Mail;Team;Active\nkim;kim@example.com;Buchhaltung;yes\nleo;leo@example.com;Leitung;no\n"+
		"mia;mia;Buchhaltung;yes\n"))
	plan := func(args ...string) []string {
		return append([]string{"import", path, people, "--column", "role=Team", "--meaning", "Buchhaltung=ledger-manager"}, args...)
	}
	run(plan("--dry-run")...).wants(t, "a value without a meaning", Refused, "nobody has said what Leitung means")
	dry := run(plan("--meaning", "Leitung=admin", "--dry-run")...)
	dry.wants(t, "dry run", Refused, "2 new · 0 changed · 0 unchanged · 1 cannot be imported")
	dry.wants(t, "dry run", Refused, "Email: The @ is missing. Enter an address like name@example.com.")
	run(plan("--meaning", "Leitung=admin", "--apply")...).wants(t, "all or nothing", Refused, "Nothing was imported")
	ctl(lines(secret), as("root", "list", path, "--search", "kim")...).wants(t, "nothing", Done, "")
	run(plan("--meaning", "Leitung=admin", "--apply", "--leave-out", "--passwords", "start")...).
		wants(t, "start passwords to nowhere", Usage, "start-passwords")
	slips, results := filepath.Join(folder, "new.csv"), filepath.Join(folder, "results.csv")
	run(plan("--meaning", "Leitung=admin", "--apply", "--leave-out", "--passwords", "start", "--valid", "7",
		"--start-passwords", slips, "--results", results)...).wants(t, "apply", Done, "2 created")
	given := strings.Split(strings.Split(string(read(t, slips)), "\r\n")[1], ",")
	ctl(lines("kim", given[1]), "check", path).wants(t, "kim", MustChange, "")
	if info, err := os.Stat(slips); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, error %v, want a private file", info.Mode(), err)
	}
	if got := string(read(t, results)); !strings.Contains(got, "Not possible") || !strings.Contains(got, "New") {
		t.Errorf("got results %q", got)
	}
	again := run(plan("--meaning", "Leitung=admin", "--dry-run", "--leave-out", "--json")...)
	var done imported
	if err := json.Unmarshal([]byte(again.out), &done); err != nil || done.Unchanged != 2 || done.Refused != 1 || done.Applied {
		t.Errorf("got %q, error %v, want nothing to change", again.out, err)
	}
	run("import", path, people).wants(t, "neither", Usage, "--dry-run or --apply")
	run("import", path, filepath.Join(folder, "none.csv"), "--apply").wants(t, "no such file", Trouble, "can't be read")
	ctl(lines(secret), as("anna", "import", path, people, "--dry-run")...).wants(t, "a Ledger manager", Refused, "own account")
	wantIntact(t, path)
}

// Whoever may read the file may see what restoring a backup would change.
func TestRestore(t *testing.T) {
	path := team(t)
	folder := filepath.Dir(path)
	backup := filepath.Join(folder, "backup.roster")
	ctl("", "backup", path, backup, "--json").wants(t, "backup", Done, `"intact":true`)
	ctl(lines(secret), as("root", "role", path, "anna", "admin")...).wants(t, "change", Done, "anna: Admin")
	before := contents(t, folder)
	ctl("", "restore", path, backup, "--dry-run").wants(t, "restore", Done, "anna: role Admin → Ledger manager")
	ctl("", "restore", path, backup, "--dry-run", "--json").wants(t, "restore", Done, `"changed":1`)
	ctl("", "restore", path, path, "--dry-run").wants(t, "itself", Refused, "This is the file itself.")
	ctl("", "restore", path, filepath.Join(folder, "none"), "--dry-run").wants(t, "none", Trouble, "There is no such file.")
	ctl("", "restore", path, backup).wants(t, "for real", Usage, "--dry-run")
	if after := contents(t, folder); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("got a change, want none")
	}
	ctl("", "verify", path, "--json").wants(t, "verify", Done, `{"intact":true,"entries":`)
}

func TestUsage(t *testing.T) {
	ctl("").wants(t, "nothing", Usage, "usage: rosterctl COMMAND")
	for _, word := range []string{"help", "-h", "--help"} {
		ctl("", word).wants(t, word, Done, "111")
	}
	ctl("", "help", "list").wants(t, "help about a command", Done, "usage: rosterctl list FILE")
	ctl("", "help", "dance").wants(t, "help about no command", Usage, `there is no command "dance"`)
	ctl("", "--version").wants(t, "version", Done, "rosterctl test")
	ctl("", "--version", "--json").wants(t, "version with --json", Done, `{"version":"test"}`)
	ctl("", "--version", "x").wants(t, "version and more", Usage, `"x" is too much`)
	ctl("", "dance").wants(t, "no command", Usage, `there is no command "dance"`)
	ctl("", "completion", "csh").wants(t, "no shell", Usage, "SHELL is one of bash, zsh")
}

// Only an option asks for help: a name, a path and the value of an option can be that word. A question never gets help
// for an answer.
func TestHelp(t *testing.T) {
	path := team(t)
	for _, args := range [][]string{{"list", "--help"}, {"disable", path, "-h", "anna"}, {"list", "-help", "--role"}} {
		ctl("", args...).wants(t, fmt.Sprint(args), Done, "usage: rosterctl "+args[0])
	}
	for _, args := range [][]string{{"check", "--help"}, {"check", path, "-h"}, {"verify", "--help"}} {
		ctl("", args...).wants(t, fmt.Sprint(args), Usage, "usage: rosterctl "+args[0])
	}
	ctl(lines(secret), as("root", "disable", path, "help")...).wants(t, "a user", Refused, "No user has")
	ctl(lines(secret), "disable", "--as", "root", "--", path, "--help").wants(t, "after --", Refused, "No user has")
	ctl(lines(secret), as("root", "list", path, "--search", "help")...).wants(t, "words", Done, "")
	ctl(lines(secret), as("root", "list", path, "--search", "--help")...).wants(t, "a value", Done, "")
	ctl(lines("anna", secret), "check", "help").wants(t, "a file", Trouble, "help: ")
	ctl(lines("anna", secret), "check", path, "help").wants(t, "too much", Usage, `"help" is too much`)
	ctl(lines("anna", secret), "check", "--", path).wants(t, "check after --", Done, "anna")
}

// What is wrong with a command line is said in a sentence, with what would be right.
func TestMisuse(t *testing.T) {
	for line, says := range map[string]string{
		"list f --as":                              "--as needs a value: NAME",
		"list f --json=yes":                        "--json takes no value",
		"list f --role=boss":                       "--role takes one of ledger-manager, admin, system-admin",
		"list f --password-fd one":                 "--password-fd takes the number of a file descriptor",
		"list f g":                                 `"g" is too much`,
		"list f --dance":                           "list has no option --dance",
		"role f anna boss --as root":               "ROLE is one of ledger-manager, admin, system-admin",
		"export f --as root --separator \"":        "--separator takes one of comma, semicolon, tab, bar",
		"import f g --dry-run --headings abc":      "--headings takes the number of a row, 0 for none",
		"import f g --dry-run --headings=-1":       "--headings takes the number of a row, 0 for none",
		"import f g --dry-run --encoding foo":      "--encoding takes one of UTF-8, ",
		"import f g --apply --start-passwords p":   "--start-passwords needs --passwords start",
		"import f g --dry-run --valid 3":           "--valid needs --passwords start",
		"import f g --apply --passwords start":     "--start-passwords",
		"import f g":                               "--dry-run or --apply",
		"restore f g":                              "--dry-run",
		"dance":                                    `there is no command "dance"`,
		"import f g --apply --dry-run --as root":   "--dry-run or --apply",
		"import f g --dry-run --replace --as root": "--replace needs --passwords file or hashes",
	} {
		args := strings.Fields(line)
		plain := ctl(lines(secret), args...)
		plain.wants(t, line, Usage, says)
		if !strings.Contains(plain.err, "\nusage: rosterctl ") {
			t.Errorf("%s: got %q, want the usage", line, plain.err)
		}
		var said struct {
			Error  string
			Status Code
		}
		got := ctl(lines(secret), append(args, "--json")...)
		err := json.Unmarshal([]byte(got.err), &said)
		if args[len(args)-1] == "--as" { // --json is the value
			continue
		}
		if err != nil || got.code != Usage || said.Status != Usage || !strings.Contains(said.Error, says) ||
			strings.Contains(said.Error, "\n") {
			t.Errorf("%s --json: got status %d, %q, error %v, want a sentence: %q", line, got.code, got.err, err, says)
		}
	}
}
