//go:build unix

package execute

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/nbformat"
)

// quick are the notebooks that papermill and we run in each `make test`; `make
// soak` runs all.
var quick = []string{
	"papermill/broken1.ipynb", "papermill/line_magic_error.ipynb", "papermill/sysexit0.ipynb",
	"nbclient/Clear Output.ipynb", "nbclient/Skip Exceptions with Cell Tags.ipynb", "nbclient/update-display-id.ipynb",
}

// leftOut are notebooks that say nothing about us.
var leftOut = map[string]string{
	"nbclient/Parallel Execute A.ipynb":  "waits for B, in a folder that both share",
	"nbclient/Parallel Execute B.ipynb":  "waits for A",
	"nbclient/Interrupt.ipynb":           "waits for an interrupt",
	"papermill/keyboard_interrupt.ipynb": "sleeps for a minute; what a limit does is in TestWhatIsNoErrorOfTheCode",
	"nbclient/Autokill.ipynb":            "its kernel kills itself; papermill then leaves no failure in the file",
}

// TestAsPapermill executes notebooks by papermill and by us, and compares what
// is in the files.
func TestAsPapermill(t *testing.T) {
	t.Parallel()
	corpus, spec := testenv.Corpus(t), python(t)
	names := quick
	if os.Getenv("NBCOMPARE_SOAK") != "" {
		names = corpusNames(t, corpus)
	}
	dir := t.TempDir()
	args := []string{"testdata/papermill_run.py", dir}
	for _, name := range names {
		args = append(args, filepath.Join(corpus, name))
	}
	var exceptions []*string
	require.NoError(t, json.Unmarshal(testenv.RunPython(t, nil, args...), &exceptions))
	require.Len(t, exceptions, len(names))

	var group sync.WaitGroup
	limit := make(chan bool, 2)
	for i, name := range names {
		limit <- true
		group.Go(func() {
			defer func() { <-limit }()
			nb, err := nbformat.ReadFile(filepath.Join(corpus, name))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			var r recorder
			opts := r.options(spec)
			opts.KernelOptions.Dir = filepath.Join(dir, fmt.Sprintf("work-%d", i))
			opts.CellTimeout = 30 * time.Second
			result, err := Notebook(t.Context(), nb, opts)
			<-result.Closed
			theirs, readErr := nbformat.ReadFile(filepath.Join(dir, fmt.Sprintf("%d.ipynb", i)))
			if readErr != nil {
				t.Errorf("%s: %v", name, readErr)
				return
			}
			want := digest(theirs, exceptions[i] != nil)
			ourChoice(want)
			got := digest(result.Notebook, err != nil)
			if want, got := indent(want), indent(got); want != got {
				t.Errorf("%s: papermill has\n%s\nwe have\n%s", name, want, got)
			}
		})
	}
	group.Wait()
}

func corpusNames(t *testing.T, corpus string) (names []string) {
	for _, folder := range []string{"papermill", "nbclient"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(corpus, folder), func(path string, _ fs.DirEntry, err error) error {
			name, _ := filepath.Rel(corpus, path)
			if leftOut[name] == "" && strings.HasSuffix(name, ".ipynb") {
				names = append(names, name)
			}
			return err
		}))
	}
	require.NotEmpty(t, names)
	return names
}

// A digestOf is what is compared.
type digestOf struct {
	Failed, Exception bool
	Cells             []digestCell
}

type digestCell struct {
	Type, Source, Status string
	Exception            string
	Count                int
	Outputs              []string
}

var (
	address   = regexp.MustCompile(`0x[0-9a-f]{6,}`)
	ansi      = regexp.MustCompile("\x1b\\[[0-9;]*m")
	temporary = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z|ipykernel_\d+/\d+\.py|work-\d+|\d+\.\d+ ?[mµn]?s\b|\b[0-9a-f]{32}\b`)
)

func normal(text string) string {
	return temporary.ReplaceAllString(address.ReplaceAllString(ansi.ReplaceAllString(text, ""), "0xADDRESS"), "SOMETHING")
}

func digest(nb *nbformat.Notebook, failed bool) *digestOf {
	exception, _ := nb.Metadata.Get("papermill", "exception").Bool()
	d := &digestOf{Failed: failed, Exception: exception}
	for i := range nb.Cells {
		c := &nb.Cells[i]
		status, _ := c.Metadata.Get("papermill", "status").Text()
		it := digestCell{Type: c.CellType, Source: c.Source(), Status: status, Exception: string(c.Metadata.Get("papermill", "exception").Bytes)}
		if c.ExecutionCount != nil {
			it.Count = *c.ExecutionCount
		}
		it.Outputs = digestOutputs(c)
		d.Cells = append(d.Cells, it)
	}
	return d
}

// digestOutputs joins the streams of papermill as we join them. Which of
// stdout and stderr came first is chance.
func digestOutputs(c *nbformat.Cell) (list []string) {
	streams := map[string]*streamText{}
	for _, o := range c.Outputs() {
		switch o.OutputType {
		case nbformat.Stream:
			if streams[o.Name] == nil {
				streams[o.Name] = &streamText{}
			}
			streams[o.Name].write(o.Text())
		case nbformat.ErrorOutput:
			list = append(list, normal("error "+o.Ename+" "+o.Evalue+"\n"+strings.Join(o.Traceback, "\n")))
		default:
			for _, d := range o.Data {
				text, ok := d.Text()
				if !ok {
					text = string(d.Value.Bytes)
				}
				list = append(list, normal(o.OutputType+" "+d.Type+" "+text))
			}
			list = append(list, "metadata "+string(o.Metadata.Bytes))
		}
	}
	for _, name := range []string{"stdout", "stderr"} {
		if s := streams[name]; s != nil {
			list = append(list, normal(name+" "+string(s.text)))
		}
	}
	slices.Sort(list)
	return list
}

func indent(d *digestOf) string {
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// ourChoice changes what papermill wrote to what we write, where we chose to
// differ: the table "Where run differs from papermill" of ARCHITECTURE.md.
func ourChoice(theirs *digestOf) {
	switch marked := len(theirs.Cells) > 0 && strings.Contains(theirs.Cells[0].Source, "papermill-error-cell"); {
	case !theirs.Failed && theirs.Exception:
		// Leaving with status 0: papermill's exit status says success, its records say failure.
		theirs.Exception = false
		for i := range theirs.Cells {
			if c := &theirs.Cells[i]; c.Status == statusFailed {
				c.Status, c.Exception = statusCompleted, "false"
			}
		}
	case theirs.Failed && !theirs.Exception && marked:
		// The tag raises-exception: papermill goes on, and calls it a failure at the end.
		theirs.Failed = false
		theirs.Cells = slices.DeleteFunc(theirs.Cells, func(c digestCell) bool { return strings.Contains(c.Source, "papermill-error-cell") })
	}
}
