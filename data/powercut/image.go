//go:build linux

package powercut

import (
	"cmp"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Image is a folder as a power cut has left it.
type Image struct {
	// Said is what the programs had written to their standard output, line by line.
	Said []string

	files []file // folders before what is in them
}

// file is a file in an image, or a folder.
type file struct {
	path     string // in the folder
	folder   bool
	content  []byte
	changed  int       // the moment that its times show
	modified time.Time // zero if no change of it is on the disk
}

// Cut returns an image of a power cut at a random moment. If lost is not nil, syncing the paths for which it is true
// had no effect.
func (r *Recording) Cut(random *rand.Rand, lost func(path string) bool) *Image {
	c := cut{Recording: r, random: random, at: r.moment(random)}
	c.syncs = map[*node]int{}
	for _, e := range r.events {
		if e.kind == synced && e.ended <= c.at && (lost == nil || !lost(e.path)) {
			c.syncs[e.node] = max(c.syncs[e.node], e.began)
		}
	}
	im := &Image{}
	for _, e := range r.events {
		if e.kind == said && e.began <= c.at {
			im.Said = append(im.Said, e.text)
		}
	}
	c.add(im, "", r.top)
	return im
}

// moment returns a random moment. Half of them are near the end of a call for which the disk was waited for, because
// most calls are parts of the same large change.
func (r *Recording) moment(random *rand.Rand) int {
	if random.IntN(2) == 0 {
		return random.IntN(r.now + 1)
	}
	var ends []int
	for _, e := range r.events {
		if e.kind != written {
			ends = append(ends, e.ended)
		}
	}
	return max(0, ends[random.IntN(len(ends))]+random.IntN(5)-2)
}

// cut is a power cut.
type cut struct {
	*Recording
	random *rand.Rand
	at     int
	syncs  map[*node]int // when the last effective sync of each node began
}

// safe reports whether an event was over when the last sync of n began.
func (c *cut) safe(e *event, n *node) bool { return e.ended <= c.syncs[n] }

// add adds what is in a folder.
func (c *cut) add(im *Image, path string, folder *node) {
	names := c.namesIn(folder)
	for _, name := range sortedKeys(names) {
		n, path := names[name], filepath.Join(path, name)
		f := file{path: path, folder: n.folder}
		f.changed, f.modified = c.times(n)
		switch {
		case n.folder:
			im.files = append(im.files, f)
			c.add(im, path, n)
			continue
		case !strings.HasSuffix(name, mapped):
			f.content = c.content(n)
		default:
			if f.content = make([]byte, c.random.IntN(3)*16384); c.random.IntN(2) == 0 {
				for i := range f.content {
					f.content[i] = byte(c.random.Uint32())
				}
			}
		}
		im.files = append(im.files, f)
	}
}

func sortedKeys(names map[string]*node) []string {
	var keys []string
	for name := range names {
		keys = append(keys, name)
	}
	slices.Sort(keys)
	return keys
}

// namesIn returns the names in a folder: as they were synced, with all, none, the first, or any of the later changes.
func (c *cut) namesIn(folder *node) map[string]*node {
	names := map[string]*node{}
	keep := c.some()
	for i := range c.events {
		if e := &c.events[i]; e.names(folder) && e.began <= c.at && (c.safe(e, folder) || keep()) {
			e.rename(names)
		}
	}
	return names
}

// some returns a function that says of one change after the other whether it is on the disk.
func (c *cut) some() func() bool {
	switch share := c.random.Float64(); c.random.IntN(4) {
	case 0:
		return func() bool { return false }
	case 1:
		return always
	case 2: // the first ones, which are more if share is small
		lost := false
		return func() bool {
			lost = lost || c.random.Float64() < share*share
			return !lost
		}
	default:
		return func() bool { return c.random.Float64() < share }
	}
}

// content returns the content of a file: as it was synced, with any of the later changes.
func (c *cut) content(n *node) (content []byte) {
	keep := c.some()
	whole := c.random.IntN(3) == 0 // whether each change is on the disk completely or not at all
	for i := range c.events {
		e := &c.events[i]
		switch {
		case !e.changes(n) || e.began > c.at:
		case c.safe(e, n):
			content = e.apply(content, always)
		default:
			every := keep
			if whole {
				kept := keep()
				every = func() bool { return kept }
			}
			content = e.apply(content, every)
			// The length can be on the disk without the content.
			if end := e.offset + int64(len(e.content)); end > int64(len(content)) && c.random.IntN(4) == 0 {
				content = resize(content, end)
			}
		}
	}
	return content
}

// times returns the moment of one of the changes of a file that can be the last one by its times, and the time of
// modification then, if any change of it is on the disk.
func (c *cut) times(n *node) (moment int, modified time.Time) {
	keep := c.some()
	for i := range c.events {
		if e := &c.events[i]; e.node == n && e.kind != synced && e.began <= c.at && (c.safe(e, n) || keep()) {
			if moment = e.began; e.kind != renamed && e.kind != unnamed {
				modified = e.modified
			}
		}
	}
	return moment, modified
}

// WriteTo writes the image into a folder, which must be empty.
func (im *Image) WriteTo(folder string) error {
	for _, f := range im.files {
		if err := f.writeTo(filepath.Join(folder, f.path)); err != nil {
			return err
		}
	}
	byTime := slices.SortedFunc(slices.Values(im.files), func(a, b file) int { return cmp.Compare(a.changed, b.changed) })
	var last time.Time
	for _, f := range byTime {
		if f.folder {
			continue
		}
		var err error
		if last, err = touch(filepath.Join(folder, f.path), last); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) writeTo(path string) error {
	if f.folder {
		return os.Mkdir(path, 0o700)
	}
	if err := os.WriteFile(path, f.content, 0o600); err != nil || f.modified.IsZero() {
		return err
	}
	return os.Chtimes(path, f.modified, f.modified)
}
