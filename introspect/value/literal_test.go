package value

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

func ExampleParseLiteral() {
	fmt.Println(Repr(ParseLiteral("{'mse': np.float64(0.5), 'per_class': array([1, 2])}\n")))
	fmt.Println(ParseLiteral("[1] 0.93").Kind())
	fmt.Println(Repr(ParseLiteral("Epoch 1: done")))
	// Output:
	// {'mse': 0.5, 'per_class': [1, 2]}
	// number
	// 'Epoch 1: done'
}

var (
	nan    = Float(math.NaN())
	inf    = Float(math.Inf(1))
	negInf = Float(math.Inf(-1))
)

// spelled returns a float that keeps its spelling.
func spelled(f float64, spelling string) Number { return Number{Float: f, Spelling: spelling} }

// strictLiterals are texts that ast.literal_eval reads, or gives back as they are.
var strictLiterals = map[string]Value{
	"1": Int(1), "  42 \n": Int(42), "+3": Int(3), "-3": Int(-3), "-0": Int(0), "0x10": Int(16), "1_000": Int(1000), "-(3)": Int(-3),
	"0.5": spelled(0.5, "0.5"), "0.50": spelled(0.5, "0.50"), "1e3": spelled(1000, "1e3"), "1.": Float(1), ".5": Float(0.5), "01.5": Float(1.5), "-1.e3": Float(-1000),
	"123456789012345678901234567890": Number{Float: 123456789012345678901234567890, IsInt: true, Spelling: "123456789012345678901234567890"},
	"1e400":                          inf, "-1e400": negInf,
	"True": Bool(true), "False": Bool(false), "None": Null{},
	"'a'": Text("a"), `"a"`: Text("a"), "'''x\ny'''": Text("x\ny"), "'a' 'b'": Text("ab"), `'\x41\n\101\u00e9'`: Text("A\nA\u00e9"), `r'\n'`: Text(`\n`), `'\q'`: Text(`\q`),
	"b'x\\xff'": Bytes("x\xff"), "b'a' b'b'": Bytes("ab"),
	"[1, 2]": List{Int(1), Int(2)}, "[]": List{}, "(1, 2)": Tuple{Int(1), Int(2)}, "()": Tuple{}, "(1,)": Tuple{Int(1)}, "1, 2": Tuple{Int(1), Int(2)}, "((1))": Int(1),
	"{2, 1, 1.0, True}": Set{Int(1), Int(2)}, "set()": Set{}, "{}": Dict{},
	"{'a': 1, 'b': [2,]}":      Dict{{Text("a"), Int(1)}, {Text("b"), List{Int(2)}}},
	"{1: 'a', 2: 'b', 1.0: 3}": Dict{{Int(1), Int(3)}, {Int(2), Text("b")}},
	"1 # c":                    Int(1), "# c": Text("# c"), "": Text(""), " \n": Text(""), "[1, # one\n 2]": List{Int(1), Int(2)},
	"01": Text("01"), "0.1 + 0.2": Text("0.1 + 0.2"), "f'a'": Text("f'a'"), "1\n2": Text("1\n2"), "1+2j": Text("1+2j"), "...": Text("..."), "Ellipsis": Text("Ellipsis"),
	"{[1]: 2}": Text("{[1]: 2}"), "{{1}}": Text("{{1}}"), "{(1, {2}): 3}": Text("{(1, {2}): 3}"), "'a' b'b'": Text("'a' b'b'"), "'a'\n'b'": Text("'a'\n'b'"),
	"--1": Text("--1"), "[1, 2": Text("[1, 2"), "1]": Text("1]"), "[,]": Text("[,]"), `'\ud800'`: Text(`'\ud800'`), `'\N{DIGIT ONE}'`: Text(`'\N{DIGIT ONE}'`), "b'é'": Text("b'é'"),
	"<Figure size 640x480 with 1 Axes>": Text("<Figure size 640x480 with 1 Axes>"), "accuracy: 0.93": Text("accuracy: 0.93"), "P(x=1)": Text("P(x=1)"), "1\x00": Text("1\x00"),
	"array([1, ..., 3])": Text("array([1, ..., 3])"), "[1 2 3]": Text("[1 2 3]"),
}

