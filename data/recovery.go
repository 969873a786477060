package data

import (
	"database/sql"
	"errors"
	"time"
)

// RecoveryKey returns the hash of the recovery key and when it was made, or ErrNotFound.
func (tx *Tx) RecoveryKey() (hash []byte, made time.Time, err error) {
	var at int64
	err = tx.row(`SELECT hash, made FROM recovery_key`).Scan(&hash, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, ErrNotFound
	}
	return hash, fromMicros(at), err
}

// SetRecoveryKey puts the key of that hash, 32 bytes, in the place of the one there was.
func (tx *Tx) SetRecoveryKey(hash []byte) error {
	_, err := tx.exec(`
		INSERT INTO recovery_key (id, hash, made) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, made = excluded.made`, hash, micros(tx.now))
	return err
}
