package journal

import (
	"slices"
	"testing"

	"roster/app/access"
)

// Every operation belongs to a kind.
func TestKinds(t *testing.T) {
	var all []access.Operation
	for _, k := range kinds() {
		all = append(all, k.ops...)
		for _, op := range k.ops {
			if !slices.Contains(access.Operations(), op) {
				t.Errorf("%s: %v is not an operation", k.label, op)
			}
		}
	}
	for _, op := range access.Operations() {
		if !slices.Contains(all, op) {
			t.Errorf("%v belongs to no kind", op)
		}
	}
}
