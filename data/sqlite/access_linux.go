package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// ownGroup reports whether owner is the only member of the group of the folder at path. Many systems give each user a
// group of their own, and let it write to the user's folders. The result is false if the members are unknown, such as
// those on a server, or if there is an access control list, which can name others.
func ownGroup(path string, owner, group uint32) (bool, error) {
	if n, err := unix.Getxattr(path, "system.posix_acl_access", nil); err == nil && n > 0 {
		return false, nil
	}
	return onlyMember("/etc", owner, group)
}

// onlyMember is ownGroup by the lists of groups and users in a folder. A group can have several lines. An owner who is
// not in the list comes from a server, which can have more users of the same group.
func onlyMember(etc string, owner, group uint32) (bool, error) {
	groups, err := table(filepath.Join(etc, "group"))
	if err != nil {
		return false, err
	}
	users, err := table(filepath.Join(etc, "passwd"))
	if err != nil {
		return false, err
	}
	gid, uid := strconv.FormatUint(uint64(group), 10), strconv.FormatUint(uint64(owner), 10)
	var members []string
	for _, g := range groups {
		if len(g) == 4 && g[2] == gid {
			members = append(members, strings.Split(g[3], ",")...)
		}
	}
	if members == nil {
		return false, nil
	}
	known := false
	for _, u := range users {
		if len(u) < 4 {
			continue
		}
		known = known || u[2] == uid
		if u[3] != gid && !slices.Contains(members, u[0]) {
			continue
		}
		if u[2] != uid && u[2] != "0" { // which is root, who may change everything anyway
			return false, nil
		}
		members = slices.DeleteFunc(members, func(name string) bool { return name == u[0] })
	}
	return known && strings.Join(members, "") == "", nil // the others are unknown
}

// table reads a file of lines with fields that colons separate. One that does not exist has none.
func table(path string) (rows [][]string, err error) {
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for line := range strings.SplitSeq(string(content), "\n") {
		rows = append(rows, strings.Split(line, ":"))
	}
	return rows, nil
}
