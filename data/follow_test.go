package data

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"roster/data/index"
	"roster/identity"
)

// loadIndex loads the index of s.
func loadIndex(t *testing.T, s *Store) {
	t.Helper()
	if err := s.loadIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.Indexed(); got != 1 {
		t.Fatalf("indexed: got %v, want 1", got)
	}
}

// wantIndexed fails the test unless want reports whether the store has an index.
func wantIndexed(t *testing.T, s *Store, want bool) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		ix, err := tx.indexed()
		if err != nil || (ix != nil) != want {
			t.Errorf("has an index: got %v, error %v, want %v", ix != nil, err, want)
		}
		return nil
	})
}

// crowd generates users with similar names, in many scripts.
type crowd struct{ *rand.Rand }

func (c crowd) pick(from ...string) string { return from[c.IntN(len(from))] }

func (c crowd) part() string {
	return c.pick("", "Anna", "anna", "Annalena", "ANNALENA-Maria", "Łukasz", "Đặng Thị", "田中", "さくら", "민준", "Ольга",
		"ольга Александровна", "Γιώργος", "نور", "עדה", "Rene\u0301", "René", "100%", "straße", "STRASSE", "İbrahim", "é", "😀",
		"de la Cruz", "O'Neill", "ﬁnn", "Ａｎｎａ")
}

func (c crowd) user(n int) identity.User {
	return identity.User{
		Expires:   c.date(),
		Name:      fmt.Sprintf("%s%s%d", c.part(), c.pick("", ".", "_"), n),
		Email:     fmt.Sprintf("%s%d@%s", c.pick("mail", "anna", "почта", "annalena."), n, c.pick("example.com", "EXAMPLE.org")),
		FirstName: c.part(), LastName: c.part(), Role: identity.Role(1 + c.IntN(3)), Status: identity.Status(1 + c.IntN(2)),
	}
}

// days is the number of days within which everything happens to a crowd.
const days = 250

// time returns a time at which something may happen.
func (c crowd) time() time.Time { return start.Add(time.Duration(c.IntN(days*24*60)) * time.Minute) }

// date returns a day, or none.
func (c crowd) date() identity.Date {
	if c.IntN(3) > 0 {
		return 0
	}
	return identity.DateOf(c.time())
}

// credential changes what a query can ask about the credential of a user.
func (c crowd) credential(tx *Tx, id int64) error {
	switch c.IntN(4) {
	case 0:
		return tx.SetAttempts(id, identity.Attempts{WaitUntil: c.time()})
	case 1:
		if _, err := tx.SetPasswordDisabled(id, c.IntN(2) == 0); !errors.Is(err, ErrNotFound) {
			return err
		}
		return nil
	case 2:
		return tx.DeleteCredential(id)
	}
	given := identity.Credential{UserID: id, Hash: "$argon2id$", MustChange: c.IntN(2) == 0}
	if c.IntN(2) == 0 {
		given.Expires = c.time()
	}
	return only(tx.SetCredential(given))
}

