package introspect

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"

	"github.com/klauspost/compress/snappy"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A Parquet file states the sizes of its parts, and the decoder allocates what
// it states: ten bytes can ask for gigabytes, which ends the process without a
// panic that could be recovered. So all sizes are checked before it sees the
// file. What pandas writes passes; limits are on what a notebook can
// reasonably hold.
const (
	maxFooter  = 1 << 20   // bytes
	maxDecoded = 256 << 20 // bytes of all pages
	maxValues  = 5_000_000 // of all columns
	maxLabels  = 100_000   // of rows in a frame without columns, which costs no bytes
	maxNesting = 16        // of thrift structs
)

// checkFooter checks the counts and lengths in the footer.
func checkFooter(file []byte) error {
	footer, err := footerOf(file)
	if err != nil {
		return err
	}
	w := thriftWalker{b: footer}
	w.structure(0)
	return w.err
}

// footerOf returns the footer of a Parquet file, between the data and its own
// length.
func footerOf(file []byte) ([]byte, error) {
	if len(file) < 12 || string(file[:4]) != "PAR1" || string(file[len(file)-4:]) != "PAR1" {
		return nil, errors.New("not a Parquet file")
	}
	size := int64(binary.LittleEndian.Uint32(file[len(file)-8:]))
	if size > int64(len(file)-12) {
		return nil, errors.New("broken Parquet: the footer is longer than the file")
	}
	if size > maxFooter {
		return nil, fmt.Errorf("the Parquet footer has %d bytes, more than %d", size, maxFooter)
	}
	return file[int64(len(file)-8)-size : len(file)-8], nil
}

// checkPages checks the pages of all columns.
func checkPages(file []byte, pf *parquet.File) error {
	schemaColumns := pf.Schema().Columns()
	rows, columns := pf.NumRows(), len(schemaColumns)
	if rows < 0 || rows > maxValues || rows*int64(columns) > maxValues || columns == 0 && rows > maxLabels {
		return fmt.Errorf("the data frame has %d rows and %d columns, more than %d cells", rows, columns, maxValues)
	}
	g := pageGuard{file: file}
	for _, group := range pf.Metadata().RowGroups {
		for i, chunk := range group.Columns {
			if i >= len(schemaColumns) {
				return errors.New("broken Parquet: more columns than the schema has")
			}
			leaf, ok := pf.Schema().Lookup(schemaColumns[i]...)
			if !ok {
				return errors.New("broken Parquet: a column without a schema")
			}
			g.repetition, g.definition = bitWidth(leaf.MaxRepetitionLevel), bitWidth(leaf.MaxDefinitionLevel)
			if err := g.chunk(&chunk.MetaData); err != nil {
				return err
			}
		}
	}
	return nil
}

func bitWidth(level int) int { return bits.Len(uint(level)) }

// A pageGuard adds up what the pages will be when they are decoded.
type pageGuard struct {
	file                   []byte
	decoded, values        int64
	repetition, definition int // bits of a level in the current column
}

// chunk walks over the pages of a column as the decoder does.
func (g *pageGuard) chunk(c *format.ColumnMetaData) error {
	if c.Codec != format.Snappy && c.Codec != format.Uncompressed {
		return fmt.Errorf("the Parquet file is compressed with %s, pandas writes SNAPPY", c.Codec)
	}
	start := c.DataPageOffset
	if c.DictionaryPageOffset != 0 {
		start = c.DictionaryPageOffset
	}
	end := start + c.TotalCompressedSize
	if start < 0 || c.TotalCompressedSize < 0 || end < start || end > int64(len(g.file)) {
		return errors.New("broken Parquet: a column stands outside the file")
	}
	for b := g.file[start:end]; len(b) > 0; {
		w := thriftWalker{b: b}
		w.structure(0)
		if w.err != nil {
			return w.err
		}
		var header format.PageHeader
		if err := thrift.Unmarshal(new(thrift.CompactProtocol), b[:w.i], &header); err != nil {
			return fmt.Errorf("broken Parquet: page header: %w", err)
		}
		b = b[w.i:]
		size := int64(header.CompressedPageSize)
		if size < 0 || size > int64(len(b)) {
			return errors.New("broken Parquet: a page ends after its column")
		}
		if err := g.page(&header, b[:size], c.Codec == format.Snappy); err != nil {
			return err
		}
		b = b[size:]
	}
	return nil
}

