//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKill kills the program as soon as it reports that something is done. The file must contain it.
func TestKill(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	w := open(t, home)
	w.setsUp(anna)
	w.creates(bob)
	w.kill()
	checkPerson(t, fileOf(home), "bob", "bob@example.com|Bob|Baker|2|1")
	checkFile(t, fileOf(home))

	again := open(t, home)
	again.signsIn(anna.name, anna.password)
	again.seesNotice("No failed attempts since")
	again.sees("bob@example.com")
}

// TestTwoWindows opens one file twice. A change made in one window appears in the other within two seconds, and a user
// disabled in one is signed out of the other.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	path := prepared(t, bob)
	one, other := open(t, t.TempDir(), path), open(t, t.TempDir(), path)
	one.signsIn(anna.name, anna.password)
	other.signsIn(bob.name, bob.password)
	other.replaces(bob.password, ownPassword)
	other.sees("All roles")
	one.sees("All roles")

	one.fills(cora)
	one.keys("Return")
	film := other.films(patience / 4)
	one.sees("cora@example.com")
	done := time.UnixMicro(int64(number(t, path, "SELECT at FROM journal WHERE operation = 'create user' AND "+
		"target_id = (SELECT id FROM users WHERE name = 'cora')")))
	other.sees("cora@example.com")
	if p := lastBefore(film, done.Add(2*time.Second)); !strings.Contains(squash(other.reads(p, readings[0])),
		squash("cora@example.com")) {
		other.fail("cora was created at %v, and two seconds later the other window does not show her", done)
	}

	one.selects(2) // bob
	one.opens(disableUser)
	one.sees("Disable bob", "will be signed out everywhere")
	one.keys("Return")
	one.seesNotice("bob was disabled")
	other.sees("You were signed out", "Sign in again")
}

// lastBefore returns the last picture taken before limit, nil if there is none.
func lastBefore(film []picture, limit time.Time) (png []byte) {
	for _, p := range film {
		if p.at.Before(limit) {
			png = p.png
		}
	}
	return png
}

// TestRefusedFiles opens files that Roster cannot use. It says so and does not change them.
func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	path := prepared(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Clone(whole)
	newer[60], newer[63] = 0x7f, 0xff // PRAGMA user_version
	damaged := bytes.Clone(whole)
	copy(damaged[4096:], bytes.Repeat([]byte{0x5a}, 4096)) // the second page
	foreign := bytes.Clone(whole)
	copy(foreign[68:], "Plum") // PRAGMA application_id
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"text":    {[]byte("Dear diary, nothing of this is for a program to write into.\n"), "This isn't a Roster file"},
		"foreign": {foreign, "This isn't a Roster file"},
		"newer":   {newer, "This file was created by a newer version of Roster"},
		"damaged": {damaged, "This file is damaged"},
		"cut":     {whole[:len(whole)/2], "This file is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name+".roster")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			home := t.TempDir()
			w := open(t, home, path)
			w.sees("Roster couldn't open this file", c.says)
			w.close()
			if log, err := os.ReadFile(logOf(home)); err != nil || !bytes.Contains(log, []byte("FILE")) ||
				bytes.Contains(log, []byte(path)) {
				t.Errorf("the log: got %q, error %v, want the error without the path, which may contain a name", log, err)
			}
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, c.content) {
				t.Error("the file was changed")
			}
			if names := beside(t, path); len(names) != 1 {
				t.Errorf("beside the file there is %q, want nothing new", names)
			}
		})
	}
	t.Run("folder", func(t *testing.T) {
		path := t.TempDir()
		w := open(t, t.TempDir(), path)
		w.sees("Roster couldn't open this file", "This is a folder, not a file")
		w.close()
		if names := beside(t, filepath.Join(path, "x")); len(names) != 0 {
			t.Errorf("in the folder there is %q, want nothing", names)
		}
	})
}

// TestEmptied deletes all users from a file with another program. The first-run page must not come back, because it
// would make anyone a System Admin.
func TestEmptied(t *testing.T) {
	t.Parallel()
	path := prepared(t)
	sqlite(t, path, "PRAGMA foreign_keys = ON", "DELETE FROM users")
	w := open(t, t.TempDir(), path)
	w.signsIn(anna.name, anna.password)
	w.sees("The user name or password is wrong")
}

// TestLog drops a table while the program runs. The window shows one plain sentence. The log has the details, contains
// no names, and can only be read by its owner.
func TestLog(t *testing.T) {
	t.Parallel()
	path := prepared(t)
	home := t.TempDir()
	w := open(t, home, path)
	w.signsIn(anna.name, anna.password)
	w.sees("You're the only user")
	sqlite(t, path, "DROP TABLE journal")
	w.fills(bob)
	w.keys("Return")
	w.sees("Something went wrong, and nothing was changed")
	w.close()
	log, err := os.ReadFile(logOf(home))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "no such table") {
		t.Errorf("the log has %q, want what went wrong", log)
	}
	info, err := os.Stat(logOf(home))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the log has mode %v, want -rw-------", info.Mode().Perm())
	}
	checkQuiet(t, path)
	checkQuiet(t, logOf(home))
}
