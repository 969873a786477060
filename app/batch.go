package app

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/identity"
)

// Applied is what a batch has done.
type Applied struct {
	Done      int
	Left      []Left   // whom it has left as they are: those of the plan, and those who have changed since
	Entry     int64    // the number of the journal's entry about the batch; 0 if nothing was done
	Passwords []Issued // of SetPassword
	Erased    bool     // see [Session.DeleteUser], about those who were deleted
}

// hashed is a start password and its hash.
type hashed struct {
	start password.Start
	hash  string
}

// batch is the transaction of a batch.
type batch struct {
	*authorized
	plan      *Plan
	passwords []hashed
	progress  func(done, all int64)

	grading map[grades][]*authorized // users who get a role and a status, until flush
	done    []*authorized            // users with an entry to be recorded by flush, in order

	first   int64 // the number of its first entry
	refused int   // entries about refusals
	applied Applied
}

// run does all steps and records the batch.
func (b *batch) run(ctx context.Context) error {
	ends, err := b.JournalEnds()
	if err != nil {
		return err
	}
	b.first, b.entry.operation = ends.Seq+1, b.plan.Action.Operation // which is refused if no System Admin would be left
	steps, at := b.plan.steps, 0
	for part := range slices.Chunk(steps, batchPart) {
		ids := make([]int64, len(part))
		for i, s := range part {
			ids[i] = s.id
		}
		accounts := make(map[int64]identity.Account, len(part))
		err := b.AccountsWithIDs(ids, func(a identity.Account) error {
			accounts[a.User.ID] = a
			return nil
		})
		if err != nil {
			return err
		}
		for _, s := range part {
			if err := b.step(s, accounts[s.id], at); err != nil {
				return err
			}
			at++
		}
		if err := b.flush(); err != nil {
			return err
		}
		if b.progress(int64(len(steps)+at), 2*int64(len(steps))); ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return b.conclude()
}

// batchPart is the number of users that a batch reads at once: after each part it shows its progress and may be
// cancelled, which takes less than 200 ms.
const batchPart = 256

// step does a step to the user, unless they have changed since the plan was made.
func (b *batch) step(s step, now identity.Account, at int) error {
	if now.User.ID == 0 {
		b.leave(identity.User{ID: s.id}, ErrNoUser)
		return nil
	}
	a := b.to(now, b.plan.Action.Operation)
	ops, err := b.plan.operations(a, s)
	a.entry.batch = b.first
	if len(ops) > 0 {
		a.entry.operation = ops[0]
	}
	for _, op := range ops {
		if err == nil {
			err = a.require(op, b.plan.grant(s))
		}
	}
	impossible, isImpossible := errors.AsType[identity.Mistakes](err)
	refused, isRefused := errors.AsType[*RefusedError](err)
	switch {
	case isRefused:
		b.leave(now.User, err)
		b.refused++
		a.entry = a.entry.withOutcome(identity.Refused, refused.Reason.String())
		b.done = append(b.done, a)
		return nil
	case isImpossible:
		b.leave(now.User, impossible)
		return nil
	case err != nil: // it ends the session, or a confirmation has run out
		return err
	case now.User.Version != s.version, len(ops) == 0:
		b.leave(now.User, &StaleError{Now: withoutOwnNote(now.User, b.actor.User.ID)})
		return nil
	}
	did, err := b.act(a, s, at)
	mistakes, isMistake := errors.AsType[identity.Mistakes](err)
	switch {
	case isMistake:
		b.leave(now.User, mistakes)
		return nil
	case err != nil:
		return err
	case did == unchanged:
		b.leave(now.User, ErrAlready)
		return nil
	}
	b.applied.Done++
	b.done = append(b.done, a)
	return nil
}

func (b *batch) leave(u identity.User, why error) {
	b.applied.Left = append(b.applied.Left, Left{withoutOwnNote(u, b.actor.User.ID), why})
}

// act does a step, or leaves it to flush.
func (b *batch) act(a *authorized, s step, at int) (effect, error) {
	u := a.target.User
	switch {
	case s.back != nil && s.back.removes:
		return a.delete()
	case s.back != nil:
		u, err := s.back.on(a)
		if err != nil {
			return 0, err
		}
		return b.change(a, u)
	case b.plan.Action.Operation == access.ChangeRole:
		u.Role = b.plan.Action.Role
		return b.change(a, u)
	case b.plan.Action.Operation == access.DisableUser:
		u.Status = identity.Disabled
		return b.change(a, u)
	case b.plan.Action.Operation == access.EnableUser:
		u.Status = withCredential(identity.Enabled, a.target.Credential)
		return b.change(a, u)
	case b.plan.Action.Operation == access.UnlockUser:
		return a.unlock()
	case b.plan.Action.Operation == access.DeleteUser:
		return a.delete()
	case b.plan.Action.Operation == access.SetPassword:
		given := b.passwords[at]
		expires := a.Now().Add(b.plan.Action.Valid)
		b.applied.Passwords = append(b.applied.Passwords, Issued{u, given.start.Plain(), expires})
		return a.givePassword(identity.Credential{Hash: given.hash, MustChange: true, Expires: expires})
	}
	return 0, errAction
}

// grades are the role and the status of a user.
type grades struct {
	role   identity.Role
	status identity.Status
}

// change changes the target to u. A role and a status are left to flush, which gives them to many in one statement.
func (b *batch) change(a *authorized, u identity.User) (effect, error) {
	same := a.target.User
	to := grades{u.Role, u.Status}
	same.Role, same.Status = to.role, to.status
	if a.target.User.Damaged || u != same || u == a.target.User {
		return a.update(u)
	}
	b.grading[to] = append(b.grading[to], a)
	return changed, nil
}

// flush changes the users whom change has left to it, and records all that was done since the last time.
func (b *batch) flush() error {
	for to, of := range b.grading {
		users := make([]identity.User, len(of))
		for i, a := range of {
			users[i] = a.target.User
		}
		stored, err := b.SetRoleAndStatus(users, to.role, to.status)
		if err != nil {
			return err
		}
		for i, a := range of {
			a.setTarget(identity.Account{User: stored[i], Credential: a.target.Credential})
		}
	}
	drafts := make([]entryDraft, len(b.done))
	for i, a := range b.done {
		drafts[i] = a.entry
	}
	clear(b.grading)
	b.done = b.done[:0]
	return b.session.service.recordLater(b.Tx, drafts)
}

// conclude records the batch, unless it has done nothing.
func (b *batch) conclude() error {
	if b.applied.Done == 0 && b.refused == 0 {
		return errUnchanged
	}
	d := newEntry(access.ChangeUsers, b.actor.User, identity.User{})
	d.batch = b.first
	d.changes.Add(journal.FieldOperation, b.plan.Action.Operation.String())
	if role := b.plan.Action.Role; role != 0 {
		d.changes.Add(journal.FieldRole, role.String())
	}
	d.changes.Add(journal.FieldDone, strconv.Itoa(b.applied.Done))
	d.changes.Add(journal.FieldRefused, strconv.Itoa(b.refused))
	if b.plan.Undoes.Seq != 0 {
		d.changes.Add(journal.FieldUndoes, strconv.FormatInt(b.plan.Undoes.Seq, 10))
	}
	if err := b.session.service.record(b.Tx, d); err != nil {
		return err
	}
	ends, err := b.JournalEnds()
	b.applied.Entry = ends.Seq
	return err
}
