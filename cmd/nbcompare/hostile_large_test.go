package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// largeHostile are notebooks that are not wrong, but far too much: too large to
// be committed. Each makes the cells of two runs, 0 and 1, that differ where a
// comparison is work.
var largeHostile = []struct {
	name  string
	cells func(run int) []any
}{
	{"bombs", bombs},
	{"table", func(run int) []any { // 10^6 cells
		return []any{hostileCell("table", display("text/html", htmlTable(10_000, 100, run)))}
	}},
	{"tags", func(run int) []any { // 10^5 tags
		tags := make([]string, 100_000)
		for i := range tags {
			tags[i] = fmt.Sprint("tag", i)
		}
		cell := hostileCell("", stdout(fmt.Sprint(run)))
		cell["metadata"] = map[string]any{"tags": tags}
		return []any{cell}
	}},
	{"texts", func(run int) []any {
		lines := make([]string, 100_000)
		for i := range lines {
			lines[i] = fmt.Sprint("line ", i*7919%100_003+run)
		}
		return []any{
			hostileCell("lines", stdout(strings.Join(lines, "\n"))),
			hostileCell("one_line", stdout(fmt.Sprint(run)+strings.Repeat("x", 10_000_000))),
			hostileCell("colours", stdout(fmt.Sprint(run)+strings.Repeat("\x1b[31mx\x1b[32my", 200_000))),
			hostileCell("trace", map[string]any{"output_type": "error", "ename": "E", "evalue": strings.Repeat("v", 1_000_000),
				"traceback": strings.Split(strings.Repeat("\x1b[31mline\x1b[0m\n", 100_000), "\n")}),
		}
	}},
	{"values", func(run int) []any {
		numbers := make([]int, 200_000)
		dict := map[string]int{}
		for i := range numbers {
			numbers[i] = i*7919%200_003 + run
			if i%10 == 0 {
				dict[fmt.Sprint("k", i)] = i + run
			}
		}
		list, _ := json.Marshal(numbers)
		return []any{
			hostileCell("list", stdout(string(list))),
			hostileCell("dict", display("application/json", dict)),
			hostileCell("wide", display("text/html", htmlTable(5, 20_000, run))),
			hostileCell("spans", display("text/html", "<table><tr>"+strings.Repeat("<td rowspan=65534 colspan=1000>1</td>", 50)+"</tr>"+strings.Repeat("<tr><td>2", 20_000)+"</table>")),
		}
	}},
}

// bombs are small notebooks that want to become large, or never to end.
func bombs(run int) []any {
	cells := []any{}
	add := func(tag, mime string, data any) { cells = append(cells, hostileCell(tag, display(mime, data))) }
	add("png_bomb", "image/png", pngBomb(20_000, 20_000, run)) // 1.6 GB of pixels
	add("png_claim", "image/png", pngBomb(20_000, 20_000, run)[:4000])
	add("png_edge", "image/png", pngBomb(30_000-29_500*run, 500+29_500*run, run)) // one wide, the other high
	add("gif_bomb", "image/gif", gifBomb(run))

	name := fmt.Sprint("n", run)
	entities := `<!ENTITY ` + name + `0 "ha">`
	for i := 1; i < 10; i++ {
		entities += fmt.Sprintf(`<!ENTITY %s%d "%s">`, name, i, strings.Repeat(fmt.Sprintf(`&%s%d;`, name, i-1), 10))
	}
	add("svg_uses", "image/svg+xml", svgOfUses(run))
	add("html_uses", "text/html", "<p>inline</p>"+svgOfUses(run))
	add("svg_entities", "image/svg+xml", "<!DOCTYPE svg ["+entities+"]>"+svgStart+"<text>&"+name+"9;</text></svg>")
	var circles strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&circles, `<circle cx="%d" cy="%d" r="3"/>`, i%1000, i/1000+run)
	}
	add("svg_huge", "image/svg+xml", strings.Replace(svgStart, `width="100" height="100"`, `width="1000000" height="1000000"`, 1)+circles.String()+"</svg>")

	add("md_brackets", "text/markdown", strings.Repeat("[", 100_000)+strings.Repeat("](", 100_000)+name)
	add("md_quotes", "text/markdown", strings.Repeat(">", 100_000)+" "+name)
	add("md_ticks", "text/markdown", strings.Repeat("`", 150_000)+name)
	add("html_deep", "text/html", strings.Repeat("<div>", 100_000)+name)
	add("html_formatting", "text/html", strings.Repeat("<b a="+name+"><i>", 1000)+strings.Repeat("<p>", 1000))
	add("latex_endless", "text/latex", `$$\def\a{\b\b}\def\b{\a\a}\a`+name+`$$`)
	add("latex_deep", "text/latex", "$$"+strings.Repeat("{", 9000)+name+strings.Repeat("}", 9000)+"$$")
	add("latex_large", "text/latex", `$$\rule{999999999em}{999999999em}\kern99999999em `+name+`$$`)
	return cells
}

