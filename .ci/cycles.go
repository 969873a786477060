// Cycles counts, for each package, the files that need each other in cycles, by type-checking the code. `make lint`
// runs it from the project's folder. It exits 1 if
//
//   - a package has more or fewer such files than .ci/cycles.txt says, so that the number can only fall,
//   - docs/architecture.md does not name exactly the packages in that list under the heading "Files in cycles",
//   - more than a quarter of all files need each other in cycles, or
//   - an interface has fewer than two implementations.
//
// A file needs another one if it uses something declared there. A type does not need the files that declare its
// methods, but the callers of the methods do.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"log"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

const (
	boundsFile = ".ci/cycles.txt"
	docsFile   = "docs/architecture.md"
	docsTitle  = "## Files in cycles"
	// The largest share of files in cycles is 1/allowedPart.
	allowedPart = 4
)

func main() {
	log.SetFlags(0)
	bounds, err := readBounds()
	if err != nil {
		log.Fatal(err)
	}
	list, err := load()
	if err != nil {
		log.Fatal(err)
	}
	problems, err := checkDocs(bounds)
	if err != nil {
		log.Fatal(err)
	}
	files, inCycles := 0, 0
	for _, p := range list {
		g, name := needs(p), strings.TrimPrefix(p.PkgPath, "roster/")
		n, text := g.check(name, bounds[name])
		if text != "" {
			problems = append(problems, text)
		}
		delete(bounds, name)
		files, inCycles = files+len(g), inCycles+n
	}
	for _, name := range slices.Sorted(maps.Keys(bounds)) {
		problems = append(problems, fmt.Sprintf("%s: there is no such package; remove it from %s", name, boundsFile))
	}
	if inCycles*allowedPart > files {
		problems = append(problems, fmt.Sprintf("more than 1/%d of all files need each other in cycles", allowedPart))
	}
	problems = append(problems, lonelyInterfaces(list)...)
	for _, p := range problems {
		fmt.Println(p)
	}
	fmt.Printf("%d of %d files need each other in cycles\n", inCycles, files)
	if len(problems) > 0 {
		os.Exit(1)
	}
}

// check counts the files in cycles and compares the number with its bound. The problem is "" if they are equal.
func (g graph) check(name string, bound int) (n int, problem string) {
	cycles := g.cycles()
	for _, c := range cycles {
		n += len(c)
	}
	switch {
	case n > bound:
		problem = fmt.Sprintf("%s: %d of %d files need each other in cycles, but %s allows %d:\n%s",
			name, n, len(g), boundsFile, bound, g.describe(cycles))
	case n < bound:
		problem = fmt.Sprintf("%s: only %d files need each other in cycles; lower its number in %s from %d",
			name, n, boundsFile, bound)
	}
	return n, problem
}

// load type-checks all packages as they are on Linux, whatever the system, so that the numbers are the same everywhere.
func load() ([]*packages.Package, error) {
	list, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedSyntax |
			packages.NeedTypes | packages.NeedTypesInfo,
		BuildFlags: []string{"-tags=ci,migrated_fynedo,no_animations,no_emoji"},
		Env:        append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux"),
	}, "./...")
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
	}
	slices.SortFunc(list, func(a, b *packages.Package) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	return list, nil
}

// lonelyInterfaces reports the interfaces in these packages that fewer than two types implement, in these packages and
// in those that they import.
func lonelyInterfaces(list []*packages.Package) (problems []string) {
	var all []types.Type
	packages.Visit(list, nil, func(p *packages.Package) {
		for _, name := range p.Types.Scope().Names() {
			if named, ok := p.Types.Scope().Lookup(name).(*types.TypeName); ok && !types.IsInterface(named.Type()) {
				all = append(all, named.Type())
			}
		}
	})
	for _, p := range list {
		for at, wanted := range interfaces(p) {
			found := 0
			for _, t := range all {
				if types.Implements(t, wanted) || types.Implements(types.NewPointer(t), wanted) {
					found++
				}
			}
			if found < 2 {
				problems = append(problems, fmt.Sprintf("%s: %d types implement this interface; use the type itself instead",
					p.Fset.Position(at), found))
			}
		}
	}
	slices.Sort(problems)
	return problems
}

// interfaces returns the interfaces with methods that a package defines, with or without a name, and where. It leaves
// out those in type assertions, which ask what a value can do.
func interfaces(p *packages.Package) map[token.Pos]*types.Interface {
	found := map[token.Pos]*types.Interface{}
	for _, file := range p.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeAssertExpr:
				return false
			case *ast.InterfaceType:
				if wanted, ok := p.TypesInfo.TypeOf(n).(*types.Interface); ok && wanted.NumMethods() > 0 {
					found[n.Pos()] = wanted
				}
			}
			return true
		})
	}
	return found
}

