package sqlite

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// Only a group that has nobody but the owner, and root, may write to a folder.
func TestOnlyMember(t *testing.T) {
	const passwd = "root:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n"
	for name, c := range map[string]struct {
		group, passwd string
		want          bool
	}{
		"of the owner":             {"anna:x:1000:\n", passwd, true},
		"with the owner as member": {"anna:x:1000:anna\n", passwd, true},
		"with root":                {"anna:x:1000:anna,root\n", passwd, true},
		"with another":             {"anna:x:1000:anna,bob\n", passwd, false},
		"with only another":        {"anna:x:1000:bob\n", passwd, false},
		"another's own":            {"anna:x:1000:\n", passwd + "carl:x:1002:1000::/:/bin/sh\n", false},
		"with a second root":       {"anna:x:1000:\n", passwd + "admin:x:0:1000::/:/bin/sh\n", true},
		"with a stranger":          {"anna:x:1000:anna,stranger\n", passwd, false},
		"of two lines":             {"anna:x:1000:\nguests:x:1000:bob\n", passwd, false},
		"of nobody":                {"anna:x:1000:\n", "anna:x:1000:7::/:/bin/sh\n", true},
		"without the owner's user": {"anna:x:1000:\n", "root:x:0:0::/root:/bin/sh\n", false},
		"unknown":                  {"bob:x:1001:\n", passwd, false},
		"without a last newline":   {"anna:x:1000:bob", passwd, false},
		"among broken lines":       {":\nanna\n\nanna:x:1000:\nx:y:z:a:b:c\n", "#\n\n" + passwd + "+\nbroken:x\n", true},
		"with a broken number":     {"anna:x:1000:\n", passwd + "carl:x:no:1000::/:/bin/sh\n", false},
		"with a long line":         {"all:x:7:" + strings.Repeat("member,", 20_000) + "\nanna:x:1000:\n", passwd, true},
		"no users":                 {"anna:x:1000:\n", "", false},
		"no groups":                {"", passwd, false},
	} {
		t.Run(name, func(t *testing.T) {
			etc := t.TempDir()
			for file, content := range map[string]string{"group": c.group, "passwd": c.passwd} {
				if content == "" {
					continue // there is no such file
				}
				if err := os.WriteFile(filepath.Join(etc, file), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := onlyMember(etc, 1000, 1000); err != nil || got != c.want {
				t.Errorf("got %v, error %v, want %v", got, err, c.want)
			}
		})
	}
	for _, file := range []string{"group", "passwd"} {
		t.Run("unreadable "+file, func(t *testing.T) {
			etc := t.TempDir()
			if err := os.Mkdir(filepath.Join(etc, file), 0o700); err != nil {
				t.Fatal(err)
			}
			if got, err := onlyMember(etc, 1000, 1000); !errors.Is(err, unix.EISDIR) || got {
				t.Errorf("got %v, error %v, want %v", got, err, unix.EISDIR)
			}
		})
	}
}

// A folder that its group may write to is safe if the group is the owner's own. A list can name others.
func TestFolderOfGroup(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o770); err != nil {
		t.Fatal(err)
	}
	own, err := onlyMember("/etc", me(), uint32(os.Getegid()))
	wantErr(t, "groups of this system", err, nil)
	want := folder
	if own {
		want = ""
	}
	if where, err := othersCanPlant(folder, me()); err != nil || where != want {
		t.Errorf("got %q, error %v, want %q", where, err, want)
	}
	// A version, and entries of a tag, permissions and an id each: the owner, user 12345, the group, the mask, others.
	list := binary.LittleEndian.AppendUint32(nil, 2)
	for _, e := range [][3]uint32{{1, 7, ^uint32(0)}, {2, 7, 12345}, {4, 0, ^uint32(0)}, {16, 7, ^uint32(0)}, {32, 0, ^uint32(0)}} {
		list = binary.LittleEndian.AppendUint16(list, uint16(e[0]))
		list = binary.LittleEndian.AppendUint16(list, uint16(e[1]))
		list = binary.LittleEndian.AppendUint32(list, e[2])
	}
	if err := unix.Setxattr(folder, "system.posix_acl_access", list, 0); errors.Is(err, unix.ENOTSUP) {
		t.Skip("this file system has no access control lists")
	} else if err != nil {
		t.Fatal(err)
	}
	if where, err := othersCanPlant(folder, me()); err != nil || where != folder {
		t.Errorf("with a list: got %q, error %v, want %q", where, err, folder)
	}
}

// A folder that belongs to neither the file's owner, nor root, nor the current user is another's.
func TestFolderOfAnother(t *testing.T) {
	if me() != root {
		t.Skip("only root can give a folder away")
	}
	folder := t.TempDir()
	if err := os.Chown(folder, 12345, -1); err != nil {
		t.Fatal(err)
	}
	for owner, want := range map[uint32]string{12345: "", 12346: folder} {
		if where, err := othersCanPlant(folder, owner); err != nil || where != want {
			t.Errorf("file of %d: got %q, error %v, want %q", owner, where, err, want)
		}
	}
}
