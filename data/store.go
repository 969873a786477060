// Package data stores users, their credentials, the settings and the journal in one file.
//
// A [Store] is an open file. [Store.View] reads it and [Store.Update] changes it, each in one transaction, a [Tx]. The
// package knows how things are stored but not who may change them. Package app decides that; no other package imports
// this one, except desktop and command, which open the file.
//
// In its subdirectories, package sqlite is the storage engine, index holds the users in memory for searching and
// sorting, and fold compares text.
package data

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// Store is an open file of users. It is safe for concurrent use.
type Store struct {
	// Now is the clock of every transaction: time.Now, unless a test sets it.
	Now func() time.Time
	// Trace, if not nil, is called with the text of each statement before it runs, by several goroutines at the same
	// time. Tests count statements with it.
	Trace func(text string)
	// Patience is how long an Update waits for other programs; 0 means a few seconds, or as long as a batch of theirs
	// takes.
	Patience time.Duration
	// Waiting, if not nil, is called when an Update begins and ends to wait longer than a few seconds.
	Waiting func(waits bool)

	// connected is held for reading by everything that uses db, and for writing while it reconnects. What holds it for
	// reading may hold it twice, because nothing nests while a full disk makes reconnecting necessary.
	connected sync.RWMutex
	db        *sqlite.DB
	cache     *index.Cache

	damage     atomic.Pointer[error]   // see Damage
	damagedIDs atomic.Pointer[[]int64] // the users whose records are damaged; nil until known
}

// Check reads the whole file, indexes included. It fails with [identity.FileDamaged] if parts of it do not match.
func (s *Store) Check(ctx context.Context) error {
	if err := s.checkFile(ctx); err != nil {
		return err
	}
	return s.View(ctx, func(tx *Tx) error {
		fit, err := tx.signInKeysFit()
		if err == nil && !fit {
			err = fmt.Errorf("%w: the keys to sign in with are not those of the users", identity.FileDamaged)
		}
		return err
	})
}

func (s *Store) checkFile(ctx context.Context) error {
	defer s.use()()
	return s.explain(s.db.Check(ctx))
}

// Background returns a context for long work, such as verifying a backup. Whatever reads many rows or copies pages with
// it pauses while s searches its index, so that typing into the search field does not wait for a core.
func (s *Store) Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, s.cache.GiveWay)
}

// use keeps the connections as they are until the function that it returns is called.
func (s *Store) use() (release func()) {
	s.connected.RLock()
	return s.connected.RUnlock
}

// Full reports whether the file was opened while its disk was full, and nothing was written since. An Update then runs
// but cannot be committed, and no other program can open the file.
func (s *Store) Full() bool {
	defer s.use()()
	return s.db.Alone()
}

// Retry writes to the file without changing it, and ends Full. It fails with [identity.FileDiskFull] if there is still
// no room.
func (s *Store) Retry(ctx context.Context) error {
	if !s.Full() {
		defer s.use()()
		if err := s.db.Present(); err != nil {
			return s.explain(err)
		}
		return s.explain(s.db.Overwrite(ctx))
	}
	s.connected.Lock()
	defer s.connected.Unlock()
	err := s.db.Reconnect(ctx)
	if err == nil && s.db.Alone() {
		err = identity.FileDiskFull
	}
	return s.explain(err)
}

// Checkpoint moves all changes from the WAL beside the file into the file, so that nothing that was erased is left in
// either. complete is false if another program, or another transaction of this one, was still reading an earlier state;
// then it must be called again.
func (s *Store) Checkpoint(ctx context.Context) (complete bool, err error) {
	defer s.use()()
	complete, err = s.db.Checkpoint(ctx)
	return complete, s.explain(err)
}

// Erase is Checkpoint, and also overwrites what SQLite leaves in unused space when it moves rows. It reads the whole
// file, which takes about half a second per gigabyte.
func (s *Store) Erase(ctx context.Context) (complete bool, err error) {
	defer s.use()()
	complete, err = s.db.Erase(ctx)
	return complete, s.explain(err)
}

// Unerased reports whether Erase must be called: it was not complete since a user was deleted, in any process.
func (s *Store) Unerased(ctx context.Context) (bool, error) {
	defer s.use()()
	unerased, err := s.db.Unerased(ctx)
	return unerased, s.explain(err)
}

