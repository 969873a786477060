package app

import (
	"io"
	"os"

	"roster/data/newfile"
)

// WriteFile writes a new file that only its owner can read. The file is complete or not there. WriteFile fails with
// fs.ErrExist if there is one of that name.
func WriteFile(path string, write func(io.Writer) error) error {
	return newfile.Write(path, func(f *os.File) error { return write(f) })
}
