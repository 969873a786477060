package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"testing"

	"roster/identity"
)

// register is a cache and what it should hold.
type register struct {
	cache *Cache
	rows  map[int64]Row
	seq   int64
	texts TextKey // nil for the order of bytes
}

// sortedBy returns what a text is sorted by.
func (r *register) sortedBy(text string) string {
	if r.texts == nil {
		return text
	}
	return string(r.texts(nil, []byte(text)))
}

// backwards sorts ASCII texts from z to a.
func backwards(to, text []byte) []byte {
	for _, b := range text {
		to = append(to, 0xff-b)
	}
	return to
}

func newRegister(t *testing.T, rows ...Row) *register {
	t.Helper()
	r := &register{cache: NewCache(), rows: map[int64]Row{}}
	ix, err := Load(0, func(yield func(Row, error) bool) {
		for _, row := range rows {
			r.rows[row.ID] = row
			if !yield(row, nil) {
				return
			}
		}
	})
	if err == nil {
		err = r.cache.Set(t.Context(), ix)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// user returns a user with that name, as one of several with the same first name, role and sign-in.
func user(id int64, name string) Row {
	return Row{
		ID: id, Role: identity.Role(1 + id%3), Status: identity.Enabled, LastSignIn: id % 7,
		Keys: [Keys]string{name, fmt.Sprint(name, "@example.com"), fmt.Sprint("first", id%5), "the same for everybody"},
	}
}

// change applies changes, and looks at the users in some orders.
func (r *register) change(t *testing.T, what string, rows ...Row) {
	t.Helper()
	r.seq += int64(len(rows))
	for _, row := range rows {
		if r.rows[row.ID] = row; row.Deleted {
			delete(r.rows, row.ID)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Compare(a.ID, b.ID) })
	if ix := r.cache.Advance(r.cache.Current(), Changes{Seq: r.seq, Rows: rows}); ix == nil {
		t.Fatalf("%s: got no index", what)
	}
	r.wantOrders(t, what)
}

func (r *register) wantOrders(t *testing.T, what string) {
	t.Helper()
	for column, key := range map[identity.Column]func(Row) string{
		identity.ByName: func(Row) string { return "" }, identity.ByFirstName: func(row Row) string { return row.Keys[2] },
		identity.ByLastName: func(row Row) string { return row.Keys[3] }, identity.ByRole: nil,
	} {
		found, err := r.cache.Find(t.Context(), r.cache.Current(), identity.Query{Sort: column}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.SortedFunc(maps.Values(r.rows), func(a, b Row) int {
			order := cmp.Compare(a.Role, b.Role)
			if key != nil {
				order = cmp.Compare(r.sortedBy(key(a)), r.sortedBy(key(b)))
			}
			return cmp.Or(order, cmp.Compare(r.sortedBy(a.Keys[0]), r.sortedBy(b.Keys[0])))
		})
		got := found.IDs(0, len(r.rows)+1, false)
		if found.Count() != len(want) || !slices.EqualFunc(got, want, func(id int64, row Row) bool { return id == row.ID }) {
			t.Fatalf("%s, column %d: got %d users, want %d, sorted", what, column, len(got), len(want))
		}
	}
}

// Orders stay right while their blocks are filled, split and emptied, and when texts are sorted by something else.
func TestOrderBlocks(t *testing.T) {
	t.Run("bytes", func(t *testing.T) { testOrderBlocks(t, newRegister(t)) })
	t.Run("another order", func(t *testing.T) {
		r := newRegister(t)
		r.texts = backwards
		r.cache.SortBy(backwards)
		testOrderBlocks(t, r)
	})
}

func testOrderBlocks(t *testing.T, r *register) {
	t.Helper()
	r.wantOrders(t, "empty")
	r.change(t, "the first user", user(1, "m"))
	r.change(t, "the last user is removed", Row{ID: 1, Deleted: true})
	r.change(t, "a first user again", user(2, "m"))
	id := int64(3)
	batch := func(prefix string, n int) (rows []Row) {
		for range n {
			rows = append(rows, user(id, fmt.Sprint(prefix, id)))
			id++
		}
		return rows
	}
	if r.texts != nil { // as if the language changed twice
		r.cache.SortBy(func(to, text []byte) []byte { return append(to, text...) })
		r.texts = nil
		r.wantOrders(t, "another language")
		r.texts = backwards
		r.cache.SortBy(backwards)
		r.wantOrders(t, "the first language")
	}
	for range 4 { // more than fit into two blocks
		r.change(t, "users in front", batch("a", 1000)...)
	}
	r.change(t, "users at the end", batch("z", 1000)...)
	for range 5 {
		var gone []Row
		for _, row := range r.rows {
			if gone = append(gone, Row{ID: row.ID, Deleted: true}); len(gone) == 1000 {
				break
			}
		}
		r.change(t, "users are removed", gone...)
	}
	var moved []Row
	for _, row := range r.rows {
		moved = append(moved, user(row.ID, "b"+row.Keys[0]))
	}
	r.change(t, "all move", moved...)
	many := batch("c", 3000)
	for i, row := range many {
		many[i] = user(row.ID, fmt.Sprint(row.ID%10, row.Keys[0]))
	}
	r.change(t, "so many that they are merged", many...)
}

// Another program can give two users one name. They are in the order of either, and neither is lost.
func TestSameNames(t *testing.T) {
	r := newRegister(t, user(1, "anna"), user(2, "bob"), user(3, "bob"), user(4, "bob"), user(5, "carl"))
	for _, id := range []int64{4, 2, 3} {
		ix := r.cache.Advance(r.cache.Current(), Changes{Seq: 10 - id, Rows: []Row{user(id, fmt.Sprint("bob", id))}})
		if ix == nil {
			ix = r.cache.Current()
		}
		found, err := r.cache.Find(t.Context(), ix, identity.Query{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(slices.Values(found.IDs(0, 10, false))); !slices.Equal(got, []int64{1, 2, 3, 4, 5}) {
			t.Errorf("after %d: got %v, want all users", id, got)
		}
	}
}

// Who still reads an earlier state finds its users, in its order.
func TestEarlierState(t *testing.T) {
	r := newRegister(t, user(1, "anna"), user(2, "bob"), user(3, "carl"))
	before := r.cache.Current()
	r.change(t, "bob becomes zoe", user(2, "zoe"), user(4, "dora"))
	for column := range identity.Columns {
		found, err := r.cache.Find(t.Context(), before, identity.Query{Sort: identity.Column(column), Text: "o"}, nil)
		if err != nil || !slices.Equal(found.IDs(0, 9, false), []int64{2}) && found.Count() != 3 {
			t.Errorf("column %d: got %v, error %v, want the earlier users", column, found.IDs(0, 9, false), err)
		}
	}
	r.wantOrders(t, "afterwards")
	if got := r.cache.Advance(r.cache.Current(), Changes{Seq: 1}); got != nil {
		t.Error("earlier changes: got an index, want none")
	}
}

// An index is dropped once, whoever finds that it is of no use. Changes that were not committed are not in it.
func TestDrop(t *testing.T) {
	r := newRegister(t, user(1, "anna"))
	first := r.cache.Current()
	failed := errors.New("failed")
	if err := r.cache.CommitOwn(1, []Row{user(2, "bob")}, func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("commit: got error %v, want %v", err, failed)
	}
	r.wantOrders(t, "not committed")
	r.change(t, "changed", user(3, "carl"))
	if r.cache.Drop(first); r.cache.Current() == nil {
		t.Error("an earlier index was dropped: got none, want the current one")
	}
	for range 2 { // the second time, nobody has taken the value
		if err := r.cache.Set(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if r.cache.Drop(first); r.cache.Current() != nil || r.cache.Loaded() != 0 {
			t.Errorf("dropped: got an index, loaded %v, want none", r.cache.Loaded())
		}
	}
	if n := len(r.cache.Outdated()); n != 1 {
		t.Errorf("got %d requests to load it, want 1", n)
	}
}

// ending is a context that ends when it has been asked a number of times whether it has.
type ending struct {
	context.Context
	end  context.CancelFunc
	left atomic.Int64
}

func endingAfter(t *testing.T, asked int64) *ending {
	e := &ending{}
	e.Context, e.end = context.WithCancel(t.Context())
	e.left.Store(asked)
	return e
}

func (e *ending) Err() error {
	if e.left.Add(-1) < 0 {
		e.end()
	}
	return e.Context.Err()
}

// Whenever it is cancelled, looking for users says so, and keeps nothing half-sorted.
func TestCancelledAnytime(t *testing.T) {
	var rows []Row
	for id := range int64(400) { // names that differ late are sorted again and again
		rows = append(rows, user(id+1, fmt.Sprintf("the same beginning %d %d", id%2, id)))
	}
	r := newRegister(t, rows...)
	ix := r.cache.Current()
	for column := range identity.Columns {
		for n, ended := int64(0), true; ended; n += 1 + n/8 {
			ctx := endingAfter(t, n)
			err := r.cache.Set(ctx, ix) // forgets the orders
			if err == nil {
				_, err = r.cache.Find(ctx, ix, identity.Query{Sort: identity.Column(column), Text: "same 1"}, nil)
			}
			ended = ctx.Context.Err() != nil
			ctx.end()
			if ended != errors.Is(err, context.Canceled) && err != nil {
				t.Fatalf("column %d, ended after %d: got error %v", column, n, err)
			}
		}
	}
	r.wantOrders(t, "afterwards")
}
