// Package identity defines the plain types that every layer shares: users, credentials, queries, settings, journal
// entries, and what can be wrong with a value or a file. They have no behaviour beyond text and validity.
package identity

import (
	"slices"
	"time"
)

// User is a person who may sign in. It holds nothing about their password.
type User struct {
	ID         int64
	Version    int64 // increases with every change that can make an open form outdated
	Name       string
	Email      string
	FirstName  string
	LastName   string
	Role       Role
	Status     Status
	LastSignIn time.Time // zero if never
	Created    time.Time
	Changed    time.Time
	Expires    Date   // the last day on which the user may sign in; 0 if there is none
	Note       string // for administrators, with line breaks; empty where users see themselves
	Salt       string // 16 random bytes, which exist only with the user; the digest in the journal covers them
	// Damaged means that a value of the user or of their credential is out of its range, which only another program can
	// have caused. The user then has no rights: they cannot sign in, and do not count as a System Admin. A role, a status
	// or a time that is out of range is zero.
	Damaged bool
}

// ExpiredAt reports whether the account has expired at a time, whose time zone decides when a day ends.
func (u *User) ExpiredAt(t time.Time) bool { return u.Expires != 0 && DateOf(t) > u.Expires }

// Role decides what a user may do. A higher role is a larger number.
type Role int

// The roles, as stored.
const (
	LedgerManager Role = 1
	Admin         Role = 2
	SystemAdmin   Role = 3
)

// Roles lists the roles, highest rank first.
func Roles() []Role { return []Role{SystemAdmin, Admin, LedgerManager} }

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// String returns the role's name in the journal, where it never changes; "" if there is no such role.
func (r Role) String() string {
	switch r {
	case LedgerManager:
		return "Ledger manager"
	case Admin:
		return "Admin"
	case SystemAdmin:
		return "System Admin"
	}
	return ""
}

// Status decides whether a user may sign in.
type Status int

// The statuses, as stored.
const (
	Enabled    Status = 1
	Disabled   Status = 2
	NoPassword Status = 3 // enabled, but without a credential
)

// Statuses lists the statuses.
func Statuses() []Status { return []Status{Enabled, Disabled, NoPassword} }

// Valid reports whether s is one of the statuses.
func (s Status) Valid() bool { return slices.Contains(Statuses(), s) }

// String returns the status's name in the journal, where it never changes; "" if there is no such status.
func (s Status) String() string {
	switch s {
	case Enabled:
		return "enabled"
	case Disabled:
		return "disabled"
	case NoPassword:
		return "no password"
	}
	return ""
}
