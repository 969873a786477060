package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"roster/data/sqlite/image"
)

// An image holds what SQLite itself recovers from a file and its side files, whatever a program was doing when it was
// killed.
func TestImage(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for _, mode := range []string{"WAL", "DELETE"} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprint(mode, seed), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 1))
				path := filepath.Join(t.TempDir(), "file")
				db := openPlain(t, path, "_pragma=journal_mode("+mode+")", "_pragma=cache_size(5)", "_pragma=wal_autocheckpoint(20)")
				run := func(text string, args ...any) {
					t.Helper()
					if _, err := db.ExecContext(t.Context(), text, args...); err != nil {
						t.Fatal(err)
					}
				}
				run(`CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB)`)
				for step := range 40 {
					run(`BEGIN`)
					for range r.IntN(30) {
						run(`INSERT OR REPLACE INTO t VALUES ($1, randomblob($2))`, r.IntN(300), r.IntN(3000))
						run(`DELETE FROM t WHERE id = $1`, r.IntN(300))
					}
					if step%4 == 0 { // some of the changes are in the file or its WAL, but not committed
						compareImage(t, path)
					}
					run([]string{`COMMIT`, `COMMIT`, `ROLLBACK`}[r.IntN(3)])
					if step%4 == 1 {
						compareImage(t, path)
					}
				}
			})
		}
	}
}

func openPlain(t *testing.T, path string, settings ...string) *sql.Conn {
	t.Helper()
	if _, err := prepare(path); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(path, settings))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return conn
}

// compareImage compares the image of a copy of path with what SQLite makes of the copy.
func compareImage(t *testing.T, path string) {
	t.Helper()
	killed := filepath.Join(t.TempDir(), "file")
	for _, suffix := range []string{"", image.WAL, image.Journal} {
		content, err := os.ReadFile(path + suffix)
		if err != nil {
			continue
		}
		if err := os.WriteFile(killed+suffix, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	im, changed, err := image.Recovered(killed)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if n, err := im.WriteTo(&got); err != nil || n != im.Size() {
		t.Fatal(n, err)
	}
	before, err := os.ReadFile(killed)
	if err != nil {
		t.Fatal(err)
	}
	read, err := readImage(im)
	if err != nil {
		t.Fatal(err)
	}
	content := contentOf(t, read.DB)
	if err := read.close(); err != nil {
		t.Fatal(err)
	}
	db := openPlain(t, killed, "_pragma=wal_autocheckpoint(0)")
	if _, err := db.ExecContext(t.Context(), `SELECT count(*) FROM t; PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(killed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("got %d bytes that differ from the %d that SQLite recovers", got.Len(), len(want))
	}
	if !changed && !bytes.Equal(before, want) {
		t.Error("the side files change the file, but the image says that they do not")
	}
	if recovered := contentOf(t, db); content != recovered {
		t.Errorf("read through the image: got %s, want %s", content, recovered)
	}
}

// contentOf returns the number of rows, and of their bytes.
func contentOf(t *testing.T, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}) (s string) {
	t.Helper()
	var check string
	if err := q.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&check); err != nil || check != "ok" {
		t.Errorf("check: got %q, error %v", check, err)
	}
	err := q.QueryRowContext(t.Context(), `SELECT count(*) || ' rows, ' || total(length(v)) || ' bytes' FROM t`).Scan(&s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
