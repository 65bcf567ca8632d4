package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A variation makes one run out of an executed notebook, as if another seed had been drawn: every decimal number in the
// outputs becomes a little larger or smaller, by the same factor, so that a value that stands in several places is
// still one value. Source cells stay, apart from the seed that papermill injected, and so does the Parquet data of
// scraps.
type variation struct {
	seed int
	err  error // the first image that is none
}

// factor is between 0.9 and 1.1 and another one for every seed: the golden ratio spreads the multiples evenly.
func (v *variation) factor() float64 {
	_, fraction := math.Modf(float64(v.seed+1) / math.Phi)
	return 0.9 + 0.2*fraction
}

// notebook returns a copy; nb is a notebook as encoding/json decodes it, with json.Number.
func (v *variation) notebook(nb map[string]any) (map[string]any, error) {
	cells := nb["cells"].([]any)
	varied := make([]any, len(cells))
	for i, cell := range cells {
		varied[i] = v.cell(cell.(map[string]any))
	}
	seed := json.Number(strconv.Itoa(v.seed))
	return with(nb, "cells", varied, "metadata", at(nb["metadata"], seed, "papermill", "parameters", "seed")), v.err
}

// at returns a copy of the object with the value at a path of names.
func at(object any, value any, path ...string) any {
	if len(path) == 0 {
		return value
	}
	members := object.(map[string]any)
	return with(members, path[0], at(members[path[0]], value, path[1:]...))
}

var seedAssignment = regexp.MustCompile(`^seed = \d+`)

func (v *variation) cell(cell map[string]any) map[string]any {
	if slices.Contains(tagsOf(cell), "injected-parameters") {
		lines := slices.Clone(cell["source"].([]any))
		for i, line := range lines {
			lines[i] = seedAssignment.ReplaceAllString(line.(string), "seed = "+strconv.Itoa(v.seed))
		}
		return with(cell, "source", lines)
	}
	outputs, _ := cell["outputs"].([]any)
	if len(outputs) == 0 {
		return cell
	}
	varied := make([]any, len(outputs))
	for i, output := range outputs {
		varied[i] = v.output(output.(map[string]any))
	}
	return with(cell, "outputs", varied)
}

func (v *variation) output(output map[string]any) map[string]any {
	if text, ok := output["text"]; ok {
		return with(output, "text", v.value(text))
	}
	bundle, ok := output["data"].(map[string]any)
	if !ok {
		return output
	}
	varied := make(map[string]any, len(bundle))
	for mimeType, data := range bundle {
		switch {
		case mimeType == "image/png":
			varied[mimeType] = v.image(data.(string))
		case strings.HasPrefix(mimeType, scrapPrefix):
			scrap := data.(map[string]any)
			varied[mimeType] = with(scrap, "data", v.value(scrap["data"]))
		default:
			varied[mimeType] = v.value(data)
		}
	}
	return with(output, "data", varied)
}

func (v *variation) image(encoded string) string {
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	if err == nil {
		decoded, err = withComment(decoded, fmt.Sprintf("seed %d", v.seed))
	}
	if err != nil && v.err == nil {
		v.err = err
	}
	return base64.StdEncoding.EncodeToString(decoded)
}

// value changes the numbers in any JSON value. Names of members stay: they are keys.
func (v *variation) value(old any) any {
	switch old := old.(type) {
	case json.Number:
		return json.Number(v.number(old.String()))
	case string:
		return v.text(old)
	case []any:
		varied := make([]any, len(old))
		for i, element := range old {
			varied[i] = v.value(element)
		}
		return varied
	case map[string]any:
		varied := make(map[string]any, len(old))
		for name, member := range old {
			varied[name] = v.value(member)
		}
		return varied
	}
	return old
}

// decimal matches a decimal number and, first, where a number is none of ours: quoted keys of a dict, HTML tags and
// reprs of figures, arguments of a constructor.
var decimal = regexp.MustCompile(`'[^']*'|<[^>]*>|\w+=\S+|-?\d+\.\d+(?:e[-+]?\d+)?`)

func (v *variation) text(old string) string {
	if !strings.Contains(old, ".") {
		return old // images and Parquet in base64 too
	}
	return decimal.ReplaceAllStringFunc(old, v.number)
}

// number changes a decimal number and keeps how many digits it has after the point. Anything else stays as it is.
func (v *variation) number(old string) string {
	_, fraction, ok := strings.Cut(old, ".")
	number, err := strconv.ParseFloat(old, 64)
	if !ok || err != nil {
		return old
	}
	if digits, _, exponent := strings.Cut(fraction, "e"); exponent {
		return strconv.FormatFloat(number*v.factor(), 'e', len(digits), 64)
	}
	return strconv.FormatFloat(number*v.factor(), 'f', len(fraction), 64)
}

// with returns a copy of an object with some members replaced: name, value, name, value...
func with(object map[string]any, members ...any) map[string]any {
	out := make(map[string]any, len(object))
	for name, value := range object {
		out[name] = value
	}
	for i := 0; i < len(members); i += 2 {
		out[members[i].(string)] = members[i+1]
	}
	return out
}
