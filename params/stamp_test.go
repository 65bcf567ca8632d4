package params_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
	"github.com/nbcompare/nbcompare/params/translate"
)

// stripped takes away what stamping may change: the injected cell, the record,
// outputs and counts.
func stripped(t *testing.T, nb *nbformat.Notebook) string {
	e := nb.Edit()
	e.SetMetadata(nbformat.RawValue{}, "papermill")
	for i := range nb.Cells {
		c := &nb.Cells[i]
		switch {
		case c.HasTag(params.InjectedTag) || c.HasTag("papermill-error-cell-tag"):
			e.RemoveCell(i)
		case c.CellType == nbformat.CodeCell:
			if c.HasOutputs() {
				e.ClearOutputs(i)
			}
			if c.ExecutionCount != nil {
				e.SetExecutionCount(i, nil)
			}
		}
	}
	rest, err := e.Apply()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, rest.Write(&b))
	return b.String()
}

// Apart from the injected cell, the record and the outputs, a copy has the
// template's bytes; with KeepOutputs it has every cell as it was.
func TestStampKeepsTheRest(t *testing.T) {
	copies := 0
	for _, path := range stampTemplates(t) {
		nb, err := nbformat.ReadFile(path)
		require.NoError(t, err)
		if language, _ := nb.Metadata.Get("language_info", "name").Text(); language != "python" || nb.NBFormat < 4 || nb.Metadata.Get("papermill").Exists() && len(memberNames(nb.Metadata)) == 1 {
			continue
		}
		c := params.Copy{Assignments: []translate.Assignment{{Name: "a", Value: value.Text("é\n")}}, InputPath: "t.ipynb"}
		stamped, err := params.Stamp(nb, c, params.StampOptions{})
		require.NoError(t, err, path)
		after, err := nbformat.Parse(stamped, path)
		require.NoError(t, err, path)
		if nb.Metadata.Exists() && len(memberNames(nb.Metadata)) > 0 {
			require.Equal(t, stripped(t, nb), stripped(t, after), path)
		}
		kept, err := params.Stamp(nb, c, params.StampOptions{KeepOutputs: true})
		require.NoError(t, err, path)
		for i := range nb.Cells {
			if cell := &nb.Cells[i]; !cell.HasTag(params.InjectedTag) && !cell.HasTag("papermill-error-cell-tag") {
				require.True(t, bytes.Contains(kept, cell.Raw.Bytes), "%s: cell %d", path, i)
			}
		}
		again, err := params.Stamp(nb, c, params.StampOptions{})
		require.NoError(t, err)
		require.Equal(t, string(stamped), string(again), "not the same twice")
		copies++
	}
	require.Greater(t, copies, 40)
}

func memberNames(v nbformat.RawValue) (names []string) {
	for name := range v.Members() {
		names = append(names, name)
	}
	return names
}

// randomValue returns a value that JSON and every list or dict can hold.
func randomValue(rng *rand.Rand, depth int) value.Value {
	texts := []string{"", "a", "it's", `q"uo\te`, "é😀", "two\nlines\t", "None", "1", "nan", "#", "\\", "{x}", "'''", "\u2028", "\x00\x1b"}
	switch kind := rng.IntN(9); {
	case kind == 0:
		return value.Null{}
	case kind == 1:
		return value.Bool(rng.IntN(2) == 0)
	case kind == 2:
		return value.Int(rng.IntN(1<<40) - 1<<39)
	case kind == 3:
		return value.Float([]float64{0.1, -2.5, 1e300, 5e-324, 1e16, math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1)}[rng.IntN(9)])
	case kind == 4 && depth < 3:
		list := value.List{}
		for range rng.IntN(4) {
			list = append(list, randomValue(rng, depth+1))
		}
		return list
	case kind == 5 && depth < 3:
		dict := value.Dict{}
		for i := range rng.IntN(4) {
			dict = append(dict, value.Item{Key: value.Text(fmt.Sprint("k", i, texts[rng.IntN(len(texts))])), Value: randomValue(rng, depth+1)})
		}
		return dict
	}
	return value.Text(texts[rng.IntN(len(texts))])
}

