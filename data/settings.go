package data

import "errors"

// Settings returns all settings that were ever set. A value that is not text, which only another program can have
// stored, is "".
func (tx *Tx) Settings() (all map[string]string, err error) {
	rows, err := tx.engine.Rows(`SELECT key, value FROM settings`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	all = map[string]string{}
	for rows.Next() {
		var key, value text
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		all[string(key)] = string(value)
	}
	return all, rows.Err()
}

// SetSetting changes a setting of the file.
func (tx *Tx) SetSetting(key, value string) error {
	_, err := tx.engine.Exec(`
		INSERT INTO settings (key, value) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
