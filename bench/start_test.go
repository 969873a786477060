package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// starts is how often each program is started, after one start that warms the caches.
const starts = 21

// program is a program that is started repeatedly.
type program struct {
	name    string
	command []string
	before  func() // called before each start, not measured
	users   int
	cost
}

// BenchmarkStart measures the time from starting a program to its first frame, for Roster and for a bare Fyne window
// that is built and started the same way. Both are observed from outside and run alternately, so that other load on the
// computer affects both. It does not affect the CPU time, which is that of all threads.
func BenchmarkStart(b *testing.B) {
	folder := b.TempDir()
	roster := built(b, "ROSTER", "..", ".", filepath.Join(folder, "roster"))
	bare := built(b, "ROSTER_BENCH_BARE", ".", "./bare", filepath.Join(folder, "bare"))
	fresh := filepath.Join(folder, "new", "team.roster")
	s := newScreen(b, folder)

	programs := []*program{
		{name: "a bare window", command: []string{bare}},
		{name: "first run", command: []string{roster, fresh}, before: func() {
			if err := os.RemoveAll(filepath.Dir(fresh)); err != nil {
				b.Fatal(err)
			}
		}},
	}
	for _, n := range sizes(b) { // at the sign-in page, which does not change the file
		programs = append(programs, &program{name: "start", users: n, command: []string{roster, s.file(b, n)}})
	}
	for round := range starts + 1 {
		for _, p := range programs {
			wall, cpu := s.start(b, p)
			if round > 0 { // the first warms the caches
				p.wall, p.cpu = append(p.wall, wall), append(p.cpu, cpu)
			}
		}
	}
	for _, p := range programs {
		l := measured(p.name+", first frame", p.users, p.cost)
		if p != programs[0] {
			times := ratio(median(p.wall), median(programs[0].wall))
			l = l.against(times, "bare window").against(p.times(programs[0].cost), "its CPU")
			cpu := p.times(programs[0].cost)
			l.limits = append(l.limits, mostTimes(times, 1.05), limit{"CPU ≤ 1.05 ×", cpu <= 1.05})
		}
		l.report(b)
	}
}

// built returns the path of the program that the variable names, or by default of one that it builds.
func built(b *testing.B, variable, module, pkg, output string) string {
	b.Helper()
	if path := os.Getenv(variable); path != "" {
		return path
	}
	build(b, module, pkg, output)
	return output
}

// build builds both programs with the same flags.
func build(b *testing.B, module, pkg, output string) {
	b.Helper()
	c := exec.Command("go", "build", "-tags", "migrated_fynedo,no_animations,no_emoji", "-o", output, pkg)
	c.Dir, c.Env = module, append(os.Environ(), "CGO_ENABLED=1")
	if _, err := exec.LookPath("clang"); err == nil && os.Getenv("CC") == "" {
		c.Env = append(c.Env, "CC=clang")
	}
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
}
