package app

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
)

func TestTrivialPasswords(t *testing.T) {
	for password, want := range map[string]Rule{
		"12345678901234567890":                               RuleTrivial,
		"98765432109876543210":                               RuleTrivial,
		"abcdefghijklmnopqrst":                               RuleTrivial,
		"aaaaaaaaaaaaaaaaaaaa":                               RuleTrivial,
		"qwertyuiopasdfgh":                                   RuleTrivial,
		"qwertzuiopasdfghjkl":                                RuleTrivial,
		"azertyuiopqsdfgh":                                   RuleTrivial,
		"1qaz2wsx3edc4rfv":                                   RuleTrivial,
		"zxcvbnmzxcvbnm12":                                   RuleTrivial,
		"passwordpassword":                                   RuleTrivial,
		"PASSWORDpassword":                                   RuleTrivial,
		"iloveyouiloveyou":                                   RuleTrivial,
		"abcabcabcabcabcabc":                                 RuleTrivial,
		"Monkey1234567890":                                   RuleCommon,
		"password1234567":                                    RuleCommon,
		"P@ssw0rd1234567!":                                   RuleCommon,
		"basketball20252026":                                 RuleCommon,
		"football football":                                  RuleTrivial,
		"1984198419841984":                                   RuleTrivial,
		"абвгдежзийклмнопр":                                  RuleTrivial,
		"ффффффффффффффффф":                                  RuleTrivial,
		strings.Repeat("a1!", 80):                            RuleTrivial,
		"anna.smith 12345678":                                RuleTrivial,
		"12.05.1984 12.05.1984":                              RuleTrivial,
		"1984-12-24 1984-12-24":                              RuleTrivial,
		"1qaz2wsx3edc4rfv5tgb":                               RuleTrivial,
		"1q2w3e4r5t6y7u8i9o":                                 RuleTrivial,
		"qazwsxedcrfvtgbyhn":                                 RuleTrivial,
		"йцукенгшщзхъфыва":                                   RuleTrivial,
		"roster administrator":                               RuleTrivial,
		"rosteradmin2026":                                    RuleTrivial,
		"ledger manager 1":                                   RuleTrivial,
		"Sommer2025Sommer2025":                               RuleTrivial,
		"correct horse battery staple":                       RuleCommon,
		"ToBeOrNotToBeThatIsTheQuestion":                     RuleCommon,
		"may the force be with you 1977!":                    RuleCommon,
		"Th!s !s my passw0rd":                                RuleCommon,
		"!@#$%^&*()_+!@#$":                                   RuleTrivial,
		"!QAZ@WSX#EDC$RFV":                                   RuleTrivial,
		"!QAZ2wsx#EDC4rfv":                                   RuleTrivial,
		"!@#$%^&*()qwerty":                                   RuleTrivial,
		"102938475610293847":                                 RuleTrivial,
		"aAbBcCdDeEfFgGhH":                                   RuleTrivial,
		"a1b2c3d4e5f6g7h8i9j0":                               RuleTrivial,
		"acegikmoqsuwyacegikmoqsuwy":                         RuleTrivial,
		"P a s s w o r d 1 2 3":                              RuleTrivial,
		"p-a-s-s-w-o-r-d-2":                                  RuleTrivial,
		"парольпароль123":                                    RuleTrivial,
		"motdepassemotdepasse":                               RuleTrivial,
		"4nna.sm1th 4nn4 sm1th":                              RuleTrivial,
		"htims.anna htims.anna":                              RuleTrivial,
		"examp1e examp1e examp1e":                            RuleTrivial,
		strings.Repeat("\ufdfa", 16):                         RuleTrivial, // which stands for 18 letters
		"HappyBirthday2024":                                  RuleCommon,
		"ich liebe dich für immer!":                          RuleCommon,
		"a b c d e f g h":                                    RuleTrivial,
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
		_, err := CheckPassword(password, User{Name: "anna", Email: "anna.smith@example.com"}, MinPassword)
		m, _ := errors.AsType[Mistake](err)
		if m.Rule != want {
			t.Errorf("%q: got %q, want %q (%.0f bits)", password, m.Rule, want, guessBits(password, ownWords(User{Name: "anna", Email: "anna.smith@example.com"})))
		}
	}
}

// Who somebody is, is guessed first, in whatever order and however written.
func TestOwnWords(t *testing.T) {
	of := User{Name: "wil.feather", Email: "w.feather77@example.com", FirstName: "Wilhelmina", LastName: "Featherstonehaugh"}
	for password, want := range map[string]Rule{
		"Wilhelmina Featherstonehaugh":  RuleOwnWords,
		"featherstonehaugh-WILHELMINA":  RuleOwnWords,
		"featherwilfeatherwil":          RuleOwnWords,
		"feather77feather77":            RuleOwnWords,
		"Wilhelmina grows seven plums":  "",
		"my aunt calls me wil on boats": "",
	} {
		_, err := CheckPassword(password, of, MinPassword)
		if m, _ := errors.AsType[Mistake](err); m.Rule != want {
			t.Errorf("%q: got %q, want %q (%.0f bits)", password, m.Rule, want, guessBits(password, ownWords(of)))
		}
	}
	if got, want := ownWords(User{Name: "a.b", Email: "x@y"}), []string{"a.b", "x@y"}; !slices.Equal(got, want) {
		t.Errorf("short words: got %q, want %q", got, want)
	}
}

