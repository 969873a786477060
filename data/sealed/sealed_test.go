package sealed

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	Work = 10
	m.Run()
}

func TestSealed(t *testing.T) {
	plain := bytes.Repeat([]byte("users and hashes "), 20_000)
	var b bytes.Buffer
	if err := Encrypt(t.Context(), &b, bytes.NewReader(plain), "correct horse"); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	if bytes.Contains(whole, []byte("hashes")) {
		t.Error("the encrypted file has what it hides")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx        context.Context
		content    []byte
		passphrase string
		want       error
	}{
		"right":         {t.Context(), whole, "correct horse", nil},
		"wrong":         {t.Context(), whole, "Correct horse", ErrPassphrase},
		"empty":         {t.Context(), whole, "", ErrPassphrase},
		"cut off":       {t.Context(), whole[:len(whole)-100], "correct horse", ErrDamaged},
		"only a part":   {t.Context(), whole[:100], "correct horse", ErrDamaged},
		"a bit flips":   {t.Context(), flipped(whole, len(whole)-1000), "correct horse", ErrDamaged},
		"not sealed":    {t.Context(), plain, "correct horse", ErrDamaged},
		"cancelled":     {cancelled, whole, "correct horse", context.Canceled},
		"too much work": {t.Context(), bytes.Replace(whole, []byte(" 10\n"), []byte(" 30\n"), 1), "correct horse", ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := Decrypt(c.ctx, &out, bytes.NewReader(c.content), c.passphrase)
			if !errors.Is(err, c.want) || c.want == nil && !bytes.Equal(out.Bytes(), plain) {
				t.Errorf("got %d bytes, error %v, want %v", out.Len(), err, c.want)
			}
		})
	}
	for name, content := range map[string][]byte{"sealed": whole, "plain": plain, "empty": nil} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if is, err := Is(path); err != nil || is != (name == "sealed") {
			t.Errorf("%s: got %v, error %v", name, is, err)
		}
	}
}

// flipped returns content with another bit at a position.
func flipped(content []byte, at int) []byte {
	content = bytes.Clone(content)
	content[at] ^= 1
	return content
}
