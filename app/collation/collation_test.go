package collation

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// inOrder are names in the order of a language, in lower case as keys are. They follow the alphabets that CLDR and the
// national standards give.
var inOrder = map[string]string{
	"en": "aaron abel ångström émile eric łukasz lydia müller muñoz nino niño oscar øyvind user2 user10 user100 zoë zorn",
	"fr": "abel ångström bernard cécile cote coté côte côté élodie eloïse emile émile françois gaël hélène jean zoé",
	"de": "aaron ähtari arne göbel goethe götz müller muller-a mümmel öst oswald strasse straube uhl ünal zeta",
	"es": "abel álvarez ana chávez colombo llanos luz marín nadal nube nuñez núñez ñandú oscar zamora",
	"pt": "abel ágata álvaro antônio beatriz conceição érica fátima inês joão jose josé luís paço paz vânia",
	"it": "abate alda àlida carlo èlia emma giosuè ida nicolò noè ornella ugo zeno",
	"pl": "adam ąbrys bartek cyryl ćwik daniel edyta ężyk lena łukasz mirek nina ńuńek olga óskar sara śliwa zenon źrebiec żaneta",
	"cs": "adam albert cyril čeněk daniel emil hana chleba igor radek řehoř samuel šimon zdeněk žofie",
	"nl": "aad bram eva ëva ijsbrand ilse jan noël noor wim zeger",
	"sv": "abel anders erik olle oskar vera wilma zeta åke åsa ängla ärla öberg östen",
	"da": "abel bent mads niels ole vera zeta ægir ærlig øje østen åge åse",
	"tr": "ahmet cem çağla deniz ela galip ğ hakan ışık ibrahim ilker jale omer öykü selim şule ufuk ümit zeki",
	"hr": "ana cvita čedo ćiril dario džemal đorđe ela luka ljiljana nada njegoš sara šime zora žarko",
	"hu": "adam béla cecil csaba dezső feri gábor gyula lajos lyukas nóra nyári olga örs pál sára szabó tamás tyler ubul ünige zora zsófia",
	"fi": "aino eero oona ville yrjö åke äiti öhman",
	"ru": "андрей анна борис елена ёлка жанна иван йоган мария яна",
	"uk": "ганна ґалина єва жанна зоя іван їжак йосип марія яна",
}

// sortedBy sorts texts by their keys.
func sortedBy(o *Order, texts []string) []string {
	sorted := slices.Clone(texts)
	slices.SortFunc(sorted, func(a, b string) int {
		return bytes.Compare(o.AppendKey(nil, []byte(a)), o.AppendKey(nil, []byte(b)))
	})
	return sorted
}

func TestOrder(t *testing.T) {
	all := 0
	for _, names := range inOrder {
		all += len(strings.Fields(names))
	}
	if all < 200 || len(inOrder) < 12 {
		t.Errorf("got %d names in %d languages, want 200 in 12", all, len(inOrder))
	}
	for tag, names := range inOrder {
		want := strings.Fields(names)
		shuffled := slices.Clone(want)
		slices.Reverse(shuffled)
		if got := sortedBy(New(tag), shuffled); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", tag, got, want)
		}
	}
}

// Norwegian is written as Danish, regional tags and unknown ones work, and other scripts follow in a stable order.
func TestOrderOfOthers(t *testing.T) {
	for tag, names := range map[string]string{
		"nb": inOrder["da"], "nn-NO": inOrder["da"], "de-AT": inOrder["de"], "": inOrder["en"], "xx": inOrder["en"],
		"sv_FI": inOrder["sv"], "not a tag": inOrder["en"],
	} {
		want := strings.Fields(names)
		if got := sortedBy(New(tag), want); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", tag, got, want)
		}
	}
	want := strings.Fields("1 2 10 anna zoe γιώργος ольга ציפי علی हिंदी ไทย 김민준 さくら タロウ 中 田")
	if got := sortedBy(New("en"), want); !slices.Equal(got, want) {
		t.Errorf("scripts:\n got %q\nwant %q", got, want)
	}
}

// Numbers are sorted by value, whatever script they are in and whatever follows.
func TestNumbers(t *testing.T) {
	want := []string{ // in CLDR's root, punctuation is before digits
		"user", "user-1", "user0", "user00", "user1", "user01", "user1a", "user2", "user٣", "user9", "user10", "user010",
		"user99", "user100", "user1000000000000000000000", "users",
	}
	shuffled := slices.Clone(want)
	slices.Reverse(shuffled)
	if got := sortedBy(New("en"), shuffled); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The fast way gives the order that package collate gives, for all texts of three ASCII characters.
func TestASCII(t *testing.T) {
	characters := "abcdeghijlnstuvwyz -_.@'1"
	for tag := range inOrder {
		o := New(tag)
		peer := collate.New(language.Make(tag), collate.IgnoreCase)
		if tag == "da" {
			continue // package collate sorts aa by its case as well
		}
		var fast []string
		for _, a := range characters {
			for _, b := range characters {
				for _, c := range characters {
					if text := string([]rune{a, b, c}); !strings.Contains(text, "11") {
						fast = append(fast, text)
					}
				}
			}
		}
		fast = sortedBy(o, fast)
		for i := range fast[1:] {
			if peer.CompareString(fast[i], fast[i+1]) > 0 {
				t.Errorf("%s: %q comes before %q, want it after", tag, fast[i], fast[i+1])
				break
			}
		}
	}
}

// Different texts have different keys, without a zero byte, and keys are the same in every goroutine.
func FuzzKey(f *testing.F) {
	for _, text := range []string{"", "anna", "é", "007", "7", "a\x00", "\xff", "aa", "\u0301", "😀", strings.Repeat("1", 300)} {
		f.Add(text, "anna 7")
	}
	orders := []*Order{New("en"), New("cs"), New("da"), New("fr-CA")}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, o := range orders {
			x, y := o.AppendKey(nil, []byte(a)), o.AppendKey([]byte("x"), []byte(b))[1:]
			if bytes.IndexByte(x, 0) >= 0 {
				t.Errorf("%q: got key %x, want none with a zero byte", a, x)
			}
			if bytes.Equal(x, y) != (a == b) && !strings.Contains(a+b, "\x00") {
				t.Errorf("%q and %q: got keys %x and %x", a, b, x, y)
			}
		}
	})
}

func BenchmarkKey(b *testing.B) {
	for _, text := range []string{"angstrom-muller", "ångström-müller"} {
		b.Run(text, func(b *testing.B) {
			o, room := New("en"), make([]byte, 0, 256)
			for b.Loop() {
				o.AppendKey(room, []byte(text))
			}
		})
	}
}
