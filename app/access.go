package app

import "fmt"

// Operation is one thing that a person does.
type Operation int

// The operations.
const (
	SetUp Operation = iota + 1
	SignIn
	SignOut
	Lock
	Unlock
	Confirm

	SeeUser   // one user, by id
	FindUsers // in the table: search, count
	CreateUser
	EditNames  // first and last name
	RenameUser // user name
	ChangeEmail
	ChangeRole
	SetPassword    // of somebody else: regenerate, or type one
	ChangePassword // one's own
	DisableUser
	EnableUser
	UnlockUser
	DeleteUser

	ReadJournal // the whole of it
	ReadOwnEvents
	VerifyJournal
	ExportJournal
	ChangeSettings
	BackUp
	Restore
	ExportHashes
	ImportUser // a row of it
	ExportUsers

	Recover        // with the recovery key
	SeeRecoveryKey // when it was made
	RenewRecoveryKey
)

var operationNames = map[Operation]string{
	SetUp: "set up", SignIn: "sign in", SignOut: "sign out", Lock: "lock", Unlock: "unlock", Confirm: "confirm",
	SeeUser: "see user", FindUsers: "find users", CreateUser: "create user", EditNames: "edit names",
	RenameUser: "rename user", ChangeEmail: "change email", ChangeRole: "change role",
	SetPassword: "set password", ChangePassword: "change password", DisableUser: "disable user",
	EnableUser: "enable user", UnlockUser: "unlock user", DeleteUser: "delete user",
	ReadJournal: "read journal", ReadOwnEvents: "read own events", VerifyJournal: "verify journal",
	ExportJournal: "export journal", ChangeSettings: "change settings", BackUp: "back up", Restore: "restore",
	ExportHashes: "export hashes", ImportUser: "import user", ExportUsers: "export users",
	Recover: "recover", SeeRecoveryKey: "see recovery key", RenewRecoveryKey: "renew recovery key",
}

// String is the operation's name in the journal. It never changes.
func (o Operation) String() string {
	if name, ok := operationNames[o]; ok {
		return name
	}
	return fmt.Sprintf("operation %d", int(o))
}

// Verdict is what the permission table says.
type Verdict int

// The verdicts. The zero value refuses.
const (
	Refused      Verdict = iota
	ConfirmFirst         // allowed once the actor has typed their own password again
	Allowed
)

// Why is the reason for a refusal.
type Why int

// The reasons.
const (
	WhyNothing     Why = iota // it is not refused
	WhyRank                   // the target's rank is not below the actor's
	WhySystemAdmin            // only a System Admin may do this
	WhyOwnAccount             // nobody may do this to their own account
	WhyOwnPassword            // one's own password is changed in another way
	WhyOwnName                // one's own user name is changed by a System Admin
	WhyOwnOnly                // a Ledger manager may act on their own account only
	WhyMustChange             // the password must be changed first
	WhySignedOut              // the actor may no longer do anything
	WhyNotThere               // the operation makes no sense here
	WhyLast                   // no System Admin would be left who can sign in
)

var whyNames = [...]string{
	"not refused", "rank", "System Admin only", "own account", "own password", "own user name",
	"own account only", "must change password", "signed out", "does not apply",
	"last System Admin",
}

// String names the reason in the journal.
func (w Why) String() string { return whyNames[w] }

// Decision answers whether somebody may do something.
type Decision struct {
	Verdict Verdict
	Why     Why // if refused
}

// relation is how the actor stands to the target: a column of the permission table.
type relation int

const (
	adminToLedger relation = iota
	adminToHigher          // Admin to Admin or System Admin
	adminSelf
	systemToLower
	systemToSystem
	systemSelf
	ledgerSelf
	relations // how many there are

	ledgerToOther relation = -1 // has no column: refused throughout
)

const (
	no  = Refused
	yes = Allowed
	cfm = ConfirmFirst
)

