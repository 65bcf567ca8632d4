package main

import "strings"

// pairFlags are the flags of papermill that take two words, a name and a value.
var pairFlags = map[string]string{
	"-p": "-p", "--parameters": "-p",
	"-r": "-r", "--parameters_raw": "-r", "--parameters-raw": "-r",
}

// joinPairs makes "-p NAME VALUE" one word, -p=NAME=VALUE, which a flag parser
// understands: it knows flags with one value only, and would take a VALUE that
// begins with a dash for another flag. "-p NAME=VALUE" stays as it is.
func joinPairs(args []string) []string {
	if len(args) == 0 || args[0] != "stamp" && args[0] != "run" {
		return args
	}
	var out []string
	for i := 0; i < len(args); i++ {
		short, ok := pairFlags[args[i]]
		switch {
		case args[i] == "--":
			return append(out, args[i:]...)
		case ok && i+1 < len(args) && strings.Contains(args[i+1], "="):
			out = append(out, short+"="+args[i+1])
			i++
		case ok && i+2 < len(args):
			out = append(out, short+"="+args[i+1]+"="+args[i+2])
			i += 2
		default:
			out = append(out, args[i])
		}
	}
	return out
}