// extendedLiterals are texts that only [ParseLiteral] reads.
var extendedLiterals = map[string]Value{
	"nan": nan, "NaN": nan, "inf": inf, "-inf": negInf, "Infinity": inf, "-Infinity": negInf, "[nan, -inf]": List{nan, negInf}, "float('nan')": nan, `float("-inf")`: negInf,
	"true": Bool(true), "null": Null{}, `{"a": false, "b": "\ud83d\ude00"}`: Dict{{Text("a"), Bool(false)}, {Text("b"), Text("😀")}},
	"np.float64(0.5)": spelled(0.5, "0.5"), "numpy.float64(-0.5)": spelled(-0.5, "-0.5"), "np.float64(nan)": nan, "np.int64(3)": Int(3), "np.True_": Bool(true), "np.str_('x')": Text("x"), "np.nan": nan, "-np.inf": negInf,
	"array([1., 2.5])": List{Float(1), spelled(2.5, "2.5")}, "array(5)": Int(5), "array([[1],\n       [2]], dtype=int32)": List{List{Int(1)}, List{Int(2)}}, "array([], shape=(0, 3), dtype=float64)": List{},
	"array([(1, 'a')], dtype=[('n', '<i8'), ('s', '<U1')])":       List{Tuple{Int(1), Text("a")}},
	"tensor(0.5000, device='cuda:0', grad_fn=<MseLossBackward0>)": spelled(0.5, "0.5000"), "tensor([1, 2], dtype=torch.int32)": List{Int(1), Int(2)},
	"DeviceArray(0.5, dtype=float32)": spelled(0.5, "0.5"), "torch.Size([3, 4])": List{Int(3), Int(4)}, "matrix([[1, 2]])": List{List{Int(1), Int(2)}}, "rec.array([(1, 0.5)],\n dtype=[('n', '<i4'), ('x', '<f8')])": List{Tuple{Int(1), spelled(0.5, "0.5")}},
	"<tf.Tensor: shape=(), dtype=float32, numpy=0.5>": spelled(0.5, "0.5"), "{'loss': <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>}": Dict{{Text("loss"), List{Float(1), Float(2)}}},
	"<tf.Variable 'Variable:0' shape=() dtype=int32, numpy=3>": Int(3), "MultiIndex([('a', 1)],\n           names=['g', 'h'])": List{Tuple{Text("a"), Int(1)}}, "CategoricalIndex(['a'], categories=['a'], ordered=False, dtype='category')": List{Text("a")},
	"Timestamp('2024-01-02 00:00:00')": Text("2024-01-02 00:00:00"), "{Timestamp('2024-01-02'): 1}": Dict{{Text("2024-01-02"), Int(1)}}, "[NaT, <NA>]": List{Null{}, Null{}}, "<NA>": Null{},
	"datetime.datetime(2024, 1, 2, 3, 4)": Text("2024-01-02 03:04:00"), "datetime.date(2024, 1, 2)": Text("2024-01-02"), "datetime.timedelta(days=-1, seconds=3)": Text("-1 day, 0:00:03"),
	"Decimal('0.10')": spelled(0.1, "0.10"), "Decimal('NaN')": nan, "Fraction(1, 4)": Float(0.25),
	"PosixPath('a/b')": Text("a/b"), "UUID('00000000-0000-0000-0000-000000000005')": Text("00000000-0000-0000-0000-000000000005"),
	"OrderedDict({'a': 1})": Dict{{Text("a"), Int(1)}}, "OrderedDict([('a', 1), ('a', 2)])": Dict{{Text("a"), Int(2)}}, "Counter()": Dict{},
	"defaultdict(<class 'list'>, {'a': [1]})": Dict{{Text("a"), List{Int(1)}}}, "defaultdict(<function <lambda> at 0x7f>, {})": Dict{},
	"masked_array(data=[1, --, --],\n             mask=[False,  True,  True],\n       fill_value=999999)": List{Int(1), Null{}, Null{}}, "{'p': masked_array(data=[[0.5, 1]], mask=False, fill_value=1e+20)}": Dict{{Text("p"), List{List{spelled(0.5, "0.5"), Int(1)}}}},
	"frozenset({1})": Set{Int(1)}, "{frozenset({1}): 2}": Dict{{Set{Int(1)}, Int(2)}}, "frozenset()": Set{}, "dict_keys(['a'])": List{Text("a")}, "deque([1], maxlen=3)": List{Int(1)},
	"[1] 0.93": spelled(0.93, "0.93"), "[1] TRUE": Bool(true), `[1] "a\"b"`: Text(`a"b`), "[1] NA": Null{}, "[1] -Inf": negInf, "[1] 1e+05": spelled(1e5, "1e+05"),
	" [1]  1.0 2.0\n [3] NaN\n": List{spelled(1, "1.0"), spelled(2, "2.0"), nan},
}

