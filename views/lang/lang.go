// Package lang translates the sentences of package message. It does what Fyne's package of that name does for the
// window, without Fyne: programs without a window would be a fifth larger with it.
package lang

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// words are the texts of the language in use, by the English ones; nil for English.
var words atomic.Pointer[map[string]string]

// Use sets the language of all texts from now on, given its texts by the English ones.
func Use(all map[string]string) { words.Store(&all) }

// L returns a text in the language in use, with the values of its placeholders, such as {{.Name}}. A text that the
// language lacks stays in English.
func L(text string, values ...map[string]any) string {
	if all := words.Load(); all != nil && (*all)[text] != "" {
		text = (*all)[text]
	}
	if len(values) == 0 {
		return text
	}
	var filled strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{{.")
		filled.WriteString(before)
		name, after, closed := strings.Cut(rest, "}}")
		if !found || !closed {
			return filled.String()
		}
		fmt.Fprint(&filled, values[0][name])
		text = after
	}
}
