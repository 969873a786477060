package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// write is a job that sets up the file, unless that is done, and then creates and deletes users, disables and enables
// all of its own at once, and makes backups until it is killed. It reports what is done, and what it is about to
// delete.
func write(path string) error {
	ctx := context.Background()
	store, err := data.Open(ctx, path)
	if err != nil {
		return err
	}
	o := cheap
	o.Witness = path + ".witness"
	service, err := New(store, o)
	if err != nil {
		return err
	}
	s, err := service.Setup(ctx, NewUser{Name: "root", Email: "root@example.com", Password: secret})
	if errors.Is(err, ErrNotEmpty) {
		s, err = service.SignIn(ctx, "root", secret)
	}
	if err == nil {
		err = s.Confirm(ctx, secret)
	}
	if err != nil {
		return err
	}
	respond("ready")
	var created []identity.User
	for n := 0; ; n++ {
		if err := disableOrEnable(ctx, s, created); err != nil {
			return err
		}
		name := fmt.Sprintf("w%dx%dx", os.Getpid(), n)
		u, err := s.CreateUser(ctx, NewUser{Name: name, Email: name + "@example.com", Password: other, Role: identity.Admin})
		if err != nil {
			return err
		}
		respond("created %s", name)
		created = append(created, u)
		if n%2 == 1 {
			if err := importSome(ctx, s, "i"+name[1:]); err != nil {
				return err
			}
		}
		if n%4 == 1 {
			to := fmt.Sprintf("%s.%d-%d.backup", path, os.Getpid(), n) // no name of a user, which must not stay in the file
			if _, err := s.BackUp(ctx, to, nil); err != nil {
				return err
			}
			respond("backup %s", to)
		}
		if n%3 != 0 {
			continue
		}
		respond("deleting %s", name)
		if _, err := s.DeleteUser(ctx, u); err != nil {
			return err
		}
		respond("deleted %s", name)
	}
}

// importSome imports three users, one of them with a hash.
func importSome(ctx context.Context, s *Session, name string) error {
	rows := people(name+"a", name+"b", name+"c")
	rows[0].Hash = "$pbkdf2-sha256$i=1000$c2FsdCBvZiBhIHByb2dyYW0$" + strings.Repeat("A", 43)
	of := ledgerImport(rows...)
	of.Passwords = ImportedHashes
	p, err := s.PlanImport(ctx, of, nil)
	if err != nil {
		return err
	}
	done, err := s.Import(ctx, p, nil)
	if err != nil {
		return err
	}
	if done.Created != len(rows) {
		return fmt.Errorf("imported %d, want %d", done.Created, len(rows))
	}
	for _, row := range rows {
		respond("created %s", row.Name)
	}
	return nil
}

// disableOrEnable disables users at once, or enables those who are disabled. Some may have been deleted.
func disableOrEnable(ctx context.Context, s *Session, users []identity.User) error {
	op := access.DisableUser
	if len(users)%2 == 1 {
		op = access.EnableUser
	}
	p, err := s.Plan(ctx, idsOf(users...), Action{Operation: op}, nil)
	if err != nil {
		return err
	}
	_, err = s.Apply(ctx, p, nil)
	return err
}

// checkBatches checks that every batch in the journal is complete.
func checkBatches(t *testing.T, tx *data.Tx) error {
	t.Helper()
	members := map[int64]int{}
	err := tx.EachEvent(func(e *identity.Event) error {
		switch {
		case e.Operation == access.ChangeUsers.String():
			if done := journal.ValueOf(*e, journal.FieldDone); done != strconv.Itoa(members[e.Batch]) {
				t.Errorf("the batch of entry %d: got %d entries, want %s", e.Seq, members[e.Batch], done)
			}
			delete(members, e.Batch)
		case e.Batch != 0:
			members[e.Batch]++
		}
		return nil
	})
	if len(members) > 0 {
		t.Errorf("got batches %v without an entry that sums them up", members)
	}
	return err
}

// acknowledged is what the jobs have reported about a user, the last of created, deleting and deleted, and about the
// path of a backup.
type acknowledged map[string]string

