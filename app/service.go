// Package app holds the rules of Roster: who may do what to whom, what a user name, an email address and a password may
// be, and what the journal records.
//
// A [Service] offers what requires no account: the first run, signing in, and recovery. Each returns a [Session], whose
// methods do everything else. Every such method passes one gate (gate.go). In the transaction of the change, the gate
// reads the actor and the target, asks package access for a decision, and writes the journal entry. A right that was
// lost in one window is therefore lost in all of them, and what is refused is refused to every caller.
//
// The package knows neither SQL nor windows: package data stores the file, package views displays it. The pure parts
// are separate packages: access, password and journal.
package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// Options are what differs between the program and its tests.
type Options struct {
	Version string        // of the program, for the journal
	Hash    password.Cost // of hashing a password; the zero value means password.Policy
	// Computer is this computer's name in the journal; "" means the host name.
	Computer string
	// Witness is the path of the folder in which this computer stores how long journals were; "" stores nothing.
	Witness string
	// Elapsed returns the time since some moment, by a clock that nobody can set and that goes on while the computer
	// sleeps. If it is nil, the program notices only at its start that the computer's clock was set.
	Elapsed func() time.Duration
	// Brief says that the program ends soon. It then keeps nothing in memory until a full disk has room again, but fails
	// with [identity.FileDiskFull], and it waits for nothing for ever.
	Brief bool
	// Warn, if not nil, is called for problems that can be ignored, to log them.
	Warn func(what string, err error)
}

// Service is the entry point to a file of users. It is safe for concurrent use.
type Service struct {
	store   *data.Store
	origin  origin // of the entries that it writes
	hash    password.Cost
	decoy   string // the hash that is verified for a user who does not exist
	witness witness
	clock   *clock
	brief   bool                         // see [Options]
	warn    func(what string, err error) // may be nil
	warned  sync.Once                    // that the witness cannot be written
	hashing chan struct{}                // a semaphore: each hash takes 64 MiB, so they are computed one at a time
	writing chan struct{}                // a semaphore: the transaction that writes, and backlog
	backlog backlog
	room    *latest[Room]

	announced atomic.Bool // the file has the note of announce

	autoBackup *latest[AutoBackup]
}

// New returns the service for an open file.
func New(store *data.Store, o Options) (*Service, error) {
	if o.Hash == (password.Cost{}) {
		o.Hash = password.Policy()
	}
	if o.Computer == "" {
		o.Computer, _ = os.Hostname() // only a hint in the journal, so an error does not matter
	}
	s := &Service{
		store: store, origin: origin{o.Version, o.Computer, int64(os.Getpid())}, hash: o.Hash,
		witness: witness(o.Witness), brief: o.Brief, warn: o.Warn, hashing: make(chan struct{}, 1),
		clock: newClock(o.Elapsed, store.Now()), writing: make(chan struct{}, 1), room: newLatest(Room{Full: store.Full()}),
		autoBackup: newLatest(AutoBackup{}),
	}
	store.Waiting = func(waits bool) {
		room := s.room.get()
		room.Waits = waits
		s.room.set(room)
	}
	var err error
	if s.decoy, err = s.hash.Kind().Decoy(); err != nil {
		return nil, fmt.Errorf("decoy hash: %w", err)
	}
	return s, nil
}

// Path returns the absolute path of the file.
func (s *Service) Path() string { return s.store.Path() }

// Now returns the current time, by the clock of the file's transactions.
func (s *Service) Now() time.Time { return s.store.Now() }

// Revision returns a number that changes whenever this or another process changes the file.
func (s *Service) Revision(ctx context.Context) (int64, error) { return s.store.Revision(ctx) }

// Index keeps the users in memory for searching and sorting, until ctx ends, and checks the file. Until they are
// loaded, queries read the file, which is slower. It fails with [identity.FileDamaged].
func (s *Service) Index(ctx context.Context) error { return s.store.Index(ctx) }

// SortBy sets how texts are sorted once the users are in memory: key appends what a text, folded, is sorted by to a
// slice, see package collation.
func (s *Service) SortBy(key func(to, text []byte) []byte) { s.store.SortBy(key) }

// Damage returns the error of a file that was found to be damaged while it was open, or nil. Nothing can be changed in
// such a file.
func (s *Service) Damage() error { return s.store.Damage() }

// Indexed returns the fraction of the users that Index has loaded: 1 when the index is ready, and 0 while Index is not
// running.
func (s *Service) Indexed() float64 { return s.store.Indexed() }

// Empty reports whether the file has no users and no journal entries, and so needs its first System Admin. A file whose
// users were removed by another program is not empty, so nobody can become its System Admin that way.
func (s *Service) Empty(ctx context.Context) (empty bool, err error) {
	err = s.store.View(ctx, func(tx *data.Tx) error {
		empty, err = isEmpty(tx)
		return err
	})
	return empty, err
}

func isEmpty(tx *data.Tx) (bool, error) {
	if used, err := tx.AnyUser(); err != nil || used {
		return false, err
	}
	ends, err := tx.JournalEnds()
	return ends.Seq == 0, err
}

// errNoSystemAdminLeft is the invariant that update protects.
var errNoSystemAdminLeft = errors.New("no System Admin who can sign in would be left")

// update runs act in a writing transaction, checks the invariants, and updates the witness. act may run more than once,
// so it must set every variable that it captures on each run. update fails with errNoSystemAdminLeft.
func (s *Service) update(ctx context.Context, act func(*data.Tx) error) error {
	return s.updateOrKeep(ctx, act, nil)
}

