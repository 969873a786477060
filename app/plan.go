package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"roster/app/access"
	"roster/identity"
)

// Action is what to do to several users.
type Action struct {
	// Operation is one of ChangeRole, SetPassword, DisableUser, EnableUser, UnlockUser and DeleteUser.
	Operation access.Operation
	Role      identity.Role // of ChangeRole: the new role
	Valid     time.Duration // of SetPassword: how long the start passwords can be used
}

// StartValidity lists how long start passwords can be valid, shortest first.
func StartValidity() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{3 * day, 7 * day, 14 * day, 30 * day}
}

// ErrAlready means that a user already is as an operation would leave them.
var ErrAlready = errors.New("nothing to change")

// errAction means that a caller has composed an action that does not exist.
var errAction = errors.New("no such action on several users")

// Left is a user whom a batch leaves as they are.
type Left struct {
	User identity.User // as they are, or only their id if they were deleted
	// Why is a [RefusedError], ErrAlready, a [StaleError] if the user has changed since the plan was made, ErrNoUser, or
	// [identity.Mistakes] about a value that somebody else has now.
	Why error
}

// Plan is what a batch will do. It is fixed: users who change after it was made are left as they are.
type Plan struct {
	Action  Action
	Left    []Left // users whom it will leave as they are, and why
	Confirm bool   // it needs a confirmation
	// Undoes is the entry that it undoes, the last one of a batch or a single one; its Seq is 0 if it undoes none.
	Undoes identity.Event

	// Backups are those in which users whom it deletes would be left, as in [Session.BackupsHolding].
	Backups []identity.Backup

	steps []step
}

// Will returns the number of users whom the batch will change.
func (p *Plan) Will() int { return len(p.steps) }

// Removes returns how many of them it will delete, because it undoes an import that has created them.
func (p *Plan) Removes() (n int) {
	for _, s := range p.steps {
		if s.back != nil && s.back.removes {
			n++
		}
	}
	return n
}

// findBackups finds the backups in which users whom the batch deletes would be left.
func (p *Plan) findBackups(a *authorized) (err error) {
	if p.Action.Operation != access.DeleteUser {
		return nil
	}
	var ids []int64
	for _, s := range p.steps {
		if s.back == nil || s.back.removes {
			ids = append(ids, s.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	p.Backups, err = a.BackupsHolding(ids...)
	return err
}

// step is what a batch does to one user.
type step struct {
	id, version int64
	back        *reversal // what it does in place of the action, if it undoes one
}

// planEvery is the number of users between two calls of progress.
const planEvery = 1000

// Plan finds out what action would do to each of the selected users, and asks the gate about each. It changes nothing.
// It calls progress, unless nil, from time to time.
func (s *Session) Plan(
	ctx context.Context, selected Selection, action Action, progress func(done, all int64),
) (p *Plan, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		p = &Plan{Action: action}
		if err := p.check(); err != nil {
			return err
		}
		seen := make(map[int64]bool, len(selected.ids))
		// In the order of the file, each page of it is read and written once.
		ids := slices.Compact(slices.Sorted(slices.Values(selected.ids)))
		err := a.AccountsWithIDs(ids, func(account identity.Account) error {
			seen[account.User.ID] = true
			p.add(a.to(account, action.Operation), step{id: account.User.ID, version: account.User.Version})
			if progress != nil && len(seen)%planEvery == 0 {
				progress(int64(len(seen)), int64(len(selected.ids)))
			}
			return ctx.Err()
		})
		for _, id := range ids {
			if !seen[id] {
				p.Left = append(p.Left, Left{identity.User{ID: id}, ErrNoUser})
			}
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

// check fails unless the action exists.
func (p *Plan) check() error {
	switch p.Action.Operation {
	case access.DisableUser, access.EnableUser, access.UnlockUser, access.DeleteUser:
		return nil
	case access.ChangeRole:
		return identity.CollectMistakes(checkRole(p.Action.Role))
	case access.SetPassword:
		if slices.Contains(StartValidity(), p.Action.Valid) {
			return nil
		}
	}
	return errAction
}

// add adds a step to the plan if it would be done, and otherwise the reason.
func (p *Plan) add(a *authorized, s step) {
	ops, err := p.operations(a, s)
	for _, op := range ops {
		if err == nil {
			err = notConfirm(a.require(op, p.grant(s)))
		}
	}
	switch {
	case err != nil:
		p.Left = append(p.Left, a.left(err))
	case len(ops) == 0, !p.changes(a, s):
		p.Left = append(p.Left, a.left(ErrAlready))
	default:
		for _, op := range ops { // even if they have just confirmed
			p.Confirm = p.Confirm || a.decide(op, p.grant(s)).Verdict == access.ConfirmFirst
		}
		p.steps = append(p.steps, s)
	}
}

// notConfirm returns err unless it only asks for a confirmation.
func notConfirm(err error) error {
	if errors.Is(err, ErrConfirm) {
		return nil
	}
	return err
}

// left returns the target as one who is left as they are.
func (a *authorized) left(why error) Left {
	return Left{withoutOwnNote(a.target.User, a.actor.User.ID), why}
}

// to returns the part of a batch that is about one user.
func (a *authorized) to(account identity.Account, op access.Operation) *authorized {
	return &authorized{
		Tx: a.Tx, session: a.session, actor: a.actor, target: account, entry: newEntry(op, a.actor.User, account.User),
	}
}

// operations returns the operations that a step performs. It fails with [identity.Mistakes] if it is not possible.
func (p *Plan) operations(a *authorized, s step) ([]access.Operation, error) {
	if s.back == nil {
		return []access.Operation{p.Action.Operation}, nil
	}
	u, err := s.back.on(a)
	return s.back.operations(a.target.User, u), err
}

// grant returns the role that a step gives; 0 if none.
func (p *Plan) grant(s step) identity.Role {
	if s.back != nil {
		return s.back.role
	}
	return p.Action.Role
}

// changes reports whether a step changes anything.
func (p *Plan) changes(a *authorized, s step) bool {
	if s.back != nil {
		return true
	}
	u, c := a.target.User, a.target.Credential
	switch p.Action.Operation {
	case access.ChangeRole:
		return u.Damaged || u.Role != p.Action.Role
	case access.DisableUser:
		return u.Status != identity.Disabled
	case access.EnableUser:
		return u.Status == identity.Disabled
	case access.UnlockUser:
		return locked(c)
	}
	return true
}
