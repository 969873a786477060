package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"roster/app/access"
	"roster/identity"
)

// Verification is the result of verifying a file.
type Verification struct {
	Entries int64
	Users   int64
	Head    []byte // the hash of the last entry that matches; empty if there is none
	Fault   *Fault // nil if everything matches
}

// Checkpoint is an entry that was seen earlier, or zero if none was.
type Checkpoint struct {
	Seq  int64
	Hash []byte
}

// Contents is what a file holds.
type Contents struct {
	Count int64 // the number of entries
	// Entries calls a function for each entry, ordered by number. The entry, with its texts, is valid only during the
	// call.
	Entries func(func(*identity.Event) error) error
	// Accounts calls a function for each user, ordered by id, and whether their search keys match their values. The
	// account, with its texts, is valid only during the call.
	Accounts func(func(a identity.Account, keysMatch bool) error) error
	// StrayWord returns a number under which there is a word but no entry, given the number of the last entry, or 0.
	StrayWord   func(last int64) (int64, error)
	Settings    func() (map[string]string, error) // those that were ever set
	RecoveryKey func() (hash []byte, err error)   // nil if there is none
	Internals   func() (Internals, error)
	SchemaFault string // the first definition that is not the program's, or ""
	Seen        Checkpoint
}

// Internals are values that the program keeps for itself.
type Internals struct {
	AttemptKey []byte // decides which unknown names count together
	LastID     int64  // of the user who was created last, even if they were deleted
	Crowded    string // a table with more rows than it can have, or ""
	ChangesFit bool   // whether the list of recent changes is one that the program can have made

	SignInKeysFit bool // whether the keys that users sign in with are those of their names and email addresses
}

// errFault ends verification.
var errFault = errors.New("fault")

// verifier holds what the entries so far have recorded.
type verifier struct {
	Verification
	hasher      hasher
	contents    Contents
	progress    func(done, all int64)
	users       map[int64]lastDigest
	words       map[int64]wordsOf
	settings    map[string]lastValue
	recoveryKey lastValue // its digest
	attemptKey  lastValue // its digest
	lastID      int64     // the highest id of a user
}

// lastDigest is the digest that the last entry about a user recorded.
type lastDigest struct {
	seq    int64
	digest [sha256.Size]byte // zero if the user was deleted
}

// wordsOf are the number of the first entry with a word of a user, and of the first that lacks one; 0 if there is none.
type wordsOf struct{ present, missing int64 }

// lastValue is the last recorded value of something else.
type lastValue struct {
	seq   int64
	value string
}

// Verify checks every entry, and whether users, settings and the recovery key match the entries. It periodically calls
// progress, unless nil, with the number of entries checked so far. The errors are those of reading.
func Verify(ctx context.Context, c Contents, progress func(done, all int64)) (Verification, error) {
	v := &verifier{
		contents: c, progress: progress,
		users: map[int64]lastDigest{}, words: map[int64]wordsOf{}, settings: map[string]lastValue{},
	}
	err := v.verify(ctx)
	switch {
	case errors.Is(err, errFault):
		err = nil
	case err == nil || ctx.Err() == nil && c.SchemaFault != "": // a changed definition can make reading fail
		if c.SchemaFault != "" {
			v.Fault = &Fault{Kind: FaultSchema, Name: c.SchemaFault}
			err = nil
		}
	}
	return v.Verification, err
}

func (v *verifier) verify(ctx context.Context) error {
	if err := v.contents.Entries(func(e *identity.Event) error { return errors.Join(ctx.Err(), v.entry(e)) }); err != nil {
		return err
	}
	err := v.fileMatches(ctx)
	switch shorter := v.Entries < v.contents.Seen.Seq; {
	case shorter && err == nil:
		return v.fault(Fault{Kind: FaultOlder, Seq: v.contents.Seen.Seq})
	case shorter && errors.Is(err, errFault):
		return v.fault(Fault{Kind: FaultTruncated, Seq: v.Entries + 1})
	}
	return err
}

