package api

import (
	"errors"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

// Version is the version that a caller saw, as If-Match carries it.
type Version struct {
	N     int64 // 0 for any, none for nothing there yet
	Given bool
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

var errVersion = errors.New(`must be a version as ETag gives it, such as "7", or *`)

// UnmarshalText reads "7" with its quotes, or * for any version.
func (v *Version) UnmarshalText(text []byte) error {
	v.Given = true
	s := string(text)
	if s == "*" {
		return nil
	}
	inner, ok := strings.CutPrefix(s, `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	n, err := strconv.ParseInt(inner, 10, 64)
	if !ok || !closed || err != nil || n < 0 {
		return errVersion
	}
	if v.N = n; n == 0 {
		v.N = none
	}
	return nil
}

// Schema describes the header.
func (Version) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Examples: []any{`"7"`}}
}

// IfMatch lets a verb name the version that the caller saw.
type IfMatch struct {
	Match Version `header:"If-Match" doc:"The version that you saw, or * for any, as is without"`
}

// seen is the number that the caller saw of what has its versions counted; -1 for any.
func (m IfMatch) seen() int { return m.Match.counted() }

// counted is the version as a number that counts from 0, for nothing there yet; -1 for any.
func (v Version) counted() int {
	switch v.N {
	case 0:
		return -1
	case none:
		return 0
	}
	return int(v.N)
}

// MustMatch makes an edit name the version that the caller saw.
type MustMatch struct {
	Match Version `header:"If-Match" required:"true" doc:"The version that you saw, or * for any"`
}

// MayCreate is for what may not be there yet: without If-Match it is only made, never written over.
type MayCreate struct {
	Match Version `header:"If-Match" doc:"The version that you saw, or * for any; without, nothing may be there yet"`
}

// none is the version of what is not there, whose ETag is "0": no row has it.
const none = -1

// orNone is the version for the store: none for nothing there yet.
func (m MayCreate) orNone() int64 {
	if !m.Match.Given {
		return none
	}
	return m.Match.N
}

// seen is the number of what has its versions counted: 0 for nothing there yet, also without If-Match; -1 for any.
func (m MayCreate) seen() int {
	if !m.Match.Given {
		return 0
	}
	return m.Match.counted()
}

// demand asks for If-Match where something is there already, and the caller did not say that they saw it.
func (m MayCreate) demand(err error) error {
	var known *models.Error
	if m.Match.Given || !errors.As(err, &known) || known.Kind != models.Stale {
		return err
	}
	p := versionRequired()
	p.Version = &known.Version
	return p
}

// of returns the version to save a row under that was loaded with that one: also under * nothing is written over unseen.
func (v Version) of(loaded int64) int64 {
	if v.N == 0 {
		return loaded
	}
	return v.N
}
