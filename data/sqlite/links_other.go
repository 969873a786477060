//go:build !unix

package sqlite

import "os"

// links returns the number of hard links to a file: 1, because here it is unknown.
func links(os.FileInfo) int { return 1 }
