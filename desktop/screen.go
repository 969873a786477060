//go:build cgo

package desktop

import "github.com/go-gl/glfw/v3.4/glfw"

// screen returns how many pixels of the screen windows can have, or zeros if that is not known.
func screen() (width, height int) {
	if m := glfw.GetPrimaryMonitor(); m != nil {
		_, _, width, height = m.GetWorkarea()
	}
	return width, height
}
