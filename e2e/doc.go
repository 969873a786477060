// Package e2e tries Roster as a person does: it opens the built program on a screen of its own, presses keys, reads
// what is on the screen, and looks with other tools at the file that comes of it.
//
//	make e2e
//
// builds the program and runs the tests, which need Xvfb, xdotool, ImageMagick, tesseract and sqlite3. Nothing of the
// program is imported and no mouse is used. Where a test fails, a picture of its screen is left in build/e2e. ROSTER
// names another program to try, such as /usr/bin/roster.
//
// The tests have the build tag e2e, so that go test ./... passes on a machine that has Go alone.
package e2e
