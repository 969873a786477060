package app

import (
	"context"
	"errors"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// PlanUndo finds out what undoing the entry with that number would do: a change of role, status, email or details of
// one user, a batch of them, or an import, whose new users it deletes. Users who have changed since are left as they
// are. It fails with ErrNotUndoable for everything else. [Session.Apply] then undoes it, with the rights that the
// reverse operation needs.
func (s *Session) PlanUndo(ctx context.Context, seq int64, progress func(done, all int64)) (p *Plan, err error) {
	err = s.read(ctx, request{op: access.ReadJournal}, func(a *authorized) error {
		e, err := a.Event(seq)
		if err != nil {
			return orNotFound(err, ErrNotUndoable)
		}
		p = &Plan{Undoes: e}
		hideOwnNote(&p.Undoes, a.actor.User.ID)
		if e.Operation == access.ChangeUsers.String() {
			err = p.addUndoOfBatch(ctx, a, e, progress)
		} else {
			p.Action.Operation = undoable(access.OperationNamed(e.Operation))
			err = p.addUndo(a, e)
		}
		if err != nil {
			return err
		}
		return p.findBackups(a)
	})
	if err != nil {
		return nil, err
	}
	p.Backups = there(p.Backups)
	return p, nil
}

// addUndoOfBatch adds the steps that undo a batch, whose last entry is e.
func (p *Plan) addUndoOfBatch(
	ctx context.Context, a *authorized, e identity.Event, progress func(done, all int64),
) error {
	p.Action.Operation = undoable(access.OperationNamed(journal.ValueOf(e, journal.FieldOperation)))
	if p.Action.Operation == 0 || e.Outcome != identity.Done {
		return ErrNotUndoable
	}
	for at := e.Batch; at < e.Seq; at += undoPart {
		events, err := a.EventsIn(at, min(at+undoPart, e.Seq))
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
			progress(at-e.Batch, e.Seq-e.Batch)
		}
	}
	return ctx.Err()
}

// undoPart is the number of entries that are read at once.
const undoPart = 512

// addUndo adds a step that undoes an entry, or the reason why it cannot be undone.
func (p *Plan) addUndo(a *authorized, e identity.Event) error {
	back, err := newReversal(e)
	switch {
	case errors.Is(err, ErrErased), errors.Is(err, ErrNotUndoable) && e.Batch != 0: // the others of its batch can be
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
	if back.removes {
		p.Action.Operation = access.DeleteUser
		changed = changed || !account.User.LastSignIn.IsZero()
	}
	if changed {
		p.Left = append(p.Left, a.to(account, back.operation).left(&StaleError{
			Now: withoutOwnNote(account.User, a.actor.User.ID),
		}))
		return nil
	}
	p.add(a.to(account, back.operation), step{id: account.User.ID, version: account.User.Version, back: back})
	return nil
}
