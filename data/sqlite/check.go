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

// queryer is a connection or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// checkStructure checks the pages of a file, or of one of its tables with its indexes. It fails with
// [identity.FileDamaged] and SQLite's description of the first fault.
func checkStructure(ctx context.Context, db queryer, table string) error {
	check := `PRAGMA quick_check`
	if table != "" {
		check += `("` + strings.ReplaceAll(table, `"`, `""`) + `")`
	}
	return runCheck(ctx, db, check)
}

// checkPages checks the pages of a file, and compares its tables with their indexes. It fails like checkStructure.
func checkPages(ctx context.Context, db queryer) error {
	return runCheck(ctx, db, `PRAGMA integrity_check`)
}

func runCheck(ctx context.Context, db queryer, check string) (err error) {
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
