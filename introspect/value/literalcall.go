package value

import (
	"strconv"
	"strings"
)

// A constructFunc makes the value of a call; false when its arguments are not
// those that a repr has.
type constructFunc func(r *literalReader, args callArgs) (Value, bool)

// constructor returns what reads the calls of name, nil for an unknown name.
func constructor(name string) constructFunc {
	if bare, ok := numpyName(name); ok {
		return numpyConstructor(bare)
	}
	switch name {
	case "array", "tensor", "Array", "DeviceArray", "torch.tensor", "matrix", "rec.array":
		return newArray
	case "Index", "DatetimeIndex", "TimedeltaIndex", "PeriodIndex", "CategoricalIndex", "MultiIndex",
		"Int64Index", "UInt64Index", "Float64Index", "torch.Size",
		"dict_keys", "dict_values", "dict_items", "odict_keys", "odict_values", "odict_items", "deque":
		return newListCall
	case "masked_array":
		return newMaskedArray
	case "set":
		return newSetCall
	case "frozenset":
		return newFrozenset
	case "dict", "OrderedDict", "Counter", "mappingproxy":
		return newDictCall
	case "defaultdict":
		return newDefaultDict
	case "float", "Decimal":
		return newNumberCall
	case "Fraction":
		return newFraction
	case "bytearray":
		return newBytesCall
	case "Timestamp", "Timedelta", "Period", "UUID", "Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath":
		return newTextCall
	case "datetime.datetime":
		return newDatetime
	case "datetime.date":
		return newDate
	case "datetime.time":
		return newTime
	case "datetime.timedelta":
		return newTimedelta
	}
	return nil
}

// numpyConstructor returns what reads the calls of a name in numpy's module.
func numpyConstructor(bare string) constructFunc {
	switch strings.TrimRight(bare, "0123456789") {
	case "float", "int", "uint", "longdouble", "longlong", "ulonglong", "half", "single", "double",
		"bool", "bool_", "str_", "bytes_":
		return newScalar
	case "datetime", "timedelta":
		return newTextCall
	case "array":
		return newArray
	}
	return nil
}

// first returns the first positional argument, nil when it is none of a value.
func (a callArgs) first() Value {
	if len(a.positional) == 0 {
		return nil
	}
	if _, ok := a.positional[0].(opaque); ok {
		return nil
	}
	return a.positional[0]
}

// newScalar reads np.float64(0.5) and its siblings.
func newScalar(_ *literalReader, args callArgs) (Value, bool) {
	switch v := args.first().(type) {
	case Number, Bool, Text, Bytes:
		return v, len(args.positional) == 1 && len(args.named) == 0
	}
	return nil, false
}

// newArray reads array([...], dtype=...), and the tensors of torch and JAX.
func newArray(_ *literalReader, args callArgs) (Value, bool) {
	switch v := args.first().(type) {
	case Number, Bool, Text, Bytes, List:
		return v, len(args.positional) == 1
	}
	return nil, false
}

// newMaskedArray reads masked_array(data=[1, --, 3], mask=[...], fill_value=...).
func newMaskedArray(_ *literalReader, args callArgs) (Value, bool) {
	if len(args.positional) > 0 || len(args.named) == 0 || args.named[0].name != "data" {
		return nil, false
	}
	v, ok := args.named[0].value.(List)
	return v, ok
}

// atMasked reports whether an element begins here that numpy's masked arrays do not show.
func (r *literalReader) atMasked() bool {
	rest, found := strings.CutPrefix(r.text[r.pos:], "--")
	return !r.strict && found && rest != "" && (rest[0] == ',' || rest[0] == ']')
}

// atTensor reports whether TensorFlow's repr of a tensor or a variable begins here.
func (r *literalReader) atTensor() bool {
	return strings.HasPrefix(r.text[r.pos:], "<tf.Tensor: ") || strings.HasPrefix(r.text[r.pos:], "<tf.Variable ")
}

// tensor reads <tf.Tensor: shape=(), dtype=float32, numpy=0.5>.
func (r *literalReader) tensor() (Value, bool) {
	head, _, ok := strings.Cut(r.text[r.pos:], "numpy=")
	if !ok || strings.ContainsAny(head, "\r\n>") {
		return nil, false
	}
	r.pos += len(head) + len("numpy=")
	v, ok := r.value()
	if !ok || r.peek() != '>' {
		return nil, false
	}
	r.pos++
	return v, true
}

