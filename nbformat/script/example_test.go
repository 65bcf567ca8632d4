package script_test

import (
	"fmt"

	"github.com/nbcompare/nbcompare/nbformat/script"
)

func ExampleConvert() {
	notebook, err := script.Convert("train.py", []byte("# %% tags=[\"parameters\"]\nalpha = 0.5\n"))
	fmt.Print(string(notebook), err)
	// Output:
	// {
	//  "cells": [
	//   {
	//    "cell_type": "code",
	//    "execution_count": null,
	//    "id": "28b11363-0",
	//    "metadata": {
	//     "tags": [
	//      "parameters"
	//     ]
	//    },
	//    "outputs": [],
	//    "source": [
	//     "alpha = 0.5"
	//    ]
	//   }
	//  ],
	//  "metadata": {
	//   "kernelspec": {
	//    "display_name": "Python 3 (ipykernel)",
	//    "language": "python",
	//    "name": "python3"
	//   }
	//  },
	//  "nbformat": 4,
	//  "nbformat_minor": 5
	// }
	// <nil>
}
