//go:build e2e

package e2e

import (
	"fmt"
	"path/filepath"
	"testing"
)

// The roles that the tests grant.
const (
	admin         = "Admin"
	ledgerManager = "Ledger manager"
)

// person is a user whom the tests create.
type person struct {
	name, email, password, first, last, role string
}

var (
	anna = person{name: "anna", email: "anna@example.com", password: "seven green boats", first: "Anna", last: "Ackermann"}
	bob  = person{"bob", "bob@example.com", "wide open window", "Bob", "Baker", admin}
	cora = person{"cora", "cora@example.com", "forty quiet stones", "Cora", "Castle", ledgerManager}
	dave = person{"dave", "dave@example.com", "paper moon in may", "Dave", "Drummond", ledgerManager}
)

// ownPassword is the password that a person chooses to replace the one they were given.
const ownPassword = "nobody else knows it"

// fileOf returns the path of Roster's file in a home folder.
func fileOf(home string) string { return filepath.Join(home, ".local/share/roster/users.roster") }

// logOf returns the path of Roster's log in a home folder.
func logOf(home string) string { return filepath.Join(home, ".local/state/roster/roster.log") }

// setsUp completes the first run, with p as the System Admin.
func (w *window) setsUp(p person) {
	w.t.Helper()
	w.fillsSetup(p)
	w.keys("Return")
	w.sees("Keep the recovery key", "Type the key to confirm you have it")
	w.keys("Return", "Tab", "ctrl+v", "Return") // Copy has the focus
	w.seesNotice("Welcome. This is your first sign-in")
	w.sees("You're the only user")
}

// fillsSetup fills in the form of the first run.
func (w *window) fillsSetup(p person) {
	w.t.Helper()
	w.sees("Set up Roster", "First name") // in the dark, the button that can't be used yet is hard to read
	w.types(p.name)
	w.keys("Tab")
	w.types(p.email)
	w.keys("Tab")
	w.types(p.password)
	w.keys("Tab")
	w.types(p.password)
	w.keys("Tab")
	w.types(p.first)
	w.keys("Tab")
	w.types(p.last)
}

// signsIn enters a name and a password.
func (w *window) signsIn(name, password string) {
	w.t.Helper()
	w.sees("Sign in", "User name or email address", "Password")
	w.types(name)
	w.keys("Tab")
	w.types(password)
	w.keys("Return")
}

// replaces changes the password that the person was given.
func (w *window) replaces(given, own string) {
	w.t.Helper()
	w.sees("Choose your own password", "Repeat new password")
	w.types(given)
	w.keys("Tab")
	w.types(own)
	w.keys("Tab")
	w.types(own)
	w.keys("Return")
	w.seesNotice("Your password was changed")
}

// creates creates a user. The table has the focus, and the signed-in person may grant all roles.
func (w *window) creates(p person) {
	w.t.Helper()
	w.fills(p)
	w.keys("Return")
	w.seesNotice(p.name + " was created")
	w.sees(p.email)
}

// fills opens the form for a new user and fills it in.
func (w *window) fills(p person) {
	w.t.Helper()
	w.keys("ctrl+n")
	w.sees("Generate", "Create another")
	w.types(p.name)
	w.keys("Tab")
	w.types(p.email)
	w.keys("Tab")
	w.types(p.password)
	w.keys("Tab", "Tab") // over Generate
	w.types(p.first)
	w.keys("Tab")
	w.types(p.last)
	w.keys("Tab")
	if p.role == admin {
		w.keys("Up") // from Ledger manager
		w.sees("Creates and manages Ledger managers")
	}
	w.keys("Tab")
}

// selects selects a row of the table, counted from 1.
func (w *window) selects(row int) {
	w.t.Helper()
	w.keys("Home")
	for range row - 1 {
		w.keys("Down")
	}
	w.seesIn("590x112+0+648", fmt.Sprintf("Row %d of", row))
}

// The options for a user, by how many times Down has to be pressed.
const (
	changeRole = iota + 1
	changeEmail
	regeneratePassword
	deleteUser
	editDetails
	disableUser
)

// opens chooses an option for the selected row.
func (w *window) opens(option int) {
	w.t.Helper()
	w.keys("Menu")
	w.sees("Regenerate password", "Edit details")
	for range option {
		w.keys("Down")
	}
	w.keys("Return")
}

// signsOut chooses the last item of the menu of the person, who is the last one in the app bar. Tab reaches the first
// one from the table.
func (w *window) signsOut() {
	w.t.Helper()
	w.keys("Tab", "Left", "Return")
	w.sees("My account", "Sign out")
	w.keys("Up", "Return")
	w.sees("Sign in", "Password")
}

// prepared creates a file with anna, the System Admin, and others, and returns its path.
func prepared(t *testing.T, others ...person) (path string) {
	t.Helper()
	home := t.TempDir()
	path = filepath.Join(home, "team.roster")
	w := open(t, home, path)
	w.setsUp(anna)
	for _, p := range others {
		w.creates(p)
	}
	w.close()
	return path
}
