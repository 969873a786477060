package bench

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"roster/app"
	"roster/app/journal"
	"roster/bench/people"
	"roster/data"
	"roster/identity"
)

// BenchmarkJournal verifies a journal of a million entries and appends some, each in its own durable transaction.
func BenchmarkJournal(b *testing.B) {
	for _, n := range sizes(b) {
		path := filepath.Join(b.TempDir(), "journal.roster")
		fillJournal(b, path, n)
		reportVerify(b, path, n)
		reportJournalSearch(b, path, n)
		reportAppend(b, path, n)
		reportWitness(b, path, n)
	}
}

// reportVerify measures verification. The yardstick steps through the same rows in C, and hashes as many bytes.
func reportVerify(b *testing.B, path string, n int) {
	b.Helper()
	store, end := open(b, path)
	defer end()
	c := newYardstick(b, path, asReader)
	costs := compare(b,
		side{run: func(int) []time.Duration {
			return each(1, func(int) {
				v, err := app.Verify(b.Context(), store, "", nil)
				if err != nil || v.Fault != nil || v.Entries != int64(n) {
					b.Fatalf("got %+v, fault %v, error %v, want all %d entries to match", v, v.Fault, err, n)
				}
			})
		}},
		side{run: func(int) []time.Duration {
			return each(1, func(int) {
				var total int64
				c.scan(b, `
					SELECT sum(length(prev) + seq + at % 1000 + length(operation) + length(outcome) + actor_id + target_id
						+ length(before) + length(after) + length(reason) + length(app_version) + length(computer)
						+ process + length(words) + length(digest) + length(hash)) FROM journal`, nil, &total)
				c.scan(b, `SELECT sum(length(operation) + length(outcome) + length(before) + length(after) + length(reason)
					+ length(app_version) + length(computer) + length(words)) / count(*)
					FROM (SELECT * FROM journal LIMIT 1000)`, nil, &total)
				entry := make([]byte, total+coveredBesideTexts)
				for range n {
					hashed = sha256.Sum256(entry)
				}
				var words int
				c.scan(b, `SELECT sum(seq + n + person + length(salt) + length(text)) FROM words`, nil, &total)
				c.scan(b, `SELECT count(*), sum(length(text)) / count(*) FROM words`, nil, &words, &total)
				word := make([]byte, total+coveredBesideWord)
				for range words {
					hashed = sha256.Sum256(word)
				}
			})
		}})
	times := costs[0].times(costs[1])
	l := measured("verify the journal", n, costs[0]).against(times, "C")
	l.atMillion(most("p99", l.p99, 10*time.Second), mostTimes(times, 4)).report(b)
	measured("· C steps its rows, SHA-256", n, costs[1]).report(b)
}

// coveredBesideTexts is the number of bytes that an entry's hash covers besides its texts and commitments: the lengths
// of 16 values, the tag, five numbers, the previous hash and a digest.
const coveredBesideTexts = 16*8 + 16 + 5*8 + 2*sha256.Size

// coveredBesideWord is the number of bytes that a commitment covers besides the word: three lengths, the tag and the
// salt.
const coveredBesideWord = 3*8 + 13 + 16

// hashed keeps the compiler from leaving out the hashing.
var hashed [sha256.Size]byte

// reportJournalSearch measures one step of a search for a word that no entry contains, which covers 10,000 entries. The
// yardstick looks for the word in the same rows in C, regardless of case in ASCII text only.
func reportJournalSearch(b *testing.B, path string, n int) {
	b.Helper()
	store, end := open(b, path)
	defer end()
	e := newEditor(b, store, "")
	q := app.JournalQuery{Search: journal.NewSearch("nowhere", journal.Wording{})}
	c := newYardstick(b, path, asReader)
	const steps = 10
	costs := compare(b,
		side{run: func(int) []time.Duration {
			return each(steps, func(int) {
				page, err := e.session.Journal(b.Context(), q, 0, 50)
				if err != nil || len(page.Events) > 0 {
					b.Fatalf("got %d entries, error %v, want none", len(page.Events), err)
				}
			})
		}},
		side{run: func(int) []time.Duration {
			return each(steps, func(int) {
				var found int
				c.scan(b, `
					SELECT (SELECT count(*) FROM (SELECT * FROM journal ORDER BY seq DESC LIMIT 10000)
						WHERE before || char(10) || after || char(10) || reason || char(10) || computer LIKE '%nowhere%')
					+ (SELECT count(*) FROM words WHERE seq > (SELECT max(seq) FROM journal) - 10000 AND text LIKE '%nowhere%')
					`, nil, &found)
			})
		}})
	l := measured("search 10,000 entries in vain", n, costs[0]).against(costs[0].times(costs[1]), "C")
	l.atMillion(most("p99", l.p99, 100*time.Millisecond)).report(b)
	measured("· C searches their texts", n, costs[1]).report(b)
}

