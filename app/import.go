package app

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"roster/app/access"
	"roster/app/mapping"
	"roster/app/password"
	"roster/data/fold"
	"roster/identity"
)

// Matching is what an import does to people who are users already.
type Matching int

// What it does.
const (
	MatchUpdate Matching = iota // change what the row has and that is different
	MatchLeave                  // leave them as they are
	MatchRefuse                 // the row cannot be imported
)

// NewPasswords is which passwords new users get.
type NewPasswords int

// The passwords.
const (
	NoPasswords    NewPasswords = iota // none yet
	StartPasswords                     // see [password.Start]
	OwnPasswords                       // those of the rows, which must be changed
	ImportedHashes                     // those whose hashes the rows have
)

// MostOwnPasswords is the number of passwords that an import may bring, because hashing each takes a third of a second.
const MostOwnPasswords = 1000

// Import is what a person wants to import.
type Import struct {
	People    []mapping.Person
	Role      identity.Role // of new users whose row has none
	Matching  Matching
	Empties   []mapping.Field // FirstName, LastName: a blank cell empties it, instead of leaving it as it is
	Passwords NewPasswords
	Valid     time.Duration     // of StartPasswords: one of StartValidity
	Replace   bool              // OwnPasswords, ImportedHashes: users who are there already get theirs too
	Source    [sha256.Size]byte // SHA-256 of the file, for the journal
}

// RowResult is what an import does with a row.
type RowResult int

// The results.
const (
	RowNew       RowResult = iota + 1
	RowChanged             // a user
	RowUnchanged           // there is nothing to change
	RowLeft                // the user stays as they are, as MatchLeave says
	RowRefused             // it cannot be imported

	RowResults = iota + 1 // how many there are, and the zero
)

// ImportRow is what an import does with a row.
type ImportRow struct {
	Person *mapping.Person
	Result RowResult
	User   identity.User // who is there already, as they are; zero if there is none
	To     UserValues    // as they will be; zero unless the row is new or changes something
	Why    []error       // RowRefused: each a [RowError], a [RefusedError] or [identity.Mistakes]
	NoHash error         // why its hash is not imported, see [password.ReadHash]; nil if it is, or if it has none

	note     string             // of To, also if To is the person who imports, who may not see their own
	ops      []access.Operation // that it performs
	password bool               // it gets one
	hash     string             // ImportedHashes: of the password that it gets
}

// Password reports whether the row gives its user a password.
func (r *ImportRow) Password() bool { return r.password }

// same reports whether a row has the same effect as another.
func (r *ImportRow) same(as *ImportRow) bool {
	return r.Result == as.Result && r.User.ID == as.User.ID && slices.Equal(r.ops, as.ops) && r.To == as.To &&
		r.note == as.note
}

// values returns To with the note of whoever it is.
func (r *ImportRow) values() UserValues {
	v := r.To
	v.Note = r.note
	return v
}

// UserValues are what an import can change of a user, besides their password.
type UserValues struct {
	Name, Email, FirstName, LastName, Note string
	Role                                   identity.Role
	Status                                 identity.Status
	Expires                                identity.Date
}

func valuesOf(u identity.User) UserValues {
	return UserValues{
		Name: u.Name, Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, Note: u.Note, Role: u.Role,
		Status: u.Status, Expires: u.Expires,
	}
}

// of returns a user with the values.
func (v UserValues) of(u identity.User) identity.User {
	u.Name, u.Email, u.FirstName, u.LastName, u.Note = v.Name, v.Email, v.FirstName, v.LastName, v.Note
	u.Role, u.Status, u.Expires = v.Role, v.Status, v.Expires
	return u
}

// fail refuses a row.
func (r *ImportRow) fail(why error) {
	if why != nil {
		r.Result, r.Why = RowRefused, append(r.Why, why)
	}
}

// RowErrorKind is why a row cannot be imported, besides its values and the gate.
type RowErrorKind int

// The kinds.
const (
	RowValue     RowErrorKind = iota + 1 // Value cannot be understood
	RowDuplicate                         // other rows, on Lines, have the same Field or are about the same user
	RowTwoUsers                          // it has the user name of Users[0] and the email address of Users[1]
	RowTaken                             // Users[0] has the user name or email address in Field
	RowSwapped                           // likewise, and another row would give Users[0] another one
	RowExists                            // Users[0] is there already, and MatchRefuse does not want that
	RowNoUser                            // no user has its id
)

var rowErrorNames = [...]string{
	"", "value", "duplicate", "two users", "taken", "swapped", "exists", "no such user",
}

