package access

import (
	"maps"
	"slices"
	"testing"

	"roster/identity"
)

// table is the specification of who may do what, written independently of the program. A cell is "yes", "confirm", or
// the reason for a refusal:
//
//	rank    the target's rank is not below the actor's
//	system  only a System Admin may do this
//	own     nobody may do this to their own account
//	other   the user's own password is changed elsewhere
//	name    only a System Admin changes their own user name
//	ledger  a Ledger manager may act only on their own account
//	-       the operation makes no sense here
//
// The columns: Admin to Ledger manager, to Admin or System Admin, to self; System Admin to lower, to another
// System Admin, to self; Ledger manager to self.
var table = map[Operation][7]string{
	// See in table, search, count. A Ledger manager sees their own account only.
	SeeUser:   {"yes", "yes", "yes", "yes", "yes", "yes", "yes"},
	FindUsers: {"yes", "yes", "yes", "yes", "yes", "yes", "ledger"},
	// The columns are the new user's role.
	CreateUser:  {"yes", "rank", "-", "yes", "confirm", "-", "ledger"},
	EditNames:   {"yes", "rank", "yes", "yes", "yes", "yes", "yes"},
	RenameUser:  {"yes", "rank", "name", "yes", "confirm", "confirm", "name"},
	ChangeEmail: {"yes", "rank", "confirm", "yes", "confirm", "confirm", "confirm"},
	// Making someone a System Admin requires confirmation, too: see expected.
	ChangeRole: {"system", "system", "own", "yes", "confirm", "own", "own"},
	// Regenerate or set a password.
	SetPassword:    {"yes", "rank", "other", "yes", "confirm", "other", "other"},
	ChangePassword: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	DisableUser:    {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	EnableUser:     {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	UnlockUser:     {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	// A note about them, and the last day on which they may sign in.
	ChangeNote:   {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	ChangeExpiry: {"yes", "rank", "own", "yes", "confirm", "own", "own"},
	DeleteUser:   {"confirm", "rank", "own", "confirm", "confirm", "own", "own"},
	// Reading the journal about anyone, and about oneself.
	ReadJournal:   {"yes", "yes", "yes", "yes", "yes", "yes", "ledger"},
	ReadOwnEvents: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	// Verify, export the journal; settings; back up.
	VerifyJournal:  {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	ExportJournal:  {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	ChangeSettings: {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	BackUp:         {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	RemoveBackups:  {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	// Restore; export with password hashes.
	Restore:      {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	AcceptOlder:  {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	ExportHashes: {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	ImportHashes: {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	// Seeing when the recovery key was created, and replacing it.
	SeeRecoveryKey:   {"system", "rank", "system", "yes", "yes", "yes", "ledger"},
	RenewRecoveryKey: {"system", "rank", "system", "confirm", "confirm", "confirm", "ledger"},
	// Importing is like creating and editing users by hand. This export has no hashes.
	ImportUser:  {"yes", "rank", "-", "yes", "confirm", "-", "ledger"},
	ExportUsers: {"yes", "yes", "yes", "yes", "yes", "yes", "ledger"},
	// What every user may do with their own session.
	SignOut: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	Lock:    {"system", "rank", "yes", "-", "-", "yes", "yes"},
	Unlock:  {"system", "rank", "yes", "-", "-", "yes", "yes"},
	Confirm: {"system", "rank", "yes", "-", "-", "yes", "yes"},
	// A user who is signed in neither sets up a file nor signs in.
	SetUp:  {"system", "rank", "system", "-", "-", "system", "ledger"},
	SignIn: {"system", "rank", "system", "-", "-", "system", "ledger"},
	// Another program asks whether they may sign in there.
	Check: {"system", "rank", "system", "-", "-", "system", "ledger"},
	// Nor do they recover their own access.
	Recover: {"system", "rank", "system", "-", "-", "system", "ledger"},
	// A rescue makes a file that nobody is signed in to.
	Rescue: {"system", "rank", "system", "-", "-", "system", "ledger"},
	// Nobody asks for these.
	SetClock:    {"system", "rank", "system", "-", "-", "system", "ledger"},
	ExpireHash:  {"system", "rank", "system", "-", "-", "system", "ledger"},
	ChangeUsers: {"system", "rank", "system", "-", "-", "system", "ledger"},
	RestoreUser: {"system", "rank", "system", "-", "-", "system", "ledger"},
}

var words = map[string]Decision{
	"yes":     {Allowed, ReasonNone},
	"confirm": {ConfirmFirst, ReasonNone},
	"rank":    {Refused, ReasonRank},
	"system":  {Refused, ReasonSystemAdmin},
	"own":     {Refused, ReasonOwnAccount},
	"other":   {Refused, ReasonOwnPassword},
	"name":    {Refused, ReasonOwnName},
	"ledger":  {Refused, ReasonOwnOnly},
	"-":       {Refused, ReasonInapplicable},
}

// column returns the column of the table for an actor and a target. Acting on oneself has separate columns.
func column(actor, target identity.Role, self bool) (n int, ok bool) {
	switch {
	case actor == identity.Admin && self:
		return 2, true
	case actor == identity.Admin && target == identity.LedgerManager:
		return 0, true
	case actor == identity.Admin:
		return 1, true
	case actor == identity.SystemAdmin && self:
		return 5, true
	case actor == identity.SystemAdmin && target != identity.SystemAdmin:
		return 3, true
	case actor == identity.SystemAdmin:
		return 4, true
	case actor == identity.LedgerManager && self:
		return 6, true
	}
	return 0, false // a Ledger manager and someone else: always refused
}

// expected returns the decision that the specification requires.
func expected(q Request) Decision {
	if q.Status != identity.Enabled {
		return Decision{Refused, ReasonSignedOut}
	}
	if q.MustChange && q.Operation != ChangePassword && q.Operation != SignOut {
		return Decision{Refused, ReasonMustChange}
	}
	cell := func(target identity.Role, self bool) Decision {
		n, ok := column(q.Actor, target, self)
		if !ok {
			return words["ledger"]
		}
		return words[table[q.Operation][n]]
	}
	if q.Grant == 0 {
		return cell(q.Target, q.Self)
	}
	if q.Target == 0 && !q.Self { // a user to be created, who has only a role
		return cell(q.Grant, false)
	}
	on, with := cell(q.Target, q.Self), cell(q.Grant, false)
	if with.Verdict < on.Verdict {
		return with
	}
	return on
}

func TestEveryCell(t *testing.T) {
	bools := []bool{false, true}
	cells := 0
	for op := range ChangeExpiry + 1 {
		for _, actor := range identity.Roles() {
			for _, status := range []identity.Status{0, identity.Enabled, identity.Disabled, identity.NoPassword} {
				for _, mustChange := range bools {
					for _, self := range bools {
						for target := range identity.SystemAdmin + 1 {
							for grant := range identity.SystemAdmin + 1 {
								q := Request{op, actor, status, mustChange, self, target, grant, false}
								if self && target != 0 || !self && target == 0 && grant == 0 || op == 0 {
									continue // such a request is never made
								}
								cells++
								if got, want := Decide(q), expected(q); got != want {
									t.Errorf("%v by %s: got %v, want %v", q, actor, got, want)
								}
							}
						}
					}
				}
			}
		}
	}
	if want := 39 * 3 * 4 * 2 * (4 + 15); cells != want {
		t.Errorf("requests: got %d, want %d", cells, want)
	}
}

// Changing any cell of the program's table changes a decision.
func TestEveryCellMatters(t *testing.T) {
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
				if flipped++; !decidedDifferently(op) {
					t.Errorf("%v, column %d: replacing %v with %v changes no decision", op, column, row[column], verdict)
				}
				permissions[op] = row
			}
		}
	}
	if want := len(permissions) * 7 * 2; flipped != want {
		t.Errorf("changed cells: got %d, want %d", flipped, want)
	}
}

// decidedDifferently reports whether some request for op is decided differently from the specification.
func decidedDifferently(op Operation) bool {
	for _, actor := range identity.Roles() {
		for target := range identity.SystemAdmin + 1 {
			for grant := range identity.SystemAdmin + 1 {
				for _, self := range []bool{false, true} {
					q := Request{Operation: op, Actor: actor, Status: identity.Enabled, Self: self, Target: target, Grant: grant}
					if (!self || target == 0) && (self || target != 0 || grant != 0) && Decide(q) != expected(q) {
						return true
					}
				}
			}
		}
	}
	return false
}

// TestDecisions covers the parts of the specification that are easiest to get wrong.
func TestDecisions(t *testing.T) {
	for _, c := range []struct {
		what string
		q    Request
		want Decision
	}{
		{"an Admin creates a Ledger manager",
			Request{Operation: CreateUser, Actor: identity.Admin, Status: identity.Enabled, Grant: identity.LedgerManager}, words["yes"]},
		{"an Admin creates an Admin",
			Request{Operation: CreateUser, Actor: identity.Admin, Status: identity.Enabled, Grant: identity.Admin}, words["rank"]},
		{"a System Admin creates a System Admin",
			Request{Operation: CreateUser, Actor: identity.SystemAdmin, Status: identity.Enabled, Grant: identity.SystemAdmin}, words["confirm"]},
		{"a System Admin makes an Admin a System Admin",
			Request{Operation: ChangeRole, Actor: identity.SystemAdmin, Status: identity.Enabled, Target: identity.Admin, Grant: identity.SystemAdmin}, words["confirm"]},
		{"a System Admin makes a Ledger manager an Admin",
			Request{Operation: ChangeRole, Actor: identity.SystemAdmin, Status: identity.Enabled, Target: identity.LedgerManager, Grant: identity.Admin}, words["yes"]},
		{"a System Admin demotes another",
			Request{Operation: ChangeRole, Actor: identity.SystemAdmin, Status: identity.Enabled, Target: identity.SystemAdmin, Grant: identity.LedgerManager},
			words["confirm"]},
		{"a System Admin changes their own role",
			Request{Operation: ChangeRole, Actor: identity.SystemAdmin, Status: identity.Enabled, Self: true, Grant: identity.Admin}, words["own"]},
		{"an Admin makes a Ledger manager an Admin",
			Request{Operation: ChangeRole, Actor: identity.Admin, Status: identity.Enabled, Target: identity.LedgerManager, Grant: identity.Admin}, words["system"]},
		{"a Ledger manager sees someone else",
			Request{Operation: SeeUser, Actor: identity.LedgerManager, Status: identity.Enabled, Target: identity.LedgerManager}, words["ledger"]},
		{"an unknown role",
			Request{Operation: DeleteUser, Actor: 0, Status: identity.Enabled, Target: identity.LedgerManager}, Decision{Refused, ReasonSignedOut}},
		{"another unknown role",
			Request{Operation: EditNames, Actor: 99, Status: identity.Enabled, Self: true}, Decision{Refused, ReasonSignedOut}},
		{"a System Admin gives a damaged user a role", Request{Operation: ChangeRole, Actor: identity.SystemAdmin,
			Status: identity.Enabled, Damaged: true, Grant: identity.Admin}, words["yes"]},
		{"a System Admin makes a damaged user a System Admin", Request{Operation: ChangeRole, Actor: identity.SystemAdmin,
			Status: identity.Enabled, Damaged: true, Target: identity.Admin, Grant: identity.SystemAdmin}, words["confirm"]},
		{"a System Admin deletes a damaged System Admin", Request{Operation: DeleteUser, Actor: identity.SystemAdmin,
			Status: identity.Enabled, Damaged: true, Target: identity.SystemAdmin}, words["confirm"]},
		{"a System Admin edits a damaged user", Request{Operation: EditNames, Actor: identity.SystemAdmin,
			Status: identity.Enabled, Damaged: true, Target: identity.Admin}, Decision{Refused, ReasonDamaged}},
		{"an Admin edits a damaged Ledger manager", Request{Operation: EditNames, Actor: identity.Admin,
			Status: identity.Enabled, Damaged: true, Target: identity.LedgerManager}, words["rank"]},
		{"an Admin deletes a damaged user without a role", Request{Operation: DeleteUser, Actor: identity.Admin,
			Status: identity.Enabled, Damaged: true}, words["rank"]},
		{"an unknown operation",
			Request{Operation: ChangeExpiry + 1, Actor: identity.SystemAdmin, Status: identity.Enabled, Self: true}, words["system"]},
		{"the zero request", Request{}, Decision{Refused, ReasonSignedOut}},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := Decide(c.q); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNewRequest(t *testing.T) {
	anna := identity.User{ID: 1, Role: identity.Admin, Status: identity.Enabled}
	boris := identity.User{ID: 2, Role: identity.LedgerManager, Status: identity.Disabled}
	for _, c := range []struct {
		what   string
		target identity.User
		grant  identity.Role
		want   Request
	}{
		{"no target", identity.User{}, 0, Request{Operation: FindUsers, Actor: identity.Admin, Status: identity.Enabled, Self: true}},
		{"oneself", anna, 0, Request{Operation: FindUsers, Actor: identity.Admin, Status: identity.Enabled, Self: true, Target: identity.Admin}},
		{"oneself, a role", anna, identity.Admin,
			Request{Operation: FindUsers, Actor: identity.Admin, Status: identity.Enabled, Self: true, Target: identity.Admin, Grant: identity.Admin}},
		{"someone else", boris, 0, Request{Operation: FindUsers, Actor: identity.Admin, Status: identity.Enabled, Target: identity.LedgerManager}},
		{"a role for a new user", identity.User{}, identity.Admin, Request{Operation: FindUsers, Actor: identity.Admin, Status: identity.Enabled, Grant: identity.Admin}},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := NewRequest(FindUsers, anna, false, c.target, c.grant); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	if got := NewRequest(FindUsers, boris, true, identity.User{}, 0); got.Status != identity.Disabled || !got.MustChange {
		t.Errorf("disabled, must change: got %+v, want both", got)
	}
	broken := identity.User{ID: 3, Role: identity.SystemAdmin, Status: identity.Enabled, Damaged: true}
	if got := NewRequest(FindUsers, broken, false, identity.User{}, 0); Decide(got) != (Decision{Refused, ReasonSignedOut}) {
		t.Errorf("a damaged actor: got %+v, want one who may do nothing", got)
	}
	if got := NewRequest(DeleteUser, anna, false, broken, 0); !got.Damaged {
		t.Errorf("a damaged target: got %+v, want it damaged", got)
	}
}

// Names in the journal never change.
func TestJournalNames(t *testing.T) {
	operations := []string{
		"set up", "sign in", "sign out", "lock", "unlock", "confirm", "see user", "find users", "create user",
		"edit names", "rename user", "change email", "change role", "set password", "change password",
		"disable user", "enable user", "unlock user", "delete user", "read journal", "read own events",
		"verify journal", "export journal", "change settings", "back up", "remove backups",
		"restore", "restore user", "export hashes", "import user", "export users", "recover", "see recovery key", "renew recovery key",
		"rescue", "accept older file", "set clock",
		"change note", "change account expiry", "change users", "import hashes", "expire hash",
		"check", "operation 44",
	}
	for i, want := range operations {
		if got := Operation(i + 1).String(); got != want {
			t.Errorf("operation %d: got %q, want %q", i+1, got, want)
		}
	}
	reasons := []string{
		"not refused", "rank", "System Admin only", "own account", "own password", "own user name",
		"own account only", "must change password", "signed out", "does not apply", "last System Admin",
		"damaged record",
	}
	for i, want := range reasons {
		if got := Reason(i).String(); got != want {
			t.Errorf("reason %d: got %q, want %q", i, got, want)
		}
	}
}

// The test's table and the program's cover the same operations.
func TestTableComplete(t *testing.T) {
	var all []Operation
	for op := range Check {
		all = append(all, op+1)
	}
	if got := slices.Sorted(maps.Keys(table)); !slices.Equal(got, all) {
		t.Errorf("operations in the test's table: got %v, want %v", got, all)
	}
	for op := range permissions {
		if _, ok := operationNames[op]; !ok {
			t.Errorf("permissions: got %v, want only operations that have a name", op)
		}
	}
}

func TestOperationNamed(t *testing.T) {
	if got := len(Operations()); got != int(Check) {
		t.Errorf("got %d operations with a name, want %d", got, Check)
	}
	for _, op := range Operations() {
		if got := OperationNamed(op.String()); got != op {
			t.Errorf("%v: got %v by its name", op, got)
		}
	}
	if got := OperationNamed("dance"); got != 0 {
		t.Errorf("unknown operation: got %v, want 0", got)
	}
}
