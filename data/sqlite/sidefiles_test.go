package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"roster/data/sqlite/image"
)

// withSide returns a file with pages of a size and a side file: with a WAL of two commits, or with the journal of a
// transaction that was not committed.
func withSide(t *testing.T, mode string, size int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	db := openPlain(t, path, "_pragma=wal_autocheckpoint(0)")
	run := func(text string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	run(fmt.Sprintf(`PRAGMA page_size = %d; PRAGMA journal_mode = %s`, size, mode))
	run(`CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB)`)
	run(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
		INSERT INTO t SELECT i, randomblob(3000) FROM n`)
	run(`PRAGMA wal_checkpoint(TRUNCATE)`)
	run(`DELETE FROM t WHERE id > 60`)
	run(`UPDATE t SET v = randomblob(2500)`)
	run(`BEGIN`)
	run(`UPDATE t SET v = randomblob(2000)`)
	side := readFile(t, path+suffixes[mode])
	if mode == "DELETE" { // as if the program had been killed after it had written to the file
		run(`COMMIT`)
		if side[0] == 0 { // SQLite completes the header when it writes to the file
			copy(side, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
			binary.BigEndian.PutUint32(side[8:], uint32((len(side)-512)/(4+size+4)))
		}
	}
	killed := filepath.Join(t.TempDir(), "file")
	wantErr(t, "copy", errors.Join(os.WriteFile(killed, readFile(t, path), 0o600), os.WriteFile(killed+suffixes[mode], side, 0o600)), nil)
	return killed
}

var suffixes = map[string]string{"WAL": image.WAL, "DELETE": image.Journal}

// Pages have any size that SQLite allows.
func TestImagePageSizes(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for mode := range suffixes {
		for _, size := range []int{512, 65536} {
			t.Run(fmt.Sprint(mode, size), func(t *testing.T) {
				compareImage(t, withSide(t, mode, size))
			})
		}
	}
}

// sum returns the checksum of a WAL after more bytes.
func sum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for ; len(b) > 0; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}

// bigEndian returns a WAL as a computer with another order of bytes writes it.
func bigEndian(wal []byte) []byte {
	binary.BigEndian.PutUint32(wal, 0x377f0683)
	put := func(at int, s [2]uint32) {
		binary.BigEndian.PutUint32(wal[at:], s[0])
		binary.BigEndian.PutUint32(wal[at+4:], s[1])
	}
	size := int(binary.BigEndian.Uint32(wal[8:]))
	s := sum(binary.BigEndian, [2]uint32{}, wal[:24])
	put(24, s)
	for at := 32; at < len(wal); at += 24 + size {
		s = sum(binary.BigEndian, s, wal[at:at+8])
		s = sum(binary.BigEndian, s, wal[at+24:at+24+size])
		put(at+16, s)
	}
	return wal
}

// A side file is used exactly as SQLite would use it, unless it is another file's.
func TestSideFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	byteAt := func(at int) func([]byte) []byte {
		return func(b []byte) []byte {
			b[at] ^= 1
			return b
		}
	}
	upTo := func(n int) func([]byte) []byte { return func(b []byte) []byte { return b[:n] } }
	whole := map[string]string{"WAL": withSide(t, "WAL", 4096), "DELETE": withSide(t, "DELETE", 4096)}
	other := map[string]string{
		"WAL": withSide(t, "WAL", 512), "DELETE": withSide(t, "DELETE", 512),
	}
	for name, c := range map[string]struct {
		mode    string
		change  func([]byte) []byte
		foreign bool
	}{
		"WAL":                     {"WAL", func(b []byte) []byte { return b }, false},
		"WAL, big-endian":         {"WAL", bigEndian, false},
		"WAL, half a header":      {"WAL", upTo(16), false},
		"WAL, half a frame":       {"WAL", upTo(32 + 24 + 100), false},
		"WAL, damaged page":       {"WAL", byteAt(32 + 20*(24+4096) + 1000), false},
		"WAL, other salt":         {"WAL", byteAt(32 + 20*(24+4096) + 8), false},
		"WAL, damaged header":     {"WAL", byteAt(24), true},
		"WAL, other version":      {"WAL", byteAt(7), true},
		"WAL, other pages":        {"WAL", func([]byte) []byte { return readFile(t, other["WAL"]+image.WAL) }, true},
		"journal":                 {"DELETE", func(b []byte) []byte { return b }, false},
		"journal, half a header":  {"DELETE", upTo(20), false},
		"journal, half a page":    {"DELETE", upTo(512 + 2*(4+4096+4) + 100), false},
		"journal, damaged page":   {"DELETE", byteAt(512 + 2*(4+4096+4) + 4 + 4096 - 200), false},
		"journal, broken sector":  {"DELETE", byteAt(23), false},
		"journal, no magic":       {"DELETE", byteAt(0), true},
		"journal, number unknown": {"DELETE", func(b []byte) []byte { return append(b[:8], append([]byte{255, 255, 255, 255}, b[12:]...)...) }, false},
		"journal, other pages":    {"DELETE", func([]byte) []byte { return readFile(t, other["DELETE"]+image.Journal) }, true},
		"journal, of several files": {"DELETE", func(b []byte) []byte {
			const name = "/tmp/other-mj00000001"
			b = append(append(b, 0, 0, 0, 0), name...)
			b = binary.BigEndian.AppendUint32(b, uint32(len(name)))
			b = binary.BigEndian.AppendUint32(b, 0) // a checksum
			return append(b, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"...)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			from, path := whole[c.mode], filepath.Join(t.TempDir(), "file")
			side := c.change(readFile(t, from+suffixes[c.mode]))
			if err := errors.Join(os.WriteFile(path, readFile(t, from), 0o600), os.WriteFile(path+suffixes[c.mode], side, 0o600)); err != nil {
				t.Fatal(err)
			}
			if !c.foreign {
				compareImage(t, path)
				return
			}
			_, _, err := image.Recovered(path)
			wantErr(t, "image", err, image.ErrForeign)
		})
	}
}

// An image is a file system with one file that nobody can write.
func TestImageFile(t *testing.T) {
	path := withSide(t, "WAL", 4096)
	im, changed, err := image.Recovered(path)
	if err != nil || !changed {
		t.Fatal(changed, err)
	}
	info, err := fs.Stat(im, image.Name)
	if err != nil || info.Name() != image.Name || info.Size() != im.Size() || info.Mode() != 0o400 || info.IsDir() ||
		!info.ModTime().IsZero() || info.Sys() != nil {
		t.Errorf("got %v, error %v, want a file of %d bytes", info, err, im.Size())
	}
	if _, err := im.Open("other"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another name: got error %v, want %v", err, fs.ErrNotExist)
	}
	f, err := im.Open(image.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // it was only read
	seeker, ok := f.(io.ReadSeeker)
	if !ok {
		t.Fatalf("got %T, want a file that can be read anywhere", f)
	}
	if _, err := seeker.Seek(-1, io.SeekEnd); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("seek from the end: got error %v, want %v", err, errors.ErrUnsupported)
	}
	var stored bytes.Buffer
	if _, err := im.WriteTo(&stored); err != nil {
		t.Fatal(err)
	}
	want := stored.Bytes()
	if want[18] != 2 || want[19] != 2 {
		t.Errorf("stored: got versions %v, want those of a file with a WAL", want[18:20])
	}
	want[18], want[19] = 1, 1 // so that SQLite looks for no WAL
	for _, at := range []int64{0, 19, 4095, im.Size() - 5, im.Size()} {
		_, err := seeker.Seek(at, io.SeekStart)
		wantErr(t, "seek", err, nil)
		if got, err := io.ReadAll(seeker); err != nil || !bytes.Equal(got, want[at:]) {
			t.Errorf("from %d: got %d bytes, error %v, want %d that are the same", at, len(got), err, len(want[at:]))
		}
	}
}

// What has disappeared since is not taken for empty.
func TestImageOfLostFile(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for name, c := range map[string]struct {
		lose func(path string) error
		want error
	}{
		"file":    {os.Remove, fs.ErrNotExist},
		"WAL":     {func(path string) error { return os.Remove(path + image.WAL) }, fs.ErrNotExist},
		"its end": {func(path string) error { return os.Truncate(path+image.WAL, 1000) }, io.EOF},
	} {
		t.Run(name, func(t *testing.T) {
			path := withSide(t, "WAL", 4096)
			im, _, err := image.Recovered(path)
			if err != nil {
				t.Fatal(err)
			}
			wantErr(t, "lose it", c.lose(path), nil)
			_, err = im.WriteTo(io.Discard)
			wantErr(t, "write", err, c.want)
		})
	}
	folder := t.TempDir()
	_, err := image.Alone(filepath.Join(folder, "file"))
	wantErr(t, "no file", err, fs.ErrNotExist)
	if _, _, err := image.Recovered(folder); err == nil {
		t.Error("a folder: got no error, want one")
	}
}
