package theme

import (
	"bytes"
	"flag"
	"image/color"
	"image/png"
	"math"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/assets"
)

var variants = map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark}

// luminance returns the relative luminance as defined by WCAG 2.2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestContrastOfBlackAndWhite(t *testing.T) {
	if got := contrast(color.Black, color.White); math.Abs(got-21) > 0.01 {
		t.Errorf("black on white: got %.2f, want 21", got)
	}
}

// TestContrast checks the contrast of text, at least 4.5:1 (WCAG 2.2, 1.4.3), on every background it is used on.
// Disabled text is exempt.
func TestContrast(t *testing.T) {
	const (
		page     = fynetheme.ColorNameBackground
		dialog   = fynetheme.ColorNameOverlayBackground
		menu     = fynetheme.ColorNameMenuBackground
		input    = fynetheme.ColorNameInputBackground
		header   = fynetheme.ColorNameHeaderBackground
		button   = fynetheme.ColorNameButton
		hover    = ColorRowHover
		selected = ColorRowSelected
	)
	type names = []fyne.ThemeColorName
	pairs := map[fyne.ThemeColorName]names{
		fynetheme.ColorNameForeground:          {page, dialog, menu, input, header, button, hover, selected, ColorMarked},
		ColorMuted:                             {page, dialog, menu, input, header, hover, selected, ColorMarked},
		fynetheme.ColorNamePlaceHolder:         {input},
		fynetheme.ColorNamePrimary:             {page, dialog, header},
		fynetheme.ColorNameForegroundOnPrimary: {fynetheme.ColorNamePrimary},
		fynetheme.ColorNameError:               {page, dialog, menu, selected},
		fynetheme.ColorNameForegroundOnError:   {fynetheme.ColorNameError},
		fynetheme.ColorNameForegroundOnSuccess: {fynetheme.ColorNameSuccess},
		fynetheme.ColorNameForegroundOnWarning: {fynetheme.ColorNameWarning},
		ColorOnBar:                             {ColorBar, ColorBarHover},
		ColorOnBarMuted:                        {ColorBar, ColorBarHover},
		ToneNotice.Foreground():                {ToneNotice.Background()},
	}
	for _, tone := range []Tone{ToneViolet, ToneBlue, ToneGray, ToneGreen, ToneAmber, ToneRed} {
		pairs[tone.Foreground()] = names{tone.Background(), page} // the latter on a selected row
	}
	for name, variant := range variants {
		for text, backgrounds := range pairs {
			for _, background := range backgrounds {
				th := Theme{Force: &variant}
				if got := contrast(th.Color(text, 0), th.Color(background, 0)); got < 4.5 {
					t.Errorf("%s: %s on %s: got %.2f:1, want at least 4.5:1", name, text, background, got)
				}
			}
		}
	}
}

// Borders that show the focus or the state of a field have a contrast of at least 3:1 (WCAG 2.2, 1.4.11).
func TestContrastOfEdges(t *testing.T) {
	for name, variant := range variants {
		th := Theme{Force: &variant}
		for _, pair := range [][2]fyne.ThemeColorName{
			{fynetheme.ColorNamePrimary, fynetheme.ColorNameBackground}, {fynetheme.ColorNamePrimary, ColorRowSelected},
			{fynetheme.ColorNamePrimary, fynetheme.ColorNameOverlayBackground}, {ColorOnBar, ColorBar},
			{fynetheme.ColorNameError, fynetheme.ColorNameInputBackground},
		} {
			if got := contrast(th.Color(pair[0], 0), th.Color(pair[1], 0)); got < 3 {
				t.Errorf("%s: %s on %s: got %.2f:1, want at least 3:1", name, pair[0], pair[1], got)
			}
		}
	}
}

// Every name has a colour in both variants, and the system's variant decides unless one is forced.
func TestVariant(t *testing.T) {
	for name, p := range colors {
		if p.light.A == 0 || p.dark.A == 0 {
			t.Errorf("%s: got %v, want something that can be seen in both", name, p)
		}
		if got := (Theme{}).Color(name, fynetheme.VariantDark); got != p.dark {
			t.Errorf("%s: got %v in the dark, want %v", name, got, p.dark)
		}
		light := fynetheme.VariantLight
		if got := (Theme{Force: &light}).Color(name, fynetheme.VariantDark); got != p.light {
			t.Errorf("%s forced to light: got %v, want %v", name, got, p.light)
		}
	}
	if got, want := (Theme{}).Color("no such colour", 0), fynetheme.DefaultTheme().Color("no such colour", 0); got != want {
		t.Errorf("unknown name: got %v, want Fyne's own %v", got, want)
	}
}

