// Package collation orders texts as the readers of a language expect: É with E, Å after Z in Swedish only, numbers by
// their value. It knows the rules of some seventy languages (CLDR); other texts follow in the order of their scripts.
package collation

import (
	"bytes"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Order is the order of a language. It is safe for concurrent use.
type Order struct {
	collators sync.Pool // of *collator

	primaries []int            // the primary weights of ASCII characters, ascending; one for all digits
	codes     [ascii]byte      // of ASCII characters that are always sorted one by one; 0 for the others
	joined    [ascii][2]uint64 // the characters that are not sorted on their own after another one, a bit each
	digits    map[int]byte     // the values of digits by their primary weights
	number    byte             // the code that every number begins with
	common    int              // the secondary weight of letters without accents
}

// collator has buffers that only one goroutine can use.
type collator struct {
	collate         *collate.Collator
	buffer          collate.Buffer
	firsts, seconds []int // the primary and secondary weights of the latest text (Unicode Technical Standard 10)
	values          []byte
}

const ascii = 0x80

// A key consists of codes for the letters and digits, and for a text that others could share them with, of a tail:
// an end, the accents, an end, the text. No byte of it is 0.
const (
	end       = 1
	firstCode = 4    // the codes of ASCII characters are even, and those of what is between them are odd
	part      = 0x80 // bytes with six bits of a weight have this bit
)

// New returns the order of a language, given by its tag (BCP 47). It is the common order of most languages for one that
// it does not know.
func New(tag string) *Order {
	known := language.Make(tag)
	if base, _ := known.Base(); slices.Contains([]string{"nb", "nn", "no"}, base.String()) {
		known = language.Danish // its rules are Norwegian's, which package collate lacks
	}
	o := &Order{digits: map[int]byte{}}
	o.collators.New = func() any { return &collator{collate: collate.New(known, collate.IgnoreCase, collate.IgnoreWidth)} }
	o.learn()
	return o
}

// learn finds out how ASCII characters are sorted.
func (o *Order) learn() {
	c := o.collator()
	defer o.collators.Put(c)
	c.weigh([]byte("0"))
	zero := c.firsts[0]
	o.primaries, o.common = append(o.primaries, zero), c.seconds[0]
	for digit := byte('0'); digit <= '9'; digit++ {
		c.weigh([]byte{digit})
		o.digits[c.firsts[0]] = digit - '0'
	}
	single := map[int]byte{}
	for char := byte(' '); char < ascii-1; char++ {
		if isDigit(char) || 'A' <= char && char <= 'Z' { // keys are in lower case
			continue
		}
		c.weigh([]byte{char})
		if len(c.firsts) == 1 && len(c.seconds) == 1 && c.seconds[0] == o.common && single[c.firsts[0]] == 0 {
			single[c.firsts[0]] = char
			o.primaries = append(o.primaries, c.firsts[0])
		}
	}
	slices.Sort(o.primaries)
	at, _ := slices.BinarySearch(o.primaries, zero)
	o.number = code(at)
	for primary, char := range single {
		at, _ := slices.BinarySearch(o.primaries, primary)
		o.codes[char] = code(at)
	}
	for a := range byte(ascii) {
		for b := range byte(ascii) {
			if o.codes[a] == 0 || o.codes[b] == 0 {
				continue
			}
			c.weigh([]byte{a, b})
			if len(c.firsts) != 2 || single[c.firsts[0]] != a || single[c.firsts[1]] != b || len(c.seconds) != 2 {
				o.joined[a][b>>6] |= 1 << (b & 63)
			}
		}
	}
}

// code returns the code of the ASCII character with the primary weight at a position.
func code(at int) byte { return byte(firstCode + 2*at) }

// AppendKey appends the key of a text, which is folded, to a slice. The keys of texts, compared byte by byte, are in
// the order of the texts. Different texts have different keys, unless one contains a zero byte.
func (o *Order) AppendKey(to, text []byte) []byte {
	if key, ok := o.appendASCII(to, text); ok {
		return key
	}
	c := o.collator()
	defer o.collators.Put(c)
	c.weigh(text)
	c.values = c.values[:0]
	for _, primary := range c.firsts {
		if value, digit := o.digits[primary]; digit {
			c.values = append(c.values, value)
			continue
		}
		to = o.appendPrimary(o.appendNumber(to, c.values), primary)
		c.values = c.values[:0]
	}
	to = append(o.appendNumber(to, c.values), end)
	seconds := c.seconds
	for len(seconds) > 0 && seconds[len(seconds)-1] == o.common {
		seconds = seconds[:len(seconds)-1]
	}
	for _, second := range seconds {
		to = append(to, part|byte(second>>12), part|byte(second>>6&0x3f), part|byte(second&0x3f))
	}
	to = append(append(to, end), text...)
	if from := len(to) - len(text); bytes.IndexByte(to[from:], 0) >= 0 {
		copy(to[from:], bytes.ReplaceAll(to[from:], []byte{0}, []byte{end}))
	}
	return to
}

// appendASCII is AppendKey for a text of ASCII characters that are sorted one by one. It returns false for another one.
func (o *Order) appendASCII(to, text []byte) ([]byte, bool) {
	from, before := len(to), byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= ascii || o.joined[before][c>>6]>>(c&63)&1 != 0:
			return to[:from], false
		case isDigit(c):
			last := i
			for last+1 < len(text) && isDigit(text[last+1]) {
				last++
			}
			if c == '0' && last > i || last-i >= ascii { // another text has the same number, or no name has it
				return to[:from], false
			}
			var values [ascii]byte
			n := copy(values[:], text[i:last+1])
			for k := range n {
				values[k] -= '0'
			}
			to, i, before = o.appendNumber(to, values[:n]), last, 0
		case o.codes[c] == 0:
			return to[:from], false
		default:
			to, before = append(to, o.codes[c]), c
		}
	}
	return to, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// appendNumber appends the key of a number, if it has digits: its length without leading zeros, and its digits.
