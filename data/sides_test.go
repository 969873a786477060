package data

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/identity"
)

// add adds users with these names, each in a transaction with an entry in the journal.
func add(t *testing.T, s *Store, names ...string) {
	t.Helper()
	for _, name := range names {
		err := s.Update(t.Context(), func(tx *Tx) error {
			_, err := tx.InsertUser(identity.User{
				Name: name, Email: name + "@example.com", Role: identity.Admin, Status: identity.Enabled,
			})
			if err != nil {
				return err
			}
			ends, err := tx.JournalEnds()
			if err != nil {
				return err
			}
			hash := make([]byte, 32)
			copy(hash, fmt.Sprint(name, ends.Seq))
			return tx.AppendEvent(identity.Event{
				Seq: ends.Seq + 1, At: time.Now(), Operation: "create user", Outcome: identity.Done, Digest: []byte{}, Committed: []byte{},
				Prev: ends.Last, Hash: hash,
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// numbered returns names.
func numbered(prefix string, n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprint(prefix, i))
	}
	return names
}

// killed writes what a program that is killed after doing work would leave of a new file into a folder, and returns the
// path there. With two functions, the program closes the file between them.
func killed(t *testing.T, work ...func(s *Store)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users.roster")
	left := filepath.Join(t.TempDir(), "users.roster")
	for i, part := range work {
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		part(s)
		if i == len(work)-1 {
			copyFile(t, path, left)
			copyFile(t, path+"-wal", left+"-wal")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return left
}

// copyFile copies a file as cp does: an existing one stays the same file.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, content)
}

// write writes a file, as the last one in its folder by the clock of the file system, which is coarse.
func write(t *testing.T, path string, content []byte) {
	t.Helper()
	var last time.Time
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	for {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.ModTime().After(last) {
			return
		}
	}
}

// userNames returns the names of all users.
func userNames(t *testing.T, path string) (all []string) {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	err = s.View(t.Context(), func(tx *Tx) error {
		return tx.EachAccount(func(a identity.Account, _ bool) error {
			all = append(all, strings.Clone(a.User.Name))
			return nil
		})
	})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOpenAfterKill(t *testing.T) {
	few, more := numbered("first", 20), numbered("second", 200)
	for name, prepare := range map[string]func(t *testing.T, path string){
		"as it was left": func(*testing.T, string) {},
		"with a checkpoint half-way": func(t *testing.T, path string) {
			checkpointPart(t, path, 3)
		},
		"with a checkpoint done": func(t *testing.T, path string) {
			checkpointPart(t, path, 1<<30)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := killed(t, func(s *Store) { add(t, s, few...) }, func(s *Store) { add(t, s, more...) })
			prepare(t, path)
			readOnly, err := OpenReadOnly(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, filepath.Dir(path))
			var n int64
			err = readOnly.View(t.Context(), func(tx *Tx) error {
				n, err = tx.CountEvents()
				return err
			})
			if err := errors.Join(err, readOnly.Close()); err != nil || n != 220 {
				t.Errorf("read only: got %d entries, error %v, want 220", n, err)
			}
			if after := snapshot(t, filepath.Dir(path)); !slices.Equal(before, after) {
				t.Errorf("reading changed the folder: got %q, want %q", after, before)
			}
			if got := userNames(t, path); !slices.Equal(got, slices.Concat(few, more)) {
				t.Errorf("got %d users, want 220", len(got))
			}
		})
	}
}

// A power cut during a checkpoint can leave the file as it was, but with a later time than that of its WAL. That is not
// taken for a copy that somebody has put there. Once the checkpoint has ended, as far as it could, a later file is a
// copy.
func TestOpenAfterLostCheckpoint(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the time of a file that is open for writing need not be stored")
	}
	for name, c := range map[string]struct {
		during bool     // the WAL has the time that it has while a checkpoint runs
		after  []string // the users who are added after the checkpoint
		asks   bool
	}{
		"during a checkpoint": {true, nil, false},
		"after a checkpoint":  {false, nil, true},
		"a later transaction": {false, []string{"leo"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			left := filepath.Join(t.TempDir(), "users.roster")
			killed(t, func(s *Store) {
				copyFile(t, s.Path(), left)
				err := s.View(t.Context(), func(tx *Tx) error { // so that the WAL is not emptied
					if _, err := tx.CountEvents(); err != nil {
						return err
					}
					add(t, s, "anna")
					_, err := s.Checkpoint(t.Context())
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				add(t, s, c.after...)
				copyFile(t, s.Path()+"-wal", left+"-wal")
				info, err := os.Stat(s.Path() + "-wal")
				if err != nil {
					t.Fatal(err)
				}
				at := info.ModTime()
				if c.during {
					at = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
				}
				if err := os.Chtimes(left+"-wal", at, at); err != nil {
					t.Fatal(err)
				}
			})
			before, err := os.ReadFile(left)
			if err != nil {
				t.Fatal(err)
			}
			write(t, left, before)
			s, err := Open(t.Context(), left)
			if got := errors.Is(err, identity.FileUnclear); got != c.asks || err != nil && !got {
				t.Errorf("got error %v, want a question %v", err, c.asks)
			}
			if err == nil {
				s.Close()
			}
		})
	}
}

// checkpointPart copies that many of the pages in the WAL, the lowest first, into the file, as a checkpoint would.
func checkpointPart(t *testing.T, path string, pages int) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "whole.roster")
	copyFile(t, path, copied)
	copyFile(t, path+"-wal", copied+"-wal")
	userNames(t, copied) // opening and closing it moves the WAL into the file
	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const size = 4096
	for at := 0; at+size <= len(whole) && pages > 0; at += size {
		if at+size > len(file) {
			file = append(file, make([]byte, at+size-len(file))...)
		}
		if string(file[at:at+size]) != string(whole[at:at+size]) {
			copy(file[at:], whole[at:at+size])
			pages--
		}
	}
	write(t, path, file)
	markCheckpoint(t, path)
}

// markCheckpoint marks the WAL as during a checkpoint.
func markCheckpoint(t *testing.T, path string) {
	t.Helper()
	mark := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path+"-wal", mark, mark); err != nil {
		t.Fatal(err)
	}
}

// Side files that do not fit the file, or a file that was restored beside them, are the user's to decide about. Until
// then, nothing changes.
func TestForeignSideFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	few, more, other := numbered("first", 20), numbered("second", 200), numbered("third", 100)
	backup := filepath.Join(t.TempDir(), "backup.roster")
	// later returns a file with few and more users, of which the program that was killed has added the last ones. backup
	// has only the first.
	later := func(t *testing.T) string {
		return killed(t,
			func(s *Store) { add(t, s, few...) },
			func(s *Store) {
				copyFile(t, s.Path(), backup)
				add(t, s, more[:150]...)
			},
			func(s *Store) { add(t, s, more[150:]...) })
	}
	for name, c := range map[string]struct {
		prepare   func(t *testing.T) string
		recovered int // the number of users with the side files; 0 if they do not fit
	}{
		"a backup of an earlier session": {func(t *testing.T) string {
			path := later(t)
			copyFile(t, backup, path)
			return path
		}, 0},
		"a backup of the same session": {func(t *testing.T) string {
			path := killed(t, func(s *Store) { add(t, s, few...) }, func(s *Store) {
				copyFile(t, s.Path(), backup)
				add(t, s, more...)
			})
			copyFile(t, backup, path)
			return path
		}, 220},
		"another file": {func(t *testing.T) string {
			path := killed(t, func(s *Store) { add(t, s, other...) })
			theirs := later(t)
			copyFile(t, backup, path)
			copyFile(t, theirs+"-wal", path+"-wal")
			return path
		}, -1},
		"a journal of a file that was empty": {func(t *testing.T) string {
			path := killed(t, func(s *Store) { add(t, s, few...) }, func(*Store) {})
			head := []byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
			for _, n := range []uint32{0, 7, 0, 512, 4096} { // pages, nonce, pages of the file, sector, page size
				head = binary.BigEndian.AppendUint32(head, n)
			}
			write(t, path+"-journal", append(head, make([]byte, 512-len(head))...))
			return path
		}, 0},
		"garbage": {func(t *testing.T) string {
			path := later(t)
			copyFile(t, backup, path)
			write(t, path+"-wal", []byte(strings.Repeat("garbage ", 1000)))
			return path
		}, 0},
		"a journal of garbage": {func(t *testing.T) string {
			path := killed(t, func(s *Store) { add(t, s, few...) }, func(*Store) {})
			write(t, path+"-journal", []byte(strings.Repeat("garbage ", 1000)))
			return path
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, withSides := range []bool{false, true} {
				path := c.prepare(t)
				before := snapshot(t, filepath.Dir(path))
				_, err := Open(t.Context(), path)
				if _, e := OpenReadOnly(t.Context(), path); errors.Is(err, identity.FileUnclear) != errors.Is(e, identity.FileUnclear) {
					t.Errorf("opened: %v, but read only: %v", err, e)
				}
				if after := snapshot(t, filepath.Dir(path)); !slices.Equal(before, after) {
					t.Fatalf("refusing it changed the folder: got %q, want %q", after, before)
				}
				states, ok := errors.AsType[*identity.FileStates](err)
				if !ok {
					t.Fatalf("got %v, want the two states", err)
				}
				if states.Alone.Users != 20 || states.Alone.Entries != 20 || states.Alone.Last.IsZero() {
					t.Errorf("alone: got %+v, want 20 users", states.Alone)
				}
				if c.recovered > 0 && (states.Recovered == nil || states.Recovered.Users != int64(c.recovered)) {
					t.Errorf("recovered: got %+v, want %d users", states.Recovered, c.recovered)
				}
				if c.recovered == 0 && states.Recovered != nil {
					t.Errorf("recovered: got %+v, want none", states.Recovered)
				}
				aside, err := Choose(t.Context(), path, withSides, time.Now())
				if withSides && states.Recovered == nil {
					if !errors.Is(err, identity.FileDamaged) {
						t.Errorf("choosing what does not fit: got %v, want FileDamaged", err)
					}
					if after := snapshot(t, filepath.Dir(path)); !slices.Equal(before, after) {
						t.Error("choosing what does not fit changed the folder")
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				want, set := few, slices.Concat(few, more)
				if withSides {
					want, set = set, want
				}
				if c.recovered > 0 {
					if got := userNames(t, path); !slices.Equal(got, want) {
						t.Errorf("chosen: got %d users, want %d", len(got), len(want))
					}
					if got := userNames(t, aside); !slices.Equal(got, set) {
						t.Errorf("set aside: got %d users, want %d", len(got), len(set))
					}
				} else if got := userNames(t, path); !slices.Equal(got, few) {
					t.Errorf("chosen: got %d users, want 20", len(got))
				} else if kept, err := filepath.Glob(strings.ReplaceAll(aside, "[", "?") + "-*"); err != nil || len(kept) == 0 {
					t.Errorf("set aside: got %q, error %v, want the side file", kept, err)
				}
			}
		})
	}
}

// A damaged file is not replaced by the whole of another that a WAL beside it holds.
func TestDamagedBesideOther(t *testing.T) {
	other := killed(t, func(s *Store) { add(t, s, "anna") }, func(s *Store) {
		if _, err := rawDB(t, s.Path()).ExecContext(t.Context(), `VACUUM`); err != nil { // writes every page
			t.Fatal(err)
		}
	})
	path := killed(t, func(s *Store) { add(t, s, numbered("first", 200)...) }, func(*Store) {})
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var page int
	copied := filepath.Join(t.TempDir(), "copy") // because the file itself must not be open
	write(t, copied, content)
	err = rawDB(t, copied).QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = 'credentials'`).Scan(&page)
	if err != nil {
		t.Fatal(err)
	}
	copyFile(t, other+"-wal", path+"-wal")
	clear(content[(page-1)*4096 : page*4096])
	write(t, path, content)
	before := snapshot(t, filepath.Dir(path))
	if _, err := Open(t.Context(), path); !errors.Is(err, identity.FileDamaged) {
		t.Errorf("got %v, want that the file is damaged", err)
	}
	if after := snapshot(t, filepath.Dir(path)); !slices.Equal(before, after) {
		t.Errorf("got %q, want %q", after, before)
	}
}

// Neither is a small one, whose pages another file's WAL covers almost completely.
func TestSmallDamagedBesideOther(t *testing.T) {
	first := killed(t, func(s *Store) { add(t, s, numbered("other", 25)...) })
	second := killed(t, func(s *Store) { add(t, s, numbered("other", 25)...) }, func(s *Store) {
		add(t, s, numbered("second", 25)...)
	})
	path := killed(t, func(s *Store) { add(t, s, numbered("first", 20)...) }, func(*Store) {})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]string{"all of the other": first, "its later session": second} {
		for _, table := range []string{"journal", "users", "words", "roster", "credentials", "changes"} {
			t.Run(name+", without "+table, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "users.roster")
				write(t, path, whole)
				var page int
				db := rawDB(t, path)
				err := db.QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = $1`, table).Scan(&page)
				if err := errors.Join(err, db.Close()); err != nil {
					t.Fatal(err)
				}
				content := bytes.Clone(whole)
				clear(content[(page-1)*4096 : page*4096])
				write(t, path, content)
				copyFile(t, other+"-wal", path+"-wal")
				before := snapshot(t, filepath.Dir(path))
				_, err = Open(t.Context(), path)
				if !errors.Is(err, identity.FileDamaged) && !errors.Is(err, identity.FileUnclear) {
					t.Errorf("got %v, want that the file is damaged", err)
				}
				if after := snapshot(t, filepath.Dir(path)); !slices.Equal(before, after) {
					t.Errorf("got %q, want %q", after, before)
				}
			})
		}
	}
}