// reportAppend measures appending entries. The yardstick writes the same entries into a copy.
func reportAppend(b *testing.B, path string, n int) {
	b.Helper()
	store, end := open(b, path)
	defer end()
	ours := &ourWriter{b: b, store: store}
	var u identity.User
	other := path + ".c"
	if err := people.Copy(other, path); err != nil {
		b.Fatal(err)
	}
	c := &cWriter{b: b, y: newYardstick(b, other, asWriter)}
	costs := compare(b,
		side{run: func(int) []time.Duration {
			return each(100, func(int) { ours.do("lock", &u, func(*data.Tx) error { return nil }) })
		}},
		side{run: func(int) []time.Duration {
			return each(100, func(int) { c.do("lock", &u, func(time.Time) {}) })
		}})
	l := measured("append to the journal, durable", n, costs[0]).against(costs[0].times(costs[1]), "C")
	l.atMillion(most("p50", l.p50, time.Millisecond)).report(b)
	measured("· append in C", n, costs[1]).report(b)
}

// reportWitness measures editing a user as the program does: the session is checked, the entry appended, and the
// witness updated. The yardstick does the same without a witness.
func reportWitness(b *testing.B, path string, n int) {
	b.Helper()
	store, end := open(b, path)
	defer end()
	remembering := newEditor(b, store, b.TempDir())
	forgetting := newEditor(b, store, "")
	costs := compare(b, remembering.side(100), forgetting.side(100))
	l := measured("edit one, journal and witness", n, costs[0]).against(costs[0].times(costs[1]), "without")
	l.atMillion(most("p50", l.p50, time.Millisecond)).report(b)
	measured("· edit one without a witness", n, costs[1]).report(b)
}

// editor is a System Admin who edits their own names.
type editor struct {
	b       *testing.B
	session *app.Session
	user    identity.User
}

func newEditor(b *testing.B, store *data.Store, witness string) *editor {
	b.Helper()
	service, err := app.New(store, app.Options{Version: "bench", Witness: witness})
	if err != nil {
		b.Fatal(err)
	}
	root := app.NewUser{Name: "root", Email: "root@example.com", Password: "blue whale sings a low song"}
	s, err := service.Setup(b.Context(), root)
	if errors.Is(err, app.ErrNotEmpty) {
		s, err = service.SignIn(b.Context(), root.Name, root.Password)
	}
	if err != nil {
		b.Fatal(err)
	}
	return &editor{b: b, session: s, user: s.Me()}
}

func (e *editor) side(edits int) side {
	return side{run: func(int) []time.Duration {
		u, err := e.session.User(e.b.Context(), e.user.ID) // as changed by the other side
		if err != nil {
			e.b.Fatal(err)
		}
		return each(edits, func(int) {
			first := "Anna"
			if u.FirstName == first {
				first = "Annabel"
			}
			u, err = e.session.EditUser(e.b.Context(), u, app.Details{Name: u.Name, FirstName: first, LastName: u.LastName})
			if err != nil {
				e.b.Fatal(err)
			}
		})
	}}
}

// fillJournal creates a file of one user whose journal has n entries, in the format of docs/journal.md.
func fillJournal(b *testing.B, path string, n int) {
	b.Helper()
	store, end := open(b, path)
	newEditor(b, store, "")
	var ends data.JournalEnds
	view(b, store, func(tx *data.Tx) (err error) {
		ends, err = tx.JournalEnds()
		return err
	})
	last, prev := ends.Seq, ends.Last
	end()
	db, err := sql.Open("sqlite3", "file:"+path+"?_synchronous=OFF")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	prepare := func(query string) *sql.Stmt {
		s, err := tx.Prepare(query)
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	// The users of the entries do not exist, which the trigger would refuse.
	var trigger string
	if err := tx.QueryRow(`SELECT sql FROM sqlite_schema WHERE name = 'words_next'`).Scan(&trigger); err != nil {
		b.Fatal(err)
	}
	run := func(s *sql.Stmt, args ...any) {
		if _, err := s.Exec(args...); err != nil {
			b.Fatal(err)
		}
	}
	run(prepare(`DROP TRIGGER words_next`))
	insert := prepare(`
		INSERT INTO journal (prev, seq, at, operation, outcome, actor_id, target_id, before, after, reason,
			app_version, computer, process, batch, words, digest, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`)
	insertWord := prepare(`INSERT INTO words (seq, n, person, salt, text) VALUES ($1, $2, $3, $4, $5)`)
	for seq := int(last) + 1; seq <= n; seq++ {
		actor := identity.User{ID: int64(seq%7 + 1), Name: "anna.ackermann"}
		target := identity.User{ID: int64(seq%1000 + 1), Name: "user.number" + strconv.Itoa(seq%1000)}
		var changes journal.Changes
		changes.Set(journal.FieldFirstName, "Anna", "Annabel")
		words := journal.Words(actor, target, changes)
		values := []any{
			prev, seq, 1_700_000_000_000_000 + seq*1_000_000, "edit names", "refused", int(actor.ID), int(target.ID), "", "",
			"rank", "v1.0.0", "computer", 4321, 0, journal.Commit(words), []byte{},
		}
		prev = chained(values)
		for _, w := range words {
			run(insertWord, seq, int(w.Place), w.Person, w.Salt, w.Text)
		}
		run(insert, append(values, prev)...)
	}
	run(prepare(trigger))
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// chained returns the hash of an entry.
func chained(values []any) []byte {
	h := sha256.New()
	write := func(value []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(value)))) // never fails
		h.Write(value)
	}
	write([]byte("roster journal 1"))
	for _, value := range values {
		switch v := value.(type) {
		case []byte:
			write(v)
		case string:
			write([]byte(v))
		case int:
			write(strconv.AppendInt(nil, int64(v), 10))
		}
	}
	return h.Sum(nil)
}
