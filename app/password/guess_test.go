package password

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ccojocar/zxcvbn-go"

	"roster/identity"
)

func TestTrivialPasswords(t *testing.T) {
	for password, want := range map[string]identity.Rule{
		"12345678901234567890":                               identity.RuleTrivial,
		"98765432109876543210":                               identity.RuleTrivial,
		"abcdefghijklmnopqrst":                               identity.RuleTrivial,
		"aaaaaaaaaaaaaaaaaaaa":                               identity.RuleTrivial,
		"qwertyuiopasdfgh":                                   identity.RuleTrivial,
		"qwertzuiopasdfghjkl":                                identity.RuleTrivial,
		"azertyuiopqsdfgh":                                   identity.RuleTrivial,
		"1qaz2wsx3edc4rfv":                                   identity.RuleTrivial,
		"zxcvbnmzxcvbnm12":                                   identity.RuleTrivial,
		"passwordpassword":                                   identity.RuleTrivial,
		"PASSWORDpassword":                                   identity.RuleTrivial,
		"iloveyouiloveyou":                                   identity.RuleTrivial,
		"abcabcabcabcabcabc":                                 identity.RuleTrivial,
		"Monkey1234567890":                                   identity.RuleCommon,
		"password1234567":                                    identity.RuleCommon,
		"P@ssw0rd1234567!":                                   identity.RuleCommon,
		"basketball20252026":                                 identity.RuleCommon,
		"football football":                                  identity.RuleTrivial,
		"1984198419841984":                                   identity.RuleTrivial,
		"абвгдежзийклмнопр":                                  identity.RuleTrivial,
		"ффффффффффффффффф":                                  identity.RuleTrivial,
		strings.Repeat("a1!", 80):                            identity.RuleTrivial,
		"anna.smith 12345678":                                identity.RuleTrivial,
		"12.05.1984 12.05.1984":                              identity.RuleTrivial,
		"1984-12-24 1984-12-24":                              identity.RuleTrivial,
		"1qaz2wsx3edc4rfv5tgb":                               identity.RuleTrivial,
		"1q2w3e4r5t6y7u8i9o":                                 identity.RuleTrivial,
		"qazwsxedcrfvtgbyhn":                                 identity.RuleTrivial,
		"йцукенгшщзхъфыва":                                   identity.RuleTrivial,
		"roster administrator":                               identity.RuleTrivial,
		"rosteradmin2026":                                    identity.RuleTrivial,
		"ledger manager 1":                                   identity.RuleTrivial,
		"Sommer2025Sommer2025":                               identity.RuleTrivial,
		"correct horse battery staple":                       identity.RuleCommon,
		"ToBeOrNotToBeThatIsTheQuestion":                     identity.RuleCommon,
		"may the force be with you 1977!":                    identity.RuleCommon,
		"Th!s !s my passw0rd":                                identity.RuleCommon,
		"!@#$%^&*()_+!@#$":                                   identity.RuleTrivial,
		"!QAZ@WSX#EDC$RFV":                                   identity.RuleTrivial,
		"!QAZ2wsx#EDC4rfv":                                   identity.RuleTrivial,
		"!@#$%^&*()qwerty":                                   identity.RuleTrivial,
		"102938475610293847":                                 identity.RuleTrivial,
		"aAbBcCdDeEfFgGhH":                                   identity.RuleTrivial,
		"a1b2c3d4e5f6g7h8i9j0":                               identity.RuleTrivial,
		"acegikmoqsuwyacegikmoqsuwy":                         identity.RuleTrivial,
		"P a s s w o r d 1 2 3":                              identity.RuleTrivial,
		"p-a-s-s-w-o-r-d-2":                                  identity.RuleTrivial,
		"парольпароль123":                                    identity.RuleTrivial,
		"motdepassemotdepasse":                               identity.RuleTrivial,
		"4nna.sm1th 4nn4 sm1th":                              identity.RuleTrivial,
		"htims.anna htims.anna":                              identity.RuleTrivial,
		"examp1e examp1e examp1e":                            identity.RuleTrivial,
		strings.Repeat("\ufdfa", 16):                         identity.RuleTrivial, // which stands for 18 letters
		"HappyBirthday2024":                                  identity.RuleCommon,
		"ich liebe dich für immer!":                          identity.RuleCommon,
		"a b c d e f g h":                                    identity.RuleTrivial,
		"k w m q z t n r x":                                  "",
		"monkey 8301 5527 9946 2718":                         "",
		strings.Repeat("abc", 40) + " vjqzkw pfx 27 mbd rty": "",
		"correct horse battery":                              "",
		"blue whale sings low":                               "",
		"Zebra crossing at 4":                                "",
		"maria isst gerne birnen":                            "",
		"пароль из многих слов":                              "",
		"наша собака любит снег":                             "",
		"密码密码很长很长的一个密码呢吗呀":                                   "",
		"我们今天去海边看日出然后喝茶吃饭":                                   "",
		"kWm7QzTn4RxLp9Hd":                                   "",
		"vjq zkw pfx 27 mbd":                                 "",
		"a password for my bicycle shed":                     "",
		"the 1984 olympics were in la, boy":                  "",
	} {
		t.Run(password, func(t *testing.T) {
			_, err := Check(password, identity.User{Name: "anna", Email: "anna.smith@example.com"}, Min)
			m, _ := errors.AsType[identity.Mistake](err)
			if m.Rule != want {
				t.Errorf("got %q, want %q (%.0f bits)", m.Rule, want, guessBits(password, ownWords(identity.User{Name: "anna", Email: "anna.smith@example.com"})))
			}
		})
	}
}

