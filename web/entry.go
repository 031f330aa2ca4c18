package web

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"debrief/models"
)

// entry is what a history tells at one place: an event, or several that belong together.
type entry struct {
	told
	At time.Time // of the newest
}

// foldedWithin is how long somebody may take from one question of a checklist to the next: what they say of each is told together.
const foldedWithin = 10 * time.Minute

// severally are the events of which one is written for each question, in the words for several questions.
var severally = map[string]string{"answered": "answered ", "settled": "recorded the outcomes of "}

// Entries puts events, the newest first, into words.
func (p *page) Entries(events []models.Event) (list []entry) {
	for len(events) > 0 {
		n := 1
		for n < len(events) && goesOn(events[n], events[n-1]) {
			n++
		}
		list = append(list, entry{p.together(events[:n]), events[0].At})
		events = events[n:]
	}
	return list
}

// goesOn reports whether somebody went on from what one event tells to what the next does.
func goesOn(e, next models.Event) bool {
	return e.Subject == models.SubjectReview && severally[e.Verb] != "" && e.Verb == next.Verb && e.SubjectID == next.SubjectID &&
		e.ActorID != nil && next.ActorID != nil && *e.ActorID == *next.ActorID && next.At.Sub(e.At) <= foldedWithin
}

// together tells of events that belong together: how many questions they are about, and each with its verdict, in the order of time.
func (p *page) together(events []models.Event) told {
	if len(events) == 1 {
		return p.Told(events[0])
	}
	t := told{Who: p.Name(events[0].ActorID)}
	questions := map[int64]bool{}
	for _, e := range slices.Backward(events) {
		id := changedID(e, "question_id")
		questions[id] = true
		t.Changes = append(t.Changes, p.verdictOn(e, id, e.Changes["verdict"][1]))
	}
	t.Pieces = []piece{{Text: severally[events[0].Verb]}, {Text: plural(len(questions), "question", "questions"), To: anchor(events[0], "checklist")}}
	return t
}

// agreed lists the verdicts that were recorded with one press, in the order of the checklist.
func (p *page) agreed(e models.Event) (list []string) {
	verdicts, _ := e.Changes["outcomes"][1].(map[string]any)
	ids := map[int64]any{}
	for name, verdict := range verdicts {
		if id, err := strconv.ParseInt(name, 10, 64); err == nil {
			ids[id] = verdict
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		list = append(list, p.verdictOn(e, id, ids[id]))
	}
	return list
}

// verdictOn is a line of a list: the question, and what was said of it.
func (p *page) verdictOn(e models.Event, id int64, verdict any) string {
	name := "A question of the checklist"
	if title := p.question(e, id).Title; title != "" {
		name = "“" + title + "”"
	}
	return name + ": " + p.value("verdict", verdict)
}
