package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"roster/identity"
)

// aboutValue matches what SQLite says about a value that its column does not allow. The file is not damaged: queries
// read such values, and package data says which are out of their range.
var aboutValue = regexp.MustCompile(`^((NULL|NUMERIC|TEXT|non-[A-Z]+) value in|CHECK constraint failed in) `)

// checkStructure checks the pages of a file, or of one of its tables with its indexes. It fails with
// [identity.FileDamaged] and SQLite's description of the first fault.
func checkStructure(ctx context.Context, db *sql.DB, table string) (err error) {
	check := `PRAGMA quick_check`
	if table != "" {
		check += `("` + strings.ReplaceAll(table, `"`, `""`) + `")`
	}
	rows, err := db.QueryContext(ctx, check)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var verdict string
		if err := rows.Scan(&verdict); err != nil {
			return fmt.Errorf("check: %w", err)
		}
		if verdict != "ok" && !aboutValue.MatchString(verdict) {
			return fmt.Errorf("%w: %s", identity.FileDamaged, verdict)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	return nil
}

// CheckTables checks the pages of every table with its indexes, one table after the other. It fails with
// [identity.FileDamaged].
func (db *DB) CheckTables(ctx context.Context) error {
	tables, err := tables(ctx, db.Read.db)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := checkStructure(ctx, db.Read.db, table); err != nil {
			return err
		}
	}
	return nil
}

// tables returns the names of all tables.
func tables(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// checkPages checks the whole file, and compares the tables with their indexes. It fails with [identity.FileDamaged]
// and SQLite's description of the first fault.
func checkPages(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", identity.FileDamaged, verdict)
	}
	return nil
}
