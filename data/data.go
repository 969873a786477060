// Package data keeps users, their credentials and the journal in one SQLite file.
//
// A [Store] is an open file. Everything is read in [Store.View] and written in [Store.Update], each of them one
// transaction that a [Tx] stands for. The package knows how things are kept and nothing of who may change them.
// That is the business of package app, the only one that imports this one apart from main.
//
// Several processes may have one file open. Writers wait for each other; readers see the last committed state.
package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Errors that a caller can tell apart. Those of a file come wrapped in a [FileError].
var (
	ErrNotFound   = errors.New("not found")
	ErrStale      = errors.New("changed by somebody else in the meantime")
	ErrNameTaken  = errors.New("user name is taken")
	ErrEmailTaken = errors.New("email address is taken")

	ErrFolder     = errors.New("is a folder")
	ErrPermission = errors.New("permission denied")
	ErrReadOnly   = errors.New("cannot be written to")
	ErrNetwork    = errors.New("lies on another computer")
	ErrOpen       = errors.New("open to other users")
	ErrLinked     = errors.New("more than one name")
	ErrNotRoster  = errors.New("not a Roster file")
	ErrNewer      = errors.New("made by a newer version")
	ErrDamaged    = errors.New("damaged")
	ErrFull       = errors.New("disk is full")
	ErrBusy       = errors.New("in use by another program")
	ErrGone       = errors.New("moved or deleted while open")
)

// FileError says which file an error is about.
type FileError struct {
	Path string
	Err  error
}

// Error implements error.
func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *FileError) Unwrap() error { return e.Err }

// Store is an open file of users. It is safe for concurrent use.
type Store struct {
	// Now tells the time of each transaction: time.Now, unless a test sets it.
	Now func() time.Time

	path    string
	file    os.FileInfo // as it was when opened, to notice its going away
	write   *statements
	read    *statements
	watcher *sql.Conn
	memory  *memory
}

// readers is the size of the pool of reading connections: the window's own and a search under way.
const readers = 3

// Open opens the file at path, and creates it, readable by its owner alone, if there is nothing. A file that it
// refuses is left as it was, byte for byte. The errors are [FileError] around ErrFolder, ErrPermission,
// ErrReadOnly, ErrNetwork, ErrOpen, ErrLinked, ErrNotRoster, ErrNewer, ErrDamaged, ErrFull or ErrBusy.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := open(ctx, path)
	if err != nil {
		return nil, &FileError{path, translate(err)}
	}
	return s, nil
}

func open(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := configure(); err != nil {
		return nil, err
	}
	if onNetwork(filepath.Dir(path)) {
		return nil, ErrNetwork
	}
	if err := create(ctx, path); err != nil {
		return nil, err
	}
	if err := examine(ctx, path); err != nil {
		return nil, err
	}
	s := &Store{Now: time.Now, path: path, memory: &memory{outdated: make(chan struct{}, 1)}}
	if err := s.connect(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Look opens the file at path for reading alone: it changes nothing in it, and makes no file beside it unless a program has
// left what it wrote last in one. Of the store that it returns only [Store.View], [Store.Check] and [Store.Close] are to be
// used. The errors are those of Open, but for ErrReadOnly, ErrNetwork, ErrOpen and ErrLinked.
func Look(ctx context.Context, path string) (*Store, error) {
	s, err := look(ctx, path)
	if err != nil {
		return nil, &FileError{path, translate(err)}
	}
	return s, nil
}

func look(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := configure(); err != nil {
		return nil, err
	}
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	purpose := forLooking
	if _, err := os.Lstat(path + "-wal"); err == nil { // somebody has it open, or was killed
		purpose = forReading
	}
	read, err := sql.Open("sqlite", dsn(path, purpose))
	if err != nil {
		return nil, err
	}
	s := &Store{Now: time.Now, path: path, read: newStatements(read), memory: &memory{outdated: make(chan struct{}, 1)}}
	if err := read.PingContext(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Check reads the whole file, indexes too, and fails with ErrDamaged where they do not belong together.
func (s *Store) Check(ctx context.Context) error {
	if err := checkPages(ctx, s.read.db, `PRAGMA integrity_check(1)`); err != nil {
		return &FileError{s.path, translate(err)}
	}
	return nil
}

func (s *Store) connect(ctx context.Context) (err error) {
	write, err := sql.Open("sqlite", dsn(s.path, forWriting))
	if err != nil {
		return err
	}
	s.write = newStatements(write)
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write); err != nil {
		return err
	}
	if s.file, err = os.Stat(s.path); err != nil {
		return err
	}
	read, err := sql.Open("sqlite", dsn(s.path, forReading))
	if err != nil {
		return err
	}
	s.read = newStatements(read)
	read.SetMaxOpenConns(readers + 1) // one is the watcher's
	read.SetMaxIdleConns(readers + 1)
	s.watcher, err = read.Conn(ctx)
	return err
}

// Close ends all transactions and closes the file.
func (s *Store) Close() error {
	var errs []error
	if s.watcher != nil {
		errs = append(errs, s.watcher.Close())
	}
	if s.read != nil {
		errs = append(errs, s.read.db.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.db.Close())
	}
	return errors.Join(errs...)
}

// Path is the absolute path of the file.
func (s *Store) Path() string { return s.path }

// Revision is a number that differs from the one before if anybody, in this process or another, has committed a
// change in between. It costs a few microseconds.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var n int64
	err := s.watcher.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&n)
	return n, s.explain(err)
}

// Tx is a transaction: bound to a context, with one clock. It must not be used after the function that was
// given it returns, nor after one of its methods has returned an error other than ErrNotFound.
type Tx struct {
	ctx context.Context
	tx  *sql.Tx
	now time.Time

	statements *statements

	store *Store // whose index is asked; nil in an Update, whose own changes are in no index
	index *index // of the state that is seen; nil before it is asked for
}

// Now is the time of the transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// View runs fn on one unchanging state of the file. An attempt to write in it fails.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.run(ctx, s.read, &Tx{store: s}, fn)
}

// Update runs fn as the only writer of the file and commits if fn returns nil: what is done is then on the disk,
// and stays there through a power cut. Otherwise nothing has happened.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	if now, err := os.Stat(s.path); err != nil || !os.SameFile(now, s.file) {
		return &FileError{s.path, ErrGone} // SQLite would go on writing into a file that nobody finds
	}
	return s.run(ctx, s.write, &Tx{}, fn)
}

func (s *Store) run(ctx context.Context, on *statements, t *Tx, fn func(*Tx) error) (err error) {
	on.prepare(ctx)
	tx, err := on.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(fmt.Errorf("begin: %w", err))
	}
	defer func() {
		// After a commit this does nothing; after an error, or a panic in fn, it takes everything back.
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			err = errors.Join(err, e)
		}
	}()
	t.ctx, t.tx, t.statements, t.now = ctx, tx, on, s.Now()
	if err := fn(t); err != nil {
		return s.explain(err)
	}
	if err := tx.Commit(); err != nil {
		return s.explain(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// explain names the file in an error that is about the file.
func (s *Store) explain(err error) error {
	err = translate(err)
	if isFileError(err) {
		return &FileError{s.path, err}
	}
	return err
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
