package render

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// An Item is one key of one notebook, or what stands at a path inside it.
type Item struct {
	collection.Key             // with the path where the item stands inside the key's value, as Title
	Cell           int         // index of the cell, starting at 0; -1 for none
	Value          value.Value // nil when there is none, and then Reason says why
	Reason         string
}

// Items returns the keys of the first run of a collection, in their order.
func Items(c *collection.Collection) []Item {
	items := []Item{}
	for k, key := range c.Keys {
		if entry := c.Entry(0, k); entry != nil {
			items = append(items, Item{key, entry.Cell, entry.Value, entry.Reason})
		}
	}
	return items
}

// FindItem returns the item that a path such as mse, tag:mse or metrics.mse
// leads to.
func FindItem(items []Item, path string) (Item, error) {
	name, steps, err := value.ParsePath(path)
	if err != nil {
		return Item{}, err
	}
	if i := slices.IndexFunc(items, func(item Item) bool { return item.Title == path }); i >= 0 {
		return items[i], nil
	}
	for _, item := range items {
		inside, ok := item.Inside(name, steps)
		if !ok {
			continue
		}
		if len(inside) == 0 {
			return item, nil
		}
		v, ok := value.Lookup(item.Value, inside)
		if !ok {
			return Item{}, fmt.Errorf("the key %s has nothing at %s", strconv.Quote(item.Title), inside)
		}
		item.Title, item.Value = path, v
		if v == nil {
			item.Reason = "the cell of the table is empty"
		}
		return item, nil
	}
	return Item{}, fmt.Errorf("no key %s", strconv.Quote(path))
}

// widestPipedValue is how much of a value ShowKeys shows when nobody said how
// wide the screen is.
const widestPipedValue = 120

// ShowKeys writes one aligned line an item: key, source, kind, cell, value.
// width is in terminal columns; 0 means that w is no terminal.
func ShowKeys(w io.Writer, run *collection.Run, items []Item, width int) error {
	rows := [][]string{{"key", "source", "kind", "cell", "value"}}
	for _, item := range items {
		row := []string{Visible(item.Title), string(item.Source), "-", "-", "no value: " + Visible(item.Reason)}
		if item.Cell >= 0 {
			row[3] = strconv.Itoa(item.Cell)
		}
		if item.Value != nil {
			row[2], row[4] = string(item.Value.Kind()), Visible(Describe(item.Value))
		}
		rows = append(rows, row)
	}
	text := alignRows(rows, width)
	text += fmt.Sprintf("\nstatus: %s\n", statusText(run))
	if run.Failure != nil {
		text += fmt.Sprintf("error: cell %d: %s\n", run.FailedCell, fit(Visible(run.Failure.Message()), 200))
	}
	_, err := io.WriteString(w, text)
	return err
}

// alignRows pads every column but the last; the last gets what is left of
// width.
func alignRows(rows [][]string, width int) string {
	widths := make([]int, len(rows[0])-1)
	for _, row := range rows {
		for j := range widths {
			widths[j] = max(widths[j], runewidth.StringWidth(row[j]))
		}
	}
	left := widestPipedValue
	if width > 0 {
		left = width
		for _, used := range widths {
			left -= used + 2
		}
		left = max(left, 10)
	}
	var b strings.Builder
	for _, row := range rows {
		last := len(row) - 1
		for j, cell := range row[:last] {
			b.WriteString(pad(cell, widths[j]) + "  ")
		}
		b.WriteString(fit(row[last], left) + "\n")
	}
	return b.String()
}

