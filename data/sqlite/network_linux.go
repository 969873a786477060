package sqlite

import "golang.org/x/sys/unix"

// networks are the network file systems, by their numbers in linux/magic.h. Their locks don't work between computers as
// SQLite requires.
var networks = map[int64]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB 2", 0x5346414f: "AFS", 0x73757245: "Coda",
	0x564c: "NCP", 0x00c36400: "Ceph", 0x01161970: "GFS 2", 0x7461636f: "OCFS 2", 0x0bd00bd0: "Lustre",
}

// onNetwork reports whether path is on another computer. It returns false if that is unknown.
func onNetwork(path string) bool {
	var fs unix.Statfs_t
	if err := unix.Statfs(path, &fs); err != nil {
		return false
	}
	_, far := networks[int64(fs.Type)&0xffffffff] //nolint:unconvert // the type depends on the architecture
	return far
}
