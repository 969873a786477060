package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/data/fold"
	"roster/identity"
)

func TestSort(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	ix := &Index{}
	texts := []string{"", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnor"}
	for range 3 {
		chunk := newChunk(int64(ix.live+1), ChunkSize, 0)
		for range ChunkSize {
			r := Row{
				ID: int64(ix.live + 1), Role: identity.Role(random.IntN(5)), Status: identity.Status(1 + random.IntN(2)),
				LastSignIn: int64(random.IntN(5)) - 2,
			}
			if random.IntN(9) == 0 {
				r.LastSignIn = []int64{math.MinInt64, math.MaxInt64, -1}[random.IntN(3)]
			}
			for i, key := range []string{
				fmt.Sprint(pick(texts...), random.IntN(1e9)), fmt.Sprint(pick(texts...), ix.live), pick(texts...),
				pick("", "anna", "łukasz", "田中", "rené", "straße", "😀"),
			} {
				r.Keys[i] = key
			}
			ix.live++
			chunk.add(r)
		}
		ix.chunks = append(ix.chunks, chunk)
	}
	byName, err := newOrder(t.Context(), ix, identity.ByName, nil)
	if err != nil {
		t.Fatal(err)
	}
	for column := range identity.Columns {
		o, err := newOrder(t.Context(), ix, identity.Column(column), byName)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Concat(o.slots()...)
		want := slices.Clone(got)
		slices.SortFunc(want, func(a, b slot) int { return ix.compare(identity.Column(column), a, b) })
		// Users with the same name may be in either order. A file cannot contain them.
		if !slices.EqualFunc(got, want, func(a, b slot) bool { return ix.compare(identity.Column(column), a, b) == 0 }) {
			t.Errorf("column %d: not sorted", column)
		}
	}
}

// A search finds exactly the users whose keys contain every word.
func FuzzSearch(f *testing.F) {
	for _, text := range []string{"", "anna", "An na", "e\u0301", "ﬁ", "\xff", "\x00", "İ", "ß ẞ", "한", "\u1112\u1161\u11ab", "%_\\", "Å\u0301"} {
		f.Add(text, "Anna Ångström", uint8(3))
	}
	f.Fuzz(func(t *testing.T, text, name string, cut uint8) {
		row := Row{ID: 1, Role: identity.Admin, Status: identity.Enabled}
		for i, s := range []string{name, "anna@example.com", "", text} {
			row.Keys[i] = fold.Key(s)
		}
		row.Keys[4] = fold.OtherSpellings(name, text)
		ix, err := Load(0, func(yield func(Row, error) bool) { yield(row, nil) })
		if err != nil {
			t.Fatal(err)
		}
		found := func(typed string) bool {
			words, ok := fold.Words(typed)
			if !ok {
				return false
			}
			m, err := ix.search(t.Context(), words, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := !slices.ContainsFunc(words, func(w fold.Word) bool { return !slices.ContainsFunc(row.Keys[:], w.In) })
			if !strings.Contains(fold.Key(name)+fold.Key(text), "\xff") && m.has(0) != want {
				t.Errorf("search %q: got %v, want %v", typed, m.has(0), want)
			}
			return m.has(0)
		}
		_, possible := fold.Words(text)
		if possible && !found(text) {
			t.Errorf("search %q: not found in itself", text)
		}
		runes := []rune(name)
		found(string(runes[:min(int(cut), len(runes))]))
	})
}

// Searching and sorting stop when their context ends.
func TestCancelled(t *testing.T) {
	rows := func(yield func(Row, error) bool) {
		for id := range int64(3*ChunkSize + 1) {
			if !yield(Row{ID: id + 1, Role: identity.Admin, Status: identity.Enabled, Keys: [Keys]string{"a"}}, nil) {
				return
			}
		}
	}
	ix, err := Load(0, rows)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	words, _ := fold.Words("a")
	if _, err := ix.search(ctx, words, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("search: got error %v, want %v", err, context.Canceled)
	}
	if _, err := newOrder(ctx, ix, identity.ByEmail, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("order: got error %v, want %v", err, context.Canceled)
	}
}

// A role or a status that the schema does not allow causes no failure.
func TestUnknownRole(t *testing.T) {
	rows := func(yield func(Row, error) bool) {
		for id, role := range []identity.Role{-1, 0, 1, 4, 99, math.MaxInt32} {
			if !yield(Row{ID: int64(id) + 1, Role: role, Status: identity.Status(role)}, nil) {
				return
			}
		}
	}
	ix, err := Load(0, rows)
	if err != nil {
		t.Fatal(err)
	}
	c := NewCache()
	if err := c.Set(t.Context(), ix); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[identity.Query]int{{}: 6, {Role: identity.LedgerManager}: 1, {Role: identity.SystemAdmin}: 0} {
		t.Run(fmt.Sprint(q), func(t *testing.T) {
			found, err := c.Find(t.Context(), ix, q, nil)
			if err != nil || found.Count() != want {
				t.Errorf("%+v: got %d users, error %v, want %d", q, found.Count(), err, want)
			}
		})
	}
}

// TestGiveWay waits for a query.
func TestGiveWay(t *testing.T) {
	c := NewCache()
	c.GiveWay()
	c.searching.RLock()
	gave := make(chan bool)
	go func() {
		c.GiveWay()
		close(gave)
	}()
	select {
	case <-gave:
		t.Error("did not wait for the query")
	case <-time.After(20 * time.Millisecond):
	}
	c.searching.RUnlock()
	<-gave
}
