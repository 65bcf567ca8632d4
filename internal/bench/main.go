// Command bench runs nbcompare beside its peers on many notebooks, and prints a Markdown table: `make bench`.
//
//	go run ./internal/bench [-sizes 1000,10000] [-n 5] [-peers=true] [-peer-n 1] [-stamp=true] [-run=true] [-keep]
//
// The notebooks are made of the executed ones of testdata/notebooks/diabetes, other numbers and other images in each, in
// a temporary folder (generate). What is measured are whole processes, in turn (contest, measure), and that each saw
// every notebook and every key is checked, not believed (check). Python is the one that NBCOMPARE_PEERS_PYTHON names;
// it needs testdata/python/requirements-peers.txt; with it 10,000 copies of a template are made, too (stamp). How long it
// takes to execute notebooks is measured with the Python of NBCOMPARE_PYTHON, which needs
// testdata/python/requirements.txt, and for nbconvert with that of NBCOMPARE_PEERS_PYTHON. An empty -sizes with
// -stamp=false leaves out most of the rest. Each table is printed when its job is done, and each run is told on standard
// error; who interrupts this has the tables of what has run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// A config is what the flags say.
type config struct {
	sizes  []int
	n      int // runs of each program
	peers  bool
	peerN  int // runs of a Python peer on more than manyNotebooks
	keep   bool
	python string

	stamping  bool   // measure nbcompare stamp as well
	executing bool   // measure nbcompare run as well
	runPython string // with ipykernel, papermill and nbclient
}

// manyNotebooks is where a Python peer takes minutes.
const manyNotebooks = 2000

func main() {
	if len(os.Args) > 2 && os.Args[1] == measureVerb {
		exit(measureHere(os.Args[2:], os.Stdout))
	}
	cfg, err := parseFlags(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, cfg, os.Stdout, os.Stderr)
	stop()
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func parseFlags(args []string) (*config, error) {
	cfg := &config{python: os.Getenv("NBCOMPARE_PEERS_PYTHON"), runPython: os.Getenv("NBCOMPARE_PYTHON")}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := flags.String("sizes", "1000,10000", "how many notebooks, a list")
	flags.IntVar(&cfg.n, "n", 5, "runs of each program; the median counts")
	flags.BoolVar(&cfg.peers, "peers", true, "run the Python peers too")
	flags.IntVar(&cfg.peerN, "peer-n", 1, fmt.Sprintf("runs of a Python peer on more than %d notebooks; 0 leaves it out there", manyNotebooks))
	flags.BoolVar(&cfg.stamping, "stamp", true, "measure parameterised copies as well")
	flags.BoolVar(&cfg.executing, "run", true, "measure executing notebooks as well, on the kernel of NBCOMPARE_PYTHON")
	flags.BoolVar(&cfg.keep, "keep", false, "keep the notebooks and outputs, and say where")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	for _, size := range strings.Split(*sizes, ",") {
		if *sizes == "" {
			break
		}
		n, err := strconv.Atoi(size)
		if err != nil || n < 2 {
			return nil, fmt.Errorf("-sizes %s: give numbers of notebooks, 2 or more each, with commas between", *sizes)
		}
		cfg.sizes = append(cfg.sizes, n)
	}
	switch {
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %s", flags.Arg(0))
	case cfg.n < 1 || cfg.peerN < 0:
		return nil, errors.New("-n must be 1 or more, and -peer-n 0 or more")
	case cfg.executing && cfg.runPython == "":
		return nil, errors.New("NBCOMPARE_PYTHON names no Python: run make bench, or give -run=false")
	case cfg.peers && cfg.python == "":
		return nil, errors.New("NBCOMPARE_PEERS_PYTHON names no Python: run make bench, or give -peers=false")
	}
	return cfg, nil
}

// run makes the notebooks, runs the contest for each size and writes the tables to out; progress goes to log.
func run(ctx context.Context, cfg *config, out, log io.Writer) (err error) {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "nbcompare-bench-")
	if err != nil {
		return err
	}
	if cfg.keep {
		fmt.Fprintln(log, "bench: kept in", work)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	}
	programs, err := prepare(ctx, cfg, root, work)
	if err != nil {
		return err
	}
	writeMachine(ctx, out, cfg)
	results := make([][]*contestant, len(cfg.sizes))
	var tooMuch error
	defer func() { err = errors.Join(err, tooMuch) }()
	for i, size := range cfg.sizes {
		fmt.Fprintf(log, "bench: making %d notebooks\n", size)
		set, err := generate(filepath.Join(root, "testdata", "notebooks", "diabetes"), filepath.Join(work, strconv.Itoa(size)), size)
		if err != nil {
			return err
		}
		results[i] = programs.contestants(cfg, set)
		err = contest(ctx, results[i], log)
		writeTables(out, set, results[i])
		if err != nil {
			return err
		}
		tooMuch = errors.Join(tooMuch, checkCeilings(results[i]))
	}
	writeGrowth(out, cfg.sizes, results)
	if err := programs.verbsContest(ctx, cfg, root, out, log); err != nil {
		return err
	}
	if cfg.stamping {
		if err := programs.stampContest(ctx, cfg, out, log); err != nil {
			return err
		}
	}
	if cfg.executing {
		return programs.runContest(ctx, cfg, root, out, log)
	}
	return nil
}

func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("finding the repository: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
