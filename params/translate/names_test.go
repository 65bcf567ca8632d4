package translate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

func TestNames(t *testing.T) {
	for _, test := range []struct{ language, good, bad string }{
		{"Python", "x _x x1 été 名 match", "1x x-y x.y class None __debug__ $x print(1)"},
		{"R", "x x.y .x ... .. été", "_x 1x .1x TRUE in x-y if"},
		{"Scala", "x _x x$ X1", "_ val 1x x-y type"},
		{"Julia", "x _x x! ∆x été", "1x !x end x-y _"},
		{"MATLAB", "x x_1 X", "_x 1x end été x.y"},
		{"Octave", "x _x", "1x endif until"},
		{"C#", "x _x été", "1x class x-y @x"},
		{"F#", "x _x x'", "1x let x-y 'x"},
		{"PowerShell", "x _x 1x été if", "x-y $x true Null PID x:y _"},
		{"Bash", "x _x X1 if", "1x x-y été UID _"},
		{"Go", "x _x été", "_ 1x func nil init string x.y"},
		{"JavaScript", "x _x $x été", "1x class x-y NaN await"},
		{"TypeScript", "x", "1x"},
	} {
		for name := range strings.FieldsSeq(test.good) {
			if name == "..." || name == "∆x" {
				continue // R's own argument; a symbol, which we do not let Julia name
			}
			_, err := Cell(test.language, "", []Assignment{{Name: name, Value: value.Int(1)}}, Options{})
			assert.NoError(t, err, "%s: %s", test.language, name)
		}
		for name := range strings.FieldsSeq(test.bad) {
			for _, papermill := range []bool{false, true} {
				if papermill && test.language == "R" && name == "_x" {
					continue
				}
				_, err := Cell(test.language, "", []Assignment{{Name: name, Value: value.Int(1)}}, Options{Papermill: papermill})
				assert.ErrorContains(t, err, "parameter \""+name+"\": ", "%s: %s", test.language, name)
			}
		}
		for _, name := range []string{"", " ", "x\n", "x y", "x;", "x=1", "x\x00", "\n"} {
			_, err := Cell(test.language, "", []Assignment{{Name: name, Value: value.Int(1)}}, Options{})
			assert.Error(t, err, "%s: %q", test.language, name)
		}
	}
	require.Len(t, Supported(), 13)
}

// TestPythonNames asks Python which names are identifiers.
func TestPythonNames(t *testing.T) {
	names := strings.Fields(pythonWords + " x _ _1 1 x-y été é́ 名前 x² ℘ ªb a· match case type print ﬁ 𝒳 _٣ ٣ x‿y")
	out := testenv.RunPython(t, []byte(strings.Join(names, "\n")), "-c", `
import keyword, sys
for line in sys.stdin.buffer.read().decode().split("\n"):
    print(int(line.isidentifier() and not keyword.iskeyword(line) and line != "__debug__"))`)
	for i, line := range strings.Fields(string(out)) {
		err := pythonName(names[i])
		if line == "0" {
			assert.Error(t, err, names[i])
			continue
		}
		if names[i] != "℘" && names[i] != "a·" { // of the few that Unicode lets be for what they were once
			assert.NoError(t, err, names[i])
		}
	}
}

func pythonName(name string) error { return python.checkName(name) }

func TestFind(t *testing.T) {
	for _, test := range []struct{ kernel, language, want string }{
		{"python3", "python", "Python"},
		{"my-env", "python", "Python"},
		{"pysparkkernel", "scala", "Python"},
		{"sparkkernel", "", "Scala"},
		{"sparkrkernel", "", "R"},
		{"ir", "R", "R"},
		{"python3", "R", "R"},
		{"bash", "R", "Bash"},
		{"ir", "", "R"},
		{"julia-1.10", "julia", "Julia"},
		{".net-csharp", "C#", "C#"},
		{"x", "F#", "F#"},
		{".net-powershell", "PowerShell", "PowerShell"},
		{"bash", "bash", "Bash"},
		{"gonb", "go", "Go"},
		{"gophernotes", "go", "Go"},
		{"deno", "typescript", "TypeScript"},
		{"javascript", "javascript", "JavaScript"},
		{"octave", "octave", "Octave"},
		{"", "MATLAB", "MATLAB"},
	} {
		l, err := find(test.language, test.kernel)
		require.NoError(t, err, "%+v", test)
		require.Equal(t, test.want, l.title, "%+v", test)
	}
	_, err := find("sql", "xsql")
	require.EqualError(t, err, `no translator of parameters for kernel "xsql" or language "sql"; there is one for `+strings.Join(Supported(), ", "))
	_, err = find("sql", "python3")
	require.Error(t, err)
	_, err = find("", "")
	require.Error(t, err)
}

