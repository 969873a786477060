package theme

import (
	"bytes"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/assets"
)

// Icon returns the icon of that name from the assets in the colour of that name, whichever variant is in use
// when it is drawn.
//
// Fyne's own themed resources recolour fills only, and these icons are outlines; hence a resource whose name
// changes with the colour, since Fyne keeps what it has drawn by name.
func Icon(name string, color fyne.ThemeColorName) fyne.Resource {
	return icon{name: name, color: color}
}

type icon struct {
	name  string
	color fyne.ThemeColorName
}

func (i icon) hex() string {
	r, g, b, _ := fynetheme.Color(i.color).RGBA() // opaque, as every colour of an icon is
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Name implements fyne.Resource.
func (i icon) Name() string { return i.name + "-" + strings.TrimPrefix(i.hex(), "#") + ".svg" }

// Content implements fyne.Resource.
func (i icon) Content() []byte {
	return bytes.ReplaceAll(assets.Icon(i.name), []byte("currentColor"), []byte(i.hex()))
}

// AppIcon is the icon of the program.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("roster.svg", assets.Icon("roster")) }
