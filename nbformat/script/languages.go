package script

import (
	"slices"
	"strings"
)

// commentOf has the mark of a comment in the languages of scripts.
var commentOf = map[string]string{
	"python": "#", "coconut": "#", "R": "#", "julia": "#", "c++": "//", "scheme": ";;", "clojure": ";;", "bash": "#", "powershell": "#",
	"q": "/", "matlab": "%", "wolfram language": "(*", "idl": ";", "javascript": "//", "typescript": "//", "scala": "//", "rust": "//",
	"robotframework": "#", "csharp": "//", "fsharp": "//", "sos": "#", "java": "//", "groovy": "//", "sage": "#", "ocaml": "(*",
	"haskell": "--", "tcl": "#", "maxima": "/*", "gnuplot": "#", "stata": "//", "sas": "/*", "jenner": "/*", "xonsh": "#",
	"logtalk": "%", "lua": "--", "go": "//",
}

// cellLanguages are those that a cell can have by a magic, beside the above.
var cellLanguages = []string{
	"sh", "python2", "python3", "js", "perl", "html", "latex", "markdown", "pypy", "ruby", "script", "svg", "octave", "spark", "sql",
	"cython", "c#", "f#", "cs", "fs",
}

// isCellLanguage reports whether a cell can have the language, as it is spelled.
func isCellLanguage(name string) bool {
	return commentOf[name] != "" || slices.Contains(cellLanguages, name)
}

// isLanguage is isCellLanguage in any spelling.
func isLanguage(name string) bool {
	lower := strings.ToLower(name)
	return lower == "r" || isCellLanguage(lower)
}

// isFenceLanguage reports whether a fence of Markdown with the language is a
// cell: in lower or in upper case.
func isFenceLanguage(name string) bool {
	return isCellLanguage(name) || name == strings.ToUpper(name) && isLanguage(name)
}

// usualName returns the name of a language that commentOf has.
func usualName(language string) string {
	switch language = strings.ToLower(language); language {
	case "r":
		return "R"
	case "octave":
		return "matlab"
	case "cs", "c#":
		return "csharp"
	case "fs", "f#":
		return "fsharp"
	}
	if strings.HasPrefix(language, "c++") {
		return "c++"
	}
	return language
}

// defaultLanguage is that of the kernel or of the extension; "" when neither
// tells.
func defaultLanguage(metadata object, ext string) string {
	language := metadata.text("jupytext", "main_language")
	if language == "" {
		language = metadata.text("kernelspec", "language")
	}
	switch {
	case language != "":
	case ext == ".py":
		return "python"
	case ext == ".R" || ext == ".r":
		return "R"
	}
	if language == "" || language == "R" || language == "sas" {
		return language
	}
	if strings.HasPrefix(language, "C++") {
		return "c++"
	}
	return strings.ReplaceAll(strings.ToLower(language), "#", "sharp")
}

// kernels are the usual kernels of languages, for scripts that name none.
var kernels = map[string]object{
	"python": {{"display_name", "Python 3 (ipykernel)"}, {"language", "python"}, {"name", "python3"}},
	"R":      {{"display_name", "R"}, {"language", "R"}, {"name", "ir"}},
	"bash":   {{"display_name", "Bash"}, {"language", "bash"}, {"name", "bash"}},
}

// setLanguages makes magics of the languages that cells have, but for the main
// one, and names a kernel where the header does not.
func (nb *notebook) setLanguages(ext string) {
	main := defaultLanguage(nb.metadata, ext)
	if main == "" {
		main = nb.commonLanguage()
	}
	for i := range nb.cells {
		c := &nb.cells[i]
		language := c.metadata.text("language")
		switch {
		case language == "":
		case language == main:
			c.metadata.remove("language")
		case usualName(language) == main:
		case isCellLanguage(language):
			c.metadata.remove("language")
			magic := "%%" + language
			if main == "csharp" {
				magic = "#!" + language
			}
			if args := c.metadata.text("magic_args"); args != "" {
				magic += " " + args
			}
			c.metadata.remove("magic_args")
			if len(c.lines) == 0 {
				c.lines = []string{""}
			}
			c.lines = append([]string{magic}, c.lines...)
		}
	}
	nb.setKernel(main)
}

// setKernel completes a kernel that the header names, or names the usual one.
func (nb *notebook) setKernel(language string) {
	if kernel := nb.metadata.object("kernelspec"); kernel.text("name") != "" {
		if kernel.text("display_name") == "" {
			kernel.set("display_name", kernel.text("name"))
			nb.metadata.set("kernelspec", kernel)
		}
		return
	}
	if kernel, ok := kernels[language]; ok {
		nb.metadata.set("kernelspec", kernel)
		return
	}
	nb.metadata.set("language_info", object{{"name", language}})
}

// commonLanguage is the language of most cells, Python when none has one; the
// first of equals.
func (nb *notebook) commonLanguage() string {
	best, most := "python", 0.5
	counts := map[string]float64{"python": 0.5}
	var order []string
	for _, c := range nb.cells {
		if language := c.metadata.text("language"); language != "" {
			name := usualName(language)
			counts[name]++
			order = append(order, name)
		}
	}
	if counts["python"] > most {
		most = counts["python"]
	}
	for _, name := range order {
		if counts[name] > most {
			best, most = name, counts[name]
		}
	}
	return best
}
