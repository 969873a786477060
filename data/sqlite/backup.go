package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"

	"roster/data/newfile"
)

// pagesAtOnce is the number of pages that a backup copies between two reports of progress, which takes milliseconds.
const pagesAtOnce = 1024

// Backup writes the last committed state of the file into a new private file at to, page by page, while others work.
// The new file needs no side files. It gets its name when check, called with the path that it has until then, returns
// nil and it is on the disk. Backup calls progress with the numbers of pages. It replaces no file.
func (db *DB) Backup(
	ctx context.Context, to string, progress func(done, all int64), check func(path string) error,
) error {
	to, err := prepareNew(to)
	if err != nil {
		return err
	}
	return newfile.Write(to, func(f *os.File) (err error) {
		defer func() {
			if err != nil {
				removeNew(f.Name()) // with what SQLite has left beside it
			}
		}()
		if err := db.copyTo(ctx, f.Name(), progress); err != nil {
			return err
		}
		return check(f.Name())
	})
}

// prepareNew returns the absolute path of a new file, in a private folder from which it removes what programs that were
// killed have left. It refuses a name that a side file has, or a file that has a side file.
func prepareNew(to string) (string, error) {
	to, err := prepare(to)
	if err != nil {
		return "", err
	}
	if err := checkFolder(filepath.Dir(to), me()); err != nil {
		return "", err
	}
	for _, suffix := range sides {
		if _, err := os.Lstat(to + suffix); err == nil || strings.HasSuffix(to, suffix) {
			return "", fmt.Errorf("%s: %w: a side file", to, fs.ErrExist)
		}
	}
	return to, removeLitter(filepath.Dir(to))
}

// BackupAs is Backup, but the new file at to is what write makes of the backup, which is checked first and is otherwise
// only in a private file beside this one.
func (db *DB) BackupAs(
	ctx context.Context, to string, progress func(done, all int64), check func(path string) error,
	write func(w io.Writer, path string) error,
) error {
	to, err := prepareNew(to)
	if err != nil {
		return err
	}
	return db.WithCopy(ctx, filepath.Dir(db.path), progress, func(copied string) error {
		if err := check(copied); err != nil {
			return err
		}
		return newfile.Write(to, func(f *os.File) error { return write(f, copied) })
	})
}

// WithCopy calls use with the path of a private copy of the last committed state in a folder, and removes the copy
// afterwards. It calls progress with the numbers of pages.
func (db *DB) WithCopy(
	ctx context.Context, folder string, progress func(done, all int64), use func(path string) error,
) error {
	f, err := os.CreateTemp(folder, newfile.Pattern) // 0600
	if err != nil {
		return err
	}
	defer removeNew(f.Name())
	if err := f.Close(); err != nil {
		return err
	}
	if err := db.copyTo(ctx, f.Name(), progress); err != nil {
		return err
	}
	return use(f.Name())
}

// copyTo writes the last committed state into the empty file at path, which then needs no side files.
func (db *DB) copyTo(ctx context.Context, path string, progress func(done, all int64)) error {
	if err := db.copyPages(ctx, path, progress); err != nil {
		return err
	}
	return leaveWAL(ctx, path)
}

// copyPages copies all pages into the file at path. They are of one state, because one transaction reads them.
func (db *DB) copyPages(ctx context.Context, path string, progress func(done, all int64)) (err error) {
	conn, err := db.Read.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	var version int64 // the first statement that reads decides which state it is
	if err := tx.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&version); err != nil {
		return err
	}
	return conn.Raw(func(driver any) (err error) {
		from, ok := driver.(interface {
			NewBackup(to string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("%T makes no backups", driver)
		}
		b, err := from.NewBackup(dsn(path, forBackup))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, b.Finish()) }()
		for more := true; more; {
			if more, err = b.Step(pagesAtOnce); err != nil {
				return err
			}
			if progress != nil {
				progress(int64(b.PageCount()-b.Remaining()), int64(b.PageCount()))
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
}

// leaveWAL makes a file that was copied from one in WAL mode one that needs no WAL.
func leaveWAL(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", dsn(path, forBackup))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	return err
}
