package translate_test

import (
	"fmt"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/params/translate"
)

func Example() {
	source, err := translate.Cell("python", "python3", []translate.Assignment{
		{Name: "alpha", Value: value.Float(0.5)},
		{Name: "columns", Value: value.List{value.Text("a"), value.Text("it's \"b\"")}},
		{Name: "API_KEY", Secret: true},
	}, translate.Options{})
	fmt.Print(source, err)
	// Output:
	// # Parameters
	// import os
	// alpha = 0.5
	// columns = ["a", "it's \"b\""]
	// API_KEY = os.environ["API_KEY"]
	// <nil>
}
