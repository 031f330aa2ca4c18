package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxExportLine bounds a line of an export, in bytes: a document of 2 MiB is at most 12 MiB in JSON.
const maxExportLine = 64 << 20

// exportReader reads an export line by line. Its errors begin with the number of the line.
type exportReader struct {
	lines *bufio.Scanner
	line  int64 // the number of the last one, from 1
}

func newExportReader(r io.Reader) *exportReader {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxExportLine)
	return &exportReader{lines: lines}
}

// member is one field of a JSON object: its name, and the JSON of its value.
type member struct{ name, value []byte }

// fail returns an error about the last line.
func (r *exportReader) fail(format string, args ...any) error {
	return fmt.Errorf("line %d "+format, append([]any{r.line}, args...)...)
}

// next returns the fields of the next line's object, or io.EOF.
func (r *exportReader) next() ([]member, error) {
	r.line++
	more := r.lines.Scan()
	switch err := r.lines.Err(); { // asked first: what came before a failure is handed out as a line
	case errors.Is(err, bufio.ErrTooLong):
		return nil, r.fail("is longer than %d MiB", maxExportLine>>20)
	case err != nil:
		return nil, fmt.Errorf("read line %d: %w", r.line, err)
	case !more:
		return nil, io.EOF
	}
	text := r.lines.Bytes()
	if !utf8.Valid(text) {
		return nil, r.fail("is not UTF-8")
	}
	if !json.Valid(text) {
		return nil, r.fail("is no JSON: %w", json.Unmarshal(text, new(any))) // which says why
	}
	members, ok := object(text)
	if !ok {
		return nil, r.fail("is no JSON object")
	}
	return members, nil
}

// header reads the first line, and returns the number of the schema.
func (r *exportReader) header() (int64, error) {
	members, err := r.next()
	if errors.Is(err, io.EOF) {
		return 0, errors.New("there is nothing in it: an export of Debrief has at least a first and a last line")
	}
	if err != nil {
		return 0, fmt.Errorf("this is no export of Debrief: %w", err)
	}
	var format, version int64
	fields, ok := exactly(members, fieldFormat, fieldSchema)
	if !ok || json.Unmarshal(fields[0], &format) != nil || json.Unmarshal(fields[1], &version) != nil {
		return 0, fmt.Errorf("this is no export of Debrief: line 1 is not like {%q:%d,%q:1}", fieldFormat, exportFormat, fieldSchema)
	}
	if format != exportFormat {
		return 0, fmt.Errorf("line 1: the export has format %d, and this Debrief reads format %d: use the one that made it, or a newer one", format, exportFormat)
	}
	return version, nil
}

// row returns the table and the fields of the next row. At the end it returns io.EOF, once it has made sure that the export
// is whole; rows is how many there were.
func (r *exportReader) row(rows int64) (table string, row []member, err error) {
	members, err := r.next()
	if errors.Is(err, io.EOF) {
		return "", nil, r.fail("is missing: the export was cut off; its last line counts the rows")
	}
	if err != nil {
		return "", nil, err
	}
	if fields, ok := exactly(members, fieldRows); ok {
		return "", nil, r.end(fields[0], rows)
	}
	fields, ok := exactly(members, fieldTable, fieldRow)
	if !ok || json.Unmarshal(fields[0], &table) != nil {
		return "", nil, r.fail(`is neither a row, {%q:…,%q:{…}}, nor the end, {%q:…}`, fieldTable, fieldRow, fieldRows)
	}
	if row, ok = object(fields[1]); !ok {
		return "", nil, r.fail("has a row of %s that is no JSON object", table)
	}
	return table, row, nil
}

// end checks the last line, and returns io.EOF.
func (r *exportReader) end(count []byte, rows int64) error {
	var n int64
	if json.Unmarshal(count, &n) != nil {
		return r.fail("does not count the rows, but says %.40s", count)
	}
	if n != rows {
		return r.fail("counts %d rows, but there are %d before it: the export is not whole", n, rows)
	}
	if _, err := r.next(); !errors.Is(err, io.EOF) {
		return r.fail("comes after the end of the export")
	}
	return io.EOF
}

// exactly returns the values of the fields with those names, and false unless there are these and no others.
func exactly(members []member, names ...string) ([][]byte, bool) {
	if len(members) != len(names) {
		return nil, false
	}
	values := make([][]byte, len(names))
	for n, name := range names {
		for _, m := range members {
			if string(m.name) == name {
				values[n] = m.value
			}
		}
		if values[n] == nil {
			return nil, false
		}
	}
	return values, true
}

// jsonSpace is what may stand between the parts of JSON.
const jsonSpace = " \t\r\n"

// object takes a JSON object apart, and returns false for another value. The text has to be valid. With a
// json.Decoder instead, half of the time of a restore went into reading.
func object(text []byte) ([]member, bool) {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(text, jsonSpace), []byte("{"))
	if !ok {
		return nil, false
	}
	var members []member
	for {
		rest = bytes.TrimLeft(rest, jsonSpace+",")
		if rest[0] == '}' {
			return members, true
		}
		n := valueLength(rest)
		m := member{name: rest[1 : n-1]}
		if bytes.IndexByte(m.name, '\\') >= 0 {
			s, _ := unquoted(rest[:n])
			m.name = []byte(s)
		}
		rest = bytes.TrimLeft(rest[n:], jsonSpace+":")
		n = valueLength(rest)
		m.value, rest = rest[:n], rest[n:]
		members = append(members, m)
	}
}

// valueLength returns how many bytes the value has that a valid JSON text begins with.
func valueLength(text []byte) int {
	depth := 0
	for n := 0; n < len(text); n++ {
		switch text[n] {
		case '"':
			for n++; text[n] != '"'; n++ {
				if text[n] == '\\' {
					n++
				}
			}
			if depth == 0 {
				return n + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return n + 1 + depth // without a bracket that is not the value's
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return n
			}
		}
	}
	return len(text)
}

// unquoted returns the text that a JSON string stands for, and false for another value.
func unquoted(text []byte) (s string, ok bool) {
	if text[0] == '"' && bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1]), true
	}
	return s, text[0] == '"' && json.Unmarshal(text, &s) == nil
}
