package app

import (
	"context"
	"errors"

	"roster/app/access"
	"roster/identity"
)

// Selection is users whom a person has selected. It is fixed: whatever others change, it stays the same users.
type Selection struct{ ids []int64 }

// Count returns the number of users.
func (s Selection) Count() int { return len(s.ids) }

// IDs returns the users' ids, which must not be changed.
func (s Selection) IDs() []int64 { return s.ids }

// SelectionOf returns a selection of the users with these ids.
func SelectionOf(ids ...int64) Selection { return Selection{ids} }

// ErrStalePage means that the users have changed since a page of them was read, so that positions in it may be those of
// others now.
var ErrStalePage = errors.New("the users have changed since they were read")

// Select returns the users at these positions of the result of q. shown is the state of the page on which the person
// has selected them, see [Page]; Select fails with ErrStalePage if it is not the present one.
func (s *Session) Select(
	ctx context.Context, q identity.Query, shown int64, places []identity.Range,
) (selected Selection, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		selected = Selection{}
		switch now, err := a.State(q); {
		case err != nil:
			return err
		case now != shown:
			return ErrStalePage
		}
		for _, r := range places {
			ids, err := a.IDs(q, r.From, r.To-r.From)
			if err != nil {
				return err
			}
			selected.ids = append(selected.ids, ids...)
		}
		return nil
	})
	return selected, err
}

// Places returns those of the selected users whom q finds, where they are in its result, and of which state that is,
// see [Page].
func (s *Session) Places(
	ctx context.Context, q identity.Query, selected Selection,
) (found Selection, places []identity.Range, state int64, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		if found.ids, places, err = a.Tx.Places(q, selected.ids); err != nil {
			return err
		}
		state, err = a.State(q)
		return err
	})
	return found, places, state, err
}
