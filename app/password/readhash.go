package password

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// mostForeign is the length of the longest text that is read as a hash, in bytes.
const mostForeign = 2 * maxHash

// weakHash matches hashes that are quickly guessed, or whose kind wraps another one: those of crypt but bcrypt, of
// phpass and WordPress, and bare digests in hexadecimal.
var weakHash = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`^(\$(1|2x|3|5|6|apr1|md5|sha1|P|H|S|wp|pbkdf2|bcrypt-sha256)\$.*|_.{19}|[./0-9A-Za-z]{13}|` +
			`[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128})$`)
})

// weakLabels are the labels of LDAP for hashes that are quickly guessed.
var weakLabels = []string{
	"SHA", "SSHA", "MD5", "SMD5", "SHA256", "SSHA256", "SHA384", "SSHA384", "SHA512", "SSHA512", "PBKDF2", "PBKDF2-SHA1",
}

// ReadHash returns a hash that another program has made as [Verify] takes it. It reads PHC strings of Argon2id, scrypt
// and PBKDF2 with SHA-256 or SHA-512, bcrypt, what passlib writes, and these behind the labels of LDAP. It fails with
// ErrWeakHash, ErrCostlyHash and ErrUnknownHash.
func ReadHash(text string) (string, error) {
	text = strings.TrimSpace(text)
	if len(text) > mostForeign {
		return "", ErrUnknownHash
	}
	text, err := withoutLabel(text)
	if err != nil {
		return "", err
	}
	if weakHash().MatchString(text) {
		return "", ErrWeakHash
	}
	switch {
	case strings.HasPrefix(text, "$2a$"), strings.HasPrefix(text, "$2y$"): // the same, by programs without known errors
		text = "$2b$" + text[len("$2b$"):]
	case strings.HasPrefix(text, "$pbkdf2-"):
		text = standardPBKDF2(text)
	case strings.HasPrefix(text, "$scrypt$"):
		text = withoutPadding(text)
	}
	h, err := parse(text)
	if err != nil {
		return "", err
	}
	return h.text, nil
}

// withoutLabel returns a hash without the label that LDAP puts before it.
func withoutLabel(text string) (string, error) {
	label, rest, found := strings.Cut(strings.TrimPrefix(text, "{"), "}")
	if !found || !strings.HasPrefix(text, "{") {
		return text, nil
	}
	switch label = strings.ToUpper(label); label {
	case "ARGON2", "BCRYPT", "CRYPT":
		return rest, nil
	case "PBKDF2-SHA256", "PBKDF2-SHA512": // as OpenLDAP and passlib write it
		return "$" + strings.ToLower(label) + "$" + rest, nil
	}
	if slices.Contains(weakLabels, label) {
		return "", ErrWeakHash
	}
	return "", ErrUnknownHash
}

// standardPBKDF2 returns a hash of PBKDF2 as a PHC string with both parameters. Passlib writes the iterations alone,
// and "." for "+".
func standardPBKDF2(text string) string {
	parts := strings.Split(withoutPadding(text), "$")
	if len(parts) != 5 {
		return text
	}
	rounds, l, hasLength := strings.Cut(parts[2], ",l=")
	if !strings.HasPrefix(rounds, "i=") {
		rounds = "i=" + rounds
		parts[3], parts[4] = strings.ReplaceAll(parts[3], ".", "+"), strings.ReplaceAll(parts[4], ".", "+")
	}
	if !hasLength {
		key, _ := base64Strict.DecodeString(parts[4]) // parse finds out if that fails
		l = strconv.Itoa(len(key))
	}
	parts[2] = rounds + ",l=" + l
	return strings.Join(parts, "$")
}

// withoutPadding removes the signs with which base64 fills up a salt and a key.
func withoutPadding(text string) string {
	parts := strings.Split(text, "$")
	for i := max(len(parts)-2, 0); i < len(parts); i++ {
		parts[i] = strings.TrimRight(parts[i], "=")
	}
	return strings.Join(parts, "$")
}
