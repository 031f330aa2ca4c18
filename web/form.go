package web

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/models"
)

// form is one form of a page that was refused: what was typed, and what is wrong with it.
type form struct {
	Name      string
	Values    url.Values
	Errors    []models.FieldError
	Missing   []string
	Message   string
	Stale     bool
	Asks      []models.MeetingConflict // nothing is wrong: somebody is asked whether they mean that time
	merged    *merged                  // nil where nothing was saved meanwhile, or the form is not merged
	meanwhile []models.Event           // what happened since the form was made, the newest first, where that is known
	drawn     map[string]*field        // its controls, by their names: once the page was drawn
}

// of reports whether it is that form of the page; a nil form is none.
func (f *form) of(name string) bool { return f != nil && f.Name == name }

func (f *form) errorAt(field string) string {
	var list []string
	for _, e := range f.Errors {
		if e.Field == field {
			list = append(list, f.words(e.Message))
		}
	}
	return strings.Join(list, "; ")
}

// draws notes a control of the form, so that errors call it what the page does.
func (f *form) draws(c *field) *field {
	if f.drawn == nil {
		f.drawn = map[string]*field{}
	}
	f.drawn[c.Name] = c
	c.Error = f.errorAt(c.Name)
	return c
}

// wrong is a field at fault, as people know it; ID is that of its control, if the page has one.
type wrong struct{ ID, Label, Message string }

// Whole reports whether the message is a sentence of its own, and no end of one that the label begins.
func (w wrong) Whole() bool { return upperFirst(w.Message) == w.Message }

// Wrong returns the fields at fault.
func (f *form) Wrong() []wrong {
	list := make([]wrong, len(f.Errors))
	for n, e := range f.Errors {
		list[n] = wrong{Label: label(e.Field), Message: f.words(e.Message)}
		if c := f.drawn[e.Field]; c != nil {
			list[n].ID, list[n].Label = c.ID, c.Label
		}
	}
	return list
}

