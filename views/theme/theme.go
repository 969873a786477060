// Package theme is Roster's look: its colours in a light and a dark variant, its fonts, its spacing and its icons.
//
// All widgets take what they show from here or, for colours and sizes that Fyne defines, from Fyne's theme package. So
// changing between light and dark affects everything at once.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/assets"
)

// Spacing in device-independent pixels. Most of it is a multiple of eight.
const (
	Gap     float32 = 8  // between objects that belong together
	Margin  float32 = 24 // around a page and inside a dialog
	Radius  float32 = 8  // of the corners of a control
	Line    float32 = 1  // a thin rule
	Control float32 = 36 // height of a field, a button, a filter
)

// Text sizes in device-independent pixels.
const (
	TextCaption float32 = 12
	TextBody    float32 = 14
	TextTitle   float32 = 18 // of a dialog
	TextPage    float32 = 24 // of a page
)

// Names of colours, in addition to those of Fyne.
const (
	ColorBar         fyne.ThemeColorName = "roster-bar"         // the app bar
	ColorBarHover    fyne.ThemeColorName = "roster-bar-hover"   // behind a button on it, under the pointer
	ColorOnBar       fyne.ThemeColorName = "roster-on-bar"      // text on it
	ColorOnBarMuted  fyne.ThemeColorName = "roster-on-bar-mute" // less important text on it
	ColorMuted       fyne.ThemeColorName = "roster-muted"       // less important text
	ColorRowHover    fyne.ThemeColorName = "roster-row-hover"
	ColorRowSelected fyne.ThemeColorName = "roster-row-selected"
	ColorOnLogo      fyne.ThemeColorName = "roster-on-logo"  // the symbol in the logo
	ColorMarked      fyne.ThemeColorName = "roster-marked"   // behind the letters that a search has matched
	ColorSkeleton    fyne.ThemeColorName = "roster-skeleton" // in place of text that is being loaded
)

// Tone is a pair of colours for a chip, a badge or a notice: a pale background and the text on it.
type Tone string

// The tones.
const (
	ToneViolet Tone = "violet"
	ToneBlue   Tone = "blue"
	ToneGray   Tone = "gray"
	ToneGreen  Tone = "green"
	ToneAmber  Tone = "amber"
	ToneRed    Tone = "red"
	ToneNotice Tone = "notice" // a message that disappears by itself
)

// Background returns the name of the tone's background colour.
func (t Tone) Background() fyne.ThemeColorName {
	return fyne.ThemeColorName("roster-background-" + string(t))
}

// Foreground returns the name of the colour of text on the tone's background, and of a dot in that tone.
func (t Tone) Foreground() fyne.ThemeColorName {
	return fyne.ThemeColorName("roster-foreground-" + string(t))
}

// Theme is Roster's theme. The zero value follows the system between light and dark.
type Theme struct {
	// Force, if not nil, is the variant to use instead of the system's.
	Force *fyne.ThemeVariant
}

// pair is a colour in the light and in the dark variant.
type pair struct{ light, dark color.NRGBA }

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func both(light, dark uint32) pair { return pair{rgb(light), rgb(dark)} }

func translucent(light, dark color.NRGBA) pair { return pair{light, dark} }

var white = color.NRGBA{R: 0xff, G: 0xff, B: 0xff}
var black = color.NRGBA{}

func alpha(c color.NRGBA, a uint8) color.NRGBA { c.A = a; return c }

