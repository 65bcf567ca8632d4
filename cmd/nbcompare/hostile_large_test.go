package main

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
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
	uses := `<g id="` + name + `0"><circle r="9"/></g>`
	entities := `<!ENTITY ` + name + `0 "ha">`
	for i := 1; i < 10; i++ {
		uses += fmt.Sprintf(`<g id="%s%d">%s</g>`, name, i, strings.Repeat(fmt.Sprintf(`<use href="#%s%d"/>`, name, i-1), 10))
		entities += fmt.Sprintf(`<!ENTITY %s%d "%s">`, name, i, strings.Repeat(fmt.Sprintf(`&%s%d;`, name, i-1), 10))
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">`
	useBomb := svg + "<defs>" + uses + `</defs><use href="#` + name + `9"/></svg>` // 10^9 circles
	add("svg_uses", "image/svg+xml", useBomb)
	add("html_uses", "text/html", "<p>inline</p>"+useBomb)
	add("svg_entities", "image/svg+xml", "<!DOCTYPE svg ["+entities+"]>"+svg+"<text>&"+name+"9;</text></svg>")
	var circles strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&circles, `<circle cx="%d" cy="%d" r="3"/>`, i%1000, i/1000+run)
	}
	add("svg_huge", "image/svg+xml", strings.Replace(svg, `width="100" height="100"`, `width="1000000" height="1000000"`, 1)+circles.String()+"</svg>")

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
	var b strings.Builder
	b.WriteString("<table class=dataframe><thead><tr><th></th>")
	for column := range columns {
		fmt.Fprintf(&b, "<th>c%d</th>", column)
	}
	b.WriteString("</tr></thead><tbody>")
	for row := range rows {
		fmt.Fprintf(&b, "<tr><th>%d</th>", row)
		for column := range columns {
			fmt.Fprintf(&b, "<td>%d</td>", row*column+run)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	return b.String()
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
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	row := append([]byte{0}, bytes.Repeat([]byte{byte(-shade)}, (width+7)/8)...)
	for range height {
		_, _ = w.Write(row)
	}
	_ = w.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// gifBomb says that it is 1 pixel large and holds a frame of 400 million.
func gifBomb(shade int) string {
	const side = 20_000
	gif := []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00")
	gif = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(gif, side), side)
	gif = append(gif, 0, 2, 2, byte(0x44+8*shade), 1, 0, ';')
	return base64.StdEncoding.EncodeToString(gif)
}

// writeLargeHostile writes the two runs of an attack, and returns their paths
// and their size.
func writeLargeHostile(t *testing.T, folder, name string, cells func(int) []any) (paths []string, bytes int64) {
	t.Helper()
	for run := range 2 {
		honest := hostileCell("score", stdout(fmt.Sprint("0.", run+1)))
		data, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 4, "metadata": map[string]any{
			"papermill": map[string]any{"parameters": map[string]any{"run": run}},
		}, "cells": append([]any{honest}, cells(run)...)})
		require.NoError(t, err)
		path := filepath.Join(folder, fmt.Sprintf("%s-%d.ipynb", name, run))
		require.NoError(t, os.WriteFile(path, data, 0o666))
		paths = append(paths, path)
		bytes += int64(len(data))
	}
	return paths, bytes
}
