package bench

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the yardstick
)

// The settings of package data's connections, with the names that the C library's driver uses.
const (
	asReader = "mode=ro&_query_only=1&_busy_timeout=5000"
	asWriter = "mode=rw&_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&_secure_delete=1&_cache_size=-65536" +
		"&_foreign_keys=1&_busy_timeout=5000"
)

// yardstick is a connection to a file through the C library.
type yardstick struct {
	conn      *sql.Conn
	prepared  map[string]*sql.Stmt
	reprepare bool // prepare each statement every time it runs
}

func newYardstick(b *testing.B, path, purpose string) *yardstick {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)+"?"+purpose)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	conn, err := db.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	y := &yardstick{conn: conn, prepared: map[string]*sql.Stmt{}}
	pragmas := []string{
		"trusted_schema = 0", "recursive_triggers = 1", "cell_size_check = 1", "temp_store = 2", "mmap_size = 0",
	}
	if purpose == asWriter {
		pragmas = append(pragmas, "journal_size_limit = 67108864", "wal_autocheckpoint = 4000")
	}
	for _, p := range pragmas {
		y.exec(b, "PRAGMA "+p)
	}
	b.Cleanup(func() {
		for _, s := range y.prepared {
			s.Close()
		}
		conn.Close()
	})
	return y
}

// prepare returns a prepared statement. It prepares each statement once, unless reprepare is set.
func (y *yardstick) prepare(b *testing.B, query string) *sql.Stmt {
	b.Helper()
	s, ok := y.prepared[query]
	if ok && y.reprepare {
		s.Close()
	}
	if !ok || y.reprepare {
		var err error
		if s, err = y.conn.PrepareContext(b.Context(), query); err != nil {
			b.Fatalf("%s: %v", query, err)
		}
		y.prepared[query] = s
	}
	return s
}

// The statements run with a context that is never cancelled, because for any other the driver starts a goroutine each
// time.

func (y *yardstick) exec(b *testing.B, query string, args ...any) {
	b.Helper()
	if _, err := y.prepare(b, query).ExecContext(context.Background(), args...); err != nil {
		b.Fatalf("%s: %v", query, err)
	}
}

// scan reads the single row of a result.
func (y *yardstick) scan(b *testing.B, query string, args []any, into ...any) {
	b.Helper()
	if err := y.prepare(b, query).QueryRowContext(context.Background(), args...).Scan(into...); err != nil {
		b.Fatalf("%s: %v", query, err)
	}
}

// each reads all rows of a result into the same variables and calls fn after each.
func (y *yardstick) each(b *testing.B, query string, args []any, fn func(), into ...any) {
	b.Helper()
	rows, err := y.prepare(b, query).QueryContext(context.Background(), args...)
	if err != nil {
		b.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
		fn()
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}
