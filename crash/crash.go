// Package crash keeps a report of how the program ended when it ended by a panic, or by what no code can recover from.
//
// Watch starts the program once more, as the receiver: another process, which Go tells by a pipe what it would tell the
// terminal. It does nothing until the first has ended. If that was a crash, Receive makes a report of what Go has said.
//
// A report names nobody. The text of a panic may hold whatever the program was at work on, so it is left out; so are the
// values of arguments, and the folders of source files. What is left is put together from what is known to be safe: errors of
// Go itself, names of functions, names of files and numbers of lines. The rest is dropped, whatever it is.
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

// Flag is the argument, the only one, with which the program is the receiver.
const Flag = "--receive-crash"

// Watch starts the receiver. What it has to say goes to the file stderr.
func Watch(stderr *os.File) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	in, out, err := os.Pipe()
	if err != nil {
		return err
	}
	receiver := exec.Command(program, Flag)
	receiver.Stdin, receiver.Stderr = in, stderr
	err = receiver.Start()
	if err == nil {
		err = errors.Join(debug.SetCrashOutput(out, debug.CrashOptions{}), receiver.Process.Release())
	}
	return errors.Join(err, in.Close(), out.Close()) // Go keeps a copy of what it writes to
}

// kept is how many bytes of what Go says are looked at. The first goroutine is the one that crashed.
const kept = 1 << 20

// Receive waits until the program has ended. It returns a report if that was a crash, and otherwise "".
func Receive(in io.Reader) (report string) {
	said, err := io.ReadAll(io.LimitReader(in, kept))
	if err == nil {
		_, err = io.Copy(io.Discard, in) // or Go waits for somebody who reads
	}
	if len(said) == 0 {
		return ""
	}
	report = clean(string(said))
	if err != nil {
		report += "(There was more, which could not be read.)\n"
	}
	return report
}

// The reports in the folder: one that nobody has been shown, and the one before. Older ones are replaced.
const (
	unseen = "crash.txt"
	seen   = "crash-seen.txt"
)

// Save keeps a report in a folder, which is made where it is missing, for nobody else to read. It returns where it is.
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

// Unseen is the report that nobody has been shown yet, or "".
func Unseen(folder string) string {
	f, err := os.Open(filepath.Join(folder, unseen))
	if err != nil {
		return "" // there is none, nearly always
	}
	defer f.Close() //nolint:errcheck // only read from
	text, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return ""
	}
	return string(text)
}

// Seen notes that somebody has been shown the report, or does not want to be. It stays in the folder until the next one.
func Seen(folder string) error {
	err := os.Rename(filepath.Join(folder, unseen), filepath.Join(folder, seen))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // another window was first
	}
	return err
}
