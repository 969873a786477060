package data

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"roster/identity"
)

// TestBackgroundGivesWay counts how often long work gives way.
func TestBackgroundGivesWay(t *testing.T) {
	s := newStore(t)
	update(t, s, func(tx *Tx) error {
		for n := range 300 {
			name := fmt.Sprintf("user%d", n)
			_, err := tx.InsertUser(identity.User{
				Name: name, Email: name + "@example.com", Role: identity.Admin, Status: identity.Enabled,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	paused := 0
	ctx := context.WithValue(t.Context(), backgroundKey{}, func() { paused++ })
	read := func(tx *Tx) error {
		return tx.EachAccount(func(identity.Account, bool) error { return nil })
	}
	path := filepath.Join(t.TempDir(), "copy")
	for _, work := range []struct {
		what  string
		least int
		do    func() error
	}{
		{"reading 300 rows", 2, func() error { return s.View(ctx, read) }},
		{"copying and checking", 10, func() error {
			return s.Backup(ctx, path, "", nil, func(*Store) error { return nil })
		}},
		{"reading a copy", 2, func() error {
			return WithCopy(ctx, path, "", t.TempDir(), nil, func(s *Store) error { return s.View(ctx, read) })
		}},
	} {
		paused = 0
		if err := work.do(); err != nil {
			t.Fatalf("%s: %v", work.what, err)
		}
		if paused < work.least {
			t.Errorf("%s: gave way %d times, want %d at least", work.what, paused, work.least)
		}
	}
}
