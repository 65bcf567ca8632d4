package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// writeTables writes a table a job.
func writeTables(out io.Writer, set *runSet, all []*contestant) {
	fmt.Fprintf(out, "\n%s notebooks, %s; in each %d tagged outputs, %d scraps and %d images, %d of them in tagged outputs.\n",
		thousands(set.notebooks), size(set.bytes), len(set.tags), len(set.scraps), set.images, set.tagImages)
	if !slices.ContainsFunc(all, func(c *contestant) bool { return c.peer }) {
		fmt.Fprintln(out, "The Python peers were left out here.")
	}
	for _, job := range []string{extractJob, reportJob} {
		writeTable(out, job, all)
	}
}

// writeTable writes the contestants of a job that have run, nbcompare first, and the floor.
func writeTable(out io.Writer, job string, all []*contestant) {
	fmt.Fprintf(out, "\n| %s | seconds (median) | least to most | runs | times nbcompare | written | peak memory |\n", job)
	fmt.Fprintln(out, "|---|--:|--:|--:|--:|--:|--:|")
	var ours float64
	for _, floor := range []bool{false, true} {
		for _, c := range all {
			if (c.job == readJob) != floor || !floor && c.job != job || len(c.results) == 0 {
				continue
			}
			median, least, most := c.seconds()
			if ours == 0 {
				ours = median
			}
			fmt.Fprintf(out, "| %s | %.3f | %.3f to %.3f | %d | %.2f | %s | %s |\n",
				c.name, median, least, most, len(c.results), median/ours, size(c.written), size(c.peak()))
		}
	}
}

// writeGrowth says what a larger set costs in terms of a smaller one.
func writeGrowth(out io.Writer, sizes []int, results [][]*contestant) {
	for i := 1; i < len(sizes); i++ {
		fmt.Fprintf(out, "\n%s notebooks cost, of %s:", thousands(sizes[i]), thousands(sizes[i-1]))
		separator := " "
		for _, c := range results[i] {
			for _, before := range results[i-1] {
				if before.name == c.name && len(c.results) > 0 && len(before.results) > 0 {
					now, _, _ := c.seconds()
					then, _, _ := before.seconds()
					fmt.Fprintf(out, "%s%s %.1f times", separator, c.name, now/then)
					separator = "; "
				}
			}
		}
		fmt.Fprintln(out, ".")
	}
}

// size writes bytes in decimal megabytes; nothing for none.
func size(bytes int64) string {
	switch {
	case bytes == 0:
		return ""
	case bytes < 1e6:
		return fmt.Sprintf("%.2f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// thousands writes a number as 10,000.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return out.String()
}
