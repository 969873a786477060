package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "github.com/mattn/go-sqlite3" // the C library, which here is several times as fast as Roster's

	"roster/data/fold"
	"roster/identity"
)

// unusable takes the place of a hash. It begins like the hashes that Roster computes, but no password matches it.
const unusable = "$argon2id$v=19$m=65536,t=3,p=1$generated, no password"

// Fill adds n users, 1 or more, to the Roster file at path, in one transaction. No other program may have the file
// open. The same seed always generates the same users, except that their names avoid those already in the file.
func Fill(ctx context.Context, path string, n int, seed uint64) (err error) {
	db, err := sql.Open("sqlite3", "file:"+escape(path)+"?mode=rw&_foreign_keys=0&_busy_timeout=5000")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := tune(ctx, db, "synchronous=OFF", "cache_size=-4194304", "temp_store=2", "journal_mode=MEMORY"); err != nil {
		return err
	}
	if err := fill(ctx, db, n, seed); err != nil {
		return fmt.Errorf("fill %s: %w", path, err)
	}
	return tune(ctx, db, "journal_mode=WAL", "wal_checkpoint(TRUNCATE)")
}

func fill(ctx context.Context, db *sql.DB, n int, seed uint64) error {
	taken, err := keys(ctx, db)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // no effect after Commit
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var before int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM users`).Scan(&before); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, `
		INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
			role, status, last_sign_in, created, changed, spellings)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
	if err != nil {
		return err
	}
	restore, err := withoutTriggers(ctx, tx)
	if err != nil {
		return err
	}
	made := 0
	for batch := range rows(ctx, newCrowd(seed, n, taken), n) {
		for _, row := range batch {
			if made++; made == max(1, n-watched) {
				if err := errors.Join(fillKeys(ctx, tx, before), restore()); err != nil {
					return err
				}
			}
			if _, err := insert.Exec(row...); err != nil {
				return fmt.Errorf("insert %v: %w", row[1], err)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO credentials (user_id, version, hash, must_change, disabled)
		SELECT id, 1, $1, 0, created FROM users WHERE id > $2 ORDER BY id`, unusable, before)
	if err != nil {
		return err
	}
	return tx.Commit()
}

// watched is the number of last users that are inserted with triggers, enough for the triggers to reach their final
// state.
const watched = 20_000

// withoutTriggers drops the triggers on users, which take half of the time, until restore is called.
func withoutTriggers(ctx context.Context, tx *sql.Tx) (restore func() error, err error) {
	found, err := tx.QueryContext(ctx, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'users'`)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var drop, create []string
	for found.Next() {
		var name, script string
		if err := found.Scan(&name, &script); err != nil {
			return nil, err
		}
		drop, create = append(drop, `DROP TRIGGER "`+name+`"`), append(create, script)
	}
	run := func(statements []string) error {
		for _, s := range statements {
			if _, err := tx.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return nil, err
	}
	return func() error { return run(create) }, run(drop)
}

// fillKeys adds the keys with which the users above an id sign in.
func fillKeys(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sign_in_keys (key, user_id)
		SELECT name_key, id FROM users WHERE id > $1 UNION SELECT email_key, id FROM users WHERE id > $1 ORDER BY 1`, id)
	return err
}

// rows generates users in a separate goroutine, while others are being written.
func rows(ctx context.Context, c *crowd, n int) <-chan [][]any {
	const size = 500
	batches := make(chan [][]any, 8)
	go func() {
		defer close(batches)
		for made := 0; made < n; made += size {
			batch := make([][]any, min(size, n-made))
			for i := range batch {
				batch[i] = row(c.next())
			}
			select {
			case batches <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	return batches
}

func row(u identity.User) []any {
	var signIn int64
	if !u.LastSignIn.IsZero() {
		signIn = u.LastSignIn.UnixMicro()
	}
	return []any{
		1, u.Name, fold.Key(u.Name), u.Email, fold.Key(u.Email), u.FirstName, fold.Key(u.FirstName),
		u.LastName, fold.Key(u.LastName), int(u.Role), int(u.Status), signIn, u.Created.UnixMicro(), u.Changed.UnixMicro(),
		fold.OtherSpellings(u.Name, u.Email, u.FirstName, u.LastName),
	}
}

// keys returns the keys of the user names and email addresses in the file, which still has few users.
func keys(ctx context.Context, db *sql.DB) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT name_key FROM users UNION ALL SELECT email_key FROM users`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	taken := make(map[string]bool)
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		taken[key] = true
	}
	return taken, rows.Err()
}

func tune(ctx context.Context, db *sql.DB, pragmas ...string) error {
	for _, p := range pragmas {
		if _, err := db.ExecContext(ctx, "PRAGMA "+p); err != nil {
			return fmt.Errorf("PRAGMA %s: %w", p, err)
		}
	}
	return nil
}
