package nbformat_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
)

// A notebook is read, its tagged outputs are looked at, and a cell is added
// in the file's own style.
func Example() {
	nb, err := nbformat.Read(strings.NewReader(`{
  "cells": [
    {
      "cell_type": "code",
      "execution_count": 1,
      "metadata": {"tags": ["mse"]},
      "outputs": [{"output_type": "stream", "name": "stdout", "text": ["0.25\n"]}],
      "source": ["print(mse)"]
    }
  ],
  "metadata": {},
  "nbformat": 4,
  "nbformat_minor": 4
}
`), "run.ipynb")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, cell := range nb.Cells {
		for _, output := range cell.Outputs() {
			fmt.Printf("%v: %q\n", cell.Tags, output.Text())
		}
	}
	e := nb.Edit()
	e.ClearOutputs(0)
	e.InsertCell(0, nbformat.NewCell{CellType: nbformat.CodeCell, Source: "seed = 1\n", Tags: []string{"parameters"}})
	if nb, err = e.Apply(); err != nil {
		fmt.Println(err)
		return
	}
	if err := nb.Write(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// [mse]: "0.25\n"
	// {
	//   "cells": [
	//     {
	//       "cell_type": "code",
	//       "execution_count": null,
	//       "metadata": {
	//         "tags": [
	//           "parameters"
	//         ]
	//       },
	//       "outputs": [],
	//       "source": [
	//         "seed = 1\n"
	//       ]
	//     },
	//     {
	//       "cell_type": "code",
	//       "execution_count": 1,
	//       "metadata": {"tags": ["mse"]},
	//       "outputs": [],
	//       "source": ["print(mse)"]
	//     }
	//   ],
	//   "metadata": {},
	//   "nbformat": 4,
	//   "nbformat_minor": 4
	// }
}
