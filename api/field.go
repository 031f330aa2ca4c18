package api

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Field is a field of a PATCH (RFC 7396): absent leaves what is there, null takes it away, else it is the new value.
type Field[T any] struct {
	Set   bool
	Value *T
}

// UnmarshalJSON notes that the field was there.
func (f *Field[T]) UnmarshalJSON(text []byte) error {
	f.Set = true
	return json.Unmarshal(text, &f.Value)
}

// Schema is the value's, or null.
func (f Field[T]) Schema(r huma.Registry) *huma.Schema {
	s := *r.Schema(reflect.TypeFor[T](), true, "")
	s.Nullable = true
	return &s
}

// on sets the field of a row, where it was given.
func (f Field[T]) on(field **T) {
	if f.Set {
		*field = f.Value
	}
}

// orZero returns the value for the store: nil where the field was absent, the zero value for null.
func (f Field[T]) orZero() *T {
	if f.Set && f.Value == nil {
		return new(T)
	}
	return f.Value
}

// day describes models.Date, which is written as YYYY-MM-DD, and as nothing for no date.
type day struct{}

// Schema allows a date or no date.
func (day) Schema(huma.Registry) *huma.Schema {
	empty := 0
	return &huma.Schema{AnyOf: []*huma.Schema{
		{Type: huma.TypeString, Format: "date", Pattern: "^(19|[2-9][0-9])", PatternDescription: "a year from 1900 on"},
		{Type: huma.TypeString, MaxLength: &empty},
	}}
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}
