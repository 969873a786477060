package table

import (
	"slices"
	"sort"
)

// interval is the rows from from up to, but not including, to.
type interval struct{ from, to int }

func (s interval) empty() bool            { return s.to <= s.from }
func (s interval) size() int              { return max(s.to-s.from, 0) }
func (s interval) has(i int) bool         { return s.from <= i && i < s.to }
func (s interval) covers(o interval) bool { return s.from <= o.from && o.to <= s.to }

// grow returns the interval with n more rows on either side, but none before the first row.
func (s interval) grow(n int) interval { return interval{max(s.from-n, 0), s.to + n} }

// intervals is a set of rows: sorted intervals that are not empty and neither overlap nor touch. All rows of a list are
// one interval, however many they are. A set is immutable: operations return another set.
type intervals []interval

// only returns the set of one row.
func only(i int) intervals { return intervals{{i, i + 1}} }

// between returns the set of the rows from a to b, including both, in either order.
func between(a, b int) intervals { return intervals{{min(a, b), max(a, b) + 1}} }

// after returns the index of the first interval that ends behind row i.
func (s intervals) after(i int) int {
	return sort.Search(len(s), func(n int) bool { return s[n].to > i })
}

func (s intervals) has(i int) bool {
	n := s.after(i)
	return n < len(s) && s[n].from <= i
}

// count returns the number of rows.
func (s intervals) count() int {
	count := 0
	for _, x := range s {
		count += x.size()
	}
	return count
}

// several reports whether there is more than one row.
func (s intervals) several() bool { return len(s) > 1 || len(s) == 1 && s[0].size() > 1 }

// add returns the set with the rows of x added.
func (s intervals) add(x interval) intervals {
	if x.empty() {
		return s
	}
	first := s.after(x.from - 1) // an interval that ends where x begins is extended
	last := first
	for ; last < len(s) && s[last].from <= x.to; last++ {
		x = interval{min(x.from, s[last].from), max(x.to, s[last].to)}
	}
	return slices.Concat(s[:first], intervals{x}, s[last:])
}

// remove returns the set without the rows of x.
func (s intervals) remove(x interval) intervals {
	first := s.after(x.from)
	if x.empty() || first == len(s) || s[first].from >= x.to {
		return s
	}
	var rest intervals // what is left of intervals that x cuts
	last := first
	for ; last < len(s) && s[last].from < x.to; last++ {
		for _, part := range []interval{{s[last].from, x.from}, {x.to, s[last].to}} {
			if !part.empty() {
				rest = append(rest, part)
			}
		}
	}
	return slices.Concat(s[:first], rest, s[last:])
}

// toggle returns the set without row i if it contains the row, and otherwise with it.
func (s intervals) toggle(i int) intervals {
	if s.has(i) {
		return s.remove(interval{i, i + 1})
	}
	return s.add(interval{i, i + 1})
}

// clamp returns the rows of the set that are among the first n rows.
func (s intervals) clamp(n int) intervals {
	if len(s) == 0 {
		return s
	}
	return s.remove(interval{n, s[len(s)-1].to})
}

// shift returns the set with all rows moved down by that many places, or up if by is negative. Rows that would be
// before the first one are dropped.
func (s intervals) shift(by int) intervals {
	moved := slices.Clone(s)
	for n := range moved {
		moved[n].from += by
		moved[n].to += by
	}
	if by >= 0 || len(moved) == 0 {
		return moved
	}
	return moved.remove(interval{moved[0].from, 0})
}

// nearest returns the row of the set that is nearest to row i, or -1 if the set is empty.
func (s intervals) nearest(i int) int {
	n := s.after(i)
	switch {
	case len(s) == 0:
		return -1
	case n == len(s):
		return s[n-1].to - 1
	case s[n].from <= i:
		return i
	case n > 0 && i-(s[n-1].to-1) < s[n].from-i:
		return s[n-1].to - 1
	}
	return s[n].from
}
