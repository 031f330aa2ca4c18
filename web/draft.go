package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"debrief/models"
)

// maxDraft bounds the findings that are told of a text as it is written: nobody reads more of them at once.
const maxDraft = 100

// draftView is what the check says of a text as it is written.
type draftView struct {
	Text    checkedText
	Field   string // the id of where it is written
	Refused string // why it could not be stored
	Empty   bool
	Count   string // of what was found, the gravest first
	More    int    // findings that are not told
}

// draft draws a text that somebody is writing with what was found in it, or tells why it could not be stored.
func (w *site) draft(r *request, field, text string, found []models.Finding, err error) (v draftView, _ error) {
	v.Field = field
	var known *models.Error
	switch v.Empty = strings.TrimSpace(text) == ""; {
	case err != nil && (!errors.As(err, &known) || known.Kind != models.Invalid || len(known.Fields) == 0):
		return v, err
	case v.Empty:
		return v, nil
	case err != nil:
		v.Refused = known.Fields[0].Message
		return v, nil
	}
	rules, err := w.store.Rules(r.Request().Context())
	if err != nil {
		return v, err
	}
	v.Count = countOf(found)
	if len(found) > maxDraft {
		slices.SortStableFunc(found, func(a, b models.Finding) int { return gravity(a.Level) - gravity(b.Level) })
		found, v.More = found[:maxDraft], len(found)-maxDraft
	}
	v.Text, err = textWith(text, found, rules)
	return v, err
}

// countOf says how much was found, the gravest first.
func countOf(found []models.Finding) string {
	var counts []string
	for _, level := range models.Levels {
		n := 0
		for _, f := range found {
			if f.Level == level {
				n++
			}
		}
		if n > 0 {
			name := strings.ToLower(word(level))
			counts = append(counts, plural(n, name, name+"s"))
		}
	}
	return strings.Join(counts, ", ")
}

// live reports whether a script of a page asks for a part of it.
func (r *request) live() bool { return r.Request().Header.Get("HX-Request") != "" }

// part answers with a part of a page.
func (r *request) part(name string, data any) error {
	var b bytes.Buffer
	if err := parts.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return r.HTMLBlob(http.StatusOK, b.Bytes())
}
