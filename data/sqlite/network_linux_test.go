package sqlite

import "testing"

func TestOnNetwork(t *testing.T) {
	for _, path := range []string{t.TempDir(), "/proc", "/nonexistent"} {
		t.Run(path, func(t *testing.T) {
			if onNetwork(path) {
				t.Errorf("%s: got true, want false", path)
			}
		})
	}
	for _, magic := range []int64{0x6969, 0xff534d42, 0xfe534d42} { // NFS, CIFS, SMB2
		if networks[magic] == "" {
			t.Errorf("%#x: got a local file system, want a network file system", magic)
		}
	}
	for _, magic := range []int64{0xef53, 0x9123683e, 0x01021994, 0x58465342} { // ext4, btrfs, tmpfs, XFS
		if networks[magic] != "" {
			t.Errorf("%#x: got %s, want a local file system", magic, networks[magic])
		}
	}
}
