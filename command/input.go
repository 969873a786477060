package command

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// mostInput is the number of bytes of a line that are read: more than any name, email address or password can have. Of
// a longer line one byte more is kept, so that it is none of them, and takes the same way as any other wrong one.
const mostInput = 4096

// mostRead is the number of bytes that may follow each other without the end of a line.
const mostRead = 4 << 20

// errInput means that there are fewer lines than there should be, or one that does not end.
var errInput = errors.New("not as many lines as needed")

// readLines reads n lines, the last of which need not end if the input does. A line ends with LF or CR LF, and may hold
// anything else. Nothing that follows is waited for or read. It fails with errInput if there are fewer.
func readLines(from *bufio.Reader, n int) (lines []string, err error) {
	for range n {
		line, ended, err := readLine(from)
		if err != nil {
			return nil, err
		}
		if line == "" && !ended { // nothing was left
			return nil, errInput
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// readTyped reads a line that a person types. It fails with errInput if the person ends the input instead.
func readTyped(from *bufio.Reader) (string, error) {
	line, ended, err := readLine(from)
	if err == nil && !ended {
		err = errInput
	}
	return line, err
}

// readLine reads a line. ended is false if the input ended before the line did.
func readLine(from *bufio.Reader) (line string, ended bool, err error) {
	var kept strings.Builder
	for read := 0; ; {
		part, err := from.ReadSlice('\n')
		kept.Write(part[:min(len(part), mostInput+2-kept.Len())]) // with CR LF
		read += len(part)
		switch {
		case read > mostRead:
			return "", false, errInput
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return "", false, err
		}
		text, ended := strings.CutSuffix(kept.String(), "\n")
		text = strings.TrimSuffix(text, "\r")
		return text[:min(len(text), mostInput+1)], ended || err == nil, nil
	}
}
