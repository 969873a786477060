package identity

import "time"

// Credential is what a user signs in with: a password hash and its state.
type Credential struct {
	UserID     int64
	Version    int64     // increases with every new password; a session ends when its version is replaced
	Hash       string    // Argon2id, PHC string format
	MustChange bool      // the password must be changed before anything else
	Expires    time.Time // when the password stops working; zero if never
	Disabled   time.Time // since when the password is refused; zero if it is not
	Attempts
}

// Account is a user with their credential, as stored.
type Account struct {
	User       User
	Credential Credential // zero if there is none
}

// Attempts counts failed attempts to sign in as a user.
type Attempts struct {
	Failed     int       // since the user was last shown them
	Recent     int       // those that count towards a wait; a day without an attempt resets them
	LastFailed time.Time // zero if none has failed
	WaitUntil  time.Time // until when no attempt is accepted; zero if there is no wait
}
