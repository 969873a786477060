//go:build linux

package sqlite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"roster/data/powercut"
	"roster/data/sqlite/image"
)

// recordMigration records what programs do that make a file and migrate it. If kill is set, the first attempts to
// migrate it are killed.
func recordMigration(t *testing.T, r *rand.Rand, job string, kill bool) *powercut.Recording {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "users.roster")
	recording, err := powercut.New(folder)
	if err != nil {
		t.Fatal(err)
	}
	run := func(limit int, job string) {
		err := recording.Run(limit, jobCommand(job, path))
		if errors.Is(err, powercut.ErrForbidden) {
			t.Skip(err)
		}
		if err = errors.Join(err, recording.Compare()); err != nil {
			t.Fatal(err)
		}
	}
	run(0, []string{"prepare", "prepare and crash"}[r.IntN(2)])
	for kill && r.IntN(3) > 0 {
		run(1+r.IntN(500), job)
	}
	run(0, job)
	return recording
}

// checkCut writes an image into a folder, and checks it. The folder is removed at once, because there are many.
func checkCut(t *testing.T, im *powercut.Image) error {
	t.Helper()
	folder := t.TempDir()
	if err := im.WriteTo(folder); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "users.roster")
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		err = checkMigrated(t.Context(), path, im.Said)
	case len(im.Said) == 0:
		err = nil // it was not complete yet
	}
	if err != nil {
		wal, _ := os.ReadFile(path + image.WAL) // there may be none
		err = fmt.Errorf("%w; the WAL has %d bytes and begins with %x", err, len(wal), wal[:min(len(wal), 56)])
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	return err
}

// Whenever the power fails while a file is migrated, it has the schema before or after, and all rows.
func TestPowerCutMigration(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	images := rounds(40)
	t.Logf("%d images from seed %d", images, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	const imagesOfARecording = 50
	var recording *powercut.Recording
	migrated := 0
	for n := 0; n < images && !t.Failed(); n++ {
		if n%imagesOfARecording == 0 {
			recording = recordMigration(t, r, "migrate", true)
		}
		im := recording.Cut(r, nil)
		if err := checkCut(t, im); err != nil {
			t.Errorf("image %d: %v", n, err)
		}
		if slices.Contains(im.Said, "migrated") {
			migrated++
		}
	}
	if images >= 500 && (migrated == 0 || migrated == images) {
		t.Errorf("got %d of %d files migrated, want some of each", migrated, images)
	}
	t.Logf("%d files were migrated before the power cuts", migrated)
}

// The test of power cuts fails with synchronous=OFF.
func TestPowerCutUnsynced(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	recording := recordMigration(t, r, "migrate unsynced", false)
	for range 500 {
		if err := checkCut(t, recording.Cut(r, nil)); err != nil {
			return
		}
	}
	t.Error("got no loss in 500 images, want one")
}
