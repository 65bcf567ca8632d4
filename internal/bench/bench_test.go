package main

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseFlags(t *testing.T) {
	t.Setenv("NBCOMPARE_PEERS_PYTHON", "python3")
	t.Setenv("NBCOMPARE_PYTHON", "python4")
	cfg, err := parseFlags(nil)
	require.NoError(t, err)
	require.Equal(t, &config{sizes: []int{1000, 10000}, n: 5, peers: true, peerN: 1, python: "python3", stamping: true, executing: true, runPython: "python4"}, cfg)

	for args, problem := range map[string]string{
		"-sizes 100,":   "-sizes 100,: give numbers of notebooks, 2 or more each, with commas between",
		"-sizes 1":      "-sizes 1: give numbers of notebooks, 2 or more each, with commas between",
		"-n 0":          "-n must be 1 or more, and -peer-n 0 or more",
		"-peer-n -1":    "-n must be 1 or more, and -peer-n 0 or more",
		"-keep testdir": "unexpected argument testdir",
	} {
		_, err := parseFlags(strings.Fields(args))
		require.EqualError(t, err, problem, args)
	}
	t.Setenv("NBCOMPARE_PEERS_PYTHON", "")
	_, err = parseFlags([]string{"-sizes", "100"})
	require.EqualError(t, err, "NBCOMPARE_PEERS_PYTHON names no Python: run make bench, or give -peers=false")
	_, err = parseFlags([]string{"-peers=false"})
	require.NoError(t, err)
	_, err = parseFlags([]string{"-sizes", "", "-stamp=false"})
	require.ErrorContains(t, err, "NBCOMPARE_PEERS_PYTHON", "nbconvert is of that Python")
	t.Setenv("NBCOMPARE_PYTHON", "")
	_, err = parseFlags([]string{"-peers=false"})
	require.EqualError(t, err, "NBCOMPARE_PYTHON names no Python: run make bench, or give -run=false")
	_, err = parseFlags([]string{"-peers=false", "-run=false"})
	require.NoError(t, err)
}

func TestHighWater(t *testing.T) {
	require.EqualValues(t, 45408*1024, highWater("Name:\tnbcompare\nVmHWM:\t   45408 kB\nVmRSS:\t    1 kB\n"))
	require.Zero(t, highWater(""))
}

func TestMeasureHere(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	var out strings.Builder
	require.NoError(t, measureHere([]string{sh, "-c", "echo saw"}, &out))
	var m measurement
	require.NoError(t, json.Unmarshal([]byte(out.String()), &m))
	require.Equal(t, "saw\n", m.Stdout)
	require.Positive(t, m.Seconds)
	require.Greater(t, m.Peak, int64(100_000))

	out.Reset()
	require.EqualError(t, measureHere([]string{sh, "-c", "exit 3"}, &out), "exit status 3")
	require.Empty(t, out.String())
}

func TestContestantsRunAsOftenAsAsked(t *testing.T) {
	cfg := &config{n: 5, peers: true, peerN: 1}
	p := &programs{"work", "work/nbcompare", "python3"}
	runs := func(notebooks int) map[string]int {
		runs := map[string]int{}
		for _, c := range p.contestants(cfg, &runSet{folder: "work/runs", notebooks: notebooks, tags: []string{"mse"}}) {
			runs[c.name] += c.runs
		}
		return runs
	}
	require.Equal(t, map[string]int{
		"cat": 5, "nbcompare extract": 5, "nbcompare extract, Parquet": 5, "nbcompare report": 5, "nbcompare report, tags alone": 5,
		"importing scrapbook alone": 1, "importing sklearn_evaluation alone": 1, "scrapbook, every scrap": 1,
		"NotebookCollection, every key": 1, "NotebookCollection, HTML of every key": 1,
	}, runs(10000))
	require.Equal(t, 5, runs(1000)["scrapbook, every scrap"])
	cfg.peerN = 0
	require.Len(t, runs(10000), 5)
	require.Len(t, runs(1000), 10)
	cfg.peers = false
	require.Len(t, runs(1000), 5)
}

func TestTables(t *testing.T) {
	ours := &contestant{job: extractJob, name: "ours", written: 1_500_000, results: []measurement{
		{Seconds: 3, Peak: 20e6}, {Seconds: 1, Peak: 30e6}, {Seconds: 2, Peak: 10e6}, {Seconds: 2.5, Peak: 10e6},
	}}
	floor := &contestant{job: readJob, name: "cat", results: []measurement{{Seconds: 0.5, Peak: 2e5}}}
	report := &contestant{job: reportJob, name: "page", results: []measurement{{Seconds: 4}}}
	var out strings.Builder
	writeTable(&out, extractJob, []*contestant{floor, ours, report})
	require.Equal(t, `
| extract | seconds (median) | least to most | runs | times nbcompare | written | peak memory |
|---|--:|--:|--:|--:|--:|--:|
| ours | 2.250 | 1.000 to 3.000 | 4 | 1.00 | 1.5 MB | 30.0 MB |
| cat | 0.500 | 0.500 to 0.500 | 1 | 0.22 |  | 0.20 MB |
`, out.String())

	out.Reset()
	later := &contestant{job: readJob, name: "cat", results: []measurement{{Seconds: 5.5}}}
	fresh := &contestant{job: readJob, name: "only now", results: []measurement{{Seconds: 1}}}
	writeGrowth(&out, []int{1000, 10000}, [][]*contestant{{floor, ours}, {later, fresh}})
	require.Equal(t, "\n10,000 notebooks cost, of 1,000: cat 11.0 times.\n", out.String())
}
