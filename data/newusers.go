package data

import (
	"encoding/json"
	"errors"
	"slices"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// Holders returns, by key, the ids of the users who have one of these keys, see [fold.Key], as their user name or email
// address.
func (tx *Tx) Holders(keys []string) (map[string]int64, error) {
	holders := map[string]int64{}
	for part := range slices.Chunk(keys, accountsAtOnce) {
		if err := tx.addHolders(holders, part); err != nil {
			return nil, err
		}
	}
	return holders, nil
}

func (tx *Tx) addHolders(holders map[string]int64, keys []string) error {
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	rows, err := tx.engine.Rows(`SELECT key, user_id FROM sign_in_keys WHERE key `+inList, string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key text
		var id integer
		if err := rows.Scan(&key, &id); err != nil {
			return err
		}
		holders[string(key)] = int64(id)
	}
	return rows.Err()
}

// usersInserted is the number of users that one statement inserts.
const usersInserted = 64

// insertUsers and insertCredentials insert new users and their credentials.
var (
	insertUsers = insertion{into: `
		INSERT INTO users (version, created, changed, name, name_key, email, email_key, first_name, first_key, last_name,
			last_key, spellings, role, status, expires, note) VALUES `, columns: 16, after: " RETURNING id, name_key, salt"}
	insertCredentials = insertion{
		into: `INSERT INTO credentials (user_id, version, hash, must_change, expires) VALUES `, columns: 5,
	}
)

// InsertAccounts adds users with new ids, and their credentials, unless they have no hash. It returns them as stored,
// in the same order. Their names and addresses must be free, see [Tx.Holders], and differ from each other.
func (tx *Tx) InsertAccounts(accounts []identity.Account) ([]identity.Account, error) {
	stored := make([]identity.Account, 0, len(accounts))
	for part := range slices.Chunk(accounts, usersInserted) {
		users, err := tx.insertNewUsers(part)
		if err != nil {
			return nil, err
		}
		var credentials []identity.Credential
		for i, a := range part {
			account := identity.Account{User: users[i]}
			if a.Credential.Hash != "" {
				c := a.Credential
				c.UserID, c.Version = users[i].ID, 1
				credentials = append(credentials, c)
				account.Credential = c
			}
			stored = append(stored, account)
		}
		if err := tx.insertNewCredentials(credentials); err != nil {
			return nil, err
		}
	}
	return stored, nil
}

// insertNewUsers adds a part of the users of InsertAccounts.
func (tx *Tx) insertNewUsers(part []identity.Account) ([]identity.User, error) {
	now := identity.Micros(tx.now)
	args := make([]any, 0, len(part)*insertUsers.columns)
	users, keys := make([]identity.User, len(part)), make([][index.Keys]string, len(part))
	places := make(map[string]int, len(part))
	for i, a := range part {
		u := a.User
		keys[i] = keysOf(u)
		args = append(args, 1, now, now, u.Name, keys[i][0], u.Email, keys[i][1], u.FirstName, keys[i][2], u.LastName,
			keys[i][3], keys[i][4], int64(u.Role), int64(u.Status), int64(u.Expires), u.Note)
		u.Version, u.Created, u.Changed = 1, identity.FromMicros(now), identity.FromMicros(now)
		users[i], places[keys[i][0]] = u, i
	}
	rows, err := tx.engine.Rows(insertUsers.rows(len(part)), args...)
	if err != nil {
		return nil, tx.notInserted(err)
	}
	defer rows.Close()
	added := 0
	for ; rows.Next(); added++ {
		var id integer
		var key text
		var salt blob
		if err := rows.Scan(&id, &key, &salt); err != nil {
			return nil, err
		}
		place, known := places[string(key)]
		if !known || users[place].ID != 0 {
			return nil, ErrIgnored
		}
		users[place].ID, users[place].Salt = int64(id), string(salt)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, tx.notInserted(err)
	}
	if added != len(users) {
		return nil, ErrIgnored
	}
	for i, u := range users {
		if err := tx.wrote(index.Row{ID: u.ID, Role: u.Role, Status: u.Status, Keys: keys[i]}); err != nil {
			return nil, err
		}
	}
	return users, nil
}

// notInserted returns why a user could not be inserted.
func (tx *Tx) notInserted(err error) error {
	if errors.Is(sqlite.Explain(err), identity.FileDiskFull) {
		return tx.idsExhausted(err)
	}
	return err
}

// insertNewCredentials adds the credentials of new users.
func (tx *Tx) insertNewCredentials(all []identity.Credential) error {
	if len(all) == 0 {
		return nil
	}
	args := make([]any, 0, len(all)*insertCredentials.columns)
	for _, c := range all {
		args = append(args, c.UserID, c.Version, c.Hash, c.MustChange, identity.Micros(c.Expires))
	}
	_, err := tx.engine.Exec(insertCredentials.rows(len(all)), args...)
	return err
}
