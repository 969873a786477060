package form

// Update asks Ready and every Check again, enables or disables the button that submits, and lays the form out. The form
// calls it itself whenever a field changes.
func (f *Form) Update() {
	for _, field := range f.fields {
		field.update()
	}
	f.change()
}

// change enables what may be used now, and lays the form out.
func (f *Form) change() {
	if f.verb != nil {
		f.verb.SetEnabled(!f.sent && !f.busy && f.ready())
	}
	if f.extra != nil {
		f.extra.SetEnabled(!f.busy)
	}
	if f.frame != nil {
		f.frame.relayout()
	}
}

// ready reports whether the form can succeed.
func (f *Form) ready() bool {
	if f.held {
		return false
	}
	for _, field := range f.fields {
		if !field.complete() {
			return false
		}
	}
	return f.spec.Ready == nil || f.spec.Ready()
}

// submit submits the form, unless it has been submitted already. If the form cannot succeed, submit shows why.
func (f *Form) submit() {
	if f.sent || f.busy || f.held || f.verb == nil {
		return
	}
	if !f.ready() {
		f.showMistakes()
		return
	}
	f.sent, f.before = true, f.last
	f.setMessage("")
	f.change()
	call(f.spec.OnSubmit)
}

// showMistakes shows every mistake and moves the focus to the first one.
func (f *Form) showMistakes() {
	if f.sent || f.busy || f.held {
		return
	}
	var first Field
	for _, field := range f.fields {
		field.common().touched = true
		if first == nil && !field.complete() {
			first = field
		}
	}
	f.Update()
	if first != nil {
		f.focus(first.target())
	}
}

// Busy disables the fields and the button that submits, and shows what is being done. Cancel and Escape still work.
func (f *Form) Busy(text string) {
	if !f.IsBusy() {
		f.before = f.last
	}
	f.setBusy(true, text)
}

// Idle makes the form editable again, for example after the user has declined to confirm.
func (f *Form) Idle() {
	f.sent = false
	f.setBusy(false, "")
	f.focus(f.before)
}

// Fail makes the form editable again, with everything that was typed, and shows what went wrong.
func (f *Form) Fail(message string) {
	f.setMessage(message)
	f.Idle()
}

// SetMessage shows a message where Fail shows what went wrong, and changes nothing else.
func (f *Form) SetMessage(message string) {
	f.setMessage(message)
	f.change()
}

func (f *Form) setMessage(message string) {
	f.held = false
	f.failure.setText(message)
}

// Hold shows a message and keeps the form from being submitted, until Release is called or another message is shown.
func (f *Form) Hold(message string) {
	f.failure.setText(message)
	f.held = true
	f.change()
}

// Release ends Hold and removes its message.
func (f *Form) Release() {
	if f.held {
		f.SetMessage("")
	}
}

// Message returns the message of Fail, SetMessage or Hold. It is "" once the form was submitted again.
func (f *Form) Message() string { return f.failure.text.text.Text }

// FailAt makes the form editable again and shows what is wrong with a field. It may be called for several fields, and
// the first one gets the focus. The message disappears when the field changes, so empty a password field before the
// call.
func (f *Form) FailAt(field Field, message string) {
	field.common().failed = message
	if !f.IsBusy() && f.before != nil {
		f.Update()
		return
	}
	f.before = field.target()
	f.Idle()
}

// IsBusy reports whether the form was submitted and cannot be edited yet.
func (f *Form) IsBusy() bool { return f.busy || f.sent }

func (f *Form) setBusy(busy bool, text string) {
	f.busy = busy
	for _, field := range f.fields {
		field.lock(busy)
	}
	f.frame.foot.setProgress(busy, text)
	f.Update()
}

// Forget empties the password fields, so that passwords do not stay in memory longer than needed.
func (f *Form) Forget() {
	for _, field := range f.fields {
		field.forget()
	}
}
