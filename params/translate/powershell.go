package translate

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// powershellWords are variables that cannot be assigned to.
const powershellWords = `_ args consolefilename error executioncontext false home host input iscoreclr islinux ismacos iswindows
myinvocation null pid pscmdlet psculture psedition pshome psuiculture psversiontable shellid true this`

var powershell = &language{
	title: "PowerShell",
	names: []string{".net-powershell", ".net-pwsh", "powershell", "pwsh"},
	checkName: func(name string) error {
		if namesLike("", ".*", powershellWords)(strings.ToLower(name)) != nil && name != "" {
			return errors.New("this is a variable of PowerShell itself")
		}
		return namesLike("PowerShell", `[_\p{L}\p{Nd}]+`, "")(name)
	},
	comment:   lineComment("#"),
	value:     powershellWriter.value,
	papermill: papermillPowershell.value,
	assign:    assignWith("$", " = ", ""),
	secret:    func(name string) string { return "$env:" + name },
}

var powershellWriter = writer{
	null:    "$Null",
	boolean: [2]string{"$False", "$True"},
	integer: powershellInteger,
	float:   floatWords("[double]::NaN", "[double]::PositiveInfinity", "[double]::NegativeInfinity"),
	text:    always(powershellText),
	list:    powershellArray,
	dict:    powershellHashtable,
}

// powershellText writes an expandable string, as papermill does. The backslash
// means nothing in it; the backtick escapes, $ interpolates, and the
// typographic quotes end it as the straight one does.
func powershellText(s string) string {
	return escaped(s, func(b *strings.Builder, c, _ rune) {
		switch {
		case strings.ContainsRune("\"`$\u201c\u201d\u201e", c):
			b.WriteByte('`')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString("`n")
		case c == '\r':
			b.WriteString("`r")
		case c == '\t':
			b.WriteString("`t")
		case c < 0x10000 && !unicode.IsPrint(c):
			fmt.Fprintf(b, "$([char]0x%x)", c)
		default:
			b.WriteRune(c)
		}
	})
}

// maxDecimal is the largest number of .NET's type decimal, which PowerShell
// takes for literals beyond 64 bits.
var maxDecimal, _ = new(big.Int).SetString("79228162514264337593543950335", 10)

func powershellInteger(n *big.Int) (string, error) {
	if new(big.Int).Abs(n).Cmp(maxDecimal) > 0 {
		return "([bigint]'" + n.String() + "')", nil
	}
	return digits(n)
}

// powershellArray writes an array. @() takes what a single array in it holds
// for its own elements, unless a comma makes it one.
func powershellArray(l []element) string {
	if len(l) == 1 {
		switch l[0].Value.(type) {
		case value.List, value.Tuple, value.Set:
			return "@(, " + l[0].expr + ")"
		}
	}
	return joined("@(", ", ", ")")(l)
}

// powershellHashtable writes a hashtable, whose keys ignore upper and lower
// case.
func powershellHashtable(items []item) (string, error) {
	seen := map[string]string{}
	for _, it := range items {
		folded := strings.ToUpper(it.key)
		if other, ok := seen[folded]; ok {
			return "", fmt.Errorf("the keys %s and %s of a dict are one in PowerShell, which ignores their case", other, it.key)
		}
		seen[folded] = it.key
	}
	return paired("@{", " = ", "\n ", "}")(items)
}