// A user's own names are guessed first, in any order and case.
func TestOwnWords(t *testing.T) {
	of := identity.User{Name: "wil.feather", Email: "w.feather77@example.com", FirstName: "Wilhelmina", LastName: "Featherstonehaugh"}
	for password, want := range map[string]identity.Rule{
		"Wilhelmina Featherstonehaugh":  identity.RuleOwnWords,
		"featherstonehaugh-WILHELMINA":  identity.RuleOwnWords,
		"featherwilfeatherwil":          identity.RuleOwnWords,
		"feather77feather77":            identity.RuleOwnWords,
		"Wilhelmina grows seven plums":  "",
		"my aunt calls me wil on boats": "",
	} {
		t.Run(password, func(t *testing.T) {
			_, err := Check(password, of, Min)
			if m, _ := errors.AsType[identity.Mistake](err); m.Rule != want {
				t.Errorf("got %q, want %q (%.0f bits)", m.Rule, want, guessBits(password, ownWords(of)))
			}
		})
	}
	if got, want := ownWords(identity.User{Name: "a.b", Email: "x@y"}), []string{"a.b", "x@y"}; !slices.Equal(got, want) {
		t.Errorf("short words: got %q, want %q", got, want)
	}
}

// The list of common passwords matters most where short passwords are allowed.
func TestCommonPasswords(t *testing.T) {
	for _, password := range []string{"password", "Password1", "baseball", "sunshine!!", "TRUSTNO1", "p4ssw0rd"} {
		t.Run(password, func(t *testing.T) {
			_, err := Check(password, identity.User{Name: "anna", Email: "anna@example.com"}, identity.LeastMinPassword)
			if m, _ := errors.AsType[identity.Mistake](err); m.Rule != identity.RuleCommon {
				t.Errorf("%q: got error %v, want it to be common", password, err)
			}
		})
	}
}

func TestStrength(t *testing.T) {
	for password, want := range map[string]int{
		"":                                      0,
		"password":                              0,
		"aaaaaaaaaaaaaaaaaaaaaaaa":              0,
		"123456789012345678901234567890":        0,
		"abcdefghijklmnopqrstuvwxyz":            0,
		"annabell":                              0,
		"annabell@example.com annabell":         0,
		"blue whale sings":                      2,
		"blue whale sings a low song":           4,
		"correct horse battery maple":           3,
		"correct horse battery staple":          0,
		"quartz vessel humming 73 otters":       4,
		"rszgb27fMGWaVsg22vt5":                  4,
		"синий кит поёт":                        4,
		"\xff":                                  0,
		"\x00":                                  0,
		strings.Repeat("a1!", 100_000):          0,
		"a" + strings.Repeat("\ufdfa", 400_000): 0, // in bounded time
		"thequickbrownfoxjumps":                 1,
		"!?§~&/=+;:#<^%{":                       4,
	} {
		t.Run(password, func(t *testing.T) {
			if got := Strength(password, identity.User{Name: "annabell", Email: "annabell@example.com"}); got != want {
				t.Errorf("%.40q: got %d, want %d (%.0f bits)", password, got, want, guessBits(password, ownWords(identity.User{Name: "annabell", Email: "annabell@example.com"})))
			}
		})
	}
}