// updateOrKeep is update, unless the disk is full. Then act runs, and instead of its changes later is kept in the
// backlog, unless it is nil: it must do the same, but use nothing that its caller uses.
func (s *Service) updateOrKeep(ctx context.Context, act, later func(*data.Tx) error) error {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ran, err := s.commit(ctx, act)
	full := errors.Is(err, identity.FileDiskFull)
	switch {
	case err == nil:
		s.backlog, full = nil, s.store.Full()
	case !full:
		return err
	case !ran.at.IsZero() && !s.brief:
		if clock := ran.clock; clock != nil && s.keep(ran.at, func(tx *data.Tx) error { return s.record(tx, *clock) }) {
			s.clock.follow(ran.at)
		}
		if later != nil && s.keep(ran.at, later) {
			err = nil
		}
	}
	s.room.set(Room{Full: full, Unsaved: len(s.backlog)}) // it waits no more
	return err
}

// keep adds a part to the backlog, unless that is full.
func (s *Service) keep(at time.Time, do func(*data.Tx) error) (kept bool) {
	if kept = len(s.backlog) < mostBacklog; kept {
		s.backlog = append(s.backlog, happened{at, do})
	}
	return kept
}

// ran is what ran in a transaction, even if it was not committed.
type ran struct {
	at    time.Time   // its time, or zero if not all of it ran
	clock *entryDraft // the entry that the computer's clock was set; nil if there is none
}

// commit runs act, after the backlog, in a writing transaction.
func (s *Service) commit(ctx context.Context, act func(*data.Tx) error) (ran, error) {
	r, err := s.commitGuarded(ctx, act, false)
	if errors.Is(err, errNoSystemAdminLeft) { // perhaps there was none before
		r, err = s.commitGuarded(ctx, act, true)
	}
	return r, err
}

// commitGuarded is commit, which fails if no System Admin who can sign in is left. Whether there was one before costs a
// statement, so that is looked at only on demand.
func (s *Service) commitGuarded(
	ctx context.Context, act func(*data.Tx) error, unlessNone bool,
) (r ran, err error) {
	var seen checkpoint
	var unseen error
	announced := s.announced.Swap(false)
	defer func() {
		if err != nil && announced {
			s.announced.Store(true)
		}
	}()
	err = s.store.Update(ctx, func(tx *data.Tx) error {
		r = ran{}
		required := true
		if unlessNone {
			var err error
			if required, err = tx.HasSystemAdmin(); err != nil {
				return err
			}
		}
		if announced {
			if err := tx.SetBatch(time.Time{}); err != nil {
				return err
			}
		}
		if err := s.backlog.write(tx); err != nil {
			return err
		}
		clock, err := s.recordClock(tx)
		if err != nil {
			return err
		}
		if err := act(tx); err != nil {
			return err
		}
		ends, err := tx.JournalEnds()
		if err != nil {
			return err
		}
		seen, unseen = s.witness.seen(ends)
		now, err := tx.Conclude(seen.Seq)
		if err != nil {
			return err
		}
		if required && !now.HasSystemAdmin {
			return errNoSystemAdminLeft
		}
		seen = seen.next(ends, now.Hash)
		r = ran{tx.Now(), clock}
		return nil
	})
	if err != nil {
		return r, err
	}
	if r.clock != nil {
		s.clock.follow(r.at)
	}
	// A witness that cannot be written does not stop the operation.
	if unseen = errors.Join(unseen, s.witness.save(seen)); unseen != nil && s.warn != nil {
		s.warned.Do(func() { s.warn("witness", unseen) }) // it would fail for every entry
	}
	return r, nil
}

// recordClock records that the computer's clock was set, and returns the entry, or nil if it was not.
func (s *Service) recordClock(tx *data.Tx) (*entryDraft, error) {
	right, jumped, err := s.clock.jumped(tx)
	if err != nil || !jumped {
		return nil, err
	}
	d := newEntry(access.SetClock, identity.User{}, identity.User{})
	d.changes.Set(journal.FieldClock, journal.Time(right), journal.Time(tx.Now()))
	return &d, s.record(tx, d)
}

// record appends d to the journal. Its actor and target must have been read in the transaction.
func (s *Service) record(tx *data.Tx, d entryDraft) error {
	ends, err := tx.JournalEnds()
	if err != nil {
		return err
	}
	events, err := s.origin.events([]entryDraft{d}, tx.Now(), ends)
	if err != nil {
		return err
	}
	return tx.AppendEvents(events)
}

// recordLater is record for drafts that follow one another. It builds their entries while the transaction goes on.
func (s *Service) recordLater(tx *data.Tx, drafts []entryDraft) error {
	from, at := s.origin, tx.Now()
	return tx.AppendLater(func(ends data.JournalEnds) ([]identity.Event, error) { return from.events(drafts, at, ends) })
}

// recordAsNow appends d, whose actor and target were read earlier, to the journal.
func (s *Service) recordAsNow(tx *data.Tx, d entryDraft) error {
	d, err := d.asNow(tx)
	if err != nil {
		return err
	}
	return s.record(tx, d)
}

// recordAfter records d after the operation has ended with err, and returns err.
func (s *Service) recordAfter(ctx context.Context, d entryDraft, err error) error {
	record := func(tx *data.Tx) error { return s.recordAsNow(tx, d) }
	recording := s.updateOrKeep(context.WithoutCancel(ctx), record, record)
	switch {
	case recording == nil:
		return err
	case err == nil:
		return recording
	}
	return fmt.Errorf("%w (and recording it: %w)", err, recording)
}