// The parameters of a copy are those that were passed, over the defaults.
func TestParametersOfACopy(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	nb := read(t, notebook("python", "p0 = 1\np1 = 'x'\nother = [1]", "", ""))
	for range 1500 {
		var c params.Copy
		for i := range 1 + rng.IntN(4) {
			c.Assignments = append(c.Assignments, translate.Assignment{Name: fmt.Sprint("p", i), Value: randomValue(rng, 0)})
		}
		stamped, err := params.Stamp(nb, c, params.StampOptions{})
		require.NoError(t, err)
		got, warnings := params.Of(read(t, string(stamped)))
		require.Empty(t, warnings)
		byName := map[string]value.Value{}
		for _, p := range got {
			byName[p.Name] = p.Value
		}
		for _, a := range c.Assignments {
			require.Equal(t, value.Repr(a.Value), value.Repr(byName[a.Name]), "%s", stamped)
		}
		require.Equal(t, "[1]", value.Repr(byName["other"]))
		require.False(t, strings.Contains(string(stamped), "NaN"), "JSON has no NaN: %s", stamped)
	}
}

func TestStampPlacement(t *testing.T) {
	plain := func(text string) string {
		return `{"cell_type": "code", "execution_count": null, "metadata": {}, "source": "` + text + `", "outputs": []}`
	}
	for _, c := range []struct {
		name, want, papermill string
		cells                 []string
	}{
		{"after the defaults", "y|D|I|z", "y|D|I|z", []string{plain("y"), cell(params.Tag, "D"), plain("z")}},
		{"replaced", "D|y|I|z", "D|y|I|z", []string{cell(params.Tag, "D"), plain("y"), cell(params.InjectedTag, "old"), plain("z")}},
		{"moved behind the defaults", "y|D|I|z", "I|y|D|z", []string{cell(params.InjectedTag, "old"), plain("y"), cell(params.Tag, "D"), plain("z")}},
		{"at the top", "I|y", "I|y", []string{plain("y")}},
		{"the code cell, not the Markdown", "# m|y|D|I", "# m|I|y|D", []string{`{"cell_type": "markdown", "metadata": {"tags": ["parameters"]}, "source": "# m"}`, plain("y"), cell(params.Tag, "D")}},
	} {
		nb := read(t, `{"cells": [`+strings.Join(c.cells, ",")+`], "metadata": {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}`)
		for _, papermill := range []bool{false, true} {
			stamped, err := params.Stamp(nb, params.Copy{Assignments: []translate.Assignment{{Name: "a", Value: value.Int(1)}}}, params.StampOptions{Papermill: papermill})
			require.NoError(t, err)
			var sources []string
			for _, cell := range read(t, string(stamped)).Cells {
				source := cell.Source()
				if cell.HasTag(params.InjectedTag) {
					require.Equal(t, "# Parameters\na = 1\n", source)
					source = "I"
				}
				sources = append(sources, source)
			}
			want := c.want
			if papermill {
				want = c.papermill
			}
			require.Equal(t, want, strings.Join(sources, "|"), "%s, papermill %v", c.name, papermill)
		}
	}
}

func TestUnknown(t *testing.T) {
	s, err := params.NewStamper(read(t, notebook("python", "learning_rate = 1\nmodel: str\nseed = 2", "", "")), params.StampOptions{SkipTags: []string{"x"}})
	require.NoError(t, err)
	require.Equal(t, []params.Unknown{{Name: "learning_rat", Nearest: "learning_rate"}, {Name: "Modle", Nearest: "model"}, {Name: "zzzz"}, {Name: "x"}},
		s.Unknown([]string{"seed", "learning_rat", "Modle", "zzzz", "x"}))
	require.Equal(t, []string{"model"}, s.Required([]string{"seed"}))
	require.Equal(t, []string{"no cell has the tag x"}, s.Warnings())
}

func BenchmarkStamp(b *testing.B) {
	var cells []string
	for i := range 200 {
		cells = append(cells, cell("c", fmt.Sprintf("x%d = %s", i, strings.Repeat("compute() ", 20))))
	}
	cells[1] = cell(params.Tag, "a = 1")
	nb := read(b, `{"cells": [`+strings.Join(cells, ",")+`], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`)
	s, err := params.NewStamper(nb, params.StampOptions{})
	require.NoError(b, err)
	var buffer []byte
	for i := 0; b.Loop(); i++ {
		buffer, err = s.Append(buffer[:0], params.Copy{Assignments: []translate.Assignment{{Name: "a", Value: value.Int(i)}}})
		require.NoError(b, err)
	}
	b.SetBytes(int64(len(buffer)))
}
