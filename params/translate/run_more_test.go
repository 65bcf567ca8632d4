package translate

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The interpreters of this file are on few machines: where they are absent,
// the test says so and is skipped.

func TestOctaveRuns(t *testing.T) {
	octave := program(t, "octave-cli")
	held, cells := writable(t, "octave", generator{nul: true, nested: true, dict: true}.generated(3000))
	runOctave(t, octave, held, cells)
}

// TestMatlabRunsInOctave runs the MATLAB cells that mean the same in Octave:
// those without escapes, which Octave has and MATLAB has not, and without
// characters that are added by their number, where only MATLAB adds strings,
// and without empty keys.
func TestMatlabRunsInOctave(t *testing.T) {
	octave := program(t, "octave-cli")
	all, sources := writable(t, "matlab", generator{nested: true, dict: true}.generated(5000))
	emptyKey := someKey(func(k value.Value) bool { return k == value.Text("") })
	var held []value.Value
	var cells []string
	for i, source := range sources {
		if !strings.Contains(source, `\`) && !strings.Contains(source, "char(") && !emptyKey(all[i], "") {
			held, cells = append(held, all[i]), append(cells, source)
		}
	}
	require.Greater(t, len(held), 2000)
	runOctave(t, octave, held, cells)
}

func runOctave(t *testing.T, octave string, held []value.Value, cells []string) {
	var b strings.Builder
	for _, source := range cells {
		b.WriteString(source + "puts([canon(x) \"\\n\"]);\n")
	}
	out := testenv.Run(t, octave, nil, "--norc", "--no-gui", "--quiet", script(t, "cells.m", fixture(t, "canon.m"), b.String()))
	sameLines(t, out, held, cells, canon{doubles: true, sorted: true})
}

func TestCSharpRuns(t *testing.T) {
	compiler, mono := program(t, "mcs"), program(t, "mono")
	held, cells := writable(t, ".net-csharp", generator{nul: true, nested: true, dict: true}.generated(3000))
	var b strings.Builder
	for i, source := range cells {
		if i%100 == 0 { // methods of a million bytes are slow to compile
			b.WriteString("}\nstatic void Part" + string(rune('A'+i/2600)) + string(rune('A'+i/100%26)) + "() {\n")
		}
		b.WriteString("{\n" + source + "Show(x);\n}\n")
	}
	calls := ""
	for i := 0; i < len(cells); i += 100 {
		calls += "Part" + string(rune('A'+i/2600)) + string(rune('A'+i/100%26)) + "();\n"
	}
	source := script(t, "cells.cs", strings.Replace(fixture(t, "canon.cs.txt"), "CELLS", calls+b.String(), 1))
	program := filepath.Join(t.TempDir(), "cells.exe")
	printed, err := exec.Command(compiler, "-codepage:utf8", "-r:System.Numerics", "-out:"+program, source).CombinedOutput()
	require.NoError(t, err, "%s", printed)
	sameLines(t, testenv.Run(t, mono, nil, program), held, cells, canon{doubles: true, sorted: true, noMinus0: true})
}

// TestScalaRuns needs a class path of the compiler of Scala 2.13 in
// NBCOMPARE_SCALA, as `mvn dependency:copy-dependencies` makes it.
func TestScalaRuns(t *testing.T) {
	classes := os.Getenv("NBCOMPARE_SCALA")
	if classes == "" {
		t.Skip("no compiler of Scala in NBCOMPARE_SCALA")
	}
	held, cells := writable(t, "scala", generator{nul: true, nested: true, dict: true}.generated(400))
	var b, calls strings.Builder
	for i, source := range cells {
		if i%50 == 0 {
			fmt.Fprintf(&b, "}\nobject Part%d { def run(): Unit = {\n", i)
			fmt.Fprintf(&calls, "Part%d.run()\n", i)
		}
		b.WriteString("{\n" + source + "Canon.show(x)\n}\n")
		if i%50 == 49 || i == len(cells)-1 {
			b.WriteString("}\n")
		}
	}
	source := script(t, "Cells.scala", fixture(t, "canon.scala.txt"), "object Head {\n", b.String(), "}\nobject Cells { def main(args: Array[String]): Unit = {\n", calls.String(), "Canon.out.flush()\n}}\n")
	folder := t.TempDir()
	printed, err := exec.Command(program(t, "java"), "-Xss8m", "-cp", classes, "scala.tools.nsc.Main", "-usejavacp", "-encoding", "UTF-8", "-nowarn", "-d", folder, source).CombinedOutput()
	require.NoError(t, err, "%s", printed)
	out := testenv.Run(t, program(t, "java"), nil, "-cp", classes+":"+folder, "Cells")
	sameLines(t, out, held, cells, canon{doubles: true, sorted: true})
}

// TestFSharpRuns needs the npm packages fable-standalone and fable-metadata in
// the folder node_modules that NBCOMPARE_FABLE names: a compiler of F# that
// makes JavaScript, in which -0.0 is 0.0.
func TestFSharpRuns(t *testing.T) {
	modules := os.Getenv("NBCOMPARE_FABLE")
	if modules == "" {
		t.Skip("no compiler of F# in NBCOMPARE_FABLE")
	}
	held, cells := writable(t, ".net-fsharp", generator{nul: true, nested: true, dict: true}.generated(400))
	input, err := json.Marshal(cells)
	require.NoError(t, err)
	out := testenv.Run(t, program(t, "node"), input, "--stack-size=4000", filepath.Join("testdata", "fsharp.cjs"), modules, t.TempDir())
	sameLines(t, []byte(strings.ReplaceAll(string(out), "d8000000000000000", "d0000000000000000")), held, cells, canon{doubles: true, sorted: true, noMinus0: true})
}
