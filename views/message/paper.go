package message

import "roster/views/lang"

// NotPrinted says that nothing was printed, and what to do instead. secret says that it was a secret that is shown.
func NotPrinted(secret bool) string {
	if secret {
		return lang.L("Nothing was printed: no printer found. Write it down instead.")
	}
	return lang.L("Nothing was printed: no printer found. Save it as a PDF instead.")
}

// Saved says that a document was saved, and what to do about one with secrets.
func Saved(secret bool) string {
	if secret {
		return lang.L("Saved. Only you can read this file. Delete it once it is printed.")
	}
	return lang.L("Saved. Only you can read this file.")
}

// NotDrawn says why characters cannot be printed.
func NotDrawn() string {
	return lang.L("No font for these characters was found on this computer, or their script needs more than single " +
		"characters, such as Arabic or Hindi. Nothing was printed or saved.")
}

// WithoutMissing offers to continue with so many others.
func WithoutMissing(n int) string {
	if n == 1 {
		return lang.L("Continue with the other one")
	}
	return lang.L("Continue with the other {{.N}}", Args{"N": Number(n)})
}

// TooManyToPrint says that a list would be too long.
func TooManyToPrint(most int) string {
	return lang.L("At most {{.N}} users can be printed. Search or filter to show fewer.", Args{"N": Number(most)})
}

// TooManyToCopy says that too much was selected to be copied.
func TooManyToCopy(most int) string {
	return lang.L("At most {{.N}} users can be copied. Select fewer, or export them.", Args{"N": Number(most)})
}
