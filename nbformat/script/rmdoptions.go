package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// hidden are the options of R Markdown that are tags in a notebook.
var hidden = map[[2]string]string{
	{"include", "FALSE"}:  "remove_cell",
	{"echo", "FALSE"}:     "remove_input",
	{"results", "'hide'"}: "remove_output",
	{"results", `"hide"`}: "remove_output",
}

// runtools are the same for the notebook extension of that name.
var runtools = map[[2]string][]string{
	{"include", "FALSE"}:  {"hide_input", "hide_output"},
	{"echo", "FALSE"}:     {"hide_input"},
	{"results", "'hide'"}: {"hide_output"},
	{"results", `"hide"`}: {"hide_output"},
}

var spaceOrComma = lazyre.New(`\s|,`)

// rmdOptions reads the options of a chunk, language first. An error says what
// is wrong with them.
func rmdOptions(text string, useRuntools bool) (language string, metadata object, problem string) {
	parts := spaceOrComma.Split(text, 2)
	language = parts[0]
	metadata = object{}
	if len(parts) == 2 {
		pairs, problem := splitOptions(strings.TrimLeft(parts[1], " ,"))
		if problem != "" {
			return "", nil, problem
		}
		for i, pair := range pairs {
			setOption(&metadata, pair, i == 0, useRuntools)
		}
	}
	if language == "r" {
		language = "R"
	}
	for i, m := range metadata {
		if text, ok := m.value.(string); ok {
			metadata[i].value = rValue(m.name, text)
		}
	}
	if metadata.has("eval") && !isActive(".Rmd", metadata, true) {
		metadata.remove("eval")
	}
	if named := metadata.text("language"); named != "" {
		language = named
	}
	return language, metadata, ""
}

func setOption(metadata *object, pair [2]string, first, useRuntools bool) {
	if first && pair[0] == "" {
		metadata.set("name", pair[1])
		return
	}
	if useRuntools {
		if names, ok := runtools[pair]; ok {
			for _, name := range names {
				metadata.set(name, true)
			}
			return
		}
	} else if tag, ok := hidden[pair]; ok {
		metadata.set("tags", append(tagsOf(*metadata), tag))
		return
	} else if pair[0] == "tags" {
		before := tagsOf(*metadata)
		metadata.set("tags", rValue("tags", pair[1]))
		metadata.set("tags", append(before, tagsOf(*metadata)...))
		return
	}
	switch pair[1] {
	case "TRUE", "T":
		metadata.set(pair[0], true)
	case "FALSE", "F":
		metadata.set(pair[0], false)
	default:
		metadata.set(pair[0], pair[1])
	}
}

// tagsOf returns the tags so far, also one that stands alone.
func tagsOf(metadata object) []any {
	switch tags := metadata.get("tags").(type) {
	case []any:
		return tags
	case string:
		return []any{tags}
	}
	return nil
}

// rValue reads the value of an option; what is an expression of R is marked.
func rValue(name, text string) any {
	if n := len(text); n > 0 && (text[0] == '"' && text[n-1] == '"' || text[0] == '\'' && text[n-1] == '\'') {
		if n == 1 {
			return ""
		}
		return text[1 : n-1]
	}
	list := text
	for _, call := range []string{"c(", "list("} {
		if strings.HasPrefix(text, call) && strings.HasSuffix(text, ")") {
			list = "[" + text[len(call):len(text)-1] + "]"
			break
		}
	}
	if v, ok := pythonLiteral(list); ok {
		return v
	}
	if name == "name" {
		return text
	}
	return "#R_CODE#" + list
}

// splitOptions cuts options at the commas that stand in no bracket and no
// string, and each at its first equal sign.
func splitOptions(line string) (pairs [][2]string, problem string) {
	var s optionSplitter
	for _, c := range "," + line + "," {
		switch {
		case !s.outside() || c != ',' && c != '=':
			if problem := s.count(c); problem != "" {
				return nil, `the options "` + line + `" have ` + problem
			}
			s.value += string(c)
		case c == '=' && s.name == "":
			s.name, s.value = s.value, ""
		case c == '=':
			s.value += "="
		case s.name != "" || s.value != "":
			if len(pairs) > 0 && s.name == "" {
				return nil, `the options "` + line + `" have no name for ` + s.value
			}
			pairs = append(pairs, [2]string{strings.TrimSpace(s.name), strings.TrimSpace(s.value)})
			s.name, s.value = "", ""
		}
		s.previous = c
	}
	if !s.outside() {
		return nil, `the options "` + line + `" do not end: a bracket or a quote is missing`
	}
	return pairs, ""
}

type optionSplitter struct {
	name, value    string
	previous       rune
	depth          [3]int // of ( { [
	single, double bool
}

func (s *optionSplitter) outside() bool {
	return s.depth == [3]int{} && !s.single && !s.double
}

// count takes note of brackets and quotes.
func (s *optionSplitter) count(c rune) (problem string) {
	switch c {
	case '(', '{', '[':
		s.depth[strings.IndexRune("({[", c)]++
	case ')', '}', ']':
		i := strings.IndexRune(")}]", c)
		if s.depth[i]--; s.depth[i] < 0 {
			return "too many " + string(c)
		}
	case '\'':
		s.single = s.single != (s.previous != '\\' && !s.double)
	case '"':
		s.double = s.double != (s.previous != '\\' && !s.single)
	}
	return ""
}