// newListCall reads dict_keys([...]), Index([...], dtype=...), deque([...], maxlen=3).
func newListCall(_ *literalReader, args callArgs) (Value, bool) {
	v, ok := args.first().(List)
	return v, ok && len(args.positional) == 1
}

// newFrozenset reads frozenset({...}).
func newFrozenset(r *literalReader, args callArgs) (Value, bool) {
	if v, ok := args.first().(Set); ok && len(args.positional) == 1 {
		r.sets--
		return v, len(args.named) == 0
	}
	v, ok := newSetCall(r, args)
	r.sets--
	return v, ok
}

// newSetCall reads set() and set([...]).
func newSetCall(r *literalReader, args callArgs) (Value, bool) {
	r.sets++
	if len(args.named) > 0 || len(args.positional) > 1 {
		return nil, false
	}
	if len(args.positional) == 0 {
		return Set{}, true
	}
	v, ok := args.first().(List)
	if !ok {
		return nil, false
	}
	return r.newSet(v)
}

// newDictCall reads OrderedDict({...}), OrderedDict([(k, v), ...]), Counter({...}).
func newDictCall(r *literalReader, args callArgs) (Value, bool) {
	if len(args.named) > 0 || len(args.positional) > 1 {
		return nil, false
	}
	if len(args.positional) == 0 {
		return Dict{}, true
	}
	switch v := args.first().(type) {
	case Dict:
		return v, true
	case List:
		return r.dictOfPairs(v)
	}
	return nil, false
}

func (r *literalReader) dictOfPairs(pairs List) (Value, bool) {
	entries := newDictBuilder(r)
	for _, pair := range pairs {
		if kv, ok := pair.(Tuple); !ok || len(kv) != 2 || !entries.put(kv[0], kv[1]) {
			return nil, false
		}
	}
	return entries.dict, true
}

// newDefaultDict reads defaultdict(<class 'list'>, {...}).
func newDefaultDict(_ *literalReader, args callArgs) (Value, bool) {
	if len(args.positional) != 2 || len(args.named) > 0 {
		return nil, false
	}
	v, ok := args.positional[1].(Dict)
	return v, ok
}

// newNumberCall reads Decimal('0.10'), which keeps its digits, and float('nan').
// A Decimal beyond all floats is no Number.
func newNumberCall(r *literalReader, args callArgs) (Value, bool) {
	text, ok := args.first().(Text)
	if !ok {
		return newScalar(r, args)
	}
	spelling := string(text)
	switch strings.ToLower(strings.TrimLeft(spelling, "+-")) {
	case "nan", "snan", "inf", "infinity":
		spelling = strings.Replace(strings.ToLower(spelling), "snan", "nan", 1)
	}
	f, err := strconv.ParseFloat(spelling, 64)
	if err != nil {
		return nil, false
	}
	n := Float(f)
	if isJSONNumber(spelling) && spelling != "-0" { // which is no integer
		n.Spelling = spelling
		n.IsInt = !strings.ContainsAny(spelling, ".eE") // of which each digit counts
	}
	return n, len(args.positional) == 1
}

// newFraction reads Fraction(1, 3) as the float nearest to it.
func newFraction(_ *literalReader, args callArgs) (Value, bool) {
	if len(args.positional) != 2 || len(args.named) > 0 {
		return nil, false
	}
	n, ok := args.positional[0].(Number)
	d, dOK := args.positional[1].(Number)
	return Float(n.Float / d.Float), ok && dOK && n.IsInt && d.IsInt && d.Float != 0
}

// newBytesCall reads bytearray(b'...').
func newBytesCall(_ *literalReader, args callArgs) (Value, bool) {
	v, ok := args.first().(Bytes)
	return v, ok && len(args.positional) == 1
}

// newTextCall reads the calls whose first argument says it all, such as
// Timestamp('2024-01-02 00:00:00', tz='UTC') and PosixPath('runs/a').
func newTextCall(_ *literalReader, args callArgs) (Value, bool) {
	v, ok := args.first().(Text)
	return v, ok
}
