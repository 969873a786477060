package data

import (
	"errors"
	"hash/maphash"
	"math"
	"strconv"

	"roster/data/sqlite"
)

// Internals are values that the program keeps for itself.
type Internals struct {
	AttemptKey []byte // decides which unknown names share a slot
	LastID     int64  // of the user who was created last, even if they were deleted
	Crowded    string // a table with more rows than it can have, or ""
	// ChangesFit reports whether the list of recent changes is one that the program can have made.
	ChangesFit bool
	// SignInKeysFit reports whether the table sign_in_keys holds the keys of the users' names and email addresses, and
	// nothing else.
	SignInKeysFit bool
}

// Internals returns the values that the program keeps for itself.
func (tx *Tx) Internals() (i Internals, err error) {
	var last integer
	err = tx.engine.Row(`
		SELECT attempt_key, coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'users'), 0),
			CASE WHEN (SELECT count(*) FROM sqlite_sequence) > 1 THEN 'sqlite_sequence'
				WHEN (SELECT count(*) FROM recovery_key) > 1 THEN 'recovery_key'
				WHEN (SELECT count(*) FROM roster) > 1 THEN 'roster' ELSE '' END,
			(SELECT count(*) = coalesce(max(seq) - min(seq) + 1, 0) AND count(*) <= 8192
				AND coalesce(max(seq), 0) <= `+strconv.FormatInt(mostEntries, 10)+`
				AND coalesce(min(user_id), 1) > 0 AND coalesce(max(user_id), 0) <=
					coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'users'), 0) FROM changes)
		FROM roster`).Scan((*blob)(&i.AttemptKey), &last, &i.Crowded, &i.ChangesFit)
	i.LastID = int64(last)
	if err != nil {
		return Internals{}, err
	}
	i.SignInKeysFit, err = tx.signInKeysFit()
	return i, err
}

// signInKeysFit compares the sums of the hashes of all keys, which takes two passes instead of looking each of them up.
func (tx *Tx) signInKeysFit() (bool, error) {
	seed := maphash.MakeSeed() // nobody can make the sums equal who does not know it
	sum := func(id int64, key string) uint64 {
		return maphash.Comparable(seed, signInKey{id, key})
	}
	var want, got uint64
	err := tx.engine.EachByID([]string{"id", "name_key", "email_key"}, "users", "id", sqlite.AllIDs,
		func(row *sqlite.Row) (int64, error) {
			id, name, email := row.Int(), row.Text(), row.Text()
			if want += sum(id, name); email != name {
				want += sum(id, email)
			}
			return id, nil
		})
	_, err2 := tx.engine.Each(sqlite.Select{
		Columns: []string{"user_id", "key"}, From: "sign_in_keys", Order: "key", Limit: math.MaxInt,
	}, func(row *sqlite.Row) error {
		got += sum(row.Int(), row.Text())
		return nil
	})
	return got == want, errors.Join(err, err2)
}

// signInKey is a row of the table sign_in_keys.
type signInKey struct {
	id  int64
	key string
}
