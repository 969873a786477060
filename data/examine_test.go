package data

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"roster/identity"
)

// largeFile returns the bytes of a file that is too large to be checked when it is opened.
func largeFile(t *testing.T) []byte {
	t.Helper()
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	db := rawDB(t, s.Path())
	for _, statement := range []string{
		`INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key, role, status,
			created, changed)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
		SELECT 1, 'user' || i, 'user' || i, i || '@example.com', i || '@example.com', 'First' || i, 'first' || i,
			'Last' || i, 'last' || i, 1, 1, 0, 0 FROM n`,
		`PRAGMA wal_checkpoint(TRUNCATE)`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	if len(b) < 8<<20 {
		t.Fatalf("got %d bytes, want a large file", len(b))
	}
	return b
}

// Damage in a file that is too large to be checked when it is opened is found soon afterwards, wherever it is. From
// then on nothing is written.
func TestExamine(t *testing.T) {
	whole := largeFile(t)
	page := func(text string) int { return bytes.Index(whole, []byte(text)) / 4096 * 4096 }
	for what, at := range map[string]int{
		"nothing": 0, "a leaf of users": page("user15000"), "a leaf of an index": bytes.LastIndex(whole, []byte("15000@example.com")) / 4096 * 4096,
	} {
		t.Run(what, func(t *testing.T) {
			b := bytes.Clone(whole)
			if at > 0 {
				clear(b[at : at+4096])
			}
			path := filepath.Join(t.TempDir(), "users.roster")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			ended := make(chan error, 1)
			go func() { ended <- s.Index(t.Context()) }()
			if at == 0 {
				for s.damagedIDs.Load() == nil {
					select {
					case err := <-ended:
						t.Fatal(err)
					case <-time.After(time.Millisecond):
					}
				}
				wantErr(t, "damage", s.Damage(), nil)
				return
			}
			select {
			case err := <-ended:
				wantFileErr(t, "index", err, path, identity.FileDamaged)
			case <-time.After(time.Minute):
				t.Fatal("the damage is not found")
			}
			if share := s.Indexed(); share > 0 && share < 1 {
				t.Errorf("got %v of the users loaded, want no progress that never ends", share)
			}
			wantFileErr(t, "damage", s.Damage(), path, identity.FileDamaged)
			err = s.Update(t.Context(), func(*Tx) error { return errors.New("called") })
			wantFileErr(t, "update", err, path, identity.FileDamaged)
		})
	}
}