// Turn waits for a turn that the programs with the file open take one after another, until release is called.
func (s *Store) Turn(ctx context.Context) (release func(), err error) {
	defer s.use()()
	release, err = s.db.Turn(ctx)
	return release, s.explain(err)
}

// Close ends all transactions, completes Erase or Checkpoint if it can, and closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Path returns the absolute path of the file.
func (s *Store) Path() string { return s.db.Path() }

// Revision returns a number that changes whenever this or another process commits a change. It takes a few
// microseconds. It fails with [identity.FileGone] if the file was moved or deleted, and with
// [identity.FileOverwritten].
func (s *Store) Revision(ctx context.Context) (int64, error) {
	defer s.use()()
	if err := s.db.Present(); err != nil {
		return 0, s.explain(err)
	}
	n, err := s.db.Revision(ctx)
	return n, s.explain(err)
}

// SaveAs saves the last committed state in a new file at path, which only its owner can read, even if the open file was
// moved or deleted. It replaces no file. Its errors are an [identity.FileError] about the new file.
func (s *Store) SaveAs(ctx context.Context, path string) error {
	defer s.use()()
	if err := s.db.SaveAs(ctx, path); err != nil {
		return &identity.FileError{Path: path, Err: sqlite.Explain(err)}
	}
	return nil
}

// Damage returns the error of a file that was found to be damaged while it was open, or nil. From then on
// [Store.Update] fails with it, so that nothing is written on top of the damage.
func (s *Store) Damage() error {
	if damage := s.damage.Load(); damage != nil {
		return *damage
	}
	return nil
}

// View runs fn on a snapshot of the file. Writing in fn fails.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	defer s.use()()
	return s.run(ctx, s.db.Read, &Tx{now: s.Now(), cache: s.cache}, fn)
}

// Update runs fn as the only writer of the file and commits if fn returns nil. The changes then survive a power cut. If
// fn or the commit fails, nothing is changed. It waits for other programs as Patience says.
//
// fn may run more than once, each time without its earlier changes. It must set every variable that it captures on each
// run.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	defer s.use()()
	if err := errors.Join(s.Damage(), s.db.Present()); err != nil {
		return s.explain(err)
	}
	began := time.Now()
	err := s.update(ctx, fn)
	if errors.Is(err, identity.FileBusy) && s.isPatient(ctx, began) {
		s.waiting(true)
		defer s.waiting(false)
		for errors.Is(err, identity.FileBusy) && s.isPatient(ctx, began) {
			err = s.update(ctx, fn)
		}
	}
	if err == nil {
		s.db.Committed(ctx)
	}
	return err
}

// update is Update, which waits only for a few seconds.
func (s *Store) update(ctx context.Context, fn func(*Tx) error) error {
	now := s.Now()
	if runTwice {
		first := func(tx *Tx) error {
			tx.engine.Trace = nil // only the second run counts
			return errors.Join(fn(tx), errRunAgain)
		}
		if err := s.run(ctx, s.db.Write, &Tx{now: now, writes: true}, first); !errors.Is(err, errRunAgain) {
			return err
		}
	}
	return s.run(ctx, s.db.Write, &Tx{now: now, writes: true}, fn)
}

// isPatient reports whether an Update that began at a time goes on waiting for another program.
func (s *Store) isPatient(ctx context.Context, began time.Time) bool {
	if s.Patience > 0 {
		return time.Since(began) < s.Patience
	}
	return s.batchRuns(ctx)
}

// longestBatch is the time from which a batch that was noted is not waited for: its program was killed.
const longestBatch = time.Hour

// batchRuns reports whether another program keeps the file busy with a batch.
func (s *Store) batchRuns(ctx context.Context) bool {
	var since integer
	err := s.View(ctx, func(tx *Tx) error { return tx.engine.Row(`SELECT batch FROM roster`).Scan(&since) })
	age := s.Now().Sub(sound(int64(since)))
	return err == nil && since != 0 && age >= 0 && age < longestBatch
}

// waiting notes that an Update waits for another program, or does not any more.
func (s *Store) waiting(waits bool) {
	if s.Waiting != nil {
		s.Waiting(waits)
	}
}

// errRunAgain rolls back the first of two runs.
var errRunAgain = errors.New("run again")

