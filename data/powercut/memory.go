//go:build linux

package powercut

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// memory reads from the memory of a stopped thread.
func memory(tid int, address, size uint64) ([]byte, error) {
	content := make([]byte, size)
	n, err := read(tid, address, content)
	return content[:n], err
}

func read(tid int, address uint64, content []byte) (int, error) {
	if len(content) == 0 {
		return 0, nil
	}
	local := unix.Iovec{Base: &content[0]}
	local.SetLen(len(content))
	n, err := unix.ProcessVMReadv(
		tid, []unix.Iovec{local}, []unix.RemoteIovec{{Base: uintptr(address), Len: len(content)}}, 0)
	return max(n, 0), err
}

// text reads a text that ends with a zero byte.
func text(tid int, address uint64) (string, error) {
	const page = 4096 // the next one may not be readable
	var all []byte
	for {
		part := make([]byte, page-address%page)
		if _, err := read(tid, address, part); err != nil {
			return "", err
		}
		if before, _, found := bytes.Cut(part, []byte{0}); found {
			return string(append(all, before...)), nil
		}
		all, address = append(all, part...), address+uint64(len(part))
	}
}

// pathAt returns the absolute path that a thread passes to a call.
func pathAt(tid int, folder, address uint64) (string, error) {
	path, err := text(tid, address)
	if errors.Is(err, unix.EFAULT) {
		return "", nil // the call fails for that reason
	}
	if err != nil || filepath.IsAbs(path) {
		return filepath.Clean(path), err
	}
	base := fmt.Sprintf("/proc/%d/fd/%d", tid, int32(folder))
	if int32(folder) == unix.AT_FDCWD {
		base = fmt.Sprintf("/proc/%d/cwd", tid)
	}
	at, err := os.Readlink(base)
	if err != nil {
		return "", nil //nolint:nilerr // there is no such folder, so the call fails
	}
	return filepath.Join(at, path), nil
}

// secondTime reads the second of two times, which is that of the modification. It is zero if there are none, which
// means now.
func secondTime(tid int, address uint64) (time.Time, error) {
	if address == 0 {
		return time.Time{}, nil
	}
	content, err := memory(tid, address+16, 16)
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(int64(binary.NativeEndian.Uint64(content)), int64(binary.NativeEndian.Uint64(content[8:]))), nil
}
