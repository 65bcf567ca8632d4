package render

import (
	"encoding/json"
	"io"
	"math"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// parquetBatch is how many rows are handed over at a time.
const parquetBatch = 256

// writeParquet writes columns of bool, int64, double and text, all optional:
// missing and None are null, NaN is NaN. What a text column holds besides text
// stands there as in CSV.
func (f *Frame) writeParquet(w io.Writer) error {
	types := make([]frameType, len(f.Columns))
	for j, col := range f.Columns {
		types[j] = frameTypeOf(col.Cells)
	}
	out := parquet.NewGenericWriter[any](w, f.parquetSchema(types),
		parquet.Compression(&parquet.Snappy),
		parquet.CreatedBy("nbcompare", "1", "parquet-go"),
		parquet.KeyValueMetadata("pandas", f.pandasMetadata(types)),
	)
	rows := f.rows()
	for from := 0; from < rows; from += parquetBatch {
		var batch []parquet.Row
		for i := from; i < min(from+parquetBatch, rows); i++ {
			batch = append(batch, f.parquetRow(types, i))
		}
		if _, err := out.WriteRows(batch); err != nil {
			return err
		}
	}
	return out.Close()
}

func (f *Frame) parquetRow(types []frameType, i int) parquet.Row {
	row := make(parquet.Row, len(f.Columns))
	for j, col := range f.Columns {
		v, level := parquetValue(types[j], col.Cells[i]), 1
		if v.IsNull() {
			level = 0
		}
		row[j] = v.Level(0, level, j)
	}
	return row
}

func parquetValue(t frameType, v value.Value) parquet.Value {
	if frameMissing(v) {
		return parquet.NullValue()
	}
	switch t {
	case frameBool:
		return parquet.BooleanValue(bool(v.(value.Bool)))
	case frameInt:
		n, _ := strconv.ParseInt(v.(value.Number).String(), 10, 64) // frameTypeOf has tried it
		return parquet.Int64Value(n)
	case frameFloat:
		return parquet.DoubleValue(v.(value.Number).Float)
	}
	return parquet.ByteArrayValue([]byte(plainCell(v)))
}

func (f *Frame) parquetSchema(types []frameType) *parquet.Schema {
	nodes := map[frameType]parquet.Node{
		frameText:  parquet.String(),
		frameBool:  parquet.Leaf(parquet.BooleanType),
		frameInt:   parquet.Int(64),
		frameFloat: parquet.Leaf(parquet.DoubleType),
	}
	root := orderedGroup{}
	for j, col := range f.Columns {
		root.fields = append(root.fields, namedField{parquet.Optional(nodes[types[j]]), col.Title})
	}
	return parquet.NewSchema("nbcompare", root)
}

// An orderedGroup is a parquet.Group that keeps the order of its fields, and
// need not be able to become a Go struct.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

// Fields returns the columns in their order.
func (g orderedGroup) Fields() []parquet.Field { return g.fields }

// GoType is asked for, but not used: rows are written as parquet.Row.
func (g orderedGroup) GoType() reflect.Type { return reflect.TypeFor[map[string]any]() }

type namedField struct {
	parquet.Node
	name string
}

// Name returns the column's title.
func (f namedField) Name() string { return f.name }

// Value is for writing Go values, which nobody does.
func (f namedField) Value(base reflect.Value) reflect.Value {
	return base.MapIndex(reflect.ValueOf(f.name))
}

// pandasMetadata tells pandas which types the columns have where it would
// guess another: an int with missing values is Int64 rather than float64, and a
// float that has both NaN and missing values is Float64, which knows both. The
// format is https://arrow.apache.org/docs/python/pandas.html's.
func (f *Frame) pandasMetadata(types []frameType) string {
	type column struct {
		Name       string  `json:"name"`
		FieldName  string  `json:"field_name"`
		PandasType string  `json:"pandas_type"`
		NumpyType  string  `json:"numpy_type"`
		Metadata   *string `json:"metadata"`
	}
	columns := make([]column, len(f.Columns))
	for j, col := range f.Columns {
		pandas, numpy := pandasTypes(types[j], col.Cells)
		columns[j] = column{Name: col.Title, FieldName: col.Title, PandasType: pandas, NumpyType: numpy}
	}
	text, err := json.Marshal(map[string]any{
		"index_columns":  []string{},
		"column_indexes": []string{},
		"columns":        columns,
		"creator":        map[string]string{"library": "nbcompare", "version": "1"},
		"pandas_version": "2.0.0",
	})
	if err != nil {
		panic(err) // strings alone
	}
	return string(text)
}

func pandasTypes(t frameType, cells []value.Value) (pandas, numpy string) {
	missing, nan := false, false
	for _, cell := range cells {
		if n, ok := cell.(value.Number); ok && math.IsNaN(n.Float) {
			nan = true
		}
		missing = missing || frameMissing(cell)
	}
	switch {
	case t == frameBool && missing:
		return "bool", "boolean"
	case t == frameBool:
		return "bool", "bool"
	case t == frameInt && missing:
		return "int64", "Int64"
	case t == frameInt:
		return "int64", "int64"
	case t == frameFloat && missing && nan:
		return "float64", "Float64"
	case t == frameFloat:
		return "float64", "float64"
	}
	return "unicode", "object"
}
