package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/identity"
)

const (
	policyHash = "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA"
	bcryptHash = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
)

// The kinds of imported hashes are known, and which of their passwords have expired, but not those of Roster's own.
func TestImportedHashes(t *testing.T) {
	s := newStore(t)
	hashes := []string{
		policyHash, someHash, bcryptHash, bcryptHash, "$2b$12$" + bcryptHash[7:],
		"$pbkdf2-sha256$i=27500,l=16$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", strings.Replace(policyHash, "t=3", "t=2", 1),
	}
	var ids []int64
	update(t, s, func(tx *Tx) error {
		ids = nil
		for i, hash := range hashes {
			u, err := tx.InsertUser(identity.User{
				Name: fmt.Sprint("user", i), Email: fmt.Sprintf("user%d@example.com", i), Role: identity.LedgerManager, Status: identity.Enabled,
			})
			if err != nil {
				return err
			}
			c := identity.Credential{UserID: u.ID, Hash: hash, Expires: tx.Now().Add(time.Duration(i%2) * -time.Hour)}
			if i == 2 {
				c.Expires = time.Time{}
			}
			if _, err := tx.SetCredential(c); err != nil {
				return err
			}
			ids = append(ids, u.ID)
		}
		return nil
	})
	var kinds []string
	var expired []int64
	err := s.View(t.Context(), func(tx *Tx) (err error) {
		if kinds, err = tx.HashKinds(); err == nil {
			expired, err = tx.ExpiredImports(10)
		}
		return err
	})
	wantErr(t, "view", err, nil)
	want := []string{"$2b$10$", "$2b$12$", "$argon2id$v=19$m=65536,t=2,p=1$", "$pbkdf2-sha256$i=27500,l=16$"}
	if !slices.Equal(kinds, want) {
		t.Errorf("kinds: got %q, want %q", kinds, want)
	}
	slices.Sort(expired)
	view(t, s, func(tx *Tx) error {
		rows, err := tx.engine.Rows(`EXPLAIN QUERY PLAN `+findHashKinds, 1)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var step string
			if err := rows.Scan(new(any), new(any), new(any), &step); err != nil {
				return err
			}
			if strings.Contains(step, "credentials") && !strings.Contains(step, "INDEX credentials_imported") {
				t.Errorf("got %s, want a look-up in the index", step)
			}
		}
		return rows.Err()
	})
	if want := ids[3:]; !slices.Equal(expired, want) {
		t.Errorf("expired: got %v, want %v", expired, want)
	}
}
