package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"roster/identity"
)

// aboutValue matches what SQLite says about a value that its column does not allow. The file is not damaged: queries
// read such values, and package data says which are out of their range.
var aboutValue = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^((NULL|NUMERIC|TEXT|non-[A-Z]+) value in|CHECK constraint failed in) `)
})

// queryer is a connection or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// checkStructure checks the pages of a file, or of one of its tables with its indexes. It fails with
// [identity.FileDamaged] and SQLite's description of the first fault.
func checkStructure(ctx context.Context, db queryer, table string) error {
	if table == "" {
		return outcome(runCheck(ctx, db, `PRAGMA quick_check`+allFaults))
	}
	ended, err := runCheck(ctx, db, `PRAGMA quick_check("`+strings.ReplaceAll(table, `"`, `""`)+`")`)
	if err == nil && ended {
		return checkStructure(ctx, db, "")
	}
	return err
}

// SQLite ends a check after fewFaults faults, unless it is told another number, which it cannot be for one table. The
// faults that aboutValue leaves out must not hide the others.
const (
	fewLines  = 3 // of one fault
	fewFaults = 100
	allFaults = "(2147483647)"
)

// checkIDs fails with [identity.FileDamaged] if a user has the id 0, with which the journal means nobody. Such a user
// could be neither repaired nor deleted.
func checkIDs(ctx context.Context, db queryer) error {
	var found bool
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM users WHERE id = 0)`).Scan(&found)
	if err == nil && found {
		err = fmt.Errorf("%w: a user has the id 0", identity.FileDamaged)
	}
	return err
}

func outcome(_ bool, err error) error { return err }

// checkPages checks the pages of a file, and compares its tables with their indexes. It fails like checkStructure.
func checkPages(ctx context.Context, db queryer) error {
	return outcome(runCheck(ctx, db, `PRAGMA integrity_check`+allFaults))
}

// runCheck runs a check. ended reports whether it may have ended before all was checked.
func runCheck(ctx context.Context, db queryer, check string) (ended bool, err error) {
	rows, err := db.QueryContext(ctx, check)
	if err != nil {
		return false, fmt.Errorf("check: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	faults := 0
	for ; rows.Next(); faults++ {
		var verdict string
		if err := rows.Scan(&verdict); err != nil {
			return false, fmt.Errorf("check: %w", err)
		}
		if verdict != "ok" && !aboutValue().MatchString(verdict) {
			lines := strings.SplitN(verdict, "\n", fewLines+1) // there can be one for each page
			return false, fmt.Errorf("%w: %s", identity.FileDamaged, strings.Join(lines[:min(len(lines), fewLines)], "; "))
		}
	}
	if err := rows.Err(); err != nil {
		return false, fmt.Errorf("check: %w", err)
	}
	return faults >= fewFaults, nil
}
