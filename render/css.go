package render

import (
	"strconv"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// fetching matches what makes a browser fetch in CSS: an import, or a function
// that takes an address; with it the beginning of an address that is data.
var fetching = lazyre.New(`(?i)@import|(?:url|image-set|src)\(\s*["']?\s*(?:data:)?`)

// quietCSS returns CSS in which nothing asks for an address other than data.
// The policy refuses such requests in any case; this keeps the refusals out of
// the reader's console. CSS that hides one behind escapes is left out.
func quietCSS(css string) string {
	if strings.Contains(css, `\`) && len(fetching.FindAllString(unescapeCSS(css), -1)) != len(fetching.FindAllString(css, -1)) {
		return ""
	}
	return fetching.ReplaceAllStringFunc(css, func(found string) string {
		switch lower := strings.ToLower(found); {
		case lower == "@import":
			return "@refused"
		case strings.HasPrefix(lower, "url(") && strings.HasSuffix(lower, "data:"):
			return found
		}
		_, rest, _ := strings.Cut(found, "(")
		return "refused(" + rest
	})
}

var cssEscape = lazyre.New(`\\(?:([0-9a-fA-F]{1,6})\s?|(.))`)

// unescapeCSS returns CSS as a browser compares its words.
func unescapeCSS(css string) string {
	return cssEscape.ReplaceAllStringFunc(css, func(escape string) string {
		parts := cssEscape.FindStringSubmatch(escape)
		if parts[1] == "" {
			return parts[2]
		}
		code, err := strconv.ParseUint(parts[1], 16, 21)
		if err != nil {
			return ""
		}
		return string(rune(code))
	})
}

// holdsCSS names the attributes whose value is CSS, SVG's among them.
func holdsCSS(name string) bool {
	switch name {
	case "style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start", "marker-mid", "marker-end":
		return true
	}
	return false
}
