// Package message turns values into the texts that people read: errors, mistakes, refusals, journal entries, times
// and numbers.
//
// All functions are pure: they show nothing and log nothing, so any page may use them and tests need no window. Texts
// are in the language of the window at the time of the call.
package message

// Args are the values that are filled into a text.
type Args = map[string]any
