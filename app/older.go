package app

import (
	"context"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
)

// Older means that this computer has seen a later state of the file: the file is an older copy, its last changes were
// lost, or it went on differently elsewhere.
type Older struct {
	Entry int64 // the number of the file's last journal entry
	Seen  int64 // the number of the last entry that this computer has seen
}

// Older returns whether this computer has seen a later state of the file, or nil.
func (s *Service) Older(ctx context.Context) (older *Older, err error) {
	err = s.store.View(ctx, func(tx *data.Tx) error {
		older, err = s.older(tx)
		return err
	})
	return older, err
}

func (s *Service) older(tx *data.Tx) (*Older, error) {
	ends, err := tx.JournalEnds()
	if err != nil {
		return nil, err
	}
	seen, err := s.witness.seen(ends)
	if err != nil || seen.Seq == 0 {
		return nil, err
	}
	stored, err := tx.HasEvent(seen.Seq, seen.Hash)
	if err != nil || stored {
		return nil, err
	}
	return &Older{Entry: ends.Seq, Seen: seen.Seq}, nil
}

// AcceptOlder makes the file, as it is, the state that this computer has seen last. The journal records it.
func (s *Session) AcceptOlder(ctx context.Context) error {
	err := s.write(ctx, request{op: access.AcceptOlder}, func(a *authorized) (effect, error) {
		older, err := s.service.older(a.Tx)
		switch {
		case err != nil:
			return 0, err
		case older == nil:
			return unchanged, nil
		}
		a.entry.changes.Set(journal.FieldEntries, strconv.FormatInt(older.Seen, 10), strconv.FormatInt(older.Entry, 10))
		return changed, nil
	})
	if err != nil {
		return err
	}
	return s.service.trust(ctx)
}

// trust stores the last entry of the file as the one that this computer has seen last, even if it had seen another.
func (s *Service) trust(ctx context.Context) error {
	return s.store.View(ctx, func(tx *data.Tx) error {
		ends, err := tx.JournalEnds()
		if err != nil {
			return err
		}
		seen, err := s.witness.seen(ends)
		if err != nil {
			return err
		}
		return s.witness.save(checkpoint{path: seen.path, Seq: ends.Seq, Hash: ends.Last})
	})
}
