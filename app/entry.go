package app

import (
	"errors"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// entryDraft is a journal entry before it has its number, its time and its hash.
type entryDraft struct {
	operation     access.Operation
	outcome       identity.Outcome
	actor, target identity.User // as they were before
	changes       journal.Changes
	reason        string
	batch         int64            // see identity.Event
	stored        identity.Account // the target as changed, for the digest; zero if they were not changed, or deleted
}

// newEntry returns a draft with the outcome done.
func newEntry(op access.Operation, actor, target identity.User) entryDraft {
	return entryDraft{operation: op, outcome: identity.Done, actor: actor, target: target}
}

// withOutcome returns d with an outcome other than done, and the reason.
func (d entryDraft) withOutcome(outcome identity.Outcome, reason string) entryDraft {
	d.outcome, d.reason = outcome, reason
	return d
}

// withChange returns d with the fields in which two states of the target, as stored, differ. Either state is zero for a
// user who does not exist. The entry about a user's deletion does not name them.
func (d entryDraft) withChange(before, after identity.Account) entryDraft {
	if d.target.ID == 0 {
		d.target = after.User
	}
	d.stored = after
	d.changes.Account(before, after)
	if after.User.ID == 0 {
		d = d.without(d.target.ID)
	}
	return d
}

// without returns d without the name of a user who does not exist any more.
func (d entryDraft) without(id int64) entryDraft {
	for _, u := range []*identity.User{&d.actor, &d.target} {
		if u.ID == id {
			*u = identity.User{ID: id}
		}
	}
	return d
}

// digest returns the digest of the target, or an empty one.
func (d entryDraft) digest() []byte {
	if d.stored.User.ID == 0 {
		return []byte{}
	}
	return journal.Digest(d.stored)
}

// asNow returns d, whose actor and target were read earlier, with their names as they are now, and without the names of
// those who have been deleted since: a name must not be recorded after it was erased.
func (d entryDraft) asNow(tx *data.Tx) (entryDraft, error) {
	found, err := tx.Accounts(d.actor.ID, d.target.ID)
	if err != nil {
		return entryDraft{}, err
	}
	for _, u := range []*identity.User{&d.actor, &d.target} {
		now := identity.User{ID: u.ID}
		for _, account := range found {
			if account.User.ID == u.ID {
				now = account.User
			}
		}
		*u = now
	}
	return d, nil
}

// origin is what journal entries say about the program that writes them.
type origin struct {
	version  string
	computer string
	process  int64 // its number; asking the system for each entry takes as long as hashing it
}

// events returns the entries of drafts, of a transaction at the time at, that follow the ends of the journal.
func (o origin) events(drafts []entryDraft, at time.Time, ends data.JournalEnds) ([]identity.Event, error) {
	events := make([]identity.Event, len(drafts))
	for i, d := range drafts {
		if d.operation == 0 {
			return nil, errors.New("journal entry without an operation")
		}
		before, after, err := d.changes.Encode()
		if err != nil {
			return nil, err
		}
		e := identity.Event{
			Seq: ends.Seq + 1, At: at, Operation: d.operation.String(), Outcome: d.outcome,
			ActorID: d.actor.ID, TargetID: d.target.ID, Before: before, After: after, Reason: d.reason,
			AppVersion: o.version, Computer: o.computer, Process: o.process, Batch: d.batch,
			Words: journal.Words(d.actor, d.target, d.changes), Digest: d.digest(), Prev: ends.Last,
		}
		e.Committed = journal.Commit(e.Words)
		e.Hash = journal.Hash(e)
		ends.Seq, ends.Last, events[i] = e.Seq, e.Hash, e
	}
	return events, nil
}
