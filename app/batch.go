package app

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/data"
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

	steps []step
}

// Will returns the number of users whom the batch will change.
func (p *Plan) Will() int { return len(p.steps) }

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
		return err
	})
	if err != nil {
		return nil, err
	}
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
	case !p.changes(a, s):
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

// Applied is what a batch has done.
type Applied struct {
	Done      int
	Left      []Left   // whom it has left as they are: those of the plan, and those who have changed since
	Entry     int64    // the number of the journal's entry about the batch; 0 if nothing was done
	Passwords []Issued // of SetPassword
	Erased    bool     // see [Session.DeleteUser], about those who were deleted
}

// Issued is a start password that was given to a user.
type Issued struct {
	User     identity.User
	Password string
	Expires  time.Time
}

// Apply does what the plan says, in one transaction: all of it or, if it fails or ctx ends, nothing. Each user must
// still be as the plan has found them, and the gate is asked about each again. The journal gets an entry for each user,
// and one for all. Apply fails with ErrConfirm before anything else, and with a [RefusedError] if no System Admin who
// can sign in would be left. It calls progress, unless nil, from time to time.
func (s *Session) Apply(
	ctx context.Context, p *Plan, progress func(done, all int64),
) (done Applied, err error) {
	if err := p.check(); err != nil && p.Undoes.Seq == 0 {
		return Applied{}, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	// Also decided here, so that a refusal does not wait for thousands of passwords.
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		if p.Confirm && !s.isConfirmed(a.Now()) {
			return ErrConfirm
		}
		return nil
	})
	if err != nil {
		return Applied{}, err
	}
	passwords, err := p.passwords(ctx, progress)
	if err != nil {
		return Applied{}, err
	}
	if p.Will() >= longBatch {
		if err := s.service.announce(ctx, true); err != nil {
			return Applied{}, err
		}
		defer func() {
			if err != nil || done.Entry == 0 { // otherwise the batch has taken it back
				err = errors.Join(err, s.service.announce(context.WithoutCancel(ctx), false))
			}
		}()
	}
	err = s.transact(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		b := batch{
			authorized: a, plan: p, passwords: passwords, progress: progress, grading: map[grades][]*authorized{},
		}
		err := b.run(ctx)
		done = b.applied
		return err
	})
	if err != nil {
		return Applied{}, err
	}
	done.Left = slices.Concat(p.Left, done.Left)
	done.Erased = p.Action.Operation != access.DeleteUser || done.Done == 0 || s.service.erase(ctx)
	return done, nil
}

// longBatch is the number of users from which others are told to wait for a batch.
const longBatch = 5000

// announce notes in the file that a batch begins, or that it has failed. Another program's change then waits for it
// instead of failing after some seconds.
func (s *Service) announce(ctx context.Context, begins bool) error {
	return s.update(ctx, func(tx *data.Tx) error {
		if begins {
			return tx.SetBatch(tx.Now())
		}
		return tx.SetBatch(time.Time{})
	})
}

// hashed is a start password and its hash.
type hashed struct {
	start password.Start
	hash  string
}

// passwords generates a start password for each step.
func (p *Plan) passwords(ctx context.Context, progress func(done, all int64)) (all []hashed, err error) {
	if p.Action.Operation != access.SetPassword || p.Undoes.Seq != 0 {
		return nil, nil
	}
	all = make([]hashed, len(p.steps))
	for i := range all {
		if i%planEvery == 0 {
			if progress(int64(i), 2*int64(len(all))); ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		if all[i].start, err = password.NewStart(); err != nil {
			return nil, err
		}
		if all[i].hash, err = all[i].start.Hash(); err != nil {
			return nil, err
		}
	}
	return all, nil
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
	a.entry.operation, a.entry.batch = ops[0], b.first
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
	case now.User.Version != s.version:
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
	from, at := b.session.service.origin, b.Now()
	return b.AppendLater(func(ends data.JournalEnds) ([]identity.Event, error) { return from.events(drafts, at, ends) })
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
	if len(b.plan.steps) >= longBatch {
		if err := b.SetBatch(time.Time{}); err != nil {
			return err
		}
	}
	ends, err := b.JournalEnds()
	b.applied.Entry = ends.Seq
	return err
}
