package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/nbcompare/nbcompare/render"
)

// Streams are what a command reads and writes, so that tests can give their own.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// visible returns the streams for a result that machines read: where standard
// output is a terminal, no notebook gets to say what the terminal does.
func (s Streams) visible() Streams {
	if _, ok := terminalOf(s.Out); ok {
		s.Out = render.VisibleWriter(s.Out)
	}
	return s
}

// run executes the command line and returns the exit status.
func run(ctx context.Context, args []string, streams Streams) int {
	root := newRootCommand(streams)
	root.SetArgs(joinPairs(args))
	return explain(streams.Err, root.ExecuteContext(ctx))
}

const exitStatus = `
Exit status:
  0  done
  1  a notebook was there but could not be read or written; the rest was done
  2  wrong usage, or a path that does not exist or matches nothing; nothing was written
`

func newRootCommand(streams Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "nbcompare",
		Short: "Compare executed Jupyter notebooks",
		Long: `Your executed notebooks are the experiment tracker.

nbcompare reads many .ipynb files at once and shows what changed, which run is
best and whether it got worse. It finds values by cell tag or by scrapbook glue.
Only run executes anything.
` + exitStatus + `  3  notebooks differ (diff), or a rule does not hold (check)
`,
		Example: `  nbcompare report runs/ -o report.html
  nbcompare table runs/ --sort metrics.mse --top 5
  nbcompare extract runs/ -o metrics.csv
  nbcompare check --baseline old.ipynb new.ipynb --rule 'metrics.mse <= baseline * 1.05'
  nbcompare show runs/a.ipynb mse`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownVerb(cmd, args[0])
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		problem := err.Error()
		if wrong := new(pflag.InvalidValueError); errors.As(err, &wrong) {
			problem = fmt.Sprintf("--%s %s: no %s", wrong.GetFlag().Name, wrong.GetValue(), wrong.GetFlag().Value.Type())
		}
		return &usageError{problem: problem, hint: "see " + cmd.CommandPath() + " --help"}
	})
	root.AddCommand(
		newReportCommand(streams, runReport),
		newExtractCommand(streams, runExtract),
		newDiffCommand(streams, runDiff),
		newCheckCommand(streams, runCheck),
		newShowCommand(streams, runShow),
		newTableCommand(streams, runTable),
		newParamsCommand(streams, runParams),
		newStampCommand(streams, runStamp),
		newRunCommand(streams, runRun),
		newKernelsCommand(streams, runKernels),
		newVersionCommand(streams),
	)
	return root
}

func unknownVerb(cmd *cobra.Command, word string) error {
	err := &usageError{problem: quoted(word) + " is not a command", hint: "see nbcompare --help"}
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		err.hint = "did you mean " + strings.Join(near, " or ") + "?"
	} else if strings.HasSuffix(word, ".ipynb") {
		err.hint = "to look at one notebook: nbcompare show " + quoted(word)
	}
	return err
}

// atLeast is cobra.MinimumNArgs with a message that says what is missing.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= n {
			return nil
		}
		return &usageError{problem: "no " + what + " given", hint: "see " + cmd.CommandPath() + " --help"}
	}
}

// nothing is cobra.NoArgs as a usage error.
func nothing(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &usageError{problem: cmd.CommandPath() + " takes no arguments", hint: "see " + cmd.CommandPath() + " --help"}
}
