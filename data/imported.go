package data

import (
	"errors"

	"roster/identity"
)

// These are the expressions of the index credentials_imported, which an equal one uses.
const (
	hashKind = `iif(substr(hash, 1, 4) = '$2b$', substr(hash, 1, 7),
		rtrim(rtrim(rtrim(hash, replace(hash, '$', '')), '$'), replace(hash, '$', '')))`
	isImported = `substr(hash, 1, 31) <> '$argon2id$v=19$m=65536,t=3,p=1$'
		AND substr(hash, 1, 27) <> '$argon2id$v=19$m=8,t=1,p=1$'`
)

// mostHashKinds is the number of kinds that HashKinds returns. Roster stores fewer.
const mostHashKinds = 8

// findHashKinds looks up each kind after the one before.
const findHashKinds = `
	WITH RECURSIVE kinds (kind) AS (
		SELECT (SELECT ` + hashKind + ` FROM credentials WHERE ` + isImported + ` ORDER BY ` + hashKind + ` LIMIT 1)
		UNION ALL
		SELECT (SELECT ` + hashKind + ` FROM credentials WHERE ` + isImported + ` AND ` + hashKind + ` > kinds.kind
			ORDER BY ` + hashKind + ` LIMIT 1)
		FROM kinds WHERE kind IS NOT NULL
	)
	SELECT kind FROM kinds WHERE kind IS NOT NULL LIMIT $1`

// HashKinds returns the different kinds of the imported hashes, each the part of a hash before its salt, in order. It
// returns no more than mostHashKinds, and looks each one up, however many hashes there are.
func (tx *Tx) HashKinds() (kinds []string, err error) {
	rows, err := tx.engine.Rows(findHashKinds, mostHashKinds)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var kind text
		if err := rows.Scan(&kind); err != nil {
			return nil, err
		}
		kinds = append(kinds, string(kind))
	}
	return kinds, rows.Err()
}

// ExpiredImports returns the ids of at most most users whose password has an imported hash and has expired.
func (tx *Tx) ExpiredImports(most int) ([]int64, error) {
	return tx.readIDs(`
		SELECT user_id FROM credentials INDEXED BY credentials_imported
		WHERE `+isImported+` AND expires BETWEEN 1 AND $1 LIMIT $2`, identity.Micros(tx.now), most)
}