// With a shorter least length the list of what many have matters more.
func TestCommonPasswords(t *testing.T) {
	for _, password := range []string{"password", "Password1", "baseball", "sunshine!!", "TRUSTNO1", "p4ssw0rd"} {
		_, err := CheckPassword(password, User{Name: "anna", Email: "anna@example.com"}, LeastMinPassword)
		if m, _ := errors.AsType[Mistake](err); m.Rule != RuleCommon {
			t.Errorf("%q: got error %v, want it to be common", password, err)
		}
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
		"a" + strings.Repeat("\ufdfa", 400_000): 0, // with an end to the time that it takes
		"thequickbrownfoxjumps":                 1,
		"!?§~&/=+;:#<^%{":                       4,
	} {
		if got := Strength(password, User{Name: "annabell", Email: "annabell@example.com"}); got != want {
			t.Errorf("%.40q: got %d, want %d (%.0f bits)", password, got, want, guessBits(password, ownWords(User{Name: "annabell", Email: "annabell@example.com"})))
		}
	}
}

// What people make of words, digits and signs is not told to be stronger than the library says that looks for parts by itself.
func TestStrengthBesideLibrary(t *testing.T) {
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
			got, library := Strength(password, User{}), zxcvbn.PasswordStrength(password, nil).Score
			if got > max(library, 1) { // both of the least are said to be weak
				t.Errorf("%q: got %d, the library says %d", password, got, library)
			}
		}
	}
}

// The words come from a library, whose licence the program carries.
func TestLicenceOfTheWords(t *testing.T) {
	notice, err := os.ReadFile("../NOTICE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"github.com/ccojocar/zxcvbn-go", "github.com/sethvargo/go-diceware", "Electronic Frontier Foundation",
		"Copyright (c) Nathan Button", "Permission is hereby granted", "creativecommons.org/licenses/by/3.0/us",
	} {
		if !strings.Contains(string(notice), name) {
			t.Errorf("NOTICE.md does not name %s", name)
		}
	}
	if len(commonPasswords()) < 7000 || len(knownWords()) < 35_000 {
		t.Errorf("got %d passwords and %d words, want the lists whole", len(commonPasswords()), len(knownWords()))
	}
}

// FuzzPassword: nothing that is typed brings the check down, and what it accepts it accepts again, as it is.
func FuzzPassword(f *testing.F) {
	for _, password := range []string{"", "correct horse battery", "qwertyuiopasdfgh", "e\u0301e\u0301e\u0301 İ ß", "\xff", "1984-12-24 密码"} {
		f.Add(password, "anna", "anna@example.com")
	}
	f.Fuzz(func(t *testing.T, password, name, email string) {
		normal, err := CheckPassword(password, User{Name: name, Email: email}, LeastMinPassword)
		strength := Strength(password, User{Name: name, Email: email})
		if strength < 0 || strength > 4 {
			t.Errorf("%q: got strength %d", password, strength)
		}
		if err != nil {
			if _, ok := errors.AsType[Mistake](err); !ok || normal != "" {
				t.Errorf("%q: got %q, error %v, want a mistake alone", password, normal, err)
			}
			return
		}
		if again, err := CheckPassword(normal, User{Name: name, Email: email}, LeastMinPassword); err != nil || again != normal {
			t.Errorf("%q: got %q and then %q, error %v, want the same", password, normal, again, err)
		}
	})
}

func BenchmarkCheckPassword(b *testing.B) {
	WarmUp()
	for name, password := range map[string]string{
		"20": "kWm7QzTn4RxLp9Hd2CvE", "words": "blue whale sings a low song over the bay", "256": longest,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := CheckPassword(password, User{Name: "anna", Email: "anna@example.com"}, MinPassword); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStrength judges what takes longest: the longest passwords, which repeat themselves and so have most parts.
func BenchmarkStrength(b *testing.B) {
	WarmUp()
	for name, password := range map[string]string{
		"one letter": strings.Repeat("😀", MaxPassword), "two digits": strings.Repeat("12", MaxPassword/2),
		"a row of keys": strings.Repeat("qwertyuiop", MaxPassword/10),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := Strength(password, User{Name: "anna", Email: "anna@example.com"}); got != 0 {
					b.Fatalf("got %d, want 0", got)
				}
			}
		})
	}
}
