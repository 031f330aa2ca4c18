package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// kind is how values of a column are written into an export, and read from one. NULL is null in all of them.
type kind struct {
	says  string // what it should be, for who reads an error
	write func(to *exportLine, v any) error
	read  func(text []byte) (any, error)
}

// errKind is returned for a value that is of another kind.
var errKind = errors.New("is of another kind")

// The kinds.
var (
	wholeKind   = &kind{"a whole number", writeWhole, readWhole}
	truthKind   = &kind{"true or false", writeTruth, readTruth}
	textKind    = &kind{"a text", writeText, readText}
	instantKind = &kind{"an instant such as 2026-03-31T09:30:00.25Z", writeInstant, readInstant}
	dayKind     = &kind{"a date such as 2026-03-31", writeDay, readDay}
	octetsKind  = &kind{"bytes in base64", writeOctets, readOctets}
)

// kinds finds a kind by the type that a migration of either engine declares.
var kinds = map[string]*kind{
	"integer": wholeKind, "bigint": wholeKind,
	"boolean":  truthKind,
	"text":     textKind,
	"datetime": instantKind, "timestamp with time zone": instantKind,
	"date": dayKind,
	"blob": octetsKind, "bytea": octetsKind,
}

const instantLayout = "2006-01-02T15:04:05.999999Z07:00"

// maxYear is the last that is written with four digits.
const maxYear = 9999

// exportLine is one line in the making.
type exportLine struct {
	bytes.Buffer
	json *json.Encoder
}

func newExportLine() *exportLine {
	l := new(exportLine)
	l.json = json.NewEncoder(&l.Buffer)
	l.json.SetEscapeHTML(false)
	return l
}

// quote writes a text in JSON.
func (l *exportLine) quote(s string) error {
	err := l.json.Encode(s)
	l.Truncate(l.Len() - len("\n"))
	return err
}

func writeWhole(to *exportLine, v any) error {
	n, ok := v.(int64)
	if !ok {
		return errKind
	}
	to.Write(strconv.AppendInt(to.AvailableBuffer(), n, 10))
	return nil
}

func readWhole(text []byte) (any, error) {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return nil, errors.New("has more than 64 bits")
	}
	if err != nil {
		return nil, errKind
	}
	return n, nil
}

func writeTruth(to *exportLine, v any) error {
	if n, ok := v.(int64); ok && (n == 0 || n == 1) { // SQLite has no other
		v = n == 1
	}
	b, ok := v.(bool)
	if !ok {
		return errKind
	}
	to.Write(strconv.AppendBool(to.AvailableBuffer(), b))
	return nil
}

var truths = map[string]bool{"true": true, "false": false}

func readTruth(text []byte) (any, error) {
	b, ok := truths[string(text)]
	if !ok {
		return nil, errKind
	}
	return b, nil
}

func writeText(to *exportLine, v any) error {
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	s, ok := v.(string)
	if !ok {
		return errKind
	}
	if !utf8.ValidString(s) {
		return errors.New("is not UTF-8, so that it could not be restored as it is")
	}
	if err := noNUL(s); err != nil {
		return err
	}
	return to.quote(s)
}

func readText(text []byte) (any, error) {
	s, ok := unquoted(text)
	if !ok {
		return nil, errKind
	}
	return s, noNUL(s)
}

func noNUL(s string) error {
	if strings.IndexByte(s, 0) >= 0 {
		return errors.New("has a NUL character in it, which PostgreSQL cannot keep")
	}
	return nil
}

func writeInstant(to *exportLine, v any) error {
	t, ok := v.(time.Time)
	if !ok {
		return errKind
	}
	if t = kept(t); t.Year() < 1 || t.Year() > maxYear {
		return fmt.Errorf("is not in the years 1 to %d", maxYear)
	}
	to.Write(t.AppendFormat(append(to.AvailableBuffer(), '"'), instantLayout+`"`))
	return nil
}

func readInstant(text []byte) (any, error) {
	s, ok := unquoted(text)
	if !ok {
		return nil, errKind
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return nil, errKind
	}
	if t = t.UTC(); t.Year() < 1 || t.Year() > maxYear {
		return nil, fmt.Errorf("is not in the years 1 to %d", maxYear)
	}
	if !t.Equal(kept(t)) {
		return nil, errors.New("has more than microseconds, which are all that is kept")
	}
	return t, nil
}

func writeDay(to *exportLine, v any) error {
	t, ok := v.(time.Time)
	if !ok {
		return errKind
	}
	if t.Year() < 1 || t.Year() > maxYear {
		return fmt.Errorf("is not in the years 1 to %d", maxYear)
	}
	to.Write(t.AppendFormat(append(to.AvailableBuffer(), '"'), time.DateOnly+`"`))
	return nil
}

func readDay(text []byte) (any, error) {
	s, ok := unquoted(text)
	if !ok {
		return nil, errKind
	}
	if t, err := time.Parse(time.DateOnly, s); err != nil || t.Year() < 1 {
		return nil, errKind
	}
	return s, nil // as models.Date stores it
}

func writeOctets(to *exportLine, v any) error {
	b, ok := v.([]byte)
	if !ok {
		return errKind
	}
	to.Write(append(base64.StdEncoding.AppendEncode(append(to.AvailableBuffer(), '"'), b), '"'))
	return nil
}

func readOctets(text []byte) (any, error) {
	s, ok := unquoted(text)
	if !ok {
		return nil, errKind
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, errKind
	}
	return b, nil
}
