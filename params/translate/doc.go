// Package translate writes parameters as source code: the text of the
// injected-parameters cell, in the language of a notebook's kernel.
//
// The text is papermill's (2.7) wherever that evaluates to the same value. It
// is wherever the tests say so: they hold both beside each other, and run our
// cells in the languages. With [Options.Papermill] it is papermill's always,
// as long as the Python module black is not installed beside papermill. If it
// is, black wraps Python's lines beyond 88 columns, writes 1e16 for 1e+16, and
// refuses names that are no identifiers, which are an error here in every
// language.
//
// # Differences from papermill's text
//
// papermill writes the strings of all languages but Bash as Python would, and
// floats without digits as Python prints them; most rows come from that.
//
//	language    what                                              papermill        here
//	Python      keys of dicts that are no text                    "1"              1
//	            tuples; sets, bytes                               "(1, 2)"         (1, 2)
//	R           U+0080 to U+00FF (a byte in R)                    "\xe9"           "\u00e9"
//	            control characters beside others (R refuses it)   "\x07\u4e2d"     "\u0007\u4e2d"
//	            NaN, infinities                                   nan, inf         NaN, Inf
//	            an empty key (R refuses it)                       list("" = 1)     setNames(list(1), c(""))
//	            integers that a double does not hold              9007199254740993 error
//	Scala       control characters, U+007F to U+00FF              "\xe9"           "\u00e9"
//	            beyond U+FFFF                                     "\U0001f600"     "\ud83d\ude00"
//	            NaN, infinities                                   nan              Double.NaN
//	            integers beyond 64 bits                           1...0L           BigInt("1...0")
//	            keys of dicts that are no text                    "1" -> v         1 -> v
//	            lists of floats and integers no float holds       Seq(...)         Seq[Any](...)
//	Julia       $ (interpolates)                                  "a$b"            "a\$b"
//	            U+0080 to U+00FF (a byte in Julia)                "\xe9"           "\u00e9"
//	            NaN, infinities                                   nan              NaN
//	            keys of dicts that are no text                    "1" => v         1 => v
//	            lists of booleans and numbers, of floats and
//	            integers no float holds (all become the widest)   [true, 2]        Any[true, 2]
//	MATLAB      backslashes (no escapes in MATLAB)                "a\\b"           "a\b"
//	            beyond ASCII                                      "\xe9"           "é"
//	            control characters                                "a\nb"           "a" + char(10) + "b"
//	            null                                              NaN              []
//	            an empty dict                                     {}, {}           containers.Map()
//	            integers that a double does not hold              9007199254740993 (int64(...) * ... + ...)
//	C#          null                                              error            (object)null
//	            up to U+00FF before a hexadecimal digit           "\xe9a"          "\u00e9a"
//	            NaN, infinities                                   nan              double.NaN
//	            integers beyond 64 bits                           1...0L           System.Numerics.BigInteger.Parse("1...0")
//	            lists that are empty or of several types          new [] {  }      new object[] {  }
//	F#          infinities                                        inf              infinity
//	            integers beyond 64 bits                           1...0L           1...0I
//	            lists of several types                            [ 1; "a" ]       [ box (1); box ("a") ]
//	            lists of integers and floats                      [ 1; 2.5 ]       [ 1.0; 2.5 ]
//	            an empty dict                                     [  ] |> ...      (Map.empty : Map<string, IComparable>)
//	PowerShell  $, backtick, typographic double quotes            "a$b"            "a`$b"
//	            backslashes, beyond ASCII                         "a\\b\xe9"       "a\bé"
//	            control characters                                "a\nb\x07"       "a`nb$([char]0x7)"
//	            integers beyond 96 bits                           1...0            ([bigint]'1...0')
//	            a list of one list (PowerShell unrolls it)        @(@(1))          @(, @(1))
//	Bash        dicts                                             error            unset -v x; declare -A x=(['k']=v)
//	            lists and dicts in lists (Bash refuses them)      (a (1))          (a '[1]')
//	            null in lists                                     (a  b)           (a '' b)
//	all others  tuples, sets                                      "(1, 2)"         as a list
//
// What a language cannot hold is an error: NUL in the texts of R and Bash, keys
// of PowerShell that differ in case alone, bytes outside of Python, and values
// that nest deeper than 45 levels, where parsers give up. R drops the
// underscores that a name begins with in papermill; here such a name is an
// error, unless [Options.Papermill] is set.
//
// Octave, Go, JavaScript and TypeScript have no translator in papermill.
//
// The tests run the cells in Python, R, Bash, JavaScript and Go; in Octave
// (also what MATLAB shares with it) and C# where these are installed; in Scala
// and F# when a compiler is named. Julia's and PowerShell's rows follow the
// languages' documentation.
//
// # Declarations
//
// The cell declares its variables anew where the language tells the two apart:
// `var x` in Go, JavaScript and TypeScript, `val x` in Scala, `let x` in F#. In
// the kernels of JavaScript a `var` can follow a `var` only, so the defaults of
// a template should stand in `var` too; in tslab any declaration will do.
package translate
