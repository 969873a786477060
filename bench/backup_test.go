package bench

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"roster/data"
)

// BenchmarkBackup makes backups that are checked page by page and on the disk. The yardstick does the same with C
// SQLite's backup. Verifying the journal is measured on its own.
func BenchmarkBackup(b *testing.B) {
	for _, n := range sizes(b) {
		path := file(b, n)
		store, end := open(b, path)
		to := filepath.Join(b.TempDir(), "backup.roster")
		run := func(backUp func()) side {
			return side{
				run: func(int) []time.Duration { return each(1, func(int) { backUp() }) },
				after: func() {
					if err := os.Remove(to); err != nil {
						b.Fatal(err)
					}
				},
			}
		}
		costs := compare(b,
			run(func() {
				if err := store.Backup(b.Context(), to, "", nil, func(*data.Store) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}),
			run(func() { backUpInC(b, path, to) }))
		times := costs[0].times(costs[1])
		measured("back up", n, costs[0]).against(times, "C").atMillion(mostTimes(times, 2)).report(b)
		measured("· back up in C", n, costs[1]).report(b)
		end()
	}
}

// backUpInC copies all pages of a file in one step, leaves WAL mode, and checks the copy, which is then on the disk.
func backUpInC(b *testing.B, from, to string) {
	b.Helper()
	source := newYardstick(b, from, asReader)
	db, err := sql.Open("sqlite3", "file:"+to+"?_synchronous=FULL")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(into any) error {
		return source.conn.Raw(func(from any) error {
			backup, err := into.(*sqlite3.SQLiteConn).Backup("main", from.(*sqlite3.SQLiteConn), "main")
			if err != nil {
				return err
			}
			if _, err := backup.Step(-1); err != nil {
				return err
			}
			return backup.Finish()
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, statement := range []string{`PRAGMA journal_mode = DELETE`, `PRAGMA integrity_check`} {
		var verdict string
		err := conn.QueryRowContext(b.Context(), statement).Scan(&verdict)
		if err != nil || verdict != "ok" && verdict != "delete" {
			b.Fatalf("%s: %s, error %v", statement, verdict, err)
		}
	}
}
