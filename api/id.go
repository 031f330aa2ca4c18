package api

import (
	"errors"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// ID is the number of something.
type ID struct{ N int64 }

// ReviewID is a review's number, with or without PM- before it.
type ReviewID struct{ N int64 }

// ItemID is an action item's number, with or without AI- before it.
type ItemID struct{ N int64 }

// UnmarshalText reads 42.
func (id *ID) UnmarshalText(text []byte) error { return readID(&id.N, text, "") }

// UnmarshalText reads 17 or PM-17.
func (id *ReviewID) UnmarshalText(text []byte) error { return readID(&id.N, text, "PM-") }

// UnmarshalText reads 42 or AI-42.
func (id *ItemID) UnmarshalText(text []byte) error { return readID(&id.N, text, "AI-") }

// Schema describes the parameter.
func (ID) Schema(huma.Registry) *huma.Schema { return idSchema("", "42") }

// Schema describes the parameter.
func (ReviewID) Schema(huma.Registry) *huma.Schema { return idSchema("(PM-)?", "PM-17") }

// Schema describes the parameter.
func (ItemID) Schema(huma.Registry) *huma.Schema { return idSchema("(AI-)?", "AI-42") }

func idSchema(prefix, example string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^" + prefix + "[1-9][0-9]*$", Examples: []any{example}}
}

func readID(id *int64, text []byte, prefix string) error {
	s := strings.TrimPrefix(string(text), prefix)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != s {
		return errors.New("must be a number such as " + prefix + "42")
	}
	*id = n
	return nil
}

// Ref names one thing in a path.
type Ref struct {
	ID ID `path:"id"`
}

// ReviewRef names one review in a path.
type ReviewRef struct {
	ID ReviewID `path:"id" doc:"17 or PM-17"`
}

// ItemRef names one action item in a path.
type ItemRef struct {
	ID ItemID `path:"id" doc:"42 or AI-42"`
}
