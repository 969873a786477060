package bench

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"roster/app"
	"roster/app/mapping"
	"roster/app/sheet"
	"roster/bench/people"
	"roster/data/fold"
	"roster/identity"
)

// newcomers returns a table in CSV of n people who are no users yet.
func newcomers(n, round int) string {
	text := []byte("user name,email,first name,last name,role\r\n")
	for i := range n {
		text = fmt.Appendf(text, "new%d.%06d,new%d.%06d@example.org,Maria Theresa,Schönberg-%d,Ledger manager\r\n",
			round, i, round, i, i)
	}
	return string(text)
}

// BenchmarkImport imports people through all steps: reading, mapping, checking and storing. The yardstick stores the
// same users with their entries in the C library, in one transaction.
func BenchmarkImport(b *testing.B) {
	for _, n := range sizes(b) {
		folder := b.TempDir()
		paths := [2]string{filepath.Join(folder, "ours.roster"), filepath.Join(folder, "c.roster")}
		fillWithEntries(b, paths[0], n)
		if err := people.Copy(paths[1], paths[0]); err != nil {
			b.Fatal(err)
		}
		store, end := indexed(b, paths[0])
		s := newEditor(b, store, "").session
		c := &cWriter{b: b, y: newYardstick(b, paths[1], asWriter)}
		for _, rows := range []int{10_000, 100_000} {
			ours := &ourImport{b: b, session: s, rows: rows}
			costs := compare(b, side{before: ours.prepare, run: func(int) []time.Duration {
				return []time.Duration{ours.run()}
			}}, side{run: func(int) []time.Duration { return []time.Duration{c.insert(rows)} }})
			reportBatch(b, fmt.Sprintf("import %d", rows), n, costs, map[int]time.Duration{
				10_000: 2 * time.Second, 100_000: 15 * time.Second,
			}[rows])
			l := measured("· read, map and check it", n, ours.checks)
			if rows == 10_000 {
				l.limits = append(l.limits, most("p50", l.p50, 500*time.Millisecond))
			}
			l.report(b)
			reportCancelling(b, n, ours.cancels)
			ours.memory.report(b, n, rows)
		}
		end()
	}
}

// ourImport imports people through package app.
type ourImport struct {
	b       *testing.B
	session *app.Session
	rows    int
	round   int
	plan    *app.ImportPlan
	checks  cost
	cancels cost
	memory  peak // of the plan and of storing it
}

// prepare reads, maps and checks the next table, and cancels its import once half-way.
func (o *ourImport) prepare() {
	o.round++
	text := newcomers(o.rows, o.rows+o.round)
	o.plan = nil
	runtime.GC()
	o.memory.begin()
	o.checks.add(func() {
		source, err := sheet.Paste(text)
		if err != nil {
			o.b.Fatal(err)
		}
		reading, err := source.Recognise()
		if err != nil {
			o.b.Fatal(err)
		}
		table, err := source.Table(reading)
		if err != nil {
			o.b.Fatal(err)
		}
		of := app.Import{People: mapping.Guess(table).People(table), Role: identity.LedgerManager}
		if o.plan, err = o.session.PlanImport(o.b.Context(), of, nil); err != nil {
			o.b.Fatal(err)
		}
	})
	o.cancels.took(cancelled(o.b, func(ctx context.Context, progress func(done, all int64)) error {
		_, err := o.session.Import(ctx, o.plan, progress)
		return err
	}))
}

// run imports the table, and returns how long that took.
func (o *ourImport) run() (took time.Duration) {
	o.b.Helper()
	begin := time.Now()
	done, err := o.session.Import(o.b.Context(), o.plan, o.memory.watch)
	took = time.Since(begin)
	if err != nil || done.Created != len(o.plan.Rows) {
		o.b.Fatalf("got %d created, error %v, want %d", done.Created, err, len(o.plan.Rows))
	}
	return took
}

// BenchmarkExport exports all users in each format.
func BenchmarkExport(b *testing.B) {
	for _, n := range sizes(b) {
		path := filepath.Join(b.TempDir(), "ours.roster")
		fillWithEntries(b, path, n)
		store, end := indexed(b, path)
		s := newEditor(b, store, "").session
		for _, format := range []app.ExportFormat{app.ExportCSV, app.ExportJSON, app.ExportLDIF} {
			var c cost
			for range rounds {
				c.add(func() {
					got, err := s.ExportUsers(b.Context(), app.Export{Format: format, Base: "dc=x"}, io.Discard, nil)
					if err != nil || got < n {
						b.Fatalf("got %d, error %v, want %d", got, err, n)
					}
				})
			}
			l := measured("export as "+string(format), n, c)
			l.atMillion(most("p50", l.p50, 5*time.Second)).report(b)
		}
		end()
	}
}

// insert stores new users without passwords, with the statements of package data, and returns how long it took.
func (w *cWriter) insert(n int) time.Duration {
	w.inserted++
	users := make([]identity.User, n)
	for i := range users {
		name := fmt.Sprintf("c%d.%06d", w.inserted*n, i)
		users[i] = identity.User{
			Name: name, Email: name + "@example.net", FirstName: "Maria Theresa", LastName: fmt.Sprintf("Schönberg-%d", i),
			Role: identity.LedgerManager, Status: identity.NoPassword,
		}
	}
	begin := time.Now()
	w.y.exec(w.b, "BEGIN IMMEDIATE")
	var seq, txid int64
	var prev []byte
	w.y.scan(w.b, `SELECT seq, hash, txid FROM journal ORDER BY seq DESC LIMIT 1`, nil, &seq, &prev, &txid)
	for part := range slices.Chunk(users, 64) {
		var args []any
		for _, u := range part {
			args = append(args, 1, begin.UnixMicro(), begin.UnixMicro(), u.Name, fold.Key(u.Name), u.Email, fold.Key(u.Email), u.FirstName, fold.Key(u.FirstName),
				u.LastName, fold.Key(u.LastName), int(u.Role), int(u.Status), 0, "",
				fold.OtherSpellings(u.Name, u.Email, u.FirstName, u.LastName))
		}
		var id int64
		var key string
		var salt []byte
		at := 0
		w.y.each(w.b, `
			INSERT INTO users (version, created, changed, name, name_key, email, email_key, first_name, first_key,
				last_name, last_key, role, status, expires, note, spellings) VALUES `+values(len(args), 16)+`
			RETURNING id, name_key, salt`, args, func() {
			part[at].ID, part[at].Version, part[at].Salt = id, 1, string(salt)
			at++
		}, &id, &key, &salt)
		var entries []identity.Event
		for i := range part {
			e := event("import user", &part[i], seq+1, prev, begin)
			entries = append(entries, e)
			seq, prev = e.Seq, e.Hash
		}
		w.append(txid+1, entries...)
	}
	w.y.exec(w.b, "COMMIT")
	return time.Since(begin)
}
