// Package translate writes parameters as source code: the text of the
// injected-parameters cell, in the language of a notebook's kernel.
package translate
