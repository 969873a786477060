package password

// repeats returns, for each position i and unit, the number of elements from i on that equal those unit positions
// earlier: repeats(list)[i][unit]. It has one more row than the list, of zeros.
func repeats[T comparable](list []T, longest int) [][]int {
	again := make([][]int, len(list)+1)
	again[len(list)] = make([]int, longest+1)
	for i := len(list) - 1; i >= 0; i-- {
		again[i] = make([]int, longest+1)
		for unit := 1; unit <= min(longest, i); unit++ {
			if list[i] == list[i-unit] {
				again[i][unit] = again[i+1][unit] + 1
			}
		}
	}
	return again
}