// Words, digits and signs are not rated stronger than the library rates them by itself.
func TestStrengthAgainstLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 0))
	words := slices.Sorted(maps.Keys(knownWords()))
	word := func() string { return words[random.IntN(len(words))] }
	for range 100 {
		signs := make([]byte, 4+random.IntN(12))
		for i := range signs {
			signs[i] = byte('!' + random.IntN('~'-'!'+1))
		}
		for _, password := range []string{
			word(), word() + word(), word() + " " + word() + " " + word(), word() + strconv.Itoa(random.IntN(100)),
			strings.ToUpper(word()) + "!", fmt.Sprintf("%d.%d.19%d", 1+random.IntN(28), 1+random.IntN(12), 10+random.IntN(90)), string(signs),
		} {
			got, library := Strength(password, identity.User{}), zxcvbn.PasswordStrength(password, nil).Score
			if got > max(library, 1) { // 0 and 1 are both shown as weak
				t.Errorf("%q: got %d, want at most %d, the library's rating", password, got, library)
			}
		}
	}
}

// NOTICE.md contains the licences of the word lists.
func TestWordListLicences(t *testing.T) {
	notice, err := os.ReadFile("../../NOTICE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"github.com/ccojocar/zxcvbn-go", "github.com/sethvargo/go-diceware", "Electronic Frontier Foundation",
		"Copyright (c) Nathan Button", "Permission is hereby granted", "creativecommons.org/licenses/by/3.0/us",
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(string(notice), name) {
				t.Errorf("NOTICE.md: got no %s, want it", name)
			}
		})
	}
	if len(commonPasswords()) < 7000 || len(knownWords()) < 35_000 {
		t.Errorf("got %d passwords and %d words, want the complete lists", len(commonPasswords()), len(knownWords()))
	}
}

// Check never panics, and returns an accepted password unchanged when it is checked again.
func FuzzPassword(f *testing.F) {
	for _, password := range []string{"", "correct horse battery", "qwertyuiopasdfgh", "e\u0301e\u0301e\u0301 İ ß", "\xff", "1984-12-24 密码"} {
		f.Add(password, "anna", "anna@example.com")
	}
	f.Fuzz(func(t *testing.T, password, name, email string) {
		normal, err := Check(password, identity.User{Name: name, Email: email}, identity.LeastMinPassword)
		strength := Strength(password, identity.User{Name: name, Email: email})
		if strength < 0 || strength > 4 {
			t.Errorf("%q: got strength %d, want 0 to 4", password, strength)
		}
		if err != nil {
			if _, ok := errors.AsType[identity.Mistake](err); !ok || normal != "" {
				t.Errorf("%q: got %q, error %v, want only a mistake", password, normal, err)
			}
			return
		}
		if again, err := Check(normal, identity.User{Name: name, Email: email}, identity.LeastMinPassword); err != nil || again != normal {
			t.Errorf("%q: got %q and then %q, error %v, want the same", password, normal, again, err)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	WarmUp()
	for name, password := range map[string]string{
		"20": "kWm7QzTn4RxLp9Hd2CvE", "words": "blue whale sings a low song over the bay", "256": longest,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Check(password, identity.User{Name: "anna", Email: "anna@example.com"}, Min); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStrength rates the slowest cases: passwords of the maximum length that repeat themselves, which have the
// most parts. The library rates the same ones, for comparison.
func BenchmarkStrength(b *testing.B) {
	WarmUp()
	for name, password := range map[string]string{
		"one letter": strings.Repeat("😀", Max), "two digits": strings.Repeat("12", Max/2),
		"a row of keys": strings.Repeat("qwertyuiop", Max/10),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := Strength(password, identity.User{Name: "anna", Email: "anna@example.com"}); got != 0 {
					b.Fatalf("got %d, want 0", got)
				}
			}
		})
		b.Run(name+", library", func(b *testing.B) {
			for b.Loop() {
				zxcvbn.PasswordStrength(password, nil)
			}
		})
	}
}
