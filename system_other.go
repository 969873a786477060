//go:build !windows

package main

import "fyne.io/fyne/v2"

// restore takes a window out of the task bar if it is in there, where bringing it to the front does not.
func restore(fyne.Window) {}