func (c crowd) query() identity.Query {
	q := identity.Query{
		Role: identity.Role(max(c.IntN(7)-3, 0)), Sort: identity.Column(c.IntN(int(identity.Columns))),
		State: identity.State(max(c.IntN(2*len(identity.States()))-len(identity.States())+1, 0)), At: c.time(),
		Descending: c.IntN(2) == 0,
	}
	for range c.IntN(3) {
		text := []rune(c.pick(c.part(), "example", "@", ".org", "1", "23", "456", "nobody", "%", "_", `\`, "l", "an"))
		from := c.IntN(len(text) + 1)
		q.Text += string(text[from:from+c.IntN(len(text)-from+1)]) + c.pick("", " ")
	}
	return q
}

// random returns a generator whose seed differs on every run, and logs the seed.
func random(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// wantAsSQL fails the test unless the index and SQL return the same for q on the same state.
func wantAsSQL(t *testing.T, s *Store, c crowd, q identity.Query, ids []int64) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		if ix, err := tx.indexed(); err != nil || ix == nil {
			t.Fatalf("got no index, error %v, want one", err)
		}
		plain := &Tx{engine: tx.engine, now: tx.now, damaged: tx.damaged}
		want, err := plain.CountUsers(q)
		if got, e := tx.CountUsers(q); err != nil || e != nil || got != want {
			t.Fatalf("%+v: got count %d, errors %v, %v, want %d", q, got, e, err, want)
		}
		from, limit := c.IntN(want+3), c.IntN(60)
		page, err := plain.Users(q, from, limit)
		if got, e := tx.Users(q, from, limit); err != nil || e != nil || !slices.Equal(got, page) {
			t.Fatalf("%+v from %d, at most %d: got %v, errors %v, %v, want %v", q, from, limit, got, e, err, page)
		}
		all, err := plain.IDs(q, from, limit)
		if got, e := tx.IDs(q, from, limit); err != nil || e != nil || !slices.Equal(got, all) {
			t.Fatalf("%+v from %d, at most %d: got ids %v, errors %v, %v, want %v", q, from, limit, got, e, err, all)
		}
		id := ids[c.IntN(len(ids))]
		position, err := plain.Position(q, id)
		if got, e := tx.Position(q, id); got != position || errors.Is(e, ErrNotFound) != errors.Is(err, ErrNotFound) {
			t.Fatalf("%+v: position of user %d: got %d, error %v, want %d, error %v", q, id, got, e, position, err)
		}
		return nil
	})
}

// The index and SQL return the same results after each of many changes, by this store or another.
func TestIndexMatchesSQL(t *testing.T) {
	for _, size := range []struct{ users, steps int }{{100, 2500}, {index.ChunkSize + 200, 150}} {
		if testing.Short() {
			size.steps /= 20
		}
		t.Run(fmt.Sprint(size.users), func(t *testing.T) { testIndexMatchesSQL(t, size.users, size.steps) })
	}
}

func testIndexMatchesSQL(t *testing.T, size, steps int) {
	users := size
	s := newStore(t)
	other := openStore(t, s.Path()) // as in another process
	c := crowd{random(t)}
	var ids []int64
	update(t, s, func(tx *Tx) error {
		for n := range users {
			u, err := tx.InsertUser(c.user(n))
			if err != nil {
				return err
			}
			ids = append(ids, u.ID)
		}
		return nil
	})
	loadIndex(t, s)
	loadIndex(t, other)
	step := func(tx *Tx) error {
		at := c.IntN(len(ids))
		account, err := tx.Account(ids[at])
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		u := account.User
		switch gone, what := err != nil, c.IntN(10); {
		case gone || what < 3:
			users++
			created, err := tx.InsertUser(c.user(users))
			ids = append(ids, created.ID)
			return err
		case what < 5:
			return tx.DeleteUser(u.ID, u.Version)
		case what < 6:
			return only(tx.SetLastSignIn(u.ID))
		case what < 8:
			return c.credential(tx, u.ID)
		default:
			users++
			return only(tx.UpdateUser(u, c.user(users)))
		}
	}
	for n := range steps {
		at := c.time()
		writer := []*Store{s, other}[c.IntN(2)]
		writer.Now = func() time.Time { return at }
		many := 1
		if c.IntN(50) == 0 {
			many = 1 + c.IntN(size/2)
		}
		concluding := c.IntN(2) == 0 // then the writer's index need not read what has changed
		update(t, writer, func(tx *Tx) error {
			for range many {
				if err := step(tx); err != nil {
					return err
				}
			}
			if concluding {
				return only(tx.Conclude(0))
			}
			return nil
		})
		reader := []*Store{s, other}[n%2]
		for range 1 + c.IntN(2) {
			wantAsSQL(t, reader, c, c.query(), ids)
		}
	}
	for column := range identity.Columns {
		wantAsSQL(t, s, c, identity.Query{Sort: identity.Column(column)}, ids)
	}
}

// The index survives more changes than the file notes, if they are this program's own.
func TestManyOwnChanges(t *testing.T) {
	s := newStore(t)
	c := crowd{random(t)}
	const users = 1500
	changes := 9000
	if testing.Short() {
		changes = users // fewer than the file notes, but as many as are merged into the orders
	}
	ids := make([]int64, users)
	update(t, s, func(tx *Tx) error {
		for n := range ids {
			u, err := tx.InsertUser(c.user(n))
			if err != nil {
				return err
			}
			ids[n] = u.ID
		}
		return nil
	})
	loadIndex(t, s)
	for column := range identity.Columns {
		wantAsSQL(t, s, c, identity.Query{Sort: identity.Column(column)}, ids)
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() { // someone looks at the users all the time
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			default:
				wantAsSQL(t, s, crowd{random(t)}, identity.Query{Text: "a", Sort: identity.ByEmail}, ids)
			}
		}
	}()
	update(t, s, func(tx *Tx) error {
		for n := range changes {
			before, err := tx.Account(ids[n%users])
			if err != nil {
				return err
			}
			if _, err := tx.UpdateUser(before.User, c.user(users+n)); err != nil {
				return err
			}
		}
		for _, id := range ids[:users/10] {
			before, err := tx.Account(id)
			if err != nil {
				return err
			}
			if err := tx.DeleteUser(id, before.User.Version); err != nil {
				return err
			}
		}
		return only(tx.Conclude(0))
	})
	close(stop)
	<-ended
	wantIndexed(t, s, true)
	for column := range identity.Columns {
		wantAsSQL(t, s, c, identity.Query{Sort: identity.Column(column)}, ids)
		wantAsSQL(t, s, c, identity.Query{Sort: identity.Column(column), Text: "e", Descending: true}, ids)
	}
}

// A query is answered for the state that its transaction sees, although many users are added meanwhile.
func TestManyAddedWhileReading(t *testing.T) {
	for _, own := range []bool{true, false} {
		t.Run(fmt.Sprintf("own %v", own), func(t *testing.T) {
			s := newStore(t)
			writer := s
			if !own {
				writer = openStore(t, s.Path())
			}
			c := crowd{random(t)}
			const before, after = 1000, 4000
			insertMany(t, s, c, 0, before)
			loadIndex(t, s)
			view(t, s, func(tx *Tx) error {
				if _, err := tx.Users(identity.Query{}, 0, 50); err != nil {
					return err
				}
				insertMany(t, writer, c, before, after)
				if n := count(t, s); n != after {
					t.Errorf("a new transaction: got %d users, want %d", n, after)
				}
				n, err := tx.CountUsers(identity.Query{})
				if n != before {
					t.Errorf("got %d users, want %d", n, before)
				}
				return err
			})
		})
	}
}

// A change that no query has followed does not keep the index from following a later batch.
func TestManyOwnChangesAfterAnother(t *testing.T) {
	s := newStore(t)
	c := crowd{random(t)}
	insertMany(t, s, c, 0, 1)
	loadIndex(t, s)
	update(t, s, func(tx *Tx) error { return errors.Join(only(tx.SetLastSignIn(1)), only(tx.Conclude(0))) })
	insertMany(t, s, c, 1, 9000)
	wantIndexed(t, s, true)
	wantAsSQL(t, s, c, identity.Query{Sort: identity.ByLastSignIn}, []int64{1, 2})
}

// insertMany inserts users in one transaction.
func insertMany(t *testing.T, s *Store, c crowd, from, to int) {
	t.Helper()
	update(t, s, func(tx *Tx) error {
		for n := from; n < to; n++ {
			if _, err := tx.InsertUser(c.user(n)); err != nil {
				return err
			}
		}
		return only(tx.Conclude(0))
	})
}

// A newer index does not change the data that it shares with an older one.
func TestIndexImmutable(t *testing.T) {
	s := newStore(t)
	c := crowd{random(t)}
	update(t, s, func(tx *Tx) error {
		for n := range 300 {
			if _, err := tx.InsertUser(c.user(n)); err != nil {
				return err
			}
		}
		return nil
	})
	loadIndex(t, s)
	view(t, s, func(tx *Tx) error {
		before := map[identity.Column][]identity.User{}
		for column := range identity.Columns {
			users, err := tx.Users(identity.Query{Sort: identity.Column(column)}, 0, 300)
			if err != nil {
				return err
			}
			before[identity.Column(column)] = users
		}
		update(t, s, func(tx *Tx) error {
			for id := int64(1); id <= 300; id += 3 {
				before, err := tx.Account(id)
				if err != nil {
					return err
				}
				if _, err := tx.UpdateUser(before.User, c.user(int(1000+id))); err != nil {
					return err
				}
			}
			return nil
		})
		view(t, s, func(later *Tx) error {
			for column := range identity.Columns {
				if users, err := later.Users(identity.Query{Sort: identity.Column(column)}, 0, 300); err != nil ||
					slices.Equal(users, before[identity.Column(column)]) {
					t.Errorf("column %d: the new index equals the old one, error %v", column, err)
				}
			}
			return nil
		})
		for column := range identity.Columns {
			if users, err := tx.Users(identity.Query{Sort: identity.Column(column)}, 0, 300); err != nil || !slices.Equal(users, before[identity.Column(column)]) {
				t.Errorf("column %d: the old index has changed, error %v", column, err)
			}
		}
		return nil
	})
}

// A view of a state older than the index is answered with SQL.
func TestIndexNewerThanView(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	loadIndex(t, s)
	view(t, s, func(tx *Tx) error {
		if _, err := tx.Account(1); err != nil { // the snapshot begins with the first read
			return err
		}
		insert(t, s, "boris", identity.Admin)
		if got := count(t, s); got != 2 {
			t.Errorf("new view: got %d users, want 2", got)
		}
		if got, err := tx.CountUsers(identity.Query{}); err != nil || got != 1 {
			t.Errorf("old view: got %d users, error %v, want 1", got, err)
		}
		return nil
	})
	wantIndexed(t, s, true)
}

// An index that cannot be updated is loaded again.
func TestIndexReload(t *testing.T) {
	for name, change := range map[string]string{
		"too many changes": `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
			INSERT INTO changes (user_id) SELECT 100 FROM n`,
		"an id among the others": `INSERT INTO users (id, version, name, name_key, email, email_key, first_name, first_key,
			last_name, last_key, role, status, created, changed) VALUES (50, 1, 'x', 'x', 'x@x', 'x@x', '', '', '', '', 1, 1, 1, 1)`,
		"a deletion without a change": `DROP TRIGGER users_deleted; DELETE FROM users WHERE name = 'user 1'`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			insert(t, s, "gone", identity.Admin)
			db := rawDB(t, s.Path())
			if _, err := db.ExecContext(t.Context(), `UPDATE users SET id = 100`); err != nil {
				t.Fatal(err)
			}
			for n := range 3 {
				insert(t, s, fmt.Sprint("user ", n), identity.Admin)
			}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- s.Index(ctx) }()
			awaitIndex(t, s)
			if _, err := db.ExecContext(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			var want int
			if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM users`).Scan(&want); err != nil {
				t.Fatal(err)
			}
			view(t, s, func(tx *Tx) error {
				if users, err := tx.Users(identity.Query{}, 0, 100); err != nil || len(users) != want {
					t.Errorf("before the reload: got %d users, error %v, want %d", len(users), err, want)
				}
				return nil
			})
			awaitIndex(t, s)
			if got := count(t, s); got != want {
				t.Errorf("after the reload: got %d users, want %d", got, want)
			}
			wantIndexed(t, s, true)
			cancel()
			wantErr(t, "end", <-ended, context.Canceled)
		})
	}
}

