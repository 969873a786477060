package app

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// table is section 3 of product.md, typed out. "yes" and "confirm" are its words; where it says "no" or "–", the
// reason is given that a person reads:
//
//	rank    the target's rank is not below
//	system  only a System Admin may
//	own     nobody may, on their own account
//	other   one's own password is changed in another way
//	name    one's own user name is changed by a System Admin
//	ledger  a Ledger manager acts on their own account only
//	-       the operation makes no sense here
//
// The columns: Admin to Ledger manager, to Admin or System Admin, to self; System Admin to lower, to another
// System Admin, to self; Ledger manager to self.
var table = map[Operation][7]string{
	// See in table, search, count. A Ledger manager sees their own account only.
	SeeUser:   {"yes", "yes", "yes", "yes", "yes", "yes", "yes"},
	FindUsers: {"yes", "yes", "yes", "yes", "yes", "yes", "ledger"},
	// Create with that role: the columns are the new user's.
	CreateUser: {"yes", "rank", "-", "yes", "confirm", "-", "ledger"},
	EditNames:  {"yes", "rank", "yes", "yes", "yes", "yes", "yes"},
	RenameUser: {"yes", "rank", "name", "yes", "confirm", "confirm", "name"},
	// Change of email.
	ChangeEmail: {"yes", "rank", "confirm", "yes", "confirm", "confirm", "confirm"},
	// To make somebody a System Admin asks for confirmation too: see cell.
	ChangeRole: {"system", "system", "own", "yes", "confirm", "own", "own"},
	// Regenerate or set a password.
	SetPassword:    {"yes", "rank", "other", "yes", "confirm", "other", "other"},
	ChangePassword: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	DisableUser:    {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	EnableUser:     {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	UnlockUser:     {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	DeleteUser:     {"confirm", "rank", "own", "confirm", "confirm", "own", "own"},
	// The journal about anyone, and one's own events.
	ReadJournal:   {"yes", "yes", "yes", "yes", "yes", "yes", "ledger"},
	ReadOwnEvents: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	// Verify, export the journal; settings; back up.
	VerifyJournal:  {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	ExportJournal:  {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	ChangeSettings: {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	BackUp:         {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	// Restore; export with password hashes.
	Restore:      {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	ExportHashes: {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	// The recovery key: to see when it was made, and to make another.
	SeeRecoveryKey:   {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	RenewRecoveryKey: {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	// Rows of an import are as by hand. Export without hashes.
	ImportUser:  {"yes", "rank", "-", "yes", "confirm", "-", "ledger"},
	ExportUsers: {"yes", "yes", "yes", "yes", "yes", "yes", "ledger"},
	// What anybody does with their own session.
	SignOut: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	Lock:    {"system", "rank", "yes", "-", "-", "yes", "yes"},
	Unlock:  {"system", "rank", "yes", "-", "-", "yes", "yes"},
	Confirm: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	// Nobody who is signed in sets up a file or signs in.
	SetUp:  {"system", "rank", "system", "-", "-", "system", "ledger"},
	SignIn: {"system", "rank", "system", "-", "-", "system", "ledger"},
	// Nor do they need the recovery key for themselves.
	Recover: {"system", "rank", "system", "-", "-", "system", "ledger"},
}

var words = map[string]Decision{
	"yes":     {Allowed, WhyNothing},
	"confirm": {ConfirmFirst, WhyNothing},
	"rank":    {Refused, WhyRank},
	"system":  {Refused, WhySystemAdmin},
	"own":     {Refused, WhyOwnAccount},
	"other":   {Refused, WhyOwnPassword},
	"name":    {Refused, WhyOwnName},
	"ledger":  {Refused, WhyOwnOnly},
	"-":       {Refused, WhyNotThere},
}

// column finds the column of the table for an actor and a role of somebody else; self has its own columns.
func column(actor, target Role, self bool) (n int, ok bool) {
	switch {
	case actor == Admin && self:
		return 2, true
	case actor == Admin && target == LedgerManager:
		return 0, true
	case actor == Admin:
		return 1, true
	case actor == SystemAdmin && self:
		return 5, true
	case actor == SystemAdmin && target != SystemAdmin:
		return 3, true
	case actor == SystemAdmin:
		return 4, true
	case actor == LedgerManager && self:
		return 6, true
	}
	return 0, false // a Ledger manager and somebody else: no column, so no
}

// expected is what product.md answers.
func expected(q question) Decision {
	if q.status != Enabled {
		return Decision{Refused, WhySignedOut}
	}
	if q.mustChange && q.op != ChangePassword && q.op != SignOut {
		return Decision{Refused, WhyMustChange}
	}
	cell := func(target Role, self bool) Decision {
		n, ok := column(q.actor, target, self)
		if !ok {
			return words["ledger"]
		}
		return words[table[q.op][n]]
	}
	if q.grant == 0 {
		return cell(q.target, q.self)
	}
	if q.target == 0 && !q.self { // a user to be created: there is only their role
		return cell(q.grant, false)
	}
	on, with := cell(q.target, q.self), cell(q.grant, false)
	if with.Verdict < on.Verdict {
		return with
	}
	return on
}

func TestEveryCell(t *testing.T) {
	bools := []bool{false, true}
	cells := 0
	for op := range RenewRecoveryKey + 1 {
		for _, actor := range Roles() {
			for _, status := range []Status{0, Enabled, Disabled, 3} {
				for _, mustChange := range bools {
					for _, self := range bools {
						for target := range SystemAdmin + 1 {
							for grant := range SystemAdmin + 1 {
								q := question{op, actor, status, mustChange, self, target, grant}
								if self && target != 0 || !self && target == 0 && grant == 0 || op == 0 {
									continue // not a question that is asked
								}
								cells++
								if got, want := q.answer(), expected(q); got != want {
									t.Errorf("%v by %s: got %v, want %v", q, roleNames[actor], got, want)
								}
							}
						}
					}
				}
			}
		}
	}
	if want := 32 * 3 * 4 * 2 * (4 + 15); cells != want {
		t.Errorf("questions: got %d, want %d", cells, want)
	}
}

// Whichever cell of the program's table is another, some question is answered otherwise than product.md answers it.
func TestEveryFlippedCellIsNoticed(t *testing.T) {
	flipped := 0
	for op, row := range permissions {
		for column := range row {
			for _, verdict := range []Verdict{Refused, ConfirmFirst, Allowed} {
				if verdict == row[column] {
					continue
				}
				other := row
				other[column] = verdict
				permissions[op] = other
				if flipped++; !answeredOtherwise(op) {
					t.Errorf("%v, column %d: %v instead of %v is not noticed", op, column, verdict, row[column])
				}
				permissions[op] = row
			}
		}
	}
	if want := len(permissions) * 7 * 2; flipped != want {
		t.Errorf("cells: got %d flipped, want %d", flipped, want)
	}
}

// answeredOtherwise tells whether some question about op is answered otherwise than product.md answers it.
func answeredOtherwise(op Operation) bool {
	for _, actor := range Roles() {
		for target := range SystemAdmin + 1 {
			for grant := range SystemAdmin + 1 {
				for _, self := range []bool{false, true} {
					q := question{op: op, actor: actor, status: Enabled, self: self, target: target, grant: grant}
					if (!self || target == 0) && (self || target != 0 || grant != 0) && q.answer() != expected(q) {
						return true
					}
				}
			}
		}
	}
	return false
}

// The lines of product.md that are most easily lost, one by one.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		what string
		q    question
		want Decision
	}{
		{"an Admin creates a Ledger manager",
			question{op: CreateUser, actor: Admin, status: Enabled, grant: LedgerManager}, words["yes"]},
		{"an Admin creates an Admin",
			question{op: CreateUser, actor: Admin, status: Enabled, grant: Admin}, words["rank"]},
		{"a System Admin creates a System Admin",
			question{op: CreateUser, actor: SystemAdmin, status: Enabled, grant: SystemAdmin}, words["confirm"]},
		{"a System Admin makes an Admin a System Admin",
			question{op: ChangeRole, actor: SystemAdmin, status: Enabled, target: Admin, grant: SystemAdmin}, words["confirm"]},
		{"a System Admin makes a Ledger manager an Admin",
			question{op: ChangeRole, actor: SystemAdmin, status: Enabled, target: LedgerManager, grant: Admin}, words["yes"]},
		{"a System Admin demotes another",
			question{op: ChangeRole, actor: SystemAdmin, status: Enabled, target: SystemAdmin, grant: LedgerManager},
			words["confirm"]},
		{"a System Admin changes their own role",
			question{op: ChangeRole, actor: SystemAdmin, status: Enabled, self: true, grant: Admin}, words["own"]},
		{"an Admin makes a Ledger manager an Admin",
			question{op: ChangeRole, actor: Admin, status: Enabled, target: LedgerManager, grant: Admin}, words["system"]},
		{"a Ledger manager sees somebody else",
			question{op: SeeUser, actor: LedgerManager, status: Enabled, target: LedgerManager}, words["ledger"]},
		{"a role that there is not",
			question{op: DeleteUser, actor: 0, status: Enabled, target: LedgerManager}, words["ledger"]},
		{"an operation that there is not",
			question{op: RenewRecoveryKey + 1, actor: SystemAdmin, status: Enabled, self: true}, words["system"]},
		{"the zero question", question{}, Decision{Refused, WhySignedOut}},
	} {
		if got := c.q.answer(); got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
}

func TestAsk(t *testing.T) {
	anna := User{ID: 1, Role: Admin, Status: Enabled}
	boris := User{ID: 2, Role: LedgerManager, Status: Disabled}
	for _, c := range []struct {
		what   string
		target User
		grant  Role
		want   question
	}{
		{"no target", User{}, 0, question{op: FindUsers, actor: Admin, status: Enabled, self: true}},
		{"oneself", anna, 0, question{op: FindUsers, actor: Admin, status: Enabled, self: true, target: Admin}},
		{"oneself, a role", anna, Admin,
			question{op: FindUsers, actor: Admin, status: Enabled, self: true, target: Admin, grant: Admin}},
		{"somebody else", boris, 0, question{op: FindUsers, actor: Admin, status: Enabled, target: LedgerManager}},
		{"a role for nobody yet", User{}, Admin, question{op: FindUsers, actor: Admin, status: Enabled, grant: Admin}},
	} {
		if got := ask(FindUsers, anna, false, c.target, c.grant); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.what, got, c.want)
		}
	}
	if got := ask(FindUsers, boris, true, User{}, 0); got.status != Disabled || !got.mustChange {
		t.Errorf("disabled, must change: got %+v, want both", got)
	}
}

// Names in the journal never change, so they are typed out here, and no two are the same.
func TestNamesForTheJournal(t *testing.T) {
	operations := []string{
		"set up", "sign in", "sign out", "lock", "unlock", "confirm", "see user", "find users", "create user",
		"edit names", "rename user", "change email", "change role", "set password", "change password",
		"disable user", "enable user", "unlock user", "delete user", "read journal", "read own events",
		"verify journal", "export journal", "change settings", "back up", "restore", "export hashes",
		"import user", "export users", "recover", "see recovery key", "renew recovery key", "operation 33",
	}
	for i, want := range operations {
		if got := Operation(i + 1).String(); got != want {
			t.Errorf("operation %d: got %q, want %q", i+1, got, want)
		}
	}
	reasons := []string{
		"not refused", "rank", "System Admin only", "own account", "own password", "own user name",
		"own account only", "must change password", "signed out", "does not apply", "last System Admin",
	}
	for i, want := range reasons {
		if got := Why(i).String(); got != want {
			t.Errorf("reason %d: got %q, want %q", i, got, want)
		}
	}
}

// Every operation has its line in product.md, and every line of the table is an operation.
func TestTableIsWhole(t *testing.T) {
	var all []Operation
	for op := range RenewRecoveryKey {
		all = append(all, op+1)
	}
	if got := slices.Sorted(maps.Keys(table)); !slices.Equal(got, all) {
		t.Errorf("operations in the test's table: got %v, want %v", got, all)
	}
	for op := range permissions {
		if _, ok := operationNames[op]; !ok {
			t.Errorf("permissions hold %v, want only operations that have a name", op)
		}
	}
}

func TestMayAndGrantable(t *testing.T) {
	w := newWorld(t)
	admin, ledger := w.session(t, "anna", Admin), w.session(t, "leo", LedgerManager)
	for _, c := range []struct {
		who  *Session
		want []Role
	}{
		{w.root, []Role{SystemAdmin, Admin, LedgerManager}},
		{admin, []Role{LedgerManager}},
		{ledger, nil},
	} {
		if got := c.who.Grantable(); !slices.Equal(got, c.want) {
			t.Errorf("grantable by %s: got %v, want %v", c.who.Me().Name, got, c.want)
		}
	}
	if got := admin.May(DeleteUser, ledger.Me(), 0); got != words["confirm"] {
		t.Errorf("may delete: got %v, want %v", got, words["confirm"])
	}
	wantErr(t, "lock", admin.Lock(t.Context()), nil)
	signedOut := Decision{Refused, WhySignedOut}
	if got := admin.May(SeeUser, admin.Me(), 0); got != signedOut {
		t.Errorf("may, locked: got %v, want %v", got, signedOut)
	}
	wantErr(t, "sign out", w.root.SignOut(t.Context()), nil)
	if got := w.root.May(SeeUser, w.root.Me(), 0); got != signedOut {
		t.Errorf("may, signed out: got %v, want %v", got, signedOut)
	}
	var zero Session
	if got := zero.May(SeeUser, User{}, 0); got != signedOut {
		t.Errorf("may, zero session: got %v, want %v", got, signedOut)
	}
	alone := Session{me: User{ID: 1, Role: SystemAdmin, Status: Enabled}}
	if got := alone.May(SeeUser, User{}, 0); got != signedOut {
		t.Errorf("may, a session without a service: got %v, want %v", got, signedOut)
	}
	if got := fmt.Sprint(zero.Grantable()); got != "[]" {
		t.Errorf("grantable, zero session: got %s, want []", got)
	}
	w.exec(t, `UPDATE credentials SET must_change = 1 WHERE user_id = $1`, ledger.Me().ID)
	fresh := w.signIn(t, "leo")
	if got, want := fresh.May(SeeUser, fresh.Me(), 0), (Decision{Refused, WhyMustChange}); got != want {
		t.Errorf("may, must change: got %v, want %v", got, want)
	}
}
