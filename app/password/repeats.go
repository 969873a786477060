package password

// repeats tells, for each position i and unit, how many elements from i on are the same as those unit positions before:
// repeats(list)[i][unit]. It has one row more than the list, of zeros.
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
