package bench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"roster/app/journal"
	"roster/bench/people"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// changesPerRound is how many users are created, edited and deleted in a round.
const changesPerRound = 40

// BenchmarkWrite creates, edits and deletes users one at a time, each in its own durable transaction with a journal
// entry. Passwords are not hashed. Each side writes into its own copy of the file.
func BenchmarkWrite(b *testing.B) {
	for _, n := range sizes(b) {
		folder := b.TempDir()
		copies := [2]string{filepath.Join(folder, "ours.roster"), filepath.Join(folder, "c.roster")}
		for _, path := range copies {
			if err := people.Copy(path, file(b, n)); err != nil {
				b.Fatal(err)
			}
		}
		store, end := indexed(b, copies[0])
		sortAll(b, store) // so that a change must update all orders
		ours := &ourWriter{b: b, store: store}
		c := &cWriter{b: b, y: newYardstick(b, copies[1], asWriter)}
		users := newUsers()
		for _, op := range []struct {
			name    string
			ours, c func(u *identity.User)
		}{
			{"create", ours.create, c.create},
			{"edit", ours.edit, c.edit},
			{"delete", ours.delete, c.delete},
		} {
			run := func(users []identity.User, fn func(*identity.User)) side {
				return side{run: func(round int) []time.Duration {
					batch := users[round*changesPerRound:][:changesPerRound]
					return each(len(batch), func(i int) { fn(&batch[i]) })
				}}
			}
			costs := compare(b, run(users[0], op.ours), run(users[1], op.c))
			times := costs[0].times(costs[1])
			measured(op.name+" one, durable", n, costs[0]).against(times, "C").atMillion(mostTimes(times, 2)).report(b)
			measured("· "+op.name+" in C", n, costs[1]).report(b)
		}
		reportShowing(b, ours, n)
		end()
	}
}

// newUsers returns the same new users for both sides, with unused names.
func newUsers() (sides [2][]identity.User) {
	for i := range sides {
		sides[i] = people.Some(changesPerRound*(rounds+1), 99)
		for j := range sides[i] {
			sides[i][j].Name += ".new"
			sides[i][j].Email = "new." + strconv.Itoa(j) + "@new.example"
		}
	}
	return sides
}

// reportShowing measures, after each change, how long it takes to read the page at the changed user's position: the
// index and all orders are updated, the position is found, and rows are read.
func reportShowing(b *testing.B, w *ourWriter, n int) {
	b.Helper()
	var showing cost
	show := func(u identity.User, present bool) {
		q := identity.Query{}
		before, begin := processTime(b), time.Now()
		view(b, w.store, func(tx *data.Tx) error {
			position, err := tx.Position(q, u.ID)
			if !present && errors.Is(err, data.ErrNotFound) {
				err = nil
			}
			if err != nil {
				return err
			}
			page, err := tx.Users(q, position-position%pageSize, pageSize)
			if present && (err != nil || page[position%pageSize].Version != u.Version) {
				b.Errorf("%s: the page does not show the change", u.Name)
			}
			return err
		})
		showing.wall = append(showing.wall, time.Since(begin))
		showing.cpu = append(showing.cpu, processTime(b)-before)
	}
	for _, u := range people.Some(100, 98) {
		u.Name, u.Email = u.Name+".newer", u.Name+"@newer.example"
		w.create(&u)
		show(u, true)
		w.edit(&u)
		show(u, true)
		w.delete(&u)
		show(u, false)
	}
	l := measured("change to rows", n, showing)
	l.atMillion(most("p50", l.p50, 2*time.Millisecond)).report(b)
}

// ourWriter writes through package data, like package app.
type ourWriter struct {
	b     *testing.B
	store *data.Store
}

// do runs fn and appends an event, in one transaction.
func (w *ourWriter) do(operation string, u *identity.User, fn func(*data.Tx) error) {
	w.b.Helper()
	err := w.store.Update(w.b.Context(), func(tx *data.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		ends, err := tx.JournalEnds()
		if err != nil {
			return err
		}
		if err := tx.AppendEvent(event(operation, u, ends.Seq+1, ends.Last, tx.Now())); err != nil {
			return err
		}
		_, err = tx.Conclude(ends.Seq)
		return err
	})
	if err != nil {
		w.b.Fatalf("%s %s: %v", operation, u.Name, err)
	}
}

