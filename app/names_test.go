package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"roster/data/fold"
	"roster/identity"
)

// names are people's names in many scripts.
var names = []string{
	"anna", "Bob", "x", "o1", "anna.b-c_d", "2fast", "Müller", "Łukasz", "Đặng", "Þórður", "Ñuñez",
	"İbrahim", "straße", "田中さくら", "김민준", "李雷", "王小明", "Ольга", "Щербаков", "Γιώργος", "نور", "محمد",
	"עדה", "अनिल", "สมชาย", "தமிழ்", "Աննա", "ანა",
	"ሰላም", "tanakaさくら", "kim민준", "ㄅㄆanna",
}

func TestCheckUserName(t *testing.T) {
	for _, name := range names {
		if got, err := CheckUserName(name); err != nil || got != name {
			t.Errorf("%q: got %q, error %v, want it unchanged", name, got, err)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"  anna\t\n", "anna"},
		{"anna@example.com", "anna@example.com"},
		{"o'brien+1", "o'brien+1"},
		{"\u00a0anna\u3000", "anna"},
		{"Mu\u0308ller", "Müller"},
		{"Ａｎｎａ", "Anna"},
		{"カナ", "カナ"},
		{"ｶﾅ", "カナ"},
		{strings.Repeat("a", 64), strings.Repeat("a", 64)},
		{strings.Repeat("é", 64), strings.Repeat("é", 64)},
		{strings.Repeat("e\u0301", 64), strings.Repeat("é", 64)},
		{strings.Repeat(" ", 3000) + "anna", "anna"},
	} {
		t.Run(c.in, func(t *testing.T) {
			if got, err := CheckUserName(c.in); err != nil || got != c.want {
				t.Errorf("got %q, error %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestCheckUserNameRefuses(t *testing.T) {
	for _, c := range []struct {
		in   string
		want identity.Mistake
	}{
		{"", identity.Mistake{Rule: identity.RuleRequired}},
		{" \t\n\u3000", identity.Mistake{Rule: identity.RuleRequired}},
		{strings.Repeat("a", 65), identity.Mistake{Rule: identity.RuleLong, Limit: 64}},
		{strings.Repeat("é", 65), identity.Mistake{Rule: identity.RuleLong, Limit: 64}},
		{strings.Repeat("a", 10_000), identity.Mistake{Rule: identity.RuleLong, Limit: 64}},
		{strings.Repeat(" ", 4097), identity.Mistake{Rule: identity.RuleLong, Limit: 64}},
		{strings.Repeat("\xff", 4097), identity.Mistake{Rule: identity.RuleLong, Limit: 64}},
		{"an\xffna", identity.Mistake{Rule: identity.RuleText}},
		{"an na", identity.Mistake{Rule: identity.RuleSpace}},
		{"an\u00a0na", identity.Mistake{Rule: identity.RuleSpace}},
		{"an\u3000na", identity.Mistake{Rule: identity.RuleSpace}},
		{"an\x00na", identity.Mistake{Rule: identity.RuleControl, Found: "U+0000"}},
		{"an\nna", identity.Mistake{Rule: identity.RuleControl, Found: "U+000A"}},
		{"anna\x7f", identity.Mistake{Rule: identity.RuleControl, Found: "U+007F"}},
		{"an\u0085na", identity.Mistake{Rule: identity.RuleControl, Found: "U+0085"}},
		{"an\u202ena", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+202E"}}, // right-to-left override
		{"an\u2066na", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+2066"}}, // left-to-right isolate
		{"anna\u200f", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200F"}}, // right-to-left mark
		{"an\u200bna", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200B"}}, // zero width space
		{"an\u200dna", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200D"}}, // zero width joiner
		{"\ufeffanna", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+FEFF"}}, // byte order mark
		{"an\u00adna", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+00AD"}}, // soft hyphen
		{"anna\ufe0f", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+FE0F"}}, // variation selector
		{"an\u3164na", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+3164"}}, // Hangul filler
		{"an\u2800na", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+2800"}}, // empty Braille pattern
		{"an\U000e0041na", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+E0041"}},
		{"anna#home", identity.Mistake{Rule: identity.RuleCharacter, Found: "#"}},
		{"../anna", identity.Mistake{Rule: identity.RuleCharacter, Found: "/"}},
		{`an"na`, identity.Mistake{Rule: identity.RuleCharacter, Found: `"`}},
		{"an\"na", identity.Mistake{Rule: identity.RuleCharacter, Found: "\""}},
		{"'anna", identity.Mistake{Rule: identity.RuleEnds}},
		{"anna+", identity.Mistake{Rule: identity.RuleEnds}},
		{"anna;", identity.Mistake{Rule: identity.RuleCharacter, Found: ";"}},
		{"<anna>", identity.Mistake{Rule: identity.RuleCharacter, Found: "<"}},
		{"an%na", identity.Mistake{Rule: identity.RuleCharacter, Found: "%"}},
		{"anna😀", identity.Mistake{Rule: identity.RuleCharacter}},
		{"ﬁona", identity.Mistake{Rule: identity.RuleCharacter}}, // a ligature
		{"anna²", identity.Mistake{Rule: identity.RuleCharacter}},
		{"Ⅳanna", identity.Mistake{Rule: identity.RuleCharacter}},
		{"אanna", identity.Mistake{Rule: identity.RuleCharacter}}, // two directions
		{".anna", identity.Mistake{Rule: identity.RuleEnds}},
		{"anna.", identity.Mistake{Rule: identity.RuleEnds}},
		{"-", identity.Mistake{Rule: identity.RuleEnds}},
		{"_anna", identity.Mistake{Rule: identity.RuleEnds}},
		{"..", identity.Mistake{Rule: identity.RuleEnds}},
		{"аnna", identity.Mistake{Rule: identity.RuleScripts, Found: "Cyrillic, Latin"}},
		{"annа", identity.Mistake{Rule: identity.RuleScripts, Found: "Latin, Cyrillic"}},
		{"αnna", identity.Mistake{Rule: identity.RuleScripts, Found: "Greek, Latin"}},
		{"Ольгa", identity.Mistake{Rule: identity.RuleScripts, Found: "Cyrillic, Latin"}},
		{"김さくら", identity.Mistake{Rule: identity.RuleScripts, Found: "Hangul, Hiragana"}},
		{"ㄅさ", identity.Mistake{Rule: identity.RuleScripts, Found: "Bopomofo, Hiragana"}},
	} {
		t.Run(c.in, func(t *testing.T) {
			c.want.Field = identity.FieldName
			got, err := CheckUserName(c.in)
			if m, _ := errors.AsType[identity.Mistake](err); m != c.want || got != "" {
				t.Errorf("%.40q: got %q, mistake %+v, want %+v", c.in, got, m, c.want)
			}
		})
	}
}

func TestCheckPersonName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" \t\u3000", ""},
		{"  Anna   Maria\u00a0 von\tB ", "Anna Maria von B"},
		{"O'Neill", "O'Neill"},
		{"d’Arc-Müller, Jr.", "d’Arc-Müller, Jr."},
		{"Rene\u0301", "René"},
		{"پگاه\u200cآهنگ", "پگاه\u200cآهنگ"}, // Persian requires the joiner
		{"क्\u200dष", "क्\u200dष"},
		{"علی\u200cرضا", "علی\u200cرضا"},
		{"Family 👩\u200d👩\u200d👧", "Family 👩\u200d👩\u200d👧"},
		{"👩🏽\u200d🚀", "👩🏽\u200d🚀"},
		{"❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{strings.Repeat("é", 128), strings.Repeat("é", 128)},
		{strings.Repeat("e\u0301", 128), strings.Repeat("é", 128)},
	} {
		t.Run(c.in, func(t *testing.T) {
			if got, err := CheckPersonName(identity.FieldFirstName, c.in); err != nil || got != c.want {
				t.Errorf("got %q, error %v, want %q", got, err, c.want)
			}
		})
	}
	for _, name := range names {
		if got, err := CheckPersonName(identity.FieldLastName, name); err != nil || got != name {
			t.Errorf("%q: got %q, error %v, want it unchanged", name, got, err)
		}
	}
	for _, c := range []struct {
		in   string
		want identity.Mistake
	}{
		{strings.Repeat("a", 129), identity.Mistake{Rule: identity.RuleLong, Limit: 128}},
		{strings.Repeat("a", 10_000), identity.Mistake{Rule: identity.RuleLong, Limit: 128}},
		{"\xff", identity.Mistake{Rule: identity.RuleText}},
		{strings.Repeat("\xff", 5000), identity.Mistake{Rule: identity.RuleLong, Limit: 128}},
		{"An\x00na", identity.Mistake{Rule: identity.RuleControl, Found: "U+0000"}},
		{"An\x1bna", identity.Mistake{Rule: identity.RuleControl, Found: "U+001B"}},
		{"An\u202ena", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+202E"}},
		{"An\u200bna", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200B"}},
		{"An\u200dna", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200D"}}, // no joiner in Latin
		{"👩\u200dA", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200D"}},
		{"A\ufe0f", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+FE0F"}},
		{"\u2800", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+2800"}},
		{"\u3164", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+3164"}},
		{"An\ue000na", identity.Mistake{Rule: identity.RuleCharacter}}, // private use
	} {
		t.Run(c.in, func(t *testing.T) {
			c.want.Field = identity.FieldLastName
			got, err := CheckPersonName(identity.FieldLastName, c.in)
			if m, _ := errors.AsType[identity.Mistake](err); m != c.want || got != "" {
				t.Errorf("%.40q: got %q, mistake %+v, want %+v", c.in, got, m, c.want)
			}
		})
	}
}

func TestCheckEmail(t *testing.T) {
	long := strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 46)+".", 4) + "c" // 254 bytes
	if len(long) != 254 {
		t.Fatalf("long address: got %d bytes, want 254", len(long))
	}
	for _, c := range []struct{ in, want string }{
		{"a@b.co", "a@b.co"},
		{" Anna@Example.COM\n", "Anna@Example.COM"},
		{"anna+roster@mail.example.com", "anna+roster@mail.example.com"},
		{"o'neill_{x}|~!#$%&*-/=?^`@example.co.uk", "o'neill_{x}|~!#$%&*-/=?^`@example.co.uk"},
		{"a@xn--bcher-kva.example", "a@xn--bcher-kva.example"},
		{"a@1.2.com", "a@1.2.com"},
		{"müller@bücher.de", "müller@bücher.de"},
		{"mu\u0308ller@bu\u0308cher.de", "müller@bücher.de"},
		{"ольга@почта.рф", "ольга@почта.рф"},
		{"さくら@例え.jp", "さくら@例え.jp"},
		{"नमस्ते@उदाहरण.भारत", "नमस्ते@उदाहरण.भारत"},
		{long, long},
		{"a.@b.co", "a.@b.co"},
		{"a..b@c.co", "a..b@c.co"},
	} {
		t.Run(c.in, func(t *testing.T) {
			if got, err := CheckEmail(c.in); err != nil || got != c.want {
				t.Errorf("got %q, error %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestCheckEmailRefuses(t *testing.T) {
	form, noAt, nothing := identity.Mistake{Rule: identity.RuleForm}, identity.Mistake{Rule: identity.RuleNoAt}, identity.Mistake{Rule: identity.RuleLocal}
	domain := func(found string) identity.Mistake { return identity.Mistake{Rule: identity.RuleDomain, Found: found} }
	character := func(found string) identity.Mistake {
		return identity.Mistake{Rule: identity.RuleCharacter, Found: found}
	}
	for _, c := range []struct {
		in   string
		want identity.Mistake
	}{
		{"", identity.Mistake{Rule: identity.RuleRequired}},
		{"  ", identity.Mistake{Rule: identity.RuleRequired}},
		{"Bob <a@b.co>", identity.Mistake{Rule: identity.RuleForm}},
		{"Bob<a@b.co>", form},
		{"<a@b.co>", form},
		{"a@b", domain("b")},
		{"a", noAt},
		{"@", nothing},
		{"@b.co", nothing},
		{"a@", domain("")},
		{"a@@b.co", form},
		{"a@b@c.co", form},
		{`"a"@b.co`, form},
		{`"a@b"@c.co`, form},
		{"a(comment)@b.co", character("(")},
		{"a@b.co(comment)", domain("b.co(comment)")},
		{"a@(comment)b.co", domain("(comment)b.co")},
		{".a@b.co", identity.Mistake{Rule: identity.RuleLocal, Found: "."}},
		{"a@.b.co", domain(".b.co")},
		{"a@b.co.", domain("b.co.")},
		{"a@b..co", domain("b..co")},
		{"a@-b.co", domain("-b.co")},
		{"a@b-.co", domain("b-.co")},
		{"a@b_c.co", domain("b_c.co")},
		{"a@[127.0.0.1]", domain("[127.0.0.1]")},
		{"a@127.0.0.1", domain("127.0.0.1")},
		{"a@b.co,c@d.co", form},
		{"group:a@b.co;", form},
		{"a\\b@c.co", character(`\`)},
		{"mailto:a@b.co", character(":")},
		{"a＠b.co", noAt},
		{"a@b。co", domain("b。co")},
		{"a😀@b.co", character("😀")},
		{strings.Repeat("a", 65) + "@b.co", identity.Mistake{Rule: identity.RuleLocalLong, Limit: 64}},
		{"a@" + strings.Repeat("b", 64) + ".co", domain(strings.Repeat("b", 64) + ".co")},
		{"a@" + strings.Repeat("b.", 130) + "co", identity.Mistake{Rule: identity.RuleLong, Limit: 254}},
		{strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 46)+".", 4) + "cc",
			identity.Mistake{Rule: identity.RuleLong, Limit: 254}},
		{strings.Repeat("a", 10_000) + "@b.co", identity.Mistake{Rule: identity.RuleLong, Limit: 254}},
		{"a @b.co", identity.Mistake{Rule: identity.RuleSpace}},
		{"a@b. co", identity.Mistake{Rule: identity.RuleSpace}},
		{"a\x00@b.co", identity.Mistake{Rule: identity.RuleControl, Found: "U+0000"}},
		{"a@b.co\r\nBcc:c@d.co", identity.Mistake{Rule: identity.RuleControl, Found: "U+000D"}},
		{"a\u200b@b.co", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+200B"}},
		{"a@b\u202e.co", identity.Mistake{Rule: identity.RuleInvisible, Found: "U+202E"}},
		{"a\xff@b.co", identity.Mistake{Rule: identity.RuleText}},
		{"аnna@b.co", identity.Mistake{Rule: identity.RuleScripts, Found: "Cyrillic, Latin"}},
		{"anna@exаmple.com", identity.Mistake{Rule: identity.RuleScripts, Found: "Latin, Cyrillic"}},
		{"anna@example.cоm", identity.Mistake{Rule: identity.RuleScripts, Found: "Latin, Cyrillic"}},
	} {
		t.Run(c.in, func(t *testing.T) {
			c.want.Field = identity.FieldEmail
			got, err := CheckEmail(c.in)
			if m, _ := errors.AsType[identity.Mistake](err); m != c.want || got != "" {
				t.Errorf("%.60q: got %q, mistake %+v, want %+v", c.in, got, m, c.want)
			}
		})
	}
}

func TestEmailParts(t *testing.T) {
	for local, want := range map[string]bool{
		"a": true, "a.b": true, strings.Repeat("a", 64): true,
		"a.": true, "a..b": true, "": false, ".a": false, "a b": false, `"a"`: false, strings.Repeat("a", 65): false,
	} {
		t.Run(local, func(t *testing.T) {
			if _, err := CheckEmail(local + "@b.co"); (err == nil) != want {
				t.Errorf("local part %q: got error %v, want it accepted: %v", local, err, want)
			}
		})
	}
	for domain, want := range map[string]bool{
		"b.co": true, "1.co": true, "b-c.co": true, strings.Repeat("b", 63) + ".co": true,
		"": false, "co": false, ".co": false, "b.": false, "b..co": false, "b.1": false, "-b.co": false, "b-.co": false,
		"b_c.co": false, "b c.co": false, strings.Repeat("b", 64) + ".co": false,
	} {
		t.Run(domain, func(t *testing.T) {
			if got := isDomain(domain); got != want {
				t.Errorf("domain %q: got %v, want %v", domain, got, want)
			}
		})
	}
}

// A name or email counts as taken regardless of case and Unicode form.
func TestTaken(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "Anna", identity.LedgerManager)
	w.add(t, "René", identity.LedgerManager)
	w.add(t, "straße", identity.LedgerManager)
	victim := w.add(t, "victim", identity.LedgerManager)
	name, email := identity.Mistake{Field: identity.FieldName, Rule: identity.RuleTaken}, identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleTaken}
	for _, taken := range []string{
		"Anna", "anna", "ANNA", "Ａnna", " anna ", "rené", "Rene\u0301", "RENÉ", "STRASSE", "strasse",
	} {
		t.Run(taken, func(t *testing.T) {
			_, err := w.root.CreateUser(t.Context(), NewUser{Name: taken, Email: "new@example.com", Password: secret, Role: identity.Admin})
			wantMistakes(t, fmt.Sprintf("create %q", taken), err, name)
			_, err = w.root.EditUser(t.Context(), victim, Details{Name: taken})
			wantMistakes(t, fmt.Sprintf("rename to %q", taken), err, name)
		})
	}
	for _, taken := range []string{"Anna@example.com", "ANNA@EXAMPLE.COM", "Rene\u0301@example.com", "ａnna@example.com"} {
		t.Run(taken, func(t *testing.T) {
			_, err := w.root.CreateUser(t.Context(), NewUser{Name: "new", Email: taken, Password: secret, Role: identity.Admin})
			wantMistakes(t, fmt.Sprintf("create with %q", taken), err, email)
			_, err = w.root.ChangeEmail(t.Context(), victim, taken)
			wantMistakes(t, fmt.Sprintf("change email to %q", taken), err, email)
		})
	}
	if got := w.stored(t, victim.ID); got != victim {
		t.Errorf("got %v, want %v as before", got, victim)
	}
	// A user may change the case of their own name.
	if got, err := w.root.EditUser(t.Context(), victim, Details{Name: "VICTIM"}); err != nil || got.Name != "VICTIM" {
		t.Errorf("own name in capitals: got %q, error %v, want VICTIM", got.Name, err)
	}
}

func FuzzUserName(f *testing.F) {
	for _, name := range names {
		f.Add(name)
	}
	for _, s := range []string{
		"", " a ", "Ａ", "an\u202ena", "a\xff", strings.Repeat("a", 65), "e\u0301", "\u0345", "ㄱ", "ﷺ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		name, err := CheckUserName(in)
		if err != nil {
			if m, ok := errors.AsType[identity.Mistake](err); !ok || m.Field != identity.FieldName || name != "" {
				t.Fatalf("%q: got %q, error %v, want only a mistake in the name", in, name, err)
			}
			return
		}
		if again, err := CheckUserName(name); err != nil || again != name {
			t.Errorf("%q: got %q, then %q, error %v, want the same", in, name, again, err)
		}
		wantVisible(t, in, name)
		if n := utf8.RuneCountInString(name); n < 1 || n > 64 {
			t.Errorf("%q: got %d characters, want 1 to 64", in, n)
		}
		if strings.ContainsFunc(name, unicode.IsSpace) || strings.ContainsAny(name, `/\:*?"<>|@%'`) {
			t.Errorf("%q: got %q, want no space and no reserved character", in, name)
		}
		if fold.Key(name) == "" || fold.Key(name) != fold.Key(strings.ToUpper(strings.ToLower(name))) && isASCII(name) {
			t.Errorf("%q: got key %q, want one without upper case", in, fold.Key(name))
		}
	})
}

func FuzzEmail(f *testing.F) {
	for _, s := range []string{
		"", "a@b.co", " a@b.co ", "Bob <a@b.co>", `"a"@b.co`, "mu\u0308ller@bücher.de", "a@b", "a@b.co.", "a\u0301@b.c",
		"\u0301a@b.c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		email, err := CheckEmail(in)
		if err != nil {
			if m, ok := errors.AsType[identity.Mistake](err); !ok || m.Field != identity.FieldEmail || email != "" {
				t.Fatalf("%q: got %q, error %v, want only a mistake in the email", in, email, err)
			}
			return
		}
		if again, err := CheckEmail(email); err != nil || again != email {
			t.Errorf("%q: got %q, then %q, error %v, want the same", in, email, again, err)
		}
		wantVisible(t, in, email)
		if len(email) > 254 || strings.Count(email, "@") != 1 || strings.ContainsAny(email, `<>()[],;:\" `) {
			t.Errorf("%q: got %q, want a bare address of at most 254 bytes", in, email)
		}
	})
}

func FuzzPersonName(f *testing.F) {
	for _, s := range append(names, "", " a  b ", "O'Neill", "\u2800", "پگاه\u200cآهنگ", "\x00") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		name, err := CheckPersonName(identity.FieldFirstName, in)
		if err != nil {
			return
		}
		if again, err := CheckPersonName(identity.FieldFirstName, name); err != nil || again != name {
			t.Errorf("%q: got %q, then %q, error %v, want the same", in, name, again, err)
		}
		wantVisible(t, in, strings.NewReplacer("\u200c", "", "\u200d", "").Replace(name))
		if n := utf8.RuneCountInString(name); n > 64 {
			t.Errorf("%q: got %d characters, want at most 64", in, n)
		}
	})
}

// wantVisible fails the test if out has invisible characters or is not UTF-8.
func wantVisible(t *testing.T, in, out string) {
	t.Helper()
	for _, r := range out {
		if unicode.In(r, unicode.C, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point,
			unicode.Variation_Selector) || r == '\u2800' {
			t.Errorf("%q: got %q with %U, want nothing invisible", in, out, r)
		}
	}
	if !utf8.ValidString(out) {
		t.Errorf("%q: got %q, want UTF-8", in, out)
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
