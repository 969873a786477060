package app

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// crewSize is the number of users whom the jobs change, who are in the backup as Ledger managers.
const crewSize = 5

// backupOf returns the path of the backup that the jobs restore.
func backupOf(path string) string { return path + ".backup" }

// newCrew sets up a file with its crew, and makes the backup.
func newCrew(t *testing.T, path string) {
	t.Helper()
	session(t, path, func(w *workspace) {
		for n := range crewSize {
			creates(t, w, fmt.Sprint("crew", n))
		}
		if _, err := w.root.BackUp(t.Context(), backupOf(path), nil); err != nil {
			t.Fatal(err)
		}
	})
}

// confirmedRoot returns a session of root, who has confirmed.
func confirmedRoot(ctx context.Context, path string) (*Session, error) {
	store, err := data.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	service, err := New(store, cheap)
	if err != nil {
		return nil, err
	}
	s, err := service.SignIn(ctx, "root", secret)
	if err == nil {
		err = s.Confirm(ctx, secret)
	}
	return s, err
}

// promoteJob is a job that now and then makes a user of the crew an Admin, until it is killed.
func promoteJob(path string) error {
	ctx := context.Background()
	s, err := confirmedRoot(ctx, path)
	if err != nil {
		return err
	}
	respond("ready")
	for {
		u, err := s.UserNamed(ctx, fmt.Sprint("crew", rand.IntN(crewSize)))
		if err == nil {
			_, err = s.ChangeRole(ctx, u, identity.Admin)
		}
		if _, stale := errors.AsType[*StaleError](err); err != nil && !stale {
			return err
		}
		<-time.After(time.Duration(rand.IntN(150)) * time.Millisecond)
	}
}

// restoreJob is a job that makes the whole crew Admins and restores the backup, until it is killed. It reports each
// restoration.
func restoreJob(path string) error {
	ctx := context.Background()
	s, err := confirmedRoot(ctx, path)
	if err != nil {
		return err
	}
	respond("ready")
	for n := 0; ; n++ {
		for i := range crewSize {
			u, err := s.UserNamed(ctx, fmt.Sprint("crew", i))
			if err == nil {
				_, err = s.ChangeRole(ctx, u, identity.Admin)
			}
			if _, stale := errors.AsType[*StaleError](err); err != nil && !stale {
				return err
			}
		}
		r, err := s.CompareBackup(ctx, backupOf(path), "", nil)
		if err != nil {
			return err
		}
		before := fmt.Sprintf("%s.%d-%d", path, os.Getpid(), n)
		done, err := s.Restore(ctx, r, nil, before, nil)
		if err := os.Remove(before); err != nil {
			return err
		}
		switch {
		case errors.Is(err, ErrStaleRestoration):
		case err != nil:
			return err
		case done.Changed < crewSize:
			return fmt.Errorf("got %+v, want the whole crew restored", done)
		default:
			respond("restored")
		}
	}
}

// Whenever a program is killed that restores a backup, while others write, the restoration is complete or did not take
// place, and each that was acknowledged did.
func TestKilledRestore(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	const roundsOfAFile = 10
	var path string
	restored, all := 0, 0
	for round := range killRounds(6) {
		if round%roundsOfAFile == 0 {
			path, restored = filepath.Join(t.TempDir(), "users.roster"), 0
			newCrew(t, path)
		}
		n := killRestore(t, r, path, round == 0)
		restored += n
		all += n
		checkRestored(t, path, restored)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d restorations were acknowledged", all)
}

// killRounds returns ROSTER_ROUNDS, or the number in CI.
func killRounds(short int) int {
	if n, err := strconv.Atoi(os.Getenv("ROSTER_ROUNDS")); err == nil {
		return n
	}
	if testing.Short() {
		return 1
	}
	return short
}

// killRestore runs a program that restores and two that write, kills them at a random moment, or after a restoration if
// late is set, and returns how many restorations were acknowledged.
func killRestore(t *testing.T, r *rand.Rand, path string, late bool) (restored int) {
	t.Helper()
	var all []*process
	for _, job := range []string{"restore", "promote", "promote"} {
		p := startProcess(t, job, path)
		if got := p.receive(t); got != "ready" {
			t.Fatal(got)
		}
		all = append(all, p)
	}
	if late {
		if got := all[0].receive(t); got != "restored" {
			t.Fatal(got)
		}
		restored++
	}
	<-time.After(time.Duration(r.IntN(200)) * time.Millisecond)
	for _, p := range all {
		if err := p.command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range all {
		for lines := bufio.NewScanner(p.out); lines.Scan(); {
			if lines.Text() != "restored" {
				t.Errorf("a program: %s", lines.Text())
			}
			restored++
		}
		p.command.Wait() // it was killed
	}
	return restored
}

// checkRestored checks the file after the programs were killed, and that it has at least so many restorations.
func checkRestored(t *testing.T, path string, least int) {
	t.Helper()
	session(t, path, func(w *workspace) {
		w.wantIntact(t)
		var all, incomplete int
		db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		err = db.QueryRowContext(t.Context(), `
			SELECT count(*), count(*) FILTER (WHERE $1 > (
				SELECT count(*) FROM journal AS e WHERE e.txid = r.txid AND e.operation = 'restore user'))
			FROM journal AS r WHERE operation = 'restore' AND outcome = 'done'`, crewSize).Scan(&all, &incomplete)
		if err != nil || incomplete > 0 || all < least {
			t.Errorf("got %d restorations, %d of them in part, error %v, want at least %d", all, incomplete, err, least)
		}
	})
}

// replaceJob is a job that puts the backup in the place of a damaged file.
func replaceJob(path string) error {
	o := cheap
	o.Witness = path + ".witness"
	respond("ready")
	r, err := Replace(context.Background(), path, backupOf(path), "", start, o, nil)
	if err == nil {
		respond("replaced %s", r.Aside)
	}
	return err
}

// Whenever a program is killed that puts a backup in the place of a damaged file, that file is where it was or set
// aside, and the new one is whole or not there.
func TestKilledReplace(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	whole := filepath.Join(t.TempDir(), "users.roster")
	newCrew(t, whole)
	garbage := bytes.Repeat([]byte("garbage "), 5000)
	replaced := 0
	for range killRounds(10) {
		path := filepath.Join(t.TempDir(), "users.roster")
		overwrite(t, backupOf(whole), backupOf(path))
		if err := os.WriteFile(path, garbage, 0o600); err != nil {
			t.Fatal(err)
		}
		p := startProcess(t, "replace", path)
		p.receive(t)
		<-time.After(time.Duration(r.IntN(250)) * time.Millisecond)
		if err := p.command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		acknowledged := false
		for lines := bufio.NewScanner(p.out); lines.Scan(); {
			acknowledged = true
		}
		p.command.Wait() // it was killed
		aside, err := filepath.Glob(path + ".damaged-*")
		if err != nil || len(aside) > 1 {
			t.Fatalf("got %q, error %v, want at most one file set aside", aside, err)
		}
		old := path
		if len(aside) == 1 {
			old = aside[0]
		}
		if got, err := os.ReadFile(old); err != nil || !bytes.Equal(got, garbage) {
			t.Errorf("the old file: got %d bytes, error %v, want it unchanged", len(got), err)
		}
		if _, err := os.Stat(path); len(aside) == 1 && err == nil {
			session(t, path, func(w *workspace) { w.wantIntact(t) })
			replaced++
		} else if acknowledged {
			t.Errorf("it was acknowledged, but got error %v", err)
		}
	}
	t.Logf("%d files were replaced", replaced)
}
