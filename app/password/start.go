package password

// Start is a start password: one that a person gets from an administrator, uses once, and replaces. Only [NewStart]
// makes one, so that nothing else is ever hashed at its cost.
//
// It has GeneratedLength characters, some 116 bits. NIST SP 800-63B-4, section 3.1.2.2, has look-up secrets of at least
// 112 bits hashed with an approved one-way function, and requires a slow and salted hash only of shorter ones. So a
// cheap hash protects it as well as a dear one, and thousands take seconds.
type Start struct{ plain string }

// NewStart returns a random start password.
func NewStart() (Start, error) {
	plain, err := generateCharacters(GeneratedLength) // whose rating nobody sees, and which costs more than the rest
	return Start{plain}, err
}

// Plain returns the password itself.
func (s Start) Plain() string { return s.plain }

// StartCost is the cost of hashing a start password: the lowest that Argon2id has. The first sign-in replaces the hash
// by one at the cost of the policy.
func StartCost() Cost { return Cost{Memory: 8, Time: 1, Threads: 1} }

// Hash hashes the password. The result is a PHC string.
func (s Start) Hash() (string, error) { return StartCost().Hash(s.plain) }
