package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"

	"roster/data"
)

// FaultKind is what is wrong with a file that does not fit its journal.
type FaultKind string

// The kinds.
const (
	FaultMissing  FaultKind = "missing entry"      // Fault.Seq is not there
	FaultFollows  FaultKind = "follows another"    // Fault.Seq does not hold the hash of the one before
	FaultChanged  FaultKind = "changed entry"      // Fault.Seq does not have the hash that it should have
	FaultCut      FaultKind = "cut off"            // Fault.Seq was there once, as this computer has seen
	FaultReplaced FaultKind = "replaced"           // Fault.Seq was another once, as this computer has seen
	FaultUser     FaultKind = "changed user"       // Fault.User is not as entry Fault.Seq left them
	FaultStranger FaultKind = "user from nowhere"  // Fault.User is in no entry
	FaultGone     FaultKind = "user gone"          // Fault.User is not there, and entry Fault.Seq left them there
	FaultSchema   FaultKind = "changed definition" // of Fault.User, a table, an index or a trigger
)

// Fault is the first thing in a file that does not fit its journal.
type Fault struct {
	Kind FaultKind
	Seq  int64  // number of the entry; 0 if there is none
	ID   int64  // of the user; 0 if it is about none
	User string // name of the user, or of what has another definition
}

// Verification is what looking through the journal has found.
type Verification struct {
	Entries int64
	Users   int64
	Head    []byte // the hash of the last entry that fits; empty if there is none
	Fault   *Fault // nil if everything fits
}

// VerifyJournal looks through the whole journal, and at whether the users are as it left them. It calls progress now and
// then with how many of the entries it has looked at; the journal keeps what it found.
func (s *Session) VerifyJournal(ctx context.Context, progress func(done, all int64)) (v Verification, err error) {
	err = s.see(ctx, order{op: VerifyJournal}, func(sc *scene) error {
		v, err = verify(ctx, sc.Tx, s.service.witness, progress)
		return err
	})
	if err != nil {
		return Verification{}, err
	}
	err = s.do(ctx, order{op: VerifyJournal}, func(sc *scene) error {
		sc.entry.after = map[string]string{"entries": fmt.Sprint(v.Entries), "head": fmt.Sprintf("%x", v.Head)}
		if v.Fault != nil {
			sc.entry.outcome, sc.entry.reason = data.Failed, v.Fault.String()
		}
		return nil
	})
	if err == nil && v.Fault == nil {
		s.service.testify(ctx)
	}
	return v, err
}

// Verify looks through the journal of a file that is open for reading only, as [Session.VerifyJournal] does.
func Verify(ctx context.Context, store *data.Store, witness string, progress func(done, all int64)) (v Verification, err error) {
	err = store.View(ctx, func(tx *data.Tx) error {
		v, err = verify(ctx, tx, newWitness(witness), progress)
		return err
	})
	return v, err
}

// errFault ends looking further.
var errFault = errors.New("fault")

// verifier looks through a journal.
type verifier struct {
	Verification
	all      int64
	progress func(done, all int64)
	seen     testimony          // what this computer has seen of the journal
	left     map[int64]lastWord // of each user
	sum      hash.Hash
	prefix   []byte // the tag, with its length
}

// lastWord is how an entry has left a user.
type lastWord struct {
	seq    int64
	digest [sha256.Size]byte // zero if they were deleted
}

func verify(ctx context.Context, tx *data.Tx, w *witness, progress func(done, all int64)) (Verification, error) {
	v := &verifier{
		progress: progress, left: map[int64]lastWord{}, sum: sha256.New(), prefix: lengthFirst(nil, eventTag),
	}
	err := v.look(ctx, tx, w)
	if errors.Is(err, errFault) {
		err = nil
	}
	return v.Verification, err
}

func (v *verifier) look(ctx context.Context, tx *data.Tx, w *witness) (err error) {
	changed, err := tx.SchemaFault() // said last, unless nothing else can be looked at
	if err != nil {
		return err
	}
	if v.all, err = tx.CountEvents(); err != nil && changed != "" {
		return v.fault(Fault{Kind: FaultSchema, User: changed})
	}
	if err != nil {
		return err
	}
	if v.seen, err = w.of(tx); err != nil {
		return err
	}
	if err := tx.PackedEvents(func(e data.PackedEvent) error { return errors.Join(ctx.Err(), v.entry(e)) }); err != nil {
		return err
	}
	if v.Entries < v.seen.Seq {
		return v.fault(Fault{Kind: FaultCut, Seq: v.Entries + 1})
	}
	if err := tx.PackedUsers(func(id int64, name, packed []byte) error {
		return errors.Join(ctx.Err(), v.user(id, string(name), packed))
	}); err != nil {
		return err
	}
	if err := v.nobodyElse(); err != nil {
		return err
	}
	if changed != "" {
		return v.fault(Fault{Kind: FaultSchema, User: changed})
	}
	return nil
}

