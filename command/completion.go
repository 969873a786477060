package command

import (
	"context"
	"io"
	"slices"
	"strings"
)

func completionSpec() *spec {
	return &spec{
		name: "completion", args: []string{"SHELL"}, run: completion,
		about: "Prints a script with which a shell completes commands: " + strings.Join(shells, ", ") + ".",
	}
}

// completion prints the script for a shell.
func completion(_ context.Context, c *call) Code {
	map[string]func(io.Writer, []*spec){
		"bash": completeBash, "zsh": completeZsh, "fish": completeFish, "powershell": completePowerShell,
	}[c.args[0]](c.out, c.commands)
	return Done
}

// commandNames returns the names of all commands.
func commandNames(of []*spec) (names []string) {
	for _, s := range of {
		names = append(names, s.name)
	}
	return names
}

// optionNames returns the options of a command as they are typed.
func (s *spec) optionNames() (names []string) {
	for _, o := range s.allOptions() {
		names = append(names, "--"+o.name)
	}
	return names
}

// quoted returns a text in single quotes, in which a quote is written as escaped.
func quoted(text, escaped string) string { return "'" + strings.ReplaceAll(text, "'", escaped) + "'" }

// The ways to write a quote within quotes.
const (
	escapedInShell      = `'\''`
	escapedInFish       = `\'`
	escapedInPowerShell = `''`
)

func completeBash(to io.Writer, commands []*spec) {
	Say(to, "# bash completion for rosterctl, made by: rosterctl completion bash\n_rosterctl() {\n"+
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n\tCOMPREPLY=()\n"+
		"\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\twords='%s'\n"+
		"\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n\t\treturn\n\tfi\n"+
		"\tcase ${COMP_WORDS[1]}:$prev in\n", strings.Join(commandNames(commands), " "))
	for _, s := range commands {
		for _, o := range s.allOptions() {
			switch {
			case o.values != nil:
				Say(to, "\t%s:--%s) words='%s' ;;\n", s.name, o.name, strings.Join(o.values, " "))
			case o.value != "" && !o.file:
				Say(to, "\t%s:--%s) return ;;\n", s.name, o.name)
			}
		}
	}
	Say(to, "\t*)\n\t\tcase ${COMP_WORDS[1]}:$cur in\n")
	for _, s := range commands {
		Say(to, "\t\t%s:-*) words='%s' ;;\n", s.name, strings.Join(s.optionNames(), " "))
		if values := argValues[s.args[len(s.args)-1]]; values != nil { // its last argument
			Say(to, "\t\t%s:*) [ \"$COMP_CWORD\" -le %d ] || words='%s' ;;\n", s.name, len(s.args), strings.Join(values, " "))
		}
	}
	Say(to, "\t\tesac ;;\n\tesac\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"+
		"complete -o default -F _rosterctl rosterctl # files, where nothing else is possible\n")
}

func completeZsh(to io.Writer, commands []*spec) {
	q := func(text string) string { return quoted(text, escapedInShell) }
	Say(to, "#compdef rosterctl\n# zsh completion for rosterctl, made by: rosterctl completion zsh\n_rosterctl() {\n"+
		"\tlocal -a commands=(\n")
	for _, s := range commands {
		Say(to, "\t\t%s\n", q(s.name+":"+s.about))
	}
	Say(to, "\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n\t\treturn\n\tfi\n"+
		"\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n\tcase $command in\n")
	plain := strings.NewReplacer("[", "(", "]", ")", ":", ",")
	for _, s := range commands {
		Say(to, "\t%s)\n\t\t_arguments", s.name)
		for _, o := range s.allOptions() {
			text := "--" + o.name + "[" + plain.Replace(o.about) + "]"
			switch {
			case o.values != nil:
				text += ":" + o.value + ":(" + strings.Join(o.values, " ") + ")"
			case o.file:
				text += ":" + o.value + ":_files"
			case o.value != "":
				text += ":" + o.value + ":"
			}
			Say(to, " \\\n\t\t\t%s", q(text))
		}
		Say(to, " \\\n\t\t\t'*:file:_files' ;;\n")
	}
	Say(to, "\tesac\n}\nif [ \"$funcstack[1]\" = _rosterctl ]; then _rosterctl; else compdef _rosterctl rosterctl; fi\n")
}

func completeFish(to io.Writer, commands []*spec) {
	q := func(text string) string { return quoted(text, escapedInFish) }
	Say(to, "# fish completion for rosterctl, made by: rosterctl completion fish\n")
	for _, s := range commands {
		Say(to, "complete -c rosterctl -n __fish_use_subcommand -f -a %s -d %s\n", s.name, q(s.about))
	}
	for _, s := range commands {
		if values := argValues[s.args[len(s.args)-1]]; values != nil {
			Say(to, "complete -c rosterctl -n '__fish_seen_subcommand_from %s' -a %s\n", s.name, q(strings.Join(values, " ")))
		}
		for _, o := range s.allOptions() {
			Say(to, "complete -c rosterctl -n '__fish_seen_subcommand_from %s' -l %s", s.name, o.name)
			switch {
			case o.values != nil:
				Say(to, " -x -a %s", q(strings.Join(o.values, " ")))
			case o.file:
				Say(to, " -r")
			case o.value != "":
				Say(to, " -x")
			}
			Say(to, " -d %s\n", q(o.about))
		}
	}
}

func completePowerShell(to io.Writer, commands []*spec) {
	list := func(words []string) string {
		all := slices.Clone(words)
		for i, word := range all {
			all[i] = quoted(word, escapedInPowerShell)
		}
		return "@(" + strings.Join(all, ", ") + ")"
	}
	Say(to, "# PowerShell completion for rosterctl, made by: rosterctl completion powershell\n"+
		"Register-ArgumentCompleter -Native -CommandName rosterctl -ScriptBlock {\n"+
		"    param($wordToComplete, $commandAst, $cursorPosition)\n"+
		"    $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })\n"+
		"    if ($words.Count -lt 2 -or ($words.Count -eq 2 -and $wordToComplete)) {\n        $found = %s\n    } else {\n"+
		"        $found = switch ($words[1]) {\n", list(commandNames(commands)))
	for _, s := range commands {
		Say(to, "            %s { %s }\n", quoted(s.name, escapedInPowerShell), list(s.optionNames()))
	}
	Say(to, "        }\n        $previous = if ($wordToComplete) { $words[-2] } else { $words[-1] }\n"+
		"        $values = switch (\"$($words[1]) $previous\") {\n")
	for _, s := range commands {
		for _, o := range s.allOptions() {
			if o.values != nil {
				Say(to, "            %s { %s }\n", quoted(s.name+" --"+o.name, escapedInPowerShell), list(o.values))
			}
		}
	}
	Say(to, "        }\n        if ($values) { $found = $values }\n"+
		"        elseif ($wordToComplete -notlike '-*') { return }\n    }\n"+
		"    $found | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {\n"+
		"        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)\n    }\n}\n")
}