// A power cut during a checkpoint leaves pages of which some sectors are old and some are new. What can be read of them
// may even contradict the WAL, which has everything.
func TestOpenAfterTornCheckpoint(t *testing.T) {
	path := killed(t, func(s *Store) { add(t, s, numbered("first", 20)...) }, func(s *Store) { add(t, s, "anna") })
	copied := filepath.Join(t.TempDir(), "copy") // because the file itself must not be open
	copyFile(t, path, copied)
	var hash []byte
	var page int
	err := rawDB(t, copied).QueryRowContext(t.Context(), `SELECT hash,
		(SELECT rootpage FROM sqlite_schema WHERE name = 'changes') FROM journal ORDER BY seq DESC`).Scan(&hash, &page)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = bytes.Replace(content, hash, make([]byte, len(hash)), 1)
	clear(content[(page-1)*4096 : page*4096])
	write(t, path, content)
	markCheckpoint(t, path)
	if got := userNames(t, path); len(got) != 21 {
		t.Errorf("got %d users, want 21", len(got))
	}
}

// A side file that another user could have made is refused like the file itself.
func TestPlantedSideFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and modes are not what decides there")
	}
	for name, c := range map[string]struct {
		plant func(t *testing.T, path string) error
		want  identity.FileProblem
	}{
		"a WAL that others can write": {func(t *testing.T, path string) error {
			return errors.Join(os.WriteFile(path+"-wal", nil, 0o600), os.Chmod(path+"-wal", 0o620))
		}, identity.FileSide},
		"an index that others can read": {func(t *testing.T, path string) error {
			return errors.Join(os.WriteFile(path+"-shm", nil, 0o600), os.Chmod(path+"-shm", 0o604))
		}, identity.FileSide},
		"a link": {func(t *testing.T, path string) error {
			return os.Symlink(path, path+"-wal")
		}, identity.FileSide},
		"a folder": {func(t *testing.T, path string) error {
			return os.Mkdir(path+"-journal", 0o700)
		}, identity.FileSide},
		"two names": {func(t *testing.T, path string) error {
			return errors.Join(os.WriteFile(path+"-wal", nil, 0o600), os.Link(path+"-wal", path+".second"))
		}, identity.FileSide},
		"a folder that all can write to": {func(t *testing.T, path string) error {
			return os.Chmod(filepath.Dir(path), 0o777)
		}, identity.FileFolder},
		"a sticky folder": {func(t *testing.T, path string) error {
			return os.Chmod(filepath.Dir(path), 0o777|os.ModeSticky)
		}, identity.FileFolder},
		"a folder in one that all can write to": {func(t *testing.T, path string) error {
			return os.Chmod(filepath.Dir(filepath.Dir(path)), 0o777)
		}, identity.FileFolder},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "inner", "users.roster")
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := c.plant(t, path); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, filepath.Dir(path))
			if _, err := Open(t.Context(), path); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if after := snapshot(t, filepath.Dir(path)); !slices.Equal(before, after) {
				t.Errorf("got %q, want %q", after, before)
			}
		})
	}
}

