//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"time"
)

// routine is the use of everything in the window. Each part begins and ends on the page Users, with the focus in the
// table. What a part has done is read from the journal where possible, which is faster than reading the screen.
type routine struct {
	*window
	path   string // of the file
	home   string
	screen string // the file that Xvfb keeps the picture of the screen in
	rounds int
}

// zelda is the user who is created and deleted in each round.
var zelda = person{"zelda", "zelda@example.com", "copper horse maple", "Zelda", "Zimmer", ledgerManager}

func (r *routine) parts() []func() {
	return []func(){
		r.searches, r.moves, r.looksAtDetails, r.filters, r.creates, r.edits, r.changesRole, r.changesEmail, r.givesPassword, r.disables,
		r.looksAtHistory, r.readsJournal, r.verifies, r.exports, r.looksAtBackups, r.changesOwnNames, r.changesSettings,
		r.asksForHelp,
		r.locks, r.deletes, r.signsOutAndIn,
	}
}

// settles waits until the screen has not changed for two moments.
func (r *routine) settles() {
	r.t.Helper()
	const moment = 60 * time.Millisecond
	var last []byte
	same := 0
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(moment) {
		now, err := os.ReadFile(r.screen)
		if err != nil {
			r.t.Fatal(err)
		}
		if same++; !bytes.Equal(now, last) {
			same = 0
		}
		if same == 2 {
			return
		}
		last = now
	}
	r.fail("the screen still changes after %v", patience)
}

// presses presses keys and waits for their effect.
func (r *routine) presses(keys ...string) {
	r.t.Helper()
	r.keys(keys...)
	r.settles()
}

// does presses keys and waits until the journal says that an operation was done.
func (r *routine) does(operation string, keys ...string) {
	r.t.Helper()
	r.causes(operation, "done", keys...)
}

// causes presses keys and waits until the journal has another entry.
func (r *routine) causes(operation, outcome string, keys ...string) {
	r.t.Helper()
	query := "SELECT count(*) FROM journal WHERE operation = '" + operation + "' AND outcome = '" + outcome + "'"
	before := number(r.t, r.path, query)
	r.keys(keys...)
	for end := time.Now().Add(patience); number(r.t, r.path, query) == before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			r.fail("there is no new journal entry %q, %s, after %v", operation, outcome, patience)
		}
	}
	r.settles()
}

// isOn waits until a page is shown.
func (r *routine) isOn(title string) {
	r.t.Helper()
	r.seesIn("1180x120+0+56", title)
}

// isFirst waits until the first row shows a user.
func (r *routine) isFirst(p person) {
	r.t.Helper()
	r.seesIn("700x44+0+184", p.last)
}

func (r *routine) findsNobody() {
	r.t.Helper()
	r.seesIn("600x300+290+200", "No users found")
}

// searches types a search letter by letter, and one that finds nobody.
func (r *routine) searches() {
	r.presses("ctrl+f")
	for _, letter := range bob.name {
		r.types(string(letter))
		r.settles()
	}
	r.isFirst(bob)
	r.presses("Escape")
	r.types("nobody has this name")
	r.findsNobody()
	r.presses("Escape", "Down")
}

// moves sorts by each column in both directions, moves through the table and selects rows.
func (r *routine) moves() {
	for _, column := range []string{"7", "6", "5", "4", "3", "2"} {
		r.presses("alt+"+column, "alt+"+column)
	}
	r.keys("End", "Home", "Next", "Next", "Down", "Down", "Prior", "Up", "Next", "Next", "Next", "End", "Prior", "Home")
	r.presses("shift+Down", "shift+Down")
	r.presses("ctrl+a")
	r.presses("Home", "alt+1")
}

// looksAtDetails opens the details, moves on to other users, goes through the panel and closes it.
func (r *routine) looksAtDetails() {
	r.presses("Return")
	r.seesIn("400x600+780+184", "Created")
	r.presses("Down", "Down", "Up", "Home")
	r.presses("Return", "Tab", "Next", "Prior")
	r.presses("Escape")
}

