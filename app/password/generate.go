package password

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/sethvargo/go-diceware/diceware"
	"github.com/sethvargo/go-password/password"

	"roster/identity"
)

// GeneratedLength is the number of characters of a generated password: about 116 bits.
const GeneratedLength = 20

// GeneratedWords is the number of words of a generated password: 7 × log2 7776 = 90 bits.
const GeneratedWords = 7

// Generated is a password that [Generate] has made, so that no other counts as generated. The zero value is none.
type Generated struct{ plain string }

// Plain returns the password itself.
func (g Generated) Plain() string { return g.plain }

// Is reports whether plain is the generated password.
func (g Generated) Is(plain string) bool { return plain != "" && plain == g.plain }

// Generate returns a random password: GeneratedLength letters and digits without look-alikes, or GeneratedWords words
// from a list of 7,776. It has more of them if needed for at least least characters. In place of one that happens to
// look weaker to [Strength], it makes another.
func Generate(kind identity.Generated, least int) (Generated, error) {
	generate := generateCharacters
	if kind == identity.Words {
		generate = generateWords
	}
	for {
		generated, err := generate(least)
		if err != nil {
			return Generated{}, fmt.Errorf("generate password: %w", err)
		}
		if Strength(generated, identity.User{}) == strongest {
			return Generated{generated}, nil
		}
	}
}

func generateCharacters(least int) (string, error) {
	length := max(GeneratedLength, least)
	const lower, upper, digits = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
	g, err := password.NewGenerator(&password.GeneratorInput{
		LowerLetters: lower, UpperLetters: upper, Digits: digits, Symbols: "-", Reader: rand.Reader,
	})
	if err != nil {
		return "", err
	}
	generated, err := g.Generate(length, 5, 0, false, true)
	if err != nil {
		return "", err
	}
	if len(generated) != length || strings.Trim(generated, lower+upper+digits) != "" {
		return "", errors.New("the generator returned other characters")
	}
	return generated, nil
}

func generateWords(least int) (string, error) {
	for n := GeneratedWords; ; n++ {
		list, err := diceware.GenerateWithWordList(n, diceware.WordListEffLarge())
		if err != nil {
			return "", err
		}
		if generated := strings.Join(list, " "); len(list) == n && len(generated) >= least {
			return generated, nil
		}
	}
}
