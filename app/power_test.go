//go:build linux

package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"roster/data"
	"roster/data/powercut"
)

// record records what one or two programs do at a time that change a new file, three times. If kill is set, some of
// them are killed, but not the last ones.
func record(t *testing.T, r *rand.Rand, kill bool) *powercut.Recording {
	t.Helper()
	folder := t.TempDir()
	recording, err := powercut.New(folder)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		var jobs []*exec.Cmd
		for range 1 + r.IntN(2) {
			c := exec.Command(os.Args[0], filepath.Join(folder, fileInFolder))
			c.Env = append(os.Environ(), jobVariable+"=change")
			c.Stderr = os.Stderr
			jobs = append(jobs, c)
		}
		limit := 0
		if kill && n < 2 && r.IntN(2) == 0 {
			limit = 1 + r.IntN(2000)
		}
		err := recording.Run(limit, jobs...)
		if errors.Is(err, powercut.ErrForbidden) {
			t.Skip(err)
		}
		if err = errors.Join(err, recording.Compare()); err != nil {
			t.Fatal(err)
		}
	}
	return recording
}

// fileInFolder is the path of the file in the folder of a recording. The program makes its folder, too.
var fileInFolder = filepath.Join("roster", "users.roster")

// checkCut writes an image into a folder, and checks it. The folder is removed at once, because there are many.
func checkCut(t *testing.T, im *powercut.Image) (acknowledged int, err error) {
	t.Helper()
	folder := t.TempDir()
	if err := im.WriteTo(folder); err != nil {
		t.Fatal(err)
	}
	acknowledged, err = checkImage(t.Context(), im, folder)
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	return acknowledged, err
}

// checkImage opens what a power cut has left, as the program does. It returns an error unless everything that was
// acknowledged is there and everything else is as before or after its change.
func checkImage(ctx context.Context, im *powercut.Image, folder string) (acknowledged int, err error) {
	users, copies, acknowledged, err := reports(im.Said)
	if err != nil {
		return 0, err
	}
	path := filepath.Join(folder, fileInFolder)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) && acknowledged == 0 {
		return 0, nil // it was not complete yet
	} else if err != nil {
		return 0, fmt.Errorf("%d changes were acknowledged: %w", acknowledged, err)
	}
	for _, name := range copies {
		if err := checkCopy(ctx, filepath.Join(filepath.Dir(path), name)); err != nil {
			return acknowledged, err
		}
	}
	store, err := data.Open(ctx, path)
	if err != nil {
		return acknowledged, err
	}
	err = errors.Join(checkStore(ctx, store, users), store.Close())
	for name, u := range users {
		if u.done == (userState{}) && u.begun == u.done && err == nil {
			err = checkGone(path, name)
		}
	}
	return acknowledged, err
}

// checkStore compares an open file with what was reported.
func checkStore(ctx context.Context, store *data.Store, users map[string]reported) error {
	if err := store.Check(ctx); err != nil {
		return err
	}
	v, err := Verify(ctx, store, witnessBeside(store.Path()), nil)
	if err == nil && v.Fault != nil {
		err = fmt.Errorf("verify: %v", v.Fault)
	}
	if err != nil {
		return err
	}
	if err := checkUsers(ctx, store, users); err != nil {
		return err
	}
	o := cheap
	o.Witness = witnessBeside(store.Path())
	service, err := New(store, o)
	if err != nil {
		return err
	}
	if older, err := service.Older(ctx); err != nil || older != nil {
		return fmt.Errorf("older: got %+v, error %w", older, err)
	}
	if empty, err := service.Empty(ctx); err != nil || empty {
		return err
	}
	_, err = service.SignIn(ctx, "root", secret)
	return err
}

func checkUsers(ctx context.Context, store *data.Store, users map[string]reported) error {
	return store.View(ctx, func(tx *data.Tx) error {
		for name, u := range users {
			account, err := tx.AccountNamed(name)
			if err != nil && !errors.Is(err, data.ErrNotFound) {
				return err
			}
			before, err := u.done.matches(account)
			if err != nil {
				return err
			}
			after, err := u.begun.matches(account)
			if err != nil {
				return err
			}
			if !before && !after {
				return fmt.Errorf("got %s %+v, want %+v or %+v", name, account, u.done, u.begun)
			}
		}
		return nil
	})
}

// checkGone checks that the name of a user who was deleted is neither in the file nor beside it.
func checkGone(path, name string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		content, err := os.ReadFile(path + suffix)
		if err == nil && bytes.Contains(content, []byte(name)) {
			return fmt.Errorf("%s was deleted, but is in the file%s", name, suffix)
		}
	}
	return nil
}

// Whenever the power fails, each change that was acknowledged is there, and the file is intact and opens without a
// question. ROSTER_ROUNDS says how many power cuts there are.
func TestPowerCut(t *testing.T) {
	images := 60
	if n, err := strconv.Atoi(os.Getenv("ROSTER_ROUNDS")); err == nil {
		images = n
	} else if testing.Short() {
		images = 20
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("%d images from seed %d", images, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	const imagesOfARecording = 50
	var recording *powercut.Recording
	changes := 0
	for n := 0; n < images && !t.Failed(); n++ {
		if n%imagesOfARecording == 0 {
			recording = record(t, r, true)
		}
		im := recording.Cut(r, nil)
		acknowledged, err := checkCut(t, im)
		if err != nil {
			t.Errorf("image %d: %v\n%s", n, err, keepImage(t, im))
		}
		changes += acknowledged
	}
	if changes == 0 {
		t.Error("nothing was acknowledged, so nothing was tested")
	}
	t.Logf("%d changes were acknowledged before the power cuts", changes)
}

// keepImage writes an image into a folder that stays, and returns what its path is.
func keepImage(t *testing.T, im *powercut.Image) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "roster-power-cut-") //nolint:usetesting // it must outlive the test
	if err != nil {
		t.Fatal(err)
	}
	if err := im.WriteTo(folder); err != nil {
		t.Fatal(err)
	}
	return "kept in " + folder
}

// The test of power cuts fails if the program does not wait until the disk has what it wrote: not at all, as with
// synchronous=OFF, or in one place.
func TestPowerCutControl(t *testing.T) {
	if testing.Short() {
		t.Skip("it tests the test")
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	recording := record(t, r, false)
	isFile := func(path string) bool { return strings.Contains(filepath.Base(path), ".roster") }
	for name, unsynced := range map[string]func(path string) bool{
		"synchronous=OFF":        isFile,
		"the WAL":                func(path string) bool { return strings.HasSuffix(path, "users.roster-wal") },
		"the file":               func(path string) bool { return filepath.Base(path) == "users.roster" },
		"the new file":           func(path string) bool { return strings.HasSuffix(path, ".new") },
		"the names in a folder":  func(path string) bool { return filepath.Base(path) == "roster" },
		"the name of the folder": func(path string) bool { return !isFile(path) && filepath.Base(path) != "roster" },
	} {
		t.Run(name, func(t *testing.T) {
			for range 500 {
				if _, err := checkCut(t, recording.Cut(r, unsynced)); err != nil {
					return
				}
			}
			t.Error("got no loss in 500 images, want one")
		})
	}
}
