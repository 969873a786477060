// Rules reports what no ready-made linter does: a goroutine outside the places that wait for it, "failed to" in the text
// of an error, and SELECT *. `make lint` runs it; it exits 1 when it found something.
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
)

var (
	mayStart   = regexp.MustCompile(`^views/async\.go$|^(data|desktop|e2e|bench)/|_test\.go$`)
	failedTo   = regexp.MustCompile("(?i)^[`\"](failed|unable|could not|couldn't) ")
	selectStar = regexp.MustCompile(`(?i)\bSELECT\s+\*`)
)

func main() {
	log.SetFlags(0)
	found := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && strings.HasPrefix(d.Name(), "."), d.IsDir() && path == "build":
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text := broken(filepath.ToSlash(path), n); text != "" {
				fmt.Printf("%s: %s\n", files.Position(n.Pos()), text)
				found++
			}
			return true
		})
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	if found > 0 {
		os.Exit(1)
	}
}

// broken returns the rule that n in the file at path breaks, or "".
func broken(path string, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		if !mayStart.MatchString(path) {
			return "goroutines start in views/async.go (call run), in data and in desktop, nowhere else"
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 0 && (f.Sel.Name == "Errorf" || f.Sel.Name == "New") {
			if pkg, ok := f.X.(*ast.Ident); ok && (pkg.Name == "fmt" || pkg.Name == "errors") {
				if s, ok := n.Args[0].(*ast.BasicLit); ok && failedTo.MatchString(s.Value) {
					return `an error says what was being done, without "failed to"`
				}
			}
		}
	case *ast.BasicLit:
		if n.Kind == token.STRING && selectStar.MatchString(n.Value) && !strings.HasSuffix(path, "_test.go") {
			return "name the columns; never SELECT *"
		}
	}
	return ""
}
