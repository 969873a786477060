package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"roster/app"
	"roster/app/journal"
	"roster/bench/people"
	"roster/data"
	"roster/identity"
)

// differences is the number of users who change between a backup and its restoration.
const differences = 1000

// BenchmarkRestore restores a backup from which a thousand users differ. A restoration begins with a backup of the
// present state; what comes after that has a line of its own.
func BenchmarkRestore(b *testing.B) {
	const password = "blue whale sings a low song" // of root, see newEditor
	for _, n := range sizes(b) {
		n = max(n, 2*differences)
		path := filepath.Join(b.TempDir(), "restore.roster")
		fillWithEntries(b, path, n)
		store, end := indexed(b, path)
		s := newEditor(b, store, "").session
		folder, made := b.TempDir(), 0
		backUp := func() string {
			made++
			to := filepath.Join(folder, fmt.Sprint(made))
			if _, err := s.BackUp(b.Context(), to, nil); err != nil {
				b.Fatal(err)
			}
			return to
		}
		backup := backUp()
		var checks, backups, restorations, transactions cost
		for range 3 {
			promote(b, s)
			var other string
			backups.add(func() { other = backUp() })
			var r *app.Restoration
			checks.add(func() {
				var err error
				if r, err = s.CompareBackup(b.Context(), backup, "", nil); err != nil || len(r.Changed) != differences {
					b.Fatalf("got error %v, or another number of users, want %d changed", err, differences)
				}
			})
			if err := s.Confirm(b.Context(), password); err != nil {
				b.Fatal(err)
			}
			before := other + " before"
			made := appears(before)
			restorations.add(func() {
				if _, err := s.Restore(b.Context(), r, nil, before, nil); err != nil {
					b.Fatal(err)
				}
			})
			transactions.took(time.Since(<-made))
			remove(b, other)
			remove(b, before)
		}
		reportTypingMeanwhile(b, store, n, func() { remove(b, backUp()) }, func() {
			if _, err := s.CompareBackup(b.Context(), backup, "", nil); err != nil {
				b.Fatal(err)
			}
		})
		end()
		times := func(c cost) float64 { return float64(median(c.wall)) / float64(median(backups.wall)) }
		measured("check and compare a backup", n, checks).against(times(checks), "a backup").report(b)
		measured("back up and restore 1,000", n, restorations).against(times(restorations), "a backup").report(b)
		l := measured("· restore 1,000, once backed up", n, transactions)
		l.atMillion(most("p99", l.p99, 3*time.Second)).report(b)
		measured("· back up, verified", n, backups).report(b)
	}
}

// appears returns a channel that gets the time at which a file has its name.
func appears(path string) <-chan time.Time {
	at := make(chan time.Time, 1)
	go func() {
		for _, err := os.Stat(path); err != nil; _, err = os.Stat(path) {
			time.Sleep(time.Millisecond)
		}
		at <- time.Now()
	}()
	return at
}

func remove(b *testing.B, path string) {
	b.Helper()
	if err := os.Remove(path); err != nil {
		b.Fatal(err)
	}
}

// reportTypingMeanwhile measures typing into the search field as [BenchmarkSearch] does, while a backup is made and
// then compared, once in each round.
func reportTypingMeanwhile(b *testing.B, store *data.Store, n int, meanwhile ...func()) {
	b.Helper()
	var typed []string
	for _, text := range someTexts(b, store, 40) {
		typed = append(typed, keystrokes(text)...)
	}
	ended := make(chan bool)
	go func() {
		defer close(ended)
		for _, do := range meanwhile {
			do()
		}
	}()
	var rows, total cost
	for going := true; going; {
		select {
		case <-ended:
			going = false
		default:
			r, t := search(b, store, typed[:20])
			typed = append(typed[20:], typed[:20]...)
			rows.wall, rows.cpu = append(rows.wall, r.wall...), append(rows.cpu, r.cpu...)
			total.wall, total.cpu = append(total.wall, t.wall...), append(total.cpu, t.cpu...)
		}
	}
	l := measured("keystroke to first rows, meanwhile", n, rows)
	l.atMillion(most("p99", l.p99, 16*time.Millisecond)).report(b)
	l = measured("keystroke to exact total, meanwhile", n, total)
	l.atMillion(most("p99", l.p99, 50*time.Millisecond)).report(b)
}

// add measures an operation.
func (c *cost) add(operation func()) {
	begin := time.Now()
	operation()
	c.took(time.Since(begin))
}

func (c *cost) took(d time.Duration) { c.wall, c.cpu = append(c.wall, d), append(c.cpu, 0) }

// promote changes the roles of some users.
func promote(b *testing.B, s *app.Session) {
	b.Helper()
	p, err := s.Find(b.Context(), identity.Query{}, 0, 2*differences)
	if err != nil {
		b.Fatal(err)
	}
	changed := 0
	for _, u := range p.Users {
		role := identity.Admin
		if u.Role == role {
			role = identity.LedgerManager
		}
		if u.ID == s.Me().ID || u.Role == identity.SystemAdmin {
			continue
		}
		if changed++; changed > differences {
			return
		}
		if _, err := s.ChangeRole(b.Context(), u, role); err != nil {
			b.Fatal(err)
		}
	}
}

// fillWithEntries makes a file of n users besides root, with an entry for each.
func fillWithEntries(b *testing.B, path string, n int) {
	b.Helper()
	if err := people.Empty(b.Context(), path); err != nil {
		b.Fatal(err)
	}
	store, end := open(b, path)
	root := newEditor(b, store, "").user.ID
	end()
	if err := people.Fill(b.Context(), path, n, people.Seed); err != nil {
		b.Fatal(err)
	}
	store, end = open(b, path)
	defer end()
	digests := map[int64][]byte{}
	view(b, store, func(tx *data.Tx) error {
		return tx.EachAccount(func(a identity.Account, _ bool) error {
			if a.User.ID != root {
				digests[a.User.ID] = journal.Digest(a)
			}
			return nil
		})
	})
	err := store.Update(b.Context(), func(tx *data.Tx) error {
		for id, digest := range digests {
			ends, err := tx.JournalEnds()
			if err != nil {
				return err
			}
			e := identity.Event{
				Seq: ends.Seq + 1, At: tx.Now(), Operation: "create user", Outcome: identity.Done, TargetID: id,
				Digest: digest, Committed: []byte{}, Prev: ends.Last,
			}
			e.Hash = journal.Hash(e)
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
		}
		_, err := tx.Conclude(0)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
