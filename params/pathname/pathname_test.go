package pathname_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/pathname"
)

// literals are the values of the parameter x, as Python writes them.
var literals = []string{
	"0", "1", "-7", "255", "1234567", "123456789012345678901234567890", "-1000", "True", "False", "None", "'abc'", "''", "'é😀'", "'it''s'", "0.0", "-0.0", "0.5", "1.0", "-2.75", "1234567.891",
	"1e-05", "1e+16", "1e+22", "123456.0", "0.0001", "9.9999e-05", "1e300", "float('inf')", "float('-inf')", "float('nan')", "[1, 'a', 2.5]", "{'k': 1, 'b c': 'v'}", "{'k': {'l': [7]}}", "99999.5", "2.5", "65",
}

var fieldTexts = []string{
	"{x}", "{x!r}", "{x!s}", "{x!a}", "{x[0]}", "{x[k]}", "{x[k][l][0]}", "{x[b c]}", "{x!r:>10}", "{{{x}}}", "{x:{w}}", "{x:{w}.{p}}", "{x:0{w}d}", "a{x}b{w}", "{y}", "{}", "{0}", "{x", "x}", "{x!z}", "{x.real2}",
	"{x[0}", "{x[]}", "{x:}", "{{}}", "{x]}", "{x:{{}}}", "{x!}", "{x[0]k}", "{x[-1]}", "{x[9]}",
}

// randomSpec writes a format specification, most of them sound.
func randomSpec(rng *rand.Rand) string {
	var b strings.Builder
	maybe := func(choices ...string) {
		if rng.IntN(3) == 0 {
			b.WriteString(choices[rng.IntN(len(choices))])
		}
	}
	maybe("<", ">", "=", "^", "*<", "é>", "0=", "x^", " =")
	maybe("+", "-", " ")
	if rng.IntN(10) == 0 {
		b.WriteString("z")
	}
	maybe("#")
	maybe("0")
	maybe("1", "5", "12", "20")
	maybe(",", "_")
	maybe(".0", ".1", ".3", ".10", ".")
	b.WriteString([]string{"", "", "d", "f", "e", "g", "s", "x", "X", "o", "b", "c", "n", "%", "E", "G", "F", "q"}[rng.IntN(18)])
	return b.String()
}

// TestFillIsPapermills compares with papermill's own function. Where Python
// raises, we must too, but for {x.k}, which stands for {x[k]} here.
func TestFillIsPapermills(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var cases [][2]string
	for _, literal := range literals {
		for _, field := range fieldTexts {
			cases = append(cases, [2]string{field, "{'x': " + literal + ", 'w': 8, 'p': 3}"})
		}
		for range 250 {
			cases = append(cases, [2]string{"{x:" + randomSpec(rng) + "}", "{'x': " + literal + "}"})
		}
	}
	input, err := json.Marshal(cases)
	require.NoError(t, err)
	var want []*string
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, input, filepath.Join("testdata", "format.py")), &want))
	filled := 0
	for i, c := range cases {
		got, err := fill(c[0], value.ParseLiteral(strings.NewReplacer("float('inf')", "inf", "float('-inf')", "-inf", "float('nan')", "nan").Replace(c[1])).(value.Dict))
		if want[i] == nil {
			require.Error(t, err, "%s of %s gave %q", c[0], c[1], got)
			continue
		}
		require.NoError(t, err, "%s of %s is %q", c[0], c[1], *want[i])
		require.Equal(t, *want[i], got, "%s of %s", c[0], c[1])
		filled++
	}
	require.Greater(t, filled, 2000)
	t.Log(filled, "of", len(cases), "filled")
}

func fill(template string, parameters value.Dict) (string, error) {
	tmpl, err := pathname.Parse(template)
	if err != nil {
		return "", err
	}
	return tmpl.Fill(func(name string) (value.Value, bool) {
		for _, item := range parameters {
			if item.Key == value.Text(name) {
				return item.Value, true
			}
		}
		return nil, false
	})
}