func (o *Order) appendNumber(to, values []byte) []byte {
	if len(values) == 0 {
		return to
	}
	for len(values) > 0 && values[0] == 0 {
		values = values[1:]
	}
	to = append(to, o.number, byte(min(len(values)+1, 0xff)))
	for _, v := range values {
		to = append(to, v+1)
	}
	return to
}

// appendPrimary appends a primary weight. One that is not an ASCII character's is sorted between two of them.
func (o *Order) appendPrimary(to []byte, primary int) []byte {
	at, found := slices.BinarySearch(o.primaries, primary)
	if found {
		return append(to, code(at))
	}
	return append(to, code(at)-1, part|byte(primary>>18), part|byte(primary>>12&0x3f), part|byte(primary>>6&0x3f),
		part|byte(primary&0x3f))
}

func (o *Order) collator() *collator { return o.collators.Get().(*collator) } //nolint:errcheck // nothing else is in it

// weigh sets the weights to those of a text.
func (c *collator) weigh(text []byte) {
	c.firsts, c.seconds = c.firsts[:0], c.seconds[:0]
	c.buffer.Reset()
	key := c.collate.Key(&c.buffer, text)
	// Package collate writes primary weights with two bytes, or three if the first has the highest bit, two zero bytes,
	// and secondary weights with two bytes.
	for len(key) >= 2 && (key[0] != 0 || key[1] != 0) {
		size := 2
		if key[0] >= 0x80 {
			size = 3
		}
		primary := 0
		for _, b := range key[:min(size, len(key))] {
			primary = primary<<8 | int(b)
		}
		c.firsts, key = append(c.firsts, primary), key[min(size, len(key)):]
	}
	for key = key[min(2, len(key)):]; len(key) >= 2; key = key[2:] {
		c.seconds = append(c.seconds, int(key[0])<<8|int(key[1]))
	}
}
