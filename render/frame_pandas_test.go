package render

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// pandasFrame has a column of each type, without and with missing values.
func pandasFrame() *Frame {
	nan, inf := value.Float(math.NaN()), value.Float(math.Inf(1))
	return &Frame{Columns: []FrameColumn{
		{"notebook", []value.Value{value.Text("a"), value.Text("b,\n\"c\""), value.Text("d")}},
		{"int", []value.Value{value.Int(1), value.Int(-2), value.Int(9007199254740993)}},
		{"int.missing", []value.Value{value.Int(1), nil, value.Int(3)}},
		{"float", []value.Value{value.Float(0.1), value.Int(2), inf}},
		{"float.missing", []value.Value{value.Float(0.5), nil, value.Float(1e-300)}},
		{"nan", []value.Value{nan, nil, value.Float(1)}},
		{"bool", []value.Value{value.Bool(true), value.Bool(false), value.Bool(true)}},
		{"bool.missing", []value.Value{value.Bool(true), nil, value.Bool(false)}},
		{"text.missing", []value.Value{value.Text("x"), nil, value.Text("5 %")}},
		{"list", []value.Value{value.List{value.Int(1)}, nil, value.Null{}}},
	}}
}

type pandasColumn struct {
	name, dtype string
	values      []string
}

func (c *pandasColumn) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&c.name, &c.dtype, &c.values})
}

// readWithPandas writes the frame in each format and returns what pandas, or
// pyarrow, reads.
func readWithPandas(t *testing.T, frame *Frame, how ...string) map[string][]pandasColumn {
	args := []string{filepath.Join("testdata", "read_frame.py")}
	for _, reader := range how {
		format := Format(reader)
		if reader == "arrow" {
			format = Parquet
		}
		path := filepath.Join(t.TempDir(), "frame."+string(format))
		var out bytes.Buffer
		require.NoError(t, frame.Write(&out, format))
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o666))
		args = append(args, reader, path)
	}
	printed := testenv.RunPython(t, nil, args...)
	dec := json.NewDecoder(bytes.NewReader(printed))
	got := map[string][]pandasColumn{}
	for _, reader := range how {
		var columns []pandasColumn
		require.NoError(t, dec.Decode(&columns))
		got[reader] = columns
	}
	return got
}

func TestPandasReadsWhatWeMean(t *testing.T) {
	got := readWithPandas(t, pandasFrame(), "csv", "tsv", "parquet", "arrow")
	wantCSV := []pandasColumn{
		{"notebook", "object", []string{"a", "b,\n\"c\"", "d"}},
		{"int", "int64", []string{"1", "-2", "9007199254740993"}},
		{"int.missing", "float64", []string{"1.0", "nan", "3.0"}},
		{"float", "float64", []string{"0.1", "2.0", "inf"}},
		{"float.missing", "float64", []string{"0.5", "nan", "1e-300"}},
		{"nan", "float64", []string{"nan", "nan", "1.0"}},
		{"bool", "bool", []string{"True", "False", "True"}},
		{"bool.missing", "object", []string{"True", "nan", "False"}},
		{"text.missing", "object", []string{"x", "nan", "5 %"}},
		{"list", "object", []string{"[1]", "nan", "nan"}},
	}
	require.Equal(t, wantCSV, got["csv"])
	require.Equal(t, wantCSV, got["tsv"])
	wantParquet := []pandasColumn{
		{"notebook", "object", []string{"a", "b,\n\"c\"", "d"}},
		{"int", "int64", []string{"1", "-2", "9007199254740993"}},
		{"int.missing", "Int64", []string{"1", "missing", "3"}},
		{"float", "float64", []string{"0.1", "2.0", "inf"}},
		{"float.missing", "float64", []string{"0.5", "nan", "1e-300"}},
		{"nan", "Float64", []string{"nan", "missing", "1.0"}},
		{"bool", "bool", []string{"True", "False", "True"}},
		{"bool.missing", "boolean", []string{"True", "missing", "False"}},
		{"text.missing", "object", []string{"x", "missing", "5 %"}},
		{"list", "object", []string{"[1]", "missing", "missing"}},
	}
	require.Equal(t, wantParquet, got["parquet"])
	types := []string{"string", "int64", "int64", "double", "double", "double", "bool", "bool", "string", "string"}
	for j, col := range got["arrow"] {
		require.Equal(t, pandasFrame().Columns[j].Title, col.name)
		require.Equal(t, types[j], col.dtype, col.name)
	}
	require.Equal(t, []string{"nan", "missing", "1.0"}, got["arrow"][5].values)
}

func TestPandasReadsJSONAndHTML(t *testing.T) {
	got := readWithPandas(t, pandasFrame(), "json", "jsonl", "html")
	for _, reader := range []string{"json", "jsonl", "html"} {
		require.Len(t, got[reader], len(pandasFrame().Columns), reader)
		require.Equal(t, "int64", got[reader][1].dtype, reader)
		require.Equal(t, []string{"nan", "nan", "1.0"}, got[reader][5].values, reader)
		require.Equal(t, "float64", got[reader][3].dtype, reader)
		require.Equal(t, []string{"0.1", "2.0", "inf"}, got[reader][3].values, reader)
		require.Equal(t, "bool", got[reader][6].dtype, reader)
	}
}
