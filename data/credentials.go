package data

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
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
	Tries
}

// Tries are what has been tried in vain to prove that one is somebody.
type Tries struct {
	Failed     int       // since the person was last told of them
	Recent     int       // of these, since none was made for long: they make one wait
	LastFailed time.Time // zero if none has
	WaitUntil  time.Time // until when no try is taken; zero if there is no need to wait
}

const credentialColumns = `user_id, version, hash, must_change, expires, disabled, failed, recent, last_failed, wait_until`

// Credential returns the credential of the user of that id, or ErrNotFound.
func (tx *Tx) Credential(userID int64) (Credential, error) {
	var c Credential
	var expires, disabled, lastFailed, waitUntil int64
	err := tx.row(`SELECT `+credentialColumns+` FROM credentials WHERE user_id = $1`, userID).
		Scan(&c.UserID, &c.Version, &c.Hash, &c.MustChange, &expires, &disabled, &c.Failed, &c.Recent, &lastFailed, &waitUntil)
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
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (user_id) DO UPDATE SET version = credentials.version + 1, hash = excluded.hash,
			must_change = excluded.must_change, expires = excluded.expires, disabled = excluded.disabled,
			failed = excluded.failed, recent = excluded.recent, last_failed = excluded.last_failed,
			wait_until = excluded.wait_until`,
		c.UserID, c.Hash, c.MustChange, micros(c.Expires), micros(c.Disabled), c.Failed, c.Recent,
		micros(c.LastFailed), micros(c.WaitUntil))
	return err
}

// RaiseHash puts a dearer hash of the same password in the place of hash, which is what it was made from. It fails with
// ErrStale if that is not there any more. Sessions go on: the version stays.
func (tx *Tx) RaiseHash(userID int64, hash, dearer string) error {
	res, err := tx.exec(`UPDATE credentials SET hash = $1 WHERE user_id = $2 AND hash = $3`, dearer, userID, hash)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrStale, err)
	}
	return nil
}

// SetPasswordDisabled refuses the user's password from now on, or no longer.
func (tx *Tx) SetPasswordDisabled(userID int64, disabled bool) error {
	since := int64(0)
	if disabled {
		since = micros(tx.now)
	}
	_, err := tx.exec(`UPDATE credentials SET disabled = $1 WHERE user_id = $2`, since, userID)
	return err
}

// SetTries sets what has been tried in vain as the user.
func (tx *Tx) SetTries(userID int64, t Tries) error {
	_, err := tx.exec(`UPDATE credentials SET failed = $1, recent = $2, last_failed = $3, wait_until = $4 WHERE user_id = $5`,
		t.Failed, t.Recent, micros(t.LastFailed), micros(t.WaitUntil), userID)
	return err
}

// RecoveryTries stands for the recovery key among names that nobody has. Nobody can have it.
const RecoveryTries = "\x00recovery key"

// unknownSlots are how many places names that nobody has share.
const unknownSlots = 1024

// UnknownTries is what has been tried in vain under a name that nobody has, given by its [Key]. Names share 1024 places,
// so that the file stays small and none can be told from what it keeps: it may have been a password. Which of them do, only
// the file knows. [RecoveryTries] has a place of its own. All that are kept are recent.
func (tx *Tx) UnknownTries(key string) (t Tries, err error) {
	slot, err := tx.unknownSlot(key)
	if err != nil {
		return Tries{}, err
	}
	var lastFailed, waitUntil int64
	err = tx.row(`SELECT failed, last_failed, wait_until FROM unknown_tries WHERE slot = $1`, slot).
		Scan(&t.Failed, &lastFailed, &waitUntil)
	if errors.Is(err, sql.ErrNoRows) {
		return Tries{}, nil
	}
	t.Recent, t.LastFailed, t.WaitUntil = t.Failed, fromMicros(lastFailed), fromMicros(waitUntil)
	return t, err
}

// SetUnknownTries sets what [Tx.UnknownTries] returns.
func (tx *Tx) SetUnknownTries(key string, t Tries) error {
	slot, err := tx.unknownSlot(key)
	if err != nil {
		return err
	}
	_, err = tx.exec(`
		INSERT INTO unknown_tries (slot, failed, last_failed, wait_until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (slot) DO UPDATE
		SET failed = excluded.failed, last_failed = excluded.last_failed, wait_until = excluded.wait_until`,
		slot, t.Recent, micros(t.LastFailed), micros(t.WaitUntil))
	return err
}

func (tx *Tx) unknownSlot(key string) (int, error) {
	if key == RecoveryTries {
		return unknownSlots, nil
	}
	var secret []byte
	if err := tx.row(`SELECT key FROM unknown_key`).Scan(&secret); err != nil {
		return 0, fmt.Errorf("key of unknown names: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(key)) // a hash.Hash never fails
	return int(binary.BigEndian.Uint16(mac.Sum(nil))) % unknownSlots, nil
}