// TestTimesArePythons compares str and strftime of datetimes.
func TestTimesArePythons(t *testing.T) {
	letters := strings.Split("Y m d H M S y b B a A I p j D F T R h f u w V G z Z % e", " ")
	formats := []string{"", ":%Y-%m-%d", ":%H%M%S.%f", ":%"}
	for _, letter := range letters {
		formats = append(formats, ":%"+letter)
	}
	times := []time.Time{time.Date(2026, 11, 21, 13, 5, 9, 123456000, time.UTC), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2023, 12, 31, 23, 59, 59, 1000, time.UTC)}
	var cases [][2]string
	var got []string
	for _, at := range times {
		for _, aware := range []bool{false, true} {
			zone := ""
			if aware {
				zone = ", tzinfo=datetime.timezone.utc"
			}
			for _, f := range formats {
				template := "{pm[now]" + f + "}"
				cases = append(cases, [2]string{template, fmt.Sprintf("{'pm': {'now': datetime.datetime(%d, %d, %d, %d, %d, %d, %d%s)}}",
					at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond()/1000, zone)})
				text, err := fill(template, value.Dict{{Key: value.Text("pm"), Value: value.Dict{{Key: value.Text("now"), Value: pathname.Time{Time: at, Aware: aware}}}}})
				require.NoError(t, err, template)
				got = append(got, text)
			}
		}
	}
	input, err := json.Marshal(cases)
	require.NoError(t, err)
	var want []string
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, input, filepath.Join("testdata", "format.py")), &want))
	for i, c := range cases {
		require.Equal(t, want[i], got[i], "%s of %s", c[0], c[1])
	}
	_, err = fill("{pm[now]:%Q}", value.Dict{{Key: value.Text("pm"), Value: value.Dict{{Key: value.Text("now"), Value: pathname.Time{Time: times[0]}}}}})
	require.ErrorContains(t, err, "%Q is not understood")
}

func TestInside(t *testing.T) {
	for _, c := range []struct{ template, name, message string }{
		{"runs/{x}.ipynb", "runs/a.ipynb", ""},
		{"runs/{x}.ipynb", "runs/a/b.ipynb", ""},
		{"runs/{x}.ipynb", "runs/a/../b.ipynb", ""},
		{"runs/{x}.ipynb", "runs/../b.ipynb", "leaves the folder runs"},
		{"runs/a{x}.ipynb", "runs/a/../../b.ipynb", "leaves the folder runs"},
		{"runs/{x}", "runs/", "names no file"},
		{"runs/{x}", "runs/.", "leaves"},
		{"runs/{x}", "runs/a\x00", "NUL"},
		{"{x}", "/etc/passwd", "leaves the folder ."},
		{"{x}", "", "names no file"},
		{"{x}.ipynb", "../a.ipynb", "leaves the folder ."},
		{"../{x}.ipynb", "../a.ipynb", ""},
		{"../{x}.ipynb", "../../a.ipynb", "leaves the folder .."},
		{"/tmp/{x}.ipynb", "/tmp/a.ipynb", ""},
		{"/tmp/{x}.ipynb", "/tmp/../etc/a.ipynb", "leaves the folder /tmp"},
		{"/{x}.ipynb", "/a.ipynb", ""},
		{"a.ipynb", "a.ipynb", ""},
	} {
		tmpl, err := pathname.Parse(c.template)
		require.NoError(t, err)
		err = tmpl.Inside(c.name)
		if c.message == "" {
			require.NoError(t, err, "%+v", c)
			continue
		}
		require.ErrorContains(t, err, c.message, "%+v", c)
	}
}

func TestFields(t *testing.T) {
	tmpl, err := pathname.Parse("{a}/{b[k]:{c}}-{a}{{d}}")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, tmpl.Fields())
	_, err = fill("{foo}", nil)
	require.ErrorContains(t, err, "Missing parameter 'foo'")
	_, err = fill("{x:99999999}", value.Dict{{Key: value.Text("x"), Value: value.Int(1)}})
	require.ErrorContains(t, err, "more than 4096")
}

func FuzzFill(f *testing.F) {
	for _, text := range fieldTexts {
		f.Add(text, 1.5, "a")
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, template string, number float64, text string) {
		_, _ = fill(template, value.Dict{{Key: value.Text("x"), Value: value.Float(number)}, {Key: value.Text("y"), Value: value.Text(text)}})
	}))
}
