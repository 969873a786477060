package app

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/identity"
)

// Imported is what an import has done.
type Imported struct {
	Created, Changed int
	Entry            int64    // the number of the journal's entry about the import; 0 if nothing was done
	Passwords        []Issued // start passwords
}

// ChangedPlanError means that an import would not do what its plan says any more. Nothing was done.
type ChangedPlanError struct {
	Now  *ImportPlan
	Rows []int // the indices of the rows that differ
}

// Error implements error.
func (e *ChangedPlanError) Error() string {
	return "the import would differ in " + strconv.Itoa(len(e.Rows)) + " rows"
}

// ErrRefusedRows means that rows cannot be imported and are not to be left out. Nothing was done.
var ErrRefusedRows = errors.New("some rows cannot be imported")

// Import does what the plan says, in one transaction: all of it or, if it fails or ctx ends, nothing. It plans again in
// the transaction, and fails with a [ChangedPlanError] if the result is not the same. The journal gets an entry for
// each user, and one for all. Import fails with ErrConfirm before anything else, and with a [RefusedError] if no System
// Admin who can sign in would be left. It calls progress, unless nil, from time to time.
func (s *Session) Import(
	ctx context.Context, p *ImportPlan, progress func(done, all int64),
) (done Imported, err error) {
	if p.Counts[RowRefused] > 0 && !p.leave {
		return Imported{}, ErrRefusedRows
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if err := s.confirmFirst(ctx, p.Confirm); err != nil {
		return Imported{}, err
	}
	hashes, err := s.importedPasswords(ctx, p, progress)
	if err != nil {
		return Imported{}, err
	}
	err = s.inBatch(ctx, p.Will(), func(a *authorized) error {
		i := importing{authorized: a, plan: p, passwords: hashes, progress: progress, all: int64(len(p.Rows))}
		err := i.run(ctx)
		done = i.done
		return err
	})
	if err != nil {
		return Imported{}, err
	}
	return done, nil
}

// importing is the transaction of an import.
type importing struct {
	*authorized
	plan      *ImportPlan
	passwords map[int]given
	progress  func(done, all int64)
	all       int64 // rows

	first int64 // the number of its first entry
	done  Imported

	rules  identity.Settings
	hashes bool // it has imported some

	drafts   []entryDraft       // to be recorded by flush, in order
	accounts []identity.Account // to be inserted by flush, before the drafts are recorded
	plains   []string           // their start passwords
}

// run plans again, does what the plan says, and records it.
func (i *importing) run(ctx context.Context) error {
	i.entry.operation = access.ImportUser // which is refused if no System Admin would be left
	if err := i.planAgain(ctx); err != nil {
		return err
	}
	var err error
	if i.rules, err = readSettings(i.Tx); err != nil {
		return err
	}
	ends, err := i.JournalEnds()
	if err != nil {
		return err
	}
	i.first = ends.Seq + 1
	for n := range i.plan.Rows {
		if err := i.row(n, &i.plan.Rows[n]); err != nil {
			return err
		}
		if len(i.drafts)+len(i.accounts) < batchPart {
			continue
		}
		if err := i.flush(); err != nil {
			return err
		}
		if i.progress(i.all+int64(n), 2*i.all); ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := i.flush(); err != nil {
		return err
	}
	if keep := i.plan.Keep; keep != nil {
		if err := keep(i.done.Passwords); err != nil {
			return err
		}
	}
	return i.conclude()
}

// planAgain fails with a [ChangedPlanError] unless each row would still do the same.
func (i *importing) planAgain(ctx context.Context) error {
	now := &ImportPlan{of: i.plan.of, ready: i.plan.ready, leave: i.plan.leave}
	f, err := newPlanner(now, i.authorized)
	if err != nil {
		return err
	}
	var differ []int
	for n := range i.plan.Rows {
		if row := f.row(n); !row.same(&i.plan.Rows[n]) {
			differ = append(differ, n)
		}
		if n%planEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if len(differ) > 0 {
		err := now.plan(ctx, i.authorized, func(int) {})
		if err == nil {
			err = now.findMissing(i.authorized)
		}
		return cmp.Or[error](err, &ChangedPlanError{now, differ})
	}
	if confirm, err := f.needsConfirmation(i.plan.Rows); err != nil || confirm && !i.session.isConfirmed(i.Now()) {
		return cmp.Or(err, ErrConfirm)
	}
	return nil
}

// row does what a row says, or leaves it to flush.
func (i *importing) row(n int, row *ImportRow) error {
	c := i.credential(n, row)
	i.hashes = i.hashes || row.hash != ""
	switch row.Result {
	case RowNew:
		i.accounts = append(i.accounts, identity.Account{User: row.values().of(identity.User{}), Credential: c})
		i.plains = append(i.plains, i.passwords[n].plain)
		i.done.Created++
	case RowChanged:
		i.done.Changed++
		return i.change(row, c)
	}
	return nil
}

// credential returns what a row gives its user, or the zero credential.
func (i *importing) credential(n int, row *ImportRow) identity.Credential {
	if !row.password {
		return identity.Credential{}
	}
	c := identity.Credential{Hash: i.passwords[n].hash, MustChange: true}
	switch i.plan.of.Passwords {
	case StartPasswords:
		c.Expires = i.Now().Add(i.plan.of.Valid)
	case ImportedHashes:
		c.MustChange = row.Person.Change
		if i.session.service.isForeign(password.KindOf(c.Hash)) {
			c.Expires = i.Now().AddDate(0, 0, i.rules.ImportedFor)
		}
	}
	return c
}

// operation returns what the import is to the journal.
func (i *importing) operation() access.Operation {
	if i.hashes {
		return access.ImportHashes
	}
	return access.ImportUser
}

// change changes the user of a row, and gives them a password unless c has none.
func (i *importing) change(row *ImportRow, c identity.Credential) error {
	account, err := i.Account(row.User.ID)
	if err != nil {
		return err
	}
	a := i.to(account, access.ImportUser)
	a.entry.batch = i.first
	u := row.values().of(account.User)
	u.Status = withCredential(u.Status, account.Credential)
	if _, err := a.update(u); err != nil {
		return err
	}
	if c.Hash != "" {
		if _, err := a.givePassword(c); err != nil {
			return err
		}
	}
	i.drafts = append(i.drafts, a.entry)
	return nil
}

// flush inserts new users and records what was done since the last time.
func (i *importing) flush() error {
	stored, err := i.InsertAccounts(i.accounts)
	if err != nil {
		return err
	}
	for n, account := range stored {
		d := newEntry(access.ImportUser, i.actor.User, identity.User{}).withChange(identity.Account{}, account)
		d.batch = i.first
		i.drafts = append(i.drafts, d)
		if plain := i.plains[n]; plain != "" {
			i.done.Passwords = append(i.done.Passwords, Issued{account.User, plain, account.Credential.Expires})
		}
	}
	drafts := i.drafts
	i.accounts, i.plains, i.drafts = i.accounts[:0], i.plains[:0], nil
	return i.session.service.recordLater(i.Tx, drafts)
}

// conclude records the import, unless it has done nothing.
func (i *importing) conclude() error {
	if i.done.Created+i.done.Changed == 0 {
		return errUnchanged
	}
	d := newEntry(access.ChangeUsers, i.actor.User, identity.User{})
	d.batch = i.first
	d.changes.Add(journal.FieldOperation, i.operation().String())
	d.changes.Add(journal.FieldDone, strconv.Itoa(i.done.Created+i.done.Changed))
	d.changes.Add(journal.FieldCreated, strconv.Itoa(i.done.Created))
	d.changes.Add(journal.FieldRefused, strconv.Itoa(i.plan.Counts[RowRefused]))
	d.changes.Add(journal.FieldSource, hex.EncodeToString(i.plan.of.Source[:]))
	if err := i.session.service.record(i.Tx, d); err != nil {
		return err
	}
	ends, err := i.JournalEnds()
	i.done.Entry = ends.Seq
	return err
}