// Every icon that the program uses exists and takes the given colour.
func TestIcons(t *testing.T) {
	light := fynetheme.VariantLight
	test.NewTempApp(t).Settings().SetTheme(Theme{Force: &light})
	for _, name := range []string{
		"alert", "arrow-left", "ban", "check", "check-circle", "chevron-down", "copy", "eye", "eye-off", "filter", "gear",
		"help", "info", "key", "lock", "mail", "pencil", "refresh", "search", "shield", "sign-out", "trash", "user",
		"user-plus", "user-search", "users", "x",
	} {
		svg := string(Icon(name, fynetheme.ColorNameForeground).Content())
		if strings.Contains(svg, "currentColor") || !strings.Contains(svg, "#111827") {
			t.Errorf("icon %s: got %s, want it in the colour of the text", name, svg)
		}
		a, b := Icon(name, fynetheme.ColorNameForeground), Icon(name, fynetheme.ColorNameError)
		if a.Name() == b.Name() {
			t.Errorf("icon %s: got the name %s in two colours, want two, because Fyne caches icons by name", name, a.Name())
		}
	}
}

var update = flag.Bool("update", false, "draw the program's icon again")

func TestAppIcon(t *testing.T) {
	test.NewTempApp(t)
	drawn := canvas.NewImageFromResource(fyne.NewStaticResource("roster.svg", assets.Icon("roster")))
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(drawn)
	c.Resize(fyne.NewSquareSize(128))
	var want bytes.Buffer
	if err := png.Encode(&want, c.Capture()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("../../assets/icons/roster.png", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(AppIcon().Content(), want.Bytes()) {
		t.Error("the picture is not that of roster.svg: run make pictures")
	}
}

func TestUnknownIconPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("got no panic for an unknown name")
		}
	}()
	assets.Icon("no such icon")
}

func TestInitial(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "anna": "A", "Ångström": "Å", "a\u030asa": "A\u030a", "élodie": "É", "ǆ": "ǅ", "李": "李", "дмитрий": "Д",
		"e\u0301\u0323x": "E\u0301\u0323", "1st": "1", "ß": "ß",
	} {
		t.Run(s, func(t *testing.T) {
			if got := Initial(s); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestTextIsCutWithAnEllipsis(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Theme{})
	text := NewText("Maximiliane von Hohenlohe", TextBody, false, fynetheme.ColorNameForeground)
	whole := text.Width()
	for _, c := range []struct {
		name  string
		width float32
		want  string
	}{
		{"wide", whole + 2, "Maximiliane von Hohenlohe"},
		{"wide enough", whole, "Maximiliane von Hohenlohe"},
		{"no room", 1, "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text.Resize(fyne.NewSize(c.width, 20))
			if got := drawn(text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	text.Resize(fyne.NewSize(whole/2, 20))
	got := drawn(text)
	if !strings.HasPrefix(got, "Maxi") || !strings.HasSuffix(got, "…") || text.measure(got).Width > whole/2 {
		t.Errorf("at half the width: got %q, want as much as fits, and an ellipsis", got)
	}
	text.SetText("Al")
	if got := drawn(text); got != "Al" {
		t.Errorf("after another text: got %q, want Al", got)
	}
}

func drawn(t *Text) string {
	return test.WidgetRenderer(t).Objects()[0].(*canvas.Text).Text
}

// Changing between light and dark changes what is on the screen.
func TestPaintFollowsTheTheme(t *testing.T) {
	a := test.NewTempApp(t)
	light, dark := fynetheme.VariantLight, fynetheme.VariantDark
	a.Settings().SetTheme(Theme{Force: &light})
	chip := NewChip("Admin", ToneBlue)
	background := test.WidgetRenderer(chip).Objects()[0].(*canvas.Rectangle)
	before := background.FillColor
	a.Settings().SetTheme(Theme{Force: &dark})
	chip.Refresh()
	if background.FillColor == before || background.FillColor != fynetheme.Color(ToneBlue.Background()) {
		t.Errorf("background after the change: got %v, before %v, want %v", background.FillColor, before, fynetheme.Color(ToneBlue.Background()))
	}
	if got := test.WidgetRenderer(chip).Objects()[1].(*canvas.Text).Color; got != fynetheme.Color(ToneBlue.Foreground()) {
		t.Errorf("text after the change: got %v, want %v", got, fynetheme.Color(ToneBlue.Foreground()))
	}
}

func TestChipIsAsWideAsItsWord(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Theme{})
	chip := NewChip("Admin", ToneBlue)
	before := chip.MinSize().Width
	chip.Set("Ledger manager", ToneGray)
	if got := chip.MinSize().Width; got <= before {
		t.Errorf("width with a longer word: got %.0f, want more than %.0f", got, before)
	}
}

func TestInitialsFitIntoTheirCircle(t *testing.T) {
	test.NewTempApp(t)
	const diameter = 28
	for _, initials := range []string{"", "I", "AL", "WW", "ЩЮ", "ŴM̃", "ⓂⓌ", "ǅǅ"} {
		size := InitialsSize(initials, 11, diameter)
		width := fyne.MeasureText(initials, size, fyne.TextStyle{Bold: true}).Width
		if width > 0.8*diameter || size > 11 {
			t.Errorf("%q: got %v wide at size %v, want at most %v wide", initials, width, size, 0.8*diameter)
		}
	}
	if got := InitialsSize("AL", 11, diameter); got != 11 {
		t.Errorf("AL: got size %v, want 11", got)
	}
}
