package render

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

func floats(list ...float64) []value.Number {
	numbers := make([]value.Number, len(list))
	for i, f := range list {
		numbers[i] = value.Float(f)
	}
	return numbers
}

func TestNumberStyle(t *testing.T) {
	inf := math.Inf(1)
	for _, test := range []struct {
		numbers []value.Number
		want    []string
	}{
		{floats(2901.4123456, 3927.375), []string{"2901.4", "3927.4"}},
		{floats(0.4523456789, 0.2), []string{"0.45235", "0.20000"}},
		{floats(0.1, 0.01, 0.001), []string{"0.1", "0.01", "0.001"}},
		{[]value.Number{value.Int(-3), value.Int(1234567)}, []string{"−3", "1234567"}},
		{floats(123456.789, 0.000012345), []string{"123457", "1.2e-05"}},
		{floats(1.23456789e-7, 2.5e-8), []string{"1.2346e-07", "2.5000e-08"}},
		{floats(1.2345678e12), []string{"1.2346e+12"}},
		{floats(-0.123456789, 0), []string{"−0.12346", "0.00000"}},
		{floats(0.1234561, math.NaN(), inf, -inf), []string{"0.12346", "NaN", "inf", "−inf"}},
		{floats(math.NaN()), []string{"NaN"}},
		// Unequal numbers do not look equal.
		{floats(100.00012, 100.00017), []string{"100.0001", "100.0002"}},
		{nil, []string{}},
	} {
		style, got := styleOf(test.numbers), []string{}
		for _, n := range test.numbers {
			got = append(got, style.text(n))
		}
		require.Equal(t, test.want, got)
	}
}

// TestNumberStyleTellsApart: of a few numbers that differ in the seventh digit
// or before, no two have the same text.
func TestNumberStyleTellsApart(t *testing.T) {
	for _, scale := range []float64{1e-3, 1, 1e3, 1e6} {
		texts := map[string]bool{}
		numbers := floats(1.000001*scale, 1.000002*scale, 1.1*scale, 9.87654321*scale)
		style := styleOf(numbers)
		for _, n := range numbers {
			texts[style.text(n)] = true
		}
		require.Len(t, texts, len(numbers), fmt.Sprint(texts))
	}
	sum, plain := value.Float(0.1+0.2*math.Nextafter(1, 2)), value.Float(0.3) // two are told apart by whatever it takes
	style := styleOf([]value.Number{sum, plain})
	require.Equal(t, []string{"0.30000000000000004", "0.3"}, []string{style.text(sum), style.text(plain)})
}

func TestDelta(t *testing.T) {
	require.Equal(t, "−1023.8", styleOf(floats(3927.375, 2903.612345)).delta(-1023.762655))
	require.Equal(t, "+0.9", styleOf(floats(0.1, 1)).delta(0.9))
	require.Equal(t, "+1234567", styleOf([]value.Number{value.Int(0), value.Int(1234567)}).delta(1234567))
	require.Equal(t, "+0.2", styleOf(floats(0.1, 0.3)).delta(0.3-0.1), "no digits that only a computer makes")
	for _, style := range []numberStyle{styleOf(floats(0.1, 0.3)), styleOf(floats(3927.375, 2903.612345))} {
		require.Equal(t, "−inf", style.delta(math.Inf(-1)))
		require.Equal(t, "+inf", style.delta(math.Inf(1)))
	}
}

func TestRelative(t *testing.T) {
	got := []string{}
	for _, share := range []float64{0, 0.071, -0.2612, 0.00001, -0.004, 0.9999, 12.5, -1234, 1e9, math.Inf(1), math.NaN()} {
		got = append(got, relative(share))
	}
	require.Equal(t, []string{
		"0 %", "+7.1 %", "−26.1 %", "+<0.01 %", "−0.40 %", "+100.0 %", "+1250 %", "−123400 %", "+1.0e+11 %", "+inf %", "NaN",
	}, got)
}