// run runs fn in a transaction. tx has its time and, unless it is an Update, the cache: no index includes an Update's
// own changes.
func (s *Store) run(ctx context.Context, pool *sqlite.Pool, tx *Tx, fn func(*Tx) error) (err error) {
	engine, err := pool.Begin(ctx)
	if err != nil {
		return s.explain(fmt.Errorf("begin: %w", err))
	}
	if tx.writes { // it may have waited
		if err := s.db.Present(); err != nil {
			return s.explain(errors.Join(err, engine.Rollback()))
		}
	}
	engine.Trace, engine.Uninterrupted, engine.GiveWay = s.Trace, tx.writes, giveWay(ctx)
	// This does nothing after a commit. It undoes everything after an error, or a panic in fn. When ctx ends, database/sql
	// does that by itself, and whoever has cancelled does not wait until the memory of a hundred thousand changes is free.
	defer func() {
		if ctx.Err() == nil {
			err = errors.Join(err, engine.Rollback())
		}
	}()
	tx.engine, tx.damaged = engine, &s.damagedIDs
	tx.follow = func() error {
		if s.db.Alone() {
			return nil // a View would wait for the only connection, and this cannot be committed anyway
		}
		return s.View(ctx, func(committed *Tx) error {
			_, err := committed.indexed()
			return err
		})
	}
	if err := fn(tx); err != nil {
		return s.explain(engine.Explain(err))
	}
	if err := s.commit(tx); err != nil {
		return s.explainCommit(ctx, tx, sqlite.Explain(fmt.Errorf("commit: %w", err)))
	}
	return nil
}

// explainCommit explains why a commit failed. If the disk failed, it looks whether the change is in the file. If not,
// the change could still appear after a crash, until other content replaces it in the WAL.
func (s *Store) explainCommit(ctx context.Context, tx *Tx, err error) error {
	if problem, _ := errors.AsType[identity.FileProblem](err); problem != identity.FileDisk || !tx.writes {
		return s.explain(err)
	}
	ctx = context.WithoutCancel(ctx)
	problem := identity.FileUnsure
	switch stored, e := s.stored(ctx, tx); {
	case e != nil:
		err = errors.Join(err, e)
	case stored:
		problem = identity.FileUnsafe
	default:
		if e := s.db.Overwrite(ctx); e == nil {
			problem = identity.FileDisk
		} else {
			err = errors.Join(err, e)
		}
	}
	return s.explain(fmt.Errorf("%w (%w)", problem, err))
}

// stored reports whether the last journal entry of tx is in the file.
func (s *Store) stored(ctx context.Context, tx *Tx) (stored bool, err error) {
	if tx.ends == nil || tx.appended == 0 || s.db.Alone() {
		return false, errors.New("nothing shows whether the change is in the file")
	}
	err = s.View(ctx, func(now *Tx) error {
		stored, err = now.HasEvent(tx.ends.Seq, tx.ends.Last)
		return err
	})
	return stored, err
}

// commit commits tx. If it has changed many users, commit also brings the index up to date.
func (s *Store) commit(tx *Tx) error {
	if tx.writes && tx.appended == 0 && !tx.counted {
		if _, err := tx.engine.Exec(sqlite.CountCommit); err != nil {
			return err
		}
	}
	if tx.last == 0 || len(tx.written) < ownChanges {
		return tx.engine.Commit()
	}
	return s.cache.CommitOwn(tx.last, tx.written, tx.engine.Commit)
}

// explain adds the path to an error that is about the file. It notes that the file is damaged. It must be called while
// use or connected is held.
func (s *Store) explain(err error) error {
	err = sqlite.Explain(err)
	switch problem, _ := errors.AsType[identity.FileProblem](err); problem {
	case identity.FilePermission, identity.FileNotRoster, identity.FileDamaged:
		// A new connection does not find the file, or finds another.
		if gone := s.db.Present(); gone != nil {
			err = fmt.Errorf("%w (it was: %s)", gone, err.Error())
		}
	}
	if _, ok := errors.AsType[identity.FileProblem](err); !ok {
		return err
	}
	if _, named := errors.AsType[*identity.FileError](err); !named {
		err = &identity.FileError{Path: s.Path(), Err: err}
	}
	if errors.Is(err, identity.FileDamaged) {
		s.damage.CompareAndSwap(nil, &err)
	}
	return err
}