// RowError is why a row cannot be imported.
type RowError struct {
	Kind  RowErrorKind
	Field identity.Field  // FieldName or FieldEmail; "" if the rows are about the same user
	Value mapping.Problem // RowValue
	Lines []int           // of the other rows, at most mostLines of them
	Users []identity.User
}

// mostLines is the number of other lines that an error names.
const mostLines = 5

// Error implements error.
func (e *RowError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s %v %v", rowErrorNames[e.Kind], e.Field, e.Value, e.Lines)
	for _, u := range e.Users {
		fmt.Fprint(&text, " ", u.ID)
	}
	return text.String()
}

// ImportPlan is what an import will do.
type ImportPlan struct {
	Rows    []ImportRow
	Counts  [RowResults]int // how many rows have each result
	Missing Selection       // the users whom no row is about
	Absent  []identity.User // the first of them, at most mostAbsent, without their notes
	Confirm bool            // it needs a confirmation
	// Keep, unless nil, is called with the start passwords before they are stored, and can be called again. If it fails,
	// so does the import, with nothing done.
	Keep func([]Issued) error

	of    *Import
	ready []candidate
	leave bool // the rows that cannot be imported are left out
}

// Will returns the number of users whom the import will create or change.
func (p *ImportPlan) Will() int { return p.Counts[RowNew] + p.Counts[RowChanged] }

// ErrImport means that an import is not possible as a whole.
var ErrImport = errors.New("there is no such import")

// ErrManyPasswords means that an import brings more than MostOwnPasswords.
var ErrManyPasswords = errors.New("too many passwords to be hashed")

// ErrManyKinds means that an import would bring the file to more than MostImportedKinds.
var ErrManyKinds = errors.New("too many kinds of password hashes")

// candidate is a row whose values have been checked by themselves.
type candidate struct {
	person            *mapping.Person
	user              UserValues // as they would be stored; zero where the row is blank
	nameKey, emailKey string     // empty if blank or wrong
	wrong             []error
	nameWrong         error // in the user name
	hash              string
	noHash            error // why hash is empty
}

// check fails unless the import exists.
func (of *Import) check() error {
	switch {
	case of.Matching < MatchUpdate, of.Matching > MatchRefuse, of.Passwords < NoPasswords, of.Passwords > ImportedHashes,
		of.Passwords == StartPasswords && !slices.Contains(StartValidity(), of.Valid),
		of.Replace && of.Passwords != OwnPasswords && of.Passwords != ImportedHashes:
		return ErrImport
	}
	if of.Passwords == OwnPasswords {
		n := 0
		for _, p := range of.People {
			if p.Password != "" {
				n++
			}
		}
		if n > MostOwnPasswords {
			return ErrManyPasswords
		}
	}
	return identity.CollectMistakes(checkRole(of.Role))
}

// newCandidate checks the values of a row.
func newCandidate(p *mapping.Person) candidate {
	c := candidate{person: p, user: UserValues{Role: p.Role, Status: p.Status, Expires: p.Expires}}
	for _, problem := range p.Problems {
		c.wrong = append(c.wrong, &RowError{Kind: RowValue, Value: problem})
	}
	if p.Hash != "" {
		c.hash, c.noHash = password.ReadHash(p.Hash)
	}
	var mistakes []error
	if p.Name != "" {
		if c.user.Name, c.nameWrong = CheckUserName(p.Name); c.nameWrong == nil {
			c.nameKey = fold.Key(c.user.Name)
		}
	}
	if p.Email != "" {
		var err error
		if c.user.Email, err = CheckEmail(p.Email); err == nil {
			c.emailKey = fold.Key(c.user.Email)
		}
		mistakes = append(mistakes, err)
	}
	var err1, err2, err3 error
	c.user.FirstName, err1 = CheckPersonName(identity.FieldFirstName, p.FirstName)
	c.user.LastName, err2 = CheckPersonName(identity.FieldLastName, p.LastName)
	c.user.Note, err3 = CheckNote(p.Note)
	mistakes = append(mistakes, err1, err2, err3)
	if err := identity.CollectMistakes(mistakes...); err != nil {
		c.wrong = append(c.wrong, err)
	}
	return c
}

// Refused returns the rows that cannot be imported.
func (p *ImportPlan) Refused() (refused []*ImportRow) {
	for i := range p.Rows {
		if p.Rows[i].Result == RowRefused {
			refused = append(refused, &p.Rows[i])
		}
	}
	return refused
}

// LeaveOut says whether the rows that cannot be imported are left out. Unless they are, nothing is imported.
func (p *ImportPlan) LeaveOut(yes bool) { p.leave = yes }
