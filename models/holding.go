package models

import "time"

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
