package password

// Bounds of the length of a password, in characters. NIST SP 800-63B-4, section 3.1.1.2, requires at least 15 where the
// password is the only factor, and a maximum of at least 64.
const (
	Min = 15
	Max = 256
)