func TestSecretsAndComments(t *testing.T) {
	for _, test := range []struct{ language, want string }{
		{"Python", "# a\n# b\nimport os\nn = 1\nKEY = os.environ[\"KEY\"]\n"},
		{"R", "# a\n# b\nn = 1\nKEY = Sys.getenv(\"KEY\")\n"},
		{"Scala", "// a\n// b\nval n = 1\nval KEY = sys.env(\"KEY\")\n"},
		{"Julia", "# a\n# b\nn = 1\nKEY = ENV[\"KEY\"]\n"},
		{"MATLAB", "% a\n% b\nn = 1;\nKEY = getenv('KEY');\n"},
		{"Octave", "% a\n% b\nn = 1;\nKEY = getenv('KEY');\n"},
		{"C#", "// a\n// b\nvar n = 1;\nvar KEY = System.Environment.GetEnvironmentVariable(\"KEY\");\n"},
		{"F#", "(* a *)\n(* b *)\nlet n = 1\nlet KEY = System.Environment.GetEnvironmentVariable(\"KEY\")\n"},
		{"PowerShell", "# a\n# b\n$n = 1\n$KEY = $env:KEY\n"},
		{"Bash", "# a\n# b\nn=1\nKEY=\"${KEY?}\"\n"},
		{"Go", "// a\n// b\nimport \"os\"\nvar n = 1\nvar KEY = os.Getenv(\"KEY\")\n"},
		{"JavaScript", "// a\n// b\nvar n = 1;\nvar KEY = process.env[\"KEY\"];\n"},
		{"TypeScript", "// a\n// b\nvar n = 1;\nvar KEY = process.env[\"KEY\"];\n"},
	} {
		got, err := Cell(test.language, "", []Assignment{{Name: "n", Value: value.Int(1)}, {Name: "KEY", Secret: true}}, Options{Comment: "a\r\nb"})
		require.NoError(t, err)
		require.Equal(t, test.want, got)
	}
	_, err := Cell("python", "", []Assignment{{Name: "os", Value: value.Int(1)}, {Name: "KEY", Secret: true}}, Options{})
	require.ErrorContains(t, err, `parameter "os"`)
}

func TestRefused(t *testing.T) {
	deep := value.Value(value.Int(1))
	for range 50 {
		deep = value.List{deep}
	}
	for _, test := range []struct {
		language, want string
		v              value.Value
	}{
		{"python", "it has no value", nil},
		{"python", "nests deeper than 45", deep},
		{"python", "a table cannot be a parameter", &value.Table{}},
		{"python", "cannot be the key of a dict", value.Dict{{Key: value.List{}, Value: value.Null{}}}},
		{"r", "NUL", value.Text("a\x00")},
		{"r", "9007199254740993", integer("9007199254740993")},
		{"r", "written in Python alone", value.Bytes("a")},
		{"r", "two keys of a dict are written", value.Dict{{Key: value.Int(1), Value: value.Null{}}, {Key: value.Text("1"), Value: value.Null{}}}},
		{"matlab", "no integer 100000000000000000001", integer("100000000000000000001")},
		{"powershell", "are one in PowerShell", value.Dict{{Key: value.Text("a"), Value: value.Null{}}, {Key: value.Text("A"), Value: value.Null{}}}},
		{"bash", "a key of a dict is empty", value.Dict{{Key: value.Text(""), Value: value.Null{}}}},
		{"octave", "a key of a dict is empty", value.Dict{{Key: value.Text(""), Value: value.Null{}}}},
	} {
		_, err := Cell(test.language, "", []Assignment{{Name: "x", Value: test.v}}, Options{})
		require.ErrorContains(t, err, test.want)
		require.ErrorContains(t, err, `parameter "x": `)
	}
}
