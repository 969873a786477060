package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"roster/data/disktest"
)

// Nobody is imported whose start password, or what became of whom, cannot be written, and nothing is left of the files.
func TestImportFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	path := team(t)
	folder := filepath.Dir(path)
	from := people(t, folder)
	disk := disktest.New(t, 64)
	disk.Fill(t, 0)
	run := func(passwords, results string) result {
		return ctl(lines(secret), as("root", "import", path, from, "--apply", "--passwords", "start", "--start-passwords",
			passwords, "--results", results)...)
	}
	full, free := filepath.Join(disk.Folder, "new.csv"), filepath.Join(folder, "new.csv")
	run(full, free).wants(t, "passwords", Trouble, full+": ")
	run(free, full).wants(t, "results", Trouble, full+": ")
	run(free, filepath.Join(folder, "none", "r.csv")).wants(t, "no folder", Trouble, "This folder doesn't exist")
	ctl(lines(secret), as("root", "list", path, "--search", "kim")...).wants(t, "nobody", Done, "")
	for _, left := range []string{free, full} {
		if _, err := os.Lstat(left); !os.IsNotExist(err) {
			t.Errorf("%s: got error %v, want that it is not there", left, err)
		}
	}
	disk.Free(t)
	run(full, free).wants(t, "with room", Done, "2 created")
	if got := string(read(t, full)); strings.Count(got, "\n") != 3 {
		t.Errorf("got %q, want two passwords", got)
	}
	wantIntact(t, path)
}

// It is said which disk is full: that of the file, that of the copy, or the output.
func TestFullDisks(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	path := team(t)
	disk := disktest.New(t, 4<<10)
	to := filepath.Join(disk.Folder, "new")
	disk.Fill(t, 0)
	ctl("", "backup", path, to).wants(t, "backup to a full disk", Trouble, to+": There isn't enough space")
	ctl(lines(secret), as("root", "export", path, "--to", to)...).wants(t, "export to a full disk", Trouble, to+": ")
	disk.Free(t)
	there := filepath.Join(disk.Folder, "users.roster")
	write(t, there, read(t, path))
	disk.Fill(t, 0)
	backup := filepath.Join(filepath.Dir(path), "backup")
	ctl("", "backup", there, backup).wants(t, "backup from a full disk", Done, "the journal does not mention it")
	ctl(lines(secret), as("root", "export", there)...).wants(t, "export from a full disk", Trouble,
		"users.roster: The disk is full, so nothing was changed.")
}
