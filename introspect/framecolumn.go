package introspect

import (
	"errors"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// maxRoom is for how many cells room is made before they are read.
const maxRoom = 1 << 12

// column returns the cells of a column of the file, one a row.
func (f *frame) column(c *parquet.Column) ([]value.TableCell, error) {
	leaf := c
	for !leaf.Leaf() {
		children := leaf.Columns()
		if len(children) != 1 || leaf.MaxRepetitionLevel() > 1 {
			return f.nested(), nil
		}
		leaf = children[0]
	}
	decode := f.decoder(c.Name(), leaf)
	switch {
	case leaf == c && leaf.MaxRepetitionLevel() == 0:
		cells := make([]value.TableCell, 0, min(f.file.NumRows(), maxRoom))
		err := f.eachValue(leaf, func(v parquet.Value) { cells = append(cells, newCell(v, decode)) })
		return cells, err
	case leaf.MaxRepetitionLevel() == 1 && leaf.MaxDefinitionLevel() == 3:
		return f.listCells(leaf, decode)
	}
	return f.nested(), nil
}

func (f *frame) nested() []value.TableCell {
	cells := make([]value.TableCell, f.file.NumRows())
	for i := range cells {
		cells[i] = value.TableCell{Text: "<nested>", Value: value.Text("<nested>")}
	}
	return cells
}

func newCell(v parquet.Value, decode func(parquet.Value) value.Value) value.TableCell {
	if v.IsNull() {
		return value.TableCell{}
	}
	decoded := decode(v)
	if n, ok := decoded.(value.Number); ok && math.IsNaN(n.Float) {
		return value.TableCell{Text: "NaN"}
	}
	return value.TableCell{Text: valueText(decoded), Value: decoded}
}

// listCells reads a column of lists as Arrow writes it: the definition level
// is 0 for no list, 1 for an empty one, 2 for a missing element, 3 for an
// element; the repetition level is 0 for the first of a row.
func (f *frame) listCells(leaf *parquet.Column, decode func(parquet.Value) value.Value) ([]value.TableCell, error) {
	var cells []value.TableCell
	err := f.eachValue(leaf, func(v parquet.Value) {
		if v.RepetitionLevel() == 0 {
			cells = append(cells, value.TableCell{})
		}
		if v.DefinitionLevel() == 0 || len(cells) == 0 {
			return
		}
		list, ok := cells[len(cells)-1].Value.(value.List)
		if !ok {
			list = value.List{}
		}
		switch v.DefinitionLevel() {
		case 2:
			list = append(list, value.Null{})
		case 3:
			list = append(list, decode(v))
		}
		cells[len(cells)-1].Value = list
	})
	for i, c := range cells {
		if c.Value != nil {
			cells[i].Text = value.Repr(c.Value)
		}
	}
	return cells, err
}

func (f *frame) eachValue(leaf *parquet.Column, do func(parquet.Value)) error {
	pages := leaf.Pages()
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		values := page.Values()
		for err == nil {
			var n int
			n, err = values.ReadValues(f.buffer)
			for _, v := range f.buffer[:n] {
				do(v)
			}
			if n == 0 && err == nil {
				err = io.ErrNoProgress
			}
		}
		parquet.Release(page)
		if !errors.Is(err, io.EOF) {
			return err
		}
	}
}

// decoder returns how to read the values of a column, which are not null.
func (f *frame) decoder(field string, leaf *parquet.Column) func(parquet.Value) value.Value {
	t := leaf.Type()
	if unit, ok := timedeltaUnit(plainText(f.fields[field].Get("numpy_type"))); ok && t.Kind() == parquet.Int64 {
		return func(v parquet.Value) value.Value { return value.Text(timedelta(v.Int64(), unit)) }
	}
	if logical := t.LogicalType(); logical != nil {
		if decode := logicalDecoder(logical, t.Kind()); decode != nil {
			return decode
		}
	}
	return physical
}

// physical reads a value of which only the storage is known.
func physical(v parquet.Value) value.Value {
	switch v.Kind() {
	case parquet.Boolean:
		return value.Bool(v.Boolean())
	case parquet.Int32:
		return integer(strconv.FormatInt(int64(v.Int32()), 10))
	case parquet.Int64:
		return integer(strconv.FormatInt(v.Int64(), 10))
	case parquet.Int96:
		i := v.Int96() // nanoseconds of the day, then the Julian day
		nanos := int64(uint64(i[0]) | uint64(i[1])<<32)
		return value.Text(timestamp(time.Unix((int64(i[2])-2440588)*86400, nanos).UTC(), false))
	case parquet.Float:
		f, _ := strconv.ParseFloat(strconv.FormatFloat(float64(v.Float()), 'g', -1, 32), 64)
		return value.Float(f)
	case parquet.Double:
		return value.Float(v.Double())
	}
	return value.Bytes(append([]byte{}, v.ByteArray()...))
}

func integer(text string) value.Number {
	f, _ := strconv.ParseFloat(text, 64)
	return value.Number{Float: f, IsInt: true, Spelling: text}
}

// logicalDecoder returns how to read a logical type, nil when its storage
// says all.
func logicalDecoder(logical *format.LogicalType, kind parquet.Kind) func(parquet.Value) value.Value {
	switch l := logical.Value.(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return func(v parquet.Value) value.Value {
			return value.Text(strings.ToValidUTF8(string(v.ByteArray()), "\uFFFD"))
		}
	case *format.IntType:
		if !l.IsSigned {
			return unsigned
		}
	case *format.DecimalType:
		return func(v parquet.Value) value.Value { return decimal(v, int(l.Scale)) }
	case *format.DateType:
		return func(v parquet.Value) value.Value {
			return value.Text(time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly))
		}
	case *format.TimestampType:
		return func(v parquet.Value) value.Value {
			return value.Text(timestamp(instant(v.Int64(), unitOf(l.Unit)), l.IsAdjustedToUTC))
		}
	case *format.TimeType:
		return func(v parquet.Value) value.Value {
			n := v.Int64()
			if kind == parquet.Int32 {
				n = int64(v.Int32())
			}
			return value.Text(clock(instant(n, unitOf(l.Unit))))
		}
	}
	return nil
}

func unsigned(v parquet.Value) value.Value {
	if v.Kind() == parquet.Int32 {
		return integer(strconv.FormatUint(uint64(uint32(v.Int32())), 10))
	}
	return integer(strconv.FormatUint(uint64(v.Int64()), 10))
}

func decimal(v parquet.Value, scale int) value.Value {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default: // two's complement, big endian
		b := v.ByteArray()
		n.SetBytes(b)
		if len(b) > 0 && b[0] >= 0x80 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	text := n.String()
	if scale > 0 && scale < 100 {
		sign := strings.Repeat("-", strings.Count(text, "-"))
		digits := strings.TrimPrefix(text, "-")
		digits = strings.Repeat("0", max(scale+1-len(digits), 0)) + digits
		text = sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	f, _ := strconv.ParseFloat(text, 64)
	return value.Number{Float: f, IsInt: scale == 0, Spelling: text}
}
