//go:build e2e

package e2e

import (
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// change is a change that a form makes.
type change struct {
	fillIn func() // opens the form and fills it in, so that Return submits it
	says   string // what the window shows once the change is made
	after  content
	asks   bool   // it says so in a form, not in a notice
	finish func() // what is left to do then, nil if nothing is
}

// sees waits until the window shows that a change was made.
func (v *victim) sees(c change) {
	v.t.Helper()
	if c.asks {
		v.seesForm(c.says)
		return
	}
	v.seesNotice(c.says)
}

// chooses returns a change that is possible now.
func (v *victim) chooses() change {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(v.now.accounts)), func(name string) bool { return name == anna.name })
	if len(names) < 2 {
		return v.creation()
	}
	name := names[v.r.IntN(len(names))]
	changes := []func(name string) change{v.edit, v.newRole, v.newEmail, v.newPassword, v.disabling, v.deletion, v.deletion}
	if len(names) < 6 {
		changes = append(changes, func(string) change { return v.creation() }, func(string) change { return v.creation() })
	}
	return changes[v.r.IntN(len(changes))](name)
}

func (v *victim) creation() change {
	name := v.names[0]
	v.names, v.used = v.names[1:], append(v.used, name)
	p := person{name, name + "@example.com", bob.password, "Robin", "Miller", []string{admin, ledgerManager}[v.r.IntN(2)]}
	return change{
		fillIn: func() { v.fills(p) }, says: name + " was created", after: v.now.with(name, account{person: p}),
	}
}

func (v *victim) edit(name string) change {
	a := v.now.accounts[name]
	a.first = map[bool]string{true: "Sandy", false: "Robin"}[a.first == "Robin"]
	return change{
		fillIn: func() {
			v.selectsUser(name)
			v.keys("F2")
			v.seesForm("Edit details of " + name)
			v.keys("Tab", "ctrl+a")
			v.types(a.first)
		},
		says: name + " was saved", after: v.now.with(name, a),
	}
}

func (v *victim) newRole(name string) change {
	a := v.now.accounts[name]
	key := "Up"
	if a.role == admin {
		a.role, key = ledgerManager, "Down"
	} else {
		a.role = admin
	}
	return change{
		fillIn: func() {
			v.choosesFor(name, changeRole, "Change role of "+name)
			v.keys(key)
		},
		says: "The role of " + name + " is now " + a.role, after: v.now.with(name, a),
	}
}

func (v *victim) newEmail(name string) change {
	a := v.now.accounts[name]
	a.email = name + strconv.Itoa(v.now.changes) + "@example.org"
	return change{
		fillIn: func() {
			v.choosesFor(name, changeEmail, "Change email of "+name)
			v.types(a.email)
		},
		says: "The email address of " + name + " was changed", after: v.now.with(name, a),
	}
}

func (v *victim) newPassword(name string) change {
	a := v.now.accounts[name]
	a.passwords++
	return change{
		fillIn: func() { v.choosesFor(name, regeneratePassword, "Regenerate password for "+name) },
		says:   "New password for " + name, asks: true, after: v.now.with(name, a),
		finish: func() {
			v.keys("Tab", "Tab", "Tab", "Return") // over Copy, Print slip and Save as PDF
			v.seesNotice(name + " has a new password")
		},
	}
}

// disabling disables a user, or enables them.
func (v *victim) disabling(name string) change {
	a := v.now.accounts[name]
	a.disabled = !a.disabled
	verb := map[bool]string{true: "Disable", false: "Enable"}[a.disabled]
	return change{
		fillIn: func() { v.choosesFor(name, disableUser, verb+" "+name) },
		says:   name + " was " + strings.ToLower(verb) + "d", after: v.now.with(name, a),
	}
}

func (v *victim) deletion(name string) change {
	return change{
		fillIn: func() {
			v.selectsUser(name)
			v.keys("Delete")
			v.seesForm("Delete user " + name)
			v.types(name)
			if v.identity {
				return
			}
			v.keys("Return")
			v.seesForm("Confirm it's you")
			v.types(anna.password)
			v.identity = true // once this is submitted
		},
		says: name + " was deleted", after: v.now.with(name, account{}),
	}
}

// choosesFor opens an option for a user, and waits for its form.
func (v *victim) choosesFor(name string, option int, title string) {
	v.t.Helper()
	v.selectsUser(name)
	v.opens(option)
	v.seesForm(title)
}

// selectsUser selects the row of a user. The table is sorted by user name.
func (v *victim) selectsUser(name string) {
	v.t.Helper()
	v.selects(slices.Index(slices.Sorted(maps.Keys(v.now.accounts)), name) + 1)
}

// countChanges counts the changes in a file that a program is using, without writing to it.
func countChanges(path string) (int, error) {
	out, err := exec.Command("sqlite3", "-readonly", path, changesQuery).Output()
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(out)))
}
