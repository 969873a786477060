package data

import "context"

// backgroundKey is the key of what [Store.Background] puts into a context.
type backgroundKey struct{}

// giveWay returns what long work with ctx calls every few milliseconds.
func giveWay(ctx context.Context) func() {
	if pause, ok := ctx.Value(backgroundKey{}).(func()); ok {
		return pause
	}
	return func() {}
}

// givingWay returns progress, which may be nil, so that what calls it gives way.
func givingWay(ctx context.Context, progress func(done, all int64)) func(done, all int64) {
	pause := giveWay(ctx)
	return func(done, all int64) {
		pause()
		if progress != nil {
			progress(done, all)
		}
	}
}
