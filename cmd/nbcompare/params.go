package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/nbcompare/nbcompare/params"
	"github.com/nbcompare/nbcompare/render"
)

type paramsOptions struct {
	template string
	json     bool
	format   string
	streams  Streams
}

func newParamsCommand(streams Streams, runF func(context.Context, *paramsOptions) error) *cobra.Command {
	opts := &paramsOptions{streams: streams}
	cmd := &cobra.Command{
		Use:   "params TEMPLATE",
		Short: "Show the parameters that a template declares",
		Long: `Show the parameters that a template declares: the assignments in the cell with
the tag "parameters".

The type is the annotation (alpha: float = 0.1), a type comment (# type: float),
or that of a default that is a literal. The help is the comment behind it.
--json has the defaults in full, as source text and as a value.
` + exitStatus,
		Example: `  nbcompare params train.ipynb
  nbcompare params train.ipynb --json
  nbcompare params train.ipynb --format papermill`,
		Args: exactlyOne("template"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.template = args[0]
			return runF(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "write JSON")
	cmd.Flags().StringVar(&opts.format, "format", "", "text, json, or papermill for the text of papermill --help-notebook, with what papermill can read")
	return cmd
}

// exactlyOne is cobra.ExactArgs(1) with a message that says what is missing.
func exactlyOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return &usageError{problem: cmd.CommandPath() + " takes one " + what + "; " + quoted(args[1]) + " is one more", hint: "see " + cmd.CommandPath() + " --help"}
		}
		return atLeast(1, what)(cmd, args)
	}
}

func runParams(ctx context.Context, opts *paramsOptions) error {
	switch opts.format {
	case "", "text", "json", "papermill":
	default:
		return &usageError{problem: "--format " + quoted(opts.format) + ": no such format", hint: "text, json or papermill"}
	}
	asJSON := opts.json || opts.format == "json"
	if opts.json && opts.format != "" && opts.format != "json" {
		return &usageError{problem: "--json and --format " + opts.format + " exclude each other"}
	}
	nb, err := readTemplate(opts.template, opts.streams)
	if err != nil {
		return err
	}
	list, tagged := params.Declared(nb)
	out := output{"-", opts.streams}
	if opts.format == "papermill" {
		err := out.write(ctx, func(w io.Writer) error { return params.WritePapermillHelp(w, nb, opts.template) })
		if _, tagged := params.PapermillDeclared(nb); err == nil && !tagged {
			return &doneExcept{1} // as papermill; the text has said why
		}
		return err
	}
	switch {
	case !tagged:
		complain(opts.streams.Err, opts.template+": no code cell has the tag \"parameters\"", "tag the cell that assigns the defaults; in JupyterLab: the gear in the upper right")
	case len(list) == 0:
		complain(opts.streams.Err, opts.template+": the cell with the tag \"parameters\" assigns nothing that can be read", "")
	}
	return out.write(ctx, func(w io.Writer) error {
		switch {
		case asJSON:
			return render.ParametersJSON(w, opts.template, list)
		case len(list) == 0:
			return nil
		}
		return render.Parameters(w, list, terminalWidth(opts.streams.Out))
	})
}
