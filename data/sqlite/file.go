package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"roster/identity"
)

// wholeCheck is the size in bytes up to which a file is checked completely when it is opened, which takes tens of
// milliseconds. Damage in a larger file is found when the damaged page is read.
const wholeCheck = 8 << 20

// create creates a file at path unless one exists. The file gets its name when it is complete, so a program that is
// killed half-way leaves nothing that looks like a file without users.
func create(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".roster-*.new") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // renamed by now, or useless
	if err := f.Close(); err != nil {
		return err
	}
	if err := fill(ctx, f.Name()); err != nil {
		return err
	}
	err = os.Link(f.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was first; use its file
	}
	if err != nil { // a file system without hard links, such as on a USB stick
		return os.Rename(f.Name(), path)
	}
	return nil
}

func fill(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", dsn(path, forCreating))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrate(ctx, db, migrations())
}

// examine inspects an existing file without changing it or creating another beside it. It refuses a file that this
// program must not write to.
func examine(ctx context.Context, path string) error {
	err := inspect(ctx, path)
	for range 10 {
		if !errors.Is(Explain(err), identity.FileDamaged) {
			return err
		}
		// Another program that was closing the file may have written to it while it was read, so it counts as damaged
		// only if it was the same before and after.
		before, e := imprint(path)
		if e != nil {
			return errors.Join(err, e)
		}
		err = inspect(ctx, path)
		if after, e := imprint(path); e != nil || after == before {
			return errors.Join(err, e)
		}
	}
	return err
}

// imprint returns a hash of everything that the result of inspect depends on.
func imprint(path string) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	if wal, err := os.Stat(path + "-wal"); err == nil { // first: the file can be half-written only while this exists
		fmt.Fprintln(h, wal.Size()) // never fails
	}
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close() //nolint:errcheck // only read from
	info, err := f.Stat()
	if err != nil {
		return sum, err
	}
	fmt.Fprintln(h, info.Size(), info.ModTime()) // never fails
	_, err = io.Copy(h, io.LimitReader(f, wholeCheck))
	return [sha256.Size]byte(h.Sum(nil)), err
}

func inspect(ctx context.Context, path string) error {
	if err := checkHeader(path); err != nil {
		return err
	}
	if w, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
		return fmt.Errorf("%w (%w)", identity.FileReadOnly, err)
	} else if err := w.Close(); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" { // where the mode says nothing about other users
		return fmt.Errorf("%w: mode %v", identity.FileExposed, info.Mode())
	}
	if n := links(info); n > 1 {
		// Each name has its own WAL, whose content is lost when the file is opened under another name.
		return fmt.Errorf("%w: %d hard links", identity.FileLinked, n)
	}
	// If there is a WAL, it holds some of the pages, and SQLite combines them later.
	return readThrough(ctx, path, info.Size() <= wholeCheck && !hasWAL(path))
}

// checkHeader refuses a file whose header or length shows that this program cannot read it.
func checkHeader(path string) error {
	info, err := os.Stat(path) // before opening it, which would wait forever for a pipe
	if err != nil {
		return err
	}
	if info.IsDir() {
		return identity.FileIsFolder
	}
	if !info.Mode().IsRegular() {
		return identity.FileNotRoster
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var head header
	if _, err := io.ReadFull(f, head[:]); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return identity.FileNotRoster
		}
		return err
	}
	if err := head.check(); err != nil {
		return err
	}
	if head.bytes() > info.Size() && !hasWAL(path) {
		return fmt.Errorf("%w: %d of %d bytes exist", identity.FileDamaged, info.Size(), head.bytes())
	}
	return nil
}

// hasWAL reports whether some of the file's content is in a WAL.
func hasWAL(path string) bool {
	wal, err := os.Stat(path + "-wal")
	return err == nil && wal.Size() > 0
}

// readThrough checks all pages of a file, if whole is set, and then its fingerprint. It changes neither the file nor
// its WAL.
func readThrough(ctx context.Context, path string, whole bool) (err error) {
	purpose := forInspecting
	if hasWAL(path) { // which can contain another fingerprint
		purpose = forReading
	}
	db, err := sql.Open("sqlite", dsn(path, purpose))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if whole {
		if err := checkPages(ctx, db, `PRAGMA quick_check(1)`); err != nil {
			return err
		}
	}
	return checkFingerprint(ctx, db, migrations())
}

// checkPages runs one of SQLite's integrity checks, which report the first fault.
func checkPages(ctx context.Context, db *sql.DB, check string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, check).Scan(&verdict); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", identity.FileDamaged, verdict)
	}
	return nil
}
