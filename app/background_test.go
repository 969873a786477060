package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"roster/data"
	"roster/identity"
)

// What another program's reading has prevented is erased soon afterwards, without anybody asking for it.
func TestEraseDeletedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTrusted(t)
		n := NewUser{Name: "vera.second", Email: "vera@example.com", Password: other, Role: identity.LedgerManager}
		vera, err := w.root.CreateUser(t.Context(), n)
		wantErr(t, "create", err, nil)
		words := []string{"vera.second", "vera@example.com"}
		reader, err := w.db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := reader.QueryRowContext(t.Context(), `SELECT count(*) FROM users`).Scan(new(int)); err != nil {
			t.Fatal(err)
		}
		if erased, err := w.root.DeleteUser(t.Context(), vera); err != nil || erased {
			t.Fatalf("delete: got erased %v, error %v, want it prevented", erased, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 1)
		go func() { ended <- w.service.EraseDeleted(ctx) }()
		<-time.After(2*eraseEvery + time.Second)
		if left := w.left(t, words); !slices.Equal(left, words) {
			t.Errorf("while another program reads: got %v left, want %v", left, words)
		}
		wantErr(t, "end reading", reader.Rollback(), nil)
		<-time.After(eraseEvery)
		synctest.Wait()
		if left := w.left(t, words); len(left) > 0 {
			t.Errorf("got %v left, want nothing", left)
		}
		w.exec(t, `INSERT INTO settings (key, value) VALUES ('filler', '')`)
		<-time.After(eraseEvery)
		synctest.Wait()
		if info, err := os.Stat(w.path + "-wal"); err != nil || info.Size() > 0 {
			t.Errorf("WAL: got %v, error %v, want it short", info, err)
		}
		cancel()
		wantErr(t, "ended", <-ended, context.Canceled)
	})
}

// When the file is gone, nothing more can be erased from it, and whoever looks after that is told.
func TestEraseDeletedOfLostFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkspace(t)
		var warned error
		w.service.warn = func(_ string, err error) { warned = err }
		wantErr(t, "lose the file", os.Rename(w.path, w.path+" moved"), nil)
		wantErr(t, "ended", w.service.EraseDeleted(t.Context()), identity.FileGone)
		if w.service.erase(t.Context()) {
			t.Error("got erased, want not")
		}
		wantErr(t, "warning", warned, identity.FileGone)
		wantErr(t, "find the file", os.Rename(w.path+" moved", w.path), nil)
	})
}

// A new backup is named after the file and the time, and does not replace the one before.
func TestNewBackupPath(t *testing.T) {
	w := newWorkspace(t)
	folder := filepath.Join(filepath.Dir(w.path), "backups")
	first := w.service.NewBackupPath(folder)
	if want := filepath.Join(folder, "users backup "+start.Local().Format("2006-01-02 15.04.05")+".roster"); first != want {
		t.Errorf("got %s, want %s", first, want)
	}
	w.clock.add(time.Second)
	if second := w.service.NewBackupPath(folder); second == first {
		t.Errorf("a second later: got %s again, want another", second)
	}
}

// Attempts under many names take a bounded memory, and those that matter are remembered.
func TestManyFailures(t *testing.T) {
	passed := time.Duration(0)
	c := newClock(func() time.Duration { return passed }, start)
	for n := range mostFailures {
		c.failed(n, start)
	}
	passed += restAfter + 1
	c.failed("recent", start.Add(passed))
	if n := len(c.failures); n != 1 {
		t.Errorf("got %d, want the recent one", n)
	}
	// The clock is set a year ahead, which does not shorten a wait.
	at := start.Add(passed)
	passed += time.Minute
	if got := c.since("recent", at, at.AddDate(1, 0, 0)); got != time.Minute {
		t.Errorf("recent: got %v, want a minute", got)
	}
}

// An error says what it is about: it goes to the log.
func TestErrorTexts(t *testing.T) {
	for want, err := range map[string]error{
		"user anna: changed by someone else":    &StaleError{Now: identity.User{Name: "anna"}},
		"settings: changed by someone else":     &StaleSettingsError{},
		"user name is taken":                    &data.TakenError{Name: true},
		"email address is taken":                &data.TakenError{Email: true},
		"user name and email address are taken": &data.TakenError{Name: true, Email: true},
	} {
		t.Run(want, func(t *testing.T) {
			if got := err.Error(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