// fileMatches checks that the file is as the entries have left it.
func (v *verifier) fileMatches(ctx context.Context) error {
	err := v.contents.Accounts(func(a identity.Account, keysMatch bool) error {
		return errors.Join(ctx.Err(), v.account(&a, keysMatch))
	})
	if err != nil {
		return err
	}
	if err := v.noneRemoved(); err != nil {
		return err
	}
	if err := v.wordsErased(); err != nil {
		return err
	}
	if err := v.settingsMatch(); err != nil {
		return err
	}
	if err := v.recoveryKeyMatches(); err != nil {
		return err
	}
	return v.internalsMatch()
}

func (v *verifier) fault(f Fault) error {
	v.Fault = &f
	return errFault
}

// ProgressEvery is the number of entries between two reports of progress.
const ProgressEvery = 8192

// entry checks the next entry.
func (v *verifier) entry(e *identity.Event) error {
	head := v.Head
	if head == nil {
		head = make([]byte, sha256.Size)
	}
	hash := v.hasher.entry(e)
	switch {
	case e.Seq != v.Entries+1:
		return v.fault(Fault{Kind: FaultMissing, Seq: v.Entries + 1})
	case !bytes.Equal(e.Prev, head):
		return v.fault(Fault{Kind: FaultOrder, Seq: e.Seq})
	case !bytes.Equal(e.Hash, hash[:]), len(e.Digest) != 0 && len(e.Digest) != sha256.Size:
		return v.fault(Fault{Kind: FaultChanged, Seq: e.Seq})
	case e.Seq == v.contents.Seen.Seq && !bytes.Equal(e.Hash, v.contents.Seen.Hash):
		return v.fault(Fault{Kind: FaultReplaced, Seq: e.Seq})
	}
	if err := v.wordsMatch(e); err != nil {
		return err
	}
	v.Entries, v.Head = e.Seq, append(v.Head[:0], e.Hash...)
	switch {
	case len(e.Digest) > 0:
		v.lastID = max(v.lastID, e.TargetID)
		v.users[e.TargetID] = lastDigest{e.Seq, [sha256.Size]byte(e.Digest)}
	case e.Operation == access.DeleteUser.String() && e.Outcome == identity.Done:
		v.lastID = max(v.lastID, e.TargetID) // also one whom another program had added
		v.users[e.TargetID] = lastDigest{seq: e.Seq}
	}
	if e.Outcome == identity.Done {
		v.note(e)
	}
	if v.progress != nil && e.Seq%ProgressEvery == 0 {
		v.progress(e.Seq, v.contents.Count)
	}
	return nil
}

// wordsMatch checks an entry's words. Whether one may be missing is known when all entries have been read.
func (v *verifier) wordsMatch(e *identity.Event) error {
	words := e.Words
	for list, before := e.Committed, identity.Place(0); len(list) > 0; {
		c, rest, ok := nextCommitment(list, before)
		if !ok {
			return v.fault(Fault{Kind: FaultChanged, Seq: e.Seq})
		}
		list, before = rest, c.place
		of := v.words[c.person]
		switch {
		case len(words) == 0 || words[0].Place > c.place:
			if of.missing == 0 {
				of.missing = e.Seq
				v.words[c.person] = of
			}
			continue
		case words[0].Place < c.place:
			return v.fault(Fault{Kind: FaultAddedWord, Seq: e.Seq})
		}
		if sum := v.hasher.word(&words[0]); words[0].Person != c.person || !bytes.Equal(sum[:], c.sum) {
			return v.fault(Fault{Kind: FaultWord, Seq: e.Seq})
		}
		words = words[1:]
		if of.present == 0 {
			of.present = e.Seq
			v.words[c.person] = of
		}
	}
	if len(words) > 0 {
		return v.fault(Fault{Kind: FaultAddedWord, Seq: e.Seq})
	}
	return nil
}

// wordsErased checks that the words of deleted users are missing, and no others, and that every word has an entry. It
// reports the first entry. Of users, it must only know those who were deleted.
func (v *verifier) wordsErased() error {
	var first *Fault
	for id, of := range v.words {
		f := Fault{Kind: FaultMissingWord, Seq: of.missing, ID: id}
		if _, deleted := v.users[id]; deleted {
			f.Kind, f.Seq = FaultKeptWord, of.present
		}
		if f.Seq != 0 && (first == nil || f.Seq < first.Seq || f.Seq == first.Seq && f.ID < first.ID) {
			first = &f
		}
	}
	if first != nil {
		return v.fault(*first)
	}
	stray, err := v.contents.StrayWord(v.Entries)
	if err == nil && stray != 0 {
		err = v.fault(Fault{Kind: FaultAddedWord, Seq: stray})
	}
	return err
}

