// Package script makes notebooks of scripts: text files in which people keep
// the cells of a notebook.
//
// # Formats
//
//	.py .R .r  percent (`# %%`), also without comments before magics (hydrogen);
//	           light (paragraphs, `# +` and `# -`, `# region`, `# {{{`);
//	           .R and .r also spin (`#'` and `#+`)
//	.Rmd       R Markdown (```{r name, tags=c("a")})
//	.md        MyST (```{code-cell}), else Markdown with fences of a kernel's language
//	.qmd       Quarto (```{python} and `#| tags:`)
//
// They are read as jupytext 1.19 reads them, which decides by the header's
// jupytext.text_representation or jupytext.formats, else by what stands in the
// file. A YAML header without a jupyter section becomes a raw cell.
//
// # Differences from jupytext
//
//   - The metadata that jupytext needs to write the same script again is left
//     out: lines_to_next_cell, lines_to_end_of_cell_marker, cell_marker, the
//     filters, main_language, default_lexer.
//   - A script that names no kernel gets the usual one of its language.
//   - Only a line's end divides lines; jupytext cuts at form feeds and at
//     U+2028 too. A byte order mark is skipped.
//   - Quarto needs no quarto: jupytext asks that program. The text between two
//     code cells is one Markdown cell, and cells of other languages than the
//     first stay in it, as the kernel would not run them.
//   - The formats sphinx and marimo are refused.
package script
