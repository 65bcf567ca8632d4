package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// papermillFlags are what is passed to both commands beside the paths.
var papermillFlags = [][]string{
	{},
	{"-p", "alpha", "0.5"},
	{"-p", "a", "-5", "-p", "b", "--c", "-p", "a", "6"},
	{"-r", "a", "1", "-p", "a", "2", "-y", "a: 3"},
	{"-y", "{a: 1, b: 2}", "-y", "b: [yes, 010, 1e-3, ~]"},
	{"-f", "params.yaml", "-b", base64.StdEncoding.EncodeToString([]byte("z: 1\na: base")), "-y", "z: 2"},
	{"-f", "params.json", "-f", "params.yaml"},
	{"-b", base64.StdEncoding.EncodeToString([]byte("PAPERMILL_INPUT_PATH: mine")), "--inject-paths"},
	{"--inject-input-path", "-p", "x", "1_000"},
	{"--inject-output-path", "--report-mode"},
	{"--report-mode", "-p", "msg", "é \"q\" \\ 'x'"},
	{"-y", "", "-f", "empty.yaml"},
	{"-p", "t", "True", "-p", "n", "None", "-p", "s", "true", "-p", "e", "", "-p", "i", "٣"},
	{"-p", "msg", "x=y=z", "-r", "when", "2019-01-01", "-y", "day: 2019-01-01"},
	{"-p", "alpha", "nan", "-p", "beta", "-inf"},
}

var papermillOutputs = []string{"out.ipynb", "{PAPERMILL_OUT}.ipynb", "o-{alpha}.ipynb", "o-{a!r:>5}.ipynb", "o{{x}}.ipynb"}

type cliCase struct {
	Args []string `json:"args"`
	Copy string   `json:"copy"`
}

type cliResult struct {
	Error      string          `json:"error"`
	Cells      json.RawMessage `json:"cells"`
	Parameters json.RawMessage `json:"parameters"`
	Paths      json.RawMessage `json:"paths"`
	Warnings   []string        `json:"warnings"`
}

// TestStampPapermillIsItsCommand runs papermill's command and ours with
// --papermill on the same templates and flags, and compares cells, parameters,
// paths and warnings.
func TestStampPapermillIsItsCommand(t *testing.T) {
	testenv.Python(t) // or skip
	corpus := filepath.Join(testenv.Corpus(t), "papermill")
	script, err := filepath.Abs(filepath.Join("testdata", "papermill_cli.py"))
	require.NoError(t, err)
	python := testenv.Python(t)
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"params.yaml": "a: [1, {k: v}]\nz: file\n", "params.json": `{"a": 1.5, "j": null}`, "empty.yaml": "# nothing\n"} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
	var cases []cliCase
	for i, flags := range papermillFlags {
		for j, template := range []string{"simple_execute", "complex_parameters", "no_parameters", "nb_version_4.4", "broken2"} {
			data, err := os.ReadFile(filepath.Join(corpus, template+".ipynb"))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(template+".ipynb", data, 0o666))
			out := papermillOutputs[(i+j)%len(papermillOutputs)]
			cases = append(cases, cliCase{Args: append([]string{template + ".ipynb", out}, flags...)})
		}
	}
	ours := runOurs(t, cases)
	var theirs []cliResult
	input, err := json.Marshal(cases)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(testenv.Run(t, python, input, script), &theirs))
	agreed := 0
	for i, c := range cases {
		if theirs[i].Error != "" {
			require.NotEmpty(t, ours[i].Error, "%q: papermill: %s", c.Args, theirs[i].Error)
			continue
		}
		require.Empty(t, ours[i].Error, "%q", c.Args)
		require.JSONEq(t, string(theirs[i].Cells), string(ours[i].Cells), "%q", c.Args)
		require.JSONEq(t, string(theirs[i].Parameters), string(ours[i].Parameters), "%q", c.Args)
		require.JSONEq(t, string(theirs[i].Paths), string(ours[i].Paths), "%q", c.Args)
		require.Equal(t, theirs[i].Warnings, ours[i].Warnings, "%q", c.Args)
		agreed++
	}
	require.Greater(t, agreed, 30)
	t.Log(agreed, "of", len(cases), "copies agree")
}

// runOurs runs nbcompare for each case, reads the copy and removes it. It
// fills in where papermill will write.
func runOurs(t *testing.T, cases []cliCase) []cliResult {
	var results []cliResult
	for i, c := range cases {
		before, _ := filepath.Glob("*.ipynb")
		var stdout, stderr bytes.Buffer
		args := append([]string{"stamp", "--papermill", c.Args[0], "-o", c.Args[1]}, c.Args[2:]...)
		code := run(t.Context(), args, Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr})
		cases[i].Copy = "none"
		if code != exitDone {
			results = append(results, cliResult{Error: stderr.String()})
			continue
		}
		var copies []string
		after, _ := filepath.Glob("*.ipynb")
		for _, path := range after {
			if !strings.Contains(strings.Join(before, "\n")+"\n", path+"\n") {
				copies = append(copies, path)
			}
		}
		require.Len(t, copies, 1, "%q", args)
		cases[i].Copy = copies[0]
		results = append(results, readCLICopy(t, copies[0], stderr.String()))
		require.NoError(t, os.Remove(copies[0]))
	}
	return results
}

func readCLICopy(t *testing.T, path, stderr string) cliResult {
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var nb struct {
		Cells []struct {
			Source   any
			Metadata struct {
				Tags    []string
				Jupyter any
			}
		}
		Metadata struct {
			Papermill struct {
				Parameters json.RawMessage
				Input      string `json:"input_path"`
				Output     string `json:"output_path"`
			}
		}
	}
	// The script reads NaN as text too.
	text := regexp.MustCompile(`(: |\n\s*)(-?(?:NaN|Infinity))`).ReplaceAllString(string(data), `$1"$2"`)
	require.NoError(t, json.Unmarshal([]byte(text), &nb), text)
	cells := [][]any{}
	for _, c := range nb.Cells {
		source, _ := c.Source.(string)
		if lines, ok := c.Source.([]any); ok {
			for _, line := range lines {
				source += line.(string)
			}
		}
		cells = append(cells, []any{source, append([]string{}, c.Metadata.Tags...), c.Metadata.Jupyter})
	}
	result := cliResult{Parameters: nb.Metadata.Papermill.Parameters, Warnings: []string{}}
	result.Cells, err = json.Marshal(cells)
	require.NoError(t, err)
	result.Paths, err = json.Marshal([]string{nb.Metadata.Papermill.Input, nb.Metadata.Papermill.Output})
	require.NoError(t, err)
	for _, line := range strings.Split(stderr, "\n") {
		if warning, ok := strings.CutPrefix(line, "nbcompare: warning: "); ok {
			result.Warnings = append(result.Warnings, warning)
		}
	}
	return result
}
