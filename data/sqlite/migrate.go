package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"roster/identity"
)

// scripts are numbered from 0001 without gaps. One that has been released never changes.
//
//go:embed schema/*.sql
var scripts embed.FS

// migration is a step from one version of the schema to the next.
type migration struct {
	name   string
	script string
	// fingerprint is the hash of this script and all earlier ones. A file stores the fingerprint of its schema, so that
	// a file with an unreleased schema of the same version is noticed.
	fingerprint [sha256.Size]byte
}

// migrations returns the migrations of this program, in order. Tests replace it, to be a later program.
var migrations = released

// released returns the scripts as migrations.
func released() []migration {
	names, err := fs.Glob(scripts, "schema/*.sql") // sorted
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var list []migration
	for _, name := range names {
		script, err := scripts.ReadFile(name)
		if err != nil {
			panic(err) // the file is part of the program
		}
		list = appendMigration(list, path.Base(name), string(script))
	}
	return list
}

func appendMigration(list []migration, name, script string) []migration {
	m := migration{name: name, script: script}
	var before [sha256.Size]byte
	if len(list) > 0 {
		before = list[len(list)-1].fingerprint
	}
	m.fingerprint = sha256.Sum256(append(before[:], script...))
	return append(list, m)
}

// migrate brings the file up to date in one transaction. The number of the last migration is in the header
// (user_version), and its fingerprint in the table roster.
func migrate(ctx context.Context, db *sql.DB, list []migration) (err error) {
	// Checked first without the writer's lock: opening a file that is up to date must not wait for it.
	switch version, err := pragma(ctx, db, "user_version"); {
	case err != nil:
		return err
	case version == int64(len(list)):
		return checkFingerprint(ctx, db, list)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			err = errors.Join(err, e)
		}
		err = ended(ctx, err)
	}()
	version, err := pragma(ctx, tx, "user_version") // again, because another process may have migrated the file
	if err != nil {
		return err
	}
	switch {
	case version > int64(len(list)):
		return identity.FileNewer
	case version < 0:
		return fmt.Errorf("%w: version %d", identity.FileOtherSchema, version)
	}
	if version > 0 { // damage must not spread
		if err := checkPages(ctx, tx); err != nil {
			return err
		}
	}
	for _, m := range list[version:] {
		if _, err := tx.ExecContext(ctx, m.script); err != nil {
			return fmt.Errorf("migrate %s: %w", m.name, err)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE roster SET fingerprint = $1`, m.fingerprint[:]); err != nil {
			return fmt.Errorf("fingerprint of %s: %w", m.name, err)
		}
	}
	// A PRAGMA takes no placeholder; both values are constants.
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, len(list))
	if _, err := tx.ExecContext(ctx, mark); err != nil {
		return fmt.Errorf("mark: %w", err)
	}
	return tx.Commit()
}

// checkFingerprint refuses a file whose schema is not this program's schema of the same version.
func checkFingerprint(ctx context.Context, db *sql.DB, list []migration) error {
	version, err := pragma(ctx, db, "user_version")
	if err != nil {
		return err
	}
	var fingerprint []byte
	err = db.QueryRowContext(ctx, `SELECT fingerprint FROM roster`).Scan(&fingerprint)
	switch {
	case isGenericError(err), errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%w (%w)", identity.FileOtherSchema, err)
	case err != nil:
		return err
	case version < 1:
		return fmt.Errorf("%w: version %d", identity.FileOtherSchema, version)
	case version > int64(len(list)):
		return identity.FileNewer
	case string(fingerprint) != string(list[version-1].fingerprint[:]):
		return fmt.Errorf("%w: fingerprint %x", identity.FileOtherSchema, fingerprint)
	}
	return nil
}

// pragma returns the value of PRAGMA name, an integer.
func pragma(ctx context.Context, q queryer, name string) (n int64, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA "+name).Scan(&n)
	return n, err
}
