package given_test

import (
	"fmt"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/given"
)

func Example() {
	fmt.Println(value.Repr(given.Typed("1_000")), value.Repr(given.Typed("true")))
	v, err := given.YAML("{seeds: [1, 2], verbose: yes}", nil)
	fmt.Println(value.Repr(v), err)
	// Output:
	// 1000 'true'
	// {'seeds': [1, 2], 'verbose': True} <nil>
}
