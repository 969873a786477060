package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"roster/identity"
)

// openVariable, if set, makes this test binary open the file it names, as another process.
const openVariable = "ROSTER_TEST_OPEN"

// searchVariable, if set, makes this test binary, as another process, load the index of the file it names and search,
// in a loop that reports each iteration, until it is killed.
const searchVariable = "ROSTER_TEST_SEARCH"

func TestMain(m *testing.M) {
	// Opening a file, even one that does not exist, configures the driver. The driver must be configured before the
	// tests open files directly.
	if _, err := OpenReadOnly(context.Background(), filepath.Join(os.TempDir(), "no such file.roster")); err == nil {
		panic("a file with this name exists")
	}
	if path := os.Getenv(searchVariable); path != "" {
		fmt.Fprintln(os.Stdout, loadAndSearch(path))
		return
	}
	if path := os.Getenv(openVariable); path != "" {
		if err := openAndInsert(path, fmt.Sprint("process", os.Getpid())); err != nil {
			fmt.Fprintln(os.Stdout, err)
		}
		return
	}
	m.Run()
}

// openAndInsert opens the file, adds a user of that name, and closes it again.
func openAndInsert(path, name string) error {
	s, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	err = s.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.InsertUser(identity.User{Name: name, Email: name + "@example.com", Role: identity.Admin, Status: identity.Enabled})
		return err
	})
	return errors.Join(err, s.Close())
}