// ShowValues writes the values of items as text, each under its title when
// there are several.
func ShowValues(w io.Writer, items []Item) error {
	var b strings.Builder
	for i, item := range items {
		if len(items) > 1 {
			if i > 0 {
				b.WriteString("\n")
			}
			b.WriteString(Visible(item.Title) + ":\n")
		}
		b.WriteString(strings.TrimSuffix(visibleLines(valueText(item)), "\n") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func valueText(item Item) string {
	switch v := item.Value.(type) {
	case nil:
		return "no value: " + item.Reason
	case value.Text:
		return string(v)
	case value.Markup:
		return v.Text
	case *value.Table:
		return tableText(v)
	case *value.Image:
		return Describe(v) + "; write it to a file with -o"
	}
	return value.Repr(item.Value)
}

// tableText draws a data frame in aligned columns, numbers to the right, as the
// notebook shows it: under its caption, the names of the levels of the columns in
// front of their labels, the types of the columns below.
func tableText(t *value.Table) string {
	rows := shownHeader(t)
	header := len(rows)
	for i, cells := range t.Rows {
		var row []string
		if t.Index != nil {
			row = append(row, t.Index[i]...)
		}
		for _, cell := range cells {
			row = append(row, tableCellText(cell))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(rows[0]))
	for i, row := range rows {
		for j := range row {
			row[j] = Visible(row[j])
			widths[j] = max(widths[j], runewidth.StringWidth(rows[i][j]))
		}
	}
	index := len(rows[0]) - len(t.Columns)
	var b strings.Builder
	if t.Caption != "" {
		b.WriteString(Visible(t.Caption) + "\n")
	}
	for i, row := range rows {
		for j, cell := range row {
			if j < index || i >= header && isText(t.Rows[i-header][j-index]) {
				row[j] = pad(cell, widths[j])
			} else {
				row[j] = padLeft(cell, widths[j])
			}
		}
		b.WriteString(strings.TrimRight(strings.Join(row, "  "), " ") + "\n")
	}
	if t.Truncated {
		b.WriteString("(the notebook shows only part of this table)\n")
	}
	return b.String()
}

// shownHeader returns the header with what CSV has no place for.
func shownHeader(t *value.Table) [][]string {
	rows := tableHeader(t)
	last := len(rows) - 1
	index := len(rows[last]) - len(t.Columns)
	if index > 0 && t.ColumnNames != nil {
		if t.IndexNames != nil { // have a line of their own, as pandas does
			names := slices.Concat(rows[last][:index], make([]string, len(t.Columns)))
			clear(rows[last][:index])
			rows = append(rows, names)
		}
		for level, name := range t.ColumnNames[:min(len(t.ColumnNames), last+1)] {
			rows[level][index-1] = name
		}
	}
	if t.Dtypes != nil {
		rows = append(rows, append(make([]string, index), t.Dtypes...))
	}
	return rows
}

func isText(cell value.TableCell) bool {
	_, ok := cell.Value.(value.Text)
	return ok
}

// ItemFile writes an item as a file of its own: an image as it is, a table as
// CSV, a figure as its JSON, text as text, anything else as JSON.
func ItemFile(w io.Writer, item Item) error {
	switch v := item.Value.(type) {
	case nil:
		return errors.New(item.Title + " has no value: " + item.Reason)
	case *value.Image:
		data, err := v.Bytes()
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	case *value.Table:
		return TableCSV(w, v)
	case *value.Figure:
		_, err := w.Write(v.Spec)
		return err
	case value.Text:
		_, err := io.WriteString(w, string(v))
		return err
	case value.Markup:
		_, err := io.WriteString(w, v.Text)
		return err
	}
	_, err := w.Write(append(value.AppendJSON(nil, item.Value), '\n'))
	return err
}

// FileName returns a name for an item's file, without a folder: the title,
// with what file systems or shells stumble over written as %2F, and the
// extension of its kind. Different titles have different names.
func FileName(item Item) string { return FileStem(item.Title) + "." + extension(item.Value) }

// longestStem is how many bytes a file's name has at most before its
// extension; file systems take 255 in all.
const longestStem = 200

// FileStem returns a name for a file or folder, without an extension. Different
// texts have different names, and no name leads out of a folder.
func FileStem(text string) string {
	var b strings.Builder
	for i, c := range []byte(text) {
		plain := c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
			c == '_' || c == '-' || c == '.' && i > 0
		if plain {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	stem := b.String()
	if len(stem) > longestStem {
		sum := sha256.Sum256([]byte(text))
		stem = strings.ToValidUTF8(stem[:longestStem-17], "") + "-" + hex.EncodeToString(sum[:8])
	}
	return stem
}

func extension(v value.Value) string {
	switch v := v.(type) {
	case *value.Image:
		return v.Ext()
	case *value.Table:
		return "csv"
	case value.Text:
		return "txt"
	case value.Markup:
		return map[string]string{"text/html": "html", "text/markdown": "md", "text/latex": "tex"}[v.MIMEType]
	}
	return "json"
}
