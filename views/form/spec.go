package form

// Spec describes a form. All of it is optional, though a form without a Verb cannot be submitted.
type Spec struct {
	Title string
	Text  string // an explanation under the title
	// Rows are the fields from top to bottom. The fields of one row are side by side if the form is at least 440 pixels
	// wide, and otherwise below one another.
	Rows [][]Field

	Verb     string // label of the button that submits the form: what it does, such as "Create user"
	VerbIcon string // name of an icon in assets, or ""
	Danger   bool   // submitting destroys something
	Wide     bool   // the button takes the whole width, with Extra below it; for a sign-in card
	Cancel   string // label of the button that leaves the form
	Extra    *Button

	// OnSubmit is called when the form is submitted. It is not called again before Idle, Fail, FailAt or Hide.
	OnSubmit func()
	// OnCancel is called by Cancel and Escape, even while the form is busy. If it is nil, a dialog hides. Escape asks
	// first if text was typed.
	OnCancel func()
	// Asks says that OnCancel asks whether to leave. Escape then does not, and the form counts as edited.
	Asks bool
	// Ready, if not nil, is a further condition for submitting. Call Update when its result may have changed.
	Ready func() bool

	// Width is the preferred width of a dialog or a card in device-independent pixels; 0 is 520. A dialog is at least
	// as wide as its buttons.
	Width float32
}

const (
	defaultWidth float32 = 520
	twoColumns   float32 = 440 // least width of a form with fields side by side
)
