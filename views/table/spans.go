package table

import (
	"slices"
	"sort"
)

// spans is a set of rows: sorted, disjoint and not even touching spans, none of them empty. All rows of a list are
// one span, however many they are. A set never changes; what would change it returns another.
type spans []span

// only is the set of one row.
func only(i int) spans { return spans{{i, i + 1}} }

// between is the set of the rows from one to the other, both included, in whichever order they come.
func between(a, b int) spans { return spans{{min(a, b), max(a, b) + 1}} }

// after is which span is the first that ends behind row i.
func (s spans) after(i int) int {
	return sort.Search(len(s), func(n int) bool { return s[n].to > i })
}

func (s spans) has(i int) bool {
	n := s.after(i)
	return n < len(s) && s[n].from <= i
}

// count is the number of rows.
func (s spans) count() int {
	count := 0
	for _, x := range s {
		count += x.size()
	}
	return count
}

// several reports whether there is more than one row, without counting them.
func (s spans) several() bool { return len(s) > 1 || len(s) == 1 && s[0].size() > 1 }

// add returns the set with the rows of x too.
func (s spans) add(x span) spans {
	if x.empty() {
		return s
	}
	first := s.after(x.from - 1) // one that ends where x begins grows
	last := first
	for ; last < len(s) && s[last].from <= x.to; last++ {
		x = span{min(x.from, s[last].from), max(x.to, s[last].to)}
	}
	return slices.Concat(s[:first], spans{x}, s[last:])
}

// remove returns the set without the rows of x.
func (s spans) remove(x span) spans {
	first := s.after(x.from)
	if x.empty() || first == len(s) || s[first].from >= x.to {
		return s
	}
	var rest spans // of those cut through
	last := first
	for ; last < len(s) && s[last].from < x.to; last++ {
		for _, part := range []span{{s[last].from, x.from}, {x.to, s[last].to}} {
			if !part.empty() {
				rest = append(rest, part)
			}
		}
	}
	return slices.Concat(s[:first], rest, s[last:])
}

// toggle returns the set with row i if it was without, and else without it.
func (s spans) toggle(i int) spans {
	if s.has(i) {
		return s.remove(span{i, i + 1})
	}
	return s.add(span{i, i + 1})
}

// clamp returns what of the set is among the first n rows.
func (s spans) clamp(n int) spans {
	if len(s) == 0 {
		return s
	}
	return s.remove(span{n, s[len(s)-1].to})
}

// shift returns the set with every row that many places further down or, if by is negative, up. Those that would
// be before the first row are gone.
func (s spans) shift(by int) spans {
	moved := slices.Clone(s)
	for n := range moved {
		moved[n].from += by
		moved[n].to += by
	}
	if by >= 0 || len(moved) == 0 {
		return moved
	}
	return moved.remove(span{moved[0].from, 0})
}

// nearest returns the row of the set that is nearest to row i, or -1 if the set is empty.
func (s spans) nearest(i int) int {
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
