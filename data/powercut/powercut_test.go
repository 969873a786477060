//go:build linux

package powercut

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// jobVariable, if set, makes this test binary replace a file in a folder: carefully, or without syncing the content.
const jobVariable = "ROSTER_TEST_JOB"

func TestMain(m *testing.M) {
	if job := os.Getenv(jobVariable); job != "" {
		if err := replace(os.Args[1], job == "carefully"); err != nil {
			fmt.Fprintln(os.Stdout, "error:", err)
		}
		return
	}
	m.Run()
}

// replace creates a file, and replaces it by another.
func replace(folder string, carefully bool) error {
	path := filepath.Join(folder, "letter")
	if err := create(path, "old", true); err != nil {
		return err
	}
	if err := sync(folder); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "created")
	if err := create(path+".new", "new", carefully); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	if err := sync(folder); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "replaced")
	return nil
}

func create(path, content string, carefully bool) error {
	err := os.WriteFile(path, []byte(content), 0o600)
	if err == nil && carefully {
		err = sync(path)
	}
	return err
}

func sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// After a power cut, there is what the program has waited for, and any part of what it has not.
func TestCut(t *testing.T) {
	const blank = "\x00\x00\x00" // the length is on the disk, and the content is not
	// What can be in the file, by what the program has said.
	for job, want := range map[string]map[string][]string{
		"carefully":  {"": {"", blank, "none", "old"}, "created": {"new", "old"}, "replaced": {"new"}},
		"carelessly": {"": {"", blank, "none", "old"}, "created": {"", blank, "new", "old"}, "replaced": {"", blank, "new"}},
	} {
		t.Run(job, func(t *testing.T) {
			folder := t.TempDir()
			recording, err := New(folder)
			if err != nil {
				t.Fatal(err)
			}
			c := exec.Command(os.Args[0], folder)
			c.Env = append(os.Environ(), jobVariable+"="+job)
			err = recording.Run(0, c)
			if errors.Is(err, ErrForbidden) {
				t.Skip(err)
			}
			if err = errors.Join(err, recording.Compare()); err != nil {
				t.Fatal(err)
			}
			got := map[string]map[string]bool{"": {}, "created": {}, "replaced": {}}
			r := rand.New(rand.NewPCG(1, 2))
			for range 1000 {
				im, left := recording.Cut(r, nil), t.TempDir()
				if err := im.WriteTo(left); err != nil {
					t.Fatal(err)
				}
				said := append([]string{""}, im.Said...)
				content, err := os.ReadFile(filepath.Join(left, "letter"))
				if err != nil {
					content = []byte("none")
				}
				got[said[len(said)-1]][string(content)] = true
			}
			for said, contents := range want {
				if found := slices.Sorted(maps.Keys(got[said])); !slices.Equal(found, contents) {
					t.Errorf("after %q: got %q, want %q", said, found, contents)
				}
			}
		})
	}
}
