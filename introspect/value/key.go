package value

import (
	"math"
	"math/big"
	"slices"
	"strconv"
)

// keyBudget bounds the bytes of keys that one text may cost, so that sets
// nested in sets cannot make the reading quadratic.
const keyBudget = 16

// key returns a string that two hashable values share when Python takes them
// for one key: 1, 1.0 and True are one. False for a list or dict, and the
// keys so far were absurdly long for the text.
func (r *literalReader) key(v Value) (string, bool) {
	b, ok := appendKey(nil, v)
	r.keyed += len(b)
	return string(b), ok && r.keyed <= keyBudget*(len(r.text)+64)
}

// appendKey appends the key of v. No key is the beginning of another.
func appendKey(b []byte, v Value) ([]byte, bool) {
	switch v := v.(type) {
	case Null:
		return append(b, 'z'), true
	case Bool:
		if v {
			return append(b, "i1;"...), true
		}
		return append(b, "i0;"...), true
	case Number:
		return appendNumberKey(b, v), true
	case Text:
		return appendStringKey(b, 't', string(v)), true
	case Bytes:
		return appendStringKey(b, 'b', string(v)), true
	case Tuple:
		return appendKeys(b, 'u', v)
	case Set:
		return appendKeys(b, 's', v)
	}
	return b, false
}

func appendKeys(b []byte, tag byte, elements []Value) ([]byte, bool) {
	b = append(b, tag)
	b = strconv.AppendInt(b, int64(len(elements)), 10)
	b = append(b, ':')
	ok := true
	for i := 0; i < len(elements) && ok; i++ {
		b, ok = appendKey(b, elements[i])
	}
	return b, ok
}

func appendStringKey(b []byte, tag byte, s string) []byte {
	b = append(b, tag)
	b = strconv.AppendInt(b, int64(len(s)), 10)
	b = append(b, ':')
	return append(b, s...)
}

func appendNumberKey(b []byte, n Number) []byte {
	exact := isIntegral(n.Float) && math.Abs(n.Float) < maxExactInt
	switch {
	case exact:
		b = strconv.AppendInt(append(b, 'i'), int64(n.Float), 10)
	case n.IsInt && n.Spelling != "":
		b = append(append(b, 'i'), n.Spelling...)
	case isIntegral(n.Float):
		whole, _ := big.NewFloat(n.Float).Int(nil)
		b = whole.Append(append(b, 'i'), 10)
	default:
		b = strconv.AppendFloat(append(b, 'f'), n.Float, 'g', -1, 64)
	}
	return append(b, ';')
}

// dictBuilder builds a dict by Python's rule: a repeated key keeps its first
// position and takes the last value.
type dictBuilder struct {
	reader *literalReader
	dict   Dict
	ids    []string       // of the keys, while they are few
	at     map[string]int // position of each key, once they are many
}

// fewKeys is up to how many keys a search is faster than a map.
const fewKeys = 8

func newDictBuilder(r *literalReader) *dictBuilder {
	return &dictBuilder{reader: r, dict: Dict{}}
}

// put adds an entry; false when the key is not hashable.
func (d *dictBuilder) put(key, v Value) bool {
	id, ok := d.reader.key(key)
	if !ok {
		return false
	}
	if i := d.find(id); i >= 0 {
		d.dict[i].Value = v
		return true
	}
	if d.at == nil && len(d.dict) == fewKeys {
		d.at = make(map[string]int, 4*fewKeys)
		for i, id := range d.ids {
			d.at[id] = i
		}
	}
	if d.at == nil {
		d.ids = append(d.ids, id)
	} else {
		d.at[id] = len(d.dict)
	}
	d.dict = append(d.dict, Item{Key: key, Value: v})
	return true
}

// find returns the position of a key, -1 when it is new.
func (d *dictBuilder) find(id string) int {
	if d.at == nil {
		return slices.Index(d.ids, id)
	}
	if i, ok := d.at[id]; ok {
		return i
	}
	return -1
}

// newSet returns the set of elements, of equal ones the first; false when one
// is not hashable.
func (r *literalReader) newSet(elements []Value) (Value, bool) {
	seen := make(map[string]bool, len(elements))
	set := make(Set, 0, len(elements))
	for _, v := range elements {
		id, ok := r.key(v)
		if !ok {
			return nil, false
		}
		if !seen[id] {
			seen[id] = true
			set = append(set, v)
		}
	}
	slices.SortFunc(set, Compare)
	return set, true
}
