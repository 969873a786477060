package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"roster/app/collation"
	"roster/bench/people"
	"roster/data"
	"roster/identity"
)

const million = 1_000_000

func TestMain(m *testing.M) {
	code := m.Run()
	results.print(os.Stdout)
	os.Exit(code)
}

// sizes returns the numbers of users to measure with.
func sizes(b *testing.B) (all []int) {
	b.Helper()
	text := os.Getenv("ROSTER_BENCH_SIZES")
	if text == "" {
		text = "1k,100k,1M"
	}
	for s := range strings.SplitSeq(text, ",") {
		digits := strings.NewReplacer("k", "000", "M", "000000").Replace(strings.TrimSpace(s))
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 {
			b.Fatalf("ROSTER_BENCH_SIZES: got %q, want sizes such as 1k,100k,1M,10M", s)
		}
		all = append(all, n)
	}
	return all
}

// sizeName formats n, as in 100k.
func sizeName(n int) string {
	switch {
	case n == 0:
		return "–" // no file
	case n%million == 0:
		return fmt.Sprintf("%dM", n/million)
	case n%1000 == 0:
		return fmt.Sprintf("%dk", n/1000)
	}
	return strconv.Itoa(n)
}

// file returns the path of a file of n users, which must not be written to.
func file(b *testing.B, n int) string {
	b.Helper()
	begin := time.Now()
	path, err := people.File(b.Context(), n)
	if err != nil {
		b.Fatal(err)
	}
	if took := time.Since(begin); took > time.Second {
		b.Logf("generated %s users in %v", sizeName(n), took.Round(time.Second))
	}
	return path
}

// open opens the file at path. The caller must call end.
func open(b *testing.B, path string) (store *data.Store, end func()) {
	b.Helper()
	store, err := data.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	return store, func() {
		if err := store.Close(); err != nil {
			b.Error(err)
		}
	}
}

// index starts indexing the users of store and waits until they are loaded. The caller must call end.
func index(b *testing.B, store *data.Store) (end func()) {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- store.Index(ctx) }()
	for store.Indexed() < 1 {
		select {
		case err := <-ended:
			b.Fatalf("index: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	return func() {
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			b.Errorf("index: %v", err)
		}
	}
}

// indexed opens the file at path, loads its users into memory, and waits until the file has been checked: that takes
// seconds for a million users, once. The caller must call end.
func indexed(b *testing.B, path string) (store *data.Store, end func()) {
	b.Helper()
	store, closeStore := open(b, path)
	store.SortBy(collation.New("en").AppendKey)
	endIndex := index(b, store)
	for checked := false; !checked; {
		<-time.After(time.Millisecond)
		view(b, store, func(tx *data.Tx) (err error) {
			_, _, checked, err = tx.DamagedUsers()
			return err
		})
	}
	return store, func() {
		endIndex()
		closeStore()
	}
}

// view runs fn in a reading transaction.
func view(b *testing.B, store *data.Store, fn func(*data.Tx) error) {
	b.Helper()
	if err := store.View(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

// find returns a page of users.
func find(b *testing.B, store *data.Store, q identity.Query, from, limit int) (users []identity.User) {
	b.Helper()
	view(b, store, func(tx *data.Tx) (err error) {
		users, err = tx.Users(q, from, limit)
		return err
	})
	return users
}

// count returns the number of users that q finds.
func count(b *testing.B, store *data.Store, q identity.Query) (n int) {
	b.Helper()
	view(b, store, func(tx *data.Tx) (err error) {
		n, err = tx.CountUsers(q)
		return err
	})
	return n
}

// columns are all columns that users can be sorted by.
var columns = []identity.Column{
	identity.ByName, identity.ByEmail, identity.ByFirstName, identity.ByLastName, identity.ByRole, identity.ByStatus, identity.ByLastSignIn,
}

// sortAll makes the index build every sort order.
func sortAll(b *testing.B, store *data.Store) {
	b.Helper()
	for _, c := range columns {
		find(b, store, identity.Query{Sort: c}, 0, 1)
	}
}