// awaitIndex waits until the index is loaded.
func awaitIndex(t *testing.T, s *Store) {
	t.Helper()
	for end := time.Now().Add(time.Minute); s.Indexed() < 1; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("timed out waiting for the index")
		}
	}
}

// Loading stops when its context ends, and no index is set.
func TestIndexCancelled(t *testing.T) {
	s := newStore(t)
	c := crowd{random(t)}
	update(t, s, func(tx *Tx) error {
		for n := range 3*index.ChunkSize + 1 {
			if _, err := tx.InsertUser(c.user(n)); err != nil {
				return err
			}
		}
		return nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantErr(t, "load", s.Index(ctx), context.Canceled)
	wantIndexed(t, s, false)
	loadIndex(t, s)
	wantAsSQL(t, s, c, identity.Query{Text: "a"}, []int64{1})
}

// The two transactions that load the index may see different states.
func TestChangedWhileLoading(t *testing.T) {
	s := newStore(t)
	other := openStore(t, s.Path())
	db := rawDB(t, s.Path())
	for n := range int64(100) { // with gaps, as if there were many
		id := n*1_000_000 + 1
		_, err := db.ExecContext(t.Context(), `
			INSERT INTO users (id, version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
				role, status, created, changed)
			VALUES ($1, 1, 'u' || $1, 'u' || $1, $1 || '@x', $1 || '@x', '', '', '', '', 1, 1, 0, 0)`, id)
		if err != nil {
			t.Fatal(err)
		}
	}
	// One transaction begins and waits; the other begins after the change; then both read.
	var begun, ranges atomic.Int64
	waiting, reading := make(chan struct{}), make(chan struct{})
	s.Trace = func(text string) {
		switch {
		case strings.Contains(text, "roster_each"):
			switch ranges.Add(1) {
			case 1:
				close(waiting)
				<-reading
			case 2:
				close(reading)
			}
			return
		case !strings.Contains(text, "max(seq), 0) FROM changes") || begun.Add(1) != 2:
			return
		}
		<-waiting
		err := other.Update(t.Context(), func(tx *Tx) error {
			for n := range int64(100) {
				u, err := tx.Account(n*1_000_000 + 1)
				if err != nil {
					return err
				}
				changed := u.User
				changed.FirstName = "Anna"
				if n%10 == 0 {
					err = tx.DeleteUser(u.User.ID, u.User.Version)
				} else {
					_, err = tx.UpdateUser(u.User, changed)
				}
				if err != nil {
					return err
				}
			}
			return only(tx.InsertUser(identity.User{Name: "new", Email: "new@x", FirstName: "Anna", Role: 1, Status: 1}))
		})
		if err != nil {
			t.Errorf("update: got error %v, want none", err)
		}
	}
	view(t, s, func(tx *Tx) error {
		if _, err := tx.Account(1); err != nil { // the snapshot begins with the first read
			return err
		}
		loadIndex(t, s)
		if n, err := tx.CountUsers(identity.Query{Text: "anna"}); err != nil || n != 0 {
			t.Errorf("before the change: got %d users, error %v, want none", n, err)
		}
		return nil
	})
	s.Trace = nil
	if begun.Load() != 2 {
		t.Fatalf("got %d transactions, want 2", begun.Load())
	}
	wantIndexed(t, s, true)
	for _, text := range []string{"", "anna", "u5", "new"} {
		t.Run(text, func(t *testing.T) {
			wantAsSQL(t, s, crowd{random(t)}, identity.Query{Text: text}, []int64{1, 1_000_001})
		})
	}
}

// A query in an Update sees the changes of that transaction.
func TestUpdateWithoutIndex(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	loadIndex(t, s)
	update(t, s, func(tx *Tx) error {
		if _, err := tx.InsertUser(identity.User{Name: "boris", Email: "b@x.co", Role: identity.Admin, Status: identity.Enabled}); err != nil {
			return err
		}
		if n, err := tx.CountUsers(identity.Query{Text: "boris"}); err != nil || n != 1 {
			t.Errorf("inside: got %d, error %v, want 1", n, err)
		}
		return nil
	})
	err := s.Update(t.Context(), func(tx *Tx) error {
		if _, err := tx.InsertUser(identity.User{Name: "carla", Email: "c@x.co", Role: identity.Admin, Status: identity.Enabled}); err != nil {
			return err
		}
		if n, err := tx.CountUsers(identity.Query{}); err != nil || n != 3 {
			t.Errorf("inside: got %d, error %v, want 3", n, err)
		}
		return context.Canceled
	})
	wantErr(t, "rolled back", err, context.Canceled)
	if got := count(t, s); got != 2 {
		t.Errorf("after the rollback: got %d users, want 2", got)
	}
}

func loadAndSearch(path string) error {
	s, err := Open(context.Background(), path)
	for err == nil {
		if err = s.loadIndex(context.Background()); err != nil {
			break
		}
		fmt.Fprintln(os.Stdout, "loaded")
		err = s.View(context.Background(), func(tx *Tx) error {
			_, err := tx.Users(identity.Query{Text: "a", Sort: identity.ByEmail}, 0, 50)
			return err
		})
	}
	return err
}

// A program that is killed while it loads or searches leaves only SQLite's -wal and -shm files. They disappear when the
// file is opened and closed again.
func TestKilledWhileLoading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	t.Run("fill", func(t *testing.T) { // its cleanup closes the file
		c := crowd{random(t)}
		update(t, openStore(t, path), func(tx *Tx) error {
			for n := range index.ChunkSize {
				if _, err := tx.InsertUser(c.user(n)); err != nil {
					return err
				}
			}
			return nil
		})
	})
	before := rosterBytes(t, path)
	for round := range 5 {
		other := exec.Command(os.Args[0])
		other.Env = append(os.Environ(), searchVariable+"="+path)
		output, err := other.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(output)
		for range round + 1 { // kill it somewhere in its next iteration
			if !lines.Scan() || lines.Text() != "loaded" {
				t.Fatalf("other process: got %q, want loaded", lines.Text())
			}
		}
		if err := other.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		other.Wait()
		again, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		loadIndex(t, again)
		if got := count(t, again); got != index.ChunkSize {
			t.Errorf("round %d: got %d users, want %d", round, got, index.ChunkSize)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if left := names(t, filepath.Dir(path)); !slices.Equal(left, []string{"users.roster"}) {
			t.Errorf("round %d: got files %q, want users.roster only", round, left)
		}
		if !bytes.Equal(rosterBytes(t, path), before) {
			t.Errorf("round %d: the file has changed", round)
		}
	}
}

func rosterBytes(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Users whose ids only another program can assign are found, too.
func TestIndexExtremeIDs(t *testing.T) {
	s := newStore(t)
	for _, id := range []int64{math.MinInt64, -5, 0, 7, math.MaxInt64} {
		_, err := rawDB(t, s.Path()).ExecContext(t.Context(), `
			PRAGMA ignore_check_constraints = 1;
			INSERT INTO users (id, version, name, name_key, email, email_key, first_name, first_key, last_name, last_key, role, status,
				created, changed)
			VALUES ($1, 1, 'user' || $1, 'user' || $1, 'u@' || $1, 'u@' || $1, '', '', '', '', 1, 1, 1, 1)`, id)
		if err != nil {
			t.Fatal(err)
		}
	}
	loadIndex(t, s)
	for text, want := range map[string]int{"": 5, "user-9": 1, "user9": 1} {
		t.Run(text, func(t *testing.T) {
			view(t, s, func(tx *Tx) error {
				n, err := tx.CountUsers(identity.Query{Text: text})
				if err != nil || n != want {
					t.Errorf("got %d users, error %v, want %d", n, err, want)
				}
				return nil
			})
		})
	}
}

// However many users another window has changed, the index reads them with one statement.
func TestFollowReadsAllChangesAtOnce(t *testing.T) {
	s := newStore(t)
	other := openStore(t, s.Path())
	users := make([]identity.User, 200)
	update(t, s, func(tx *Tx) (err error) {
		for n := range users {
			u := identity.User{Name: fmt.Sprint("u", n), Email: fmt.Sprint("u", n, "@example.com"), Role: 1, Status: 1}
			if users[n], err = tx.InsertUser(u); err != nil {
				return err
			}
		}
		return nil
	})
	loadIndex(t, s)
	update(t, other, func(tx *Tx) error {
		for n, u := range users {
			if n%10 == 0 {
				if err := tx.DeleteUser(u.ID, u.Version); err != nil {
					return err
				}
				continue
			}
			changed := u
			changed.FirstName = "Anna"
			if _, err := tx.UpdateUser(u, changed); err != nil {
				return err
			}
		}
		return nil
	})
	var ran []string
	s.Trace = func(text string) { ran = append(ran, text) }
	view(t, s, func(tx *Tx) error {
		if n, err := tx.CountUsers(identity.Query{Text: "anna"}); err != nil || n != 180 {
			t.Errorf("got %d users, error %v, want 180", n, err)
		}
		return nil
	})
	if len(ran) != 1 {
		t.Errorf("got %d statements, want 1: %q", len(ran), ran)
	}
}
