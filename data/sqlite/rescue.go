package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"roster/data/newfile"
	"roster/data/rescue"
	"roster/identity"
)

// Rescued says what was read from a damaged file and saved in a new one.
type Rescued struct {
	Saved   map[string]int64 // rows, by table
	Damaged int64            // rows that exist but could not be read or saved, as far as that is known

	MissingEntries  int64 // numbers of journal entries that are not there
	WithoutPassword int64 // users whose password was lost
	WithoutUser     int64 // passwords whose user was lost, and that were not saved
}

// ErrNothing means that a damaged file holds nothing that could be saved.
var ErrNothing = errors.New("nothing can be read")

// left are the tables that a new file does not take over: roster describes the file, and the others follow from the
// rest.
var left = map[string]bool{
	"roster": true, "changes": true, "commits": true, "sqlite_sequence": true, "sign_in_keys": true,
}

// keeps are the triggers that work while rows are saved: they build the table sign_in_keys.
var keeps = map[string]bool{"users_keyed": true}

// Rescue saves every intact row of the damaged file at from in a new file at to. It changes no byte of the damaged file
// and replaces no file. The new file appears when it is complete. Rescue calls progress with the numbers of pages. It
// fails with [identity.FileBusy] if another program has the damaged file open.
func Rescue(ctx context.Context, from, to string, progress func(done, all int64)) (r Rescued, err error) {
	if from, err = prepare(from); err != nil {
		return Rescued{}, err
	}
	if to, err = prepare(to); err != nil {
		return Rescued{}, err
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return Rescued{}, errors.Join(fmt.Errorf("%s: %w", to, fs.ErrExist), err)
	}
	lock, err := lockAlone(ctx, from)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Rescued{}, identity.FileGone
	case err != nil:
		return Rescued{}, err
	}
	if lock == nil { // it could change meanwhile
		return Rescued{}, identity.FileBusy
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	f, err := os.CreateTemp(filepath.Dir(to), newfile.Pattern) // 0600
	if err != nil {
		return Rescued{}, err
	}
	defer removeNew(f.Name())
	if err := f.Close(); err != nil {
		return Rescued{}, err
	}
	if err := fill(ctx, f.Name()); err != nil {
		return Rescued{}, err
	}
	if r, err = pour(ctx, from, f.Name(), progress); err != nil {
		return Rescued{}, ended(ctx, err)
	}
	if err := errors.Join(syncFile(f.Name()), newfile.Rename(f.Name(), to)); err != nil {
		return Rescued{}, err
	}
	return r, newfile.SyncFolder(filepath.Dir(to))
}

