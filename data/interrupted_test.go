package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"roster/data/newfile"
	"roster/identity"
)

// ending is a context that ends when it has been asked a number of times whether it has: at any moment of what runs in
// it, without waiting for that moment.
type ending struct {
	context.Context
	end   context.CancelFunc
	asked atomic.Int64
}

func endingAfter(t *testing.T, asked int) *ending {
	e := &ending{}
	e.Context, e.end = context.WithCancel(t.Context())
	e.asked.Store(int64(asked))
	return e
}

func (e *ending) ask() {
	if e.asked.Add(-1) < 0 {
		e.end()
	}
}

func (e *ending) Err() error            { e.ask(); return e.Context.Err() }
func (e *ending) Done() <-chan struct{} { e.ask(); return e.Context.Done() }

// interrupt runs something in contexts that end at later and later moments, until it runs to its end. Each time it must
// have failed with that, or not at all. done, unless nil, looks at what is left.
func interrupt(t *testing.T, run func(ctx context.Context) error, done func(err error)) {
	t.Helper()
	for n := 0; ; n += 1 + n/4 { // each moment of the beginning, then fewer
		ctx := endingAfter(t, n)
		err := run(ctx)
		ended := ctx.Context.Err() != nil
		ctx.end()
		if err != nil && ended && !errors.Is(err, context.Canceled) {
			t.Errorf("ended after %d: got error %v, want that it was ended", n, err)
		}
		if done != nil {
			done(err)
		}
		if !ended {
			wantErr(t, "to its end", err, nil)
		}
		if !ended || t.Failed() {
			return
		}
	}
}

// contents returns the content of each file in a folder, except the indexes of WALs, which hold nothing.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range names(t, folder) {
		if content, err := os.ReadFile(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		} else if !strings.HasSuffix(name, "-shm") {
			all[name] = string(content)
		}
	}
	return all
}

// Whenever they are interrupted, opening, choosing and rescuing leave a file as it was, or complete.
func TestInterruptedFile(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	users := numbered("user", 3)
	left := killed(t, func(s *Store) { add(t, s, users[:2]...) }, func(s *Store) { add(t, s, users[2:]...) })
	whole := filepath.Join(t.TempDir(), "users.roster")
	copyFile(t, left, whole)
	copyFile(t, left+"-wal", whole+"-wal")
	if got := userNames(t, whole); len(got) != len(users) { // which moves the WAL to the file
		t.Fatalf("got %v, want %v", got, users)
	}
	foreign := killed(t, func(s *Store) { add(t, s, numbered("other", 3)...) })
	copyFile(t, whole, foreign)
	type operation struct {
		from    string // the path of the file, "" if it is yet to be made
		run     func(ctx context.Context, path string) error
		changes bool // whether it may write to the file, although it is interrupted
	}
	closing := func(s *Store, err error) error {
		if err == nil {
			err = s.Close()
		}
		return err
	}
	open := func(ctx context.Context, path string) error { return closing(Open(ctx, path)) }
	read := func(ctx context.Context, path string) error { return closing(OpenReadOnly(ctx, path)) }
	for name, c := range map[string]operation{
		"create":          {"", open, true},
		"open":            {whole, open, false},
		"open with a WAL": {left, open, true},
		"read":            {whole, read, false},
		"read with a WAL": {left, read, false},
		"refuse another WAL": {foreign, func(ctx context.Context, path string) error {
			err := open(ctx, path)
			if errors.Is(err, identity.FileUnclear) {
				return nil
			}
			return err
		}, false},
		"choose": {foreign, func(ctx context.Context, path string) error {
			return only(Choose(ctx, path, false, time.Now()))
		}, true},
		"rescue": {whole, func(ctx context.Context, path string) error {
			return only(Rescue(ctx, path, path+" rescued", nil))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of the time, each waits for the disk
			before := map[string]string{}
			if c.from != "" {
				before = contents(t, filepath.Dir(c.from))
			}
			var folder string
			interrupt(t, func(ctx context.Context) error {
				folder = t.TempDir()
				for _, name := range slices.Sorted(maps.Keys(before)) { // the file is older than its WAL
					if err := os.WriteFile(filepath.Join(folder, name), []byte(before[name]), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				return c.run(ctx, filepath.Join(folder, "users.roster"))
			}, func(err error) {
				after := contents(t, folder)
				wantWhole(t, folder)
				for name, content := range after {
					if was, ok := before[name]; ok && err != nil && !c.changes && was != content {
						t.Errorf("%s was changed", name)
					}
				}
				if path := filepath.Join(folder, "users.roster"); err != nil && c.changes && after["users.roster"] != "" {
					s, e := Open(t.Context(), path)
					if c.from == foreign && errors.Is(e, identity.FileUnclear) {
						return // nothing was chosen
					}
					if e != nil {
						t.Fatalf("open it again: %v", e)
					}
					if n := count(t, s); c.from != "" && n != len(users) {
						t.Errorf("got %d users, want %d", n, len(users))
					}
					wantErr(t, "close", s.Close(), nil)
				}
			})
		})
	}
}

// wantWhole fails the test if a folder has a file that was not written to its end.
func wantWhole(t *testing.T, folder string) {
	t.Helper()
	for _, name := range names(t, folder) {
		if half, _ := filepath.Match(newfile.Pattern+"*", name); half {
			t.Errorf("got the file %s, want nothing half-written", name)
		}
	}
}

// Whenever they are interrupted, the methods of an open file say so and leave nothing half-done. They can be repeated.
func TestInterruptedStore(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	s := newStore(t)
	users := numbered("user", 40)
	add(t, s, users...)
	saved := 0
	next := func() string { // a path that is not in use
		saved++
		return filepath.Join(filepath.Dir(s.Path()), fmt.Sprint(saved, ".roster"))
	}
	remove := func(t *testing.T) { // something to erase
		wantErr(t, "delete", execute(t, s, `DELETE FROM users WHERE id = (SELECT max(id) FROM users)`), nil)
	}
	for name, run := range map[string]func(t *testing.T, ctx context.Context) error{
		"back up": func(_ *testing.T, ctx context.Context) error {
			return s.Backup(ctx, next(), "", nil, func(b *Store) error { return b.Check(ctx) })
		},
		"save as":  func(_ *testing.T, ctx context.Context) error { return s.SaveAs(ctx, next()) },
		"check":    func(_ *testing.T, ctx context.Context) error { return s.Check(ctx) },
		"revision": func(_ *testing.T, ctx context.Context) error { return only(s.Revision(ctx)) },
		"retry":    func(_ *testing.T, ctx context.Context) error { return s.Retry(ctx) },
		"checkpoint": func(t *testing.T, ctx context.Context) error {
			remove(t)
			return only(s.Checkpoint(ctx))
		},
		"erase": func(t *testing.T, ctx context.Context) error {
			remove(t)
			return only(s.Erase(ctx))
		},
	} {
		t.Run(name, func(t *testing.T) {
			interrupt(t, func(ctx context.Context) error { return run(t, ctx) }, func(error) {
				wantWhole(t, filepath.Dir(s.Path()))
			})
		})
	}
	if n := count(t, s); n == 0 || n > len(users) {
		t.Errorf("got %d users, want some of %d", n, len(users))
	}
	wantErr(t, "check", s.Check(t.Context()), nil)
}
