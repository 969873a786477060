package data

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"time"
)

// Credential is what proves that somebody is the user.
type Credential struct {
	UserID     int64
	Version    int64     // counts the passwords; a session lasts as long as the one it began with
	Hash       string    // Argon2id, PHC string format
	MustChange bool      // the password must be changed before anything else
	Expires    time.Time // from when on it is refused; zero if never
	Disabled   time.Time // since when the password is refused; zero if it is not
	Failed     int       // tries since the last that succeeded
	LastFailed time.Time // zero if none has
	WaitUntil  time.Time // until when no try is taken; zero if there is no need to wait
}

const credentialColumns = `user_id, version, hash, must_change, expires, disabled, failed, last_failed, wait_until`

// Credential returns the credential of the user of that id, or ErrNotFound.
func (tx *Tx) Credential(userID int64) (Credential, error) {
	var c Credential
	var expires, disabled, lastFailed, waitUntil int64
	err := tx.row(`SELECT `+credentialColumns+` FROM credentials WHERE user_id = $1`, userID).
		Scan(&c.UserID, &c.Version, &c.Hash, &c.MustChange, &expires, &disabled, &c.Failed, &lastFailed, &waitUntil)
	if errors.Is(err, sql.ErrNoRows) {
		return Credential{}, ErrNotFound
	}
	c.Expires, c.Disabled = fromMicros(expires), fromMicros(disabled)
	c.LastFailed, c.WaitUntil = fromMicros(lastFailed), fromMicros(waitUntil)
	return c, err
}

// SetCredential puts c in the place of the user's credential, if there is one. Its version is one more than the
// last one's, whatever c.Version says.
func (tx *Tx) SetCredential(c Credential) error {
	_, err := tx.exec(`
		INSERT INTO credentials (`+credentialColumns+`)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (user_id) DO UPDATE SET version = credentials.version + 1, hash = excluded.hash,
			must_change = excluded.must_change, expires = excluded.expires, disabled = excluded.disabled,
			failed = excluded.failed, last_failed = excluded.last_failed, wait_until = excluded.wait_until`,
		c.UserID, c.Hash, c.MustChange, micros(c.Expires), micros(c.Disabled), c.Failed,
		micros(c.LastFailed), micros(c.WaitUntil))
	return err
}

// CountTry adds a failed try to the user's credential.
func (tx *Tx) CountTry(userID int64) error {
	_, err := tx.exec(
		`UPDATE credentials SET failed = failed + 1, last_failed = $1 WHERE user_id = $2`, micros(tx.now), userID)
	return err
}

// CountUnknownTry adds a failed try for a name that nobody has, given by its [Key]. Names share the 1024 places.
func (tx *Tx) CountUnknownTry(key string) error {
	sum := sha256.Sum256([]byte(key))
	_, err := tx.exec(`
		INSERT INTO unknown_tries (slot, failed, last_failed) VALUES ($1, 1, $2)
		ON CONFLICT (slot) DO UPDATE SET failed = unknown_tries.failed + 1, last_failed = excluded.last_failed`,
		binary.BigEndian.Uint16(sum[:])%1024, micros(tx.now))
	return err
}

// ForgetTries sets the number of failed tries of the user's credential to none.
func (tx *Tx) ForgetTries(userID int64) error {
	_, err := tx.exec(`UPDATE credentials SET failed = 0 WHERE user_id = $1`, userID)
	return err
}
