package fold

import (
	"strings"
	"testing"
	"unicode"
)

func TestKey(t *testing.T) {
	for _, same := range [][]string{
		{"anna", "Anna", "ANNA", "Ａnna", "ａｎｎａ"},
		{"rené", "Rene\u0301", "RENÉ", "RENE\u0301"},
		{"straße", "STRASSE", "strasse", "Straſse", "STRAẞE"},
		{"ольга", "ОЛЬГА"},
		{"γιώργος", "ΓΙΏΡΓΟΣ", "γιώργοσ"},
		{"ｶﾞ", "ガ", "カ\u3099"},
		{"김민준", "김민준"},
		{"ﬁona", "fiona"},
		{"ᎠᎡᎢ", "ꭰꭱꭲ"},
		{"ᏸ", "Ᏸ"},
		{"\u212bngström", "Ångström", "ångström"},
		{"", ""},
	} {
		t.Run(same[0], func(t *testing.T) {
			for _, s := range same {
				if got, want := Key(s), Key(same[0]); got != want {
					t.Errorf("%q: got %q, want %q, the key of %q", s, got, want, same[0])
				}
			}
		})
	}
	for _, pair := range [][2]string{{"anna", "аnna"}, {"e", "é"}, {"a b", "ab"}, {"o", "0"}, {"i", "ı"}, {"日", "曰"}} {
		t.Run(pair[0]+" and "+pair[1], func(t *testing.T) {
			if Key(pair[0]) == Key(pair[1]) {
				t.Error("got the same key, want different ones")
			}
		})
	}
}

// Letters that differ only in case have the same key, in every script that Go knows.
func TestKeyOfEveryCase(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if next := unicode.SimpleFold(r); next != r && Key(string(next)) != Key(string(r)) {
			t.Errorf("%U %c: got key %q, want %q, that of %U %c", r, r, Key(string(r)), Key(string(next)), next, next)
		}
	}
}

func TestKeyIdempotent(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		s := string(r)
		key := Key(s)
		if again := Key(key); again != key {
			t.Errorf("%U: got key %q, whose key is %q, want the same", r, key, again)
		}
		if r < 0x250 {
			if upper := Key(strings.ToUpper(s)); upper != key && r != 'ı' && r != 'ŉ' {
				t.Errorf("%U: got %q in upper case, want %q", r, upper, key)
			}
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"", "Anna", "René", "ǅ", "\u0345\u0301", "ﷺ", "\xff", "ẞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Key(s)
		if again := Key(key); again != key {
			t.Errorf("%q: got key %q, whose key is %q, want the same", s, key, again)
		}
	})
}
