package app

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"roster/identity"
)

// Imported passwords expire while a window is open, without anybody asking for it.
func TestExpireHashesLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTrusted(t)
		imported(t, w.root, planImport(t, w.root, hashImport(bcryptOf(t, "their own"))))
		ida, err := w.root.UserNamed(t.Context(), "ida")
		wantErr(t, "ida", err, nil)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 1)
		go func() { ended <- w.service.ExpireHashes(ctx) }()
		<-time.After(expireEvery + time.Second)
		if got := w.stored(t, ida.ID).Status; got != identity.Enabled {
			t.Errorf("too early: got %v, want %v", got, identity.Enabled)
		}
		w.clock.add(90 * 24 * time.Hour)
		<-time.After(expireEvery)
		synctest.Wait()
		if got := w.stored(t, ida.ID).Status; got != identity.NoPassword {
			t.Errorf("got %v, want %v", got, identity.NoPassword)
		}
		cancel()
		wantErr(t, "ended", <-ended, context.Canceled)
	})
}
