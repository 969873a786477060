package receiver

import (
	"io"
	"strings"
	"testing"
)

// However much Go writes, all of it is read, and its beginning is kept.
func TestRead(t *testing.T) {
	long := strings.NewReader(strings.Repeat("main.f()\n", maxText/4))
	if got := read(long); got.Err != nil || len(got.Text) != maxText || long.Len() != 0 {
		t.Errorf("got %d bytes, error %v, and %d left, want %d and none left", len(got.Text), got.Err, long.Len(), maxText)
	}
	got := read(io.MultiReader(strings.NewReader("panic: x\n"), failing{}))
	if got.Err == nil || got.Text != "panic: x\n" {
		t.Errorf("got %+v, want the beginning and an error", got)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestNotTheReceiver(t *testing.T) {
	if Received != (Crash{}) {
		t.Errorf("got %+v, want nothing", Received)
	}
}