// codeName is a name of a field or a value in a message, which is written for the API too.
var codeName = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+\b`)

// isoDay is a day as the API writes it, or the example of one.
var isoDay = regexp.MustCompile(`(?:such as )?\b\d{4}-\d\d-\d\d\b(?:T[\d:]+)?`)

// spelt writes the days of a message as the pages do.
func spelt(message string) string {
	return isoDay.ReplaceAllStringFunc(message, func(text string) string {
		if d, err := models.ParseDate(text); err == nil {
			return dueAsOf(d, d, false).Day
		}
		return text // an example of what to type
	})
}

// words puts what the page calls a field or a value in the place of its name in code.
func (f *form) words(message string) string {
	return codeName.ReplaceAllStringFunc(spelt(message), func(name string) string {
		if c := f.drawn[name]; c != nil {
			return "“" + c.Label + "”"
		}
		if w, known := wordings[name]; known {
			return "“" + w + "”"
		}
		return name
	})
}

// input reads a form's values and gathers what cannot be read.
type input struct {
	values url.Values
	zone   *time.Location
	check  models.Check
}

func (r *request) input() *input { return &input{values: r.Request().PostForm, zone: r.me.Location()} }

// refused joins what could not be read with what the verb says; a verb is not to run on input that could not be read.
func (in *input) refused() error { return in.check.Err() }

func (in *input) text(name string) string {
	return strings.ReplaceAll(in.values.Get(name), "\r\n", "\n") // browsers send the former
}

func (in *input) on(name string) bool { return in.values.Get(name) != "" }

func (in *input) integer(name string) int {
	text := strings.TrimSpace(in.values.Get(name))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		in.check.Fail(name, "must be a whole number")
	}
	return n
}

// id reads the choice of a select; 0 for none.
func (in *input) id(name string) int64 {
	text := in.values.Get(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		in.check.Fail(name, "is not one of the choices")
	}
	return n
}

func (in *input) optional(name string) *int64 {
	if n := in.id(name); n != 0 {
		return &n
	}
	return nil
}

func (in *input) ids(name string) []int64 {
	list := []int64{}
	for _, text := range in.values[name] {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			in.check.Fail(name, "is not one of the choices")
			continue
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

func (in *input) date(name string) models.Date {
	text := strings.TrimSpace(in.values.Get(name))
	if text == "" {
		return models.Date{}
	}
	d, err := models.ParseDate(text)
	if err != nil {
		in.check.Fail(name, "must be a date such as 2026-03-31")
	}
	return d
}

// The layouts of <input type="datetime-local">.
const (
	minuteLayout = "2006-01-02T15:04"
	secondLayout = "2006-01-02T15:04:05"
)

// moment reads a local time in the person's zone. One that was shown and not touched stays what it was, to the microsecond
// and in a doubled hour.
func (in *input) moment(name string, before *time.Time) *time.Time {
	text := strings.TrimSpace(in.values.Get(name))
	if text == "" {
		return nil
	}
	if before != nil && text == localTime(*before, in.zone) {
		return before
	}
	for _, layout := range []string{minuteLayout, secondLayout} {
		wall, err := time.Parse(layout, text)
		if err != nil || wall.Year() < 1900 {
			continue
		}
		at := models.DateOf(wall).At(wall.Hour(), wall.Minute(), in.zone).Add(time.Duration(wall.Second()) * time.Second).UTC()
		if at.In(in.zone).Format(secondLayout) != wall.Format(secondLayout) {
			in.check.Fail(name, "is no time in %s: clocks go forward over it that night", in.zone)
			return nil
		}
		at, _ = twice(at, in.zone)
		return &at
	}
	in.check.Fail(name, "must be a day and time such as 2026-03-31T14:00")
	return nil
}

// behind gives a clock that comes twice in a night its second time, where the first is before what it follows.
func (in *input) behind(at *time.Time, follows time.Time) *time.Time {
	if at == nil || !at.Before(follows) {
		return at
	}
	_, second := twice(*at, in.zone)
	return &second
}

// twice returns the two instants at which clocks show the same, in the hour that a night repeats; else it is one.
func twice(at time.Time, zone *time.Location) (first, second time.Time) {
	first, second = at, at
	start, end := at.In(zone).ZoneBounds()
	_, offset := at.In(zone).Zone()
	for _, edge := range []time.Time{start.Add(-time.Second), end} { // in the zone before, and in the one behind
		_, other := edge.In(zone).Zone()
		again := at.Add(time.Duration(offset-other) * time.Second)
		switch {
		case edge.IsZero() || localTime(again, zone) != localTime(at, zone):
		case again.Before(at):
			first = again
		default:
			second = again
		}
	}
	return first.UTC(), second.UTC()
}

func localTime(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	if t.Second() != 0 {
		return t.Format(secondLayout)
	}
	return t.Format(minuteLayout)
}

// version is the one that the form was made of. Every form has it; without it nothing is saved over.
func (in *input) version() int64 {
	n, err := strconv.ParseInt(in.values.Get("version"), 10, 64)
	if err != nil || n < 1 {
		in.check.Fail("version", "is missing; load the page again")
	}
	return n
}

// none is the version of what is not there: no row has it, so whoever saw nothing writes over nothing.
const none = -1

// versionOrNone is the version of what may not have been there when the form was made; the form shows that as 0.
func (in *input) versionOrNone() int64 {
	n, err := strconv.ParseInt(in.values.Get("version"), 10, 64)
	if err != nil || n < 0 {
		in.check.Fail("version", "is missing; load the page again")
	}
	if n == 0 {
		return none
	}
	return n
}

// seen is the number that the form was made of, where versions are counted; 0 where there was none.
func (in *input) seen() (int, error) {
	n, err := strconv.Atoi(in.values.Get("number"))
	if err != nil || n < 0 {
		in.check.Fail("number", "is missing; load the page again")
	}
	return n, in.refused()
}

// number reads an id of a path, with or without the letters before it.
func (r *request) number(param, prefix, name string) (int64, error) {
	text := r.Param(param)
	if len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
		text = text[len(prefix):]
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, models.NotFoundf("there is no %s %s", name, r.Param(param))
	}
	return id, nil
}

// chosen reads an integer of the query; 0 for none or nonsense, as a filter that nobody set.
func (r *request) chosen(name string) int64 {
	n, err := strconv.ParseInt(r.QueryParam(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func ref(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