// snapshot returns the contents of a folder: each name with its mode and SHA-256.
func snapshot(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || d.IsDir() {
			all = append(all, fmt.Sprint(path, info.Mode()))
			return err
		}
		b, err := os.ReadFile(path)
		all = append(all, fmt.Sprintf("%s %v %d %x", path, info.Mode(), len(b), sha256.Sum256(b)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// rosterFile creates a file with 200 users, closes it and returns its bytes.
func rosterFile(t *testing.T, path string) []byte {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error {
		for i := range 200 {
			name := fmt.Sprint("user", i)
			if _, err := tx.InsertUser(identity.User{Name: name, Email: name + "@example.com", Role: identity.Admin, Status: identity.Enabled}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Check finds damage that no query would notice.
func TestCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "team.roster")
	b := rosterFile(t, path)
	check := func() error {
		s, err := OpenReadOnly(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		return s.Check(t.Context())
	}
	if err := check(); err != nil {
		t.Errorf("intact file: got error %v, want none", err)
	}
	copy(b[bytes.LastIndex(b, []byte("user150")):], "hans") // in either the table or the index, not both
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := check(); !errors.Is(err, identity.FileDamaged) {
		t.Errorf("file with one copy of a name changed: got error %v, want %v", err, identity.FileDamaged)
	}
}

// A file that is refused is left untouched, byte for byte, and nothing is created beside it.
func TestRefusedFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	// spoil returns a function that creates a Roster file and changes its bytes.
	spoil := func(change func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			t.Helper()
			b := rosterFile(t, path)
			if err := os.WriteFile(path, change(b), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	write := func(text string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			t.Helper()
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put := func(at int, text string) func(b []byte) []byte {
		return func(b []byte) []byte {
			copy(b[at:], text)
			return b
		}
	}
	for what, c := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"a folder": {func(t *testing.T, path string) {
			t.Helper()
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, identity.FileIsFolder},
		"an empty file": {write(""), identity.FileNotRoster},
		"a short text":  {write("Dear diary"), identity.FileNotRoster},
		"a long text":   {write(strings.Repeat("Dear diary, ", 10_000)), identity.FileNotRoster},
		"SQLite's name": {write("SQLite format 3\x00"), identity.FileNotRoster},
		"zeros":         {write(strings.Repeat("\x00", 100_000)), identity.FileNotRoster},
		"another program": {func(t *testing.T, path string) {
			t.Helper()
			write("")(t, path)
			if _, err := rawDB(t, path).ExecContext(t.Context(), `CREATE TABLE users (name TEXT)`); err != nil {
				t.Fatal(err)
			}
		}, identity.FileNotRoster},
		"newer": {spoil(func(b []byte) []byte {
			binary.BigEndian.PutUint32(b[60:], 2)
			return b
		}), identity.FileNewer},
		"much newer":            {spoil(put(60, "\x7f\xff\xff\xff")), identity.FileNewer},
		"a negative version":    {spoil(put(60, "\xff\xff\xff\xff")), identity.FileOtherSchema},
		"cut off":               {spoil(func(b []byte) []byte { return b[:len(b)/2] }), identity.FileDamaged},
		"cut off by one byte":   {spoil(func(b []byte) []byte { return b[:len(b)-1] }), identity.FileDamaged},
		"cut off after a page":  {spoil(func(b []byte) []byte { return b[:4096] }), identity.FileDamaged},
		"cut off in the header": {spoil(func(b []byte) []byte { return b[:99] }), identity.FileNotRoster},
		"garbage in a page":     {spoil(put(4096*3, strings.Repeat("garbage!", 100))), identity.FileDamaged},
		"garbage in the schema": {spoil(put(100, strings.Repeat("\xee", 500))), identity.FileDamaged},
		"zeros over a page":     {spoil(put(4096*2, strings.Repeat("\x00", 4096))), identity.FileDamaged},
		"garbage in the header": {spoil(put(0, "garbage garbage ")), identity.FileNotRoster},
		"another application":   {spoil(put(68, "Xost")), identity.FileNotRoster},
		"a page size of 3":      {spoil(put(16, "\x00\x03")), identity.FileNotRoster},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "users.roster")
			c.make(t, path)
			before := snapshot(t, folder)
			s, err := Open(t.Context(), path)
			if err == nil {
				t.Fatal("got no error, want one", s.Close())
			}
			wantFileErr(t, "open", err, path, c.want)
			if after := snapshot(t, folder); !slices.Equal(after, before) {
				t.Errorf("got %v, want %v as before", after, before)
			}
		})
	}
}

func TestRefusedForPermission(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser can read and write every file")
	}
	for what, c := range map[string]struct {
		mode fs.FileMode
		want error
	}{"unreadable": {0, identity.FilePermission}, "read-only": {0o400, identity.FileReadOnly}} {
		t.Run(what, func(t *testing.T) {
			if runtime.GOOS == "windows" && c.mode == 0 {
				t.Skip("on Windows no mode makes a file unreadable")
			}
			folder := t.TempDir()
			path := filepath.Join(folder, "users.roster")
			rosterFile(t, path)
			if err := os.Chmod(path, c.mode); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path)
			if err == nil {
				err = s.Close()
			}
			wantFileErr(t, what, err, path, c.want)
			if names, err := os.ReadDir(folder); err != nil || len(names) != 1 {
				t.Errorf("got %v, error %v, want only the file", names, err)
			}
		})
	}
}

// A path below a regular file cannot be created, and nothing is changed.
func TestRefusedFolder(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, folder)
	path := filepath.Join(file, "users.roster")
	_, err := Open(t.Context(), path)
	if f, ok := errors.AsType[*identity.FileError](err); !ok || f.Path != path {
		t.Errorf("got error %v, want one that names %s", err, path)
	}
	if after := snapshot(t, folder); !slices.Equal(after, before) {
		t.Errorf("got %v, want %v as before", after, before)
	}
}

// Damage in a file too large to be checked on opening is reported when the damaged page is read.
func TestDamageFoundLater(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	if _, err := rawDB(t, s.Path()).ExecContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	var page int64
	err := rawDB(t, s.Path()).QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = 'users'`).Scan(&page)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(s.Path(), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{0xee}, 4096), (page-1)*4096)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx *Tx) error { // on a connection that has cached no page
		_, err := tx.Users(identity.Query{}, 0, 10)
		return err
	})
	wantFileErr(t, "view", err, s.Path(), identity.FileDamaged)
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	folder := filepath.Join(t.TempDir(), "new", "newer")
	path := filepath.Join(folder, "users.roster")
	s := openStore(t, path)
	insert(t, s, "anna", identity.Admin)
	for name, want := range map[string]fs.FileMode{
		folder: 0o700, filepath.Dir(folder): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
	} {
		t.Run(name, func(t *testing.T) {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("got mode %o, want %o", got, want)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	for _, name := range []string{
		"with space", "100%", "a%20b", "#1", "what?", "a?mode=memory", "&x=1", "a+b",
		"日本語", "ü", "quote'", "semi;colon", "..roster",
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(name, "?") {
				t.Skip("not allowed in a file name")
			}
			folder := filepath.Join(t.TempDir(), name)
			path := filepath.Join(folder, name+".roster")
			s := openStore(t, path)
			insert(t, s, "anna", identity.Admin)
			if s.Path() != path {
				t.Errorf("got path %s, want %s", s.Path(), path)
			}
			if n := count(t, openStore(t, path)); n != 1 {
				t.Errorf("users: got %d, want 1", n)
			}
			want := []string{name + ".roster", name + ".roster-shm", name + ".roster-wal"}
			if got := names(t, folder); !slices.Equal(got, want) {
				t.Errorf("folder: got %v, want %v", got, want)
			}
		})
	}
}

func names(t *testing.T, folder string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestRelativePath(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	s := openStore(t, "users.roster")
	insert(t, s, "anna", identity.Admin)
	t.Chdir(t.TempDir())
	insert(t, s, "boris", identity.Admin)
	if got, err := filepath.EvalSymlinks(s.Path()); err != nil || filepath.Base(got) != "users.roster" || !filepath.IsAbs(got) {
		t.Errorf("path: got %s, error %v, want an absolute one", got, err)
	}
}

// However many goroutines or processes open a new file at the same time, there is one file, with all of their changes.
func TestConcurrentCreation(t *testing.T) {
	const each = 8
	for round := range 5 {
		folder := t.TempDir()
		path := filepath.Join(folder, "new", "users.roster")
		var group sync.WaitGroup
		gate := make(chan struct{})
		for i := range each {
			group.Go(func() {
				<-gate
				if err := openAndInsert(path, fmt.Sprint("routine", i)); err != nil {
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		close(gate)
		group.Wait()
		wantOneFile(t, path, each)
	}
	for round := range 3 {
		folder := t.TempDir()
		path := filepath.Join(folder, "new", "users.roster")
		var group sync.WaitGroup
		for i := range each {
			group.Go(func() {
				c := exec.Command(os.Args[0])
				c.Env = append(os.Environ(), openVariable+"="+path)
				if output, err := c.CombinedOutput(); err != nil || len(output) > 0 {
					t.Errorf("round %d, process %d: got %s, error %v, want no output", round, i, output, err)
				}
			})
		}
		group.Wait()
		wantOneFile(t, path, each)
	}
}

// wantOneFile fails the test unless the file holds that many users and is alone in its folder, except for the -wal and
// -shm files that SQLite leaves if the last two programs close it at the same time.
func wantOneFile(t *testing.T, path string, users int) {
	t.Helper()
	for _, got := range names(t, filepath.Dir(path)) {
		if end, ok := strings.CutPrefix(got, filepath.Base(path)); !ok || end != "" && end != "-shm" && end != "-wal" {
			t.Errorf("folder: got %s, want only %s", got, filepath.Base(path))
		}
	}
	if n := count(t, openStore(t, path)); n != users {
		t.Errorf("users: got %d, want %d", n, users)
	}
}

// Cancelled creation leaves no file.
func TestCancelledCreation(t *testing.T) {
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Open(ctx, filepath.Join(folder, "users.roster"))
	wantErr(t, "open", err, context.Canceled)
	if got := names(t, folder); len(got) != 0 {
		t.Errorf("folder: got %v, want nothing", got)
	}
}

func TestGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not move or delete an open file")
	}
	for what, take := range map[string]func(path string) error{
		"deleted": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".moved") },
		"replaced": func(path string) error {
			if err := os.Rename(path, path+".moved"); err != nil {
				return err
			}
			return os.WriteFile(path, []byte("another"), 0o600)
		},
	} {
		t.Run(what, func(t *testing.T) {
			s, err := Open(t.Context(), filepath.Join(t.TempDir(), "users.roster"))
			if err != nil {
				t.Fatal(err)
			}
			insert(t, s, "anna", identity.Admin)
			if err := take(s.Path()); err != nil {
				t.Fatal(err)
			}
			called := false
			err = s.Update(t.Context(), func(*Tx) error { called = true; return nil })
			wantFileErr(t, what, err, s.Path(), identity.FileGone)
			if called {
				t.Error("got a transaction, want none")
			}
			if err := nestedViews(t, s, 4); err != nil { // the WAL may have all that is read
				wantFileErr(t, "many connections", err, s.Path(), identity.FileGone)
			}
			if err := s.Damage(); err != nil {
				t.Errorf("got damage %v, want none", err)
			}
			s.Close() // may fail, because the file is gone
		})
	}
}

// nestedViews runs as many transactions at once as n says, so that the store has to connect again.
func nestedViews(t *testing.T, s *Store, n int) error {
	return s.View(t.Context(), func(*Tx) error {
		if n == 1 {
			return nil
		}
		return nestedViews(t, s, n-1)
	})
}

// Changes that a killed program left in the WAL are not lost, and a page that it was writing does not count as damaged.
func TestOpenWithWAL(t *testing.T) {
	one := newStore(t)
	insert(t, one, "anna", identity.Admin)
	var page int
	err := rawDB(t, one.Path()).QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = 'users'`).Scan(&page)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "users.roster")
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(one.Path() + end)
		if err != nil {
			t.Fatal(err)
		}
		if end == "" {
			copy(b[(page-1)*4096:], make([]byte, 4096)) // the correct page is in the -wal
		}
		if err := os.WriteFile(copied+end, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, openStore(t, copied)); n != 1 {
		t.Errorf("users: got %d, want 1", n)
	}
}

