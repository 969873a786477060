// Package journal defines the journal: what an entry consists of, what its hash and a user's digest cover, which fields
// it says have changed, how it is verified, exported and searched. Every other place builds on these definitions, and
// docs/journal.md describes them. The package is pure: it is handed entries and users, and stores nothing.
package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"roster/identity"
)

// The tags that begin what is hashed. They contain the number of the format: another format gets another tag.
const (
	entryTag    = "roster journal 1"
	userTag     = "roster user 1"
	recoveryTag = "roster recovery key 1"
)

// field is a value of an entry. Exactly one of the functions is set.
type field struct {
	name   string // the column in the file
	number func(*identity.Event) int64
	text   func(*identity.Event) string
	bytes  func(*identity.Event) []byte
}

// fields are the values that an entry's hash covers, in this order. Its own hash is the only value that is missing.
var fields = []field{
	{name: "prev", bytes: func(e *identity.Event) []byte { return e.Prev }},
	{name: "seq", number: func(e *identity.Event) int64 { return e.Seq }},
	{name: "at", number: func(e *identity.Event) int64 { return identity.Micros(e.At) }},
	{name: "operation", text: func(e *identity.Event) string { return e.Operation }},
	{name: "outcome", text: func(e *identity.Event) string { return string(e.Outcome) }},
	{name: "actor_id", number: func(e *identity.Event) int64 { return e.ActorID }},
	{name: "actor", text: func(e *identity.Event) string { return e.Actor }},
	{name: "target_id", number: func(e *identity.Event) int64 { return e.TargetID }},
	{name: "target", text: func(e *identity.Event) string { return e.Target }},
	{name: "before", text: func(e *identity.Event) string { return e.Before }},
	{name: "after", text: func(e *identity.Event) string { return e.After }},
	{name: "reason", text: func(e *identity.Event) string { return e.Reason }},
	{name: "app_version", text: func(e *identity.Event) string { return e.AppVersion }},
	{name: "computer", text: func(e *identity.Event) string { return e.Computer }},
	{name: "process", number: func(e *identity.Event) int64 { return e.Process }},
	{name: "digest", bytes: func(e *identity.Event) []byte { return e.Digest }},
}

// covered is a list of values as it is hashed: each is preceded by its length, eight bytes big-endian, so that no two
// lists have the same bytes.
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

// hasher computes hashes one after the other without allocating. The zero value is ready.
type hasher struct{ buffer covered }

// entry is the hash of an entry. It covers the hash of the entry before.
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

// user is the digest of a user and their credential.
func (h *hasher) user(u *identity.User, p *identity.Credential) [sha256.Size]byte {
	c := h.buffer[:0].text(userTag)
	c = c.number(u.ID).number(u.Version).text(u.Name).text(u.Email).text(u.FirstName).text(u.LastName)
	c = c.number(int64(u.Role)).number(int64(u.Status))
	c = c.number(identity.Micros(u.Created)).number(identity.Micros(u.Changed))
	c = c.number(p.Version).text(p.Hash).text(strconv.FormatBool(p.MustChange))
	c = c.number(identity.Micros(p.Expires)).number(identity.Micros(p.Disabled))
	h.buffer = c
	return sha256.Sum256(c)
}

// Hash is the hash of an entry. It covers every other value, among them the hash of the entry before.
func Hash(e identity.Event) []byte {
	var h hasher
	sum := h.entry(&e)
	return sum[:]
}

// Digest summarises a user as they are in the file, password hash included, so that a change by another program shows.
// It leaves out what changes without an operation on the user: the last sign-in and the failed attempts.
func Digest(u identity.User, c identity.Credential) []byte {
	var h hasher
	sum := h.user(&u, &c)
	return sum[:]
}

// RecoveryKeyDigest identifies a recovery key by its hash. It gives no access.
func RecoveryKeyDigest(hash []byte) string {
	sum := sha256.Sum256(covered(nil).text(recoveryTag).bytes(hash))
	return hex.EncodeToString(sum[:])
}
