package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"debrief/models"
	"debrief/models/store"
)

// stored is what a field of a form had when the form was made: what two people changed in it is told by that.
type stored struct{ Name, Value string }

// merged is what became of a form of which somebody saved another one meanwhile.
type merged struct {
	taken   []string // the fields that only they changed
	clashes []string // those that both changed
}

// merge puts what somebody saved meanwhile into the fields that the author of the form left as they were. What both changed stays
// as the author has it, and is asked about. A form that does not tell what it was made of is left alone.
func (f *form) merge(now []stored) {
	m, values := merged{}, maps.Clone(f.Values)
	for _, s := range now {
		if !values.Has("was." + s.Name) {
			return
		}
		in := input{values: values}
		was, mine := strings.TrimSpace(in.text("was."+s.Name)), strings.TrimSpace(in.text(s.Name))
		switch {
		case mine == s.Value:
		case f.undecided(s.Name):
			m.clashes = append(m.clashes, s.Name)
		case was == s.Value:
		case mine == was:
			m.taken = append(m.taken, s.Name)
			values.Set(s.Name, s.Value)
		default:
			m.clashes = append(m.clashes, s.Name)
		}
	}
	f.Values, f.merged = values, &m
}

// overtakenBy notes what happened to the thing of the form since it was made, of its newest events. A form that does not tell which
// event it was made after is told of none.
func (f *form) overtakenBy(newest []models.Event) {
	seen, err := strconv.ParseInt(f.Values.Get("was.event"), 10, 64)
	if err != nil {
		return
	}
	for _, e := range newest {
		if e.ID > seen {
			f.meanwhile = append(f.meanwhile, e)
		}
	}
}

// madeOf is what the form for a new version of something was made of: the version before, and the newest event about such things.
type madeOf struct {
	Number int
	Event  int64
}

// madeOf returns what a form for a new version is made of now. Who was overtaken is told of what happened since, and saves over it next
// time; who is refused for anything else has not seen it yet.
func (r *request) madeOf(subject models.Subject, number int, f *form) (madeOf, error) {
	newest, _, err := r.store.Events(r.Request().Context(), r.by, store.EventFilter{Subject: subject}, store.Page{Limit: shownEvents})
	if err != nil {
		return madeOf{}, err
	}
	made := madeOf{Number: number}
	if len(newest) > 0 {
		made.Event = newest[0].ID
	}
	switch {
	case f == nil:
	case f.Stale:
		f.overtakenBy(newest)
	default:
		before, err := strconv.Atoi(f.Values.Get("number"))
		event, other := strconv.ParseInt(f.Values.Get("was.event"), 10, 64)
		if err == nil && other == nil {
			made = madeOf{before, event}
		}
	}
	return made, nil
}

// Meanwhile are the events that say more than which fields were changed, the newest first: it was committed to, put off, closed.
func (f *form) Meanwhile() (list []models.Event) {
	for _, e := range f.meanwhile {
		if e.Verb != "changed" && e.Verb != "linked" {
			list = append(list, e)
		}
	}
	return list
}

// Savers names who changed meanwhile what the page's form is about; "" where that is not known, or was nobody.
func (p *page) Savers() string {
	ids := make([]*int64, len(p.Form.meanwhile))
	for n, e := range p.Form.meanwhile {
		ids[n] = e.ActorID
	}
	return p.each(ids)
}

// Authors names who saved these versions of a document; "" where that was nobody.
func (p *page) Authors(versions []models.Document) string {
	ids := make([]*int64, len(versions))
	for n, d := range versions {
		ids[n] = d.AuthorID
	}
	return p.each(ids)
}

// each names everybody of a list once, without Debrief itself.
func (p *page) each(ids []*int64) string {
	var names []string
	for _, id := range ids {
		if name := p.Name(id); id != nil && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return models.Enumerate(names)
}

// choose takes of each field that two people changed what its author chose. Who chose nothing is asked again.
func (in *input) choose() {
	for _, name := range in.values["clash"] {
		switch in.text("keep." + name) {
		case "mine":
		case "theirs":
			in.values.Set(name, in.values.Get("was."+name))
		default:
			in.check.Fail(name, "was changed by both of you: choose which stays")
		}
	}
}

// clashes reports whether two people changed that field and nobody chose yet what stays of it.
func (f *form) clashes(name string) bool {
	if f.merged != nil {
		return slices.Contains(f.merged.clashes, name)
	}
	return f.undecided(name)
}

// undecided reports whether the form asked which change stays, and its author did not say.
func (f *form) undecided(name string) bool {
	return slices.Contains(f.Values["clash"], name) && !f.Values.Has("keep."+name)
}

// overtook reports whether what is stored of that field is shown beside what the author has.
func (f *form) overtook(name string) bool {
	return f.clashes(name) || f.Stale && f.merged == nil
}

// Merged reports whether the form has what somebody saved meanwhile.
func (f *form) Merged() bool { return f.merged != nil }

// Taken names what was taken over from there; "" for nothing.
func (f *form) Taken() string {
	if len(f.merged.taken) == 0 {
		return ""
	}
	names := make([]string, len(f.merged.taken))
	for n, name := range f.merged.taken {
		names[n] = "“" + f.called(name) + "”"
	}
	return models.Enumerate(names)
}

// Clashes are the fields that both changed.
func (f *form) Clashes() (list []wrong) {
	for _, name := range f.merged.clashes {
		w := wrong{Label: f.called(name)}
		if c := f.drawn[name]; c != nil {
			w.ID = c.ID
		}
		list = append(list, w)
	}
	return list
}

// called is what the page calls a field.
func (f *form) called(name string) string {
	if c := f.drawn[name]; c != nil {
		return c.Label
	}
	return label(name)
}
