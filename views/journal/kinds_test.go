package journal

import (
	"slices"
	"testing"

	"roster/app"
)

// Whatever the journal tells can be asked for.
func TestKinds(t *testing.T) {
	var all []app.Operation
	for _, k := range kinds() {
		all = append(all, k.ops...)
		for _, op := range k.ops {
			if !slices.Contains(app.Operations(), op) {
				t.Errorf("%s: %v is no operation", k.label, op)
			}
		}
	}
	for _, op := range app.Operations() {
		if !slices.Contains(all, op) {
			t.Errorf("%v is of no kind", op)
		}
	}
}