// colors is the palette. Every text colour has a contrast of at least 4.5:1 on the backgrounds it is used on (WCAG 2.2,
// 1.4.3), which TestContrast checks.
var colors = map[fyne.ThemeColorName]pair{
	fynetheme.ColorNameBackground:          both(0xffffff, 0x10151c),
	fynetheme.ColorNameForeground:          both(0x111827, 0xe6e9ee),
	fynetheme.ColorNamePrimary:             both(0x4f46e5, 0x8b93ff),
	fynetheme.ColorNameForegroundOnPrimary: both(0xffffff, 0x0d1020),
	fynetheme.ColorNameHyperlink:           both(0x4f46e5, 0x8b93ff),
	fynetheme.ColorNameButton:              both(0xeceef2, 0x262e3a),
	fynetheme.ColorNameDisabledButton:      both(0xeceef2, 0x1d242e),
	fynetheme.ColorNameDisabled:            both(0x8b93a1, 0x6b7483),
	fynetheme.ColorNamePlaceHolder:         both(0x6b7280, 0x8d96a5),
	fynetheme.ColorNameError:               both(0xb42318, 0xff8a7f),
	fynetheme.ColorNameForegroundOnError:   both(0xffffff, 0x250a07),
	fynetheme.ColorNameSuccess:             both(0x15803d, 0x4ade80),
	fynetheme.ColorNameForegroundOnSuccess: both(0xffffff, 0x06210f),
	fynetheme.ColorNameWarning:             both(0xb45309, 0xfbbf24),
	fynetheme.ColorNameForegroundOnWarning: both(0xffffff, 0x241702),
	fynetheme.ColorNameHeaderBackground:    both(0xf7f8fa, 0x151b24),
	fynetheme.ColorNameInputBackground:     both(0xffffff, 0x0c1117),
	fynetheme.ColorNameInputBorder:         both(0x9aa1ad, 0x4a5464),
	fynetheme.ColorNameMenuBackground:      both(0xffffff, 0x1b222c),
	fynetheme.ColorNameOverlayBackground:   both(0xffffff, 0x1b222c),
	fynetheme.ColorNameSeparator:           both(0xe4e7ec, 0x29313d),
	fynetheme.ColorNameFocus:               translucent(alpha(rgb(0x4f46e5), 0x40), alpha(rgb(0x8b93ff), 0x50)),
	fynetheme.ColorNameHover:               translucent(alpha(black, 0x0d), alpha(white, 0x12)),
	fynetheme.ColorNamePressed:             translucent(alpha(black, 0x1a), alpha(white, 0x20)),
	fynetheme.ColorNameSelection:           translucent(alpha(rgb(0x4f46e5), 0x33), alpha(rgb(0x8b93ff), 0x4d)),
	fynetheme.ColorNameScrollBar:           translucent(alpha(black, 0x40), alpha(white, 0x4d)),
	fynetheme.ColorNameScrollBarBackground: translucent(alpha(black, 0x08), alpha(white, 0x0a)),
	fynetheme.ColorNameShadow:              translucent(alpha(black, 0x33), alpha(black, 0x80)),

	ColorBar:         both(0x111827, 0x10151c),
	ColorBarHover:    both(0x222b3c, 0x1d2530),
	ColorOnBar:       both(0xffffff, 0xf3f5f8),
	ColorOnBarMuted:  both(0xa9b2c1, 0x9aa3b2),
	ColorMuted:       both(0x5f6878, 0x9aa3b2),
	ColorRowHover:    both(0xf3f4f6, 0x19202a),
	ColorRowSelected: both(0xe8e7fb, 0x232a4a),
	ColorOnLogo:      both(0xffffff, 0xffffff),
	ColorMarked:      both(0xfde68a, 0x463509),
	ColorSkeleton:    both(0xe9ebef, 0x242c37),

	ToneViolet.Background(): both(0xe7e5fd, 0x2e2b66),
	ToneViolet.Foreground(): both(0x4338ca, 0xc4c2ff),
	ToneBlue.Background():   both(0xdbeafe, 0x17345f),
	ToneBlue.Foreground():   both(0x1d4ed8, 0x9cc3ff),
	ToneGray.Background():   both(0xe9ebef, 0x2d3541),
	ToneGray.Foreground():   both(0x414b5a, 0xc6ccd6),
	ToneGreen.Background():  both(0xdcfce7, 0x103a24),
	ToneGreen.Foreground():  both(0x15803d, 0x4ade80),
	ToneAmber.Background():  both(0xfef3c7, 0x40300b),
	ToneAmber.Foreground():  both(0x9a4a07, 0xfbbf24),
	ToneRed.Background():    both(0xfee4e2, 0x4a1d19),
	ToneRed.Foreground():    both(0xb42318, 0xff9c93),
	ToneNotice.Background(): both(0x111827, 0xe6e9ee),
	ToneNotice.Foreground(): both(0xffffff, 0x111827),
}

var sizes = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameText:               TextBody,
	fynetheme.SizeNameCaptionText:        TextCaption,
	fynetheme.SizeNameHeadingText:        TextPage,
	fynetheme.SizeNameSubHeadingText:     TextTitle,
	fynetheme.SizeNameInlineIcon:         18,
	fynetheme.SizeNameInputRadius:        Radius,
	fynetheme.SizeNameButtonRadius:       Radius,
	fynetheme.SizeNameMenuRadius:         Radius,
	fynetheme.SizeNamePopupRadius:        12,
	fynetheme.SizeNameDialogRadius:       12,
	fynetheme.SizeNameSelectionRadius:    4,
	fynetheme.SizeNameSeparatorThickness: Line,
	fynetheme.SizeNameScrollBar:          10,
	fynetheme.SizeNameScrollBarSmall:     4,
}

var (
	regular  = fyne.NewStaticResource("Inter-Regular.otf", assets.Regular)
	semiBold = fyne.NewStaticResource("Inter-SemiBold.otf", assets.SemiBold)
)

// Color implements fyne.Theme.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if t.Force != nil {
		variant = *t.Force
	}
	p, ok := colors[name]
	if !ok {
		return fynetheme.DefaultTheme().Color(name, variant)
	}
	if variant == fynetheme.VariantDark {
		return p.dark
	}
	return p.light
}

// Font implements fyne.Theme. Monospaced text keeps Fyne's own font, which distinguishes 0 from O and 1 from l.
func (Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return semiBold
	}
	return regular
}

// Icon implements fyne.Theme.
func (Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return fynetheme.DefaultTheme().Icon(name) }

// Size implements fyne.Theme.
func (Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return fynetheme.DefaultTheme().Size(name)
}

// Tones returns the tones that badges use in turn.
func Tones() []Tone { return []Tone{ToneViolet, ToneBlue, ToneGreen, ToneAmber, ToneRed} }
