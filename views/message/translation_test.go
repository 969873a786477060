package message

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fyneWords are the texts that Fyne itself shows in Roster's window.
var fyneWords = []string{"Cut", "Copy", "Paste", "Select all", "Undo", "Redo", "Quit"}

// literal returns the value of a string literal, or of a concatenation of string literals.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, too := literal(e.Y)
		return a + b, ok && too
	}
	return "", false
}

// sources returns the paths of all source files of the views.
func sources(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"../*.go", "../*/*.go"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatalf("%s: got %d files, %v", pattern, len(more), err)
		}
		files = append(files, more...)
	}
	return files
}

// said returns all texts that the sources translate.
func said(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "L" {
				return true
			}
			if text, ok := literal(call.Args[0]); ok {
				all[text] = true
			} else if filepath.Base(filepath.Dir(file)) != "message" { // phrases and labels, below
				t.Errorf("%s: got a text that is not a literal, want a literal", set.Position(call.Pos()))
			}
			return true
		})
	}
	for _, d := range phrases {
		all[d.done], all[d.tried] = true, true
	}
	for _, done := range batchPhrases {
		all[done] = true
	}
	for word := range labels {
		all[word] = true
	}
	for _, word := range fyneWords {
		all[word] = true
	}
	return all
}

// Every text is translated into every language with the same placeholders, and there are no unused translations.
func TestEveryTextIsTranslated(t *testing.T) {
	said := said(t)
	filled := regexp.MustCompile(`\{\{[^}]*\}\}`)
	files, err := filepath.Glob("../../assets/translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("translations: got %d, %v", len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tag := strings.TrimSuffix(filepath.Base(file), ".json")
		words := map[string]string{}
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatalf("%s: %v", tag, err)
		}
		for text := range said {
			if words[text] == "" {
				t.Errorf("%s: got nothing for %q, want a translation", tag, text)
			}
		}
		for text, word := range words {
			if !said[text] {
				t.Errorf("%s: got a translation of %q, which is not used", tag, text)
			}
			fills := func(s string) []string {
				return slices.Compact(slices.Sorted(slices.Values(filled.FindAllString(s, -1))))
			}
			if got, want := fills(word), fills(text); !slices.Equal(got, want) {
				t.Errorf("%s: %q: got placeholders %v, want %v", tag, word, got, want)
			}
		}
	}
}
