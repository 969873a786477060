package identity

import "time"

// Backup is a backup of a file, as the file remembers it. It may have been moved or removed since.
type Backup struct {
	Path   string // absolute
	Source string // the path of the file when it was made
	Made   time.Time
	Users  int64
	Bytes  int64  // the length of the backup
	Seq    int64  // the number of the last entry in its journal; 0 if there is none
	Hash   []byte // of that entry, 32 bytes; zero bytes if there is none

	Sealed    bool // it is encrypted with a passphrase
	Intact    bool // it matched its journal when it was made
	Automatic bool // it is removed when there are enough newer ones
}
