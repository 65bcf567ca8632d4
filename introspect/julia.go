package introspect

import "github.com/nbcompare/nbcompare/introspect/value"

// orNothing returns Null for Julia's nothing and missing. Elsewhere they are
// words that somebody printed.
func (in *inspector) orNothing(v value.Value) value.Value {
	if text, ok := v.(value.Text); !ok || text != "nothing" && text != "missing" {
		return v
	}
	for _, path := range [][]string{{"kernelspec", "language"}, {"language_info", "name"}} {
		if language, _ := in.nb.Metadata.Get(path...).Text(); language == "julia" {
			return value.Null{}
		}
	}
	return v
}
