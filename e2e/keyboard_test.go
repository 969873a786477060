//go:build e2e

package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestKeyboard does an administrator's usual work with the keyboard alone, and then checks the file.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	w := open(t, home)
	w.setsUp(anna)
	for _, p := range []person{bob, cora, dave} {
		w.creates(p)
	}

	w.selects(3) // cora
	w.opens(changeRole)
	w.sees("Change role of cora", "Full access")
	w.keys("Up", "Return")
	w.seesNotice("The role of cora is now Admin")

	w.opens(changeEmail)
	w.sees("Change email of cora", "Current email address")
	w.types("cora.castle@example.org")
	w.keys("Return")
	w.seesNotice("The email address of cora was changed")
	w.sees("cora.castle@example.org")

	w.opens(regeneratePassword)
	w.sees("Regenerate password for cora", "within 72 hours")
	w.keys("Return")
	w.sees("New password for cora", "This password won't be shown again")
	w.keys("Escape") // must not lose the password
	w.sees("New password for cora")
	w.keys("Tab", "Tab", "Tab", "Return") // over Copy, Print slip and Save as PDF
	w.seesNotice("cora has a new password")

	w.selects(4) // dave
	w.keys("Delete")
	w.sees("Delete user dave", "This can't be undone")
	w.types("dave")
	w.keys("Return")
	w.sees("Confirm it's you")
	w.types(anna.password)
	w.keys("Return")
	w.seesNotice("dave was deleted")

	w.signsOut()
	w.signsIn(bob.name, bob.password)
	w.replaces(bob.password, ownPassword)
	w.selects(1) // anna
	w.keys("Delete")
	w.seesNotice(refusedByRank)
	w.keys("Menu")
	w.sees("Change role", "Only a System Admin can do this")
	w.keys("Escape")
	w.keys("ctrl+n")
	w.sees("Generate", "Their own account only") // the lowest role, and the only one offered
	w.keys("Escape")
	w.close()

	path := fileOf(home)
	checkPerson(t, path, "anna", "anna@example.com|Anna|Ackermann|3|1")
	checkPerson(t, path, "bob", "bob@example.com|Bob|Baker|2|1")
	checkPerson(t, path, "cora", "cora.castle@example.org|Cora|Castle|2|1")
	checkFile(t, path)
	want := []string{
		"set up|anna|anna", "sign in|anna|anna", "create user|anna|bob", "create user|anna|cora", "create user|anna|",
		"change role|anna|cora", "change email|anna|cora", "set password|anna|cora", "confirm|anna|",
		"delete user|anna|", "sign out|anna|", "sign in|bob|bob", "change password|bob|bob",
		"sign out|bob|",
	}
	got := sqlite(t, path, "SELECT operation, coalesce(a.text, ''), coalesce(b.text, '') FROM journal AS j "+
		"LEFT JOIN words AS a ON a.seq = j.seq AND a.n = 1 LEFT JOIN words AS b ON b.seq = j.seq AND b.n = 2 "+
		"WHERE outcome = 'done' ORDER BY j.seq")
	if !slices.Equal(got, want) {
		t.Errorf("the journal has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	checkQuiet(t, path)
	checkQuiet(t, logOf(home))
}

// refusedByRank is what an Admin reads who tries to change a System Admin.
const refusedByRank = "You can only do this to Ledger managers"

func checkPerson(t *testing.T, path, name, want string) {
	t.Helper()
	got := sqlite(t, path, "SELECT email, first_name, last_name, role, status FROM users WHERE name = '"+name+"'")
	if len(got) != 1 || got[0] != want {
		t.Errorf("%s is stored as %q, want %q", name, got, want)
	}
}

// checkFile checks what must be true of every file: the tables agree, passwords are hashed as the policy requires, the
// journal is one chain, and only the owner can read the file.
func checkFile(t *testing.T, path string) {
	t.Helper()
	if got := sqlite(t, path, "PRAGMA integrity_check", "PRAGMA foreign_key_check"); !slices.Equal(got, []string{"ok"}) {
		t.Errorf("the file has faults: %q", got)
	}
	for what, query := range map[string]string{
		"users without a credential": "SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM credentials)",
		"credentials without a user": "SELECT count(*) FROM credentials WHERE user_id NOT IN (SELECT id FROM users)",
		"users whose creation is not in the journal": "SELECT count(*) FROM users WHERE id NOT IN (SELECT target_id FROM " +
			"journal WHERE operation IN ('set up', 'create user'))",
		"users deleted who are still there": "SELECT count(*) FROM users WHERE id IN (SELECT target_id FROM journal WHERE " +
			"operation = 'delete user' AND outcome = 'done')",
		"journal entries that do not follow the one before": "SELECT count(*) FROM journal j " +
			"LEFT JOIN journal p ON p.seq = " +
			"j.seq - 1 WHERE j.prev <> coalesce(p.hash, zeroblob(32))",
		"gaps in the journal": "SELECT max(seq) - count(*) FROM journal",
	} {
		if n := number(t, path, query); n != 0 {
			t.Errorf("%s: %d", what, n)
		}
	}
	// 64 MiB, three passes, 16 bytes of salt and 32 of hash
	argon2id := regexp.MustCompile(`^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`)
	hashes := sqlite(t, path, "SELECT hash FROM credentials")
	for _, hash := range hashes {
		if !argon2id.MatchString(hash) {
			t.Errorf("a password is stored as %q", hash)
		}
	}
	if len(hashes) == 0 {
		t.Error("no password is stored")
	}
	for _, name := range beside(t, path) {
		info, err := os.Stat(filepath.Join(filepath.Dir(path), name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, want -rw-------", name, info.Mode().Perm())
		}
	}
}

// checkQuiet checks that neither the file at path nor any file beside it contains a password, and that logs and reports
// contain no personal data.
func checkQuiet(t *testing.T, path string) {
	t.Helper()
	for _, name := range beside(t, path) {
		content, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
		if err != nil {
			t.Fatal(err)
		}
		secrets := []string{ownPassword}
		for _, p := range []person{anna, bob, cora, dave} {
			secrets = append(secrets, p.password)
			if strings.HasSuffix(name, ".log") || strings.HasSuffix(name, ".txt") {
				secrets = append(secrets, p.name, p.email, p.first, p.last)
			}
		}
		for _, s := range secrets {
			if strings.Contains(strings.ToLower(string(content)), strings.ToLower(s)) {
				t.Errorf("%s contains %q", name, s)
			}
		}
	}
}

// beside returns the names of all files in the folder of path.
func beside(t *testing.T, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type()&fs.ModeType == 0 {
			names = append(names, e.Name())
		}
	}
	return names
}
