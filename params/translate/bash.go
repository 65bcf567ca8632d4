package translate

import (
	"errors"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

var bash = &language{
	title:     "Bash",
	names:     []string{"bash"},
	checkName: namesLike("Bash", plain, `_ BASHOPTS BASH_VERSINFO EUID PPID SHELLOPTS UID`),
	comment:   lineComment("#"),
	value:     bashValue,
	papermill: papermillBash.value,
	assign:    bashAssign,
	secret:    func(name string) string { return `"${` + name + `?}"` },
}

var bashWriter = writer{
	boolean: [2]string{"false", "true"},
	integer: digits,
	float:   floatWords("nan", "inf", "-inf"),
	text:    without("Bash", bashText),
}

var errEmptyKey = errors.New("a key of a dict is empty, which Bash does not allow")

// bashUnsafe is what Python's shlex.quote quotes.
var bashUnsafe = lazyre.New(`[^\w@%+=:,./-]`)

func bashText(s string) string {
	if s != "" && !bashUnsafe.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'"'"'`) + "'"
}

// bashValue writes a word, an array or an associative array. These hold
// words alone: a list or dict in them is written as JSON, for jq.
func bashValue(v value.Value) (string, error) {
	switch v := v.(type) {
	case value.List:
		return bashArray(v)
	case value.Tuple:
		return bashArray(v)
	case value.Set:
		return bashArray(v)
	case value.Dict:
		return bashAssociative(v)
	}
	return bashWriter.value(v)
}

func bashArray(l []value.Value) (string, error) {
	words := make([]string, len(l))
	for i, v := range l {
		var err error
		if words[i], err = bashWord(v); err != nil {
			return "", err
		}
	}
	return "(" + strings.Join(words, " ") + ")", nil
}

func bashAssociative(d value.Dict) (string, error) {
	pairs := make([]string, len(d))
	for i, item := range d {
		key := pythonStr(item.Key)
		if key == "" {
			return "", errEmptyKey
		}
		quoted, err := bashWriter.text(key)
		if err != nil {
			return "", err
		}
		if quoted == key {
			quoted = "'" + key + "'" // @ and * would mean all keys
		}
		word, err := bashWord(item.Value)
		if err != nil {
			return "", err
		}
		pairs[i] = "[" + quoted + "]=" + word
	}
	return "(" + strings.Join(pairs, " ") + ")", nil
}

// bashWord writes an element of an array, which cannot be left empty.
func bashWord(v value.Value) (string, error) {
	switch v.(type) {
	case value.Null:
		return "''", nil
	case value.List, value.Tuple, value.Set, value.Dict:
		text, err := jsonWriter.value(v)
		if err != nil {
			return "", err
		}
		return bashText(text), nil
	}
	return bashWriter.value(v)
}

// bashAssign writes an assignment. An associative array has to be declared, and
// a variable of another kind cannot become one.
func bashAssign(name, expr string) string {
	if strings.HasPrefix(expr, "([") {
		return "unset -v " + name + "; declare -A " + name + "=" + expr
	}
	return name + "=" + expr
}
