// Package e2e tests Roster as a person uses it. It starts the built program on its own display, presses keys, reads the
// screen, and inspects the file with other tools.
//
//	make e2e
//
// builds the program and runs the tests, which need Xvfb, xdotool, ImageMagick, tesseract and sqlite3. The tests import
// nothing of the program and use no mouse. A failing test leaves a picture of its screen in build/e2e. ROSTER names
// another program to test, such as /usr/bin/roster.
//
// Two of the tests take longer on request:
//
//	make killed-window    uses the window by keyboard and kills it at random moments, ROUNDS times
//	make use              uses everything in the window for MINUTES, and measures what the program then holds
//
// The tests have the build tag e2e, so that go test ./... passes on a machine that only has Go.
package e2e
