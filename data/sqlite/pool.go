package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// Pool holds connections for one purpose and their prepared statements. Preparing a statement takes as long as running
// it. One that has run in two transactions is prepared before the next, because during a transaction the only
// connection that may write is in use. A command ends before that, so it prepares nothing that it does not run.
type Pool struct {
	db *sql.DB

	mu       sync.Mutex
	prepared map[string]*sql.Stmt // by text
	runs     map[string]int       // of each text
	pending  []string             // texts to prepare
}

// maxPrepared is more than the number of different texts. Texts that are built for a query, while there is no index,
// are not prepared.
const maxPrepared = 100

func openPool(path string, purpose []string) (*Pool, error) {
	db, err := sql.Open("sqlite", dsn(path, purpose))
	if err != nil {
		return nil, err
	}
	return newPool(db), nil
}

func newPool(db *sql.DB) *Pool {
	return &Pool{db: db, prepared: map[string]*sql.Stmt{}, runs: map[string]int{}}
}

// prepare prepares the statements that were new in earlier transactions. A statement that cannot be prepared fails when
// it runs, with the reason.
func (p *Pool) prepare(ctx context.Context) {
	p.mu.Lock()
	pending := p.pending
	p.pending = nil
	p.mu.Unlock()
	for _, text := range pending {
		stmt, err := p.db.PrepareContext(ctx, text)
		p.mu.Lock()
		if err == nil {
			p.prepared[text] = stmt
		} else {
			delete(p.runs, text)
		}
		p.mu.Unlock()
	}
}

// statement returns the prepared statement with that text, or nil if it is not prepared yet.
func (p *Pool) statement(text string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.runs[text] > 0 || len(p.runs) < maxPrepared {
		if p.runs[text]++; p.runs[text] == 2 {
			p.pending = append(p.pending, text)
		}
	}
	return p.prepared[text]
}

// Tx is a transaction in a pool.
type Tx struct {
	// Trace, if not nil, is called with the text of each statement before it runs.
	Trace func(text string)
	// GiveWay is called every few milliseconds while many rows are read. It may wait.
	GiveWay func()
	// Uninterrupted lets a statement run to its end if the context ends meanwhile, and only the next one fails. It
	// saves a goroutine for each statement, which is a tenth of the time of a small change.
	Uninterrupted bool

	ctx  context.Context
	tx   *sql.Tx
	pool *Pool

	used map[string]*sql.Stmt // the statements that ran unprepared; nil until they run again
}

// Begin starts a transaction. In the writing pool, it waits up to five seconds for other writers.
func (p *Pool) Begin(ctx context.Context) (*Tx, error) {
	p.prepare(ctx)
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Tx{ctx: ctx, tx: tx, pool: p, GiveWay: func() {}}, nil
}

// Context returns the context that the transaction is bound to.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Commit commits the transaction. In the writing pool, its changes then survive a power cut. If the context has ended,
// Commit fails with its error.
func (tx *Tx) Commit() error {
	return tx.Explain(tx.tx.Commit())
}

// Explain returns the error of the context in place of the error that the transaction has ended, with which everything
// fails after database/sql has rolled it back for that reason.
func (tx *Tx) Explain(err error) error { return ended(tx.ctx, err) }

// ended is [Tx.Explain] for the transaction of a context.
func ended(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// statementContext returns the context of the next statement.
func (tx *Tx) statementContext() context.Context {
	if tx.Uninterrupted && tx.ctx.Err() == nil {
		return context.WithoutCancel(tx.ctx)
	}
	return tx.ctx
}

// Rollback undoes the transaction. After Commit it does nothing.
func (tx *Tx) Rollback() error {
	if err := tx.tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// statement returns the prepared statement with that text, or nil if it is not prepared yet. A statement that runs
// again in the same transaction is prepared for the rest of that: a batch runs each many thousand times. After the
// context has ended, database/sql closes those statements, so there is none: the reason is then the context's.
func (tx *Tx) statement(text string) *sql.Stmt {
	tx.trace(text)
	if tx.ctx.Err() != nil {
		return nil
	}
	stmt, again := tx.used[text]
	if stmt == nil {
		if stmt = tx.pool.statement(text); stmt != nil {
			stmt = tx.tx.StmtContext(tx.statementContext(), stmt)
		} else if again {
			stmt, _ = tx.tx.PrepareContext(tx.statementContext(), text) // if it cannot be, it says why when it runs
		}
		if tx.used == nil {
			tx.used = map[string]*sql.Stmt{}
		}
		tx.used[text] = stmt
	}
	return stmt
}

func (tx *Tx) trace(text string) {
	if tx.Trace != nil {
		tx.Trace(text)
	}
}

// Row runs a statement that returns one row. The statement stays prepared.
func (tx *Tx) Row(text string, args ...any) *sql.Row {
	if stmt := tx.statement(text); stmt != nil {
		return stmt.QueryRowContext(tx.statementContext(), args...)
	}
	return tx.tx.QueryRowContext(tx.statementContext(), text, args...)
}

// Rows runs a statement that returns rows, which the caller must close. The statement stays prepared.
func (tx *Tx) Rows(text string, args ...any) (*sql.Rows, error) {
	if stmt := tx.statement(text); stmt != nil {
		return stmt.QueryContext(tx.statementContext(), args...)
	}
	return tx.tx.QueryContext(tx.statementContext(), text, args...)
}

// Exec runs a statement that returns no rows. The statement stays prepared.
func (tx *Tx) Exec(text string, args ...any) (sql.Result, error) {
	if stmt := tx.statement(text); stmt != nil {
		return stmt.ExecContext(tx.statementContext(), args...)
	}
	return tx.tx.ExecContext(tx.statementContext(), text, args...)
}

// BuiltRow is Row for a text that is built for one query and not prepared.
func (tx *Tx) BuiltRow(text string, args ...any) *sql.Row {
	tx.trace(text)
	return tx.tx.QueryRowContext(tx.statementContext(), text, args...)
}

// BuiltRows is Rows for a text that is built for one query and not prepared.
func (tx *Tx) BuiltRows(text string, args ...any) (*sql.Rows, error) {
	tx.trace(text)
	return tx.tx.QueryContext(tx.statementContext(), text, args...)
}
