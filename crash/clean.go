package crash

import (
	"regexp"
	"strings"
)

// longest is how many bytes a report may have.
const longest = 64 << 10

// symbol is the name of a function, such as roster/views.(*shell).open or roster/views.run[...].func1.
const symbol = `[\w./@*()\[\]·~%-]+`

// patterns are the lines that are known. They are made only after a crash: it takes a millisecond.
type patterns struct {
	// What says why. A line that begins at the margin is Go's own: lines within a panic's text it indents.
	panicked, fatal, signals *regexp.Regexp
	// What says where.
	goroutine, function, created, place *regexp.Regexp
	// The texts of panics that hold nothing but numbers, whole or up to where a name of a type follows.
	safe *regexp.Regexp
}

func newPatterns() patterns {
	return patterns{
		panicked: regexp.MustCompile(`^panic: (.*?)(?: \[recovered(?:, repanicked)?\])?$`),
		fatal:    regexp.MustCompile(`^fatal error: (?:sync: )?[\w ()'-]+`),
		signals: regexp.MustCompile(`^(?:\[signal )?SIG[A-Z]+: [a-z ]+(?: code=\w+ addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\])?$|` +
			`^\[signal 0x[0-9a-f]+ code=0x[0-9a-f]+ addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]$|` + // on Windows
			`^Exception(?: 0x[0-9a-f]+){4}$|` +
			`^PC=0x[0-9a-f]+(?: \w+=(?:0x)?[0-9a-f]+)*$|` +
			`^signal arrived during (?:cgo|external code) execution$|` +
			`^runtime: goroutine stack exceeds \d+-byte limit$`),
		goroutine: regexp.MustCompile(`^(?:goroutine \d+ (?:[a-z]+=\w+ )*\[[a-zA-Z0-9 ,():-]{1,80}\]|runtime stack):$`),
		function:  regexp.MustCompile(`^(` + symbol + `)\(.*\)$`),
		created:   regexp.MustCompile(`^(created by ` + symbol + `(?: in goroutine \d+)?)$`),
		place: regexp.MustCompile(`^\t(?:.*[/\\])?([\w.-]+\.(?:go|s|c|h|m)|_cgo_[\w.]+):(\d+)` +
			`(?: \+0x[0-9a-f]+)?(?: [fsp][pc]=0x[0-9a-f]+)*$`),
		safe: regexp.MustCompile(`^(?:runtime error: )?(?:` + strings.Join([]string{
			`invalid memory address or nil pointer dereference$`,
			`(?:index|slice bounds) out of range(?: \[[-:%x\d]*\])?(?: with (?:length|capacity) \d+)?$`,
			`cannot convert slice with length \d+ to array or pointer to array with length \d+$`,
			`integer (?:divide by zero|overflow)$`,
			`negative shift amount$`,
			`(?:makeslice|growslice): (?:len|cap) out of range$`,
			`makechan: size out of range$`,
			`unsafe\.(?:Slice|String): (?:len|ptr)`,
			`assignment to entry in nil map$`,
			`(?:close|send) (?:of|on) (?:nil|closed) channel$`,
			`interface conversion: `,
			`hash of unhashable type `,
			`comparing uncomparable type `,
			`cgo argument has Go pointer to unpinned Go pointer$`,
			`sync: [a-z ]+(?:Mutex|RWMutex|WaitGroup counter)$`,
		}, "|") + `)`),
	}
}

// clean makes of what Go says at a crash what names nobody.
func clean(said string) string {
	var report strings.Builder
	say := func(line string) {
		if report.Len()+len(line) < longest-1<<10 { // the rest is for what stands above and below
			report.WriteString(line + "\n")
		}
	}
	known := newPatterns()
	why, within := false, false
	called := false // after the name of a function
	for line := range strings.Lines(said) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case known.goroutine.MatchString(line):
			if !why && !within {
				say("fatal error: (Go tells which to the terminal only)")
			}
			say("\n" + line)
			within, called = true, false
		case !within:
			if text := known.cause(line); text != "" {
				say(text)
				why = true
			}
		case called && known.place.MatchString(line):
			m := known.place.FindStringSubmatch(line)
			say("\t" + m[1] + ":" + m[2])
			called = false
		case known.function.MatchString(line):
			say(known.function.FindStringSubmatch(line)[1])
			called = true
		case known.created.MatchString(line):
			say(line)
			called = true
		default:
			called = false
		}
	}
	if report.Len() == 0 {
		return "Go said why, but not in a form that is known.\n"
	}
	return report.String()
}

// cause is what a line before the first stack says about the reason, or "".
func (p patterns) cause(line string) string {
	if m := p.panicked.FindStringSubmatch(line); m != nil {
		if text := p.safe.FindString(m[1]); text != "" {
			return "panic: " + text
		}
		return "panic: (its text is left out, for it may name somebody)"
	}
	if text := p.fatal.FindString(line); text != "" {
		return text
	}
	return p.signals.FindString(line)
}