// note stores what an entry records about anything other than a user.
func (v *verifier) note(e *identity.Event) {
	var after map[string]string
	switch e.Operation {
	case access.ChangeSettings.String():
		if json.Unmarshal([]byte(e.After), &after) == nil {
			for setting, value := range after {
				v.settings[setting] = lastValue{e.Seq, value}
			}
		}
	case access.SetUp.String(), access.Recover.String(), access.RenewRecoveryKey.String():
		v.recoveryKey = lastValue{seq: e.Seq}
		if json.Unmarshal([]byte(e.After), &after) == nil {
			v.recoveryKey.value = after[FieldRecoveryKey]
			if e.Operation == access.SetUp.String() {
				v.attemptKey = lastValue{e.Seq, after[FieldAttemptKey]}
			}
		}
	}
}

// account checks a user as stored.
func (v *verifier) account(a *identity.Account, keysMatch bool) error {
	v.Users++
	u := &a.User
	last, known := v.users[u.ID]
	delete(v.users, u.ID)
	switch {
	case !known, last.digest == [sha256.Size]byte{}:
		return v.fault(Fault{Kind: FaultUnknownUser, Seq: last.seq, ID: u.ID, Name: strings.Clone(u.Name)})
	case !keysMatch, last.digest != v.hasher.user(u, &a.Credential):
		return v.fault(Fault{Kind: FaultUser, Seq: last.seq, ID: u.ID, Name: strings.Clone(u.Name)})
	}
	return nil
}

// noneRemoved checks that no user in the journal is missing from the file. It reports the one with the lowest id.
func (v *verifier) noneRemoved() error {
	var removed *Fault
	for id, last := range v.users {
		if last.digest != [sha256.Size]byte{} && (removed == nil || id < removed.ID) {
			removed = &Fault{Kind: FaultRemovedUser, Seq: last.seq, ID: id}
		}
	}
	if removed != nil {
		return v.fault(*removed)
	}
	return nil
}

// settingsMatch checks the settings as stored. It reports the first fault by name.
func (v *verifier) settingsMatch() error {
	now, err := v.contents.Settings()
	if err != nil {
		return err
	}
	all := maps.Clone(now)
	for setting, last := range v.settings {
		all[setting] = last.value
	}
	for _, setting := range slices.Sorted(maps.Keys(all)) {
		last, known := v.settings[setting]
		if value, set := now[setting]; !known || !set || value != last.value {
			return v.fault(Fault{Kind: FaultSetting, Seq: last.seq, Name: setting})
		}
	}
	return nil
}

// recoveryKeyMatches checks that the recovery key is the last one created.
func (v *verifier) recoveryKeyMatches() error {
	hash, err := v.contents.RecoveryKey()
	if err != nil {
		return err
	}
	created, exists := v.recoveryKey.seq != 0, hash != nil
	if created != exists || exists && v.recoveryKey.value != RecoveryKeyDigest(hash) {
		return v.fault(Fault{Kind: FaultRecoveryKey, Seq: v.recoveryKey.seq})
	}
	return nil
}

// internalsMatch checks the values that the program keeps for itself: a lower last id would give a new user the id of a
// deleted one.
func (v *verifier) internalsMatch() error {
	now, err := v.contents.Internals()
	switch {
	case err != nil:
		return err
	case v.attemptKey.seq != 0 && v.attemptKey.value != AttemptKeyDigest(now.AttemptKey):
		return v.fault(Fault{Kind: FaultInternal, Seq: v.attemptKey.seq, Name: "attempt_key"})
	case now.Crowded != "":
		return v.fault(Fault{Kind: FaultInternal, Name: now.Crowded})
	case now.LastID != v.lastID:
		return v.fault(Fault{Kind: FaultInternal, Name: "sqlite_sequence"})
	case !now.ChangesFit:
		return v.fault(Fault{Kind: FaultInternal, Name: "changes"})
	case !now.SignInKeysFit:
		return v.fault(Fault{Kind: FaultInternal, Name: "sign_in_keys"})
	}
	return nil
}
