package collection

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// A groupsCase is two groups for testdata/groups.py, and how scipy is to test them.
type groupsCase struct {
	Base   []float64 `json:"base"`
	Own    []float64 `json:"own"`
	Method string    `json:"method"`
}

// groupsCases are groups of all sizes that occur, with and without equal numbers.
func groupsCases() []groupsCase {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func(n int, shift float64, round bool) []float64 {
		numbers := make([]float64, n)
		for i := range numbers {
			numbers[i] = random.NormFloat64() + shift
			if round {
				numbers[i] = math.Round(numbers[i])
			}
		}
		return numbers
	}
	var cases []groupsCase
	add := func(n, m int, shift float64, round bool, method string) {
		cases = append(cases, groupsCase{draw(n, 10, round), draw(m, 10+shift, round), method})
	}
	for n := 1; n <= 8; n++ {
		for m := 1; m <= 8; m++ {
			add(n, m, 1, false, "exact")
			if n > 1 && m > 1 && n+m <= 10 { // scipy permutes two numbers or more
				add(n, m, 1, true, "permutations")
			}
		}
	}
	add(20, 30, 0.5, false, "exact")
	add(50, 50, 0.5, false, "exact")
	add(51, 10, 0.5, false, "asymptotic")
	add(200, 300, 0.2, false, "asymptotic")
	add(26, 26, 0.5, true, "asymptotic")
	add(100, 90, 0.3, true, "asymptotic")
	return cases
}

func equalNumbers(c groupsCase) bool {
	return slices.Min(append(c.Base, c.Own...)) == slices.Max(append(c.Base, c.Own...))
}

// TestGroupsAgreeWithScipy compares with what pandas and scipy find.
func TestGroupsAgreeWithScipy(t *testing.T) {
	cases := groupsCases()
	input, err := json.Marshal(cases)
	require.NoError(t, err)
	printed := testenv.RunPython(t, input, filepath.Join("testdata", "groups.py"))
	var found []struct {
		N       int
		Numbers []*float64
	}
	require.NoError(t, json.Unmarshal(printed, &found))
	require.Len(t, found, len(cases))
	significant := 0
	for i, c := range cases {
		want := make([]float64, len(found[i].Numbers))
		for j, f := range found[i].Numbers {
			want[j] = math.NaN()
			if f != nil {
				want[j] = *f
			}
		}
		stats, against := statsOf(c.Own, 0), compareGroups(c.Base, c.Own, NoDirection)
		require.Equal(t, found[i].N, stats.N)
		if equalNumbers(c) {
			want[6] = 1 // scipy's permutations agree, its formula has no answer
		}
		requireFloats(t, want, append(numbersOf(stats), against.P))
		require.False(t, against.TooFew && against.Significant, "%v", c)
		if against.Significant {
			significant++
		}
	}
	require.Greater(t, significant, 5)
}
