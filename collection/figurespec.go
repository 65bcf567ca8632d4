package collection

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// specOf returns the specification of a figure, with the numbers that plotly
// ({dtype, bdata}) and bokeh ({type: ndarray}) pack into base64 as lists.
func specOf(f *value.Figure) value.Value {
	return unpacked(introspect.JSONValue(nbformat.RawValue{Bytes: f.Spec}))
}

func unpacked(v value.Value) value.Value {
	switch v := v.(type) {
	case value.List:
		for i := range v {
			v[i] = unpacked(v[i])
		}
	case value.Dict:
		if numbers := packedNumbers(v); numbers != nil {
			return numbers
		}
		for i := range v {
			v[i].Value = unpacked(v[i].Value)
		}
	}
	return v
}

// packedNumbers returns the numbers of an array in base64; nil for another dict.
func packedNumbers(d value.Dict) value.List {
	dtype, _ := d.Get("dtype").(value.Text)
	encoded, ok := d.Get("bdata").(value.Text)
	if array, isDict := d.Get("array").(value.Dict); isDict && d.Get("order") == value.Text("little") {
		encoded, ok = array.Get("data").(value.Text)
	}
	if !ok {
		return nil
	}
	size, read := packedNumber(string(dtype))
	data, err := base64.StdEncoding.DecodeString(string(encoded))
	if err == nil {
		data, err = gunzipped(data)
	}
	if err != nil || size == 0 || len(data)%size != 0 {
		return nil
	}
	list := make(value.List, 0, len(data)/size)
	for ; len(data) > 0; data = data[size:] {
		list = append(list, read(data))
	}
	return list
}

// mostUnzipped bounds what a few bytes may become.
const mostUnzipped = 32 << 20

// gunzipped returns what bokeh compressed; other bytes as they are.
func gunzipped(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(io.LimitReader(zipped, mostUnzipped+1))
	if err == nil && len(all) > mostUnzipped {
		err = errors.New("too large")
	}
	return all, err
}

// packedNumber returns how many bytes a number of a type has, and what reads one:
// by numpy's short names, as plotly writes them, or the long ones, as bokeh does.
func packedNumber(dtype string) (size int, read func([]byte) value.Number) {
	little := binary.LittleEndian
	switch dtype {
	case "f8", "float64":
		return 8, func(b []byte) value.Number { return value.Float(math.Float64frombits(little.Uint64(b))) }
	case "f4", "float32":
		return 4, func(b []byte) value.Number { return value.Float(float64(math.Float32frombits(little.Uint32(b)))) }
	case "i4", "int32":
		return 4, func(b []byte) value.Number { return value.Int(int(int32(little.Uint32(b)))) }
	case "u4", "uint32":
		return 4, func(b []byte) value.Number { return value.Int(int(little.Uint32(b))) }
	case "i2", "int16":
		return 2, func(b []byte) value.Number { return value.Int(int(int16(little.Uint16(b)))) }
	case "u2", "uint16":
		return 2, func(b []byte) value.Number { return value.Int(int(little.Uint16(b))) }
	case "i1", "int8":
		return 1, func(b []byte) value.Number { return value.Int(int(int8(b[0]))) }
	case "u1", "uint8":
		return 1, func(b []byte) value.Number { return value.Int(int(b[0])) }
	}
	return 0, nil
}
