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

// Generate returns a random password: GeneratedLength letters and digits without look-alikes, or GeneratedWords words
// from a list of 7,776. It has more of them if needed for at least least characters. In place of one that happens to
// look weaker to [Strength], it makes another.
func Generate(kind identity.Generated, least int) (string, error) {
	generate := generateCharacters
	if kind == identity.Words {
		generate = generateWords
	}
	for {
		generated, err := generate(least)
		if err != nil {
			return "", fmt.Errorf("generate password: %w", err)
		}
		if Strength(generated, identity.User{}) == strongest {
			return generated, nil
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
