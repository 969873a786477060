//go:build unix

package sqlite

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// root is the user who may change everything anyway.
const root = 0

// identityOf returns the owner of a file and the number of its hard links.
func identityOf(info os.FileInfo) (owner uint32, links int) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return root, 1
	}
	return stat.Uid, int(stat.Nlink)
}

// ownedByAnother reports whether another user owns a file. For root, who may open the files of others, it is false.
func ownedByAnother(_ string, info os.FileInfo) (bool, error) {
	owner, _ := identityOf(info)
	me := os.Geteuid()
	return me != root && int(owner) != me, nil
}

// sameOwner reports whether two files have the same owner.
func sameOwner(_, _ string, a, b os.FileInfo) (bool, error) {
	first, _ := identityOf(a)
	second, _ := identityOf(b)
	return first == second, nil
}

// exposed reports whether other users may read or change a file.
func exposed(_ string, info os.FileInfo) (bool, error) { return info.Mode().Perm()&0o077 != 0, nil }

// linkCount returns the number of hard links to a file.
func linkCount(info os.FileInfo) int {
	_, links := identityOf(info)
	return links
}

// othersCanPlant reports whether another user can put files into a folder, or replace the folder: the name of the first
// folder where this is possible, or "". owner is the owner of the file in it. The sticky bit protects what is in a
// folder from being replaced, but lets everyone add files.
func othersCanPlant(folder string, owner uint32) (where string, err error) {
	for at := folder; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil {
			return "", err
		}
		if at == folder || info.Mode()&os.ModeSticky == 0 {
			open, err := writableByOthers(at, info)
			if err != nil || open {
				return at, err
			}
		}
		switch of, _ := identityOf(info); {
		case at == folder && of != root && of != owner && int(of) != os.Geteuid():
			return at, nil
		case at == filepath.Dir(at):
			return "", nil
		}
	}
}

// writableByOthers reports whether the permissions of a folder let others than its owner change it.
func writableByOthers(path string, info os.FileInfo) (bool, error) {
	switch mode := info.Mode().Perm(); {
	case mode&0o002 != 0:
		return true, nil
	case mode&0o020 == 0:
		return false, nil
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return true, nil
	}
	own, err := ownGroup(path, stat.Uid, stat.Gid)
	return !own, err
}

// changedAt returns when a file, its name or its permissions were last changed. Unlike the time of modification, a copy
// does not inherit it.
func changedAt(path string) (time.Time, error) {
	var stat unix.Stat_t
	if err := unix.Stat(path, &stat); err != nil {
		return time.Time{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return time.Unix(stat.Ctim.Unix()), nil
}

// me returns the current user.
func me() uint32 { return uint32(os.Geteuid()) }
