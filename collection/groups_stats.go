package collection

import (
	"cmp"
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
)

// statsOf sums up numbers, none of which is NaN.
func statsOf(numbers []float64, nan int) Stats {
	none := math.NaN()
	s := Stats{N: len(numbers), NaN: nan, Mean: none, Std: none, Min: none, Max: none, Low: none, High: none}
	if s.N == 0 {
		return s
	}
	s.Min, s.Max = slices.Min(numbers), slices.Max(numbers)
	if math.IsInf(s.Min, 0) || math.IsInf(s.Max, 0) {
		s.Mean = s.Min + s.Max // the infinity, or NaN for two that differ
		return s
	}
	mean, low, high := stats.MeanCI(numbers, 1-Alpha)
	s.Mean = mean
	if s.N > 1 {
		s.Std, s.Low, s.High = stats.StdDev(numbers), low, high
	}
	return s
}

// compareGroups tests the numbers of a group against those of the baseline
// group; nil when there are none in one of them.
func compareGroups(base, own []float64, d Direction) *Against {
	if len(base) == 0 || len(own) == 0 {
		return nil
	}
	from, to := statsOf(base, 0).Mean, statsOf(own, 0).Mean
	a := &Against{Delta: to - from, P: 1, TooFew: leastP(len(base), len(own)) > Alpha}
	if from == to {
		a.Delta = 0 // also for two infinities
	}
	if relative := a.Delta / math.Abs(from); from != 0 && !math.IsNaN(relative) && !math.IsInf(relative, 0) && !math.IsInf(from, 0) {
		a.Relative = &relative
	}
	a.P = uTest(base, own)
	a.Significant = a.P <= Alpha
	if a.Significant {
		switch better := cmp.Compare(a.Delta, 0); d {
		case LowerIsBetter:
			a.Verdict = -better
		case HigherIsBetter:
			a.Verdict = better
		}
	}
	return a
}

// leastP is the smallest p-value that the U test can give for samples of these
// sizes: that of two which do not overlap, 2 of the C(n+m, n) ways to share out
// the ranks.
func leastP(n, m int) float64 {
	ways := 1.0
	for i := 1; i <= min(n, m) && 2/ways > Alpha; i++ {
		ways = ways * float64(max(n, m)+i) / float64(i)
	}
	return min(1, 2/ways)
}

// uTest is the p-value of the two-sided Mann-Whitney U test: twice the smaller
// tail. It is 1 where all numbers are equal, and the test is undefined.
//
// Note: not the library's own two-sided test, and so not that of benchmath, which
// takes the distribution of U to be symmetric. With equal numbers and groups of
// different sizes it is not: for [10 11] and [10 10 10 11 11] they find 0.57,
// where scipy's permutations and this find 1.
func uTest(a, b []float64) float64 {
	p := 1.0
	for _, samples := range [][2][]float64{{a, b}, {b, a}} {
		tail, err := stats.MannWhitneyUTest(samples[0], samples[1], stats.LocationLess)
		if err != nil {
			return 1
		}
		p = min(p, 2*tail.P)
	}
	return p
}
