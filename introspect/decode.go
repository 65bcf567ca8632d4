package introspect

import (
	"errors"
	"fmt"

	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/nbformat"
)

// A payload is what glue stores: the members of a JSON object.
type payload struct {
	object                       bool
	name, encoder, version, data nbformat.RawValue
}

func newPayload(raw nbformat.RawValue) payload {
	members := raw.Pick("name", "encoder", "version", "data")
	return payload{raw.IsObject(), members[0], members[1], members[2], members[3]}
}

// decodePayload reads the data of a payload of glue. The payload's encoder
// counts, not the one in the MIME type; all four members are required, and
// data may not be null (scrapbook's schema, version 1).
func (o Options) decodePayload(p payload) (value.Value, error) {
	switch {
	case !p.object:
		return nil, errors.New("the payload is no object")
	case !p.name.IsString():
		return nil, errors.New("the payload has no name")
	case !p.data.Exists():
		return nil, errors.New("the payload has no data")
	case isNull(p.data):
		return nil, errors.New("the payload's data is null")
	case !p.encoder.IsString():
		return nil, errors.New("the payload has no encoder")
	}
	if _, ok := p.version.Int(); !ok {
		return nil, errors.New("the payload has no version")
	}
	text, _ := p.encoder.Text()
	name, _ := p.name.Text()
	return o.decodeScrap(name, text, p.data)
}

// decodeScrap decodes the data of a name as scrapbook's encoders do. Its json encoder writes
// a float that JSON has no number for as a string, "nan", which it does not
// read back; here it is the number again, but for StrictCompat.
func (o Options) decodeScrap(name, encoder string, data nbformat.RawValue) (value.Value, error) {
	switch encoder {
	case "text":
		v := JSONValue(data)
		if text, ok := v.(value.Text); ok {
			return text, nil
		}
		return value.Text(value.Repr(v)), nil
	case "json":
		v := JSONValue(data)
		if text, ok := v.(value.Text); ok {
			if parsed, ok := parseJSON(string(text)); ok {
				return parsed, nil
			}
			if n, ok := value.ParseLiteral(string(text)).(value.Number); ok && !o.StrictCompat {
				return n, nil
			}
		}
		return v, nil
	case "pandas":
		if o.scalarsOnly(name) && withoutScalars(data) {
			return &unreadFrame{data}, nil
		}
		return readFrame(data)
	}
	return nil, fmt.Errorf("unknown encoder %q", encoder)
}

// An unreadFrame stands for a table without scalars until all keys of the
// notebook are known, and with them whether anybody needs its cells.
type unreadFrame struct{ data nbformat.RawValue }

// Kind returns KindTable.
func (*unreadFrame) Kind() value.Kind { return value.KindTable }

func readFrame(data nbformat.RawValue) (value.Value, error) {
	text, ok := textBytes(data)
	if !ok || !data.IsString() {
		return nil, errors.New("the pandas encoder's data is no string")
	}
	table, err := decodeFrame(text)
	if err != nil {
		return nil, err // a nil *Table is not a nil Value
	}
	return table, nil
}

func isNull(raw nbformat.RawValue) bool { return string(raw.Bytes) == "null" }
