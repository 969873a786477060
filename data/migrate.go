package data

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// migrations are numbered from 0001 without gaps. One that has been released never changes.
//
//go:embed migrations/*.sql
var migrations embed.FS

func migrationNames() []string {
	names, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil {
		panic(err) // the pattern is a constant
	}
	return names
}

// schemaVersion is the number of the last migration this program knows.
func schemaVersion() int64 { return int64(len(migrationNames())) }

// migrate brings the file up to date, one migration a transaction. The number of the last one done stands in
// the header (user_version) and is written in the same transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	for {
		// Asked first without the lock of a writer, for which opening would have to wait where nothing is to be done.
		version, err := pragma(ctx, db, "user_version")
		if err != nil || version == schemaVersion() {
			return err
		}
		if err := migrateOne(ctx, db); err != nil {
			return err
		}
	}
}

func migrateOne(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			err = errors.Join(err, e)
		}
	}()
	version, err := pragma(ctx, tx, "user_version") // inside, since another process may be at it too
	if err != nil {
		return err
	}
	names := migrationNames()
	switch {
	case version > int64(len(names)):
		return ErrNewer
	case version == int64(len(names)):
		return nil
	}
	name := names[version]
	script, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	// A PRAGMA takes no placeholder; both values are numbers of ours.
	mark := fmt.Sprintf("\nPRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, version+1)
	if _, err := tx.ExecContext(ctx, string(script)+mark); err != nil {
		return fmt.Errorf("migrate %s: %w", path.Base(name), err)
	}
	return tx.Commit()
}
