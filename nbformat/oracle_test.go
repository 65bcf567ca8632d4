package nbformat

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

// validLikeJSONText asserts that [check] takes for JSON what jsontext does, but
// for what it says it forgives, the depth that it allows and lone surrogates,
// of which jsontext takes none in names.
func validLikeJSONText(t *testing.T, text []byte) {
	t.Helper()
	var forgiven notes
	_, problem := check(text, &forgiven)
	lenient := false
	for kind := range forgiven.kinds {
		lenient = lenient || kind != "duplicate"
	}
	valid := jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true))
	switch {
	case problem == nil && !lenient:
		require.True(t, valid, "%q", text)
	case problem != nil && !strings.HasPrefix(problem.Message, "nested deeper"):
		require.False(t, valid, "%q: %s", text, problem.Message)
	}
	if problem == nil && forgiven.kinds["duplicate"] == nil && !lenient {
		require.True(t, jsontext.Value(text).IsValid(), "%q", text)
	}
}

// Each real notebook, and what becomes of it when one byte is another, is
// taken or refused as jsontext does.
func TestCheckLikeJSONText(t *testing.T) {
	changes := []byte("\"\\{}[],:0-.eE \n\x00\x1f\x7f\x80\xc3\xed\xfftn")
	for _, path := range corpus(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		validLikeJSONText(t, text)
		if len(text) > 4000 {
			continue
		}
		for i := 0; i < len(text); i += 7 {
			changed := slices.Clone(text)
			changed[i] = changes[i%len(changes)]
			validLikeJSONText(t, changed)
			validLikeJSONText(t, slices.Delete(changed, i, i+1))
		}
	}
	for _, text := range append(seedTexts(), "\uFEFF", "[\"\\ud800\"]", "1e", "[01]", strings.Repeat("[", 999)+strings.Repeat("]", 999)) {
		validLikeJSONText(t, []byte(text))
	}
}

// What stands on a tape is what walking finds.
func TestTapeTellsWhatWalkingFinds(t *testing.T) {
	for _, path := range corpus(t) {
		nb, err := ReadFile(path)
		if err != nil {
			continue
		}
		for _, c := range nb.Cells {
			requireSameWalk(t, c.Raw)
		}
		requireSameWalk(t, nb.Metadata)
	}
}

func requireSameWalk(t *testing.T, v RawValue) {
	t.Helper()
	walked := RawValue{Bytes: v.Bytes, Offset: v.Offset}
	var got, want []RawValue
	for _, e := range v.Elements() {
		requireSameWalk(t, e)
		got = append(got, RawValue{Bytes: e.Bytes, Offset: e.Offset})
	}
	for _, m := range v.Members() {
		requireSameWalk(t, m)
		got = append(got, RawValue{Bytes: m.Bytes, Offset: m.Offset})
	}
	for _, e := range walked.Elements() {
		want = append(want, e)
	}
	for _, m := range walked.Members() {
		want = append(want, m)
	}
	require.Equal(t, want, got)
}

func TestValidUTF8(t *testing.T) {
	for _, piece := range []string{"\u00e9", "\U0001F600", "\xed\xa0\x80", "\xff", "\xc3", "\u2028", "\x80"} {
		for before := range 70 {
			text := bytes.Repeat([]byte("a"), 70)
			text = slices.Insert(text, before, []byte(piece)...)
			for _, text := range [][]byte{text, text[:before+1]} {
				_, problem := check([]byte(`"`+string(text)+`"`), &notes{})
				require.Equal(t, utf8.Valid(text), problem == nil, "%q", text)
			}
		}
	}
}

// A special character is found wherever it stands.
func TestPlainEnd(t *testing.T) {
	for _, c := range []byte("\"\\\x00\x1f\n\x80\xff") {
		for at := range 80 {
			text := bytes.Repeat([]byte("\x7f !#[]"), 20)
			text[at] = c
			require.Equal(t, at, plainEnd(text, 0))
			require.Equal(t, at+1+len(text[at+1:]), plainEnd(text, at+1))
		}
	}
}
