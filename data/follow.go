package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// Index keeps the users in memory, for searching and sorting, until ctx ends. Once they are loaded, [Tx.Users],
// [Tx.CountUsers] and [Tx.Position] answer from memory in every View, with the results that SQL would return on the
// same state of the file, sorted as SortBy says. The index takes about 130 bytes per user when all
// sort orders have been used.
//
// After loading them for the first time, Index checks the whole file, which Open does only with small ones. If it is
// damaged, Index fails with [identity.FileDamaged].
func (s *Store) Index(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var examining sync.WaitGroup
	defer examining.Wait()
	for {
		if err := s.loadIndex(ctx); err != nil {
			s.cache.Loading(0) // nothing is being loaded any more
			return cmp.Or(context.Cause(ctx), err)
		}
		if s.damagedIDs.Load() == nil {
			examining.Go(func() {
				if err := s.examine(s.Background(ctx)); err != nil && ctx.Err() == nil {
					stop(err)
				}
			})
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-s.cache.Outdated():
		}
	}
}

// SortBy sets the keys that [Tx.Users] sorts texts by once Index has loaded the users. Until then, it sorts their keys
// byte by byte.
func (s *Store) SortBy(key index.TextKey) { s.cache.SortBy(key) }

// Indexed returns the fraction of the users that Index has loaded: 1 when the index is ready, and 0 while Index is not
// running.
func (s *Store) Indexed() float64 { return s.cache.Loaded() }

// loadIndex reads all users, in two transactions at the same time.
func (s *Store) loadIndex(ctx context.Context) error {
	var all sqlite.IDs
	err := s.View(ctx, func(tx *Tx) error {
		return tx.engine.Row(`SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM users`).Scan(&all.First, &all.Last)
	})
	if err != nil {
		return err
	}
	ranges := split(all)
	parts := make([]*index.Index, len(ranges))
	var next, loaded atomic.Int64
	read := func() error {
		return s.View(ctx, func(tx *Tx) error {
			var seq int64
			if err := tx.engine.Row(`SELECT coalesce(max(seq), 0) FROM changes`).Scan(&seq); err != nil {
				return err
			}
			if seq > mostEntries {
				return fmt.Errorf("%w: the changes end with number %d", identity.FileDamaged, seq)
			}
			for n := next.Add(1) - 1; n < int64(len(ranges)); n = next.Add(1) - 1 {
				part, err := index.Load(seq, tx.indexRows(ranges[n]))
				if err != nil {
					return err
				}
				parts[n] = part
				s.cache.Loading(float64(loaded.Add(1)) / float64(len(ranges)))
			}
			return nil
		})
	}
	var second error
	var reading sync.WaitGroup
	if len(ranges) > 1 {
		reading.Go(func() { second = read() })
	}
	err = read()
	reading.Wait()
	if err := errors.Join(err, second); err != nil {
		return err
	}
	ix, err := s.joined(ctx, parts)
	switch {
	case err != nil:
		return err
	case ix == nil:
		return s.loadIndex(ctx)
	}
	return s.cache.Set(ctx, ix)
}

// rangesToLoad is the number of ranges of ids that two goroutines load in turn. More make progress smoother, and the
// goroutines end at the same time even if the ids have gaps; but the last chunk of each range is not full.
const rangesToLoad = 32

// split returns ranges that together include every id, also new ones, and split the ids that exist evenly.
func split(ids sqlite.IDs) (ranges []sqlite.IDs) {
	step := (uint64(ids.Last) - uint64(ids.First)) / rangesToLoad
	if step < index.ChunkSize {
		return []sqlite.IDs{sqlite.AllIDs}
	}
	next := sqlite.AllIDs
	for n := range uint64(rangesToLoad - 1) {
		next.Last = int64(uint64(ids.First) + (n+1)*step)
		ranges = append(ranges, next)
		next.First = next.Last + 1
	}
	next.Last = math.MaxInt64
	return append(ranges, next)
}

// joined returns the index of parts that were read in two transactions. It returns nil if they cannot be joined,
// because too much has changed.
func (s *Store) joined(ctx context.Context, parts []*index.Index) (*index.Index, error) {
	ix := index.Join(parts)
	if !slices.ContainsFunc(parts, func(p *index.Index) bool { return p.Seq() != ix.Seq() }) {
		return ix, nil
	}
	// Someone changed users after the first transaction had begun, so the second may include that.
	err := s.View(ctx, func(tx *Tx) error {
		changes, err := tx.changesAfter(ix.Seq())
		ix = ix.With(changes)
		return err
	})
	return ix, err
}

// errStopped ends reading when the consumer of the iterator stops.
var errStopped = errors.New("stopped")

// indexRows returns the users in a range of ids as rows of the index, ordered by id.
func (tx *Tx) indexRows(ids sqlite.IDs) iter.Seq2[index.Row, error] {
	return func(yield func(index.Row, error) bool) {
		err := tx.engine.EachByID([]string{
			"id", "role", "status", "last_sign_in", "name_key", "email_key", "first_key", "last_key", "spellings",
		}, "users", "id", ids, func(row *sqlite.Row) (int64, error) {
			r := index.Row{
				ID: row.Int(), Role: identity.Role(row.Int()), Status: identity.Status(row.Int()), LastSignIn: row.Int(),
			}
			for i := range r.Keys {
				r.Keys[i] = clipped(row.Text())
			}
			if !yield(r, nil) {
				return 0, errStopped
			}
			return r.ID, nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(index.Row{}, err)
		}
	}
}
