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
	"time"

	"roster/data/newfile"
	"roster/identity"
)

// wholeCheck is the size in bytes up to which a file is checked completely when it is opened, which takes tens of
// milliseconds. A larger file is checked in the background, see [DB.CheckTables].
const wholeCheck = 8 << 20

// create creates a file at path unless one exists. The file gets its name when it is complete and on the disk, so a
// program that is killed half-way, or a full disk, leaves nothing that looks like a file without users.
func create(ctx context.Context, path string) error {
	if err := find(ctx, path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folder := filepath.Dir(path)
	if err := makeFolder(folder); err != nil {
		return err
	}
	if err := checkFolder(folder, me()); err != nil {
		return err
	}
	if err := removeLitter(folder); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, newfile.Pattern) // 0600
	if err != nil {
		return err
	}
	defer removeNew(f.Name())
	if err := f.Close(); err != nil {
		return err
	}
	if err := fill(ctx, f.Name()); err != nil {
		return err
	}
	switch err := newfile.Rename(f.Name(), path); {
	case errors.Is(err, fs.ErrExist):
		return nil // another process was first; use its file
	case err != nil:
		return err
	}
	return newfile.SyncFolder(folder)
}

// find fails unless there is a file at path.
func find(_ context.Context, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	return removeSecondName(path, info)
}

// makeFolder creates a folder unless it exists, and waits until its name is on the disk.
func makeFolder(folder string) error {
	parent := filepath.Dir(folder)
	if parent == folder { // the root
		return nil
	}
	if _, err := os.Stat(folder); err == nil {
		// Another program may have just made it. A folder that cannot be read was there before.
		if err := newfile.SyncFolder(parent); !errors.Is(err, fs.ErrPermission) {
			return err
		}
		return nil
	}
	if err := makeFolder(parent); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return newfile.SyncFolder(parent)
}

// hasRoom reports whether the disk of a folder takes more than a transaction needs.
func hasRoom(folder string) bool {
	err := newfile.In(folder, func(f *os.File) error {
		_, err := f.Write(make([]byte, 64<<10))
		return err
	}, func(string) error { return nil })
	return !errors.Is(Explain(err), identity.FileDiskFull)
}

// litterAge is how long nothing must have been written to a file that was being created before another program removes
// it. A backup of a million users is verified for some seconds before it gets its name.
const litterAge = 10 * time.Minute

// RemoveLitter is what opening a file does in its folder, for another folder. It leaves the files of other users, and
// those that others can read, which no program of this one's has made.
func RemoveLitter(folder string) error {
	return removeLitterIf(folder, func(path string, info os.FileInfo) bool {
		foreign, err := ownedByAnother(path, info)
		if err != nil || foreign {
			return false
		}
		open, err := exposed(path, info)
		return err == nil && !open
	})
}

// removeLitter removes what programs that were killed while they created a file have left in a folder.
func removeLitter(folder string) error {
	return removeLitterIf(folder, func(string, os.FileInfo) bool { return true })
}

func removeLitterIf(folder string, own func(path string, info os.FileInfo) bool) error {
	names, err := fs.Glob(os.DirFS(folder), newfile.Pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		name = filepath.Join(folder, name)
		info, err := os.Lstat(name)
		if err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > litterAge && own(name, info) {
			removeNew(name)
		}
	}
	return nil
}

// removeSecondName removes the name that a file had while it was created. Where a file system cannot rename it without
// replacing another, it has two names for a moment, see [newfile.Rename], and a file with two names is refused.
func removeSecondName(path string, info os.FileInfo) error {
	if linkCount(info) < 2 {
		return nil
	}
	folder := filepath.Dir(path)
	names, err := fs.Glob(os.DirFS(folder), newfile.Pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		name = filepath.Join(folder, name)
		if second, err := os.Lstat(name); err != nil || !os.SameFile(second, info) {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// removeNew removes a file that was being created, and its side files. What cannot be removed is useless, but harmless.
func removeNew(path string) {
	os.Remove(path) //nolint:errcheck // see above
	for _, suffix := range sides {
		os.Remove(path + suffix) //nolint:errcheck // see above
	}
}

// fill makes a new file of an empty one, and stores it safely.
func fill(ctx context.Context, path string) error {
	if err := fillLogged(ctx, path); err != nil {
		return err
	}
	for _, suffix := range sides {
		if _, err := os.Lstat(path + suffix); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fmt.Errorf("%w: a new file has a %s", identity.FileDisk, suffix))
		}
	}
	if err := checkHeader(path); err != nil { // its length, too
		return err
	}
	if err := readThrough(ctx, path, true); err != nil {
		return err
	}
	return syncFile(path)
}

// fillLogged writes the content into the file and not only into its WAL.
func fillLogged(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", dsn(path, forCreating))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, migrations()); err != nil {
		return err
	}
	complete, err := emptyWAL(ctx, db)
	if err == nil && !complete {
		err = fmt.Errorf("checkpoint: %w", identity.FileBusy)
	}
	return err
}

// emptyWAL moves the WAL into the file. It reports whether it could: a reader can hinder it.
func emptyWAL(ctx context.Context, db *sql.DB) (complete bool, err error) {
	var busy, pages, moved int
	err = db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
	return busy == 0, err
}

// syncFile waits until the content of a file is on the disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
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
	if err := checkPrivate(path, info); err != nil {
		return err
	}
	if sides, err := hasSides(path); err != nil {
		return err
	} else if sides {
		if checked, err := checkSides(ctx, path); err != nil || checked {
			return err
		}
	}
	return readThrough(ctx, path, info.Size() <= wholeCheck)
}

// checkSides refuses a file whose side files must not be merged into it. It reports whether the content is known to be
// intact: either it was checked, or a program that checked it has the file open.
func checkSides(ctx context.Context, path string) (checked bool, err error) {
	lock, err := lockAlone(ctx, path)
	if err != nil {
		return false, err
	}
	if lock == nil {
		overwritten, err := overwrittenBeside(ctx, path)
		if overwritten {
			err = identity.FileOverwritten
		}
		return true, err
	}
	im, err := recovered(ctx, path)
	return im != nil, errors.Join(err, lock.Close())
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
	sides, err := hasSides(path)
	if err == nil && !sides && head.bytes() > info.Size() {
		err = fmt.Errorf("%w: %d of %d bytes exist", identity.FileDamaged, info.Size(), head.bytes())
	}
	return err
}

// readThrough checks all pages of a file that has no side files, if whole is set, and then its fingerprint and the ids
// of its users. It changes nothing.
func readThrough(ctx context.Context, path string, whole bool) (err error) {
	db, err := sql.Open("sqlite", dsn(path, forInspecting))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if whole {
		if err := checkStructure(ctx, db, ""); err != nil {
			return err
		}
	}
	if err := checkFingerprint(ctx, db, migrations()); err != nil {
		return err
	}
	return checkIDs(ctx, db)
}
