package data

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"roster/identity"
)

// writtenCredential runs a statement that changes a credential, and returns the credential as stored. It fails with
// ErrNotFound if the statement changes none.
func (tx *Tx) writtenCredential(text string, args ...any) (identity.Credential, error) {
	var r credentialRow
	err := tx.engine.Row(text+` RETURNING `+credentialColumns, args...).Scan(r.into()...)
	if err != nil {
		return identity.Credential{}, notFound(err)
	}
	return r.credential(), nil
}

// SetCredential stores c in place of the user's credential, if there is one, and returns the credential as stored. Its
// version is one higher than the stored one was; c.Version is ignored. A user who is not new may have had one earlier
// that was removed: the version is then the time, which no earlier one has, so that no session survives.
func (tx *Tx) SetCredential(c identity.Credential) (identity.Credential, error) {
	return tx.writtenCredential(`
		INSERT INTO credentials (`+credentialColumns+`)
		VALUES ($1, iif((SELECT version FROM users WHERE id = $1) > 1, $10, 1), $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (user_id) DO UPDATE SET version = credentials.version + 1, hash = excluded.hash,
			must_change = excluded.must_change, expires = excluded.expires, disabled = excluded.disabled,
			failed = excluded.failed, recent = excluded.recent, last_failed = excluded.last_failed,
			wait_until = excluded.wait_until`,
		c.UserID, c.Hash, c.MustChange, identity.Micros(c.Expires), identity.Micros(c.Disabled), c.Failed, c.Recent,
		identity.Micros(c.LastFailed), identity.Micros(c.WaitUntil), max(identity.Micros(tx.now), 1))
}

// DeleteCredential removes the user's credential, if there is one.
func (tx *Tx) DeleteCredential(userID int64) error {
	_, err := tx.engine.Exec(`DELETE FROM credentials WHERE user_id = $1`, userID)
	return err
}

// UpgradeHash replaces a hash with the one in to, of the same password, and also takes over whether it must be changed
// and when it expires. It returns the credential as stored, and fails with ErrStale if hash is not the stored one.
// Sessions continue, because the version stays the same.
func (tx *Tx) UpgradeHash(hash string, to identity.Credential) (identity.Credential, error) {
	c, err := tx.writtenCredential(`
		UPDATE credentials SET hash = $1, must_change = $2, expires = $3 WHERE user_id = $4 AND hash = $5`,
		to.Hash, to.MustChange, identity.Micros(to.Expires), to.UserID, hash)
	if errors.Is(err, ErrNotFound) {
		err = ErrStale
	}
	return c, err
}

// SetPasswordDisabled makes the user's password unusable from now on, or usable again, and returns the credential as
// stored.
func (tx *Tx) SetPasswordDisabled(userID int64, disabled bool) (identity.Credential, error) {
	since := int64(0)
	if disabled {
		since = identity.Micros(tx.now)
	}
	return tx.writtenCredential(`UPDATE credentials SET disabled = $1 WHERE user_id = $2`, since, userID)
}

// SetAttempts stores the failed attempts to sign in as the user.
func (tx *Tx) SetAttempts(userID int64, a identity.Attempts) error {
	_, err := tx.engine.Exec(`
		UPDATE credentials SET failed = $1, recent = $2, last_failed = $3, wait_until = $4 WHERE user_id = $5`,
		a.Failed, a.Recent, identity.Micros(a.LastFailed), identity.Micros(a.WaitUntil), userID)
	return err
}

// RecoveryAttempts is the key under which attempts with the recovery key are stored. No user name has this key.
const RecoveryAttempts = "\x00recovery key"

// unknownSlots is the number of slots that unknown names share.
const unknownSlots = 1024

// UnknownAttempts returns the failed attempts under a name that no user has, given by its [fold.Key]. Names share 1,024
// slots, so the file stays small and reveals no name, which may be a password typed into the wrong field. Which names
// share a slot depends on a secret in the file. [RecoveryAttempts] has its own slot. All of the attempts count as
// recent.
func (tx *Tx) UnknownAttempts(key string) (a identity.Attempts, err error) {
	slot, err := tx.unknownSlot(key)
	if err != nil {
		return identity.Attempts{}, err
	}
	var failed, lastFailed, waitUntil integer
	err = tx.engine.Row(`SELECT failed, last_failed, wait_until FROM unknown_attempts WHERE slot = $1`, slot).
		Scan(&failed, &lastFailed, &waitUntil)
	if errors.Is(err, sql.ErrNoRows) {
		return identity.Attempts{}, nil
	}
	a.Failed, a.Recent = failed.count(), failed.count()
	a.LastFailed = sound(int64(lastFailed))
	a.WaitUntil = sound(int64(waitUntil))
	return a, err
}

// SetUnknownAttempts stores what [Tx.UnknownAttempts] returns.
func (tx *Tx) SetUnknownAttempts(key string, a identity.Attempts) error {
	slot, err := tx.unknownSlot(key)
	if err != nil {
		return err
	}
	_, err = tx.engine.Exec(`
		INSERT INTO unknown_attempts (slot, failed, last_failed, wait_until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (slot) DO UPDATE
		SET failed = excluded.failed, last_failed = excluded.last_failed, wait_until = excluded.wait_until`,
		slot, a.Recent, identity.Micros(a.LastFailed), identity.Micros(a.WaitUntil))
	return err
}

func (tx *Tx) unknownSlot(key string) (int, error) {
	if key == RecoveryAttempts {
		return unknownSlots, nil
	}
	if tx.attemptKey == nil {
		var ends JournalEnds // they are needed next
		into := append([]any{(*blob)(&tx.attemptKey)}, ends.into()...)
		if err := tx.engine.Row(`SELECT attempt_key,` + endColumns + ` FROM roster`).Scan(into...); err != nil {
			return 0, fmt.Errorf("key of unknown names: %w", err)
		}
		if tx.ends == nil {
			var err error
			if tx.ends, err = ends.complete(); err != nil {
				return 0, err
			}
		}
	}
	mac := hmac.New(sha256.New, tx.attemptKey)
	mac.Write([]byte(key)) // never fails
	return int(binary.BigEndian.Uint16(mac.Sum(nil))) % unknownSlots, nil
}
