package sqlite

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// jobVariable, if set, makes this test binary run a job, as another process that a test needs.
const jobVariable = "ROSTER_TEST_JOB"

func TestMain(m *testing.M) {
	jobs := map[string]func(path string) error{
		"prepare": prepareJob, "prepare and crash": prepareAndCrash, "migrate": migrateJob, "migrate unsynced": migrateUnsynced,
	}
	if job, ok := jobs[os.Getenv(jobVariable)]; ok {
		if err := job(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stdout, "error:", err)
		}
		return
	}
	m.Run()
}

// jobCommand returns the command that runs a job on the file at path.
func jobCommand(job, path string) *exec.Cmd {
	c := exec.Command(os.Args[0], path)
	c.Env = append(os.Environ(), jobVariable+"="+job)
	c.Stderr = os.Stderr
	return c
}

// The schemas of two made-up programs: an earlier one, whose only table has rows, and a later one, which rebuilds the
// table as real migrations do, and then needs two more steps.
const (
	earlier    = `CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT NOT NULL) STRICT; CREATE INDEX a_t ON a (t)`
	laterTable = `
		CREATE TABLE b (n INTEGER PRIMARY KEY, t TEXT NOT NULL, u TEXT NOT NULL) STRICT;
		INSERT INTO b SELECT n, t, t || '!' FROM a;
		DROP TABLE a;
		ALTER TABLE b RENAME TO a;
		CREATE INDEX a_t ON a (t)`
	laterColumn = `ALTER TABLE a ADD COLUMN v INTEGER; UPDATE a SET v = n * n`
	laterIndex  = `CREATE INDEX a_v ON a (v); DELETE FROM settings`
)

// tableRows is the number of rows in the table, enough for a migration that writes hundreds of pages.
const tableRows = 3000

func earlierProgram() []migration { return withScripts(earlier) }

func laterProgram() []migration { return withScripts(earlier, laterTable, laterColumn, laterIndex) }

// become makes this process one of the made-up programs, or the real one, until the function that it returns is called.
func become(program func() []migration) (restore func()) {
	before := migrations
	migrations = program
	return func() { migrations = before }
}

// prepareJob makes a file of the earlier program.
func prepareJob(path string) error { return prepareFile(path, (*DB).Close) }

// prepareAndCrash is like prepareJob, but the rows are still in the WAL.
func prepareAndCrash(path string) error { return prepareFile(path, func(*DB) error { return nil }) }

func prepareFile(path string, end func(*DB) error) error {
	migrations = earlierProgram
	db, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	_, err = db.Write.db.ExecContext(context.Background(), `
		WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
		INSERT INTO a SELECT n, printf('row %d of many', n) FROM numbers`, tableRows)
	if err == nil {
		fmt.Fprintln(os.Stdout, "prepared")
	}
	return errors.Join(err, end(db))
}

// migrateJob opens a file with the later program, and closes it.
func migrateJob(path string) error {
	migrations = laterProgram
	db, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "migrated")
	return db.Close()
}

// migrateUnsynced is like migrateJob, but does not wait for the disk.
func migrateUnsynced(path string) error {
	for i, setting := range forWriting {
		if strings.Contains(setting, "synchronous") {
			forWriting[i] = "_pragma=synchronous(OFF)"
		}
	}
	return migrateJob(path)
}

// checkMigrated checks that a file has the schema and the rows of the earlier or of the later program, and nothing
// between, and what the jobs have said is done. Then it opens the file with the later program.
func checkMigrated(ctx context.Context, path string, said []string) (err error) {
	defer become(laterProgram)()
	before, err := OpenReadOnly(ctx, path)
	if err != nil {
		return fmt.Errorf("open read only: %w", err)
	}
	version, rows, err := readState(ctx, before)
	if err = errors.Join(err, before.Close()); err != nil {
		return err
	}
	if slices.Contains(said, "migrated") && version != len(laterProgram()) {
		return fmt.Errorf("it was migrated, but has version %d", version)
	}
	if rows != tableRows && (rows != 0 || slices.Contains(said, "prepared")) {
		return fmt.Errorf("got %d rows, want %d", rows, tableRows)
	}
	after, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, after.Close()) }()
	version, now, err := readState(ctx, after)
	if err == nil && (version != len(laterProgram()) || now != rows) {
		err = fmt.Errorf("it was opened, but has version %d and %d of %d rows", version, now, rows)
	}
	return err
}

// readState returns the version of a file and the number of its rows. It fails unless the schema is the one of that
// version, and the rows are as they should be.
func readState(ctx context.Context, db *DB) (version, rows int, err error) {
	if err := db.Check(ctx); err != nil {
		return 0, 0, err
	}
	number, err := pragma(ctx, db.Read.db, "user_version")
	if err != nil {
		return 0, 0, err
	}
	version = int(number)
	right := `t = printf('row %d of many', n)`
	switch version {
	case len(earlierProgram()):
	case len(laterProgram()):
		right += ` AND u = t || '!' AND v = n * n`
	default:
		return 0, 0, fmt.Errorf("got version %d, which is neither before nor after", version)
	}
	want, err := schemaOf(ctx, laterProgram()[:version])
	if err != nil {
		return 0, 0, err
	}
	got, err := readSchema(ctx, db.Read.db)
	if err != nil {
		return 0, 0, err
	}
	if !maps.Equal(got, want) {
		return 0, 0, fmt.Errorf("got schema %v, want %v", got, want)
	}
	var wrong int
	err = db.Read.db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE NOT (`+right+`)) FROM a`).Scan(&rows, &wrong)
	if err == nil && wrong > 0 {
		err = fmt.Errorf("version %d: %d of %d rows are wrong", version, wrong, rows)
	}
	return version, rows, err
}

// rounds returns how often a test repeats what it does: ROSTER_ROUNDS, or a few times.
func rounds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("ROSTER_ROUNDS")); err == nil {
		return n
	}
	if testing.Short() {
		return few / 4
	}
	return few
}

// Whenever programs are killed while they migrate a file, it has the schema before or after, and all rows.
func TestKilledMigration(t *testing.T) {
	prepared := filepath.Join(t.TempDir(), "users.roster")
	out, err := jobCommand("prepare and crash", prepared).Output()
	if err != nil || string(out) != "prepared\n" {
		t.Fatalf("got %q, error %v, want prepared", out, err)
	}
	var copies [2][]byte
	for i, suffix := range []string{"", "-wal"} {
		copies[i] = readFile(t, prepared+suffix)
	}
	var longest time.Duration // of a migration that was not killed
	killed := 0
	n := rounds(12)
	for round := 0; round < n && !t.Failed(); round++ {
		path := filepath.Join(t.TempDir(), "users.roster")
		for i, suffix := range []string{"", "-wal"} {
			wantErr(t, "copy", os.WriteFile(path+suffix, copies[i], 0o600), nil)
		}
		c := jobCommand("migrate", path)
		var said strings.Builder
		c.Stdout = &said
		began := time.Now()
		wantErr(t, "start", c.Start(), nil)
		var late <-chan time.Time
		if round > 0 {
			late = time.After(longest * time.Duration(round) / time.Duration(n))
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case err := <-ended:
			wantErr(t, "migrate", err, nil)
			longest = max(longest, time.Since(began))
		case <-late:
			killed++
			if err := c.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
			<-ended //nolint:errcheck // it was killed
		}
		if strings.Contains(said.String(), "error") {
			t.Errorf("round %d: %s", round, said.String())
		}
		lines := append(strings.Fields(said.String()), "prepared")
		if err := checkMigrated(t.Context(), path, lines); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
	t.Logf("%d of %d migrations were killed", killed, n)
}
