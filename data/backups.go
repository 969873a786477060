package data

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"roster/identity"
)

// Backups returns the backups of the file that Roster has made, the newest first. Rows that only another program can
// have stored are left out.
func (tx *Tx) Backups() (all []identity.Backup, err error) {
	return tx.backups(`ORDER BY made DESC, path`)
}

// BackupsHolding returns the backups that hold one of some users who are in the file: those that were made after the
// first entry about them, also under an earlier number.
func (tx *Tx) BackupsHolding(ids ...int64) ([]identity.Backup, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return tx.backups(`
		WHERE seq >= coalesce((
			WITH RECURSIVE numbers(id) AS (
				SELECT value FROM json_each($1)
				UNION
				SELECT CAST(after ->> '$."earlier number"' AS INTEGER) FROM numbers JOIN journal ON target_id = id
				WHERE operation = 'restore user' AND json_valid(after) AND after ->> '$."earlier number"' IS NOT NULL)
			SELECT min(seq) FROM numbers JOIN journal ON target_id = id), 0)
		ORDER BY made DESC, path`, string(list))
}

// MadeBackup reports whether the journal says that Roster has made a backup on its own, whose journal ends with that
// entry.
func (tx *Tx) MadeBackup(seq int64, after string) (yes bool, err error) {
	err = tx.engine.Row(`
		SELECT EXISTS (SELECT 1 FROM journal WHERE seq > $1 AND operation = 'back up' AND outcome = 'done' AND after = $2)`,
		seq, after).Scan(&yes)
	return yes, err
}

func (tx *Tx) backups(rest string, args ...any) (all []identity.Backup, err error) {
	rows, err := tx.engine.Rows(`
		SELECT path, source, made, users, bytes, seq, hash, intact, automatic, sealed FROM backups `+rest, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var path, source text
		var made, users, size, seq, intact, automatic, sealed integer
		var hash blob
		if err := rows.Scan(&path, &source, &made, &users, &size, &seq, &hash, &intact, &automatic, &sealed); err != nil {
			return nil, err
		}
		b := identity.Backup{
			Path: string(path), Source: string(source), Made: sound(int64(made)), Users: int64(users), Bytes: int64(size),
			Seq: int64(seq), Hash: hash, Intact: intact == 1, Automatic: automatic == 1, Sealed: sealed == 1,
		}
		if b.Path != "" && b.Users >= 0 && b.Bytes >= 0 && b.Seq >= 0 && len(b.Hash) == hashSize {
			all = append(all, b)
		}
	}
	return all, rows.Err()
}

// RememberBackup notes that a backup was made. It replaces what was known about its path.
func (tx *Tx) RememberBackup(b identity.Backup) error {
	_, err := tx.engine.Exec(`
		INSERT OR REPLACE INTO backups (path, source, made, users, bytes, seq, hash, intact, automatic, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		b.Path, b.Source, identity.Micros(b.Made), b.Users, b.Bytes, b.Seq, b.Hash, b.Intact, b.Automatic, b.Sealed)
	return err
}

// ForgetBackup notes that there is no backup at a path any more.
func (tx *Tx) ForgetBackup(path string) error {
	_, err := tx.engine.Exec(`DELETE FROM backups WHERE path = $1`, path)
	return err
}

// mostFolders is the number of folders that the file remembers. They are looked at every few minutes.
const mostFolders = 32

// NoteBackupFolder notes that a backup is being made in a folder, unless the file remembers it already.
func (tx *Tx) NoteBackupFolder(path string) error {
	if _, err := tx.engine.Exec(`INSERT OR IGNORE INTO backup_folders (path) VALUES ($1)`, path); err != nil {
		return err
	}
	_, err := tx.engine.Exec(`DELETE FROM backup_folders WHERE n <= (SELECT max(n) FROM backup_folders) - $1`, mostFolders)
	return err
}

// BackupFolders returns the folders in which a backup was begun, the latest first.
func (tx *Tx) BackupFolders() (all []string, err error) {
	rows, err := tx.engine.Rows(`SELECT path FROM backup_folders ORDER BY n DESC LIMIT $1`, mostFolders)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var path text
		if err := rows.Scan(&path); err != nil {
			return nil, err
		}
		all = append(all, string(path))
	}
	return all, rows.Err()
}

// EventTime returns the time of a journal entry, or zero if there is none with that number.
func (tx *Tx) EventTime(seq int64) (time.Time, error) {
	var at integer
	err := tx.engine.Row(`SELECT at FROM journal WHERE seq = $1`, seq).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return sound(int64(at)), err
}

// BackingUp returns since when a program has been making an automatic backup, or zero if none is, and whether the last
// one that was tried failed.
func (tx *Tx) BackingUp() (since time.Time, failing bool, err error) {
	var begun, failed integer
	err = tx.engine.Row(`SELECT backing_up, failing FROM roster`).Scan(&begun, &failed)
	return sound(int64(begun)), failed != 0, err
}

// SetBackingUp stores what [Tx.BackingUp] returns.
func (tx *Tx) SetBackingUp(since time.Time, failing bool) error {
	_, err := tx.engine.Exec(`UPDATE roster SET backing_up = $1, failing = $2`, identity.Micros(since), failing)
	return err
}

// SetBackupIntact notes whether the backup at a path is intact, if one is known there.
func (tx *Tx) SetBackupIntact(path string, intact bool) error {
	_, err := tx.engine.Exec(`UPDATE backups SET intact = $2 WHERE path = $1`, path, intact)
	return err
}
