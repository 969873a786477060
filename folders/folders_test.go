package folders

import (
	"path/filepath"
	"testing"
)

func TestLogs(t *testing.T) {
	for _, c := range []struct{ system, home, state, want string }{
		{"linux", "/home/anna", "/home/anna/.local/state", "/home/anna/.local/state/roster"},
		{"linux", "/home/anna", "/srv/state", "/srv/state/roster"},
		{"darwin", "/Users/anna", "/Users/anna/Library/Application Support", "/Users/anna/Library/Logs/Roster"},
		{"windows", "C:/Users/anna", "C:/Users/anna/AppData/Local", "C:/Users/anna/AppData/Local/Roster/Logs"},
	} {
		if got := filepath.ToSlash(logs(c.system, c.home, c.state)); got != c.want {
			t.Errorf("logs on %s are in %s, want %s", c.system, got, c.want)
		}
	}
}
