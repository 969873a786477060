package data

import (
	"context"
	"database/sql"
	"sync"
)

// statements are those of a pool of connections that are kept ready, since preparing one takes as long as running it.
// A statement that is new runs as it is the first time and is made ready before the next transaction: in the middle
// of one, the only connection that may write is taken.
type statements struct {
	db *sql.DB

	mu    sync.Mutex
	ready map[string]*sql.Stmt // by text; nil until it is made ready
	fresh []string             // those to be made ready
}

// statementsKept is more than there are texts. What SQL has to search for while there is no index, in a text of its own
// each time, is not among them.
const statementsKept = 100

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, ready: map[string]*sql.Stmt{}}
}

// prepare makes ready what was new in the last transactions. A statement that cannot be made ready will say why where
// it is run.
func (s *statements) prepare(ctx context.Context) {
	s.mu.Lock()
	fresh := s.fresh
	s.fresh = nil
	s.mu.Unlock()
	for _, text := range fresh {
		stmt, err := s.db.PrepareContext(ctx, text)
		s.mu.Lock()
		if err == nil {
			s.ready[text] = stmt
		} else {
			delete(s.ready, text)
		}
		s.mu.Unlock()
	}
}

// of returns the statement of that text; nil if it is not ready yet.
func (s *statements) of(text string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	stmt, known := s.ready[text]
	if !known && len(s.ready) < statementsKept {
		s.ready[text] = nil
		s.fresh = append(s.fresh, text)
	}
	return stmt
}

// ready returns the statement of that text for this transaction; nil if it is not ready yet.
func (tx *Tx) ready(text string) *sql.Stmt {
	stmt := tx.statements.of(text)
	if stmt == nil {
		return nil
	}
	return tx.tx.StmtContext(tx.ctx, stmt)
}

// row runs a statement that returns one row.
func (tx *Tx) row(text string, args ...any) *sql.Row {
	if stmt := tx.ready(text); stmt != nil {
		return stmt.QueryRowContext(tx.ctx, args...)
	}
	return tx.tx.QueryRowContext(tx.ctx, text, args...)
}

// rows runs a statement that returns rows, which the caller closes.
func (tx *Tx) rows(text string, args ...any) (*sql.Rows, error) {
	if stmt := tx.ready(text); stmt != nil {
		return stmt.QueryContext(tx.ctx, args...)
	}
	return tx.tx.QueryContext(tx.ctx, text, args...)
}

// exec runs a statement that returns none.
func (tx *Tx) exec(text string, args ...any) (sql.Result, error) {
	if stmt := tx.ready(text); stmt != nil {
		return stmt.ExecContext(tx.ctx, args...)
	}
	return tx.tx.ExecContext(tx.ctx, text, args...)
}
