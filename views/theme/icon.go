package theme

import (
	"bytes"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/assets"
)

// Icon returns an icon from the assets in a colour of the theme. It follows changes between light and dark.
//
// Fyne's own themed resources recolour only fills, and these icons are outlines. The name of the resource changes with
// the colour, because Fyne caches drawn icons by name.
func Icon(name string, color fyne.ThemeColorName) fyne.Resource {
	return icon{name: name, color: color}
}

type icon struct {
	name  string
	color fyne.ThemeColorName
}

func (i icon) hex() string {
	r, g, b, _ := fynetheme.Color(i.color).RGBA() // opaque, like all colours of icons
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Name implements fyne.Resource.
func (i icon) Name() string { return i.name + "-" + strings.TrimPrefix(i.hex(), "#") + ".svg" }

// Content implements fyne.Resource.
func (i icon) Content() []byte {
	return bytes.ReplaceAll(assets.Icon(i.name), []byte("currentColor"), []byte(i.hex()))
}

// AppIcon returns the icon of the program, for its windows. It is the picture of an icon, because drawing an SVG would
// delay the first frame.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("roster.png", assets.AppIcon) }
