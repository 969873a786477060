package rescue

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// file is a damaged file with the WAL beside it.
type file struct {
	f      *os.File
	wal    *os.File         // nil if there is none
	size   int              // of a page, in bytes
	usable int              // the bytes of a page that hold content
	pages  uint32           // of the file without the WAL
	newer  map[uint32]int64 // where the WAL holds a page, by its number

	missing int64 // pages that the file had when its header was written
}

// usualPage is the size of the pages of every file that Roster creates, assumed if the header is damaged.
const usualPage = 4096

func open(path string) (_ *file, err error) {
	info, err := os.Stat(path) // before opening it, which would wait forever for a pipe
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file: %v", path, info.Mode())
	}
	f := &file{size: usualPage, newer: map[uint32]int64{}}
	if f.f, err = os.Open(path); err != nil {
		return nil, err
	}
	var head [100]byte
	reserved := 0
	if n, _ := f.f.ReadAt(head[:], 0); n == len(head) && string(head[:16]) == "SQLite format 3\x00" {
		size := int(binary.BigEndian.Uint16(head[16:]))
		if size == 1 {
			size = 65536
		}
		if size >= 512 && size&(size-1) == 0 && size-int(head[20]) >= 480 {
			f.size, reserved = size, int(head[20])
		}
	}
	f.pages = uint32(min((info.Size()+int64(f.size)-1)/int64(f.size), 1<<32-2))
	if f.usable = f.size - reserved; string(head[24:28]) == string(head[92:96]) { // the number of pages is valid
		f.missing = max(int64(binary.BigEndian.Uint32(head[28:]))-int64(f.pages), 0)
	}
	if err := f.openWAL(path + "-wal"); err != nil {
		return nil, errors.Join(err, f.f.Close())
	}
	return f, nil
}

func (f *file) close() {
	f.f.Close() //nolint:errcheck // it was only read from
	if f.wal != nil {
		f.wal.Close() //nolint:errcheck // it was only read from
	}
}

const (
	walHeader   = 32 // bytes
	frameHeader = 24
)

// openWAL finds the pages that the WAL holds, up to the last transaction that is complete.
func (f *file) openWAL(path string) (err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil
	}
	if err != nil {
		return err
	}
	if f.wal, err = os.Open(path); err != nil {
		return err
	}
	head := make([]byte, walHeader)
	if n, _ := f.wal.ReadAt(head, 0); n < walHeader || int(binary.BigEndian.Uint32(head[8:])) != f.size {
		return nil
	}
	order := binary.ByteOrder(binary.LittleEndian)
	switch binary.BigEndian.Uint32(head) {
	case 0x377f0682:
	case 0x377f0683:
		order = binary.BigEndian
	default:
		return nil
	}
	var sum checksum
	sum.add(order, head[:24])
	open := map[uint32]int64{} // pages of a transaction that may be incomplete
	frame := make([]byte, frameHeader+f.size)
	for at := int64(walHeader); ; at += int64(len(frame)) {
		if n, _ := f.wal.ReadAt(frame, at); n < len(frame) || string(frame[8:16]) != string(head[16:24]) {
			return nil
		}
		sum.add(order, frame[:8])
		sum.add(order, frame[frameHeader:])
		if sum != (checksum{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])}) {
			return nil
		}
		open[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if binary.BigEndian.Uint32(frame[4:]) > 0 { // it ends a transaction
			maps.Copy(f.newer, open)
			clear(open)
		}
	}
}

// checksum is that of a WAL.
type checksum [2]uint32

func (c *checksum) add(order binary.ByteOrder, b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		c[0] += order.Uint32(b) + c[1]
		c[1] += order.Uint32(b[4:]) + c[0]
	}
}

// numbers returns the numbers of all pages, in order.
func (f *file) numbers() (all []uint32) {
	for n := uint32(1); n <= f.pages; n++ {
		all = append(all, n)
	}
	for _, n := range slices.Sorted(maps.Keys(f.newer)) {
		if n > f.pages {
			all, f.missing = append(all, n), max(f.missing-1, 0)
		}
	}
	return all
}

// page returns page n, from 1. A page that is cut off ends with zeros.
func (f *file) page(n uint32) ([]byte, error) {
	page := make([]byte, f.size)
	from, at := f.f, int64(n-1)*int64(f.size)
	if where, ok := f.newer[n]; ok {
		from, at = f.wal, where
	}
	if got, err := from.ReadAt(page, at); got == 0 && err != nil {
		return nil, err
	}
	return page, nil
}

// maxPayload is the number of bytes of a row from which it is not read: Roster stores none as large.
const maxPayload = 16 << 20

// payload returns a record of that size, which begins in a cell and may continue on other pages.
func (f *file) payload(cell []byte, size uint64, inTable bool) (record []byte, ok bool) {
	usable := uint64(f.usable)
	most := (usable-12)*64/255 - 23
	if inTable {
		most = usable - 35
	}
	if size <= most {
		if size > uint64(len(cell)) {
			return nil, false
		}
		return cell[:size], true
	}
	if size > maxPayload {
		return nil, false
	}
	least := (usable-12)*32/255 - 23
	local := least + (size-least)%(usable-4)
	if local > most {
		local = least
	}
	if local+4 > uint64(len(cell)) {
		return nil, false
	}
	record = append(make([]byte, 0, size), cell[:local]...)
	next := binary.BigEndian.Uint32(cell[local:])
	for uint64(len(record)) < size {
		if next == 0 {
			return nil, false
		}
		page, err := f.page(next)
		if err != nil {
			return nil, false
		}
		record = append(record, page[4:4+min(usable-4, size-uint64(len(record)))]...)
		next = binary.BigEndian.Uint32(page)
	}
	return record, next == 0
}
