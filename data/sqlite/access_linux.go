package sqlite

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
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
	groups, err := table("/etc/group")
	if err != nil {
		return false, err
	}
	users, err := table("/etc/passwd")
	if err != nil {
		return false, err
	}
	id := strconv.FormatUint(uint64(group), 10)
	at := slices.IndexFunc(groups, func(g []string) bool { return len(g) == 4 && g[2] == id })
	if at < 0 {
		return false, nil
	}
	members := strings.Split(groups[at][3], ",")
	for _, u := range users {
		if len(u) < 4 || u[3] != id && !slices.Contains(members, u[0]) {
			continue
		}
		if uid, err := strconv.ParseUint(u[2], 10, 32); err != nil || uint32(uid) != owner && uid != 0 {
			return false, err
		}
		members = slices.DeleteFunc(members, func(name string) bool { return name == u[0] })
	}
	return strings.Join(members, "") == "", nil // the others are unknown
}

// table reads a file of lines with fields that colons separate.
func table(path string) (rows [][]string, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		rows = append(rows, strings.Split(lines.Text(), ":"))
	}
	return rows, lines.Err()
}
