package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// maxDepth bounds how deeply JSON may be nested; no input of the API comes near.
const maxDepth = 32

// strict reads JSON and refuses what huma and Go's decoder would silently make something else of: a field that is there
// twice, half a surrogate pair, a number that does not fit, null for a field that cannot be taken away.
type strict struct {
	*json.Decoder
	schemas huma.Registry
}

func checkJSON(body []byte, schemas huma.Registry, schema *huma.Schema) *Problem {
	if loneSurrogate(body) {
		return invalid("body", "must be valid Unicode: a \\u escape is half a surrogate pair")
	}
	in := strict{json.NewDecoder(bytes.NewReader(body)), schemas}
	in.UseNumber()
	if err := in.value("body", schema, 0); err != nil {
		return ofJSON(err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return invalid("body", "must be one JSON value with nothing behind it")
	}
	return nil
}

func ofJSON(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return invalid("body", "must be JSON: "+strings.TrimPrefix(err.Error(), "json: "))
}

func (in strict) value(path string, schema *huma.Schema, depth int) error {
	token, err := in.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	if depth > maxDepth {
		return invalid(path, "is nested too deeply")
	}
	for schema != nil && schema.Ref != "" {
		schema = in.schemas.SchemaFromRef(schema.Ref)
	}
	switch t := token.(type) {
	case nil:
		if schema != nil && !schema.Nullable {
			return invalid(path, "must not be null")
		}
	case json.Number:
		if _, err := strconv.ParseInt(t.String(), 10, 64); err != nil { // no field of the API takes another
			return invalid(path, "must be a whole number, written without point and exponent, of at most 64 bits")
		}
	case json.Delim:
		if t == '{' {
			err = in.object(path, schema, depth)
		} else {
			err = in.list(path, schema, depth)
		}
		if err == nil {
			_, err = in.Token() // the bracket that closes
		}
	}
	return err
}

func (in strict) list(path string, schema *huma.Schema, depth int) error {
	var items *huma.Schema // nil for what is not described: huma refuses that
	if schema != nil {
		items = schema.Items
	}
	for n := 0; in.More(); n++ {
		if err := in.value(fmt.Sprintf("%s[%d]", path, n), items, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (in strict) object(path string, schema *huma.Schema, depth int) error {
	seen := map[string]bool{}
	for in.More() {
		token, err := in.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // what stands before a colon is a string, or an error
		if seen[name] {
			return invalid(path+"."+name, "is given twice")
		}
		seen[name] = true
		var property *huma.Schema
		if schema != nil {
			property = schema.Properties[name]
		}
		if err := in.value(path+"."+name, property, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// loneSurrogate reports whether a \u escape is half a surrogate pair, which Go would replace by U+FFFD.
func loneSurrogate(body []byte) bool {
	unit := func(at int) (rune, bool) {
		if at+6 > len(body) || body[at] != '\\' || body[at+1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(string(body[at+2:at+6]), 16, 16)
		return rune(n), err == nil
	}
	for at := 0; at < len(body); at++ {
		if body[at] != '\\' {
			continue
		}
		first, ok := unit(at)
		if !ok {
			at++ // the character that is escaped
			continue
		}
		at += 5
		switch {
		case first >= 0xDC00 && first <= 0xDFFF:
			return true
		case first >= 0xD800 && first <= 0xDBFF:
			if second, ok := unit(at + 1); !ok || second < 0xDC00 || second > 0xDFFF {
				return true
			}
			at += 6
		}
	}
	return false
}
