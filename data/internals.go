package data

import "strconv"

// Internals are values that the program keeps for itself.
type Internals struct {
	AttemptKey []byte // decides which unknown names share a slot
	LastID     int64  // of the user who was created last, even if they were deleted
	Crowded    string // a table with more rows than it can have, or ""
	// ChangesFit reports whether the list of recent changes is one that the program can have made.
	ChangesFit bool
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
	return i, err
}
