package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"

	"roster/identity"
)

func newDB(t *testing.T) *DB {
	t.Helper()
	return openDB(t, filepath.Join(t.TempDir(), "users.roster"))
}

func openDB(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// wantErr fails the test unless err is want, which may be nil.
func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

// Every connection of a pool has its settings.
func TestPragmas(t *testing.T) {
	db := newDB(t)
	both := map[string]int64{
		"foreign_keys": 1, "trusted_schema": 0, "recursive_triggers": 1, "cell_size_check": 1, "temp_store": 2,
		"busy_timeout": 5000, "application_id": 0x526f7374, "user_version": int64(len(migrations())),
	}
	check := func(name string, pool *sql.DB, n int, own map[string]int64) {
		var conns []*sql.Conn
		for range n {
			c, err := pool.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close() // it was only read
			conns = append(conns, c)
		}
		for i, c := range conns {
			for _, want := range []map[string]int64{both, own} {
				for p, v := range want {
					if got, err := pragma(t.Context(), c, p); err != nil || got != v {
						t.Errorf("%s %d: %s: got %d, error %v, want %d", name, i, p, got, err, v)
					}
				}
			}
			var mode string
			if err := c.QueryRowContext(t.Context(), `PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "wal" {
				t.Errorf("%s %d: journal_mode: got %s, error %v, want wal", name, i, mode, err)
			}
			// Text in double quotes is an identifier, never a string.
			if _, err := c.ExecContext(t.Context(), `SELECT "no such column"`); err == nil {
				t.Errorf("%s %d: SELECT of a string in double quotes: got no error, want one", name, i)
			}
			// The schema table is not writable.
			c.ExecContext(t.Context(), `PRAGMA writable_schema = 1`) //nolint:errcheck // refused or without effect
			if _, err := c.ExecContext(t.Context(), `DELETE FROM sqlite_schema`); err == nil {
				t.Errorf("%s %d: DELETE FROM sqlite_schema: got no error, want one", name, i)
			}
		}
	}
	check("writer", db.Write.db, 1, map[string]int64{
		"query_only": 0, "synchronous": 2, "secure_delete": 1, "cache_size": -65536,
		"journal_size_limit": 67108864, "wal_autocheckpoint": 0,
	})
	check("reader", db.Read.db, readers, map[string]int64{"query_only": 1})
}

// withScripts returns the program's migrations, followed by more.
func withScripts(scripts ...string) []migration {
	list := released()
	for i, script := range scripts {
		list = appendMigration(list, fmt.Sprintf("%04d_test.sql", len(list)+i), script)
	}
	return list
}

// definitions returns the schema of a file.
func definitions(t *testing.T, db *sql.DB) map[definition]string {
	t.Helper()
	schema, err := readSchema(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestMigrations(t *testing.T) {
	for i, m := range migrations() {
		if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(m.name, want) {
			t.Errorf("migration %d: got %s, want %s…", i+1, m.name, want)
		}
	}
	db := newDB(t)
	before := definitions(t, db.Write.db)
	for _, d := range []definition{
		{"table", "users"}, {"table", "credentials"}, {"table", "journal"}, {"trigger", "journal_next"},
		{"trigger", "journal_keep"}, {"trigger", "journal_all"},
	} {
		t.Run(fmt.Sprint(d), func(t *testing.T) {
			if before[d] == "" {
				t.Errorf("schema: got no %s %s, want one", d.kind, d.name)
			}
		})
	}
	wantErr(t, "migrate again", migrate(t.Context(), db.Write.db, migrations()), nil)
	if after := definitions(t, db.Write.db); !maps.Equal(after, before) {
		t.Errorf("schema after migrating again: got %v, want %v", after, before)
	}
}

// All pending migrations run in one transaction: if the last one fails, none is applied.
func TestMigrateAtomic(t *testing.T) {
	db := newDB(t)
	before := definitions(t, db.Write.db)
	err := migrate(t.Context(), db.Write.db, withScripts(`CREATE TABLE a (x INTEGER) STRICT`, `CREATE TABLE a (y INTEGER) STRICT`))
	if err == nil || !strings.Contains(err.Error(), "test.sql") {
		t.Errorf("got error %v, want one that names the migration", err)
	}
	if after := definitions(t, db.Write.db); !maps.Equal(after, before) {
		t.Errorf("got schema %v, want %v", after, before)
	}
	wantErr(t, "fingerprint", checkFingerprint(t.Context(), db.Write.db, migrations()), nil)

	list := withScripts(`CREATE TABLE a (x INTEGER) STRICT`, `ALTER TABLE a ADD COLUMN y INTEGER; CREATE INDEX a_y ON a (y)`)
	wantErr(t, "two at once", migrate(t.Context(), db.Write.db, list), nil)
	if version, err := pragma(t.Context(), db.Write.db, "user_version"); err != nil || version != int64(len(list)) {
		t.Errorf("version: got %d, error %v, want %d", version, err, len(list))
	}
	if got := definitions(t, db.Write.db); got[definition{"index", "a_y"}] == "" {
		t.Errorf("got schema %v, want the index a_y in it", got)
	}
	wantErr(t, "fingerprint", checkFingerprint(t.Context(), db.Write.db, list), nil)
	// A newer program may have migrated the file since it was examined.
	wantErr(t, "older program", migrate(t.Context(), db.Write.db, migrations()), identity.FileNewer)
}

// A damaged file is not migrated, however large it is.
func TestMigrateChecks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var page int64
	err = db.Read.db.QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = 'journal_actor'`).Scan(&page)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b := readFile(t, path)
	clear(b[(page-1)*4096 : page*4096])
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", dsn(path, forWriting))
	if err != nil {
		t.Fatal(err)
	}
	err = migrate(t.Context(), raw, withScripts(`CREATE TABLE a (x INTEGER) STRICT`))
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(Explain(err), identity.FileDamaged) {
		t.Errorf("got error %v, want %v", err, identity.FileDamaged)
	}
	if after := readFile(t, path); !bytes.Equal(after, b) {
		t.Error("the damaged file was changed")
	}
}

// A file with another schema is refused and left untouched, even if only its WAL says so.
func TestOtherSchema(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		want      error
	}{
		"another fingerprint":       {`UPDATE roster SET fingerprint = zeroblob(32)`, identity.FileOtherSchema},
		"no fingerprint":            {`DELETE FROM roster`, identity.FileOtherSchema},
		"no such table":             {`DROP TABLE roster`, identity.FileOtherSchema},
		"no version":                {`PRAGMA user_version = 0`, identity.FileOtherSchema},
		"negative version":          {`PRAGMA user_version = -1`, identity.FileOtherSchema},
		"later version":             {`PRAGMA user_version = 2`, identity.FileNewer},
		"later version, no table":   {`DROP TABLE roster; PRAGMA user_version = 6`, identity.FileOtherSchema},
		"later version, no content": {`DELETE FROM roster; PRAGMA user_version = 6`, identity.FileOtherSchema},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "users.roster")
			db, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Write.db.ExecContext(t.Context(), c.statement); err != nil {
				t.Fatal(err)
			}
			killed := filepath.Join(t.TempDir(), "users.roster") // what a killed program would have left
			for _, suffix := range []string{"", "-wal"} {
				if err := os.WriteFile(killed+suffix, readFile(t, path+suffix), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			t.Run("in the file", func(t *testing.T) { wantUntouched(t, path, c.want) })
			t.Run("in the WAL", func(t *testing.T) { wantUntouched(t, killed, c.want, "-wal") })
		})
	}
}

// wantUntouched checks that a file is refused and that neither it nor the files beside it change.
func wantUntouched(t *testing.T, path string, want error, beside ...string) {
	t.Helper()
	before := map[string][]byte{}
	for _, suffix := range append(beside, "") {
		before[suffix] = readFile(t, path+suffix)
	}
	for what, open := range map[string]func(context.Context, string) (*DB, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
		db, err := open(t.Context(), path)
		if wantErr(t, what, err, want); err == nil {
			db.Close()
		}
	}
	for suffix, content := range before {
		if !slices.Equal(readFile(t, path+suffix), content) {
			t.Errorf("%s has changed", filepath.Base(path)+suffix)
		}
	}
	if names, err := os.ReadDir(filepath.Dir(path)); len(beside) == 0 && (err != nil || len(names) != 1) {
		t.Errorf("folder: got %v, error %v, want the file only", names, err)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Rows are read as stored.
func TestEach(t *testing.T) {
	db := newDB(t)
	tx, err := db.Write.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // the test ends
	if _, err := tx.Exec(`CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT, b BLOB) STRICT`); err != nil {
		t.Fatal(err)
	}
	numbers := []int64{math.MinInt64, -1, 0, 1, 2, 4096, 4097, 8192, 100_000, 1_000_000_000, math.MaxInt64}
	for _, n := range numbers {
		if _, err := tx.Exec(`INSERT INTO a (n, t, b) VALUES ($1, 'é' || $1, $2)`, n, []byte(fmt.Sprint(n))); err != nil {
			t.Fatal(err)
		}
	}
	var got []int64
	read := func(row *Row) (int64, error) {
		n, text, b := row.Int(), row.Text(), row.Bytes()
		if text != fmt.Sprintf("é%d!", n) || string(b) != fmt.Sprint(n) {
			t.Errorf("row %d: got %q and %q", n, text, b)
		}
		got = append(got, n)
		return n, nil
	}
	err = tx.EachByID([]string{"n", "t || '!'", "b"}, "a", "n", AllIDs, read)
	if err != nil || !slices.Equal(got, numbers) {
		t.Errorf("by id: got %v, error %v, want %v", got, err, numbers)
	}
	if _, err := tx.Exec(`UPDATE a SET t = t || '!'`); err != nil {
		t.Fatal(err)
	}
	got = nil
	s := Select{Columns: []string{"n", "t", "b"}, From: "a WHERE n >= $1", Order: "n DESC", Limit: 3}
	n, err := tx.Each(s, func(row *Row) error { _, err := read(row); return err }, 1)
	if want := []int64{math.MaxInt64, 1_000_000_000, 100_000}; err != nil || n != 3 || !slices.Equal(got, want) {
		t.Errorf("the last three: got %d: %v, error %v, want %v", n, got, err, want)
	}
	for name, read := range map[string]func(*Row){
		"text as an integer": func(row *Row) { row.Int(); row.Int() },
		"an integer as text": func(row *Row) { row.Text() },
		"too many values":    func(row *Row) { row.Int(); row.Text(); row.Bytes(); row.Int() },
	} {
		t.Run(name, func(t *testing.T) {
			one := Select{Columns: s.Columns, From: "a WHERE n = 1", Order: "n", Limit: 1}
			_, err := tx.Each(one, func(row *Row) error {
				if read(row); !row.Mistyped() {
					t.Error("got values of the right types, want one of the wrong type")
				}
				return nil
			})
			wantErr(t, "each", err, nil)
		})
	}
}

// The WAL is moved only by this program, with a mark: not by SQLite after 1,000 pages or when the last connection is
// closed, but after a commit that finds it long, and then not after each.
func TestLongWAL(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	db := openDB(t, path)
	moved, size := 0, fileSize(t, path)
	for n := range 2 * longCommits {
		_, err := db.Write.db.ExecContext(t.Context(), `
			INSERT INTO settings (key, value) VALUES ('filler', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
			strings.Repeat(string(rune('a'+n%26)), 200_000))
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(db.base.Load().at) {
			t.Fatalf("change %d: the file was written at %v, error %v, want by a checkpoint only", n, info.ModTime(), err)
		}
		before := *db.base.Load()
		db.Committed(t.Context())
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if !info.ModTime().Equal(before.at) {
			moved++
			if times, err := timesOf(path + "-wal"); err != nil || times.marked() {
				t.Errorf("marked %v, error %v, want no mark any more", times.marked(), err)
			}
		}
		wantErr(t, "present", db.Present(), nil)
	}
	if moved < 2 || moved > 9 || db.walSize() > 3*longBytes || fileSize(t, path) == size {
		t.Errorf("moved %d times, WAL of %d bytes, file of %d, want a few times, a bound, and a longer file",
			moved, db.walSize(), fileSize(t, path))
	}
	_, err := db.Write.db.ExecContext(t.Context(), `DELETE FROM settings`)
	wantErr(t, "delete", err, nil)
	before := *db.base.Load()
	release := db.share()
	wantErr(t, "disconnect", db.disconnect(), nil)
	release()
	if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(before.at) || db.walSize() == 0 {
		t.Errorf("closed: written at %v, error %v, WAL of %d bytes, want no checkpoint by SQLite", info.ModTime(), err, db.walSize())
	}
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// create does not replace an existing file.
func TestCreateExisting(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "users.roster")
	if err := os.WriteFile(path, []byte("existing"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "create", create(t.Context(), path), nil)
	if text, err := os.ReadFile(path); err != nil || string(text) != "existing" {
		t.Errorf("got %q, error %v, want it unchanged", text, err)
	}
	if names, err := os.ReadDir(folder); err != nil || len(names) != 1 {
		t.Errorf("folder: got %v, error %v, want the file only", names, err)
	}
}

// A program that is killed, or a power cut, can leave a new file with two names, where renaming takes two steps.
func TestSecondName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	wantErr(t, "create", create(t.Context(), path), nil)
	second := filepath.Join(filepath.Dir(path), ".roster-1.new")
	wantErr(t, "link", os.Link(path, second), nil)
	openDB(t, path)
	if _, err := os.Lstat(second); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got error %v, want that there is no second name", err)
	}
}

func TestExplain(t *testing.T) {
	plain := errors.New("plain")
	for name, c := range map[string]struct{ err, want error }{
		"none":            {nil, nil},
		"another error":   {plain, plain},
		"no permission":   {fmt.Errorf("open: %w", fs.ErrPermission), identity.FilePermission},
		"explained first": {fmt.Errorf("%w (%w)", identity.FileReadOnly, fs.ErrPermission), identity.FileReadOnly},
		"no space":        {&fs.PathError{Err: diskFull}, identity.FileDiskFull},
		"quota":           {&fs.PathError{Err: quotaReached}, identity.FileDiskFull},
		"read-only":       {&fs.PathError{Err: readOnlySystem}, identity.FileReadOnly},
		"broken disk":     {&fs.PathError{Err: diskError}, identity.FileDisk},
	} {
		t.Run(name, func(t *testing.T) { wantErr(t, "explain", Explain(c.err), c.want) })
	}
	err := Explain(fmt.Errorf("%w (%w)", identity.FileReadOnly, fs.ErrPermission))
	if problem, _ := errors.AsType[identity.FileProblem](err); problem != identity.FileReadOnly {
		t.Errorf("explained first: got %v, want %v", problem, identity.FileReadOnly)
	}
}

// Every result code about the disk has a sentence, whatever its details.
func TestProblemOf(t *testing.T) {
	for code := sqlite3.SQLITE_IOERR_READ; code <= sqlite3.SQLITE_IOERR_IN_PAGE; code += 1 << 8 {
		if problemOf(code) == 0 {
			t.Errorf("%d: got no problem", code)
		}
	}
	for code, want := range map[int]identity.FileProblem{
		sqlite3.SQLITE_IOERR_WRITE: identity.FileDisk, sqlite3.SQLITE_IOERR_SHORT_READ: identity.FileDisk,
		sqlite3.SQLITE_IOERR_IN_PAGE: identity.FileDiskFull, sqlite3.SQLITE_IOERR_SHMSIZE: identity.FileDiskFull,
		sqlite3.SQLITE_FULL: identity.FileDiskFull, sqlite3.SQLITE_BUSY_RECOVERY: identity.FileBusy,
		sqlite3.SQLITE_READONLY_DBMOVED: identity.FileGone, sqlite3.SQLITE_CORRUPT_INDEX: identity.FileDamaged,
		sqlite3.SQLITE_CONSTRAINT_CHECK: 0,
	} {
		if got := problemOf(code); got != want {
			t.Errorf("%d: got %v, want %v", code, got, want)
		}
	}
}

func TestHeaderBytes(t *testing.T) {
	for _, c := range []struct {
		size  uint16
		pages uint32
		want  int64
	}{{4096, 3, 12288}, {1, 2, 131072}, {32768, 4_000_000_000, 32768 * 4_000_000_000}} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			var h header
			binary.BigEndian.PutUint16(h[16:], c.size)
			binary.BigEndian.PutUint32(h[28:], c.pages)
			if got := h.bytes(); got != c.want {
				t.Errorf("%+v: got %d, want %d", c, got, c.want)
			}
		})
	}
}
