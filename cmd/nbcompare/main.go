// Command nbcompare compares executed Jupyter notebooks.
//
//	nbcompare report runs/ -o report.html       the comparison as one HTML file
//	nbcompare table runs/                       the same in the terminal
//	nbcompare extract runs/ -o metrics.csv      metrics and parameters as CSV
//	nbcompare diff a.ipynb b.ipynb              in what runs differ
//	nbcompare check new.ipynb --rule '...'      whether rules hold
//	nbcompare show runs/a.ipynb                 the keys and values of one notebook
//	nbcompare params train.ipynb                the parameters that a template declares
//	nbcompare stamp train.ipynb -o 'runs/{seed}.ipynb' --grid 'seed=0..4'
//	                                            parameterised copies of it
//	nbcompare run train.ipynb -o out.ipynb      executes a notebook on a Jupyter kernel
//
// Exit status:
//
//	0  done
//	1  a notebook was there but could not be read or written; the rest was done
//	2  wrong usage, or a path that does not exist or matches nothing; nothing was written
//	3  notebooks differ (diff), or a rule does not hold (check)
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	tuneMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
