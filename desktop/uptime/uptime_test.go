package uptime

import (
	"testing"
	"time"
)

func TestNow(t *testing.T) {
	before, begin := Now(), time.Now()
	<-time.After(50 * time.Millisecond)
	got, want := Now()-before, time.Since(begin)
	if before <= 0 || got < 20*time.Millisecond || got > want+50*time.Millisecond {
		t.Errorf("got %v after %v, then %v more", before, want, got)
	}
}
