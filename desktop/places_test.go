package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/command"
	"roster/data"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

// For each place where no backup can be, both routes say what is wrong and what to do, and touch nothing.
func TestBadPlaces(t *testing.T) {
	w := viewtest.NewWorld(t)
	folder := filepath.Dir(w.Path)
	within := func(name string) string { return filepath.Join(folder, name) }
	err := errors.Join(os.Mkdir(within("folder"), 0o700), os.Symlink(w.Path, within("link")),
		os.Symlink(within("nowhere"), within("dangling")), os.WriteFile(within("stray-wal"), nil, 0o600),
		os.Symlink(folder, within("again")), os.WriteFile(within("taken"), nil, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	const full = "Enter the full path of the file."
	const side = "A name can't end in -wal, -shm or -journal, because such files belong to the file beside them. " +
		"Choose another name."
	const itself = "This is the open file itself, or a link to it. Choose another name."
	const taken = "A file with this name already exists. Choose another name."
	const aFolder = "This is a folder. Add the name of a new file."
	places := []struct{ name, path, says, window string }{ // window is what only the window says, or ""
		{"nothing", "", "Enter a name for the new file.", full},
		{"-wal", w.Path + "-wal", side, ""},
		{"-shm", w.Path + "-shm", side, ""},
		{"-journal", w.Path + "-journal", side, ""},
		{"a side file of another file", within("other.roster-wal"), side, ""},
		{"a side file in capitals", within("OTHER.ROSTER-WAL"), side, ""},
		{"beside a side file", within("stray"), "There already is a file with this name and -wal at its end, which would be " +
			"taken for a part of the new file. Choose another name.", ""},
		{"a folder", within("folder"), aFolder, ""},
		{"a folder, as such", within("folder") + string(filepath.Separator), aFolder, full},
		{"no file in a folder that isn't there", within("none") + string(filepath.Separator), aFolder, full},
		{"the file itself", w.Path, itself, ""},
		{"the file itself, through a folder that is a link", within(filepath.Join("again", filepath.Base(w.Path))), itself, ""},
		{"a link to it", within("link"), itself, ""},
		{"a link to nothing", within("dangling"), taken, ""},
		{"another file", within("taken"), taken, ""},
		{"a long name", within(strings.Repeat("x", 256)), "This name is too long. Shorten it.", ""},
		{"a long path", within(strings.Repeat("x/", 2100) + "x"),
			"This path is too long. Choose a folder with a shorter path.", ""},
		{"NUL", within("a\x00b"), "A path can't contain the character U+0000. Remove it.", ""},
		{"a folder that isn't there", within(filepath.Join("none", "backup.roster")),
			"This folder doesn't exist. Create it, or choose another one.", ""},
		{"a file as the folder", within(filepath.Join("taken", "backup.roster")),
			"What this path names as the folder is a file. Choose a folder.", ""},
	}
	p := w.SitAs(t, "root")
	before := state(t, w)
	for _, form := range []struct{ open, submit string }{{"Back up now", "Back up"}, {"Save a copy …", "Save"}} {
		p.Tap("File")
		p.Tap(form.open)
		for _, c := range places {
			p.Fill("File", c.path)
			p.Press(fyne.KeyTab)
			if b := p.Button(form.submit); !b.Disabled() {
				p.Tap(form.submit)
			}
			says := c.says
			if c.window != "" {
				says = c.window
			}
			p.See(says)
		}
		p.Tap("Cancel")
	}
	for _, c := range places {
		var out, problems strings.Builder
		status := command.Roster([]string{"backup", w.Path, c.path}, "test", command.Streams{Out: &out, Err: &problems})
		if status != 2 || !strings.HasSuffix(problems.String(), ": "+c.says+"\n") || out.Len() > 0 {
			t.Errorf("%s: got status %d, %q and %q, want 2 and %q", c.name, status, out.String(), problems.String(), c.says)
		}
	}
	if after := state(t, w); !slices.Equal(after, before) {
		t.Errorf("got %q, want nothing touched: %q", after, before)
	}
}

// state returns the names in the folder of a file, and how long its journal is.
func state(t *testing.T, w *viewtest.World) (all []string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(w.Path))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		all = append(all, f.Name())
	}
	err = w.Store.View(t.Context(), func(tx *data.Tx) error {
		n, err := tx.CountEvents()
		all = append(all, fmt.Sprint(n))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