// pour fills the new file at to with the rows of the damaged file at from.
func pour(ctx context.Context, from, to string, progress func(done, all int64)) (r Rescued, err error) {
	db, err := sql.Open("sqlite", dsn(to, forCreating))
	if err != nil {
		return Rescued{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	// A credential may come before its user.
	if _, err := db.ExecContext(ctx, `PRAGMA foreign_keys = 0`); err != nil {
		return Rescued{}, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Rescued{}, err
	}
	defer func() {
		if e := tx.Rollback(); !errors.Is(e, sql.ErrTxDone) {
			err = errors.Join(err, e)
		}
	}()
	p := &pouring{ctx: ctx, tx: tx, into: map[string]*sql.Stmt{}, rescued: Rescued{Saved: map[string]int64{}}}
	if err := p.run(from, progress); err != nil {
		return Rescued{}, err
	}
	if err := tx.Commit(); err != nil {
		return Rescued{}, err
	}
	if complete, err := emptyWAL(ctx, db); err != nil || !complete {
		return Rescued{}, cmp.Or(err, error(identity.FileBusy))
	}
	return p.rescued, checkStructure(ctx, db, "")
}

// pouring is the transaction that fills a new file.
type pouring struct {
	ctx      context.Context
	tx       *sql.Tx
	into     map[string]*sql.Stmt // by table
	sequence int64                // the highest id that a user has ever had
	rescued  Rescued
}

func (p *pouring) run(from string, progress func(done, all int64)) error {
	triggers, err := p.dropTriggers() // the journal may have gaps, and the new file has no changes to follow
	if err != nil {
		return err
	}
	tables, err := p.tables()
	if err != nil {
		return err
	}
	result, err := rescue.Read(p.ctx, from, tables, p.take, progress)
	if err != nil {
		return err
	}
	p.rescued.Damaged += result.Damaged
	if err := p.tidy(); err != nil {
		return err
	}
	for _, text := range triggers {
		if err := p.exec(text); err != nil {
			return err
		}
	}
	if p.rescued.Saved["users"] == 0 && p.rescued.Saved["journal"] == 0 {
		return ErrNothing
	}
	return nil
}

func (p *pouring) exec(text string, args ...any) error {
	_, err := p.tx.ExecContext(p.ctx, text, args...)
	return err
}

// dropTriggers removes the triggers and returns the statements that create them.
func (p *pouring) dropTriggers() (texts []string, err error) {
	schema, err := readSchema(p.ctx, p.tx)
	if err != nil {
		return nil, err
	}
	for d, text := range schema {
		if d.kind == "trigger" && !keeps[d.name] {
			texts = append(texts, text)
			if err := p.exec(`DROP TRIGGER ` + d.name); err != nil {
				return nil, err
			}
		}
	}
	return texts, nil
}

// tables returns the tables of the new file, and prepares a statement for each that inserts a row.
func (p *pouring) tables() (all []rescue.Table, err error) {
	schema, err := readSchema(p.ctx, p.tx)
	if err != nil {
		return nil, err
	}
	for d, text := range schema {
		if d.kind != "table" {
			continue
		}
		t, names, err := p.table(d.name, strings.Contains(text, "WITHOUT ROWID"))
		if err != nil {
			return nil, err
		}
		if all = append(all, t); left[d.name] {
			continue
		}
		if err := p.prepare(d.name, names); err != nil {
			return nil, err
		}
	}
	sequence := rescue.Table{Name: "sqlite_sequence", Columns: []rescue.Kind{rescue.Text, rescue.Integer}, RowID: -1}
	return append(all, sequence), nil
}

// prepare prepares the statement that inserts a row with these columns into a table.
func (p *pouring) prepare(table string, columns []string) error {
	heed := `PRAGMA ignore_check_constraints = 0` // constraints are compiled into the statement
	if table == "users" || table == "credentials" {
		// A damaged record of a user is kept: it has no rights, and can be repaired.
		heed = `PRAGMA ignore_check_constraints = 1`
	}
	if err := p.exec(heed); err != nil {
		return err
	}
	places := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
	//nolint:sqlclosecheck // the end of the transaction closes it
	statement, err := p.tx.PrepareContext(p.ctx, fmt.Sprintf(`INSERT OR IGNORE INTO %s (%s) SELECT %s WHERE %s`,
		table, strings.Join(columns, ", "), places, wanted(table, columns)))
	p.into[table] = statement
	return err
}

// wanted is the condition of the statement that inserts a row. A page can hold a user as they were earlier, or one who
// was deleted: their name or address may be another's by now.
func wanted(table string, columns []string) string {
	if table != "users" {
		return "TRUE"
	}
	return fmt.Sprintf(`NOT EXISTS (SELECT 1 FROM sign_in_keys WHERE key IN (?%d, ?%d))`,
		1+slices.Index(columns, "name_key"), 1+slices.Index(columns, "email_key"))
}

// table returns the description of a table, and the names of its columns as they are stored.
func (p *pouring) table(name string, withoutRowID bool) (t rescue.Table, names []string, err error) {
	t = rescue.Table{Name: name, RowID: -1, WithoutRowID: withoutRowID}
	// In a table without rowids, the columns of the primary key come first.
	rows, err := p.tx.QueryContext(p.ctx, `
		SELECT name, type, pk FROM pragma_table_info($1) ORDER BY iif($2, iif(pk > 0, pk, 1000), 0), cid`, name, withoutRowID)
	if err != nil {
		return t, nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	kinds := map[string]rescue.Kind{"INTEGER": rescue.Integer, "TEXT": rescue.Text, "BLOB": rescue.Blob}
	for rows.Next() {
		var column, kind string
		var key int
		if err := rows.Scan(&column, &kind, &key); err != nil {
			return t, nil, err
		}
		if key == 1 && kind == "INTEGER" && !withoutRowID {
			t.RowID = len(names)
		}
		names, t.Columns = append(names, column), append(t.Columns, kinds[kind])
	}
	return t, names, rows.Err()
}

// mostID is the largest id that counts as one. A larger one would leave no room for new users.
const mostID = 1 << 53

// take saves a row.
func (p *pouring) take(row rescue.Row) error {
	id, _ := row.Values[0].(int64)
	switch row.Table {
	case "sqlite_sequence":
		if n, ok := row.Values[1].(int64); ok && row.Values[0] == "users" && n < mostID {
			p.sequence = max(p.sequence, n)
		}
		return nil
	case "roster":
		if key, ok := row.Values[2].([]byte); ok && len(key) == 32 {
			return p.exec(`UPDATE roster SET attempt_key = $1`, key)
		}
		return nil
	case "users", "journal":
		if id < 1 || id > mostID {
			p.rescued.Damaged++
			return nil
		}
	}
	into := p.into[row.Table]
	if into == nil {
		return nil
	}
	done, err := into.ExecContext(p.ctx, row.Values...)
	if p.ctx.Err() != nil { // then database/sql may only say that the statement is closed
		return p.ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("save a row of %s: %w", row.Table, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		p.rescued.Damaged++
		return err
	}
	p.rescued.Saved[row.Table]++
	return nil
}

// tidy removes credentials without a user, makes sure that no id is used twice, and counts what is missing.
func (p *pouring) tidy() error {
	done, err := p.tx.ExecContext(p.ctx, `DELETE FROM credentials WHERE user_id NOT IN (SELECT id FROM users)`)
	if err != nil {
		return err
	}
	if p.rescued.WithoutUser, err = done.RowsAffected(); err != nil {
		return err
	}
	p.rescued.Saved["credentials"] -= p.rescued.WithoutUser
	// Those whose password was lost are enabled without one; 3 is identity.NoPassword.
	done, err = p.tx.ExecContext(p.ctx, `
		UPDATE users SET status = 3 WHERE status = 1 AND id NOT IN (SELECT user_id FROM credentials)`)
	if err != nil {
		return err
	}
	if p.rescued.WithoutPassword, err = done.RowsAffected(); err != nil {
		return err
	}
	if err := p.exec(`DELETE FROM words WHERE seq NOT IN (SELECT seq FROM journal)`); err != nil {
		return err
	}
	var last int64
	err = p.tx.QueryRowContext(p.ctx, `
		SELECT coalesce((SELECT max(seq) FROM journal), 0) - (SELECT count(*) FROM journal),
			max(coalesce((SELECT max(id) FROM users), 0), coalesce((SELECT max(actor_id) FROM journal), 0),
				coalesce((SELECT max(target_id) FROM journal), 0))`).
		Scan(&p.rescued.MissingEntries, &last)
	if err != nil {
		return err
	}
	if last < mostID {
		p.sequence = max(p.sequence, last)
	}
	if err := p.exec(`DELETE FROM sqlite_sequence WHERE name = 'users'`); err != nil {
		return err
	}
	return p.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES ('users', $1)`, p.sequence)
}

// ExplainRescue adds to an error of [Rescue] the problem that it means. It is about the new file, unless another
// program has the damaged one open.
func ExplainRescue(err error, from, to string) error {
	if err == nil || errors.Is(err, ErrNothing) || errors.Is(err, context.Canceled) {
		return err
	}
	err = Explain(err)
	if errors.Is(err, identity.FileBusy) {
		to = from
	}
	return &identity.FileError{Path: to, Err: err}
}