// A file that other users can read or change is not opened and not changed.
func TestExposedFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows the mode says nothing about other users")
	}
	path := filepath.Join(t.TempDir(), "users.roster")
	openStore(t, path)
	for mode, want := range map[os.FileMode]error{
		0o600: nil, 0o644: identity.FileExposed, 0o640: identity.FileExposed, 0o666: identity.FileExposed,
		0o601: identity.FileExposed, 0o700: nil,
	} {
		t.Run(mode.String(), func(t *testing.T) {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path)
			wantErr(t, "open", err, want)
			if s != nil {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
				t.Errorf("got mode %v, error %v, want it unchanged", info.Mode(), err)
			}
		})
	}
}

// A file with two names would have two WALs, one beside each, so it is not opened under either name.
func TestLinkedFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows the number of hard links is unknown")
	}
	path := filepath.Join(t.TempDir(), "users.roster")
	openStore(t, path)
	other := filepath.Join(t.TempDir(), "other.roster")
	if err := os.Link(path, other); err != nil {
		t.Skip("no hard links:", err)
	}
	for _, name := range []string{path, other} {
		s, err := Open(t.Context(), name)
		wantErr(t, name, err, identity.FileLinked)
		if s != nil {
			t.Error("got a store, want none")
		}
	}
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	openStore(t, path)
}

