// Rules reports what no ready-made linter does: a goroutine outside the places that wait for it, a form that is not
// submitted with fields.Submit, a second clock, "failed to" in the text of an error, SELECT *, a second name for a type
// of identity, and lines of text with more than 120 characters. `make lint` runs it from the project's folder. It exits
// 1 if it finds something.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxLine is the number of characters that a line of text may have: a comment, or a line of a Markdown file.
const maxLine = 120

var (
	mayStart   = regexp.MustCompile(`^views/shell/async\.go$|^(data|desktop|e2e|bench)/|_test\.go$`)
	maySubmit  = regexp.MustCompile(`^views/(form|fields)/`)
	failedTo   = regexp.MustCompile("(?i)^[`\"](failed|unable|could not|couldn't) ")
	selectStar = regexp.MustCompile(`(?i)\bSELECT\s+\*`)
	goComment  = regexp.MustCompile(`^\s*//`)
	comment    = regexp.MustCompile(`^\s*(#|--|""")`)
	// unbreakable matches the lines of a Markdown file that can't be broken: rows of tables, and lines of one word,
	// such as an address.
	unbreakable = regexp.MustCompile(`^\s*\||^\s*([-*>] )*\S+$`)
)

func main() {
	log.SetFlags(0)
	found := 0
	report := func(format string, args ...any) {
		fmt.Printf(format+"\n", args...)
		found++
	}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || path == "build" || path == "dist"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		path = filepath.ToSlash(path)
		if err := checkLines(path, report); err != nil {
			return err
		}
		if filepath.Ext(path) != ".go" || strings.HasPrefix(path, ".ci/") {
			return nil
		}
		return checkCode(path, report)
	})
	if err != nil {
		log.Fatal(err)
	}
	if found > 0 {
		os.Exit(1)
	}
}

// checkLines reports lines of text that are too long. The linter lll checks lines of code.
func checkLines(path string, report func(format string, args ...any)) error {
	switch filepath.Ext(path) {
	case ".go", ".md", ".sql", ".py", ".yml", ".yaml", ".sh", ".txt", "": // scripts and the Makefile have no extension
	default:
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !utf8.Valid(content) || strings.HasPrefix(path, "assets/") || path == "LICENSE" { // a program, or texts of others
		return nil
	}
	fenced := false // within a block of code in a Markdown file
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		var isText bool
		switch filepath.Ext(path) {
		case ".md":
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
			}
			isText = !fenced && !unbreakable.MatchString(line)
		case ".go":
			isText = goComment.MatchString(line) && !strings.Contains(line, "//nolint")
		default:
			isText = comment.MatchString(line)
		}
		if n := utf8.RuneCountInString(line); isText && n > maxLine {
			report("%s:%d: the line has %d characters; break it at %d", path, number, n, maxLine)
		}
	}
	return nil
}

func checkCode(path string, report func(format string, args ...any)) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if !strings.Contains(path, "/") && path != "main.go" {
		report("%s: main.go is the only file at the top level; put this into desktop, or into a package of its own", path)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if text := broken(path, n); text != "" {
			report("%s: %s", files.Position(n.Pos()), text)
		}
		return true
	})
	return nil
}

// broken returns the rule that n in the file at path breaks, or "".
func broken(path string, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		if !mayStart.MatchString(path) {
			return "goroutines start in views/shell/async.go (call Run), in data and in desktop, nowhere else"
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 0 && (f.Sel.Name == "Errorf" || f.Sel.Name == "New") {
			if pkg, ok := f.X.(*ast.Ident); ok && (pkg.Name == "fmt" || pkg.Name == "errors") {
				if s, ok := n.Args[0].(*ast.BasicLit); ok && failedTo.MatchString(s.Value) {
					return `an error says what was being done, without "failed to"`
				}
			}
		}
		if !strings.HasSuffix(path, "_test.go") {
			return brokenCall(path, n)
		}
	case *ast.TypeSpec:
		if again, ok := n.Type.(*ast.SelectorExpr); ok && !strings.HasSuffix(path, "_test.go") {
			if pkg, ok := again.X.(*ast.Ident); ok && pkg.Name == "identity" {
				return "use identity." + again.Sel.Name + " itself; a second name for it only hides where it is from"
			}
		}
	case *ast.BasicLit:
		if n.Kind == token.STRING && selectStar.MatchString(n.Value) && !strings.HasSuffix(path, "_test.go") {
			return "name the columns; never SELECT *"
		}
	}
	return ""
}

// brokenCall returns the rule that a call outside of tests breaks, or "".
func brokenCall(path string, call *ast.CallExpr) string {
	pkg, name := callee(call)
	switch {
	case pkg == "time" && name == "Now" && strings.HasPrefix(path, "app/"):
		return "there is one clock: in a transaction tx.Now, elsewhere Service.Now"
	case name == "Busy" && len(call.Args) == 1 && !maySubmit.MatchString(path):
		return "submit a form with fields.Submit, which shows errors at their fields and asks for a confirmation"
	case pkg == "strings" && (name == "Contains" || name == "HasPrefix" || name == "HasSuffix"):
		if text, ok := call.Args[0].(*ast.CallExpr); ok {
			if _, name := callee(text); name == "Error" {
				return "recognize an error with errors.Is or errors.AsType, not by its text"
			}
		}
	}
	return ""
}

// callee returns the name of the called function and what it is selected from, if that is a name.
func callee(call *ast.CallExpr) (from, name string) {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	if x, ok := f.X.(*ast.Ident); ok {
		from = x.Name
	}
	return from, f.Sel.Name
}
