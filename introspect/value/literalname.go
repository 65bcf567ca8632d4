package value

import (
	"math"
	"strings"
)

// named reads what begins with a letter: a string with a prefix, a constant or
// the call of a known constructor.
func (r *literalReader) named() (Value, bool) {
	if r.atString() {
		return r.stringValue()
	}
	name := r.dotted()
	if v := r.constant(name); v != nil {
		return v, true
	}
	r.skipSpace()
	if r.peek() != '(' {
		return nil, false
	}
	if r.strict {
		return r.emptySet(name)
	}
	construct := constructor(name)
	if construct == nil {
		return nil, false
	}
	args, ok := r.arguments()
	if !ok {
		return nil, false
	}
	return construct(r, args)
}

// emptySet reads set(), the only call that ast.literal_eval knows.
func (r *literalReader) emptySet(name string) (Value, bool) {
	if name != "set" || !r.open() {
		return nil, false
	}
	r.sets++
	return Set{}, r.shut(')')
}

// dotted reads a name with its module; "" when there is none.
func (r *literalReader) dotted() string {
	start := r.pos
	for c := r.peek(); isNameStart(c) || isDigit(c) || c == '.'; c = r.peek() {
		r.pos++
	}
	return r.text[start:r.pos]
}

// constant returns the value of a name, nil for no constant.
func (r *literalReader) constant(name string) Value {
	switch name {
	case "None":
		return Null{}
	case "True":
		return Bool(true)
	case "False":
		return Bool(false)
	}
	if r.strict {
		return nil
	}
	if bare, ok := numpyName(name); ok {
		switch bare {
		case "True_":
			return Bool(true)
		case "False_":
			return Bool(false)
		case "nan", "inf":
			name = bare
		}
	}
	switch name {
	case "null", "NaT":
		return Null{}
	case "true":
		return Bool(true)
	case "false":
		return Bool(false)
	case "nan", "NaN":
		return Float(math.NaN())
	case "inf", "Infinity":
		return Float(math.Inf(1))
	}
	return nil
}

// numpyName returns a name of numpy's without its module.
func numpyName(name string) (string, bool) {
	if bare, ok := strings.CutPrefix(name, "np."); ok {
		return bare, true
	}
	return strings.CutPrefix(name, "numpy.")
}

// opaque is an argument that says something about a value and is none, such as
// float32 in dtype=float32. It never leaves the reader.
type opaque string

// Kind returns "".
func (opaque) Kind() Kind { return "" }

// callArgs are the arguments of a call; names are those of the last arguments.
type callArgs struct {
	positional []Value
	named      []namedArg
}

type namedArg struct {
	name  string
	value Value
}

// arguments reads the arguments of a call from "(" to ")".
func (r *literalReader) arguments() (callArgs, bool) {
	var args callArgs
	if !r.open() {
		return args, false
	}
	for r.peek() != ')' {
		name := r.argumentName()
		v, ok := r.argument()
		switch {
		case !ok:
			return args, false
		case name != "":
			args.named = append(args.named, namedArg{name, v})
		case len(args.named) > 0:
			return args, false
		default:
			args.positional = append(args.positional, v)
		}
		r.skipSpace()
		if r.peek() != ',' {
			break
		}
		r.pos++
		r.skipSpace()
	}
	return args, r.shut(')')
}

// argumentName reads "name=", or nothing and returns "".
func (r *literalReader) argumentName() string {
	start := r.pos
	name := r.dotted()
	r.skipSpace()
	if name == "" || isDigit(name[0]) || r.peek() != '=' {
		r.pos = start
		return ""
	}
	r.pos++
	r.skipSpace()
	return name
}

// argument reads a value, or something opaque: a name, or <anything>.
func (r *literalReader) argument() (Value, bool) {
	if c := r.peek(); c == '<' {
		return r.angled()
	} else if !isNameStart(c) || r.atString() {
		return r.value()
	}
	start := r.pos
	name := r.dotted()
	after := r.pos
	r.skipSpace()
	if r.peek() == '(' || r.constant(name) != nil {
		r.pos = start
		return r.named()
	}
	r.pos = after
	return opaque(name), true
}

// angled reads the repr of an object that has no literal: <class 'list'>.
func (r *literalReader) angled() (Value, bool) {
	start, open := r.pos, 0
	for ; r.pos < len(r.text); r.pos++ {
		switch r.text[r.pos] {
		case '<':
			open++
		case '>':
			open--
		}
		if open == 0 {
			r.pos++
			return opaque(r.text[start:r.pos]), true
		}
	}
	return nil, false
}