func (v *verifier) fault(f Fault) error {
	v.Fault = &f
	return errFault
}

// progressEvery is how many entries lie between two reports of progress.
const progressEvery = 8192

// entry looks at the next entry.
func (v *verifier) entry(e data.PackedEvent) error {
	head := v.Head
	if head == nil {
		head = make([]byte, sha256.Size)
	}
	switch {
	case e.Seq != v.Entries+1:
		return v.fault(Fault{Kind: FaultMissing, Seq: v.Entries + 1})
	case !bytes.Equal(e.Prev, head):
		return v.fault(Fault{Kind: FaultFollows, Seq: e.Seq})
	case !bytes.Equal(e.Hash, v.hash(v.prefix, e.Covered)), len(e.Digest) != 0 && len(e.Digest) != sha256.Size:
		return v.fault(Fault{Kind: FaultChanged, Seq: e.Seq})
	case e.Seq == v.seen.Seq && !bytes.Equal(e.Hash, v.seen.Hash):
		return v.fault(Fault{Kind: FaultReplaced, Seq: e.Seq})
	}
	v.Entries, v.Head = e.Seq, append(v.Head[:0], e.Hash...)
	switch {
	case len(e.Digest) > 0:
		v.left[e.TargetID] = lastWord{e.Seq, [sha256.Size]byte(e.Digest)}
	case e.Operation == DeleteUser.String() && e.Outcome == data.Done:
		v.left[e.TargetID] = lastWord{seq: e.Seq}
	}
	if v.progress != nil && e.Seq%progressEvery == 0 {
		v.progress(e.Seq, v.all)
	}
	return nil
}

// hash is what should stand beside what it covers.
func (v *verifier) hash(prefix, covered []byte) []byte {
	v.sum.Reset()
	v.sum.Write(prefix)  // a hash.Hash never fails
	v.sum.Write(covered) // likewise
	var sum [sha256.Size]byte
	return v.sum.Sum(sum[:0])
}

// user looks at a user as they are now.
func (v *verifier) user(id int64, name string, packed []byte) error {
	v.Users++
	word, known := v.left[id]
	delete(v.left, id)
	switch {
	case !known, word.digest == [sha256.Size]byte{}:
		return v.fault(Fault{Kind: FaultStranger, Seq: word.seq, ID: id, User: name})
	case !bytes.Equal(word.digest[:], v.hash(lengthFirst(nil, userTag), packed)):
		return v.fault(Fault{Kind: FaultUser, Seq: word.seq, ID: id, User: name})
	}
	return nil
}

// nobodyElse looks for users whom the journal has and the file has not. Of several it is the one of the lowest id.
func (v *verifier) nobodyElse() error {
	var gone *Fault
	for id, word := range v.left {
		if word.digest != [sha256.Size]byte{} && (gone == nil || id < gone.ID) {
			gone = &Fault{Kind: FaultGone, Seq: word.seq, ID: id}
		}
	}
	if gone != nil {
		return v.fault(*gone)
	}
	return nil
}

// lengthFirst appends a text and, before it, its length: 8 bytes big-endian.
func lengthFirst(b []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(text))), text...)
}

// String says the fault in a sentence.
func (f Fault) String() string {
	switch f.Kind {
	case FaultMissing:
		return fmt.Sprintf("entry %d is missing", f.Seq)
	case FaultFollows:
		return fmt.Sprintf("entry %d does not follow the one before it", f.Seq)
	case FaultChanged:
		return fmt.Sprintf("entry %d was changed", f.Seq)
	case FaultCut:
		return fmt.Sprintf("the journal was cut off: entry %d and those behind it, which this computer has seen, are missing",
			f.Seq)
	case FaultReplaced:
		return fmt.Sprintf("the journal was replaced: entry %d is not the one that this computer has seen", f.Seq)
	case FaultUser:
		return fmt.Sprintf("user %q (%d) was changed behind the program's back since entry %d", f.User, f.ID, f.Seq)
	case FaultStranger:
		return fmt.Sprintf("user %q (%d) was put into the file behind the program's back", f.User, f.ID)
	case FaultGone:
		return fmt.Sprintf("user %d was taken out of the file behind the program's back since entry %d", f.ID, f.Seq)
	}
	return fmt.Sprintf("the definition of %q in the file was changed", f.User)
}
