package lang

import "testing"

func TestL(t *testing.T) {
	german := map[string]string{"{{.N}} users of {{.Name}}": "{{.Name}} hat {{.N}} Benutzer", "None": "Keine"}
	values := map[string]any{"N": 3, "Name": "{{.N}}"}
	for _, c := range []struct {
		name  string
		words map[string]string
		text  string
		want  string
	}{
		{"English", nil, "{{.N}} users of {{.Name}}", "3 users of {{.N}}"},
		{"German", german, "{{.N}} users of {{.Name}}", "{{.N}} hat 3 Benutzer"},
		{"no placeholder", german, "None", "Keine"},
		{"unknown text", german, "Some {{.N}}", "Some 3"},
		{"no text", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			Use(c.words)
			t.Cleanup(func() { Use(nil) })
			if got := L(c.text, values); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := L("{{.N}} as it is"); got != "{{.N}} as it is" {
		t.Errorf("without values: got %q, want the text as it is", got)
	}
}
