package collection_test

import (
	"context"
	"fmt"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// The best run of each model by its mean squared error.
func Example() {
	c, err := collection.Load(context.Background(), []string{"../testdata/notebooks/diabetes"}, collection.Options{
		Name: "{params.model}-{params.seed}",
		Keys: []string{"params.model", "metrics.mse"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	columns := c.Columns()
	fmt.Println(columns[0].Title, columns[1].Title, columns[1].Direction)
	for i, cell := range columns[1].Cells {
		if cell.Rank <= 3 {
			fmt.Printf("%d. %s: %.0f, %+.0f %% to %s\n", cell.Rank, c.Runs[i].Name, cell.Value.(value.Number).Float,
				100*(*cell.Relative), c.Runs[c.Baseline].Name)
		}
	}
	// Output:
	// params.model metrics.mse lower
	// 2. ridge-1: 2935, -25 % to gb-0
	// 1. ridge-2: 2904, -26 % to gb-0
	// 3. ridge-3: 3035, -23 % to gb-0
}
