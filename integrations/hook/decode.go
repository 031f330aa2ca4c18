package hook

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"debrief/models"
)

// Decode reads another tool's JSON and leaves out what it does not know. The error is Invalid and names the field at fault
// below path, which is empty for the whole body.
func Decode(path string, data []byte, into any) error {
	if !utf8.Valid(data) {
		return models.InvalidField("body", "must be valid UTF-8")
	}
	if len(data) == 0 {
		return models.InvalidField(fieldName(path), "is missing")
	}
	err := json.Unmarshal(data, into)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return models.InvalidField(fieldName(path, wrong.Field), "must be %s, not %s", kindNames[wrong.Type.Kind()], wrong.Value)
	default:
		return models.InvalidField(fieldName(path), "must be JSON: %v", err)
	}
}

// kindNames are JSON's kinds for a person. There are none but these in the payloads that are read.
var kindNames = map[reflect.Kind]string{
	reflect.String: "a text", reflect.Int64: "a whole number", reflect.Slice: "a list", reflect.Struct: "an object", reflect.Map: "an object",
}

// fieldName joins the parts of a field's path; no part at all is the body.
func fieldName(parts ...string) string {
	var path []string
	for _, p := range parts {
		if p != "" {
			path = append(path, p)
		}
	}
	if len(path) == 0 {
		return "body"
	}
	return strings.Join(path, ".")
}