func (w *ourWriter) create(u *identity.User) {
	w.do("create user", u, func(tx *data.Tx) (err error) {
		if *u, err = tx.InsertUser(*u); err != nil {
			return err
		}
		_, err = tx.SetCredential(identity.Credential{UserID: u.ID, Hash: noHash, Disabled: tx.Now()})
		return err
	})
}

func (w *ourWriter) edit(u *identity.User) {
	before := *u
	u.FirstName, u.Name = u.LastName, "a"+u.Name
	w.do("edit details", u, func(tx *data.Tx) (err error) {
		*u, err = tx.UpdateUser(before, *u)
		return err
	})
}

func (w *ourWriter) delete(u *identity.User) {
	w.do("delete user", u, func(tx *data.Tx) error { return tx.DeleteUser(u.ID, u.Version) })
}

// noHash takes the place of a hash. It begins like the hashes that Roster computes, but no password matches it.
const noHash = "$argon2id$v=19$m=65536,t=3,p=1$bench, no password"

// event returns the entry about a change of u's first name, or about their deletion, which does not name them.
func event(operation string, u *identity.User, seq int64, prev []byte, now time.Time) identity.Event {
	target := identity.User{ID: u.ID}
	var changes journal.Changes
	switch operation {
	case "delete user":
	case "import user":
		target.Name, target.Email = u.Name, u.Email
		changes.Account(identity.Account{}, identity.Account{User: *u})
	default:
		target.Name, target.Email = u.Name, u.Email
		changes.Set(journal.FieldFirstName, u.FirstName, u.LastName)
	}
	return entry(operation, target, changes, seq, prev, now)
}

// entry returns an entry with the length, the words and the hashing cost of those of package app. Its actor is the user
// 1.
func entry(
	operation string, target identity.User, changes journal.Changes, seq int64, prev []byte, now time.Time,
) identity.Event {
	e := identity.Event{
		Seq: seq, At: now, Operation: operation, Outcome: identity.Done, ActorID: 1, TargetID: target.ID,
		AppVersion: "v1.0.0", Computer: "computer", Process: 4321, Prev: prev,
	}
	e.Before, e.After, _ = changes.Encode() // texts can always be encoded
	e.Words = journal.Words(identity.User{ID: 1, Name: "anna.ackermann"}, target, changes)
	e.Committed = journal.Commit(e.Words)
	digest := sha256.Sum256([]byte(target.Name + target.Email))
	hash := sha256.Sum256(bytes.Join([][]byte{prev, []byte(operation), e.Committed, digest[:]}, nil))
	e.Digest, e.Hash = digest[:], hash[:]
	return e
}

// cWriter runs the statements of package data in the C library.
type cWriter struct {
	b        *testing.B
	y        *yardstick
	inserted int // how many times
}

func (w *cWriter) do(operation string, u *identity.User, fn func(now time.Time)) {
	now := time.Now()
	w.y.exec(w.b, "BEGIN IMMEDIATE")
	fn(now)
	var seq, txid int64
	prev := make([]byte, 0, sha256.Size)
	err := w.y.prepare(w.b, `SELECT seq, hash, txid FROM journal ORDER BY seq DESC LIMIT 1`).
		QueryRowContext(context.Background()).Scan(&seq, &prev, &txid)
	if err != nil { // the journal is empty
		prev = make([]byte, sha256.Size)
	}
	w.append(txid+1, event(operation, u, seq+1, prev, now))
	w.y.exec(w.b, "COMMIT")
}

// append appends entries to the journal.
func (w *cWriter) append(txid int64, entries ...identity.Event) {
	var words, rows []any
	for _, e := range entries {
		for _, word := range e.Words {
			words = append(words, e.Seq, int(word.Place), word.Person, word.Salt, word.Text)
		}
		rows = append(rows, e.Seq, e.At.UnixMicro(), e.Operation, string(e.Outcome), e.ActorID, e.TargetID, e.Before, e.After,
			e.Reason, e.AppVersion, e.Computer, e.Process, e.Batch, e.Committed, e.Digest, e.Prev, e.Hash, txid)
	}
	w.y.exec(w.b, `INSERT OR REPLACE INTO words (seq, n, person, salt, text) VALUES `+values(len(words), 5), words...)
	w.y.exec(w.b, `
		INSERT INTO journal (seq, at, operation, outcome, actor_id, target_id, before, after, reason,
			app_version, computer, process, batch, words, digest, prev, hash, txid) VALUES `+values(len(rows), 18), rows...)
}

// values returns the rows of parameters of a statement.
func values(n, columns int) string {
	row := "(" + strings.Repeat("?, ", columns-1) + "?)"
	return row + strings.Repeat(", "+row, n/columns-1)
}