// graph holds, for each file of a package, the files that it needs, and the name of one declaration that it needs of
// each.
type graph map[string]map[string]string

func needs(p *packages.Package) graph {
	g := graph{}
	fileOf := func(pos token.Pos) string { return filepath.Base(p.Fset.Position(pos).Filename) }
	for _, file := range p.Syntax {
		from := fileOf(file.Package)
		g[from] = map[string]string{}
		ast.Inspect(file, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			used := p.TypesInfo.Uses[id]
			if used == nil || used.Pkg() != p.Types {
				return true
			}
			if _, isPackage := used.(*types.PkgName); isPackage {
				return true
			}
			if to := fileOf(used.Pos()); to != from && (g[from][to] == "" || used.Name() < g[from][to]) {
				g[from][to] = used.Name()
			}
			return true
		})
	}
	return g
}

// cycles returns the groups of files in which each needs each other, directly or indirectly: the strongly connected
// components of at least two files, found by Kosaraju's algorithm.
func (g graph) cycles() (groups [][]string) {
	reversed := graph{}
	for from, all := range g {
		for to := range all {
			if reversed[to] == nil {
				reversed[to] = map[string]string{}
			}
			reversed[to][from] = ""
		}
	}
	var finished []string
	visited := map[string]bool{}
	for _, file := range slices.Sorted(maps.Keys(g)) {
		finished = g.walk(file, visited, finished)
	}
	clear(visited)
	for _, file := range slices.Backward(finished) {
		if group := reversed.walk(file, visited, nil); len(group) > 1 {
			slices.Sort(group)
			groups = append(groups, group)
		}
	}
	return groups
}

// walk appends the files that can be reached from file and have not been visited, each one after those that it needs.
func (g graph) walk(file string, visited map[string]bool, to []string) []string {
	if visited[file] {
		return to
	}
	visited[file] = true
	for _, next := range slices.Sorted(maps.Keys(g[file])) {
		to = g.walk(next, visited, to)
	}
	return append(to, file)
}

// describe lists which file of a cycle needs which other one, and for which declaration, among others.
func (g graph) describe(cycles [][]string) string {
	var s strings.Builder
	for _, files := range cycles {
		fmt.Fprintf(&s, "\t%s\n", strings.Join(files, " "))
		for _, from := range files {
			for _, to := range files {
				if name := g[from][to]; name != "" {
					fmt.Fprintf(&s, "\t\t%s needs %s for %s\n", from, to, name)
				}
			}
		}
	}
	return strings.TrimSuffix(s.String(), "\n")
}

// readBounds reads lines that consist of a package and a number. A line that starts with # is a comment.
func readBounds() (map[string]int, error) {
	f, err := os.Open(boundsFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	bounds := map[string]int{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		if len(fields) != 2 {
			return nil, fmt.Errorf("%s: %q is not a package and a number", boundsFile, lines.Text())
		}
		n, err := strconv.Atoi(fields[1])
		if err != nil || n < 2 { // a cycle has at least two files
			return nil, fmt.Errorf("%s: %s: %q is not a number above 1", boundsFile, fields[0], fields[1])
		}
		bounds[fields[0]] = n
	}
	return bounds, lines.Err()
}

// documented matches an item of a list that begins with the name of a package: "- `views/table`: because …".
var documented = regexp.MustCompile("(?m)^- `([^`]+)`: .")

// checkDocs compares the packages in the list of bounds with those that the documentation explains.
func checkDocs(bounds map[string]int) (problems []string, err error) {
	text, err := os.ReadFile(docsFile)
	if err != nil {
		return nil, err
	}
	_, section, found := strings.Cut(string(text), docsTitle+"\n")
	if !found {
		return []string{fmt.Sprintf("%s has no heading %q", docsFile, docsTitle)}, nil
	}
	section, _, _ = strings.Cut(section, "\n## ")
	explained := map[string]bool{}
	for _, m := range documented.FindAllStringSubmatch(section, -1) {
		if bounds[m[1]] == 0 {
			problems = append(problems, fmt.Sprintf("%s explains cycles in %s, which has none", docsFile, m[1]))
		}
		explained[m[1]] = true
	}
	for _, name := range slices.Sorted(maps.Keys(bounds)) {
		if explained[name] {
			continue
		}
		problems = append(problems, fmt.Sprintf("%s does not explain under %q why files of %s need each other",
			docsFile, docsTitle, name))
	}
	return problems, nil
}
