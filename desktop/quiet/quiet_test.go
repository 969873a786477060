package quiet

import (
	"os"
	"testing"
	"time"
)

// Fyne visits what an idle window shows ten seconds before its cache would drop it.
func TestCacheOutlastsVisits(t *testing.T) {
	kept, err := time.ParseDuration(os.Getenv("FYNE_CACHE"))
	if err != nil || kept <= 10*time.Second {
		t.Errorf("the cache lasts %v, error %v, want more than ten seconds", kept, err)
	}
}
