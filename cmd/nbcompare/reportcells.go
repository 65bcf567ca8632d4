package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/collection"
)

// cellDetails are the values of --cells.
var cellDetails = []struct {
	name   string
	detail collection.CellDetail
}{
	{"auto", collection.CellOutputs},
	{"all", collection.AllCells},
	{"sources", collection.CellSources},
	{"none", collection.NoCells},
}

// addCells adds the flag that says how much of the cells stands in a report.
func addCells(cmd *cobra.Command, cells *string) {
	cmd.Flags().StringVar(cells, "cells", "auto", fmt.Sprintf(
		"what the report shows of the notebooks' cells: `auto` (sources, and outputs of the first %d runs as far as they fit; none with -k or --exclude), all, sources or none", collection.OutputRuns))
	names := make([]string, len(cellDetails))
	for i, d := range cellDetails {
		names[i] = d.name
	}
	_ = cmd.RegisterFlagCompletionFunc("cells", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
}

// cellDetail returns what is to be kept of the cells for a report in a format. Only
// the page shows cells; who chooses keys gets those alone, unless --cells says more.
func (opts *reportOptions) cellDetail(format string) (collection.CellDetail, error) {
	name := cmp.Or(opts.cells, "auto") // nbcompare run --report has no such flag
	for _, d := range cellDetails {
		if d.name != name {
			continue
		}
		selected := len(opts.load.keys)+len(opts.load.exclude) > 0
		if format != "html" || selected && d.name == "auto" {
			return collection.NoCells, nil
		}
		return d.detail, nil
	}
	return collection.NoCells, &usageError{problem: fmt.Sprintf("--cells %q: must be auto, all, sources or none", opts.cells)}
}
