package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

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
