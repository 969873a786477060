package table

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestIntervals(t *testing.T) {
	s := intervals{{10, 20}, {30, 40}}
	const billion = 1_000_000_000
	for _, c := range []struct {
		name string
		got  intervals
		want intervals
	}{
		{"add before", s.add(interval{1, 3}), intervals{{1, 3}, {10, 20}, {30, 40}}},
		{"add what touches", s.add(interval{20, 30}), intervals{{10, 40}}},
		{"add over all", s.add(interval{0, 50}), intervals{{0, 50}}},
		{"add what is there", s.add(interval{11, 12}), s},
		{"add nothing", s.add(interval{25, 25}), s},
		{"remove within", s.remove(interval{12, 15}), intervals{{10, 12}, {15, 20}, {30, 40}}},
		{"remove across", s.remove(interval{15, 35}), intervals{{10, 15}, {35, 40}}},
		{"remove between", s.remove(interval{20, 30}), s},
		{"remove nothing", s.remove(interval{15, 15}), s},
		{"toggle off", s.toggle(10), intervals{{11, 20}, {30, 40}}},
		{"toggle on", s.toggle(20), intervals{{10, 21}, {30, 40}}},
		{"clamp", s.clamp(31), intervals{{10, 20}, {30, 31}}},
		{"clamp to more", s.clamp(50), s},
		{"clamp to none", s.clamp(0), nil},
		{"clamp nothing", intervals(nil).clamp(5), nil},
		{"down", s.shift(5), intervals{{15, 25}, {35, 45}}},
		{"up", s.shift(-15), intervals{{0, 5}, {15, 25}}},
		{"up beyond the first row", s.shift(-40), nil},
		{"between", between(7, 3), intervals{{3, 8}}},
		{"all", intervals{{0, billion}}.toggle(billion / 2), intervals{{0, billion / 2}, {billion/2 + 1, billion}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !slices.Equal(c.got, c.want) {
				t.Errorf("got %v, want %v", c.got, c.want)
			}
		})
	}
	if want := (intervals{{10, 20}, {30, 40}}); !slices.Equal(s, want) {
		t.Errorf("the set was changed to %v", s)
	}
	for i, want := range map[int]int{0: 10, 15: 15, 24: 19, 25: 30, 26: 30, 39: 39, 99: 39} {
		if got := s.nearest(i); got != want {
			t.Errorf("nearest to %d: got %d, want %d", i, got, want)
		}
	}
	if got := intervals(nil).nearest(3); got != -1 {
		t.Errorf("nearest of none: got %d, want -1", got)
	}
}

// TestIntervalsRandomly compares the intervals with a map.
func TestIntervalsRandomly(t *testing.T) {
	const n = 60
	r := rand.New(rand.NewPCG(1, 2))
	var s intervals
	plain := map[int]bool{}
	for step := range 20_000 {
		from := r.IntN(n)
		x := interval{from, from + r.IntN(n/6)}
		switch r.IntN(7) {
		case 0, 1:
			s = s.add(x)
			for i := x.from; i < x.to; i++ {
				plain[i] = true
			}
		case 2, 3:
			s = s.remove(x)
			for i := x.from; i < x.to; i++ {
				delete(plain, i)
			}
		case 4:
			s = s.toggle(from)
			if plain[from] = !plain[from]; !plain[from] {
				delete(plain, from)
			}
		case 5:
			s = s.clamp(n)
			for i := range plain {
				if i >= n {
					delete(plain, i)
				}
			}
		case 6:
			by := r.IntN(9) - 4
			s = s.shift(by)
			moved := map[int]bool{}
			for i := range plain {
				if i+by >= 0 {
					moved[i+by] = true
				}
			}
			plain = moved
		}
		for i := -1; i < 2*n; i++ {
			if s.has(i) != plain[i] {
				t.Fatalf("step %d: has %d: got %t in %v, want %t", step, i, s.has(i), s, plain[i])
			}
		}
		if s.count() != len(plain) || s.several() != (len(plain) > 1) {
			t.Fatalf("step %d: %v counts %d, several %t, want %d", step, s, s.count(), s.several(), len(plain))
		}
		for k, x := range s {
			if x.empty() || k > 0 && s[k-1].to >= x.from {
				t.Fatalf("step %d: %v is not sorted, disjoint and apart", step, s)
			}
		}
	}
}
