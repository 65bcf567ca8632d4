package pathname_test

import (
	"fmt"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/pathname"
)

func Example() {
	t, err := pathname.Parse("runs/{model}-{seed:03d}.ipynb")
	if err != nil {
		fmt.Println(err)
		return
	}
	values := map[string]value.Value{"model": value.Text("rf"), "seed": value.Int(7)}
	name, err := t.Fill(func(name string) (value.Value, bool) { v, ok := values[name]; return v, ok })
	fmt.Println(name, err, t.Folder())
	// Output:
	// runs/rf-007.ipynb <nil> runs
}
