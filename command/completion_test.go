package command

import (
	"fmt"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Every shell is offered every command, option and value.
func TestCompletion(t *testing.T) {
	for _, shell := range shells {
		script := ctl("", "completion", shell).out
		for _, s := range specs() {
			for _, o := range s.allOptions() {
				for _, word := range append([]string{s.name, o.name}, o.values...) {
					if !strings.Contains(script, word) {
						t.Errorf("%s: got nothing about %s of %s", shell, word, s.name)
					}
				}
			}
		}
	}
}

// bash completes commands, options and values, and leaves the rest to itself.
func TestCompletionBash(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("what is called bash there may be another system's")
	}
	bash := tool(t, "bash")
	script := save(t, "rosterctl.bash", ctl("", "completion", "bash").out)
	for line, want := range map[string][]string{
		"ch":                     {"check"},
		"list FILE --se":         {"--search"},
		"list FILE --role sy":    {"system-admin"},
		"export FILE --format l": {"ldif"},
		"list FILE --search x":   nil,
		"dance --x":              nil,
		"check fi":               nil,
		"role FILE anna sy":      {"system-admin"},
		"role fi":                nil,
		"completion z":           {"zsh"},
	} {
		words := strings.Split("rosterctl "+line, " ")
		out, err := exec.Command(bash, "-c", fmt.Sprintf(
			`. %q; COMP_WORDS=(%s); COMP_CWORD=%d; _rosterctl; printf '%%s\n' "${COMPREPLY[@]}"`,
			script, "'"+strings.Join(words, "' '")+"'", len(words)-1)).CombinedOutput()
		got := strings.Fields(string(out))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, error %v, want %q", line, got, err, want)
		}
	}
}

// The other shells read their scripts without complaint.
func TestCompletionSyntax(t *testing.T) {
	for shell, args := range map[string][]string{"zsh": {"-n"}, "fish": {"--no-execute"}} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is not installed", shell)
			}
			must(t, path, append(args, save(t, "rosterctl."+shell, ctl("", "completion", shell).out))...)
		})
	}
}
