package collection

import (
	"slices"
	"sort"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// diffLines returns the lines of a and b in order. Lines that occur once in
// both hold the two together (patience diff), and what lies between them is
// compared by package lcs. That package looks for some hundred differences and
// then settles for less, so the anchors keep long texts apart that differ in many places, and time
// stays near linear.
func diffLines(a, b []string) []DiffLine {
	out := make([]DiffLine, 0, max(len(a), len(b)))
	i, j := 0, 0
	for _, anchor := range append(anchors(a, b), [2]int{len(a), len(b)}) {
		out = appendDiff(out, a[i:anchor[0]], b[j:anchor[1]])
		i, j = anchor[0], anchor[1]
	}
	return out
}

// appendDiff appends the difference of a part of the two texts.
func appendDiff(out []DiffLine, a, b []string) []DiffLine {
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	out = appendLines(out, ' ', a[:same])
	a, b = a[same:], b[same:]
	i := 0
	if len(a) > 0 && len(b) > 0 {
		for _, d := range lcs.DiffLines(a, b) {
			out = appendLines(out, ' ', a[i:d.Start])
			out = appendLines(out, '-', a[d.Start:d.End])
			out = appendLines(out, '+', b[d.ReplStart:d.ReplEnd])
			i = d.End
		}
		return appendLines(out, ' ', a[i:])
	}
	return appendLines(appendLines(out, '-', a), '+', b)
}

func appendLines(out []DiffLine, op byte, lines []string) []DiffLine {
	for _, line := range lines {
		out = append(out, DiffLine{op, line})
	}
	return out
}

// anchors returns the places of lines that occur once in a and once in b, the
// longest selection of them that stands in the same order in both.
func anchors(a, b []string) [][2]int {
	inA, inB := onlyOnce(a), onlyOnce(b)
	var pairs [][2]int // in the order of a
	for i, line := range a {
		if j, ok := inB[line]; ok && inA[line] == i && j >= 0 {
			pairs = append(pairs, [2]int{i, j})
		}
	}
	return ascending(pairs)
}

// ascending returns the longest selection of pairs, which stand in the order of
// their first places, in which the second ascend too.
func ascending(pairs [][2]int) [][2]int {
	// tails[n] ends the best sequence of n+1 pairs so far, before[p] is the pair in
	// front of pair p.
	var tails []int
	before := make([]int, len(pairs))
	for p, pair := range pairs {
		n := sort.Search(len(tails), func(n int) bool { return pairs[tails[n]][1] > pair[1] })
		before[p] = -1
		if n > 0 {
			before[p] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, 0)
		}
		tails[n] = p
	}
	var longest [][2]int
	for p := last(tails); p >= 0; p = before[p] {
		longest = append(longest, pairs[p])
	}
	slices.Reverse(longest)
	return longest
}

func last(list []int) int {
	if len(list) == 0 {
		return -1
	}
	return list[len(list)-1]
}

// onlyOnce returns the places of lines; -1 for those that occur more than once.
func onlyOnce(lines []string) map[string]int {
	at := make(map[string]int, len(lines))
	for i, line := range lines {
		if _, twice := at[line]; twice {
			i = -1
		}
		at[line] = i
	}
	return at
}
