// Package message turns values into the texts that people read: errors, mistakes, refusals, journal entries, times
// and numbers.
//
// Everything in it is pure. It shows nothing and logs nothing, so any page may use it, and a test needs no window.
// Texts are in the language that the window speaks at the moment they are made.
package message

// Args are the values that are filled into a text.
type Args = map[string]any
