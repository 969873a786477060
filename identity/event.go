package identity

import "time"

// Outcome is how an operation ended.
type Outcome string

// The outcomes, as stored in the journal.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused" // by the rules
	Failed  Outcome = "failed"  // such as a wrong password
)

// Outcomes lists the outcomes.
func Outcomes() []Outcome { return []Outcome{Done, Refused, Failed} }

// Event is an entry of the journal. It holds names as they were at the time, unless they were erased with their user.
type Event struct {
	Seq        int64 // from 1, without gaps
	At         time.Time
	Operation  string
	Outcome    Outcome
	ActorID    int64  // 0 if the actor is unknown
	Actor      string // a word; "" if it was erased
	TargetID   int64
	Target     string // a word; "" if it was erased
	Before     string // the changed fields as they were: a JSON object of strings, or "" if nothing changed; no words
	After      string // the same fields as they are now
	Reason     string
	AppVersion string
	Computer   string
	Process    int64  // its number on that computer
	Batch      int64  // the number of the first entry of the batch that it belongs to; 0 if it belongs to none
	Words      []Word // those that were not erased, ordered by place
	Committed  []byte // place, person and commitment of each word, also of erased ones
	Digest     []byte // SHA-256 of the target after the event; empty if the event changed no user
	Prev       []byte // the hash of the previous entry; 32 zero bytes in the first
	Hash       []byte // of this entry
}

// EventText is what a search reads of an event to know whether it may match.
type EventText struct {
	Operation         string
	Outcome           Outcome
	ActorID, TargetID int64
	// Text has the changes, the reason, the computer and the words. Each word comes after a character whose code is its
	// place.
	Text string
}

// Word is a user name, an email address, a first or a last name in an event. It is never empty. The file holds it
// beside the entry, which only has a commitment to it, and erases it with its person.
type Word struct {
	Place  Place
	Person int64  // the user whose it is
	Salt   []byte // 16 random bytes, so that the commitment confirms no guess once they are erased
	Text   string
}

// Place is the value of an event that a word is.
type Place int

// The places, as stored. The others are those of the changed fields, see package journal.
const (
	PlaceActor  Place = 1
	PlaceTarget Place = 2
	PlaceNote   Place = 11 // before the change; 12 is after it
)

// Change is one field that an event changed.
type Change struct {
	Field, Before, After string
	Erased               bool // both values are unknown, because they were erased with their user
	Hidden               bool // both values are kept from the person, who is the user
}

// Micros returns t as the store and the journal's hashes represent it: microseconds since 1970 UTC, 0 for the zero
// time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros is the inverse of [Micros]. The time is in UTC.
func FromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
