package params

import (
	"regexp"
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
)

// A language tells how its source is cut into statements, and what an
// assignment looks like.
type language struct {
	comments  []string       // begin a comment that ends with the line
	blocks    [2]string      // begin and end a comment
	escape    byte           // in strings; 0 for none
	triple    bool           // has """ and '''
	transpose bool           // ' after a name is no string
	assign    *regexp.Regexp // name and value; nil for Python, which has a reader of its own
}

var (
	python = &language{comments: []string{"#"}, escape: '\\', triple: true}

	languages = map[string]*language{
		"python":     python,
		"r":          {comments: []string{"#"}, escape: '\\', assign: assign(`([\pL.][\pL\d_.]*)\s*(?:<<?-|=)`)},
		"julia":      {comments: []string{"#"}, escape: '\\', triple: true, transpose: true, assign: assign(`(?:const\s+|global\s+)?([\pL_][\pL\d_!]*)\s*(?:::[^=]+)?=`)},
		"scala":      {comments: []string{"//"}, escape: '\\', triple: true, assign: assign(`(?:val|var)\s+(\w+)\s*(?::[^=]+)?=`)},
		"matlab":     {comments: []string{"%", "#"}, transpose: true, assign: assign(`(\w+)\s*=`)},
		"c#":         {comments: []string{"//"}, escape: '\\', assign: assign(`(?:const\s+)?[\w<>\[\],?]+\s+(\w+)\s*=`)},
		"f#":         {comments: []string{"//"}, blocks: [2]string{"(*", "*)"}, escape: '\\', assign: assign(`let\s+(?:mutable\s+)?(\w+)\s*(?::[^=]+)?=`)},
		"powershell": {comments: []string{"#"}, escape: '`', assign: assign(`(?:\[[\w.\[\]]+\]\s*)?\$(\w+)\s*=`)},
		"bash":       {comments: []string{"#"}, escape: '\\', assign: assign(`(?:export\s+|readonly\s+)?(\w+)=`)},
		"go":         {comments: []string{"//"}, escape: '\\', assign: assign(`(?:var\s+|const\s+)?(\w+)(?:\s+[\w.\[\]]+)?\s*:?=`)},
		"javascript": {comments: []string{"//"}, escape: '\\', assign: assign(`(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=`)},
		"rust":       {comments: []string{"//"}, escape: '\\', assign: assign(`let\s+(?:mut\s+)?(\w+)\s*(?::[^=]+)?=`)},
	}

	// aliases are other names of languages, and kernels that papermill has a
	// translator for.
	aliases = map[string]string{
		"python3": "python", "python2": "python", "ipython": "python", "pysparkkernel": "python", "xpython": "python", "sage": "python",
		"ir": "r", "sparkrkernel": "r", "sparkkernel": "scala", "octave": "matlab",
		".net-csharp": "c#", "csharp": "c#", ".net-fsharp": "f#", "fsharp": "f#",
		".net-powershell": "powershell", "pwsh": "powershell", "sh": "bash", "typescript": "javascript",
		"gonb": "go", "gophernotes": "go", "evcxr": "rust",
	}
)

// assign compiles the head of an assignment; "==" is none.
func assign(head string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)^` + head + `([^=].*)?$`)
}

// languageOf returns the language of a notebook by kernel name, then by
// language, as papermill does; Python when the notebook says nothing, nil when
// it names a language that we cannot read.
func languageOf(nb *nbformat.Notebook) *language {
	named := false
	for _, path := range [][]string{{"kernelspec", "name"}, {"language_info", "name"}, {"kernelspec", "language"}} {
		name, _ := nb.Metadata.Get(path...).Text()
		name = strings.ToLower(name)
		named = named || name != ""
		if alias, ok := aliases[name]; ok {
			name = alias
		}
		if l, ok := languages[name]; ok {
			return l
		}
	}
	if named {
		return nil
	}
	return python
}
