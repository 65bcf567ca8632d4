package render

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A numberCase is one of web/test/numbers.json: how a number is written among
// the numbers of its metric.
type numberCase struct {
	Style  styleData
	First  float64 // of the metric's numbers
	Number float64
	Text   string
	// Against First.
	Delta, Relative string
}

// TestNumbersInThePage: the page writes numbers as Go does. The cases are the
// numbers of some metrics; -update writes them again.
func TestNumbersInThePage(t *testing.T) {
	var cases []numberCase
	for _, numbers := range [][]float64{
		{2.409248, 1.7473, -0.1166, 0.02004, 0.0000123}, {0.1, 0.25, 1, -3, 1e-5, 1e17}, {1, 2, 50, -7}, {3, 2e6, 1e12, 4}, {0.1, 0.12345, 250.5, 0.10001}, {12345.678, 0.5, 3.25, 0.04},
		{1.5e12, 2.25e-3, 7}, {1.25e-7, -3.5e-9, 9.99999e-6}, {0, 0.33333333, 0.66666666}, {0.000123456, 0.99},
	} {
		lists := [][]float{{}}
		for _, f := range numbers {
			lists[0] = append(lists[0], float(f))
		}
		ints := areWhole(lists)
		style := styleOf(sampleOf(lists, ints))
		for _, f := range numbers {
			n := value.Float(f)
			if ints {
				n = value.Int(int(f))
			}
			delta, share := f-numbers[0], (f-numbers[0])/math.Abs(numbers[0])
			cases = append(cases, numberCase{newStyle(style, ints), numbers[0], f, style.text(n), style.delta(delta), relative(share)})
		}
	}
	got, err := json.MarshalIndent(cases, "", " ")
	require.NoError(t, err)
	path := filepath.Join("web", "test", "numbers.json")
	if *update {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o666))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got)+"\n")
}