// stayText are texts that neither reads, for one reason or another.
var stayText = []string{
	"<tf.Tensor: shape=(), dtype=float32>", "<tf.Tensor: numpy=0.5", "<tf.Tensor: numpy=x>", "<tf.Tensor>\nnumpy=1>", "<tf.data.Dataset>",
	"1,234", "-1,234,567.8", "0,93", "-1,5", "--", "(--)", "--1,", "masked_array([1])", "masked_array(data=1)", "masked_array(data=[1], mask=x", "np.array", "np.float64(x)", "np.float64(1, 2)", "float('x')", "open('x')", "array([1", "array(x)", "array([x])", "array()", "Timestamp(x)",
	"datetime.datetime(2024)", "datetime.datetime(2024, 1, 2, tzinfo=<UTC>)", "OrderedDict([1])", "defaultdict(<class 'list', {})", "frozenset({[1]})", "frozenset({{1}})", "{frozenset({1}), {2}}", "{set()}",
	"[1] a b", "[2] 1", "[1] 1 2\n[4] 3", "[1] a\nLevels: a", "TRUE", "Decimal('x')", "Decimal('1E+999')", "nan nan", "nan()", "-None", "-true", "[1, x]", "{'a': x}",
}

func TestParseLiteral(t *testing.T) {
	for text, want := range strictLiterals {
		require.Equal(t, want, ParseStrictLiteral(text), "%q", text)
	}
	for text, want := range strictLiterals {
		requireSame(t, want, ParseLiteral(text), text)
	}
	for text, want := range extendedLiterals {
		requireSame(t, want, ParseLiteral(text), text)
		require.Equal(t, Text(strings.TrimSpace(text)), ParseStrictLiteral(text), "%q", text)
	}
	for _, text := range stayText {
		require.Equal(t, Text(strings.TrimSpace(text)), ParseLiteral(text), "%q", text)
	}
}

// requireSame compares through Repr, because NaN differs from itself, and the
// types beside it.
func requireSame(t *testing.T, want, got Value, text string) {
	t.Helper()
	require.Equal(t, canonical(want), canonical(got), "%q", text)
	require.Equal(t, Repr(want), Repr(got), "%q", text)
}

// literalSeeds returns every text of the tables above, in order.
func literalSeeds() []string {
	return slices.Concat(slices.Sorted(maps.Keys(strictLiterals)), slices.Sorted(maps.Keys(extendedLiterals)), stayText)
}

// What Repr prints is read back as the same value.
func TestReprOfLiterals(t *testing.T) {
	for _, text := range append(literalSeeds(), generateLiterals(5_000)...) {
		checkRepr(t, text)
	}
}

