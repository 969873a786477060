package fold

import (
	"bufio"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"unicode"
)

// pythonKeys prints the version of Unicode that Python knows, and then each character that it knows with its key, in
// hexadecimal, computed as verify_more.py does.
const pythonKeys = `
import sys, unicodedata
sys.argv = ["", ":memory:"]
text = open("../../app/testdata/verify_more.py").read()
scope = {"normalize": unicodedata.normalize}
exec(text[text.index("def key"):text.index("for user")], scope)
print(unicodedata.unidata_version)
for n in range(0x110000):
    c = chr(n)
    if not 0xd800 <= n < 0xe000 and unicodedata.category(c) != "Cn":
        print("%x" % n, scope["key"](c).encode().hex())
`

// Every character that both Go and Python know has the same key in both. Otherwise a file that Roster wrote would not
// verify without it.
func TestKeysOfPython(t *testing.T) {
	if testing.Short() {
		t.Skip("it compares every letter, and nothing here is concurrent")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	out, err := exec.Command(python, "-c", pythonKeys).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(strings.NewReader(string(out)))
	lines.Scan()
	t.Logf("Go knows Unicode %s, Python %s", unicode.Version, lines.Text())
	compared := 0
	for lines.Scan() {
		var n rune
		var want []byte
		if _, err := fmt.Sscanf(lines.Text(), "%x %x", &n, &want); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		if !known(n) {
			continue
		}
		compared++
		if got := Key(string(n)); got != string(want) {
			t.Errorf("%U %c: got key %q, want Python's %q", n, n, got, want)
		}
	}
	if compared < 140_000 {
		t.Errorf("compared %d characters, want all that both know", compared)
	}
}

// known reports whether Go knows a character.
func known(r rune) bool {
	for _, table := range unicode.Categories {
		if unicode.Is(table, r) {
			return true
		}
	}
	return false
}
