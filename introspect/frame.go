package introspect

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// decodeFrame reads what scrapbook's pandas encoder writes: a data frame as
// base64 of Parquet, by pyarrow. The metadata that pandas adds tells the index
// and the names of its levels.
//
// Times with a zone are shown in UTC, so that they do not depend on the time
// zone database of the machine. Cells that hold lists are lists; what is nested
// deeper is the text "<nested>".
func decodeFrame(text []byte) (table *value.Table, err error) {
	if bytes.IndexByte(text, ' ') >= 0 {
		text = bytes.ReplaceAll(text, []byte(" "), nil)
	}
	file, err := base64.StdEncoding.AppendDecode(nil, text) // which skips line ends
	if err != nil {
		return nil, fmt.Errorf("reading the data frame: %w", err)
	}
	// The decoder is of others, and the bytes are from anywhere: a crafted file
	// that passes checkParquet may still make it panic, and must not end the
	// reading of all other notebooks.
	defer func() {
		if r := recover(); r != nil {
			table, err = nil, fmt.Errorf("reading the data frame: broken Parquet: %v", r)
		}
	}()
	if err := checkFooter(file); err != nil {
		return nil, fmt.Errorf("reading the data frame: %w", err)
	}
	pf, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("reading the data frame: %w", err)
	}
	if err := checkPages(file, pf); err != nil {
		return nil, fmt.Errorf("reading the data frame: %w", err)
	}
	return newFrame(pf).table()
}

// A frame is a Parquet file with what pandas says about it.
type frame struct {
	file   *parquet.File
	pandas nbformat.RawValue // absent when pandas did not write the file
	// fields are what pandas says of the columns, by their names in the file.
	fields map[string]nbformat.RawValue
	buffer []parquet.Value // for the values of one page after another
}

// valuesAtOnce is how many values of a page are decoded at once, at most.
const valuesAtOnce = 256

func newFrame(file *parquet.File) *frame {
	f := &frame{file: file, fields: map[string]nbformat.RawValue{}, buffer: make([]parquet.Value, min(max(file.NumRows(), 1), valuesAtOnce))}
	text, _ := file.Lookup("pandas")
	if about := []byte(text); json.Valid(about) {
		f.pandas = nbformat.RawValue{Bytes: about, Offset: -1}
	}
	for _, raw := range f.pandas.Get("columns").Elements() {
		name, ok := raw.Get("field_name").Text()
		if _, again := f.fields[name]; ok && !again {
			f.fields[name] = raw
		}
	}
	return f
}

func (f *frame) table() (*value.Table, error) {
	t := &value.Table{}
	rows := int(f.file.NumRows())
	cells := map[string][]value.TableCell{}
	var order []string
	for _, c := range f.file.Root().Columns() {
		read, err := f.column(c)
		if err != nil {
			return nil, fmt.Errorf("reading column %q of the data frame: %w", c.Name(), err)
		}
		if len(read) != rows {
			return nil, fmt.Errorf("reading column %q of the data frame: %d values in %d rows", c.Name(), len(read), rows)
		}
		name := strings.Clone(c.Name()) // or a label would keep the whole footer alive
		cells[name] = read
		order = append(order, name)
	}
	isIndex, err := f.index(t, rows, cells)
	if err != nil {
		return nil, err
	}
	t.Rows = make([][]value.TableCell, rows)
	var columns [][]value.TableCell
	for _, field := range order {
		if !isIndex[field] {
			t.Columns = append(t.Columns, f.columnLabel(field))
			columns = append(columns, cells[field])
		}
	}
	for i := range t.Rows {
		t.Rows[i] = make([]value.TableCell, len(columns))
		for j := range columns {
			t.Rows[i][j] = columns[j][i]
		}
	}
	t.ColumnNames = f.columnNames()
	return t, nil
}

// index fills in the labels of the rows and returns which fields they are from.
func (f *frame) index(t *value.Table, rows int, cells map[string][]value.TableCell) (map[string]bool, error) {
	isIndex := map[string]bool{}
	var levels [][]string
	var names []string
	for _, raw := range f.pandas.Get("index_columns").Elements() {
		var labels []string
		name := ""
		if field, ok := raw.Text(); ok && raw.IsString() {
			column, ok := cells[field]
			if !ok {
				return nil, fmt.Errorf("reading the data frame: no index column %q", field)
			}
			isIndex[field] = true
			labels, name = cellTexts(column), f.name(field)
		} else {
			labels = rangeLabels(raw, rows)
			name = plainText(raw.Get("name"))
		}
		levels = append(levels, labels)
		names = append(names, name)
	}
	if len(levels) == 0 {
		return isIndex, nil
	}
	t.Index = make([]value.Label, rows)
	for i := range t.Index {
		for _, labels := range levels {
			t.Index[i] = append(t.Index[i], labels[i])
		}
	}
	t.IndexNames = namesOrNil(names)
	return isIndex, nil
}

// rangeLabels returns the labels of a RangeIndex, which no column holds.
func rangeLabels(raw nbformat.RawValue, rows int) []string {
	start, _ := raw.Get("start").Int()
	step, ok := raw.Get("step").Int()
	if !ok {
		step = 1
	}
	labels := make([]string, rows)
	for i := range labels {
		labels[i] = strconv.Itoa(start + i*step)
	}
	return labels
}

func cellTexts(cells []value.TableCell) []string {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = c.Text
		if c.Value == nil {
			texts[i] = "NaN"
		}
	}
	return texts
}

// name returns the name of an index level, "" when it has none.
func (f *frame) name(field string) string { return plainText(f.fields[field].Get("name")) }

// columnLabel returns the label of a column. Under a MultiIndex its name is
// the repr of a tuple.
func (f *frame) columnLabel(field string) value.Label {
	if tuple, ok := value.ParseLiteral(field).(value.Tuple); ok && f.levels() > 1 && len(tuple) == f.levels() {
		var label value.Label
		for _, part := range tuple {
			label = append(label, valueText(part))
		}
		return label
	}
	return value.Label{field}
}

func (f *frame) levels() int {
	n := 0
	for range f.pandas.Get("column_indexes").Elements() {
		n++
	}
	return n
}

func (f *frame) columnNames() []string {
	var names []string
	for _, raw := range f.pandas.Get("column_indexes").Elements() {
		names = append(names, plainText(raw.Get("name")))
	}
	return namesOrNil(names)
}

func namesOrNil(names []string) []string {
	for _, n := range names {
		if n != "" {
			return names
		}
	}
	return nil
}

// plainText returns the text of a string or of a number in JSON, "" for null.
func plainText(raw nbformat.RawValue) string {
	if !raw.Exists() || isNull(raw) {
		return ""
	}
	return valueText(JSONValue(raw))
}

// valueText returns a value as Python's str writes it.
func valueText(v value.Value) string {
	switch v := v.(type) {
	case value.Text:
		return string(v)
	case value.Number:
		if v.Spelling == "" && !v.IsInt {
			return value.FormatFloat(v.Float)
		}
		return v.String() // shares the spelling: most cells of most frames are numbers
	}
	return value.Repr(v)
}
