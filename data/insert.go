package data

import (
	"strings"
	"sync"
)

// insertion is a statement that inserts rows, with its text for each number of them.
type insertion struct {
	into    string // up to VALUES
	columns int
	after   string   // what follows the rows
	texts   sync.Map // by the number of rows
}

const (
	journalColumns = 18
	wordsColumns   = 5
)

// insertInto has the statements that insert several rows at once.
var insertInto = struct{ journal, words insertion }{
	insertion{into: `
		INSERT INTO journal (seq, at, operation, outcome, actor_id, target_id, before, after, reason,
			app_version, computer, process, batch, words, digest, prev, hash, txid) VALUES `, columns: journalColumns},
	insertion{into: `INSERT OR REPLACE INTO words (seq, n, person, salt, text) VALUES `, columns: wordsColumns},
}

// rows returns the statement for n rows.
func (i *insertion) rows(n int) string {
	known, _ := i.texts.Load(n)
	if text, ok := known.(string); ok {
		return text
	}
	var text strings.Builder
	text.WriteString(i.into)
	for at := range n * i.columns {
		switch {
		case at == 0:
			text.WriteString("(")
		case at%i.columns == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		text.WriteByte('?') // the driver looks up the names of $1, $2, …, which takes as long as inserting the rows
	}
	text.WriteString(")" + i.after)
	i.texts.Store(n, text.String())
	return text.String()
}
