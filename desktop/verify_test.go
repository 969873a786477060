package desktop

import "testing"

func TestCounts(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"no entry", intact(0), "0 journal entries are intact"},
		{"one entry", intact(1), "1 journal entry is intact"},
		{"entries", intact(7), "7 journal entries are intact"},
		{"one user", matching(1), "1 user matches"},
		{"users", matching(3), "3 users match"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q, want %q", c.got, c.want)
			}
		})
	}
}
