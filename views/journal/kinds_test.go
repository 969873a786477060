package journal

import (
	"slices"
	"testing"

	"roster/app/access"
)

// Whatever the journal tells can be asked for.
func TestKinds(t *testing.T) {
	var all []access.Operation
	for _, k := range kinds() {
		all = append(all, k.ops...)
		for _, op := range k.ops {
			if !slices.Contains(access.Operations(), op) {
				t.Errorf("%s: %v is no operation", k.label, op)
			}
		}
	}
	for _, op := range access.Operations() {
		if !slices.Contains(all, op) {
			t.Errorf("%v is of no kind", op)
		}
	}
}
