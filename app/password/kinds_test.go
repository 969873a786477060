package password

import (
	"testing"
)

// BenchmarkKinds measures the cost model: each takes as long as the policy according to it.
func BenchmarkKinds(b *testing.B) {
	for _, k := range []Kind{
		Policy().Kind(), "$2b$12$", "$scrypt$ln=17,r=8,p=1$", "$pbkdf2-sha256$i=600000,l=32$", "$pbkdf2-sha512$i=400000,l=64$",
	} {
		hash, err := k.Decoy()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(string(k), func(b *testing.B) {
			for b.Loop() {
				if _, err := Verify(hash, secret); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