// A link leads to the side files of the file behind it.
func TestOpenLinkAfterKill(t *testing.T) {
	path := killed(t, func(s *Store) { add(t, s, "anna") }, func(s *Store) { add(t, s, "boris") })
	link := filepath.Join(t.TempDir(), "link.roster")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err) // Windows may not permit links
	}
	s, err := OpenReadOnly(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	var n int64
	err = s.View(t.Context(), func(tx *Tx) error {
		n, err = tx.CountEvents()
		return err
	})
	if err = errors.Join(err, s.Close()); err != nil || n != 2 {
		t.Errorf("got %d entries, error %v, want 2", n, err)
	}
	if got := userNames(t, link); !slices.Equal(got, []string{"anna", "boris"}) {
		t.Errorf("got %q, want both users", got)
	}
	// A link to a file that does not exist yet creates that file, once.
	dangling := filepath.Join(t.TempDir(), "later.roster")
	target := filepath.Join(t.TempDir(), "new.roster")
	if err := os.Symlink(target, dangling); err != nil {
		t.Fatal(err)
	}
	userNames(t, dangling)
	if _, err := os.Stat(target); err != nil {
		t.Error(err)
	}
}

// What a program that was killed while it created a file has left is removed, unless it may still be at it.
func TestLitter(t *testing.T) {
	folder := t.TempDir()
	old, now := filepath.Join(folder, ".roster-1.new"), filepath.Join(folder, ".roster-2.new")
	for _, path := range []string{old, old + "-wal", old + "-shm", now} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	userNames(t, filepath.Join(folder, "users.roster"))
	want := []string{".roster-2.new", "users.roster"}
	if got := names(t, folder); !slices.Equal(got, want) {
		t.Errorf("created: got %q, want %q", got, want)
	}
	write(t, old, []byte("half"))
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	userNames(t, filepath.Join(folder, "users.roster"))
	if got := names(t, folder); !slices.Equal(got, want) {
		t.Errorf("opened: got %q, want %q", got, want)
	}
}

// A WAL without its file is no part of a new one.
func TestCreateBesideWAL(t *testing.T) {
	path := killed(t, func(s *Store) { add(t, s, "anna") })
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path)
	states, asks := errors.AsType[*identity.FileStates](err)
	if !asks || states.Alone.Users != 0 {
		t.Errorf("got error %v, want the question whether the file without users is wanted", err)
	}
}

// While one program examines the side files, another waits for it, and decides for itself.
func TestOpenAtOnce(t *testing.T) {
	path := killed(t, func(s *Store) { add(t, s, "anna") }, func(s *Store) { add(t, s, numbered("second", 50)...) })
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, before) // as if restored
	all := snapshot(t, filepath.Dir(path))
	var opening sync.WaitGroup
	for range 8 {
		opening.Go(func() {
			if _, err := Open(t.Context(), path); !errors.Is(err, identity.FileUnclear) {
				t.Errorf("got %v, want that the user has to choose", err)
			}
		})
	}
	opening.Wait()
	if after := snapshot(t, filepath.Dir(path)); !slices.Equal(all, after) {
		t.Errorf("got %q, want %q", after, all)
	}
}
