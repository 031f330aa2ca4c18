package web

import (
	"strings"

	"debrief/models"
)

// overtaken is what a button, or a form that is no longer on the page, came too late for.
type overtaken struct {
	What  string
	State any           // what it is now; nil where the button was about something else
	Last  *models.Event // who changed it, if that is known
}

// Overtaken tells of a refused form that was on a page from before and has nothing on this one that was typed; else nil.
func (p *page) Overtaken() *overtaken {
	if p.Form == nil || !p.Form.Stale || len(p.Form.drawn) > 0 {
		return nil
	}
	switch v := p.Data.(type) {
	case itemView:
		o := &overtaken{What: v.Item.Ref(), State: v.Item.State}
		if len(v.History.Rows) > 0 {
			o.Last = &v.History.Rows[0]
		}
		return o
	case reviewView:
		o := &overtaken{What: v.Review.Ref()}
		part, _, _ := strings.Cut(p.Form.Name, "-")
		if part == "state" {
			o.State = v.Review.State
		}
		for n, e := range v.History.Rows {
			if e.Subject == models.SubjectReview && overtakes(part, e.Verb) {
				o.Last = &v.History.Rows[n]
				break
			}
		}
		return o
	}
	return nil
}

// overtakes reports whether what happened to a review changed what a form of that part of its page is about.
func overtakes(part, verb string) bool {
	switch part {
	case "comments":
		return strings.HasPrefix(verb, "comment ")
	case "messages":
		return strings.HasPrefix(verb, "message ")
	case "state":
		switch verb {
		case "changed", "submitted", "reviewed", "closed", "waived", "reopened", "document saved", "document taken up again":
			return true
		}
		return false
	}
	return strings.HasPrefix(verb, part)
}
