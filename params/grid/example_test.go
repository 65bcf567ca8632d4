package grid_test

import (
	"fmt"

	"github.com/nbcompare/nbcompare/params/grid"
)

func Example() {
	g, err := grid.Inline("model=[rf, gb]; seed=0..1")
	if err != nil {
		fmt.Println(err)
		return
	}
	points, err := g.Points()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(lines(points))
	// Output:
	// model='rf' seed=0
	// model='rf' seed=1
	// model='gb' seed=0
	// model='gb' seed=1
}
