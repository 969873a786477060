package identity

import "time"

// State is a state of an account. An account can be in several at once. The first ones are those of [Status].
type State int

// The states.
const (
	StateEnabled State = iota + 1
	StateDisabled
	StateNoPassword
	StateLocked          // after failed attempts to sign in: for a while, or until somebody unlocks the user
	StateMustChange      // the password must be changed at the next sign-in
	StatePasswordExpires // the password is only valid until a time, which may have passed
	StateAccountExpires  // there is a last day on which the user may sign in
	StateExpired         // that day has passed
	StateInactive        // the user was created, and has last signed in, over InactiveAfter ago
)

// InactiveAfter is the number of days after which a user who does not sign in is inactive.
const InactiveAfter = 90

// States lists the states.
func States() []State {
	return []State{
		StateEnabled, StateDisabled, StateNoPassword, StateLocked, StateMustChange, StatePasswordExpires,
		StateAccountExpires, StateExpired, StateInactive,
	}
}

// StateOf returns the state of users with a status.
func StateOf(s Status) State { return State(s) }

// Status returns the status of users in the state, or 0 if it is another state.
func (s State) Status() Status {
	if status := Status(s); status.Valid() {
		return status
	}
	return 0
}

// String returns the name of the state on the command line.
func (s State) String() string {
	switch s {
	case StateLocked:
		return "locked"
	case StateMustChange:
		return "must change"
	case StatePasswordExpires:
		return "password expires"
	case StateAccountExpires:
		return "account expires"
	case StateExpired:
		return "expired"
	case StateInactive:
		return "inactive"
	}
	return s.Status().String()
}

// InactiveSince returns the time since which users who are inactive at a time have not signed in: the beginning of a
// day in its time zone.
func InactiveSince(at time.Time) time.Time {
	year, month, day := at.Date()
	return time.Date(year, month, day-InactiveAfter, 0, 0, 0, 0, at.Location())
}
