package data

import (
	"context"
	"errors"
	"slices"

	"roster/identity"
)

// examine checks what opening the file left out: the pages of every table, one table at a time, so that no snapshot is
// held for long, and then the values of every user. It fails with [identity.FileDamaged].
func (s *Store) examine(ctx context.Context) error {
	if err := s.checkTables(ctx); err != nil {
		return err
	}
	var ids []int64
	err := s.View(ctx, func(tx *Tx) (err error) {
		ids, err = tx.damagedIDs()
		return err
	})
	if err == nil {
		s.damagedIDs.Store(&ids)
	}
	return err
}

func (s *Store) checkTables(ctx context.Context) error {
	defer s.use()()
	return s.explain(s.db.CheckTables(ctx))
}

// DamagedUsers returns the users whose records are damaged, but not more than 100 of them, and how many there are
// besides. known is false until [Store.Index] has read the whole file for the first time. A record that is damaged
// afterwards is not included.
func (tx *Tx) DamagedUsers() (users []identity.User, besides int, known bool, err error) {
	ids := tx.damaged.Load()
	if ids == nil {
		return nil, 0, false, nil
	}
	for i, id := range *ids {
		if len(users) == maxDamaged {
			besides = len(*ids) - i
			break
		}
		a, err := tx.Account(id)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return nil, 0, false, err
		case a.User.Damaged:
			users = append(users, a.User)
		}
	}
	return users, besides, true, nil
}

// maxDamaged is the number of damaged users that are listed.
const maxDamaged = 100

// markDamaged marks those of the users who were found damaged when the file was examined, and still are.
func (tx *Tx) markDamaged(users []identity.User) error {
	ids := tx.damaged.Load()
	if ids == nil || len(*ids) == 0 {
		return nil
	}
	for i, u := range users {
		if _, known := slices.BinarySearch(*ids, u.ID); !known || u.Damaged {
			continue
		}
		a, err := tx.Account(u.ID)
		if err != nil {
			return err
		}
		users[i] = a.User
	}
	return nil
}
