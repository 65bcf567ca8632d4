package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// numberColumns must be in the CSV of the runs, with a number for each run. Together they are every tag and every scrap
// that is no image and no table of several rows.
var numberColumns = []string{
	"mse", "tag:mse", "metrics.mse", "metrics.mae", "metrics.r2", "metrics_table.mse", "metrics_table.mae",
	"metrics_table.r2", "r2", "rmse", "cv.mae.mean", "cv.mae.std", `error_quantiles["0.1"]`,
}

// checkCSV says whether a CSV of extract has a row with every value for every notebook.
func (s *runSet) checkCSV(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return err
	}
	if len(rows) != s.notebooks+1 {
		return fmt.Errorf("the CSV has %d rows for %d notebooks", len(rows)-1, s.notebooks)
	}
	for _, column := range numberColumns {
		if _, err := distinctNumbers(rows, column); err != nil {
			return err
		}
	}
	seeds, err := distinctNumbers(rows, "params.seed")
	if err == nil && seeds != s.notebooks {
		err = fmt.Errorf("the CSV has %d seeds for %d notebooks", seeds, s.notebooks)
	}
	return err
}

// checkParquet says whether a Parquet file has a row a notebook and a column for every number.
func (s *runSet) checkParquet(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	if file.NumRows() != int64(s.notebooks) {
		return fmt.Errorf("the Parquet file has %d rows for %d notebooks", file.NumRows(), s.notebooks)
	}
	for _, column := range numberColumns {
		if _, ok := file.Schema().Lookup(column); !ok {
			return fmt.Errorf("the Parquet file has no column %s", column)
		}
	}
	return nil
}

// distinctNumbers counts the different numbers of a column, of which every row must have one.
func distinctNumbers(rows [][]string, column string) (int, error) {
	i := slices.Index(rows[0], column)
	if i < 0 {
		return 0, fmt.Errorf("the CSV has no column %s", column)
	}
	seen := map[float64]bool{}
	for _, row := range rows[1:] {
		number, err := strconv.ParseFloat(row[i], 64)
		if err != nil {
			return 0, fmt.Errorf("%s of %s: %w", column, row[0], err)
		}
		seen[number] = true
	}
	return len(seen), nil
}

// checkPeer says whether a peer saw all notebooks, and in each as many keys as there are.
func (s *runSet) checkPeer(stdout string, keys int) error {
	var saw struct{ Notebooks, Keys int }
	if err := json.Unmarshal([]byte(stdout), &saw); err != nil {
		return err
	}
	if saw.Notebooks != s.notebooks || saw.Keys != keys*s.notebooks || keys == 0 {
		return fmt.Errorf("saw %d keys in %d notebooks, not %d in %d", saw.Keys, saw.Notebooks, keys*s.notebooks, s.notebooks)
	}
	return nil
}

// pngInBase64 is how every PNG begins in base64.
const pngInBase64 = "iVBORw0KGgo"

// checkImages says whether a page holds so many images of each notebook. No two of them are equal.
func (s *runSet) checkImages(path string, each int) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	n, err := count(file, pngInBase64)
	if err != nil {
		return err
	}
	if n != each*s.notebooks {
		return fmt.Errorf("the page has %d images, not %d for each of %d notebooks", n, each, s.notebooks)
	}
	return nil
}

// count returns how often a text occurs in lines. Lines may be long: they are read in pieces.
func count(r io.Reader, text string) (n int, err error) {
	in := bufio.NewReaderSize(r, 1<<16)
	for {
		piece, err := in.Peek(in.Size())
		n += bytes.Count(piece, []byte(text))
		switch {
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return n, err
		}
		// What is kept is too short to hold the text, and long enough to hold its beginning.
		if _, err := in.Discard(len(piece) - len(text) + 1); err != nil {
			return n, err
		}
	}
}
