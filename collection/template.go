package collection

import (
	"fmt"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// rename names the runs by a template such as {params.model}-{params.seed}. A
// run without one of the fields keeps the name of its path.
func (c *Collection) rename(template string) error {
	if template == "" {
		return nil
	}
	parts, err := parseTemplate(template)
	if err != nil {
		return err
	}
	fields, err := c.templateFields(template, parts)
	if err != nil {
		return err
	}
	names := make([]string, len(c.Runs))
	for i, r := range c.Runs {
		names[i] = r.Name
		if name, ok := fillTemplate(parts, fields, i); ok && r.Err == nil && name != "" {
			names[i] = name
		}
	}
	repeated := 0
	first := ""
	for i, name := range distinct(names) {
		if name != names[i] {
			if repeated++; repeated == 1 {
				first = names[i]
			}
		}
		c.Runs[i].Name = name
	}
	if repeated > 0 {
		c.warn(&InputError{Input: template, Message: fmt.Sprintf("gives %d of %d runs a name that an earlier one has, first %q", repeated, len(c.Runs), first),
			Hint: "add a field that tells them apart, such as {notebook}"})
	}
	return nil
}

// warn adds a warning unless one with the same text is there.
func (c *Collection) warn(w *InputError) {
	for _, other := range c.Warnings {
		if other.Error() == w.Error() {
			return
		}
	}
	c.Warnings = append(c.Warnings, w)
}

// A templatePart is a piece of text or the title of a column.
type templatePart struct {
	text  string
	field bool
}

// parseTemplate splits a template; {{ and }} are braces, and a quoted part of
// a field may hold any character: {report["a}b"]}.
func parseTemplate(template string) ([]templatePart, error) {
	var parts []templatePart
	var text strings.Builder
	for i := 0; i < len(template); i++ {
		ch := template[i]
		switch {
		case (ch == '{' || ch == '}') && i+1 < len(template) && template[i+1] == ch:
			text.WriteByte(ch)
			i++
		case ch == '{':
			length := fieldLength(template[i+1:])
			if length <= 0 {
				return nil, &InputError{Input: template, Message: "a { without a field and its } in the name template",
					Hint: "write {params.model}, or {{ for a brace"}
			}
			if text.Len() > 0 {
				parts = append(parts, templatePart{text: text.String()})
				text.Reset()
			}
			parts = append(parts, templatePart{template[i+1 : i+1+length], true})
			i += length + 1
		case ch == '}':
			return nil, &InputError{Input: template, Message: "a } without its { in the name template", Hint: "write }} for a brace"}
		default:
			text.WriteByte(ch)
		}
	}
	if text.Len() > 0 {
		parts = append(parts, templatePart{text: text.String()})
	}
	return parts, nil
}

// fieldLength returns the length of a field up to its }, or -1.
func fieldLength(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '}' && !quoted:
			return i
		}
	}
	return -1
}

// templateFields returns the texts of each field, one a run and "" for none.
func (c *Collection) templateFields(template string, parts []templatePart) (map[string][]string, error) {
	fields := map[string][]string{"notebook": make([]string, len(c.Runs)), "status": make([]string, len(c.Runs))}
	for i, r := range c.Runs {
		fields["notebook"][i], fields["status"][i] = r.Name, string(r.Status)
	}
	known := []string{"notebook", "status"}
	for i := range c.flat {
		f := &c.flat[i]
		known = append(known, f.title)
		for _, p := range parts {
			if p.field && p.text == f.title {
				fields[f.title] = plainTexts(f.values)
			}
		}
	}
	for _, p := range parts {
		if p.field && fields[p.text] == nil {
			return nil, &InputError{Input: template, Message: "no notebook has " + p.text,
				Hint: "there are " + listed(nearFirst(p.text, known))}
		}
	}
	return fields, nil
}

func plainTexts(values []value.Value) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
		case value.Text:
			texts[i] = string(v)
		case value.Number:
			texts[i] = v.String()
		default:
			texts[i] = value.Repr(v)
		}
	}
	return texts
}

func fillTemplate(parts []templatePart, fields map[string][]string, run int) (string, bool) {
	var b strings.Builder
	for _, p := range parts {
		text := p.text
		if p.field {
			if text = fields[p.text][run]; text == "" {
				return "", false
			}
		}
		b.WriteString(text)
	}
	return b.String(), true
}
