package app

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"
	"strconv"
	"time"

	"roster/data"
)

// draft is a journal entry before it has its number, its time and its hash.
type draft struct {
	operation     Operation
	outcome       data.Outcome
	actor, target User // as they were before
	before, after map[string]string
	reason        string
	changes       bool // the target, so that the entry vouches for what is there now
}

// entry is the draft for an operation that was done.
func entry(op Operation, actor, target User) draft {
	return draft{operation: op, outcome: data.Done, actor: actor, target: target}
}

// changing adds what makes after differ from before, either of them zero for a user who was not or will not be.
func (d draft) changing(before, after User) draft {
	if d.target.ID == 0 {
		d.target = after
	}
	d.changes = true
	d.before, d.after = map[string]string{}, map[string]string{}
	d.field("name", before.Name, after.Name)
	d.field("email", before.Email, after.Email)
	d.field("first name", before.FirstName, after.FirstName)
	d.field("last name", before.LastName, after.LastName)
	d.field("role", roleNames[before.Role], roleNames[after.Role])
	d.field("status", statusNames[before.Status], statusNames[after.Status])
	return d
}

// field adds a field, if it differs.
func (d draft) field(name, was, is string) {
	if was != is {
		d.before[name], d.after[name] = was, is
	}
}

// setCredential puts c in the place of the user's credential and adds to d what there is to say of it.
func setCredential(tx *data.Tx, d *draft, c data.Credential) error {
	was, err := tx.Credential(c.UserID)
	if err = gone(err, nil); err != nil {
		return err
	}
	if d.before == nil {
		d.before, d.after = map[string]string{}, map[string]string{}
	}
	d.changes = true
	mustChange := map[bool]string{false: "no", true: "yes"}
	before := mustChange[was.MustChange]
	if was.UserID == 0 {
		before = ""
	}
	d.field(MustChangeField, before, mustChange[c.MustChange])
	d.field(ExpiryField, expiry(was.Expires), expiry(c.Expires))
	if !was.Disabled.IsZero() {
		d.field("password", "disabled", "enabled")
	}
	return tx.SetCredential(c)
}

// Where an entry of the journal says that a password must be changed, yes or no, and until when it is good: a time as in RFC
// 3339, UTC; empty if it does not expire.
const (
	MustChangeField = "must change password"
	ExpiryField     = "password expires"
)

func expiry(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Roles and statuses as the journal has them. They never change.
var (
	roleNames   = map[Role]string{LedgerManager: "Ledger manager", Admin: "Admin", SystemAdmin: "System Admin"}
	statusNames = map[Status]string{Enabled: "enabled", Disabled: "disabled"}
)

// record appends d to the journal as the last thing of its transaction.
func (s *Service) record(tx *data.Tx, d draft) error {
	seq, prev, err := tx.LastEvent()
	if err != nil {
		return err
	}
	digest := []byte{}
	if d.changes {
		if digest, err = userDigest(tx, d.target.ID); err != nil {
			return err
		}
	}
	before, err := fields(d.before)
	if err != nil {
		return err
	}
	after, err := fields(d.after)
	if err != nil {
		return err
	}
	e := data.Event{
		Seq: seq + 1, At: tx.Now(), Operation: d.operation.String(), Outcome: d.outcome,
		ActorID: d.actor.ID, Actor: d.actor.Name, TargetID: d.target.ID, Target: d.target.Name,
		Before: before, After: after, Reason: d.reason,
		AppVersion: s.version, Computer: s.computer, Process: os.Getpid(),
		Digest: digest, Prev: prev,
	}
	e.Hash = eventHash(e)
	return tx.AppendEvent(e)
}

// update passes act in one writing transaction, and has the witness remember what the journal then says. That it cannot, is no
// reason to stop anything.
func (s *Service) update(ctx context.Context, act func(*data.Tx) error) error {
	var seen testimony
	var unseen error
	err := s.store.Update(ctx, func(tx *data.Tx) error {
		if err := act(tx); err != nil {
			return err
		}
		seen, unseen = s.witness.next(tx)
		return nil
	})
	if err != nil {
		return err
	}
	if unseen = errors.Join(unseen, s.witness.save(seen)); unseen != nil && s.warn != nil {
		s.warned.Do(func() { s.warn("witness", unseen) }) // which it tries with each entry
	}
	return nil
}

// note writes down d, of what is over already, and returns err, which it ended with.
func (s *Service) note(ctx context.Context, d draft, err error) error {
	recording := s.update(context.WithoutCancel(ctx), func(tx *data.Tx) error { return s.record(tx, d) })
	switch {
	case recording == nil:
		return err
	case err == nil:
		return recording
	}
	return fmt.Errorf("%w (and the journal could not say so: %w)", err, recording)
}

// fields is a JSON object with its keys in order, or nothing.
func fields(m map[string]string) (string, error) {
	if len(m) == 0 {
		return "", nil
	}
	b, err := json.Marshal(m)
	return string(b), err
}

// chain hashes fields so that no two lists of them give the same bytes: each is preceded by its length, 8 bytes
// big-endian, and the whole by a tag that says what it is.
type chain struct{ hash.Hash }

func newChain(tag string) chain {
	c := chain{sha256.New()}
	c.text(tag)
	return c
}

func (c chain) bytes(b []byte) {
	c.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b)))) // a hash.Hash never fails
	c.Write(b)
}

func (c chain) text(s string)      { c.bytes([]byte(s)) }
func (c chain) number(n int64)     { c.text(strconv.FormatInt(n, 10)) }
func (c chain) moment(t time.Time) { c.number(micros(t)) }

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Tags of what is hashed, with the number of the format. A change of the format is another tag.
const (
	eventTag    = "roster journal 1"
	userTag     = "roster user 1"
	recoveryTag = "roster recovery key 1"
)

// eventHash is the hash of an entry, which covers the hash of the one before.
func eventHash(e data.Event) []byte {
	c := newChain(eventTag)
	c.bytes(e.Prev)
	c.number(e.Seq)
	c.moment(e.At)
	c.text(e.Operation)
	c.text(string(e.Outcome))
	c.number(e.ActorID)
	c.text(e.Actor)
	c.number(e.TargetID)
	c.text(e.Target)
	c.text(e.Before)
	c.text(e.After)
	c.text(e.Reason)
	c.text(e.AppVersion)
	c.text(e.Computer)
	c.number(int64(e.Process))
	c.bytes(e.Digest)
	return c.Sum(nil)
}

// userDigest vouches for a user as they are in the file, password hash included, so that a change behind the
// program's back shows. It leaves out what changes without an operation on the user: the last sign-in and the
// counters of tries. A user who is not there has the digest of nothing, which is empty.
func userDigest(tx *data.Tx, id int64) ([]byte, error) {
	u, err := tx.User(id)
	if errors.Is(err, data.ErrNotFound) {
		return []byte{}, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := tx.Credential(id)
	if err != nil {
		return nil, err
	}
	c := newChain(userTag)
	c.number(u.ID)
	c.number(u.Version)
	c.text(u.Name)
	c.text(u.Email)
	c.text(u.FirstName)
	c.text(u.LastName)
	c.number(int64(u.Role))
	c.number(int64(u.Status))
	c.moment(u.Created)
	c.moment(u.Changed)
	c.number(p.Version)
	c.text(p.Hash)
	c.text(strconv.FormatBool(p.MustChange))
	c.moment(p.Expires)
	c.moment(p.Disabled)
	return c.Sum(nil), nil
}
