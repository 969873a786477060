package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
)

// SchemaFault returns the name of a table, index or trigger that is missing, unknown, or different from what this
// program creates, or "" if there is none. This covers the triggers that protect the journal.
func (tx *Tx) SchemaFault() (name string, err error) {
	version, err := pragma(tx.ctx, tx.tx, "user_version")
	if err != nil {
		return "", err
	}
	list := migrations()
	want, err := schemaOf(tx.ctx, list[:min(int(version), len(list))])
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

// definition identifies a table, an index or a trigger. A trigger can have the same name as a table or an index.
type definition struct{ kind, name string }

// schemaOf returns the schema that these migrations create in a new file.
func schemaOf(ctx context.Context, list []migration) (schema map[definition]string, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection is a separate database
	if err := migrate(ctx, db, list); err != nil {
		return nil, err
	}
	return readSchema(ctx, db)
}

func readSchema(ctx context.Context, q queryer) (schema map[definition]string, err error) {
	rows, err := q.QueryContext(ctx, `
		SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL`)
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
