package password

// Bounds of a password in characters (NIST SP 800-63B-4, section 3.1.1.2: at least 15 where it is the only factor, and
// a maximum of at least 64).
const (
	Min = 15
	Max = 256
)
