package password

const (
	longestStep = 6  // keys of a pattern of steps that is repeated
	longestWalk = 32 // keys of a keyboard walk; a longer one counts as several
)

// patterns returns, for each position and unit, the number of letters from there on that repeat the steps between keys,
// or along the alphabet, of unit positions earlier, as in 1qaz2wsx, 1q2w3e and aabbcc. It also finds two alternating
// patterns, as in 1029384756.
func patterns(letters []rune) [][]int {
	most := make([][]int, len(letters))
	for i := range most {
		most[i] = make([]int, longestStep+1)
	}
	alphabet := func(r rune) ([2]int, bool) { return [2]int{0, int(r)}, true }
	layouts := []func(rune) ([2]int, bool){alphabet}
	for _, b := range boards {
		layouts = append(layouts, func(r rune) ([2]int, bool) { p, ok := b[r]; return p, ok })
	}
	for _, locate := range layouts {
		for gap := 1; gap <= 2; gap++ {
			for i, list := range repeats(steps(letters, locate, gap), longestStep)[:len(letters)] {
				for unit, n := range list {
					most[i][unit] = max(most[i][unit], n)
				}
			}
		}
	}
	return most
}

// steps returns the step to each letter from the one gap positions earlier. Where there is none, the step differs from
// all others.
func steps(letters []rune, locate func(rune) ([2]int, bool), gap int) [][3]int {
	list := make([][3]int, len(letters))
	for i, r := range letters {
		list[i] = [3]int{0, 0, -i - 1}
		if i < gap {
			continue
		}
		p, ok1 := locate(letters[i-gap])
		q, ok2 := locate(r)
		if ok1 && ok2 {
			list[i] = [3]int{q[0] - p[0], q[1] - p[1]}
		}
	}
	return list
}

// board locates the keys of a keyboard by row and column.
type board map[rune][2]int

// walk calls reach for each walk over neighbouring keys that the letters begin with. A straight walk costs less.
func (b board) walk(letters []rune, reach func(int, float64)) {
	cost, before := 4.5, [2]int{}
	for length := 1; length < min(len(letters), longestWalk); length++ {
		step, ok := b.step(letters[length-1], letters[length])
		if !ok {
			return
		}
		if cost += 0.25; length > 1 && step != before {
			cost += 2
		}
		if before = step; length >= 3 {
			reach(length+1, cost)
		}
	}
}

// step returns the number of rows and columns from one key to another, if they are neighbours.
func (b board) step(x, y rune) (step [2]int, ok bool) {
	p, ok1 := b[x]
	q, ok2 := b[y]
	row, column := q[0]-p[0], q[1]-p[1]
	switch { // each row is half a key to the right of the one above
	case !ok1 || !ok2:
		ok = false
	case row == 0:
		ok = column == 1 || column == -1
	case row == 1:
		ok = column == 0 || column == -1
	case row == -1:
		ok = column == 0 || column == 1
	}
	return [2]int{row, column}, ok
}

// boards are US English, German, Russian and French keyboards.
var boards = []board{
	newBoard("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
		"!@#$%^&*()_+", `          {}`, `         :"`, "       <>?"),
	newBoard("1234567890ß", "qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-", "!\"§$%&/()=?", "", "", "       ;:_"),
	newBoard("1234567890", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", `!"№;%:?*()`),
	newBoard("&é\"'(-è_çà)=", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!", "1234567890"),
}

// newBoard returns a board with these rows of keys: four without Shift, then the same rows with Shift. A space skips a
// key.
func newBoard(rows ...string) board {
	b := board{}
	for row, keys := range rows {
		for column, key := range []rune(keys) {
			if _, taken := b[key]; !taken && key != ' ' {
				b[key] = [2]int{row % 4, column}
			}
		}
	}
	return b
}
