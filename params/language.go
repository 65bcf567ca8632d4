package params

import (
	"regexp"
	"strings"
	"sync"

	"github.com/nbcompare/nbcompare/nbformat"
)

// A language tells how its source is cut into statements, and what an
// assignment looks like.
type language struct {
	comments  []string              // begin a comment that ends with the line
	blocks    [2]string             // begin and end a comment
	escape    byte                  // in strings; 0 for none
	triple    bool                  // has """ and '''
	transpose bool                  // ' after a name is no string
	assign    func() *regexp.Regexp // groups name, type and value; nil for Python, which has a reader of its own
}

var (
	python = &language{comments: []string{"#"}, escape: '\\', triple: true}

	languages = map[string]*language{
		"python":     python,
		"r":          {comments: []string{"#"}, escape: '\\', assign: assign(`(?P<name>[\pL.][\pL\d_.]*)\s*(?:<<?-|=)`)},
		"julia":      {comments: []string{"#"}, escape: '\\', triple: true, transpose: true, assign: assign(`(?:const\s+|global\s+)?(?P<name>[\pL_][\pL\d_!]*)\s*(?:::(?P<type>[^=]+))?=`)},
		"scala":      {comments: []string{"//"}, escape: '\\', triple: true, assign: assign(`(?:val|var)\s+(?P<name>\w+)\s*(?::(?P<type>[^=]+))?=`)},
		"matlab":     {comments: []string{"%", "#"}, transpose: true, assign: assign(`(?P<name>\w+)\s*=`)},
		"c#":         {comments: []string{"//"}, escape: '\\', assign: assign(`(?:const\s+)?(?P<type>[\w<>\[\],?]+)\s+(?P<name>\w+)\s*=`)},
		"f#":         {comments: []string{"//"}, blocks: [2]string{"(*", "*)"}, escape: '\\', assign: assign(`let\s+(?:mutable\s+)?(?P<name>\w+)\s*(?::(?P<type>[^=]+))?=`)},
		"powershell": {comments: []string{"#"}, escape: '`', assign: assign(`(?:\[(?P<type>[\w.\[\]]+)\]\s*)?\$(?P<name>\w+)\s*=`)},
		"bash":       {comments: []string{"#"}, escape: '\\', assign: assign(`(?:export\s+|readonly\s+)?(?P<name>\w+)=`)},
		"go":         {comments: []string{"//"}, escape: '\\', assign: assign(`(?:var\s+|const\s+)?(?P<name>\w+)(?:\s+(?P<type>[\w.\[\]]+))?\s*:?=`)},
		"javascript": {comments: []string{"//"}, escape: '\\', assign: assign(`(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::(?P<type>[^=]+))?=`)},
		"rust":       {comments: []string{"//"}, escape: '\\', assign: assign(`let\s+(?:mut\s+)?(?P<name>\w+)\s*(?::(?P<type>[^=]+))?=`)},
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

// assign compiles the head of an assignment at its first use, because those of
// all languages together take milliseconds; "==" is none.
func assign(head string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)^` + head + `(?P<value>[^=].*)?$`) })
}

// head returns the parts of an assignment; ok is false when s is none.
func (l *language) head(s string) (name, typ, value string, ok bool) {
	m := l.assign().FindStringSubmatch(s)
	if m == nil {
		return "", "", "", false
	}
	for i, group := range l.assign().SubexpNames() {
		switch group {
		case "name":
			name = m[i]
		case "type":
			typ = strings.TrimSpace(m[i])
		case "value":
			value = strings.TrimSpace(m[i])
		}
	}
	return name, typ, value, true
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
