package data

import (
	"database/sql"
	"errors"
)

// Setting returns a setting of the file, "" if it has never been set.
func (tx *Tx) Setting(key string) (value string, err error) {
	err = tx.row(`SELECT value FROM settings WHERE key = $1`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SetSetting sets a setting of the file.
func (tx *Tx) SetSetting(key, value string) error {
	_, err := tx.exec(`
		INSERT INTO settings (key, value) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
