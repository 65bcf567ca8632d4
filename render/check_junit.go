package render

import (
	"encoding/xml"
	"io"
	"path/filepath"
)

// The elements of JUnit's XML, as Jenkins and GitLab read them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Failure *junitProblem `xml:"failure"`
		Error   *junitProblem `xml:"error"`
		Skipped *junitProblem `xml:"skipped"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a suite a candidate and a case a rule. A warning is a case
// that passes and says so.
func (p *checkPage) writeJUnit(w io.Writer) error {
	all := junitSuites{Name: "nbcompare check"}
	for i := range p.candidates {
		suite := p.candidates[i].junit()
		all.Tests, all.Failures, all.Errors = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Errors+suite.Errors
		all.Suites = append(all.Suites, suite)
	}
	if suite := p.unusedSuite(); suite.Tests > 0 {
		all.Tests, all.Failures = all.Tests+suite.Tests, all.Failures+suite.Failures
		all.Suites = append(all.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (c *checkedRun) junit() junitSuite {
	name := Visible(c.name)
	suite := junitSuite{Name: name}
	if c.unread != "" {
		suite.Tests, suite.Errors = 1, 1
		suite.Cases = []junitCase{{Class: name, Name: "the notebook can be read", File: c.file(),
			Error: &junitProblem{Message: Visible(c.unread)}}}
		return suite
	}
	if len(c.lines) == 0 {
		suite.Tests, suite.Skipped = 1, 1
		suite.Cases = []junitCase{{Class: name, Name: notChecked, File: c.file(), Skipped: &junitProblem{Message: noRule}}}
	}
	for i := range c.lines {
		l := &c.lines[i]
		one := junitCase{Class: name, Name: Visible(l.outcome.Rule.Title()), File: c.file()}
		switch l.state {
		case stateFailed:
			suite.Failures++
			one.Failure = &junitProblem{Message: Visible(l.sentence()), Type: string(l.outcome.Rule.Severity), Text: l.below()}
		case stateWarned:
			one.Out = "warning: " + Visible(l.sentence()) + "\n" + l.below()
		}
		suite.Tests++
		suite.Cases = append(suite.Cases, one)
	}
	return suite
}

// file is the path of a candidate with slashes; "" for standard input.
func (c *checkedRun) file() string {
	if c.path == "-" {
		return ""
	}
	return Visible(filepath.ToSlash(c.path))
}

// below is the rule as it is written, and the hint.
func (l *checkLine) below() string {
	text := ruleText(l.outcome.Rule)
	if l.hint != "" {
		text += "\n" + Visible(l.hint)
	}
	return text
}

func (p *checkPage) unusedSuite() junitSuite {
	suite := junitSuite{Name: "not checked"}
	for _, r := range p.unusedShown() {
		one := junitCase{Class: suite.Name, Name: Visible(r.Title())}
		if p.verdict.Strict {
			suite.Failures++
			one.Failure = &junitProblem{Message: unusedNote(r)}
		} else {
			suite.Skipped++
			one.Skipped = &junitProblem{Message: unusedNote(r)}
		}
		suite.Tests++
		suite.Cases = append(suite.Cases, one)
	}
	return suite
}
