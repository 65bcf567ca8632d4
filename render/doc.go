// Package render writes what package collection found: CSV for machines,
// aligned text for a terminal, JSON, and the HTML report.
//
// Every renderer takes an [io.Writer] and opens no file; none knows of flags,
// terminals or the clock. The same collection gives the same bytes.
package render
