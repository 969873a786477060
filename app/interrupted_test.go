package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"

	"roster/app/journal"
	"roster/identity"
)

// Whatever is interrupted, before any of its statements, says so and has changed no user. Attempts may be counted, and
// all that is in the journal is true.
func TestInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	w := newTrusted(t)
	attempts := func(t *testing.T) { // those that were interrupted count as failed
		w.exec(t, `DELETE FROM unknown_attempts`)
		w.exec(t, `UPDATE credentials SET failed = 0, recent = 0, wait_until = 0`)
	}
	for name, m := range methods {
		t.Run(name, func(t *testing.T) {
			s := w.confirmed(t, "actor of "+name, identity.SystemAdmin)
			target := w.add(t, "target of "+name, identity.Admin)
			if name == "Unlock" {
				wantErr(t, "lock", s.Lock(t.Context()), nil)
			}
			if name == "UnlockUser" {
				_, err := w.service.SignIn(t.Context(), target.Name, other)
				wantErr(t, "wrong password", err, ErrSignIn)
			}
			w.interrupt(t, func(ctx context.Context) error {
				if name == "Unlock" || name == "Confirm" || name == "ChangePassword" {
					attempts(t)
				}
				err := m.call(ctx, s, target)
				switch name { // there is no such backup, see TestRestoreInterrupted
				case "TestBackup", "CompareBackup":
					return notErr(err, fs.ErrNotExist)
				case "Restore":
					return notErr(err, ErrStaleRestoration)
				}
				if name == "Lock" && errors.Is(err, ErrLocked) || name == "SignOut" && errors.Is(err, ErrSignedOut) {
					return nil // the session has obeyed although the journal could not be written
				}
				return err
			})
		})
	}
	key, err := w.root.RenewRecoveryKey(t.Context())
	wantErr(t, "renew the recovery key", err, nil)
	used := w.root.TakeRecoveryKey()
	w.add(t, "forgetful", identity.SystemAdmin)
	anna := w.stored(t, 2)
	for name, call := range map[string]func(ctx context.Context) error{
		"sign in": func(ctx context.Context) error {
			_, err := w.service.SignIn(ctx, "anna", secret)
			return err
		},
		"sign in, wrong password": func(ctx context.Context) error {
			_, err := w.service.SignIn(ctx, "anna", other)
			return notErr(err, ErrSignIn)
		},
		"sign in, unknown name": func(ctx context.Context) error {
			_, err := w.service.SignIn(ctx, "nobody", other)
			return notErr(err, ErrSignIn)
		},
		"recover": func(ctx context.Context) error {
			_, err := w.service.Recover(ctx, Recovery{Key: key, Name: "forgetful", Password: other})
			if errors.Is(err, ErrRecoveryKey) {
				return nil // the last call has used it
			}
			return err
		},
		"recover, wrong key": func(ctx context.Context) error {
			_, err := w.service.Recover(ctx, Recovery{Key: used, Name: "root", Password: other})
			return notErr(err, ErrRecoveryKey)
		},
		"unlock, wrong password": func(ctx context.Context) error {
			_, err := w.root.Unlock(ctx, other)
			return notErr(err, ErrPassword)
		},
		"settings": func(ctx context.Context) error {
			_, err := w.service.Settings(ctx)
			return err
		},
		"empty": func(ctx context.Context) error {
			_, err := w.service.Empty(ctx)
			return err
		},
		"older": func(ctx context.Context) error {
			_, err := w.service.Older(ctx)
			return err
		},
		"search the journal": func(ctx context.Context) error {
			_, err := w.root.Journal(ctx, JournalQuery{Search: journal.NewSearch("anna", journal.Wording{})}, 0, 10)
			return err
		},
		"journal of a user": func(ctx context.Context) error {
			_, err := w.root.Journal(ctx, JournalQuery{EventQuery: identity.EventQuery{Person: anna.ID}}, 0, 10)
			return err
		},
		"refused": func(ctx context.Context) error {
			_, err := w.root.CreateUser(ctx, NewUser{Name: "anna", Email: "other@example.com", Password: secret, Role: identity.Admin})
			if _, mistaken := errors.AsType[identity.Mistakes](err); mistaken {
				return nil
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w.interrupt(t, func(ctx context.Context) error {
				attempts(t)
				return call(ctx)
			})
		})
	}
	w.wantChain(t)
	t.Run("set up", func(t *testing.T) {
		empty := newEmptyWorkspace(t)
		empty.interrupt(t, func(ctx context.Context) error {
			_, err := empty.service.Setup(ctx, NewUser{Name: "root", Email: "root@example.com", Password: secret})
			return err
		})
	})
}

// interrupt makes a call whose context ends before its first statement, then one whose context ends before its second,
// and so on until it comes to its end.
func (w *workspace) interrupt(t *testing.T, call func(ctx context.Context) error) {
	t.Helper()
	defer func() { w.store.Trace = nil }()
	before := w.accounts(t)
	for n := 0; ; n++ {
		ctx, end := context.WithCancel(t.Context())
		left := n
		w.store.Trace = func(string) {
			if left--; left < 0 {
				end()
			}
		}
		err := call(ctx)
		end()
		if left >= 0 {
			wantErr(t, "to its end", err, nil)
			return
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("ended before statement %d: got error %v, want %v", n, err, context.Canceled)
		}
		after := w.accounts(t)
		if err != nil && after != before {
			t.Fatalf("ended before statement %d: got the users %s, want %s", n, after, before)
		}
		before = after
	}
}

// A restoration that is interrupted, before any of its statements, has changed nothing, or all.
func TestRestoreInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	w := newTrusted(t)
	backup := backsUp(t, w)
	promotes(t, 3)(w)
	confirm(t, w.root)
	r, folder, n := compares(t, w.root, backup), t.TempDir(), 0
	w.interrupt(t, func(ctx context.Context) error {
		n++
		_, err := w.root.Restore(ctx, r, nil, filepath.Join(folder, fmt.Sprint(n)), nil)
		if errors.Is(err, ErrStaleRestoration) {
			return nil // the last call was interrupted after the change
		}
		return err
	})
	if u := w.stored(t, 3); u.Role != identity.LedgerManager {
		t.Errorf("got %+v, want them restored", u)
	}
	w.wantIntact(t)
}
