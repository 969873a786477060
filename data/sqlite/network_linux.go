package sqlite

import "golang.org/x/sys/unix"

// networks are the file systems that lie on another computer, by the numbers in linux/magic.h. Their locks do not hold
// between computers as SQLite needs it.
var networks = map[int64]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB 2", 0x5346414f: "AFS", 0x73757245: "Coda",
	0x564c: "NCP", 0x00c36400: "Ceph", 0x01161970: "GFS 2", 0x7461636f: "OCFS 2", 0x0bd00bd0: "Lustre",
}

// onNetwork tells whether what is at path lies on another computer. Where that cannot be told, it does not.
func onNetwork(path string) bool {
	var fs unix.Statfs_t
	if err := unix.Statfs(path, &fs); err != nil {
		return false
	}
	_, far := networks[int64(fs.Type)&0xffffffff] //nolint:unconvert // on other processors it is another type
	return far
}
