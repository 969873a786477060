//go:build !unix

package sqlite

import "os"

// links is how many names a file has in its file system, as far as that can be told.
func links(os.FileInfo) int { return 1 }
