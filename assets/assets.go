// Package assets holds the files that are built into the program: icons, fonts and translations.
//
// The icons are Roster's own, outlines on a 24 by 24 grid whose colour is the word currentColor. The fonts
// are Inter under the SIL Open Font License; its text stands beside them.
package assets

import (
	"embed"
	"fmt"
)

//go:embed icons/*.svg
var icons embed.FS

//go:embed translations/*.json
var translations embed.FS

// Translation returns what Roster says in the language of a tag, such as "de": a JSON object whose keys are the texts in
// English. The error is [fs.ErrNotExist] where it does not speak that language.
func Translation(tag string) ([]byte, error) {
	return translations.ReadFile("translations/" + tag + ".json")
}

// Regular is the face of running text (Inter, weight 400, OpenType).
//
//go:embed fonts/Inter-Regular.otf
var Regular []byte

// SemiBold is the face of whatever stands out (Inter, weight 600, OpenType).
//
//go:embed fonts/Inter-SemiBold.otf
var SemiBold []byte

// Icon returns the SVG of the icon of that name, such as "gear". It panics on a name that is not there: names
// are constants of the program, never input.
func Icon(name string) []byte {
	b, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(fmt.Sprintf("assets: no icon %q", name))
	}
	return b
}