// filters shows the users with a role and those with a status, and then all users.
func (r *routine) filters() {
	for _, tabs := range [][]string{{"Tab"}, {"Tab", "Tab"}} {
		for _, choose := range []string{"Down", "Up"} {
			r.keys("ctrl+f")
			r.keys(tabs...)
			r.presses("Return")
			r.presses(choose, "Return")
		}
	}
	r.presses("ctrl+f", "Down")
	r.seesIn("600x60+570+70", "All roles", "Any status")
}

// creates creates zelda and selects her.
func (r *routine) creates() {
	r.presses("ctrl+n")
	r.presses("Escape")
	r.presses("ctrl+n")
	r.types(zelda.name)
	r.keys("Tab")
	r.types(zelda.email)
	r.keys("Tab")
	r.types("too short")
	r.presses("Tab")
	r.presses("Return") // Generate, which gives the focus back
	r.presses("F2", "ctrl+a")
	r.types(zelda.password)
	r.presses("Tab", "Tab")
	r.types(zelda.first)
	r.keys("Tab")
	r.types(zelda.last)
	r.does("create user", "Return")
	r.finds()
}

// finds searches for zelda and selects her row, which is then the only one.
func (r *routine) finds() {
	r.presses("ctrl+f", "ctrl+a")
	r.types(zelda.name)
	r.isFirst(zelda)
	r.presses("Down", "Home")
}

func (r *routine) edits() {
	r.presses("F2")
	r.presses("Escape")
	r.presses("F1") // nothing of the form may be left
	r.presses("Escape")
	r.presses("F2")
	r.keys("Tab", "ctrl+a")
	r.types("Griselda")
	r.does("edit names", "Return")
}

// chooses chooses an option for the selected row.
func (r *routine) chooses(option int) {
	r.t.Helper()
	r.presses("Menu")
	for range option {
		r.keys("Down")
	}
	r.presses("Return")
}

func (r *routine) changesRole() {
	r.chooses(changeRole)
	r.does("change role", "Up", "Return")
}

func (r *routine) changesEmail() {
	r.chooses(changeEmail)
	r.types("zelda")
	r.presses("Tab") // the form says that this is no address
	r.presses("shift+Tab", "ctrl+a")
	r.types("zelda@example.org")
	r.does("change email", "Return")
}

func (r *routine) givesPassword() {
	r.chooses(regeneratePassword)
	r.does("set password", "Return")
	r.seesForm("New password for zelda")
	r.presses("Return") // Copy
	r.presses("Tab", "Tab", "Tab", "Return")
}

// disables disables zelda, enables her again, and looks whether she can be unlocked.
func (r *routine) disables() {
	r.chooses(disableUser)
	r.does("disable user", "Return")
	r.chooses(disableUser)
	r.does("enable user", "Return")
	r.chooses(disableUser + 1)
	r.presses("Escape") // there is nothing to unlock, and the menu is still open
}

// looksAtHistory opens the journal of one user, and an entry in it.
func (r *routine) looksAtHistory() {
	r.chooses(disableUser + 2)
	r.isOn("Journal")
	r.presses("Home", "Return")
	r.seesForm("Entry hash")
	r.presses("Escape")
	r.leavesJournal()
}

// leavesJournal goes to the page Users.
func (r *routine) leavesJournal() {
	r.t.Helper()
	r.keys("ctrl+f", "Down")
	r.goes(usersPlace, "Users")
}

// readsJournal moves through the journal, searches it, and shows one kind of entries.
func (r *routine) readsJournal() {
	r.goes(journalPlace, "Journal")
	for range 3 {
		r.presses("End", "Next", "Home", "Next", "Down", "Prior")
	}
	r.presses("ctrl+f")
	r.types("zelda")
	r.settles()
	r.presses("Escape")
	r.presses("Tab", "Tab", "Return")
	r.presses("Down", "Down", "Return")
	r.leavesJournal()
}

// The buttons of the page Journal are the last ones before the table.
func (r *routine) verifies() {
	r.keys("ctrl+j")
	r.isOn("Journal")
	r.presses("shift+Tab", "shift+Tab", "Return")
	r.does("verify journal", "Return")
	r.presses("Escape")
	r.leavesJournal()
}

