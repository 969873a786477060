package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// Each statement costs as much as a round trip, so none may be added unnoticed. BEGIN and COMMIT are not counted.
func TestNumberOfStatements(t *testing.T) {
	w := newWorkspace(t)
	ctx := t.Context()
	confirm(t, w.root)
	now := w.add(t, "anna", identity.Admin)
	edited := func(u identity.User, err error) error {
		now = u
		return err
	}
	for _, c := range []struct {
		name string
		most int
		call func() error
	}{
		{"page of users, from the file", 5, func() error {
			_, err := w.root.Find(ctx, identity.Query{Text: "root"}, 0, 50)
			return err
		}},
		{"settings", 1, func() error {
			_, err := w.service.Settings(ctx)
			return err
		}},
		{"sign in", 10, func() error { // the attempt and the session are two transactions, and the kinds of hashes are found
			_, err := w.service.SignIn(ctx, "root", secret)
			return err
		}},
		{"sign in, wrong password", 9, func() error {
			_, err := w.service.SignIn(ctx, "anna", other)
			return notErr(err, ErrSignIn)
		}},
		{"sign in, unknown name", 9, func() error {
			_, err := w.service.SignIn(ctx, "nobody", other)
			return notErr(err, ErrSignIn)
		}},
		{"create user", 8, func() error {
			_, err := w.root.CreateUser(ctx, NewUser{Name: "mia", Email: "mia@example.com", Password: secret, Role: identity.Admin})
			return err
		}},
		{"edit details", 5, func() error { return edited(w.root.EditUser(ctx, now, Details{Name: "anne", LastName: "B"})) }},
		{"change email", 5, func() error { return edited(w.root.ChangeEmail(ctx, now, "anne@example.com")) }},
		{"change role", 5, func() error { return edited(w.root.ChangeRole(ctx, now, identity.LedgerManager)) }},
		{"disable", 5, func() error { return edited(w.root.DisableUser(ctx, now)) }},
		{"regenerate password", 8, func() error {
			_, err := w.root.RegeneratePassword(ctx, now)
			now.Version++
			return err
		}},
		{"change settings", 7, func() error {
			next := DefaultSettings()
			next.MinPassword, next.Generated = 20, identity.Words
			return w.root.ChangeSettings(ctx, DefaultSettings(), next)
		}},
		{"renew recovery key", 5, func() error {
			_, err := w.root.RenewRecoveryKey(ctx)
			return err
		}},
		{"delete", 5, func() error { return last(w.root.DeleteUser(ctx, now)) }},
		{"lock", 4, func() error { return w.root.Lock(ctx) }},
		{"unlock", 9, func() error { // as sign in
			_, err := w.root.Unlock(ctx, secret)
			return err
		}},
		{"change password", 10, func() error { // as unlock, and it reads the rules
			return w.root.ChangePassword(ctx, secret, other)
		}},
	} {
		t.Run(c.name, func(t *testing.T) { wantStatements(t, w, c.most, c.call) })
	}
	indexing, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.service.Index(indexing) }()
	examined := func() (known bool) { // which runs statements of its own
		err := w.store.View(ctx, func(tx *data.Tx) (err error) {
			_, _, known, err = tx.DamagedUsers()
			return err
		})
		wantErr(t, "damaged users", err, nil)
		return known
	}
	for w.service.Indexed() < 1 || !examined() {
		<-time.After(time.Millisecond)
	}
	t.Run("a page of users, from memory", func(t *testing.T) {
		wantStatements(t, w, 4, func() error {
			_, err := w.root.Find(t.Context(), identity.Query{Text: "root"}, 0, 50)
			return err
		})
	})
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("index: got error %v, want it to be stopped", err)
	}
}

// notErr returns nil if err is the error that is wanted, and otherwise an error.
func notErr(err, want error) error {
	if errors.Is(err, want) {
		return nil
	}
	return fmt.Errorf("got error %w, want %w", err, want)
}

func wantStatements(t *testing.T, w *workspace, most int, call func() error) {
	t.Helper()
	var ran []string
	w.store.Trace = func(text string) { ran = append(ran, fmt.Sprintf("%.50s", strings.Join(strings.Fields(text), " "))) }
	defer func() { w.store.Trace = nil }()
	wantErr(t, t.Name(), call(), nil)
	if len(ran) > most {
		t.Errorf("got %d statements, want at most %d: %q", len(ran), most, ran)
	}
}
