package app

import (
	"context"
	"path/filepath"
	"slices"

	"roster/data"
)

// noteBackupFolder lets the file remember the folder of a backup before it is made: if the program is killed, a part
// that holds password hashes is left there. A file that cannot be written to can be backed up all the same.
func (s *Service) noteBackupFolder(ctx context.Context, to string) {
	to, err := data.Resolve(to)
	if err != nil {
		return // making the backup says why
	}
	folder := filepath.Dir(to)
	if folder == filepath.Dir(s.Path()) { // which is cleaned whenever the file is opened
		return
	}
	known := false
	err = s.store.View(ctx, func(tx *data.Tx) error {
		all, err := tx.BackupFolders()
		known = slices.Contains(all, folder)
		return err
	})
	if err == nil && !known {
		err = s.update(ctx, func(tx *data.Tx) error { return tx.NoteBackupFolder(folder) })
	}
	if err != nil && s.warn != nil {
		s.warn("note the folder of a backup", err)
	}
}

// removeLitter removes what backups that were killed have left, in every folder in which the file remembers that one
// was begun or made, and in that of automatic backups.
func (s *Service) removeLitter(ctx context.Context) {
	var folders []string
	err := s.store.View(ctx, func(tx *data.Tx) (err error) {
		if folders, err = tx.BackupFolders(); err != nil {
			return err
		}
		rules, err := readSettings(tx)
		if err != nil {
			return err
		}
		if rules.BackupFolder != "" {
			folders = append(folders, rules.BackupFolder)
		}
		all, err := tx.Backups()
		for _, b := range all {
			folders = append(folders, filepath.Dir(b.Path))
		}
		return err
	})
	if err != nil {
		return // other work says why
	}
	slices.Sort(folders)
	for _, folder := range slices.Compact(folders) {
		if !filepath.IsAbs(folder) || ctx.Err() != nil { // only another program can have stored one that is not
			continue
		}
		data.RemoveLitter(folder) //nolint:errcheck // one that is not connected may be later
	}
}
