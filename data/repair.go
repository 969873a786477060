package data

import (
	"roster/identity"
)

// RepairUser stores after in place of before, a user whose record is damaged, with every value within its range. What
// cannot be read becomes harmless: a time is zero, an unreadable password hash is removed, and any other damage to the
// credential means that the password must be changed. It returns the account as stored. The errors are those of
// [Tx.UpdateUser].
func (tx *Tx) RepairUser(before, after identity.User) (identity.Account, error) {
	if _, err := tx.engine.Exec(`
		DELETE FROM credentials WHERE user_id = $1 AND NOT (`+credentialHash.sound("credentials")+`)`,
		before.ID); err != nil {
		return identity.Account{}, err
	}
	if _, err := tx.engine.Exec(`
		UPDATE credentials SET version = iif(`+credentialVersion.sound("credentials")+`, version % $2, 0) + 1,
			must_change = 1, failed = 0, recent = 0, last_failed = 0, wait_until = 0, disabled = 0, expires = 0
		WHERE user_id = $1 AND NOT (`+credentialIsSound+`)`, before.ID, maxVersion); err != nil {
		return identity.Account{}, err
	}
	if _, err := tx.engine.Exec(`
		UPDATE users SET salt = randomblob(16) WHERE id = $1 AND NOT (`+userSalt.sound("users")+`)`,
		before.ID); err != nil {
		return identity.Account{}, err
	}
	if _, err := tx.UpdateUser(before, after); err != nil {
		return identity.Account{}, err
	}
	stored, err := tx.Account(before.ID)
	if err == nil && stored.User.Damaged {
		err = ErrIgnored
	}
	return stored, err
}

// damagedIDs returns the ids of damaged users, in order. It reads all users and credentials, which takes seconds for a
// million.
func (tx *Tx) damagedIDs() ([]int64, error) {
	return tx.readIDs(`
		SELECT id FROM users WHERE NOT (` + userIsSound + `) UNION
		SELECT user_id FROM credentials WHERE NOT (` + credentialIsSound + `) ORDER BY 1`)
}
