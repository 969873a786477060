// Rules reports what no ready-made linter does: a second package main, a goroutine outside the places that wait for it,
// work off the UI thread that uses a page's fields, a form that is not submitted with fields.Submit, focus, hover and
// overlays that are not those of views/control, a second clock, an error that is recognized by its text, "failed to" in
// that text, SELECT *, a second name for what is in identity, and lines of text with more than 120 characters.
// `make lint` runs it from the project's folder. It exits 1 if it finds something.
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
	mayStart = regexp.MustCompile(`^views/shell/async\.go$|^(data|desktop|e2e|bench)/|_test\.go$`)
	// mayBeMain matches the programs: Roster, rosterctl, and those that the benchmarks start.
	mayBeMain = regexp.MustCompile(`^main\.go$|^rosterctl/main\.go$|^bench/(bare|generate|hash)/`)
	// mayFocus matches what cannot embed control.Focus or control.Hover: a widget that extends Fyne's entry, a list that
	// looks the same with the focus, and a table and a header that must know over which of their parts the pointer is.
	mayFocus   = regexp.MustCompile(`^views/(control/|form/entry\.go$|menu/list\.go$|table/(header|mouse)\.go$)`)
	mayExplain = regexp.MustCompile(`^views/message/|_test\.go$`)
	mayOverlay = regexp.MustCompile(`^views/(control/overlay|shell/hidden)\.go$|_test\.go$`)
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
	if file.Name.Name == "main" && !mayBeMain.MatchString(path) {
		report("%s: main.go and rosterctl are the only packages main; put this into a package, and call it from there", path)
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
	case *ast.FuncDecl:
		focus := map[string]bool{"FocusGained": true, "FocusLost": true, "MouseIn": true, "MouseOut": true}
		if n.Recv != nil && focus[n.Name.Name] && !mayFocus.MatchString(path) && !strings.HasSuffix(path, "_test.go") {
			return "embed control.Focus or control.Hover, which keep the focus and the pointer the same way everywhere"
		}
		if !strings.HasSuffix(path, "_test.go") {
			if text := usesPage(n); text != "" {
				return text
			}
		}
		return explains(path, n.Body)
	case *ast.SelectorExpr:
		if pkg, ok := n.X.(*ast.Ident); ok && strings.HasPrefix(path, "app/") && !strings.HasSuffix(path, "_test.go") &&
			(pkg.Name == "time" && (n.Sel.Name == "Now" || n.Sel.Name == "Since" || n.Sel.Name == "Until")) {
			return "there is one clock: in a transaction tx.Now, elsewhere Service.Now"
		}
	case *ast.BinaryExpr:
		if (n.Op == token.EQL || n.Op == token.NEQ) && (isErrorText(n.X) || isErrorText(n.Y)) {
			return byText(path)
		}
	case *ast.SwitchStmt:
		if isErrorText(n.Tag) {
			return byText(path)
		}
	case *ast.FuncLit:
		return explains(path, n.Body)
	case *ast.TypeSpec:
		return secondName(path, n.Type)
	case *ast.ValueSpec:
		if len(n.Values) == 1 && n.Names[0].IsExported() {
			return secondName(path, n.Values[0])
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
	case name == "Busy" && len(call.Args) == 1 && !maySubmit.MatchString(path):
		return "submit a form with fields.Submit, which shows errors at their fields and asks for a confirmation"
	case pkg == "strings" && comparesText[name] && isErrorText(call.Args[0]):
		return byText(path)
	case pkg == "shell" && name == "Run" && !maySubmit.MatchString(path) && answersForm(call):
		return "submit a form with fields.Submit, which shows errors at their fields and asks for a confirmation"
	case (name == "Add" && inOverlays(call) || pkg == "widget" && strings.HasPrefix(name, "NewPopUp")) &&
		!mayOverlay.MatchString(path):
		return "show it as a control.Overlay, which gives the focus back and follows the size of the window"
	}
	return ""
}

// comparesText holds the functions of package strings that look for something in their first argument.
var comparesText = map[string]bool{
	"Contains": true, "HasPrefix": true, "HasSuffix": true, "Index": true, "EqualFold": true, "Cut": true,
}

// isErrorText reports whether an expression is the text of an error.
func isErrorText(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	_, name := callee(call)
	return name == "Error" && len(call.Args) == 0
}

// byText returns the rule that comparing the text of an error breaks.
func byText(path string) string {
	if strings.HasSuffix(path, "_test.go") || path == "views/shell/session.go" { // which logs a repeated error once
		return ""
	}
	return "recognize an error with errors.Is or errors.AsType, not by its text"
}

// secondName returns the rule that another name for something in identity breaks, or "".
func secondName(path string, named ast.Expr) string {
	again, ok := named.(*ast.SelectorExpr)
	if !ok || strings.HasSuffix(path, "_test.go") {
		return ""
	}
	if pkg, ok := again.X.(*ast.Ident); ok && pkg.Name == "identity" {
		return "use identity." + again.Sel.Name + " itself; a second name for it only hides where it is from"
	}
	return ""
}

// inOverlays reports whether a method of x.Overlays() is called.
func inOverlays(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := f.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	_, name := callee(of)
	return name == "Overlays"
}

// answersForm reports whether a call contains one that shows a result in a form.
func answersForm(call *ast.CallExpr) (answers bool) {
	ast.Inspect(call, func(n ast.Node) bool {
		if inner, ok := n.(*ast.CallExpr); ok {
			_, name := callee(inner)
			answers = answers || name == "Fail" || name == "FailAt" || name == "Idle"
		}
		return true
	})
	return answers
}

// explains returns the rule that the body of a function breaks if it both recognizes an error and has a sentence.
func explains(path string, body *ast.BlockStmt) string {
	if body == nil || !strings.HasPrefix(path, "views/") || mayExplain.MatchString(path) {
		return ""
	}
	recognizes, says := false, false
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			pkg, name := callee(call)
			recognizes = recognizes || pkg == "errors" && (name == "Is" || name == "AsType")
			says = says || pkg == "lang" && name == "L"
		}
		_, inner := n.(*ast.FuncLit) // checked by itself
		return !inner
	})
	if recognizes && says {
		return "a sentence about an error belongs in views/message, so that each error has one sentence everywhere"
	}
	return ""
}

// usesPage returns the rule that a method breaks if the work it starts off the UI thread uses what belongs to that: the
// receiver's own fields, or what is entered in a field.
func usesPage(method *ast.FuncDecl) (rule string) {
	if method.Body == nil {
		return ""
	}
	receiver := ""
	if method.Recv != nil && len(method.Recv.List[0].Names) > 0 {
		receiver = method.Recv.List[0].Names[0].Name
	}
	check := func(work ast.Expr) {
		ast.Inspect(work, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if _, name := callee(n); name == "Value" && len(n.Args) == 0 {
					rule = "work off the UI thread must not read a field; read it before"
				}
			case *ast.SelectorExpr:
				if n.Sel.Name == "Session" || n.Sel.Name == "Service" { // which any goroutine may use
					return false
				}
				if x, ok := n.X.(*ast.Ident); ok && x.Name == receiver && !n.Sel.IsExported() {
					rule = "work off the UI thread must not use " + x.Name + "." + n.Sel.Name + "; copy it before"
				}
			}
			return true
		})
	}
	ast.Inspect(method.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if pkg, name := callee(n); pkg == "shell" && (name == "Run" || name == "Do") && len(n.Args) == 3 {
				check(n.Args[1])
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Work" {
				check(n.Value)
			}
		}
		return true
	})
	return rule
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
