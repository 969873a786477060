//go:build !cgo

package desktop

// screen returns zeros: a program without C has no window, and no screen.
func screen() (width, height int) { return 0, 0 }
