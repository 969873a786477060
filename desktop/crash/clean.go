package crash

import (
	"regexp"
	"strings"
)

// maxReport is the number of bytes that a report may have.
const maxReport = 64 << 10

// symbol matches the name of a function, such as roster/views.(*shell).open or roster/views.run[...].func1.
const symbol = `[\w./@*()\[\]·~%-]+`

// patterns match the lines that are known to be safe. They are compiled only after a crash, which takes a millisecond.
type patterns struct {
	// The reason. A line that begins at the margin is Go's own, because Go indents the lines of a panic's text.
	panicked, fatal, signals *regexp.Regexp
	// The place.
	goroutine, function, created, place *regexp.Regexp
	// Texts of panics that hold only numbers, as a whole or up to the name of a type.
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

// clean returns the safe parts of the text that Go prints at a crash.
func clean(text string) string {
	var report strings.Builder
	add := func(line string) {
		if report.Len()+len(line) < maxReport-1<<10 { // leaves room for the lines around the report
			report.WriteString(line + "\n")
		}
	}
	known := newPatterns()
	reason, inStack := false, false
	afterCall := false // the line before names a function
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case known.goroutine.MatchString(line):
			if !reason && !inStack {
				add("fatal error: (which one is known only on the terminal)")
			}
			add("\n" + line)
			inStack, afterCall = true, false
		case !inStack:
			if cause := known.cause(line); cause != "" {
				add(cause)
				reason = true
			}
		case afterCall && known.place.MatchString(line):
			m := known.place.FindStringSubmatch(line)
			add("\t" + m[1] + ":" + m[2])
			afterCall = false
		case known.function.MatchString(line):
			add(known.function.FindStringSubmatch(line)[1])
			afterCall = true
		case known.created.MatchString(line):
			add(line)
			afterCall = true
		default:
			afterCall = false
		}
	}
	if report.Len() == 0 {
		return "Go reported the reason in a form that is not known.\n"
	}
	return report.String()
}

// cause returns the reason given by a line before the first stack, or "".
func (p patterns) cause(line string) string {
	if m := p.panicked.FindStringSubmatch(line); m != nil {
		if text := p.safe.FindString(m[1]); text != "" {
			return "panic: " + text
		}
		return "panic: (text left out because it may contain personal data)"
	}
	if text := p.fatal.FindString(line); text != "" {
		return text
	}
	return p.signals.FindString(line)
}
