package app

import (
	"context"
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
	case access.ChangeRole, access.ChangeEmail, access.EditNames, access.RenameUser, access.ChangeNote,
		access.ChangeExpiry:
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

// act gives the target the values from before.
func (r *reversal) act(a *authorized) (effect, error) {
	u := a.target.User
	was := u
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
			u.Expires, _ = identity.ParseDate(c.Before) // 0 for none
		default:
			return 0, fmt.Errorf("undo the field %q: %w", c.Field, ErrNotUndoable)
		}
	}
	for op, changes := range map[access.Operation]bool{
		access.RenameUser: u.Name != was.Name, access.ChangeNote: u.Note != was.Note,
		access.ChangeExpiry: u.Expires != was.Expires,
	} {
		if changes {
			if err := a.require(op, 0); err != nil {
				return 0, err
			}
		}
	}
	return a.update(u)
}

// PlanUndo finds out what undoing the entry with that number would do: a change of role, status, email or details of
// one user, or a batch of them. Users who have changed since are left as they are. It fails with ErrNotUndoable for
// everything else. [Session.Apply] then undoes it, with the rights that the reverse operation needs.
func (s *Session) PlanUndo(ctx context.Context, seq int64, progress func(done, all int64)) (p *Plan, err error) {
	err = s.read(ctx, request{op: access.ReadJournal}, func(a *authorized) error {
		p = &Plan{undo: seq}
		e, err := a.Event(seq)
		if err != nil {
			return orNotFound(err, ErrNotUndoable)
		}
		if e.Operation != access.ChangeUsers.String() {
			p.Action.Operation = undoable(access.OperationNamed(e.Operation))
			return p.addUndo(a, e)
		}
		p.Action.Operation = undoable(access.OperationNamed(journal.ValueOf(e, journal.FieldOperation)))
		if p.Action.Operation == 0 || e.Outcome != identity.Done {
			return ErrNotUndoable
		}
		for at := e.Batch; at < seq; at += undoPart {
			events, err := a.EventsIn(at, min(at+undoPart, seq))
			if err != nil {
				return err
			}
			for _, member := range events {
				if member.Batch != e.Batch || member.Outcome != identity.Done {
					continue
				}
				if err := p.addUndo(a, member); err != nil {
					return err
				}
			}
			if progress != nil {
				progress(at-e.Batch, seq-e.Batch)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// undoPart is the number of entries that are read at once.
const undoPart = 512

// addUndo adds a step that undoes an entry, or the reason why it cannot be undone.
func (p *Plan) addUndo(a *authorized, e identity.Event) error {
	back, err := newReversal(e)
	switch {
	case errors.Is(err, ErrErased):
		p.Left = append(p.Left, Left{identity.User{ID: e.TargetID, Name: e.Target}, err})
		return nil
	case err != nil:
		return err
	}
	account, err := a.Account(e.TargetID)
	if err != nil {
		err = orNotFound(err, nil)
		p.Left = append(p.Left, Left{identity.User{ID: e.TargetID}, ErrNoUser})
		return err
	}
	changed, err := a.ChangedAfter(e.TargetID, e.Seq)
	if err != nil {
		return err
	}
	if changed {
		p.Left = append(p.Left, Left{account.User, &StaleError{Now: account.User}})
		return nil
	}
	p.add(a.to(account, back.operation), step{id: account.User.ID, version: account.User.Version, back: back})
	return nil
}
