package sheet

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// maxDepth is the number of objects and lists inside each other that are read. What is deeper has no text.
const maxDepth = 16

// jsonReader reads a text by its tokens, and knows on which line it is.
type jsonReader struct {
	*json.Decoder
	text string
	line int
	at   int64
}

func newJSONReader(text string) *jsonReader {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return &jsonReader{Decoder: d, text: text, line: 1}
}

// here returns the line of the next value.
func (r *jsonReader) here() int {
	at := r.InputOffset()
	for at < int64(len(r.text)) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	r.line += strings.Count(r.text[r.at:at], "\n")
	r.at = at
	return r.line
}

// token returns the next token, or BadJSON.
func (r *jsonReader) token() (json.Token, error) {
	t, err := r.Token()
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, &Error{BadJSON, r.here()}
	}
	return t, err
}

// skip reads the rest of a value that begins with t.
func (r *jsonReader) skip(t json.Token) error {
	for depth := 0; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if t, err = r.inner(); err != nil {
			return err
		}
	}
}

// inner is token inside a value, where the text must not end.
func (r *jsonReader) inner() (json.Token, error) {
	t, err := r.token()
	if errors.Is(err, io.EOF) {
		err = &Error{BadJSON, r.here()}
	}
	return t, err
}