// scanUser runs a statement that returns the resulting user, and stores it in u.
func (w *cWriter) scanUser(u *identity.User, query string, args ...any) {
	var signIn, created, changed int64
	w.y.scan(w.b, query+" RETURNING "+userColumns, args, &u.ID, &u.Version, &u.Name, &u.Email, &u.FirstName, &u.LastName,
		&u.Role, &u.Status, &signIn, &created, &changed, &u.Salt)
}

func (w *cWriter) create(u *identity.User) {
	w.do("create user", u, func(now time.Time) {
		w.scanUser(u, `
			INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
				spellings, role, status, created, changed)
			VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
			append(textsOf(u), int(u.Role), int(u.Status), now.UnixMicro())...)
		w.y.exec(w.b, `
			INSERT INTO credentials (user_id, version, hash, must_change, expires, disabled, failed, recent, last_failed, wait_until)
			VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (user_id) DO UPDATE SET version = credentials.version + 1, hash = excluded.hash,
				must_change = excluded.must_change, expires = excluded.expires, disabled = excluded.disabled,
				failed = excluded.failed, recent = excluded.recent, last_failed = excluded.last_failed,
				wait_until = excluded.wait_until`,
			u.ID, noHash, false, 0, now.UnixMicro(), 0, 0, 0, 0)
	})
}

func (w *cWriter) edit(u *identity.User) {
	u.FirstName, u.Name = u.LastName, "a"+u.Name
	w.do("edit details", u, func(now time.Time) {
		w.scanUser(u, `
			UPDATE users SET version = version + 1, name = $1, name_key = $2, email = $3, email_key = $4,
				first_name = $5, first_key = $6, last_name = $7, last_key = $8, spellings = $9, role = $10, status = $11,
				changed = $12
			WHERE id = $13 AND version = $14`,
			append(textsOf(u), int(u.Role), int(u.Status), now.UnixMicro(), u.ID, u.Version)...)
	})
}

func (w *cWriter) delete(u *identity.User) {
	w.do("delete user", u, func(time.Time) {
		w.y.exec(w.b, `DELETE FROM users WHERE id = $1 AND version = $2`, u.ID, u.Version)
	})
}

// textsOf returns u's texts, each followed by its key, and then their other spellings.
func textsOf(u *identity.User) (args []any) {
	for _, s := range []string{u.Name, u.Email, u.FirstName, u.LastName} {
		args = append(args, s, fold.Key(s))
	}
	return append(args, fold.OtherSpellings(u.Name, u.Email, u.FirstName, u.LastName))
}

// BenchmarkBatch measures how long it takes, after a hundred thousand users have been changed in one transaction, until
// queries return them as changed. The yardstick commits the same changes without an index.
func BenchmarkBatch(b *testing.B) {
	const batch = 100_000
	for _, n := range sizes(b) {
		if n < batch {
			continue
		}
		folder := b.TempDir()
		change := func(name string) (store *data.Store, run func(round int) []time.Duration) {
			path := filepath.Join(folder, name)
			if err := people.Copy(path, file(b, n)); err != nil {
				b.Fatal(err)
			}
			store, closeStore := open(b, path)
			b.Cleanup(closeStore)
			users := find(b, store, identity.Query{}, 0, batch)
			return store, func(round int) []time.Duration {
				var changed time.Time // when all was changed but not committed
				err := store.Update(b.Context(), func(tx *data.Tx) (err error) {
					for i, u := range users {
						after := u
						after.LastName = fmt.Sprintf("batch %d", round)
						if users[i], err = tx.UpdateUser(u, after); err != nil {
							return err
						}
					}
					_, err = tx.Conclude(0)
					changed = time.Now()
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				if store.Indexed() == 1 && len(find(b, store, identity.Query{Text: fmt.Sprintf("batch %d", round)}, 0, 50)) != 50 {
					b.Fatal("the changes do not show")
				}
				return []time.Duration{time.Since(changed)}
			}
		}
		store, ours := change("index.roster")
		end := index(b, store)
		_, theirs := change("plain.roster")
		costs := compare(b, side{run: ours}, side{run: theirs})
		end()
		until := max(median(costs[0].wall)-median(costs[1].wall), 0)
		l := line{operation: "until 100,000 own changes show", users: n, figure: short(until)}
		l.atMillion(most("p50", until, 200*time.Millisecond)).report(b)
		line{operation: "· their commit", users: n, figure: short(median(costs[1].wall))}.report(b)
	}
}
