package render

import (
	"encoding/json"
	"io"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// checkJSON is the verdict for machines.
type checkJSON struct {
	Verdict    string          `json:"verdict"` // passed, failed, unreadable or not checked
	Baseline   *string         `json:"baseline"`
	Failed     int             `json:"failed"`
	Warnings   int             `json:"warnings"`
	Candidates []candidateJSON `json:"candidates"`
	NotChecked []string        `json:"not_checked"` // titles of rules that were for none
}

type candidateJSON struct {
	Name    string       `json:"name"`
	Path    string       `json:"path"`
	Status  string       `json:"status"`
	Verdict string       `json:"verdict"`
	Problem string       `json:"problem,omitempty"`
	Rules   []ruleJSON   `json:"rules"`
	Moved   []metricJSON `json:"moved"`
}

type ruleJSON struct {
	Name     string     `json:"name"`
	Rule     string     `json:"rule"`
	Severity string     `json:"severity"`
	Result   string     `json:"result"` // ok, warning or failed
	Sides    []sideJSON `json:"comparisons"`
	Reason   string     `json:"reason,omitempty"`
	Hint     string     `json:"hint,omitempty"`
}

type sideJSON struct {
	Left     json.RawMessage `json:"left"`
	Operator string          `json:"operator"`
	Right    json.RawMessage `json:"right"`
	Holds    bool            `json:"holds"`
}

type metricJSON struct {
	Metric    string          `json:"metric"`
	Baseline  json.RawMessage `json:"baseline"`
	Candidate json.RawMessage `json:"candidate"`
	Delta     json.RawMessage `json:"delta"`
	Relative  json.RawMessage `json:"relative"`
	Better    *bool           `json:"better"` // null where it is neither, or nobody knows
}

func rawJSON(v value.Value) json.RawMessage { return value.AppendJSON(nil, v) }

// verdictWord sums up the whole check.
func (p *checkPage) verdictWord() string {
	for i := range p.candidates {
		if p.candidates[i].unread != "" {
			return "unreadable"
		}
	}
	switch {
	case !p.verdict.Passed():
		return "failed"
	case len(p.verdict.Outcomes) == 0:
		return notChecked
	}
	return "passed"
}

func (c *checkedRun) verdictWord() string {
	switch {
	case c.unread != "":
		return "unreadable"
	case c.failed > 0:
		return "failed"
	case len(c.lines) == 0:
		return notChecked
	}
	return "passed"
}

func (p *checkPage) writeJSON(w io.Writer) error {
	page := checkJSON{Verdict: p.verdictWord(), Candidates: []candidateJSON{}, NotChecked: []string{}}
	page.Failed, page.Warnings = p.verdict.Failed()
	if base := p.baseline(); base != "" {
		page.Baseline = &base
	}
	for i := range p.candidates {
		page.Candidates = append(page.Candidates, p.candidateJSON(&p.candidates[i]))
	}
	for _, r := range p.unusedShown() {
		page.NotChecked = append(page.NotChecked, r.Title())
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(page)
}

func (p *checkPage) candidateJSON(c *checkedRun) candidateJSON {
	out := candidateJSON{Name: c.name, Path: c.path, Status: statusText(p.c.Runs[c.run]), Verdict: c.verdictWord(),
		Problem: c.unread, Rules: []ruleJSON{}, Moved: []metricJSON{}}
	for i := range c.lines {
		l := &c.lines[i]
		r := l.outcome.Rule
		shown := ruleJSON{Name: r.Title(), Rule: r.Expression.String(), Severity: string(r.Severity), Result: l.state.word(),
			Sides: []sideJSON{}, Reason: l.reason, Hint: l.hint}
		for _, s := range l.outcome.Sides {
			shown.Sides = append(shown.Sides, sideJSON{rawJSON(s.Left), s.Operator, rawJSON(s.Right), s.Holds})
		}
		out.Rules = append(out.Rules, shown)
	}
	for i := range c.moved {
		m := &c.moved[i]
		shown := metricJSON{Metric: m.title, Baseline: rawJSON(m.from.value), Candidate: rawJSON(m.to.value),
			Delta: rawJSON(m.delta.value), Relative: rawJSON(m.share.value)}
		if m.cell.Verdict != 0 {
			better := m.cell.Verdict > 0
			shown.Better = &better
		}
		out.Moved = append(out.Moved, shown)
	}
	return out
}
