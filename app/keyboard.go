package app

// turns tells of each letter how many from there on are reached over a keyboard, or along the alphabet, as those some places
// before, as in 1qaz2wsx, 1q2w3e and aabbcc, also where two ways take turns, as in 1029384756.
func turns(letters []rune) [][]int {
	most := make([][]int, len(letters))
	for i := range most {
		most[i] = make([]int, longestTurn+1)
	}
	alphabet := func(r rune) ([2]int, bool) { return [2]int{0, int(r)}, true }
	ways := []func(rune) ([2]int, bool){alphabet}
	for _, b := range boards {
		ways = append(ways, func(r rune) ([2]int, bool) { p, ok := b[r]; return p, ok })
	}
	for _, place := range ways {
		for gap := 1; gap <= 2; gap++ {
			for i, list := range repeats(steps(letters, place, gap), longestTurn)[:len(letters)] {
				for unit, n := range list {
					most[i][unit] = max(most[i][unit], n)
				}
			}
		}
	}
	return most
}

// steps are those to each letter from the one a gap before; where there is none it is unlike all others.
func steps(letters []rune, place func(rune) ([2]int, bool), gap int) [][3]int {
	list := make([][3]int, len(letters))
	for i, r := range letters {
		list[i] = [3]int{0, 0, -i - 1}
		if i < gap {
			continue
		}
		p, ok1 := place(letters[i-gap])
		q, ok2 := place(r)
		if ok1 && ok2 {
			list[i] = [3]int{q[0] - p[0], q[1] - p[1]}
		}
	}
	return list
}

// board is where the keys of a keyboard lie: row and column.
type board map[rune][2]int

// walk guesses the way over keys that touch with which the letters begin; the straighter, the sooner.
func (b board) walk(letters []rune, reach func(int, float64)) {
	cost, before := 4.5, [2]int{}
	for length := 1; length < min(len(letters), longestWalk); length++ {
		way, ok := b.way(letters[length-1], letters[length])
		if !ok {
			return
		}
		if cost += 0.25; length > 1 && way != before {
			cost += 2
		}
		if before = way; length >= 3 {
			reach(length+1, cost)
		}
	}
}

// way is that from one key to another, if they touch: rows and columns.
func (b board) way(x, y rune) (way [2]int, ok bool) {
	p, ok1 := b[x]
	q, ok2 := b[y]
	row, column := q[0]-p[0], q[1]-p[1]
	switch { // each row lies half a key to the right of the one above
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

// boards are US English, German, Russian and French ones.
var boards = []board{
	newBoard("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
		"!@#$%^&*()_+", `          {}`, `         :"`, "       <>?"),
	newBoard("1234567890ß", "qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-", "!\"§$%&/()=?", "", "", "       ;:_"),
	newBoard("1234567890", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", `!"№;%:?*()`),
	newBoard("&é\"'(-è_çà)=", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!", "1234567890"),
}

// newBoard makes a board of its four rows, and of the same with Shift as far as people walk over other characters there.
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
