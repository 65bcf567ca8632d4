package script

import (
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// A format is how the cells of a script are marked.
type format struct {
	ext    string
	name   string // percent, hydrogen, light, nomarker, spin, rmarkdown or markdown
	header header
	// markers begin and end a cell of the light format; "" for + and -.
	markers [2]string
	// nextText has for each line the index of the first from it on that is not
	// blank, and noClose the fences, by their character, that nothing closes any
	// more. Both keep the time linear.
	nextText []int
	noClose  map[byte]int
}

var (
	percentMark   = lazyre.New(`^#( %%|%%)($|\s)`)
	nbconvertMark = lazyre.New(`^#( <codecell>| In\[[0-9 ]*\]:?)`)
	vimMark       = lazyre.New(`^#\s*\{\{\{`)
	regionMark    = lazyre.New(`^#\s*region`)
	twentyHashes  = lazyre.New(`^#( |)#{19,}\s*$`)
	marimoMark    = lazyre.New(`^(import marimo|app = marimo\.App\(\)|@app.cell.*)$`)
)

// guess decides by the marks in the file.
func (f *format) guess(lines []string) {
	switch f.ext {
	case ".Rmd":
		f.name = "rmarkdown"
		return
	case ".md":
		f.name = "markdown"
		return
	}
	language := map[bool]string{true: "python", false: "R"}[f.ext == ".py"]
	count := map[*lazyre.Regexp]int{}
	magics, spin := 0, 0
	quotes := newQuoteTracker(language)
	for _, line := range lines {
		quotes.read(line)
		if quotes.quoted() {
			continue
		}
		for _, mark := range []*lazyre.Regexp{percentMark, nbconvertMark, vimMark, regionMark, twentyHashes, marimoMark} {
			if mark.MatchString(line) {
				count[mark]++
			}
		}
		if !strings.HasPrefix(line, "#") && isMagic(line, language, false) {
			magics++
		}
		if f.ext != ".py" && strings.HasPrefix(line, "#'") {
			spin++
		}
	}
	python := f.ext == ".py"
	switch {
	case count[percentMark]+count[nbconvertMark] > 0 && magics > 0:
		f.name = "hydrogen"
	case count[percentMark]+count[nbconvertMark] > 0:
		f.name = "percent"
	case python && count[marimoMark] >= 2:
		f.name = "marimo"
	case count[vimMark] > 0:
		f.name, f.markers = "light", [2]string{"{{{", "}}}"}
	case count[regionMark] > 0:
		f.name, f.markers = "light", [2]string{"region", "endregion"}
	case python && count[twentyHashes] >= 2:
		f.name = "sphinx"
	case spin > 0:
		f.name = "spin"
	default:
		f.name = "light"
	}
}

// refuse returns an error for formats that are not read.
func (f *format) refuse() *Error {
	switch f.name {
	case "percent", "hydrogen", "light", "nomarker", "bare", "rmarkdown", "markdown":
		return nil
	case "spin":
		if f.ext == ".R" || f.ext == ".r" {
			return nil
		}
	}
	return &Error{Message: "scripts of the format " + f.name + " are not read; make a notebook of it, or give its cells the mark # %%"}
}

// read reads the cells.
func (f *format) read(lines []string) (*notebook, *Error) {
	nb := &notebook{metadata: f.header.metadata}
	if f.header.raw != nil {
		nb.cells = append(nb.cells, cell{kind: raw, lines: f.header.raw})
	}
	o := f.options()
	f.noClose = map[byte]int{}
	f.nextText = make([]int, len(lines)+1)
	f.nextText[len(lines)] = len(lines)
	for i := len(lines) - 1; i >= 0; i-- {
		f.nextText[i] = i
		if isBlank(lines[i]) {
			f.nextText[i] = f.nextText[i+1]
		}
	}
	for at := f.header.end; at < len(lines); {
		r := reader{format: f, options: o, lines: lines[at:], at: at}
		c, next, err := r.cell()
		if err != nil {
			err.Line += at + 1
			return nil, err
		}
		nb.cells = append(nb.cells, c)
		at += max(next, 1)
	}
	nb.setLanguages(f.ext)
	return nb, nil
}

// The options of a header that change how cells are read.
type options struct {
	language       string // of the kernel, or of the extension; "" for none
	magics         bool   // magics are commented
	splitAtHeading bool
	runtools       bool
	oldMarkdown    bool // format 1.0 or 1.1
	// what begins and what ends a cell of the light format
	lightBegins, lightEnds *lazyre.Regexp
}

func (f *format) options() options {
	jupytext := f.header.metadata.object("jupytext")
	o := options{
		language:       defaultLanguage(f.header.metadata, f.ext),
		magics:         f.name != "hydrogen" && f.name != "markdown",
		splitAtHeading: jupytext.get("split_at_heading") == true,
		runtools:       jupytext.get("use_runtools") == true,
	}
	if o.language == "" {
		o.language = "python" // also in R Markdown
	}
	if commented, ok := jupytext.get("comment_magics").(bool); ok {
		o.magics = commented
	}
	if version := jupytext.text("text_representation", "format_version"); f.ext == ".md" && (version == "1.0" || version == "1.1") {
		o.oldMarkdown = true
	}
	if begin, end, ok := strings.Cut(jupytext.text("cell_markers"), ","); ok && f.name == "light" && begin+end != "+-" {
		f.markers = [2]string{begin, end}
	}
	o.lightBegins, o.lightEnds = f.marks()
	return o
}
