package data

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// applicationID marks a Roster file in its header: "Rost" as a big-endian number.
const applicationID = 0x526f7374

// wholeCheck is the size in bytes up to which a file is read through when it is opened: a few ten milliseconds.
// A larger one is found damaged where the damage is met.
const wholeCheck = 8 << 20

// create makes a new file at path unless something is there. It gets its name only when it is whole, so a
// program killed half-way leaves nothing that looks like a file without users.
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
	defer os.Remove(f.Name()) //nolint:errcheck // it has another name by then, or is of no use
	if err := f.Close(); err != nil {
		return err
	}
	if err := fill(ctx, f.Name()); err != nil {
		return err
	}
	err = os.Link(f.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was first: its file it is
	}
	if err != nil { // a file system without links, such as that of a memory stick
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
	return migrate(ctx, db)
}

// examine looks at an existing file without changing it or making another beside it, and refuses whatever this
// program should not write into.
func examine(ctx context.Context, path string) error {
	err := inspect(ctx, path)
	for range 10 {
		if !errors.Is(translate(err), ErrDamaged) {
			return err
		}
		// Another program that was just closing the file may have written into it while it was read. So it is
		// damaged only if it is the same after a look as before.
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

// imprint is a hash of what a look at the file sees.
func imprint(path string) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	if wal, err := os.Stat(path + "-wal"); err == nil { // first: a file is half-written only as long as this is there
		fmt.Fprintln(h, wal.Size()) // hash.Hash never fails
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
	fmt.Fprintln(h, info.Size(), info.ModTime()) // hash.Hash never fails
	_, err = io.Copy(h, io.LimitReader(f, wholeCheck))
	return [sha256.Size]byte(h.Sum(nil)), err
}

func inspect(ctx context.Context, path string) error {
	if err := checkHeader(path); err != nil {
		return err
	}
	if w, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	} else if err := w.Close(); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" { // where the mode says nothing of others
		return fmt.Errorf("%w: mode %v", ErrOpen, info.Mode())
	}
	if n := links(info); n > 1 {
		// Each name has a WAL of its own, and what is in one is lost to who opens the other.
		return fmt.Errorf("%w: %d hard links", ErrLinked, n)
	}
	if info.Size() > wholeCheck || hasWAL(path) {
		return nil // what the file holds is partly in the WAL; SQLite puts it together
	}
	return readThrough(ctx, path)
}

// checkHeader refuses what is no Roster file that this program can read, by its beginning and its length.
func checkHeader(path string) error {
	info, err := os.Stat(path) // before it is opened, which waits for ever where a pipe has that name
	if err != nil {
		return err
	}
	if info.IsDir() {
		return ErrFolder
	}
	if !info.Mode().IsRegular() {
		return ErrNotRoster
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var head header
	if _, err := io.ReadFull(f, head[:]); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return ErrNotRoster
		}
		return err
	}
	if err := head.check(); err != nil {
		return err
	}
	if head.bytes() > info.Size() && !hasWAL(path) {
		return fmt.Errorf("%w: %d of %d bytes are there", ErrDamaged, info.Size(), head.bytes())
	}
	return nil
}

// hasWAL tells whether a part of what the file holds is in the file beside it.
func hasWAL(path string) bool {
	wal, err := os.Stat(path + "-wal")
	return err == nil && wal.Size() > 0
}

func readThrough(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", dsn(path, forLooking))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return checkPages(ctx, db, `PRAGMA quick_check(1)`)
}

// checkPages runs one of SQLite's checks, which name the first fault.
func checkPages(ctx context.Context, db *sql.DB, check string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, check).Scan(&verdict); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, verdict)
	}
	return nil
}

// header is the beginning of an SQLite file, https://www.sqlite.org/fileformat.html section 1.3.
type header [100]byte

func (h *header) check() error {
	switch {
	case string(h[:16]) != "SQLite format 3\x00":
		return ErrNotRoster
	case binary.BigEndian.Uint32(h[68:]) != applicationID:
		return ErrNotRoster
	case int64(binary.BigEndian.Uint32(h[60:])) > schemaVersion():
		return ErrNewer
	}
	return nil
}

// bytes is how long the file was when its header was written.
func (h *header) bytes() int64 {
	size := int64(binary.BigEndian.Uint16(h[16:]))
	if size == 1 {
		size = 65536
	}
	return size * int64(binary.BigEndian.Uint32(h[28:]))
}