func (r *routine) exports() {
	r.keys("ctrl+j")
	r.isOn("Journal")
	r.presses("shift+Tab", "Return")
	r.does("export journal", "Return")
	made, err := filepath.Glob(filepath.Join(r.home, "journal-*"))
	if err != nil || len(made) != 1 {
		r.fail("got the exports %q, error %v, want one", made, err)
	}
	if err := os.Remove(made[0]); err != nil {
		r.fail("%v", err)
	}
	r.leavesJournal()
}

// The places in the app bar, by how many times Right has to be pressed in it. The menu File comes first.
const (
	usersPlace = iota + 1
	journalPlace
	backupsPlace
	settingsPlace
)

// goes goes to a place in the app bar, which Tab reaches from the last widget of a page.
func (r *routine) goes(place int, title string) {
	r.t.Helper()
	r.keys("Tab")
	for range place {
		r.keys("Right")
	}
	r.keys("Return")
	r.isOn(title)
}

// changesOwnNames uses the page My account and the forms that it opens.
func (r *routine) changesOwnNames() {
	r.presses("Tab", "Left", "Return")
	r.keys("Down", "Return")
	r.isOn("My account")
	r.keys("ctrl+a")
	r.types([]string{"Annabel", "Anna"}[r.rounds%2])
	r.does("edit names", "Return")
	r.presses("Tab", "Tab", "Return")
	r.seesForm("Change your email")
	r.presses("Escape")
	r.presses("Tab", "Return")
	r.seesForm("Change your password")
	r.presses("Escape")
	r.goes(usersPlace, "Users")
}

// looksAtBackups opens the page Backups and a form on it. Its buttons are the last widgets before the table, and behind
// that is the one that is there while there are no backups.
func (r *routine) looksAtBackups() {
	r.goes(backupsPlace, "Backups")
	r.presses("shift+Tab", "shift+Tab", "Return")
	r.seesForm("Check the backup")
	r.presses("Escape")
	r.presses("Tab", "Tab", "Tab")
	r.goes(usersPlace, "Users")
}

// changesSettings uses the page Settings. Language and appearance change at once, and back again.
func (r *routine) changesSettings() {
	r.goes(settingsPlace, "Settings")
	r.presses("Down", "Down")
	r.isOn("Einstellungen")
	r.presses("Up", "Up")
	r.presses("Tab", "Down", "Down") // dark
	r.presses("Up", "Up")
	r.keys("Tab", "Tab", "ctrl+a")
	r.types([]string{"30", "20"}[r.rounds%2])
	r.does("change settings", "Return")
	r.keys("ctrl+j")
	r.isOn("Journal")
	r.leavesJournal()
}

func (r *routine) asksForHelp() {
	r.presses("F1")
	r.seesIn("620x740+280+10", "Keyboard shortcuts") // the list is high
	r.presses("Escape")
}

// locks locks the window, also while a form is open.
func (r *routine) locks() {
	for _, open := range []bool{false, true} {
		if open {
			r.presses("ctrl+n")
			r.types("half a na")
		}
		r.does("lock", "ctrl+l")
		r.types(anna.password)
		r.does("unlock", "Return")
		if open {
			r.presses("Escape")
			r.presses("Tab", "Return") // from Keep editing to Discard
		}
	}
	r.isOn("Users")
}

func (r *routine) deletes() {
	r.finds()
	r.presses("Delete")
	r.types("zelda")
	r.keys("Return")
	r.seesForm("Confirm it's you")
	r.types(anna.password)
	r.keys("Return")
	r.findsNobody() // the file is not read meanwhile, so that it can be erased from it
	r.presses("ctrl+f", "Escape", "Down")
}

// signsOutAndIn also enters a wrong password.
func (r *routine) signsOutAndIn() {
	r.presses("Tab", "Left", "Return")
	r.does("sign out", "Up", "Return")
	r.types(anna.name)
	r.keys("Tab")
	r.types("this is wrong")
	r.causes("sign in", "failed", "Return")
	r.types(anna.password)
	r.does("sign in", "Return")
	r.isOn("Users")
}
