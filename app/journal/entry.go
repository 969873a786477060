// Package journal defines the journal: the fields of an entry, what its hash and a user's digest cover, how changes are
// recorded, and how entries are verified, exported and searched. The format is described in docs/journal.md. The
// package is pure: it takes entries and users, and stores nothing.
package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"roster/identity"
)

// The tags that the hashed bytes begin with. They contain the format's version, so each format has its own tags.
const (
	entryTag    = "roster journal 1"
	wordTag     = "roster word 1"
	userTag     = "roster user 1"
	recoveryTag = "roster recovery key 1"
	hashTag     = "roster password hash 1"
	attemptTag  = "roster attempt key 1"
)

// field is a value of an entry. Exactly one of the functions is set.
type field struct {
	name   string // the column in the file
	number func(*identity.Event) int64
	text   func(*identity.Event) string
	bytes  func(*identity.Event) []byte
}

// fields are the values that an entry's hash covers, in this order: every value except the words and the hash itself.
var fields = []field{
	{name: "prev", bytes: func(e *identity.Event) []byte { return e.Prev }},
	{name: "seq", number: func(e *identity.Event) int64 { return e.Seq }},
	{name: "at", number: func(e *identity.Event) int64 { return identity.Micros(e.At) }},
	{name: "operation", text: func(e *identity.Event) string { return e.Operation }},
	{name: "outcome", text: func(e *identity.Event) string { return string(e.Outcome) }},
	{name: "actor_id", number: func(e *identity.Event) int64 { return e.ActorID }},
	{name: "target_id", number: func(e *identity.Event) int64 { return e.TargetID }},
	{name: "before", text: func(e *identity.Event) string { return e.Before }},
	{name: "after", text: func(e *identity.Event) string { return e.After }},
	{name: "reason", text: func(e *identity.Event) string { return e.Reason }},
	{name: "app_version", text: func(e *identity.Event) string { return e.AppVersion }},
	{name: "computer", text: func(e *identity.Event) string { return e.Computer }},
	{name: "process", number: func(e *identity.Event) int64 { return e.Process }},
	{name: "batch", number: func(e *identity.Event) int64 { return e.Batch }},
	{name: "words", bytes: func(e *identity.Event) []byte { return e.Committed }},
	{name: "digest", bytes: func(e *identity.Event) []byte { return e.Digest }},
}

// covered is an encoded list of values to be hashed. Each value is preceded by its length, eight bytes big-endian, so
// no two lists have the same encoding.
type covered []byte

func (c covered) text(s string) covered {
	return append(binary.BigEndian.AppendUint64(c, uint64(len(s))), s...)
}

func (c covered) bytes(b []byte) covered {
	return append(binary.BigEndian.AppendUint64(c, uint64(len(b))), b...)
}

func (c covered) number(n int64) covered {
	at := len(c)
	c = strconv.AppendInt(append(c, 0, 0, 0, 0, 0, 0, 0, 0), n, 10)
	binary.BigEndian.PutUint64(c[at:], uint64(len(c)-at-8))
	return c
}

// hasher computes hashes without allocating for each. The zero value is ready to use.
type hasher struct{ buffer covered }

// entry returns the hash of an entry. It covers the hash of the previous entry.
func (h *hasher) entry(e *identity.Event) [sha256.Size]byte {
	c := h.buffer[:0].text(entryTag)
	for _, f := range fields {
		switch {
		case f.number != nil:
			c = c.number(f.number(e))
		case f.text != nil:
			c = c.text(f.text(e))
		default:
			c = c.bytes(f.bytes(e))
		}
	}
	h.buffer = c
	return sha256.Sum256(c)
}

// user returns the digest of a user and their credential.
func (h *hasher) user(u *identity.User, p *identity.Credential) [sha256.Size]byte {
	c := h.buffer[:0].text(userTag).text(u.Salt)
	c = c.number(u.ID).number(u.Version).text(u.Name).text(u.Email).text(u.FirstName).text(u.LastName)
	c = c.number(int64(u.Role)).number(int64(u.Status))
	c = c.number(identity.Micros(u.Created)).number(identity.Micros(u.Changed)).number(int64(u.Expires)).text(u.Note)
	c = c.number(p.Version).text(p.Hash).text(strconv.FormatBool(p.MustChange))
	c = c.number(identity.Micros(p.Expires)).number(identity.Micros(p.Disabled))
	h.buffer = c
	return sha256.Sum256(c)
}

// Hash returns the hash of an entry. It covers every other value, including the hash of the previous entry, but of the
// words only the commitments, so that it stays correct when they are erased.
func Hash(e identity.Event) []byte {
	var h hasher
	sum := h.entry(&e)
	return sum[:]
}

// Digest returns the digest of a user as stored, including the password hash, so that a change by another program is
// detected. It does not cover what changes without an operation on the user: the last sign-in and the failed attempts.
// Once the user's salt is gone, it confirms no guess at what it covers.
func Digest(a identity.Account) []byte {
	var h hasher
	sum := h.user(&a.User, &a.Credential)
	return sum[:]
}

// AttemptKeyDigest returns a digest of the key that decides which unknown names share a slot.
func AttemptKeyDigest(key []byte) string {
	sum := sha256.Sum256(covered(nil).text(attemptTag).bytes(key))
	return hex.EncodeToString(sum[:])
}

// HashDigest returns a digest of a password hash. It identifies the hash, whose salt is random, but confirms no guess.
func HashDigest(hash string) string {
	sum := sha256.Sum256(covered(nil).text(hashTag).text(hash))
	return hex.EncodeToString(sum[:])
}

// RecoveryKeyDigest returns a digest of a recovery key's hash. It identifies the key but gives no access.
func RecoveryKeyDigest(hash []byte) string {
	sum := sha256.Sum256(covered(nil).text(recoveryTag).bytes(hash))
	return hex.EncodeToString(sum[:])
}
