//go:build linux

// Package powercut records what programs write, and makes what a power cut could leave of it. It is no part of the
// program: tests use it.
//
// [Recording.Run] runs programs and follows their system calls with ptrace, so it sees everything that they do to the
// files in a folder, by whatever library. [Recording.Cut] then makes an [Image] of the folder after a power cut at a
// random moment. What is on the disk is what POSIX promises, and no more:
//
//   - What a file held when fsync was called for it is there. Of later writes, any sectors of 512 bytes are there, in
//     any combination; and any later length.
//   - The names in a folder are there as they were when fsync was called for the folder. Of later changes, any are
//     there. Renaming is one change: there is the old name or the new one. fsync for a file says nothing about its
//     name.
//   - The times of a file are those of any change since fsync was called for it, even if that change itself is lost.
//
// Most file systems promise more. ext4, XFS and NTFS keep changes of names and lengths in order, and a new file that
// was synced has its name. But they store times and lengths without the content that was written meanwhile.
//
// Space that was never written is empty, as on all of these; on FAT it can hold what other files have left. A file that
// is mapped into memory, as SQLite's -shm is, has any content after a power cut.
package powercut

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Recording is what programs have done to the files in a folder.
type Recording struct {
	// Killed is true if the last Run has killed the programs.
	Killed bool

	root   string
	events []event
	now    int // increases when a call begins or ends

	top     *node
	names   map[*node]map[string]*node // of each folder, as they are now
	byInode map[uint64]*node
}

// mapped is the suffix of files that are mapped into memory.
const mapped = "-shm"

// New returns a recording of a folder. The files in it count as synced. It must have no folders in it.
func New(folder string) (*Recording, error) {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	ino, err := inode(folder)
	if err != nil {
		return nil, err
	}
	top := &node{folder: true}
	r := &Recording{
		root: folder, top: top, names: map[*node]map[string]*node{top: {}}, byInode: map[uint64]*node{ino: top},
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := r.found(e); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// found adds a file that is in the folder at the beginning.
func (r *Recording) found(entry os.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	path := filepath.Join(r.root, entry.Name())
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	n, err := r.created(path, false, 0, 0)
	if err == nil {
		r.events = append(r.events, event{kind: written, node: n, content: content, modified: info.ModTime()})
	}
	return err
}

func inode(path string) (uint64, error) {
	var stat unix.Stat_t
	err := unix.Stat(path, &stat)
	return stat.Ino, err
}

// tick returns the next moment.
func (r *Recording) tick() int {
	r.now++
	return r.now
}

// within reports whether a path is in the folder.
func (r *Recording) within(path string) bool { return strings.HasPrefix(path, r.root+"/") }

// find returns the node with a path, or nil, and the folder that holds it.
func (r *Recording) find(path string) (folder, found *node) {
	found = r.top
	for name := range strings.SplitSeq(strings.TrimPrefix(path, r.root+"/"), "/") {
		folder, found = found, r.names[found][name]
	}
	return folder, found
}

// created returns the node at path. It is a new one unless there was such a file before the call.
func (r *Recording) created(path string, isFolder bool, began, ended int) (*node, error) {
	ino, err := inode(path)
	if err != nil {
		return nil, err
	}
	folder, found := r.find(path)
	if found != nil && r.byInode[ino] == found {
		return found, nil
	}
	n := &node{folder: isFolder}
	if isFolder {
		r.names[n] = map[string]*node{}
	}
	r.byInode[ino] = n
	r.rename(event{
		kind: named, began: began, ended: ended, node: n, folder: folder, name: filepath.Base(path), modified: time.Now(),
	})
	return n, nil
}

func (r *Recording) rename(e event) {
	e.rename(r.names[e.folder])
	r.events = append(r.events, e)
}

// Compare fails unless the recording, played from the beginning, results in what is in the folder.
func (r *Recording) Compare() error { return r.compare(r.root, r.top) }

func (r *Recording) compare(path string, folder *node) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	var have, want []string
	for _, e := range entries {
		have = append(have, e.Name())
	}
	for name := range r.names[folder] {
		want = append(want, name)
	}
	slices.Sort(want)
	if !slices.Equal(have, want) {
		return fmt.Errorf("%s has %q, but by the recording %q", path, have, want)
	}
	for name, n := range r.names[folder] {
		if n.folder {
			if err := r.compare(filepath.Join(path, name), n); err != nil {
				return err
			}
			continue
		}
		got, err := os.ReadFile(filepath.Join(path, name))
		if err != nil {
			return err
		}
		var recorded []byte
		for _, e := range r.events {
			if e.changes(n) {
				recorded = e.apply(recorded, always)
			}
		}
		if !slices.Equal(got, recorded) && !strings.HasSuffix(name, mapped) {
			return fmt.Errorf("%s/%s has %d bytes, which differ from the %d recorded", path, name, len(got), len(recorded))
		}
	}
	return nil
}