// permissions is the table of who may do what, in the order of the relations:
// Admin to a Ledger manager, to a higher one, to themself; System Admin to a lower one, to another System Admin,
// to themself; Ledger manager to themself. Where an operation has no target, the actor stands for it; where it
// gives a role, a user of that role does. What asks for the present password is "yes" here and asks for it.
var permissions = map[Operation][relations]Verdict{
	SignOut: {no, no, yes, no, no, yes, yes},
	Lock:    {no, no, yes, no, no, yes, yes},
	Unlock:  {no, no, yes, no, no, yes, yes},
	Confirm: {no, no, yes, no, no, yes, yes},

	SeeUser:        {yes, yes, yes, yes, yes, yes, yes},
	FindUsers:      {yes, yes, yes, yes, yes, yes, no},
	CreateUser:     {yes, no, no, yes, cfm, no, no},
	EditNames:      {yes, no, yes, yes, yes, yes, yes},
	RenameUser:     {yes, no, no, yes, cfm, cfm, no},
	ChangeEmail:    {yes, no, cfm, yes, cfm, cfm, cfm},
	ChangeRole:     {no, no, no, yes, cfm, no, no},
	SetPassword:    {yes, no, no, yes, cfm, no, no},
	ChangePassword: {no, no, yes, no, no, yes, yes},
	DisableUser:    {yes, no, no, yes, cfm, no, no},
	EnableUser:     {yes, no, no, yes, cfm, no, no},
	UnlockUser:     {yes, no, no, yes, cfm, no, no},
	DeleteUser:     {cfm, no, no, cfm, cfm, no, no},

	ReadJournal:    {yes, yes, yes, yes, yes, yes, no},
	ReadOwnEvents:  {no, no, yes, no, no, yes, yes},
	VerifyJournal:  {no, no, no, yes, yes, yes, no},
	ExportJournal:  {no, no, no, yes, yes, yes, no},
	ChangeSettings: {no, no, no, yes, yes, yes, no},
	BackUp:         {no, no, no, yes, yes, yes, no},
	Restore:        {no, no, no, cfm, cfm, cfm, no},
	ExportHashes:   {no, no, no, cfm, cfm, cfm, no},
	ImportUser:     {yes, no, no, yes, cfm, no, no},
	ExportUsers:    {yes, yes, yes, yes, yes, yes, no},

	SeeRecoveryKey:   {no, no, no, yes, yes, yes, no},
	RenewRecoveryKey: {no, no, no, cfm, cfm, cfm, no},
}

// question is all that the answer to "may they?" depends on.
type question struct {
	op         Operation
	actor      Role
	status     Status // of the actor
	mustChange bool   // the actor's password
	self       bool   // the target is the actor, or there is none
	target     Role   // of the target, unless self; 0 if they are to be created
	grant      Role   // the role to be given; 0 if none
}

// ask is the question whether actor may do op to target, the zero User if op has none, giving the role grant, 0 if
// it gives none.
func ask(op Operation, actor User, mustChange bool, target User, grant Role) question {
	return question{
		op: op, actor: actor.Role, status: actor.Status, mustChange: mustChange,
		self: target.ID == actor.ID || target.ID == 0 && grant == 0, target: target.Role, grant: grant,
	}
}

// answer is the one place where it is decided who may do what.
func (q question) answer() Decision {
	if q.status != Enabled {
		return Decision{Refused, WhySignedOut}
	}
	if q.mustChange && q.op != ChangePassword && q.op != SignOut {
		return Decision{Refused, WhyMustChange}
	}
	to := q.relationTo(q.target)
	switch {
	case q.self:
		to = q.relationToSelf()
	case q.target == 0: // a user to be created: of them there is only the role
		to = q.relationTo(q.grant)
	}
	d := q.look(to)
	if q.grant != 0 { // the stricter of what may be done to the user and with the role
		if g := q.look(q.relationTo(q.grant)); g.Verdict < d.Verdict {
			return g
		}
	}
	return d
}

func (q question) look(r relation) Decision {
	verdict := Refused
	if r != ledgerToOther {
		verdict = permissions[q.op][r]
	}
	if verdict == Refused {
		return Decision{Refused, q.why(r)}
	}
	return Decision{verdict, WhyNothing}
}

func (q question) relationToSelf() relation {
	switch q.actor {
	case SystemAdmin:
		return systemSelf
	case Admin:
		return adminSelf
	}
	return ledgerSelf
}

func (q question) relationTo(target Role) relation {
	switch q.actor {
	case SystemAdmin:
		if target == SystemAdmin {
			return systemToSystem
		}
		return systemToLower
	case Admin:
		if target == LedgerManager {
			return adminToLedger
		}
		return adminToHigher
	}
	return ledgerToOther
}

// why is the reason why the table refuses q in relation r.
func (q question) why(r relation) Why {
	switch r {
	case ledgerToOther:
		return WhyOwnOnly
	case adminToHigher:
		if q.op == ChangeRole {
			return WhySystemAdmin
		}
		return WhyRank
	case adminToLedger:
		return WhySystemAdmin
	case systemToLower, systemToSystem:
		return WhyNotThere
	}
	switch q.op {
	case ChangeRole, DisableUser, EnableUser, UnlockUser, DeleteUser:
		return WhyOwnAccount
	case SetPassword:
		return WhyOwnPassword
	case RenameUser:
		return WhyOwnName
	case CreateUser, ImportUser:
		if q.actor != LedgerManager {
			return WhyNotThere
		}
	}
	if r == ledgerSelf {
		return WhyOwnOnly
	}
	return WhySystemAdmin
}
