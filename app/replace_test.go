package app

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"roster/data"
	"roster/identity"
)

// A backup takes the place of a file that cannot be read, or is gone. That is moved aside with its side files, and the
// journal says what was lost.
func TestReplace(t *testing.T) {
	for _, name := range []string{"damaged", "gone", "only side files"} {
		t.Run(name, func(t *testing.T) {
			w := newTrusted(t)
			backup := backsUp(t, w)
			promotes(t, 3)(w)
			last := w.lastEntry(t)
			o := cheap
			o.Witness = string(w.service.witness)
			if err := errors.Join(w.store.Close(), w.db.Close()); err != nil {
				t.Fatal(err)
			}
			before := map[string][]byte{}
			if name == "damaged" {
				before[""] = bytes.Repeat([]byte("SQLite format 3\x00 garbage"), 1000)
			}
			if name != "gone" {
				before["-wal"] = []byte("garbage")
			}
			if err := os.Remove(w.path); err != nil {
				t.Fatal(err)
			}
			for suffix, content := range before {
				if err := os.WriteFile(w.path+suffix, content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r, err := Replace(t.Context(), w.path, backup.Path, "", start, o, nil)
			if err != nil || r.Users != 3 || r.Entries != backup.Seq || (r.Aside == "") != (len(before) == 0) {
				t.Fatalf("got %+v, error %v, want the backup in place", r, err)
			}
			for suffix, content := range before {
				if got, err := os.ReadFile(r.Aside + suffix); err != nil || !bytes.Equal(got, content) {
					t.Errorf("aside %q: got %d bytes, error %v, want them unchanged", suffix, len(got), err)
				}
			}
			if known := w.knownIn(t, w.path); len(known) == 0 || known[0].Path != backup.Path {
				t.Errorf("got %v, want the backup among those that are known", paths(known))
			}
			if left, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), ".roster-*")); err != nil || len(left) != 0 {
				t.Errorf("got %q, error %v, want nothing left", left, err)
			}
			if _, err := os.Stat(w.path + "-wal"); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the WAL: got error %v, want none there", err)
			}
			w.store = openStore(t, w.path, w.clock.now)
			w.service = newServiceWith(t, w.store, o)
			w.wantIntact(t)
			if older, err := w.service.Older(t.Context()); err != nil || older != nil {
				t.Errorf("got %+v, error %v, want no older copy", older, err)
			}
			w.root = w.signIn(t, "root")
			if w.db, err = sql.Open("sqlite", "file:"+w.path+"?mode=rw"); err != nil {
				t.Fatal(err)
			}
			e := w.journal(t)[backup.Seq]
			if err := w.db.Close(); err != nil {
				t.Error(err)
			}
			var was map[string]string
			if err := json.Unmarshal([]byte(e.before), &was); err != nil || was["entries"] != fmt.Sprint(last.seq) ||
				was["head"] != fmt.Sprintf("%x", last.hash) || e.operation != "restore" || e.actorID != 0 {
				t.Errorf("got entry %+v, error %v, want the last entry seen, %d", e, err, last.seq)
			}
			if u := w.stored(t, 3); u.Role.String() != "Ledger manager" {
				t.Errorf("got %+v, want them as in the backup", u)
			}
		})
	}
}

// A backup that is not sound takes nothing's place, and neither does one for a file that another program has open.
func TestReplaceRefused(t *testing.T) {
	w := newTrusted(t)
	backup := backsUp(t, w)
	promotes(t, 3)(w)
	o := cheap
	o.Witness = string(w.service.witness)
	_, err := Replace(t.Context(), w.path, backup.Path, "", start, o, nil)
	wantErr(t, "a file that is open", err, identity.FileBusy)
	if older, err := w.service.Older(t.Context()); err != nil || older != nil {
		t.Errorf("got %+v, error %v, want the witness as it was", older, err)
	}
	damaged := filepath.Join(t.TempDir(), "users.roster")
	if err := os.WriteFile(damaged, []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	alter(t, backup.Path, `UPDATE users SET role = 3 WHERE id = 3`)
	_, err = Replace(t.Context(), damaged, backup.Path, "", start, cheap, nil)
	if _, fault := errors.AsType[*BackupFaultError](err); !fault {
		t.Errorf("got %v, want a BackupFaultError", err)
	}
	if got, err := os.ReadFile(damaged); err != nil || string(got) != "garbage" {
		t.Errorf("got %q, error %v, want the file unchanged", got, err)
	}
	if names := filesIn(t, filepath.Dir(damaged)); len(names) != 1 {
		t.Errorf("got %q, want only the file", names)
	}
}

// knownIn returns the backups that the file at path knows.
func (w *workspace) knownIn(t *testing.T, path string) (known []identity.Backup) {
	t.Helper()
	store, err := data.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = store.View(t.Context(), func(tx *data.Tx) (err error) {
		known, err = tx.Backups()
		return err
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	return known
}
