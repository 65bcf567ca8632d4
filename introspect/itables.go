package introspect

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// An interactive is what itables hands to its script: all of a frame, of which the page
// shows at first a placeholder or the first rows.
type interactive struct {
	Head    string `json:"table_html"` // the table without its body
	Rows    string `json:"data_json"`  // a list of lists, index levels first
	Warning string `json:"downsampling_warning"`
}

// interactiveTable returns the frame that the HTML of itables draws by a script, as if
// it stood in the page; the HTML itself where the script has it in another form.
// isOne is false for other HTML.
func interactiveTable(html string) (v value.Value, isOne bool) {
	if !strings.Contains(html, "dt_args = {") || !strings.Contains(html, "itables") {
		return nil, false
	}
	_, call, _ := strings.Cut(html, "dt_args = ")
	var args interactive
	var rows [][]json.RawMessage
	if json.NewDecoder(strings.NewReader(call)).Decode(&args) == nil && json.Unmarshal([]byte(args.Rows), &rows) == nil {
		if t := args.table(rows); t != nil {
			return t, true
		}
	}
	return value.Markup{MIMEType: "text/html", Text: html}, true
}

// table returns the frame; nil when it is not one table.
func (a *interactive) table(rows [][]json.RawMessage) *value.Table {
	head, isTable := strings.CutSuffix(strings.TrimSpace(a.Head), "</table>")
	if !isTable {
		return nil
	}
	levels := 0 // of the index, by a head that is read without one
	if found := value.ParseTables(withBody(head, rows[:min(len(rows), 1)], 0)); len(found) == 1 {
		named := slices.IndexFunc(found[0].Columns, func(label value.Label) bool { return len(label) > 0 && label[0] != "" })
		levels = max(named, 0)
	}
	found := value.ParseTables(withBody(head, rows, levels))
	if len(found) != 1 || len(found[0].Rows) != len(rows) {
		return nil
	}
	found[0].Truncated = found[0].Truncated || a.Warning != ""
	return found[0]
}

// withBody returns the table with rows whose first cells, of the index levels, are headers.
func withBody(head string, rows [][]json.RawMessage, levels int) string {
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("<tbody>")
	for _, row := range rows {
		b.WriteString("<tr>")
		for i, raw := range row {
			tag := "td>"
			if i < levels {
				tag = "th>"
			}
			b.WriteString("<" + tag)
			var text string
			switch {
			case json.Unmarshal(raw, &text) == nil && string(raw) != "null":
				b.WriteString(text) // which is HTML
			case string(raw) == "null":
				b.WriteString("NaN")
			default:
				b.Write(raw)
			}
			b.WriteString("</" + tag)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	return b.String()
}
