package sqlite

// The bytes that a connection locks: the first two before it reads or writes, and the others, together with other
// readers, as long as the file is open.
const (
	pendingByte = 0x40000000
	sharedByte  = pendingByte + 2
	lastByte    = pendingByte + 511
)
