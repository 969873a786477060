package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app"
	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/bench/people"
	"roster/data"
	"roster/identity"
)

// bulk is the number of users that are disabled and enabled again.
const bulk = 100_000

// BenchmarkBulk disables a hundred thousand users and, in every other round, enables them again, through package app,
// in one transaction. The yardstick runs the same statements in the C library, with the same hashing.
func BenchmarkBulk(b *testing.B) {
	for _, n := range sizes(b) {
		if n < bulk {
			continue
		}
		folder := b.TempDir()
		paths := [2]string{filepath.Join(folder, "ours.roster"), filepath.Join(folder, "c.roster")}
		fillWithEntries(b, paths[0], n)
		if err := people.Copy(paths[1], paths[0]); err != nil {
			b.Fatal(err)
		}
		store, end := indexed(b, paths[0])
		ours := &ourBatch{b: b, session: newEditor(b, store, "").session}
		c := &cWriter{b: b, y: newYardstick(b, paths[1], asWriter)}
		var users []identity.User // in the order of their ids, as in package app
		view(b, store, func(tx *data.Tx) (err error) {
			q := identity.Query{Role: identity.LedgerManager, State: identity.StateEnabled}
			if ours.ids, err = tx.IDs(q, 0, bulk); err != nil {
				return err
			}
			slices.Sort(ours.ids)
			return tx.AccountsWithIDs(ours.ids, func(a identity.Account) error {
				users = append(users, a.User)
				return nil
			})
		})
		costs := compare(b,
			side{before: ours.prepare, run: func(int) []time.Duration { return []time.Duration{ours.run()} }, after: ours.show},
			side{run: func(int) []time.Duration { return []time.Duration{c.bulk(users)} }})
		end()
		ours.report(n, costs)
	}
}

// report reports what batches cost in a file of n users, and what they cost in C.
func (o *ourBatch) report(n int, costs []cost) {
	reportBatch(o.b, fmt.Sprintf("disable or enable %d", len(o.ids)), n, costs, 8*time.Second)
	l := measured("· plan it", n, o.plans)
	l.limits = append(l.limits, most("p50", l.p50, 500*time.Millisecond))
	l.report(o.b)
	l = measured("· then the index answers", n, o.shows)
	l.limits = append(l.limits, most("p50", l.p50, 200*time.Millisecond))
	l.report(o.b)
	reportCancelling(o.b, n, o.cancels)
	o.memory.report(o.b, n, len(o.ids))
}

// ourBatch runs batches through package app.
type ourBatch struct {
	b        *testing.B
	session  *app.Session
	ids      []int64   // of the users
	disabled bool      // they are, after the last batch
	plan     *app.Plan // of the next one
	plans    cost
	shows    cost
	cancels  cost
	memory   peak
}

// prepare plans the next batch, and cancels it once half-way.
func (o *ourBatch) prepare() {
	op := access.DisableUser
	if o.disabled {
		op = access.EnableUser
	}
	begin := time.Now()
	var err error
	o.plan, err = o.session.Plan(o.b.Context(), app.SelectionOf(o.ids...), app.Action{Operation: op}, nil)
	if err != nil {
		o.b.Fatal(err)
	}
	o.plans.took(time.Since(begin))
	o.cancels.took(cancelled(o.b, func(ctx context.Context, progress func(done, all int64)) error {
		_, err := o.session.Apply(ctx, o.plan, progress)
		return err
	}))
}

// run disables the users, or enables them again, and returns how long it took.
func (o *ourBatch) run() (took time.Duration) {
	o.b.Helper()
	o.memory.begin()
	begin := time.Now()
	done, err := o.session.Apply(o.b.Context(), o.plan, o.memory.watch)
	took = time.Since(begin)
	if err != nil || done.Done != len(o.ids) {
		o.b.Fatalf("got %d done, error %v, want %d", done.Done, err, len(o.ids))
	}
	o.disabled = !o.disabled
	return took
}

// show measures how long it takes until the index finds the users as they are.
func (o *ourBatch) show() {
	want := 0
	if o.disabled {
		want = len(o.ids)
	}
	begin := time.Now()
	q := identity.Query{State: identity.StateDisabled, Role: identity.LedgerManager}
	page, err := o.session.Find(o.b.Context(), q, 0, 50)
	if err != nil || page.Matched < want || want == 0 && page.Matched > page.All-len(o.ids) {
		o.b.Errorf("got %d disabled, error %v, want %d", page.Matched, err, want)
	}
	o.shows.took(time.Since(begin))
}

// bulk disables users, or enables those that are disabled, with the statements of package data, and returns how long
// it took.
func (w *cWriter) bulk(users []identity.User) time.Duration {
	begin := time.Now()
	w.y.exec(w.b, "BEGIN IMMEDIATE")
	var seq, txid int64
	var prev []byte
	w.y.scan(w.b, `SELECT seq, hash, txid FROM journal ORDER BY seq DESC LIMIT 1`, nil, &seq, &prev, &txid)
	for part := range slices.Chunk(users, 256) {
		w.readAgain(part)
		to := 3 - part[0].Status
		var id, version int64
		var keys [5]string
		w.y.each(w.b, `
			UPDATE users SET version = version + 1, role = $2, status = $3, changed = $4
			WHERE id IN (SELECT value FROM json_each($1))
			RETURNING id, version, name_key, email_key, first_key, last_key, spellings`,
			[]any{idsOf(part), int(part[0].Role), int(to), begin.UnixMicro()}, func() {},
			&id, &version, &keys[0], &keys[1], &keys[2], &keys[3], &keys[4])
		for events := range slices.Chunk(part, 128) {
			var entries []identity.Event
			for i := range events {
				u := &events[i]
				var changes journal.Changes
				changes.Set(journal.FieldStatus, u.Status.String(), to.String())
				u.Status, u.Version = to, u.Version+1
				e := entry("disable user", *u, changes, seq+1, prev, begin)
				entries = append(entries, e)
				seq, prev = e.Seq, e.Hash
			}
			w.append(txid+1, entries...)
		}
	}
	w.y.exec(w.b, "COMMIT")
	return time.Since(begin)
}

// idsOf returns the ids of users as a JSON array.
func idsOf(users []identity.User) string {
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		panic(err) // numbers have no error
	}
	return string(list)
}

// readAgain reads users and their credentials.
func (w *cWriter) readAgain(users []identity.User) {
	var id int64
	w.y.each(w.b, `SELECT users.id, `+strings.ReplaceAll(userColumns[4:], "version", "users.version")+`
		FROM users LEFT JOIN credentials ON user_id = id
		WHERE id IN (SELECT value FROM json_each($1)) ORDER BY id`, []any{idsOf(users)}, func() {}, into(&id)...)
}

// into returns where the columns of a user are scanned to, of which only the id matters.
func into(id *int64) []any {
	all := []any{id}
	for range strings.Count(userColumns, ",") {
		all = append(all, new(any))
	}
	return all
}

// BenchmarkStartPasswords generates and hashes ten thousand start passwords.
func BenchmarkStartPasswords(b *testing.B) {
	const many = 10_000
	var c cost
	for range 5 {
		c.add(func() {
			for range many {
				start, err := password.NewStart()
				if err == nil {
					_, err = start.Hash()
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	l := measured("10,000 start passwords", 0, c)
	l.limits = append(l.limits, most("p50", l.p50, 2*time.Second))
	l.report(b)
}
