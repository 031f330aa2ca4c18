package models

import (
	"encoding/json"
	"reflect"
	"time"
)

// Subject says which kind of row something is about.
type Subject string

// The kinds of subjects of events and nudges.
const (
	SubjectIncident Subject = "incident"
	SubjectReview   Subject = "review"
	SubjectItem     Subject = "action_item"
	SubjectPerson   Subject = "person"
	SubjectTeam     Subject = "team"
	SubjectService  Subject = "service"
	SubjectPolicy   Subject = "policy"
	SubjectTemplate Subject = "checklist"
	SubjectToken    Subject = "token"
	SubjectRule     Subject = "rule"

	SubjectDocumentTemplate Subject = "document_template"
)

// Event is who did what, when: written in the transaction of every change, never changed or removed.
type Event struct {
	ID        int64             `json:"id"`
	At        time.Time         `json:"at"`
	ActorID   *int64            `json:"actor_id,omitempty" doc:"Absent for Debrief itself"`
	Subject   Subject           `json:"subject"`
	SubjectID int64             `json:"subject_id"`
	ReviewID  *int64            `json:"review_id,omitempty" doc:"Who may see the review may see the event"`
	Verb      string            `json:"verb" doc:"In the past tense, such as committed"`
	Note      string            `json:"note,omitempty" doc:"The reason that was given"`
	Changes   map[string][2]any `json:"changes,omitempty" gorm:"serializer:json" doc:"Fields with their value before and after"`
}

// Verbs are all that is recorded of each kind of subject.
var Verbs = map[Subject][]string{
	SubjectIncident: {"reported", "changed", "imported", "withdrawn", "taken back"},
	SubjectReview: {"opened", "imported", "changed", "deadline set", "deadline moved", "submitted", "reviewed", "closed", "waived", "reopened",
		"meeting scheduled", "meeting changed", "meeting called off", "meeting held", "attendance corrected", "meeting not held", "invitation answered",
		"document saved", "document taken up again", "checked",
		"finding dismissed", "finding reopened", "commented", "replied", "comment resolved", "comment reopened", "message written", "message approved",
		"message posted", "answered", "settled", "settled together", "question waived"},
	SubjectItem: {"proposed", "imported", "changed", "committed", "linked", "started", "stopped", "completed", "reopened", "rejected",
		"rejection proposed", "rejection withdrawn", "kept", "due date moved", "deadline moved", "slip explained", "snoozed", "disowned"},
	SubjectPerson:           {"added", "changed", "handed over", "sign-in link made", "signed in", "joined to an account", "parted from an account"},
	SubjectTeam:             {"added", "changed"},
	SubjectService:          {"added", "changed"},
	SubjectPolicy:           {"changed"},
	SubjectTemplate:         {"added"},
	SubjectDocumentTemplate: {"added"},
	SubjectToken:            {"made", "revoked"},
	SubjectRule:             {"changed"},
}

// unseen are the fields of which a change tells a reader nothing.
var unseen = map[string]bool{"version": true, "updated_at": true, "created_at": true, "nudge_on": true, "link": true, "body": true,
	"invitation": true, "revision": true}

// Changes returns what differs between two states of one thing, by the field names of its JSON.
func Changes(before, after any) map[string][2]any {
	b, a := fields(before), fields(after)
	diff := map[string][2]any{}
	for key, now := range a {
		if !unseen[key] && !reflect.DeepEqual(b[key], now) {
			diff[key] = [2]any{b[key], now}
		}
	}
	for key, was := range b {
		if _, still := a[key]; !still && !unseen[key] {
			diff[key] = [2]any{was, nil}
		}
	}
	if len(diff) == 0 {
		return nil
	}
	return diff
}

func fields(v any) map[string]any {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // domain types always marshal
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		panic(err) // domain types are objects
	}
	return m
}