// kill runs up to three writers, kills them at a random moment, and adds what they have reported. If late is set, they
// have reported something.
func (a acknowledged) kill(t *testing.T, r *rand.Rand, path string, late bool) {
	t.Helper()
	var writers []*process
	for range 1 + r.IntN(3) {
		writers = append(writers, startProcess(t, "write", path))
	}
	if late || r.IntN(5) > 0 { // otherwise some are killed during set-up or recovery
		for _, w := range writers {
			if got := w.receive(t); got != "ready" {
				t.Fatal(got)
			}
		}
	}
	if late {
		a.add(t, writers[0].receive(t))
	}
	<-time.After(time.Duration(r.IntN(60)) * time.Millisecond)
	for _, w := range writers {
		if err := w.command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range writers {
		for lines := bufio.NewScanner(w.out); lines.Scan(); {
			a.add(t, lines.Text())
		}
		w.command.Wait() // it was killed
	}
}

// add adds what a writer has reported.
func (a acknowledged) add(t *testing.T, line string) {
	t.Helper()
	what, name, ok := strings.Cut(line, " ")
	switch {
	case what == "error:" && !strings.Contains(name, "database is locked"):
		t.Errorf("a writer: %s", name)
	case ok:
		a[name] = what
	}
}

// check checks the file after the writers were killed.
func (a acknowledged) check(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && len(a) == 0 {
		return // they were killed before the file was complete
	}
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		a.checkErased(t, path)
	}()
	if err := store.Check(t.Context()); err != nil {
		t.Error(err)
	}
	v, err := Verify(t.Context(), store, path+".witness", nil)
	if err != nil || v.Fault != nil {
		t.Errorf("verify: got %v, error %v, want no fault", v.Fault, err)
	}
	a.checkBackups(t, path)
	err = store.View(t.Context(), func(tx *data.Tx) error {
		if err := checkBatches(t, tx); err != nil {
			return err
		}
		for name, what := range a {
			_, err := tx.AccountNamed(name)
			found := err == nil
			if err != nil && !errors.Is(err, data.ErrNotFound) {
				return err
			}
			if what == "created" && !found || what == "deleted" && found {
				t.Errorf("%s was %s: found %v", name, what, found)
			}
			if what == "deleting" && !found {
				a[name] = "deleted"
			} else if found {
				a[name] = "created"
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkBackups checks that the backups that were acknowledged are there, and that all that are there are complete.
func (a acknowledged) checkBackups(t *testing.T, path string) {
	t.Helper()
	there, err := filepath.Glob(path + ".*.backup")
	if err != nil {
		t.Fatal(err)
	}
	for backup, what := range a {
		if what == "backup" && !slices.Contains(there, backup) {
			t.Errorf("%s is not there", backup)
		}
	}
	for _, backup := range there {
		if err := errors.Join(checkCopy(t.Context(), backup), os.Remove(backup)); err != nil {
			t.Error(err)
		}
		delete(a, backup)
	}
}

// checkErased checks that nothing is left of deleted users. The program that closed the file last has seen to that.
func (a acknowledged) checkErased(t *testing.T, path string) {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil {
			continue
		}
		for name, what := range a {
			if what == "deleted" && bytes.Contains(content, []byte(name)) {
				t.Errorf("%s was deleted, but is in the file%s", name, suffix)
			}
		}
	}
}

// Whenever programs are killed, each change that they have acknowledged is there, and the file is intact. ROSTER_ROUNDS
// says how often.
func TestKilled(t *testing.T) {
	rounds := 12
	if n, err := strconv.Atoi(os.Getenv("ROSTER_ROUNDS")); err == nil {
		rounds = n
	} else if testing.Short() {
		rounds = 2
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("%d rounds from seed %d", rounds, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	const roundsOfAFile = 10
	var path string
	var a acknowledged
	changes := 0
	for round := 0; round < rounds && !t.Failed(); round++ {
		if round%roundsOfAFile == 0 {
			changes += len(a)
			path, a = filepath.Join(t.TempDir(), "users.roster"), acknowledged{}
		}
		a.kill(t, r, path, round == rounds-1 && changes+len(a) == 0)
		a.check(t, path)
	}
	t.Logf("%d users were created", changes+len(a))
}
