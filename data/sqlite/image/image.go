// Package image presents an SQLite file as SQLite would read it after recovering from its side files, the write-ahead
// log (-wal) and the rollback journal (-journal). Nothing is written: the pages that a side file replaces are read from
// there. The formats are described in https://www.sqlite.org/fileformat.html.
package image

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Name is the name of the only file in the file system of an [Image].
const Name = "image"

// Image is the content of a file, alone or with its side files. It is an [fs.FS] with one file, called [Name], whose
// header says that it is in rollback mode, so that SQLite looks for no other file. The content must not change while
// the image is in use.
type Image struct {
	Reading func() // called before each read, unless nil

	path     string
	pageSize int64
	size     int64 // bytes
	replaced map[uint32]place
	commits  int64
}

// place is where a page is in a side file.
type place struct {
	suffix string
	offset int64
}

// Alone returns the image of the file at path without its side files.
func Alone(path string) (*Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	im := &Image{path: path, size: info.Size(), replaced: map[uint32]place{}}
	var head [headerSize]byte
	if _, err := io.ReadFull(f, head[:]); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	im.pageSize = int64(binary.BigEndian.Uint16(head[pageSizeAt:]))
	if im.pageSize == 1 {
		im.pageSize = maxPageSize
	}
	if !validPageSize(im.pageSize) {
		im.pageSize = minPageSize // SQLite finds the fault in the header
	}
	return im, nil
}

// Recovered returns the image of the file at path with its side files. changed reports whether they change anything.
func Recovered(path string) (im *Image, changed bool, err error) {
	if im, err = Alone(path); err != nil {
		return nil, false, err
	}
	// In this order, as SQLite does it.
	for _, side := range []struct {
		suffix string
		read   func(f *os.File, pageSize int64) (pages, error)
	}{{Journal, readJournal}, {WAL, readWAL}} {
		replaces, err := im.replace(side.suffix, side.read)
		if err != nil {
			return nil, false, err
		}
		changed = changed || replaces
	}
	return im, changed, nil
}

// replace replaces the pages that a side file, if it exists, holds. It reports whether there are any.
func (im *Image) replace(suffix string, read func(*os.File, int64) (pages, error)) (changed bool, err error) {
	f, err := os.Open(im.path + suffix)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	found, err := read(f, im.pageSize)
	if err != nil || !found.some {
		return false, err
	}
	for page, offset := range found.at {
		im.replaced[page] = place{suffix, offset}
	}
	im.size, im.commits = found.size, found.commits
	return true, nil
}

const (
	headerSize = 100
	pageSizeAt = 16 // in the header
	versionsAt = 18 // in the header: two bytes, 1 for rollback mode and 2 for WAL mode
)

// Size returns the length in bytes.
func (im *Image) Size() int64 { return im.size }

// Commits returns the number of transactions that the image takes from the WAL.
func (im *Image) Commits() int64 { return im.commits }

// WriteTo writes the content, with the header as it is stored.
func (im *Image) WriteTo(w io.Writer) (n int64, err error) {
	f, err := im.open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	page := make([]byte, im.pageSize)
	for number := uint32(1); n < im.size; number++ {
		page = page[:min(im.pageSize, im.size-n)]
		if err := f.readPage(page, number, 0); err != nil {
			return n, err
		}
		written, err := w.Write(page)
		n += int64(written)
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Open implements [fs.FS].
func (im *Image) Open(name string) (fs.File, error) {
	if name != Name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return im.open()
}

func (im *Image) open() (*file, error) {
	f, err := os.Open(im.path)
	if err != nil {
		return nil, err
	}
	opened := &file{image: im, files: map[string]*os.File{"": f}}
	for _, at := range im.replaced {
		if opened.files[at.suffix] != nil {
			continue
		}
		if opened.files[at.suffix], err = os.Open(im.path + at.suffix); err != nil {
			return nil, errors.Join(err, opened.Close())
		}
	}
	return opened, nil
}

// file is an open image.
type file struct {
	image *Image
	files map[string]*os.File // by suffix
	at    int64
}

// Stat implements fs.File.
func (f *file) Stat() (fs.FileInfo, error) { return info{f.image.size}, nil }

// Close implements fs.File.
func (f *file) Close() error {
	var errs []error
	for _, open := range f.files {
		if open != nil {
			errs = append(errs, open.Close())
		}
	}
	return errors.Join(errs...)
}

// Seek implements io.Seeker. SQLite's VFS seeks from the start only.
func (f *file) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart || offset < 0 {
		return 0, fmt.Errorf("seek to %d from %d: %w", offset, whence, errors.ErrUnsupported)
	}
	f.at = offset
	return offset, nil
}

// Read implements io.Reader. It reads at most to the end of a page.
func (f *file) Read(p []byte) (int, error) {
	if f.at >= f.image.size {
		return 0, io.EOF
	}
	if f.image.Reading != nil {
		f.image.Reading()
	}
	page, from := uint32(f.at/f.image.pageSize)+1, f.at%f.image.pageSize
	p = p[:min(int64(len(p)), f.image.pageSize-from, f.image.size-f.at)]
	if err := f.readPage(p, page, from); err != nil {
		return 0, err
	}
	for i := range p {
		if at := f.at + int64(i); at == versionsAt || at == versionsAt+1 {
			p[i] = 1
		} else if at > versionsAt+1 {
			break
		}
	}
	f.at += int64(len(p))
	return len(p), nil
}

// readPage reads a part of a page as it is stored.
func (f *file) readPage(p []byte, page uint32, from int64) error {
	at, replaced := f.image.replaced[page]
	if !replaced {
		at = place{offset: int64(page-1) * f.image.pageSize}
	}
	_, err := f.files[at.suffix].ReadAt(p, at.offset+from)
	return err
}

// info describes an image.
type info struct{ size int64 }

func (info) Name() string       { return Name }
func (i info) Size() int64      { return i.size }
func (info) Mode() fs.FileMode  { return 0o400 }
func (info) ModTime() time.Time { return time.Time{} }
func (info) IsDir() bool        { return false }
func (info) Sys() any           { return nil }
