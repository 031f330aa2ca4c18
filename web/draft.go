package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"debrief/models"
)

// draftView is what the check says of a text as it is written.
type draftView struct {
	Text    checkedText
	Field   string // the id of where it is written
	Refused string // why it cannot be checked
	Empty   bool
}

// draft draws a text that somebody is writing with what was found in it, or tells why it could not be stored.
func (w *site) draft(r *request, field, body string, found []models.Finding, err error) (v draftView, _ error) {
	v.Field = field
	switch v.Empty = strings.TrimSpace(body) == ""; {
	case err != nil && models.KindOf(err) != models.Invalid:
		return v, err
	case v.Empty:
		return v, nil
	case err != nil:
		v.Refused = strings.Join(models.Lines(err), ", ")
		return v, nil
	}
	rules, err := w.store.Rules(r.Request().Context())
	if err != nil {
		return v, err
	}
	v.Text, err = textWith(body, found, rules)
	return v, err
}

// Count says how much was found, the gravest first.
func (v draftView) Count() string {
	var counts []string
	for _, level := range models.Levels {
		n := 0
		for _, f := range v.Text.Findings {
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
