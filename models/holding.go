package models

import (
	"fmt"
	"slices"
	"time"
)

// HoldingAs says what somebody is to a thing that is still with them.
type HoldingAs string

// The ways in which something is with a person.
const (
	HoldsItem        HoldingAs = "item_owner"
	HoldsProposal    HoldingAs = "proposal_owner"
	HoldsReview      HoldingAs = "review_owner"
	Facilitates      HoldingAs = "review_facilitator"
	Attends          HoldingAs = "attendee"
	LeadsTeam        HoldingAs = "team_lead"
	ManagesTeam      HoldingAs = "engineering_manager"
	ManagesTeamsWork HoldingAs = "product_manager"
	ManagesPerson    HoldingAs = "manager"
	CoversPerson     HoldingAs = "delegate"
)

// Holding is one thing that is still with a person.
type Holding struct {
	As       HoldingAs `json:"as" enum:"item_owner,proposal_owner,review_owner,review_facilitator,attendee,team_lead,engineering_manager,product_manager,manager,delegate"`
	ID       int64     `json:"id" doc:"Of the action item, review, meeting, team or person"`
	ReviewID *int64    `json:"review_id,omitempty" doc:"Of an action item, a review or a meeting"`
	Title    string    `json:"title" doc:"Of the action item or the incident, or the name of the team or person"`
}

// HoldingFacts are the things that may be with somebody.
type HoldingFacts struct {
	Items    []ActionItem
	Reviews  []Review
	Titles   map[int64]string // of the incidents, by review
	Meetings []Meeting
	Teams    []Team
	People   []Person
}

// Holdings returns what is still with the person: what nobody would see to if they left. It is in the order of the constants.
func (f HoldingFacts) Holdings(person int64, now time.Time) []Holding {
	list := []Holding{}
	is := func(id *int64) bool { return id != nil && *id == person }
	items := func(as HoldingAs, with func(ItemState) bool) {
		for _, a := range f.Items {
			if is(a.OwnerID) && with(a.State) {
				list = append(list, Holding{as, a.ID, &a.ReviewID, a.Title})
			}
		}
	}
	items(HoldsItem, ItemState.Open)
	items(HoldsProposal, func(s ItemState) bool { return s == Proposed })
	reviews := func(as HoldingAs, who func(Review) *int64) {
		for _, r := range f.Reviews {
			if is(who(r)) && r.Editable() == nil {
				list = append(list, Holding{as, r.ID, &r.ID, f.Titles[r.ID]})
			}
		}
	}
	reviews(HoldsReview, func(r Review) *int64 { return r.OwnerID })
	reviews(Facilitates, func(r Review) *int64 { return r.FacilitatorID })
	for _, m := range f.Meetings {
		for _, a := range m.Attendees {
			if a.PersonID == person && m.State == Scheduled && now.Before(m.End()) {
				list = append(list, Holding{Attends, m.ID, &m.ReviewID, f.Titles[m.ReviewID]})
			}
		}
	}
	teams := func(as HoldingAs, who func(Team) *int64) {
		for _, t := range f.Teams {
			if is(who(t)) && t.Active {
				list = append(list, Holding{As: as, ID: t.ID, Title: t.Name})
			}
		}
	}
	teams(LeadsTeam, func(t Team) *int64 { return t.LeadID })
	teams(ManagesTeam, func(t Team) *int64 { return t.ManagerID })
	teams(ManagesTeamsWork, func(t Team) *int64 { return t.ProductManagerID })
	people := func(as HoldingAs, who func(Person) *int64) {
		for _, p := range f.People {
			if is(who(p)) && p.Active {
				list = append(list, Holding{As: as, ID: p.ID, Title: p.Name})
			}
		}
	}
	people(ManagesPerson, func(p Person) *int64 { return p.ManagerID })
	people(CoversPerson, func(p Person) *int64 { return p.DelegateID })
	return list
}

// HoldingRef names one holding of a person.
type HoldingRef struct {
	As HoldingAs `json:"as" enum:"item_owner,proposal_owner,review_owner,review_facilitator,attendee,team_lead,engineering_manager,product_manager,manager,delegate"`
	ID int64     `json:"id" minimum:"1" doc:"Of the action item, review, meeting, team or person"`
}

// Handover is that one person gives to another what is with them.
type Handover struct {
	ToID     int64
	Holdings []HoldingRef // all of it without
}

// Of returns which of what is with a person is handed over to whom.
func (h Handover) Of(from int64, to Person, held []Holding) ([]Holding, error) {
	var c Check
	if to.ID == from {
		c.Fail("to_id", "must be somebody else")
	}
	if err := to.TakesOn("to_id"); err != nil {
		return nil, err
	}
	chosen := []Holding{}
	if len(h.Holdings) == 0 {
		chosen = append(chosen, held...)
	}
	for n, x := range h.Holdings {
		at := slices.IndexFunc(held, func(y Holding) bool { return y.As == x.As && y.ID == x.ID })
		if at < 0 {
			c.Fail(fmt.Sprintf("holdings[%d]", n), "is not with them, or not any more; look at what is")
			continue
		}
		if !slices.Contains(chosen, held[at]) {
			chosen = append(chosen, held[at])
		}
	}
	return chosen, c.Err()
}

// Administered reports whether only an administrator gives it to somebody else.
func (h Holding) Administered() bool {
	return slices.Contains([]HoldingAs{LeadsTeam, ManagesTeam, ManagesTeamsWork, ManagesPerson, CoversPerson}, h.As)
}

// Would returns what somebody would be who took it on, such as the owner of AI-3.
func (h Holding) Would() string {
	switch h.As {
	case HoldsItem, HoldsProposal:
		return "the owner of " + ActionItem{ID: h.ID}.Ref()
	case HoldsReview:
		return "the owner of " + Review{ID: h.ID}.Ref()
	case Facilitates:
		return "the facilitator of " + Review{ID: h.ID}.Ref()
	case Attends:
		return "at the meeting of " + Review{ID: *h.ReviewID}.Ref()
	case LeadsTeam:
		return "the lead of " + h.Title
	case ManagesTeam:
		return "the engineering manager of " + h.Title
	case ManagesTeamsWork:
		return "the product manager of " + h.Title
	case ManagesPerson:
		return "the manager of " + h.Title
	}
	return "who covers for " + h.Title
}

// Replace puts somebody in another's place among the attendees. Who is invited already stays as they are, but for facilitating in the
// other's place: else nobody would.
func (m *Meeting) Replace(from, to int64) {
	attendees := slices.Clone(m.Attendees)
	at := slices.IndexFunc(attendees, func(a Attendee) bool { return a.PersonID == from })
	there := slices.IndexFunc(attendees, func(a Attendee) bool { return a.PersonID == to })
	switch {
	case at < 0:
	case there >= 0:
		if attendees[at].Part == FacilitatorPart {
			attendees[there].Part, attendees[there].Optional = FacilitatorPart, false
		}
		attendees = slices.Delete(attendees, at, at+1)
	default:
		attendees[at] = Attendee{PersonID: to, Part: attendees[at].Part, Optional: attendees[at].Optional}
	}
	m.Attendees = attendees
}
