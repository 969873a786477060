// Package crash saves a report when the program ends by a panic or by an error that no code can recover from.
//
// Watch starts the program a second time, as the receiver: a process to which Go writes, through a pipe, what it would
// print to the terminal. The receiver does nothing until the first process has ended (see package receiver). If that
// was a crash, Report turns Go's text into a report.
//
// A report holds no personal data. The text of a panic may hold anything the program was working on, so it is left out.
// So are the values of arguments and the folders of source files. The report contains only what is known to be safe:
// Go's own error texts, names of functions, names of files and line numbers. Everything else is dropped.
package crash

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
)

// Watch starts the receiver, whose only argument is flag. It prints to stderr.
func Watch(flag string, stderr *os.File) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	in, out, err := os.Pipe()
	if err != nil {
		return err
	}
	receiver := exec.Command(program, flag)
	receiver.Stdin, receiver.Stderr = in, stderr
	err = receiver.Start()
	if err == nil {
		err = errors.Join(debug.SetCrashOutput(out, debug.CrashOptions{}), receiver.Process.Release())
	}
	return errors.Join(err, in.Close(), out.Close()) // Go keeps its own copy of the pipe
}

// Report returns the report of a crash about which Go wrote text. err says why the rest of the text is missing.
func Report(text string, err error) (report string) {
	report = clean(text)
	if err != nil {
		report += "(The rest could not be read.)\n"
	}
	return report
}

// The files in the folder: a report that has not been shown yet, and the one before it. Older ones are replaced.
const (
	unseen = "crash.txt"
	seen   = "crash-seen.txt"
)

// Save saves a report in a folder, which it creates if it is missing, and returns the path. Nobody else can read the
// report.
func Save(folder, report string) (path string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	path = filepath.Join(folder, unseen)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return path, os.WriteFile(path, []byte(report), 0o600)
}

// Unseen returns the report that has not been shown yet, or "".
func Unseen(folder string) string {
	f, err := os.Open(filepath.Join(folder, unseen))
	if err != nil {
		return "" // nearly always, there is none
	}
	defer f.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(f, maxReport))
	if err != nil {
		return ""
	}
	return string(text)
}

// MarkSeen records that the report was shown or dismissed. It stays in the folder until the next one.
func MarkSeen(folder string) error {
	err := os.Rename(filepath.Join(folder, unseen), filepath.Join(folder, seen))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // another window was first
	}
	return err
}
