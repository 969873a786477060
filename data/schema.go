package data

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
)

// SchemaFault returns the name of a table, an index or a trigger that is not as this program has made it, or is missing, or
// that it has not made; "" if there is none. What guards the journal is among them.
func (tx *Tx) SchemaFault() (name string, err error) {
	version, err := pragma(tx.ctx, tx.tx, "user_version")
	if err != nil {
		return "", err
	}
	want, err := schemaOf(tx.ctx, version)
	if err != nil {
		return "", err
	}
	got, err := readSchema(tx.ctx, tx.tx)
	if err != nil {
		return "", err
	}
	all := maps.Clone(want)
	maps.Copy(all, got)
	for _, d := range slices.SortedFunc(maps.Keys(all), func(a, b definition) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind))
	}) {
		if got[d] != want[d] {
			return d.name, nil
		}
	}
	return "", nil
}

// definition is a table, an index or a trigger; a trigger may be called like one of the others.
type definition struct{ kind, name string }

// schemaOf is the schema that this program makes in a new file, as far as that version.
func schemaOf(ctx context.Context, version int64) (schema map[definition]string, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection is a file of its own
	for range version {
		if err := migrateOne(ctx, db); err != nil {
			return nil, err
		}
	}
	return readSchema(ctx, db)
}

func readSchema(ctx context.Context, q interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) (schema map[definition]string, err error) {
	rows, err := q.QueryContext(ctx, `
		SELECT type, name, sql FROM sqlite_schema
		WHERE sql IS NOT NULL AND (type <> 'table' OR name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	schema = map[definition]string{}
	for rows.Next() {
		var d definition
		var text string
		if err := rows.Scan(&d.kind, &d.name, &text); err != nil {
			return nil, err
		}
		schema[d] = text
	}
	return schema, rows.Err()
}
