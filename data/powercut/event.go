//go:build linux

package powercut

import (
	"slices"
	"time"
)

// node is a file or a folder, whatever names it has.
type node struct {
	folder bool
}

// kind is what a system call did.
type kind int

const (
	written kind = iota + 1 // content, at offset
	resized                 // to size
	dated                   // as if modified at a time
	named                   // folder has a name for node
	unnamed                 // folder has no longer a name for node
	renamed                 // node has the name instead of old, in one step
	synced                  // node
	said                    // a process wrote a line to its standard output
)

// event is a system call that has succeeded.
type event struct {
	kind
	began, ended int // the calls that were under way at the same time have overlapping times
	node         *node
	content      []byte
	offset       int64
	size         int64
	modified     time.Time // the time at which the call ended, or that it set
	folder       *node
	name, old    string
	path         string // of what was synced
	text         string
}

// changes reports whether an event changes the content of a file.
func (e *event) changes(n *node) bool {
	return e.node == n && (e.kind == written || e.kind == resized)
}

// names reports whether an event changes the names in a folder.
func (e *event) names(folder *node) bool {
	return e.folder == folder && (e.kind == named || e.kind == unnamed || e.kind == renamed)
}

// rename applies an event to the names in its folder.
func (e *event) rename(names map[string]*node) {
	lost := e.name
	if e.kind == renamed {
		lost = e.old
	}
	if e.kind != named && names[lost] == e.node {
		delete(names, lost)
	}
	if e.kind != unnamed {
		names[e.name] = e.node
	}
}

// sector is the size in bytes of what a disk writes completely or not at all. SQLite relies on no more.
const sector = 512

// apply applies an event to the content of its file. Of what was written, only the sectors for which keep is true reach
// the disk. Space that was never written is empty.
func (e *event) apply(content []byte, keep func() bool) []byte {
	if e.kind == resized {
		if keep() {
			content = resize(content, e.size)
		}
		return content
	}
	for done := int64(0); done < int64(len(e.content)); {
		at := e.offset + done
		part := min(sector-at%sector, int64(len(e.content))-done)
		if keep() {
			content = resize(content, max(int64(len(content)), at+part))
			copy(content[at:], e.content[done:done+part])
		}
		done += part
	}
	return content
}

// resize cuts content, or adds empty space.
func resize(content []byte, size int64) []byte {
	if n := int64(len(content)); size > n {
		content = slices.Grow(content, int(size-n))[:size]
		clear(content[n:])
	}
	return content[:size]
}

func always() bool { return true }
