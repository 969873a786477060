package app

import (
	"errors"
	"fmt"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// ErrNotUndoable means that an entry of the journal is about something that cannot be undone, such as a deletion or a
// password.
var ErrNotUndoable = errors.New("this cannot be undone")

// ErrErased means that the values before a change were erased.
var ErrErased = errors.New("the values before the change were erased")

// reversal takes back what an entry of the journal says.
type reversal struct {
	operation access.Operation // that it performs
	removes   bool             // it deletes a user whom an import has created
	role      identity.Role    // that it gives
	fields    []identity.Change
}

// undoable returns the operation that takes back another, or 0 if none does.
func undoable(op access.Operation) access.Operation {
	switch op {
	case access.DisableUser:
		return access.EnableUser
	case access.EnableUser:
		return access.DisableUser
	case access.ImportHashes:
		return access.ImportUser
	case access.ChangeRole, access.ChangeEmail, access.EditNames, access.RenameUser, access.ChangeNote,
		access.ChangeExpiry, access.ImportUser:
		return op
	}
	return 0
}

// Undoable reports whether an entry is about something that [Session.PlanUndo] can undo.
func Undoable(e identity.Event) bool {
	op := access.OperationNamed(e.Operation)
	if op == access.ChangeUsers {
		op = access.OperationNamed(journal.ValueOf(e, journal.FieldOperation))
	}
	return undoable(op) != 0 && e.Outcome == identity.Done
}

// newReversal returns what takes back an entry.
func newReversal(e identity.Event) (*reversal, error) {
	r := &reversal{operation: undoable(access.OperationNamed(e.Operation))}
	if r.operation == 0 || e.Outcome != identity.Done || e.TargetID == 0 {
		return nil, ErrNotUndoable
	}
	for _, c := range journal.ChangesOf(e) {
		if c.Erased {
			return nil, ErrErased
		}
		if c.Field == journal.FieldName && c.Before == "" {
			return &reversal{operation: access.DeleteUser, removes: true}, nil
		}
		if c.Field == journal.FieldRole {
			if r.role = roleNamed(c.Before); r.role == 0 {
				return nil, ErrNotUndoable // it has repaired a record
			}
		}
		r.fields = append(r.fields, c)
	}
	return r, nil
}

func roleNamed(name string) identity.Role {
	for _, r := range identity.Roles() {
		if r.String() == name {
			return r
		}
	}
	return 0
}

// on returns the target with the values from before. It fails with [identity.Mistakes] if they are not possible any
// more.
func (r *reversal) on(a *authorized) (identity.User, error) {
	u := a.target.User
	for _, c := range r.fields {
		switch c.Field {
		case journal.FieldName:
			u.Name = c.Before
		case journal.FieldEmail:
			u.Email = c.Before
		case journal.FieldFirstName:
			u.FirstName = c.Before
		case journal.FieldLastName:
			u.LastName = c.Before
		case journal.FieldRole:
			u.Role = r.role
		case journal.FieldStatus:
			status := identity.Enabled
			if c.Before == identity.Disabled.String() {
				status = identity.Disabled
			}
			u.Status = withCredential(status, a.target.Credential)
		case journal.FieldNote:
			u.Note = c.Before
		case journal.FieldAccountEnds:
			if u.Expires = 0; c.Before != "" {
				u.Expires, _ = identity.ParseDate(c.Before) // the file accepts no other
			}
		default:
			return u, fmt.Errorf("undo the field %q: %w", c.Field, ErrNotUndoable)
		}
	}
	return u, identity.CollectMistakes(CheckExpires(u.Expires, a.target.User, a.Now()))
}

// operations returns the operations that taking back performs on a user, who then is as u.
func (r *reversal) operations(was, u identity.User) []access.Operation {
	if r.operation == access.ImportUser {
		return operationsBetween(was, u)
	}
	ops := []access.Operation{r.operation}
	if r.removes {
		return ops
	}
	add := func(op access.Operation, changes bool) {
		if changes && op != r.operation {
			ops = append(ops, op)
		}
	}
	add(access.RenameUser, u.Name != was.Name)
	add(access.ChangeNote, u.Note != was.Note)
	add(access.ChangeExpiry, u.Expires != was.Expires)
	return ops
}

// operationsBetween returns the operations that change a user from one state to another, besides their password.
func operationsBetween(was, u identity.User) (ops []access.Operation) {
	for _, of := range []struct {
		op      access.Operation
		changes bool
	}{
		{access.RenameUser, u.Name != was.Name},
		{access.EditNames, u.FirstName != was.FirstName || u.LastName != was.LastName},
		{access.ChangeEmail, u.Email != was.Email},
		{access.ChangeRole, u.Role != was.Role},
		{access.DisableUser, u.Status != was.Status && u.Status == identity.Disabled},
		{access.EnableUser, u.Status != was.Status && was.Status == identity.Disabled},
		{access.ChangeNote, u.Note != was.Note},
		{access.ChangeExpiry, u.Expires != was.Expires},
	} {
		if of.changes {
			ops = append(ops, of.op)
		}
	}
	return ops
}
