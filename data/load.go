package data

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"runtime/debug"
	"slices"
)

// Index keeps in memory what users are searched and sorted by, until ctx ends. Once that is loaded, [Tx.Users],
// [Tx.CountUsers] and [Tx.Place] answer from there in every View, by the same rules and from the same state of the
// file. It takes about 130 bytes a user once all orders have been asked for.
func (s *Store) Index(ctx context.Context) error {
	for {
		if err := s.loadIndex(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.memory.outdated:
		}
	}
}

// Indexed is the share of the users that Index has loaded: 1 when it is done.
func (s *Store) Indexed() float64 { return math.Float64frombits(s.memory.loaded.Load()) }

func (s *Store) setIndexed(share float64) { s.memory.loaded.Store(math.Float64bits(share)) }

// loadIndex reads all users.
func (s *Store) loadIndex(ctx context.Context) error {
	ix := &index{}
	err := s.View(ctx, func(tx *Tx) (err error) {
		var last int64
		if ix.seq, last, err = tx.extent(); err != nil {
			return err
		}
		from, span := int64(math.MinInt64), int64(chunkSize)
		for {
			c, err := tx.chunkFrom(from, span)
			if err != nil {
				return err
			}
			switch {
			case c == nil: // there are more ids in use here than before
				span = chunkSize
				continue
			case len(c.ids) == 0:
				return nil
			case len(c.ids) < chunkSize/2 && span < math.MaxUint32/2: // and here there are fewer
				span *= 2
			}
			ix.chunks = append(ix.chunks, c)
			ix.live += len(c.ids)
			from = c.last()
			s.setIndexed(min(float64(from)/float64(last), 1) * 0.9) // the rest is sorting
			if from == math.MaxInt64 {
				return nil
			}
			from++
		}
	})
	if err != nil {
		return err
	}
	byName, err := newOrder(ctx, ix, ByName, nil)
	if err != nil {
		return err
	}
	s.memory.mu.Lock()
	s.memory.set(ix, byName)
	s.setIndexed(1)
	s.memory.mu.Unlock()
	if ix.live > manyUsers {
		debug.FreeOSMemory() // loading took as much again, which else stays the program's for minutes
	}
	return nil
}

// manyUsers are enough for what loading them took to be worth giving back at once.
const manyUsers = 100_000

// dropIndex forgets the index and asks for another.
func (s *Store) dropIndex(seen *index) {
	m := s.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.index != seen { // somebody else has seen to it
		return
	}
	m.set(nil, nil)
	s.setIndexed(0)
	select {
	case s.memory.outdated <- struct{}{}:
	default: // somebody has asked already
	}
}

// extent returns the number of the last change and the highest id.
func (tx *Tx) extent() (seq, last int64, err error) {
	err = tx.row(
		`SELECT (SELECT coalesce(max(seq), 0) FROM changes), (SELECT coalesce(max(id), 0) FROM users)`).Scan(&seq, &last)
	return seq, last, err
}

// chunkFrom reads the users whose ids are the lowest from id on and those within a span from there; nil if they are too
// many for a chunk.
func (tx *Tx) chunkFrom(id, span int64) (*chunk, error) {
	var first sql.NullInt64
	if err := tx.row(`SELECT min(id) FROM users WHERE id >= $1`, id).Scan(&first); err != nil {
		return nil, err
	}
	if !first.Valid {
		return &chunk{}, nil
	}
	last := first.Int64 + min(span-1, math.MaxInt64-max(first.Int64, 0))
	var value []byte
	err := tx.row(`
		SELECT `+collect+`(id, role, status, last_sign_in, name_key, email_key, first_key, last_key)
		FROM users WHERE id >= $1 AND id <= $2`, first.Int64, last).Scan(&value)
	if err != nil {
		return nil, err
	}
	c := decode(value)
	if c != nil && !slices.IsSorted(c.ids) { // rows come in the order of the table, although SQL does not promise it
		return nil, errors.New("users came out of order")
	}
	return c, nil
}

// indexed returns the index of the state of the file that tx sees; nil if there is none, and SQL has to answer.
func (tx *Tx) indexed() (*index, error) {
	if tx.store == nil || tx.index != nil {
		return tx.index, nil
	}
	stale, err := tx.advance()
	if stale != nil {
		tx.store.dropIndex(stale)
	}
	return tx.index, err
}

// advance brings the index to the state that tx sees and gives it to tx, unless somebody else has brought it further.
// It returns an index that cannot follow.
func (tx *Tx) advance() (stale *index, err error) {
	m := tx.store.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.index == nil {
		return nil, nil
	}
	ids, seq, err := tx.changesAfter(m.index.seq)
	if err != nil || seq < m.index.seq {
		return nil, err
	}
	if int64(len(ids)) < seq-m.index.seq {
		return m.index, nil
	}
	if len(ids) > 0 {
		changed, err := tx.keyed(ids)
		if err != nil {
			return nil, err
		}
		next := m.index.with(seq, changed)
		if next == nil {
			return m.index, nil
		}
		m.follow(next)
	}
	tx.index = m.index
	return nil, nil
}

// changesAfter lists whom the changes after one of them concern, once for each, and the number of the last. There are
// fewer than the numbers tell if some are not known any more.
func (tx *Tx) changesAfter(seq int64) (ids []int64, last int64, err error) {
	rows, err := tx.rows(`SELECT seq, user_id FROM changes WHERE seq >= $1 ORDER BY seq`, seq)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&last, &id); err != nil {
			return nil, 0, err
		}
		if last > seq {
			ids = append(ids, id)
		}
	}
	return ids, last, rows.Err()
}

// keyed reads what the index keeps of the users of these ids, sorted by id, each once.
func (tx *Tx) keyed(ids []int64) ([]keyed, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	users := make([]keyed, len(ids))
	for n, id := range ids {
		u, err := tx.User(id)
		switch {
		case errors.Is(err, ErrNotFound):
			users[n] = keyed{id: id, group: absent}
		case err != nil:
			return nil, err
		default:
			users[n] = keyed{id: id, group: groupOf(u.Role, u.Status), signIn: micros(u.LastSignIn)}
			for _, key := range []string{Key(u.Name), Key(u.Email), Key(u.FirstName), Key(u.LastName)} {
				users[n].text = appendKey(users[n].text, key)
			}
			users[n].marks = signatureOf(users[n].text)
		}
	}
	return users, nil
}
