package paths

import (
	"path/filepath"
	"testing"
)

func TestLogs(t *testing.T) {
	for _, c := range []struct{ name, system, home, state, want string }{
		{"Linux", "linux", "/home/anna", "/home/anna/.local/state", "/home/anna/.local/state/roster"},
		{"XDG_STATE_HOME", "linux", "/home/anna", "/srv/state", "/srv/state/roster"},
		{"macOS", "darwin", "/Users/anna", "/Users/anna/Library/Application Support", "/Users/anna/Library/Logs/Roster"},
		{"Windows", "windows", "C:/Users/anna", "C:/Users/anna/AppData/Local", "C:/Users/anna/AppData/Local/Roster/Logs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := filepath.ToSlash(logs(c.system, c.home, c.state)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
