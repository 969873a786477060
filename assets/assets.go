// Package assets holds the files that are built into the program: icons, fonts and translations.
//
// The icons are Roster's own: outlines on a 24 by 24 grid in currentColor. The fonts are Inter under the SIL Open Font
// License, whose text is in the same folder.
package assets

import (
	"embed"
	"fmt"
)

//go:embed icons/*.svg
var icons embed.FS

//go:embed translations/*.json
var translations embed.FS

// Translation returns the texts in a language, given its tag such as "de": a JSON object whose keys are the English
// texts. The error is [fs.ErrNotExist] if there is no translation.
func Translation(tag string) ([]byte, error) {
	return translations.ReadFile("translations/" + tag + ".json")
}

// AppIcon is the picture of the icon "roster": a PNG of 128 by 128 pixels, which make pictures draws.
//
//go:embed icons/roster.png
var AppIcon []byte

// Regular is the font of running text (Inter, weight 400, OpenType).
//
//go:embed fonts/Inter-Regular.otf
var Regular []byte

// SemiBold is the font of emphasized text (Inter, weight 600, OpenType).
//
//go:embed fonts/Inter-SemiBold.otf
var SemiBold []byte

// Icon returns the SVG of an icon by its name, such as "gear". It panics if there is no such icon, because names are
// constants of the program, never input.
func Icon(name string) []byte {
	b, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(fmt.Sprintf("assets: no icon %q", name))
	}
	return b
}