func (g *pageGuard) page(h *format.PageHeader, body []byte, compressed bool) error {
	var err error
	size := int64(h.UncompressedPageSize)
	if compressed {
		n, err := snappy.DecodedLen(body)
		if err != nil || int64(n) != size {
			return errors.New("broken Parquet: a page of another size than it says")
		}
	} else if size != int64(len(body)) {
		return errors.New("broken Parquet: a page of another size than it says")
	}
	values, encoding := int64(h.DataPageHeader.V.NumValues), h.DataPageHeader.V.Encoding
	if h.Type == format.DictionaryPage {
		values, encoding = int64(h.DictionaryPageHeader.V.NumValues), format.Plain
	}
	g.decoded += size
	g.values += values
	if values < 0 || g.values > maxValues || g.decoded > maxDecoded {
		return fmt.Errorf("the data frame has more than %d cells or %d bytes", maxValues, maxDecoded)
	}
	switch h.Type {
	case format.DictionaryPage:
		return nil
	case format.DataPage:
	default:
		return fmt.Errorf("the Parquet file has pages of type %s, pandas writes DATA_PAGE", h.Type)
	}
	if compressed {
		if body, err = snappy.Decode(nil, body); err != nil {
			return fmt.Errorf("broken Parquet: %w", err)
		}
	}
	return g.runs(body, int(values), encoding)
}

// runs checks that the run lengths of a data page sum up to about the number
// of its values: levels first, each with its length, then the values.
func (g *pageGuard) runs(body []byte, values int, encoding format.Encoding) error {
	for _, width := range []int{g.repetition, g.definition} {
		if width == 0 {
			continue
		}
		if len(body) < 4 || int64(binary.LittleEndian.Uint32(body)) > int64(len(body)-4) {
			return errBrokenLevels
		}
		n := 4 + int(binary.LittleEndian.Uint32(body))
		if err := checkRuns(body[4:n], width, values); err != nil {
			return err
		}
		body = body[n:]
	}
	switch encoding {
	case format.Plain:
		return nil
	//lint:ignore SA1019 pyarrow before 7 wrote it
	case format.PlainDictionary, format.RLEDictionary:
		if len(body) == 0 || body[0] > 32 {
			return nil // the decoder refuses it
		}
		return checkRuns(body[1:], int(body[0]), values)
	case format.RLE: // booleans, with a length before them
		if len(body) < 4 || int64(binary.LittleEndian.Uint32(body)) > int64(len(body)-4) {
			return errBrokenLevels
		}
		return checkRuns(body[4:4+binary.LittleEndian.Uint32(body)], 1, values)
	}
	return fmt.Errorf("the Parquet file has values encoded as %s, which pandas does not write", encoding)
}

var errBrokenLevels = errors.New("broken Parquet: a page ends within its levels")

// checkRuns walks over the runs of the hybrid encoding of run lengths and bit
// packing. The last bit-packed group may be padded to eight values.
func checkRuns(b []byte, width, values int) error {
	total := int64(0)
	for len(b) > 0 {
		header, n := binary.Uvarint(b)
		if n <= 0 || header>>1 > maxValues {
			return errors.New("broken Parquet: a run of impossible length")
		}
		b = b[n:]
		size := (width + 7) / 8
		if header&1 == 1 {
			size = int(header>>1) * width
			total += int64(header>>1) * 8
		} else {
			total += int64(header >> 1)
		}
		b = b[min(size, len(b)):]
		if total > int64(values)+64 {
			return errors.New("broken Parquet: longer runs than the page has values")
		}
	}
	return nil
}
