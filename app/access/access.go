// Package access decides who may do what. It holds the operations, the permission table as data, and [Decide], the only
// function that makes decisions. It is pure: the gate in package app calls it with values that it has just read.
package access

import "roster/identity"

// Reason is why an operation is refused.
type Reason int

// The reasons.
const (
	ReasonNone         Reason = iota // it is not refused
	ReasonRank                       // the target's rank is not below the actor's
	ReasonSystemAdmin                // only a System Admin may do this
	ReasonOwnAccount                 // nobody may do this to their own account
	ReasonOwnPassword                // your own password is changed under My account
	ReasonOwnName                    // only a System Admin changes their own user name
	ReasonOwnOnly                    // a Ledger manager may act only on their own account
	ReasonMustChange                 // the password must be changed first
	ReasonSignedOut                  // the actor may no longer do anything
	ReasonInapplicable               // the operation makes no sense here
	ReasonLast                       // no System Admin who can sign in would be left
	ReasonDamaged                    // the target's record is damaged: it can be given a role, or deleted
)

var reasonNames = [...]string{
	"not refused", "rank", "System Admin only", "own account", "own password", "own user name",
	"own account only", "must change password", "signed out", "does not apply",
	"last System Admin", "damaged record",
}

// String returns the reason's name in the journal, where it never changes.
func (r Reason) String() string { return reasonNames[r] }

// Decision is the result of a [Request].
type Decision struct {
	Verdict Verdict
	Reason  Reason // if refused
}

// Request is everything that a decision depends on.
type Request struct {
	Operation  Operation
	Actor      identity.Role
	Status     identity.Status // of the actor
	MustChange bool            // the actor must change their password first
	Self       bool            // the target is the actor, or there is none
	Target     identity.Role   // of the target, unless Self; 0 if the target is yet to be created
	Grant      identity.Role   // the role to be given; 0 if none
	Damaged    bool            // the target's record is damaged, so it has no role
}

// NewRequest returns the request of an actor to do op to target and to give the role grant. target is the zero User if
// op has no target, and grant is 0 if op gives no role.
func NewRequest(op Operation, actor identity.User, mustChange bool, target identity.User, grant identity.Role) Request {
	if actor.Damaged {
		actor.Role, actor.Status = 0, 0
	}
	return Request{
		Operation: op, Actor: actor.Role, Status: actor.Status, MustChange: mustChange,
		Self: target.ID == actor.ID || target.ID == 0 && grant == 0, Target: target.Role, Grant: grant,
		Damaged: target.Damaged,
	}
}

// mends holds what may be done to a user whose record is damaged: a role repairs it.
var mends = map[Operation]bool{SeeUser: true, ReadJournal: true, ChangeRole: true, DeleteUser: true}

// Decide decides whether the actor may do what r requests.
func Decide(r Request) Decision {
	if r.Status != identity.Enabled || !r.Actor.Valid() {
		return Decision{Refused, ReasonSignedOut}
	}
	if r.MustChange && r.Operation != ChangePassword && r.Operation != SignOut {
		return Decision{Refused, ReasonMustChange}
	}
	to := r.relationTo(r.Target)
	switch {
	case r.Self:
		to = r.relationToSelf()
	case r.Damaged:
		to = r.relationTo(0)
	case r.Target == 0: // a user yet to be created, who has only a role
		to = r.relationTo(r.Grant)
	}
	d := r.lookup(to)
	if r.Damaged && d.Verdict != Refused && !mends[r.Operation] {
		return Decision{Refused, ReasonDamaged}
	}
	if r.Grant != 0 { // the stricter of what may be done to the user and what may be done with the role
		if g := r.lookup(r.relationTo(r.Grant)); g.Verdict < d.Verdict {
			return g
		}
	}
	return d
}

// lookup looks r up in the permission table.
func (r Request) lookup(to relation) Decision {
	verdict := Refused
	if to != ledgerToOther {
		verdict = permissions[r.Operation][to]
	}
	if verdict == Refused {
		return Decision{Refused, r.reason(to)}
	}
	return Decision{verdict, ReasonNone}
}

func (r Request) relationToSelf() relation {
	switch r.Actor {
	case identity.SystemAdmin:
		return systemSelf
	case identity.Admin:
		return adminSelf
	}
	return ledgerSelf
}

func (r Request) relationTo(target identity.Role) relation {
	switch r.Actor {
	case identity.SystemAdmin:
		if target == identity.SystemAdmin {
			return systemToSystem
		}
		return systemToLower
	case identity.Admin:
		if target == identity.LedgerManager {
			return adminToLedger
		}
		return adminToHigher
	}
	return ledgerToOther
}

// reason returns why the table refuses r in the relation to.
func (r Request) reason(to relation) Reason {
	switch to {
	case ledgerToOther:
		return ReasonOwnOnly
	case adminToHigher:
		if r.Operation == ChangeRole {
			return ReasonSystemAdmin
		}
		return ReasonRank
	case adminToLedger:
		return ReasonSystemAdmin
	case systemToLower, systemToSystem:
		return ReasonInapplicable
	}
	switch r.Operation {
	case ChangeRole, DisableUser, EnableUser, UnlockUser, DeleteUser, ChangeNote, ChangeExpiry:
		return ReasonOwnAccount
	case SetPassword:
		return ReasonOwnPassword
	case RenameUser:
		return ReasonOwnName
	case CreateUser, ImportUser:
		if r.Actor != identity.LedgerManager {
			return ReasonInapplicable
		}
	}
	if to == ledgerSelf {
		return ReasonOwnOnly
	}
	return ReasonSystemAdmin
}
