package introspect

import (
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// TestFrames compares every frame of frames.ipynb, which real pandas,
// pyarrow and scrapbook wrote, with what pandas reads back.
func TestFrames(t *testing.T) {
	nb, err := nbformat.ReadFile(filepath.Join("testdata", "frames.ipynb"))
	require.NoError(t, err)
	entries := map[string]value.Value{}
	c := Inspect(nb, Options{})
	require.Empty(t, c.Warnings)
	for _, e := range c.Entries {
		entries[e.Name] = e.Value
	}
	frames := 0
	for name, v := range entries {
		table, ok := v.(*value.Table)
		if !ok {
			continue
		}
		frames++
		t.Run(name, func(t *testing.T) {
			want := map[string]value.Value{}
			for _, item := range entries[name+".want"].(value.Dict) {
				want[string(item.Key.(value.Text))] = item.Value
			}
			require.Equal(t, describe(want["columns"]), parts(table.Columns), "columns")
			require.Equal(t, describe(want["index"]), parts(table.Index), "index")
			require.Equal(t, describeNames(want["column_names"]), fmt.Sprint(table.ColumnNames), "column names")
			require.Equal(t, describeNames(want["index_names"]), fmt.Sprint(table.IndexNames), "index names")
			require.Equal(t, describe(want["rows"]), describe(rowsOf(table)), "rows")
		})
	}
	require.Equal(t, 19, frames)
}

func rowsOf(t *value.Table) value.Value {
	rows := value.List{}
	for _, r := range t.Rows {
		row := value.List{}
		for _, cell := range r {
			v := cell.Value
			if b, ok := v.(value.Bytes); ok {
				v = value.Text(fmt.Sprintf("b'%s'", string(b)))
			}
			if v == nil {
				v = value.Null{}
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	return rows
}

// describe writes lists as fmt does, and numbers so that a different float
// gives a different text.
func describe(v value.Value) string {
	switch v := v.(type) {
	case value.List:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = describe(e)
		}
		return "[" + strings.Join(parts, " ") + "]"
	case value.Text:
		return string(v)
	case value.Number:
		if v.IsInt {
			return v.Spelling
		}
		return strings.ToLower(strings.TrimPrefix(fmt.Sprint(v.Float), "+"))
	}
	return fmt.Sprint(v)
}

func describeNames(v value.Value) string {
	var names []string
	for _, e := range v.(value.List) {
		text, _ := e.(value.Text)
		names = append(names, string(text))
	}
	return fmt.Sprint(namesOrNil(names))
}

// parts writes labels as fmt writes lists of lists.
func parts(labels []value.Label) string {
	lists := make([][]string, len(labels))
	for i, l := range labels {
		lists[i] = l
	}
	return fmt.Sprint(lists)
}

// TestFrameGuard: sizes that the bytes cannot hold are refused before anything
// is allocated for them.
func TestFrameGuard(t *testing.T) {
	footer := func(thrift string) []byte {
		return []byte("PAR1" + thrift + string([]byte{byte(len(thrift)), 0, 0, 0}) + "PAR1")
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":             {nil, "not a Parquet file"},
		"another format":    {[]byte("ARROW1 and so on ARROW1"), "not a Parquet file"},
		"longer footer":     {[]byte("PAR1\xff\xff\xff\xffPAR1"), "broken Parquet: the footer is longer than the file"},
		"list of 2^31":      {footer("\x29\xfc\xff\xff\xff\xff\x07\x00"), "broken Parquet: its metadata cannot be read"},
		"string of 2^31":    {footer("\x28\xff\xff\xff\xff\x07\x00"), "broken Parquet: its metadata cannot be read"},
		"nested for ever":   {footer(strings.Repeat("\x1c", 200)), "broken Parquet: its metadata cannot be read"},
		"lists in lists":    {footer("\x19" + strings.Repeat("\x19", 200)), "broken Parquet: its metadata cannot be read"},
		"cut off in varint": {footer("\x15\xff"), "broken Parquet: its metadata cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			require.EqualError(t, checkFooter(c.file), c.want)
		})
	}
	require.NoError(t, checkRuns([]byte{8 << 1, 1, 1<<1 | 1, 0xff}, 1, 16))
	require.ErrorContains(t, checkRuns([]byte{0xfe, 0xff, 0xff, 0xff, 0x07, 1}, 1, 16), "impossible length")
	require.ErrorContains(t, checkRuns([]byte(strings.Repeat("\x7e\x01", 100)), 1, 16), "longer runs")
}

// TestBrokenFrames: every file cut off anywhere, and with any byte changed, is
// read or refused, never more.
func TestBrokenFrames(t *testing.T) {
	file := frameFiles(t)[0]
	for i := range file {
		_, err := decodeFrame(base64.StdEncoding.AppendEncode(nil, file[:i]))
		require.Error(t, err)
		changed := append([]byte{}, file...)
		changed[i] ^= 0xff
		table, err := decodeFrame(base64.StdEncoding.AppendEncode(nil, changed))
		require.Equal(t, err == nil, table != nil)
	}
}
