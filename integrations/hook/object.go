package hook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"debrief/models"
)

// shape says which fields an object of our own format has, and what may be in each.
type shape map[string]string

// What may be in a field. JSON's null is as good as leaving the field out.
const (
	null          = "null"
	aText         = "a text"
	aList         = "a list"
	anObject      = "an object"
	aNumber       = "a number"
	aNumberOrText = "a number or a text"
)

// object is one JSON object that has its shape.
type object map[string]json.RawMessage

// maxFaults is how many fields of one object are named that do not fit its shape.
const maxFaults = 10

// readObject notes fields that are unknown, there twice, or of another kind than the shape says, and reports whether there are
// none. The data is valid JSON.
//
// encoding/json alone takes "ID" for "id" and the last of two fields of one name, and so would not be strict.
func readObject(c *models.Check, path string, data []byte, s shape) (object, bool) {
	if kindOf(data) != anObject {
		c.Fail(fieldName(path), "must be an object, not %s", kindOf(data))
		return nil, false
	}
	o, faults := object{}, 0
	dec := json.NewDecoder(bytes.NewReader(data))
	_, _ = dec.Token() // the opening brace
	for dec.More() && faults < maxFaults {
		key, _ := dec.Token()
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			c.Fail(fieldName(path), "must be JSON: %v", err)
			return nil, false
		}
		name, _ := key.(string)
		if why := s.fault(o, name, value); why != "" {
			faults++
			c.Fail(fieldName(path, quotedIfStrange(name)), "%s", why)
		}
		o[name] = value
	}
	return o, faults == 0
}

// fault says what is wrong with the next field of an object, or nothing.
func (s shape) fault(o object, name string, value json.RawMessage) string {
	want, known := s[name]
	_, twice := o[name]
	switch kind := kindOf(value); {
	case !known:
		return "is not a field of this format: leave it out, or correct its name"
	case twice:
		return "is there twice"
	case kind != null && !strings.Contains(want, kind):
		return "must be " + want + ", not " + kind
	default:
		return ""
	}
}

// text returns the text of a field, and the digits of a number.
func (o object) text(name string) string {
	var text string
	if value := o[name]; kindOf(value) == aNumber {
		return string(value)
	} else if value != nil {
		_ = json.Unmarshal(value, &text) // null leaves it empty; the shape allows nothing else
	}
	return text
}

// list returns the elements of a field.
func (o object) list(name string) []json.RawMessage {
	var list []json.RawMessage
	if value := o[name]; value != nil {
		_ = json.Unmarshal(value, &list) // the shape allows nothing else
	}
	return list
}

// kindOf tells by its first character what a JSON value is.
func kindOf(value json.RawMessage) string {
	switch value = bytes.TrimLeft(value, " \t\r\n"); {
	case len(value) == 0 || value[0] == 'n':
		return null
	case value[0] == '"':
		return aText
	case value[0] == '[':
		return aList
	case value[0] == '{':
		return anObject
	case value[0] == 't' || value[0] == 'f':
		return "true or false"
	default:
		return aNumber
	}
}

func quotedIfStrange(name string) string {
	if line := Line(name, 60); line == name && name != "" {
		return name
	}
	return fmt.Sprintf("%q", Line(name, 60))
}