// What was open can be saved after the file was deleted, and opens.
func TestSaveAs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not move or delete an open file")
	}
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "users.roster"))
	if err != nil {
		t.Fatal(err)
	}
	insert(t, s, "anna", identity.Admin)
	if err := os.Remove(s.Path()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Revision(t.Context()); !errors.Is(err, identity.FileGone) {
		t.Errorf("revision: got %v, want %v", err, identity.FileGone)
	}
	path := filepath.Join(t.TempDir(), "saved.roster")
	if err := s.SaveAs(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveAs(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("again: got %v, want that the file exists", err)
	}
	s.Close() // may fail, because the file is gone
	if got := userNames(t, path); !slices.Equal(got, []string{"anna"}) {
		t.Errorf("got %q, want anna", got)
	}
}

// A file that cannot be created is not called unreadable, and nothing is created elsewhere.
func TestNotCreated(t *testing.T) {
	path := "/proc/roster/users.roster" // where nobody can create a folder
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has such a folder")
	}
	_, err := Open(t.Context(), path)
	wantFileErr(t, "open", err, path, identity.FileNotCreated)
	if os.Getuid() == 0 {
		return // who can write to every folder
	}
	folder := filepath.Join(t.TempDir(), "home")
	if err := os.Mkdir(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(folder, "data", "users.roster")
	_, err = Open(t.Context(), path)
	wantFileErr(t, "open", err, path, identity.FileNotCreated)
}