const svgStart = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">`

// svgOfUses is a drawing of 10^9 circles in a kilobyte.
func svgOfUses(run int) string {
	name := fmt.Sprint("n", run)
	uses := `<g id="` + name + `0"><circle r="9"/></g>`
	for i := 1; i < 10; i++ {
		uses += fmt.Sprintf(`<g id="%s%d">%s</g>`, name, i, strings.Repeat(fmt.Sprintf(`<use href="#%s%d"/>`, name, i-1), 10))
	}
	return svgStart + "<defs>" + uses + `</defs><use href="#` + name + `9"/></svg>`
}

func hostileCell(tag string, outputs ...any) map[string]any {
	tags := []string{}
	if tag != "" {
		tags = append(tags, tag)
	}
	return map[string]any{"cell_type": "code", "execution_count": 1, "metadata": map[string]any{"tags": tags}, "source": "...", "outputs": outputs}
}

func display(mime string, data any) map[string]any {
	return map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{mime: data}}
}

func stdout(text string) map[string]any {
	return map[string]any{"output_type": "stream", "name": "stdout", "text": text + "\n"}
}

func htmlTable(rows, columns, run int) string {
	b := []byte("<table class=dataframe><thead><tr><th></th>")
	number := func(before string, n int, after string) {
		b = append(strconv.AppendInt(append(b, before...), int64(n), 10), after...)
	}
	for column := range columns {
		number("<th>c", column, "</th>")
	}
	b = append(b, "</tr></thead><tbody>"...)
	for row := range rows {
		number("<tr><th>", row, "</th>")
		for column := range columns {
			number("<td>", row*column+run, "</td>")
		}
		b = append(b, "</tr>"...)
	}
	return string(append(b, "</tbody></table>"...))
}

// pngBomb is a picture of one bit a pixel and of one shade, which is packed
// into almost nothing.
func pngBomb(width, height, shade int) string {
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(out, binary.BigEndian, uint32(len(data)))
		body := append([]byte(kind), data...)
		out.Write(body)
		_ = binary.Write(out, binary.BigEndian, crc32.ChecksumIEEE(body))
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(width)), uint32(height))
	chunk("IHDR", append(header, 1, 0, 0, 0, 0))
	row := append([]byte{0}, bytes.Repeat([]byte{byte(-shade)}, (width+7)/8)...)
	chunk("IDAT", packRows(row, height))
	chunk("IEND", nil)
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// packRows packs equal rows as zlib does (RFC 1950), most of them as the same
// packed bytes again and again: to pack them all takes minutes where the race
// detector is at work.
func packRows(row []byte, count int) []byte {
	const together = 100
	pack := func(rows int) []byte {
		var packed bytes.Buffer
		w, _ := flate.NewWriter(&packed, flate.BestCompression)
		_, _ = w.Write(bytes.Repeat(row, rows))
		_ = w.Flush() // ends at the end of a byte, and refers to nothing before its begin
		return packed.Bytes()
	}
	packed := append([]byte{0x78, 0xda}, bytes.Repeat(pack(together), count/together)...)
	packed = append(packed, pack(count%together)...)
	packed = append(packed, 1, 0, 0, 0xff, 0xff) // the last block, empty
	sum := adler32.New()
	for range count {
		_, _ = sum.Write(row)
	}
	return sum.Sum(packed)
}

// gifBomb says that it is 1 pixel large and holds a frame of 400 million.
func gifBomb(shade int) string {
	const side = 20_000
	gif := []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00")
	gif = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(gif, side), side)
	gif = append(gif, 0, 2, 2, byte(0x44+8*shade), 1, 0, ';')
	return base64.StdEncoding.EncodeToString(gif)
}

// largeNotebooks returns the paths of the two runs of an attack, which are
// written once.
func largeNotebooks(t *testing.T, name string) []string {
	t.Helper()
	folder, err := ofAllTests()
	require.NoError(t, err)
	var paths []string
	for _, large := range largeHostile {
		for run := range 2 {
			path := filepath.Join(folder, fmt.Sprintf("%s-%d.ipynb", name, run))
			if large.name != name {
				continue
			}
			paths = append(paths, path)
			if _, err := os.Stat(path); err == nil {
				continue
			}
			honest := hostileCell("score", stdout(fmt.Sprint("0.", run+1)))
			var data bytes.Buffer
			encoder := json.NewEncoder(&data)
			encoder.SetEscapeHTML(false)
			require.NoError(t, encoder.Encode(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{
				"papermill": map[string]any{"parameters": map[string]any{"run": run}},
			}, "cells": append([]any{honest}, large.cells(run)...)}))
			require.NoError(t, os.WriteFile(path, data.Bytes(), 0o666))
		}
	}
	require.Len(t, paths, 2, name)
	return paths
}
