package value

import (
	"bytes"
	"slices"

	"golang.org/x/net/html"
)

// A tokenizer is what html.Tokenizer does, as far as tables need it.
type tokenizer interface {
	Next() html.TokenType
	Text() []byte
	TagName() (name []byte, hasAttr bool)
	TagAttr() (key, val []byte, moreAttr bool)
}

// plainTokens reads HTML in which nothing is unusual: tags in small letters,
// attributes in double quotes, no comment, no character reference, no element
// that holds raw text but <style>. It reads that exactly as html.Tokenizer,
// four times as fast: programs that print tables, pandas first, write so. At
// anything else it ends, and strange says so: then html.Tokenizer must read the
// fragment from its beginning.
type plainTokens struct {
	source  []byte
	rest    []byte // of it, after the token
	text    []byte
	name    []byte
	attrs   []plainAttr // of the tag
	told    int         // how many of them TagAttr has returned
	inStyle bool
	strange bool
}

type plainAttr struct{ key, val []byte }

// maxPlainAttrs is how many attributes a tag may have: more than any that is
// written for tables.
const maxPlainAttrs = 16

// reset begins with another fragment.
func (z *plainTokens) reset(fragment string) {
	z.source = append(z.source[:0], fragment...)
	*z = plainTokens{source: z.source, rest: z.source, attrs: z.attrs[:0]}
}

func (z *plainTokens) Next() html.TokenType {
	switch {
	case len(z.rest) == 0:
		return html.ErrorToken
	case z.inStyle:
		return z.style()
	case z.rest[0] == '<':
		return z.tag()
	}
	return z.words()
}

func (z *plainTokens) Text() []byte { return z.text }

func (z *plainTokens) TagName() (name []byte, hasAttr bool) { return z.name, z.told < len(z.attrs) }

// words reads text up to the next tag.
func (z *plainTokens) words() html.TokenType {
	for i, c := range z.rest {
		switch c {
		case '<':
			z.text, z.rest = z.rest[:i], z.rest[i:]
			return html.TextToken
		case '&', '\r', 0:
			return z.giveUp()
		}
	}
	z.text, z.rest = z.rest, nil
	return html.TextToken
}

// style reads the raw text of <style>, up to its end tag.
func (z *plainTokens) style() html.TokenType {
	z.inStyle = false
	for i, c := range z.rest {
		switch c {
		case '<':
			if !bytes.HasPrefix(z.rest[i:], []byte("</style>")) {
				return z.giveUp()
			}
			if i == 0 {
				return z.tag()
			}
			z.text, z.rest = z.rest[:i], z.rest[i:]
			return html.TextToken
		case '\r', 0:
			return z.giveUp()
		}
	}
	return z.giveUp()
}

// tag reads a tag.
func (z *plainTokens) tag() html.TokenType {
	kind := html.StartTagToken
	z.rest = z.rest[1:]
	if len(z.rest) > 0 && z.rest[0] == '/' {
		kind = html.EndTagToken
		z.rest = z.rest[1:]
	}
	z.name, z.attrs, z.told = z.letters(), z.attrs[:0], 0
	if len(z.name) == 0 {
		return z.giveUp()
	}
	for len(z.rest) > 1 && z.rest[0] == ' ' && z.rest[1] != '>' {
		if kind == html.EndTagToken || !z.attr() {
			return z.giveUp()
		}
	}
	if kind == html.StartTagToken {
		z.rest = bytes.TrimPrefix(z.rest, []byte{' '})
	}
	if len(z.rest) == 0 || z.rest[0] != '>' {
		return z.giveUp()
	}
	z.rest = z.rest[1:]
	switch string(z.name) {
	case "style":
		z.inStyle = kind == html.StartTagToken
	case "script", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp":
		return z.giveUp()
	}
	return kind
}

// letters reads a name: a letter, then letters, digits and dashes.
func (z *plainTokens) letters() []byte {
	i := 0
	for i < len(z.rest) && ('a' <= z.rest[i] && z.rest[i] <= 'z' || i > 0 && (isDigit(z.rest[i]) || z.rest[i] == '-')) {
		i++
	}
	name := z.rest[:i]
	z.rest = z.rest[i:]
	return name
}

// attr reads an attribute and the blank before it. Of two with one name
// html.Tokenizer keeps the first alone, which is not done here.
func (z *plainTokens) attr() bool {
	z.rest = z.rest[1:]
	a := plainAttr{key: z.letters()}
	same := func(other plainAttr) bool { return bytes.Equal(other.key, a.key) }
	if len(a.key) == 0 || len(z.attrs) == maxPlainAttrs || slices.ContainsFunc(z.attrs, same) {
		return false
	}
	if val, ok := bytes.CutPrefix(z.rest, []byte(`="`)); ok {
		end := bytes.IndexByte(val, '"')
		if end < 0 || bytes.ContainsAny(val[:end], "&\r\x00") {
			return false
		}
		a.val, z.rest = val[:end], val[end+1:]
	}
	z.attrs = append(z.attrs, a)
	return true
}

func (z *plainTokens) TagAttr() (key, val []byte, moreAttr bool) {
	a := z.attrs[z.told]
	z.told++
	return a.key, a.val, z.told < len(z.attrs)
}

func (z *plainTokens) giveUp() html.TokenType {
	z.rest, z.strange = nil, true
	return html.ErrorToken
}
