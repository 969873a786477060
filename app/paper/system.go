package paper

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"slices"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
)

// system are the system's fonts.
type system struct {
	listed bool
	fonts  []fontscan.Footprint // upright ones of normal weight first, of those the ones with most characters
	faces  map[fontscan.Location]*face
}

// find returns how a font of the system draws a character.
func (s *system) find(r rune) glyph {
	if !s.listed {
		s.list()
	}
	for _, f := range s.fonts {
		if !f.Runes.Contains(r) {
			continue
		}
		if from := s.open(f.Location); from != nil {
			if width, ok := from.width(r); ok {
				return glyph{from, width}
			}
		}
	}
	return glyph{}
}

// list lists the fonts. Without any, there are those of the program.
func (s *system) list() {
	s.listed, s.faces = true, map[fontscan.Location]*face{}
	all, err := fontscan.SystemFonts(log.New(io.Discard, "", 0), "")
	if err != nil {
		return
	}
	unusual := func(f fontscan.Footprint) float64 {
		return math.Abs(float64(f.Aspect.Weight-font.WeightNormal)) + math.Abs(float64(f.Aspect.Stretch-font.StretchNormal))
	}
	s.fonts = slices.SortedStableFunc(slices.Values(all), func(a, b fontscan.Footprint) int {
		return cmp.Or(cmp.Compare(a.Aspect.Style, b.Aspect.Style), cmp.Compare(unusual(a), unusual(b)),
			cmp.Compare(b.Runes.Len(), a.Runes.Len()))
	})
}

// open returns a font, or nil if a document cannot contain it.
func (s *system) open(at fontscan.Location) *face {
	opened, known := s.faces[at]
	if known {
		return opened
	}
	if data, err := trueType(at); err == nil {
		if f, err := newFace(fmt.Sprintf("system%d", len(s.faces)), data); err == nil && embeds(f) {
			opened = f
		}
	}
	s.faces[at] = opened
	return opened
}

// needed are the tables of a font that a document needs, sorted by name as in a file.
var needed = []string{
	"OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep",
}

// optional are those of them that not every font has.
var optional = []string{"cvt ", "fpgm", "prep"}

var errUnsuitable = errors.New("not a font that a document can contain")

func trueType(at fontscan.Location) ([]byte, error) {
	content, err := os.ReadFile(at.File)
	if err != nil {
		return nil, err
	}
	return extract(content, int(at.Index))
}

// extract returns one of the fonts in a file as a TrueType file of its own. It fails for fonts with other outlines, and
// for those that may not be put into a document.
func extract(content []byte, index int) ([]byte, error) {
	fonts, err := opentype.NewLoaders(bytes.NewReader(content))
	if err != nil || index >= len(fonts) {
		return nil, errUnsuitable
	}
	var tables []opentype.Table
	for _, name := range needed {
		tag := opentype.MustNewTag(name)
		table, err := fonts[index].RawTable(tag)
		switch {
		case err == nil && (name != "OS/2" || mayEmbed(table)):
			tables = append(tables, opentype.Table{Tag: tag, Content: table})
		case !slices.Contains(optional, name):
			return nil, errUnsuitable
		}
	}
	return fontFile(tables), nil
}

// fontFile returns a file with tables, each at a multiple of four bytes. [opentype.WriteTTF] does not put them there.
func fontFile(tables []opentype.Table) []byte {
	const version, header, entry = 0x00010000, 12, 16
	file := binary.BigEndian.AppendUint32(nil, version)
	file = binary.BigEndian.AppendUint16(file, uint16(len(tables)))
	file = append(file, make([]byte, 6)...) // helps to search for tables; nobody needs it
	at := header + entry*len(tables)
	for _, t := range tables {
		file = binary.BigEndian.AppendUint32(file, uint32(t.Tag))
		file = append(file, 0, 0, 0, 0) // a checksum that nobody checks
		file = binary.BigEndian.AppendUint32(file, uint32(at))
		file = binary.BigEndian.AppendUint32(file, uint32(len(t.Content)))
		at += (len(t.Content) + 3) &^ 3
	}
	for _, t := range tables {
		file = append(file, t.Content...)
		file = append(file, make([]byte, -len(t.Content)&3)...)
	}
	return file
}

// mayEmbed reads in the table OS/2 whether a font may be put into a document, and a part of it, too.
func mayEmbed(table []byte) bool {
	const at, restricted, whole, bitmaps = 8, 0x0002, 0x0100, 0x0200
	if len(table) < at+2 {
		return false
	}
	kind := binary.BigEndian.Uint16(table[at:])
	return kind&0xF != restricted && kind&(whole|bitmaps) == 0
}

// embeds tries whether fpdf can read a font. It panics for one that is damaged.
func embeds(f *face) (ok bool) {
	defer func() { ok = recover() == nil && ok }()
	d := fpdf.New("P", "mm", "A4", "")
	d.AddUTF8FontFromBytes(f.name, "", f.data)
	d.SetFont(f.name, "", 1)
	d.AddPage()
	d.Text(0, 0, " ")
	return d.Output(io.Discard) == nil
}
