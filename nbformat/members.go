package nbformat

import "slices"

// members is an object that is being changed: one entry a name.
type members []field

type field struct {
	name  string
	value []byte // JSON
}

func membersOf(v RawValue) members {
	m := make(members, 0, 8)
	for name, value := range v.Members() {
		m = append(m, field{name, value.Bytes})
	}
	return m
}

func (m members) get(name string) RawValue {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i].name == name {
			return RawValue{Bytes: m[i].value, Offset: -1}
		}
	}
	return RawValue{}
}

// set sets a member; no value leaves it absent.
func (m *members) set(name string, value []byte) {
	m.pop(name)
	if len(value) > 0 {
		*m = append(*m, field{name, value})
	}
}

// pop removes a member and returns its value.
func (m *members) pop(name string) RawValue {
	v := m.get(name)
	if v.Exists() {
		*m = slices.DeleteFunc(*m, func(f field) bool { return f.name == name })
	}
	return v
}

func (m members) object() []byte {
	size := 2
	for _, f := range m {
		size += len(f.name) + len(f.value) + len(`"":,`)
	}
	out := append(make([]byte, 0, size), '{')
	for i, f := range m {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(quote(out, f.name, false), ':')
		out = append(out, f.value...)
	}
	return append(out, '}')
}