// checkRepr checks the properties of any text.
func checkRepr(t *testing.T, text string) {
	t.Helper()
	v := ParseLiteral(text)
	if _, isText := v.(Text); !isText && utf8.ValidString(text) && strings.Count(text, "(")+strings.Count(text, "[")+strings.Count(text, "{") < maxBrackets/2 {
		require.Equal(t, Repr(v), Repr(ParseLiteral(Repr(v))), "%q", text)
		require.True(t, Equal(v, ParseLiteral(Repr(v))), "%q", text)
		require.Zero(t, Compare(v, ParseLiteral(Repr(v))), "%q", text)
	}
	require.NotContains(t, Repr(v), "\n", "%q", text)
	rest := literalReader{text: strings.TrimFunc(text, isPythonSpace)}
	rest.skipBlankLines()
	if strict := ParseStrictLiteral(text); strict.Kind() != KindText && !isNumberWithCommas(rest.text[rest.pos:]) {
		require.True(t, Equal(strict, v), "%q", text)
	}
}

// Each of these takes minutes when a reader goes back over what it read.
func TestParseLiteralHostile(t *testing.T) {
	const size = 1 << 20
	for _, part := range []string{
		"[", "(", "{", "-(", "{1:", "np.float64(", "array(", "frozenset({", "OrderedDict([(", "a.", "a(", "array(a", "array(a=", "array(<", "x=", "'", "'' ", "\"\"\"", "\\\n", "\n", "# \n", "1,", "[1] ", "[1]\n", "1", "1_", "0x", "é", "\x1c",
		"\\", "'\\u'", "[[],", "{():", "{1,", "{'a',", "b''", "\\ud800",
	} {
		text := strings.Repeat(part, size/len(part))
		ParseLiteral(text)
		ParseStrictLiteral(text)
		ParseLiteral("'" + text + "'")
		ParseLiteral("[" + text + "]")
		ParseLiteral("[1] 1 " + text)
	}
}

// Python refuses the 201st bracket, so do we; below, nesting is read.
func TestParseLiteralNesting(t *testing.T) {
	for _, nested := range []string{"[%s]", "(%s,)", "{0: %s}", "frozenset([%s])", "OrderedDict([(0, %s)])"} {
		wrap := func(levels int) Value {
			opening, closing, _ := strings.Cut(nested, "%s")
			return ParseLiteral(strings.Repeat(opening, levels) + "7" + strings.Repeat(closing, levels))
		}
		require.NotEqual(t, KindText, wrap(66).Kind(), nested)
		require.Equal(t, KindText, wrap(201).Kind(), nested)
	}
}

// The last value wins at the first position, however many keys there are.
func TestParseLiteralRepeatedKeys(t *testing.T) {
	for _, n := range []int{1, 7, 8, 9, 100} {
		var text strings.Builder
		var want Dict
		for round := range 2 {
			for i := range n {
				fmt.Fprintf(&text, "%d: %d, ", i, round*n+i)
			}
		}
		for i := range n {
			want = append(want, Item{Int(i), Int(n + i)})
		}
		require.Equal(t, want, ParseLiteral("{"+text.String()+"}"))
	}
}

// A set in a set in a set would cost its size at every level.
func TestParseLiteralSetsInSets(t *testing.T) {
	text := "'" + strings.Repeat("x", 1<<20) + "'"
	for range 90 {
		text = "frozenset({" + text + "})"
	}
	require.Equal(t, Text(text), ParseLiteral(text))
}

func FuzzLiteral(f *testing.F) {
	for _, text := range append(literalSeeds(), "\\\n\n1,234", "# \n1,234", `float("-44444444444444444")`, `float("-0")`) {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		checkRepr(t, text)
	}))
}

func BenchmarkParseLiteral(b *testing.B) {
	for name, text := range map[string]string{
		"number":  "0.9312345",
		"metrics": "{'mse': np.float64(2900.1234), 'mae': 44.1, 'r2': 0.45, 'per_class': {'a': [0.1, 0.2], 'b': [0.3, 0.4]}}",
		"history": "[" + strings.Repeat("{'epoch': 1, 'loss': 0.693147, 'accuracy': 0.5}, ", 10_000) + "]",
		"prose":   strings.Repeat("Epoch 1/10: loss 0.693147\n", 10_000),
		"set":     "{" + strings.Repeat("'feature', 'other', ", 10_000) + "}",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				ParseLiteral(text)
			}
		})
	}
}
