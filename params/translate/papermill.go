package translate

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// The writers of papermill's own text, as papermill 2.7 has it.
var (
	papermillPython = papermill(writer{
		null:    "None",
		boolean: [2]string{"False", "True"},
		float:   pythonWriter.float,
		list:    pythonWriter.list,
		dict:    pythonWriter.dict,
	})
	papermillR = papermill(writer{
		null:    "NULL",
		boolean: rWriter.boolean,
		list:    rWriter.list,
		dict:    paired("list(", " = ", ", ", ")"),
	})
	papermillScala = papermill(writer{
		null:    "None",
		integer: longInteger,
		list:    joined("Seq(", ", ", ")"),
		dict:    scalaWriter.dict,
	})
	papermillJulia = papermill(writer{
		null: "nothing",
		list: joined("[", ", ", "]"),
		dict: juliaWriter.dict,
	})
	papermillMatlab = papermill(writer{
		null: "NaN",
		text: always(func(s string) string { return requoted(s, '"', `""`) }),
		list: matlabWriter.list,
		dict: papermillMatlabMap,
	})
	papermillCSharp = papermill(writer{
		noNull:  errors.New("papermill has no form for null in C#"),
		integer: longInteger,
		list:    joined("new [] { ", ", ", " }"),
		dict:    csharpDictionary,
	})
	papermillFSharp = papermill(writer{
		null:    "None",
		integer: longInteger,
		list:    joined("[ ", "; ", " ]"),
		dict:    papermillFSharpMap,
	})
	papermillPowershell = papermill(writer{
		null:    "$Null",
		boolean: powershellWriter.boolean,
		float:   powershellWriter.float,
		text:    always(func(s string) string { return requoted(s, '"', "`\"") }),
		list:    joined("@(", ", ", ")"),
		dict:    paired("@{", " = ", "\n ", "}"),
	})
	papermillBash = papermill(writer{
		text: always(bashText),
		list: joined("(", " ", ")"),
		other: func(_ *writer, v value.Value, _ int) (string, error) {
			return bashText(value.Repr(v)), nil
		},
	})
)

// papermill fills in what its languages share.
func papermill(w writer) *writer {
	if w.boolean[0] == "" {
		w.boolean = [2]string{"false", "true"}
	}
	if w.integer == nil {
		w.integer = digits
	}
	if w.float == nil {
		w.float = floatWords("nan", "inf", "-inf")
	}
	if w.text == nil {
		w.text = always(pythonText)
	}
	if w.other == nil {
		w.other = papermillOther
	}
	return &w
}

// papermillOther writes what papermill has no type for: str() between double
// quotes, in which it escapes nothing.
func papermillOther(_ *writer, v value.Value, _ int) (string, error) {
	text := value.Repr(v)
	if strings.ContainsAny(text, "\"\\\n") {
		return "", fmt.Errorf("papermill's text for this %s would be no string", v.Kind())
	}
	return `"` + text + `"`, nil
}

// requoted returns papermill's string with an escape of another kind for the
// quote; a backslash is doubled all the same.
func requoted(s string, quote rune, escape string) string {
	return escaped(s, func(b *strings.Builder, c, _ rune) {
		if c == quote {
			b.WriteString(escape)
			return
		}
		codec(b, c)
	})
}

func papermillMatlabMap(items []item) (string, error) {
	var keys, values []element
	for _, it := range items {
		key := requoted(pythonStr(it.of), '\'', "''")
		keys, values = append(keys, element{expr: "'" + key[1:len(key)-1] + "'"}), append(values, it.element)
	}
	return "containers.Map(" + joined("{", ", ", "}, ")(keys) + joined("{", ", ", "})")(values), nil
}

func papermillFSharpMap(items []item) (string, error) {
	if len(items) == 0 {
		return "[  ] |> Map.ofList", nil
	}
	return fsharpMap(items)
}
