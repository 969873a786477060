package data

import (
	"context"

	"roster/identity"
)

// examine checks what opening the file left out: the pages of every table, one table at a time, so that no snapshot is
// held for long, and then the values of every user. It fails with [identity.FileDamaged].
func (s *Store) examine(ctx context.Context) error {
	if err := s.db.CheckTables(ctx); err != nil {
		return s.explain(err)
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

// DamagedUsers returns the users whose records are damaged, but not more than 100 of them. known is false until
// [Store.Index] has read the whole file for the first time. A record that is damaged afterwards is not included.
func (tx *Tx) DamagedUsers() (users []identity.User, known bool, err error) {
	ids := tx.damaged.Load()
	if ids == nil {
		return nil, false, nil
	}
	for _, id := range *ids {
		found, err := tx.accounts(`WHERE id = $1`, id)
		if err != nil {
			return nil, false, err
		}
		if len(found) > 0 && found[0].User.Damaged {
			users = append(users, found[0].User)
		}
	}
	return users, true, nil
}
