package collection

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
)

// maxWords bounds the words of a cell that are looked at.
const maxWords = 2000

// A cellKey is equal for cells that hold the same.
type cellKey struct{ cellType, source string }

// A cellText is what stands in all cells with one key.
type cellText struct {
	cellType, source string
	words            []uint64 // hashes of its words and signs, ascending; nil until asked for
}

// text returns the text of a cell. Cells without a source are told apart by their
// tags: they have nothing else in common.
func (w *alignment) text(cell *SourceCell) *cellText {
	key := cellKey{cell.CellType, cell.Source}
	if strings.TrimSpace(cell.Source) == "" && len(cell.Tags) > 0 {
		key.source += "\x00" + strings.Join(cell.Tags, "\x00")
	}
	text := w.texts[key]
	if text == nil {
		text = &cellText{cellType: cell.CellType, source: cell.Source}
		w.texts[key] = text
	}
	return text
}

// similarity is the share of the words that a cell has in common (Dice) with the
// source of the row that is most similar, 0 to 1.
func (a *aligner) similarity(i, j int) (most float64) {
	cell := a.texts[j]
	for _, text := range a.rows[i].texts {
		if !a.spend(len(text.words) + len(cell.words) + 1) {
			break
		}
		most = max(most, dice(a.wordsOf(text), a.wordsOf(cell)))
	}
	return most
}

// dice is twice the number of common elements of two ascending lists, over that of all.
func dice(x, y []uint64) float64 {
	if len(x)+len(y) == 0 {
		return 0
	}
	common := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			common, i, j = common+1, i+1, j+1
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// wordSeed makes hashes that differ from process to process, of which nothing but
// equality is used.
var wordSeed = maphash.MakeSeed()

// wordsOf returns the words and signs of a source, the first maxWords.
func (w *alignment) wordsOf(text *cellText) []uint64 {
	if text.words != nil {
		return text.words
	}
	words := []uint64{}
	start := -1
	end := func(i int) {
		if start >= 0 {
			words = append(words, maphash.String(wordSeed, text.source[start:i]))
		}
		start = -1
	}
	for i, r := range text.source {
		if len(words) >= maxWords {
			break
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			if start < 0 {
				start = i
			}
			continue
		}
		end(i)
		if !unicode.IsSpace(r) {
			words = append(words, maphash.String(wordSeed, string(r)))
		}
	}
	end(len(text.source))
	slices.Sort(words)
	w.spend(4 * min(len(words), max(w.work, 0)/4))
	text.words = words
	return words
}
