package identity

// Range is the positions from From to To, which is not included.
type Range struct{ From, To int }

// Ranges returns positions, in ascending order, as ranges.
func Ranges(positions []int) (ranges []Range) {
	for _, p := range positions {
		if n := len(ranges); n > 0 && ranges[n-1].To == p {
			ranges[n-1].To++
			continue
		}
		ranges = append(ranges, Range{p, p + 1})
	}
	return ranges
}
