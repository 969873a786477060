package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"roster/identity"
)

// The integrity checks of SQLite. The quick one does not compare the tables with their indexes.
const (
	quickCheck = `PRAGMA quick_check(1)`
	fullCheck  = `PRAGMA integrity_check(1)`
)

// checkPages runs one of SQLite's integrity checks, which report the first fault.
func checkPages(ctx context.Context, db *sql.DB, check string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, check).Scan(&verdict); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", identity.FileDamaged, verdict)
	}
	return nil
}
