package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"

	"roster/data"
)

// Verification is what looking through the journal has found.
type Verification struct {
	Entries int64
	Users   int64
	Head    []byte // the hash of the last entry that fits; empty if there is none
	Fault   *Fault // nil if everything fits
}

// VerifyJournal looks through the whole journal, and at whether users, settings and recovery key are as it left them. It
// calls progress now and then with how many of the entries it has looked at; the journal keeps what it found.
func (s *Session) VerifyJournal(ctx context.Context, progress func(done, all int64)) (v Verification, err error) {
	var found draft
	err = s.see(ctx, order{op: VerifyJournal}, func(sc *scene) error {
		found = sc.entry
		v, err = verify(ctx, sc.Tx, s.service.witness, progress)
		return err
	})
	if err != nil {
		return Verification{}, err
	}
	found.after = map[string]string{"entries": fmt.Sprint(v.Entries), "head": fmt.Sprintf("%x", v.Head)}
	if v.Fault != nil {
		found.outcome, found.reason = data.Failed, v.Fault.String()
	}
	return v, s.service.note(ctx, found, nil) // whatever has become of the session meanwhile
}

// Verify looks through the journal of a file that is open for reading only, as [Session.VerifyJournal] does. The folder is
// that of Options.Witness.
func Verify(ctx context.Context, store *data.Store, folder string, progress func(done, all int64)) (v Verification, err error) {
	err = store.View(ctx, func(tx *data.Tx) error {
		v, err = verify(ctx, tx, witness(folder), progress)
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
	settings map[string]lastText
	key      lastText // the mark of the recovery key
	sum      hash.Hash
	prefix   []byte // the tag, with its length
}

// lastWord is how an entry has left a user.
type lastWord struct {
	seq    int64
	digest [sha256.Size]byte // zero if they were deleted
}

// lastText is what an entry has last said of something.
type lastText struct {
	seq  int64
	text string
}

func verify(ctx context.Context, tx *data.Tx, w witness, progress func(done, all int64)) (Verification, error) {
	v := &verifier{
		progress: progress, left: map[int64]lastWord{}, settings: map[string]lastText{}, sum: sha256.New(),
		prefix: lengthFirst(nil, eventTag),
	}
	err := v.look(ctx, tx, w)
	if errors.Is(err, errFault) {
		err = nil
	}
	return v.Verification, err
}

func (v *verifier) look(ctx context.Context, tx *data.Tx, w witness) (err error) {
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
	if v.seen, err = w.seen(tx); err != nil {
		v.seen = testimony{} // what cannot be read is not known, which is no reason not to look through the journal
	}
	if err := tx.PackedEvents(func(e data.PackedEvent) error { return errors.Join(ctx.Err(), v.entry(e)) }); err != nil {
		return err
	}
	if v.Entries < v.seen.Seq {
		return v.fault(Fault{Kind: FaultCut, Seq: v.Entries + 1})
	}
	if err := tx.PackedUsers(func(u data.PackedUser) error { return errors.Join(ctx.Err(), v.user(u)) }); err != nil {
		return err
	}
	if err := v.nobodyElse(); err != nil {
		return err
	}
	if err := v.sameSettings(tx); err != nil {
		return err
	}
	if err := v.sameKey(tx); err != nil {
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
	if e.Outcome == data.Done {
		v.hear(e)
	}
	if v.progress != nil && e.Seq%progressEvery == 0 {
		v.progress(e.Seq, v.all)
	}
	return nil
}

// hear keeps what an entry says that is not about a user.
func (v *verifier) hear(e data.PackedEvent) {
	var after map[string]string
	switch e.Operation {
	case operationNames[ChangeSettings]:
		if json.Unmarshal(e.After, &after) == nil {
			for setting, text := range after {
				v.settings[setting] = lastText{e.Seq, text}
			}
		}
	case operationNames[SetUp], operationNames[Recover], operationNames[RenewRecoveryKey]:
		v.key = lastText{seq: e.Seq} // unmarked if an early version made it
		if json.Unmarshal(e.After, &after) == nil {
			v.key.text = after[RecoveryField]
		}
	}
}

// sameSettings looks at the settings as they are now. Of several faults it is the first by name.
func (v *verifier) sameSettings(tx *data.Tx) error {
	now, err := tx.Settings()
	if err != nil {
		return err
	}
	all := maps.Clone(now)
	for setting, said := range v.settings {
		all[setting] = said.text
	}
	for _, setting := range slices.Sorted(maps.Keys(all)) {
		said, known := v.settings[setting]
		if text, there := now[setting]; !known || !there || text != said.text {
			return v.fault(Fault{Kind: FaultSetting, Seq: said.seq, User: setting})
		}
	}
	return nil
}

// sameKey looks whether the recovery key is the one that was made last.
func (v *verifier) sameKey(tx *data.Tx) error {
	hash, _, err := tx.RecoveryKey()
	if err := gone(err, nil); err != nil {
		return err
	}
	known, there := v.key.seq != 0, hash != nil
	if known != there || v.key.text != "" && v.key.text != recoveryMark(hash) {
		return v.fault(Fault{Kind: FaultKey, Seq: v.key.seq})
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
func (v *verifier) user(u data.PackedUser) error {
	v.Users++
	word, known := v.left[u.ID]
	delete(v.left, u.ID)
	switch {
	case !known, word.digest == [sha256.Size]byte{}:
		return v.fault(Fault{Kind: FaultStranger, Seq: word.seq, ID: u.ID, User: u.Name})
	case !u.Keyed, !bytes.Equal(word.digest[:], v.hash(lengthFirst(nil, userTag), u.Covered)):
		return v.fault(Fault{Kind: FaultUser, Seq: word.seq, ID: u.ID, User: u.Name})
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
