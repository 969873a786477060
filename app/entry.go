package app

import (
	"errors"

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
	withDigest    bool // the operation changes the target, so the entry holds their digest
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

// withChange returns d with the fields in which two states of the target differ. Either state is zero for a user who
// does not exist.
func (d entryDraft) withChange(before, after identity.User) entryDraft {
	if d.target.ID == 0 {
		d.target = after
	}
	d.withDigest = true
	d.changes.User(before, after)
	return d
}

// setCredential replaces the user's credential, and adds to d the changes that are not secret.
func setCredential(tx *data.Tx, d *entryDraft, c identity.Credential) error {
	before, err := tx.Credential(c.UserID)
	if err = orNotFound(err, nil); err != nil {
		return err
	}
	d.withDigest = true
	d.changes.Credential(before, c)
	return tx.SetCredential(c)
}

// digest returns the digest of the user as stored, or an empty one if there is no such user.
func digest(tx *data.Tx, id int64) ([]byte, error) {
	u, err := tx.User(id)
	if errors.Is(err, data.ErrNotFound) {
		return []byte{}, nil
	}
	if err != nil {
		return nil, err
	}
	c, err := tx.Credential(id)
	if err != nil {
		return nil, err
	}
	return journal.Digest(u, c), nil
}
