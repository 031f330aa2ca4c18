package api

import (
	"encoding"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
)

// writeCSV writes rows, and those of the pages behind them, as they come: memory holds one page at a time.
func writeCSV[T any](hc huma.Context, rows []T, next string, more func(cursor string) ([]T, string, error)) {
	hc.SetHeader("Content-Type", "text/csv; charset=utf-8; header=present")
	hc.SetStatus(http.StatusOK)
	response := humaecho.Unwrap(hc).Response()
	w := csv.NewWriter(response)
	columns := columnsOf(reflect.TypeFor[T](), nil, "")
	names := make([]string, len(columns))
	for n, c := range columns {
		names[n] = c.name
	}
	err := w.Write(names)
	for err == nil {
		for _, row := range rows {
			if err = w.Write(cells(columns, reflect.ValueOf(row))); err != nil {
				break
			}
		}
		w.Flush()
		if err == nil {
			err = w.Error()
		}
		if err != nil || next == "" {
			break
		}
		response.Flush()
		rows, next, err = more(next)
	}
	if err != nil {
		// The status is sent; only a broken connection tells the client that rows are missing.
		logFault(hc.Context(), requestID(humaecho.Unwrap(hc)), fmt.Errorf("write CSV: %w", err))
		panic(http.ErrAbortHandler)
	}
}

// column is one column: where its value is in a row, and its name, which is the JSON's.
type column struct {
	name string
	path []int
}

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

// columnsOf lists the columns of a struct; a struct in it gives a column for each of its fields.
func columnsOf(t reflect.Type, path []int, prefix string) []column {
	var list []column
	for n := range t.NumField() {
		f := t.Field(n)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		at := append(append([]int{}, path...), n)
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case f.Anonymous && name == "":
			list = append(list, columnsOf(inner, at, prefix)...)
		case inner.Kind() == reflect.Struct && !inner.Implements(textMarshaler):
			list = append(list, columnsOf(inner, at, prefix+name+".")...)
		default:
			list = append(list, column{prefix + name, at})
		}
	}
	return list
}

func cells(columns []column, row reflect.Value) []string {
	list := make([]string, len(columns))
	for n, c := range columns {
		if v, err := row.FieldByIndexErr(c.path); err == nil { // else it lies behind a nil pointer
			list[n] = harmless(text(v))
		}
	}
	return list
}

func text(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch value := v.Interface().(type) {
	case time.Time:
		return value.UTC().Format(time.RFC3339)
	case encoding.TextMarshaler:
		if out, err := value.MarshalText(); err == nil {
			return string(out)
		}
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array:
		if v.Len() == 0 {
			return ""
		}
		out, err := json.Marshal(v.Interface())
		if err != nil {
			panic(err) // rows of the domain always marshal
		}
		return string(out)
	}
	return fmt.Sprintf("%v", underlying(v))
}

// underlying returns the plain value of a named type, so that a severity is 1 and not SEV-1, as in JSON.
func underlying(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int64:
		return v.Int()
	}
	return v.Interface()
}

// harmless keeps a spreadsheet from taking a cell for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
