//go:build linux && !amd64

package powercut

// modern returns the system call that replaces an old one. There are no old ones on this processor.
func modern(number uint64, a [6]uint64) (uint64, [6]uint64) { return number, a }
