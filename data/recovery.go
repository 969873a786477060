package data

import (
	"time"

	"roster/identity"
)

// RecoveryKey returns the hash of the recovery key and when it was created, or ErrNotFound.
func (tx *Tx) RecoveryKey() (hash []byte, created time.Time, err error) {
	var at integer
	err = tx.engine.Row(`SELECT hash, made FROM recovery_key`).Scan((*blob)(&hash), &at)
	if err == nil && hash == nil {
		hash = []byte{} // which no key has
	}
	created = sound(int64(at))
	return hash, created, notFound(err)
}

// SetRecoveryKey stores the hash, 32 bytes, of a new recovery key, which replaces the previous one.
func (tx *Tx) SetRecoveryKey(hash []byte) error {
	_, err := tx.engine.Exec(`
		INSERT INTO recovery_key (id, hash, made) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, made = excluded.made`, hash, identity.Micros(tx.now))
	return err
}
