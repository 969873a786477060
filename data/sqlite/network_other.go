//go:build !linux && !darwin && !windows

package sqlite

// onNetwork tells whether what is at path lies on another computer, which here it cannot.
func onNetwork(string) bool { return false }
