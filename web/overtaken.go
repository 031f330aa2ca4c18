package web

import (
	"slices"
	"strings"

	"debrief/models"
)

// overtaken is what a button, or a form that is no longer on the page, came too late for.
type overtaken struct {
	What  string
	State any           // what it is now; nil where the button was about something else
	Last  *models.Event // who changed it, if that is known
	Typed []said        // what the form had, where it is there no more
}

// said is a text that somebody typed, by the name of its field.
type said struct{ Label, Text string }

// prose are the fields in which people write.
var prose = []string{"title", "description", "done_when", "body", "note", "reason", "waived_reason", "place", "document_url", "posted_url"}

// typed returns what somebody wrote in the form.
func (f *form) typed() (list []said) {
	for _, name := range prose {
		if text := strings.TrimSpace(f.Values.Get(name)); text != "" {
			list = append(list, said{label(name), text})
		}
	}
	return list
}

// Overtaken tells of a refused form that was on a page from before and has nothing on this one that was typed; else nil.
func (p *page) Overtaken() *overtaken {
	if p.Form == nil || !p.Form.Stale || len(p.Form.drawn) > 0 {
		return nil
	}
	switch v := p.Data.(type) {
	case incidentView:
		o := &overtaken{What: "The incident", Typed: p.Form.typed()}
		if len(v.History.Rows) > 0 {
			o.Last = &v.History.Rows[0]
		}
		return o
	case itemView:
		o := &overtaken{What: v.Item.Ref(), State: v.Item.State, Typed: p.Form.typed()}
		if len(v.History.Rows) > 0 {
			o.Last = &v.History.Rows[0]
		}
		return o
	case reviewView:
		o := &overtaken{What: v.Review.Ref(), Typed: p.Form.typed()}
		part, which, _ := strings.Cut(p.Form.Name, "-")
		if part == "state" {
			o.State = v.Review.State
		}
		o.Last = lastOf(v.History.Rows, func(e models.Event) bool {
			return e.Subject == models.SubjectReview && slices.Contains(overtakes[part], e.Verb) && (part != "findings" || text(changedID(e, "finding_id")) == which)
		})
		return o
	case documentView:
		if strings.HasPrefix(p.Form.Name, "comments-") {
			return &overtaken{What: v.Review.Ref(), Last: v.Last}
		}
	}
	return nil
}

// lastOf is the newest of these events that is one of those, nil for none.
func lastOf(newestFirst []models.Event, one func(models.Event) bool) *models.Event {
	if n := slices.IndexFunc(newestFirst, one); n >= 0 {
		return &newestFirst[n]
	}
	return nil
}

// overtakes is what, when it happens to a review, changes what a form of that part of its page is about.
var overtakes = map[string][]string{
	"checklist":   {"answered", "settled", "settled together", "question waived"},
	"comments":    {"comment resolved", "comment reopened"},
	"document":    {"changed"},
	"findings":    {"finding dismissed", "finding reopened"},
	"meeting":     {"meeting scheduled", "meeting changed", "meeting called off", "meeting held", "meeting not held", "attendance corrected"},
	"messages":    {"message written", "message approved", "message posted"},
	"people":      {"changed"},
	"restriction": {"changed"},
	"state":       {"changed", "submitted", "reviewed", "closed", "waived", "reopened", "document saved", "document taken up again"},
}
