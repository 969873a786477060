package app

// turns tells of each letter how many from there on are reached over a keyboard as those some places before, as in 1qaz2wsx
// and 1q2w3e.
func turns(letters []rune) [][]int {
	most := make([][]int, len(letters))
	for i := range most {
		most[i] = make([]int, longestTurn+1)
	}
	for _, b := range boards {
		steps := make([][3]int, len(letters)) // to each letter; those beside the board are unlike all others
		for i := range steps {
			steps[i] = [3]int{0, 0, -i - 1}
			if i == 0 {
				continue
			}
			p, ok1 := b[letters[i-1]]
			q, ok2 := b[letters[i]]
			if ok1 && ok2 {
				steps[i] = [3]int{q[0] - p[0], q[1] - p[1]}
			}
		}
		for i, list := range repeats(steps, longestTurn)[:len(letters)] {
			for unit, n := range list {
				most[i][unit] = max(most[i][unit], n)
			}
		}
	}
	return most
}

// board is where the keys of a keyboard lie: row and column.
type board map[rune][2]int

// walk guesses the way over keys that touch with which the letters begin; the straighter, the sooner.
func (b board) walk(letters []rune, reach func(int, float64)) {
	cost, before := 4.5, [2]int{}
	for length := 1; length < len(letters); length++ {
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

var boards = []board{
	newBoard("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
	newBoard("1234567890ß", "qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-"),
	newBoard("1234567890", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
	newBoard("&é\"'(-è_çà)=", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!"),
}

func newBoard(rows ...string) board {
	b := board{}
	for row, keys := range rows {
		for column, key := range []rune(keys) {
			b[key] = [2]int{row, column}
		}
	}
	return b
}
