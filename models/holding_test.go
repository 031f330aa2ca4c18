package models

import (
	"slices"
	"testing"
	"time"
)

func TestWhatIsStillWithSomebody(t *testing.T) {
	t.Parallel()
	ana, other, now := new(int64(4)), new(int64(5)), instant(t, "2026-03-10T10:00:00Z")
	f := HoldingFacts{Titles: map[int64]string{1: "Slow", 2: "Down", 3: "Over"}}
	for n, state := range ItemStates {
		f.Items = append(f.Items, ActionItem{ID: int64(n), ReviewID: 1, State: state, OwnerID: ana}, ActionItem{ID: 99, State: state, OwnerID: other}, ActionItem{ID: 98, State: state})
	}
	f.Reviews = []Review{{ID: 1, State: Draft, OwnerID: ana, FacilitatorID: other}, {ID: 2, State: Reviewed, OwnerID: other, FacilitatorID: ana},
		{ID: 3, State: Closed, OwnerID: ana}, {ID: 4, State: Waived, FacilitatorID: ana}}
	meeting := func(id int64, state MeetingState, starts time.Duration, person int64) Meeting {
		return Meeting{ID: id, ReviewID: 2, State: state, StartsAt: now.Add(starts), Minutes: 30, Attendees: []Attendee{{PersonID: person}}}
	}
	f.Meetings = []Meeting{meeting(1, Scheduled, time.Hour, 4), meeting(2, Scheduled, -time.Hour, 4), meeting(3, CalledOff, time.Hour, 4), meeting(4, Scheduled, time.Hour, 5)}
	f.Teams = []Team{{ID: 1, Name: "A", Active: true, LeadID: ana, ProductManagerID: ana}, {ID: 2, Name: "B", LeadID: ana}, {ID: 3, Name: "C", Active: true, LeadID: other, ManagerID: ana}}
	f.People = []Person{{ID: 7, Name: "Bea", Active: true, ManagerID: ana, DelegateID: ana}, {ID: 8, Name: "Cem", ManagerID: ana}, {ID: 9, Active: true, ManagerID: other}}

	got := f.Holdings(4, now)
	var as []HoldingAs
	for _, h := range got {
		as = append(as, h.As)
	}
	want := []HoldingAs{HoldsItem, HoldsItem, HoldsProposal, HoldsReview, Facilitates, Attends, LeadsTeam, ManagesTeam, ManagesTeamsWork, ManagesPerson, CoversPerson}
	if !slices.Equal(as, want) {
		t.Errorf("held are %v, want %v", as, want)
	}
	if h := got[5]; h.ID != 1 || *h.ReviewID != 2 || h.Title != "Down" {
		t.Errorf("the meeting is %+v", h)
	}
	if h := got[7]; h.ID != 3 || h.ReviewID != nil || h.Title != "C" {
		t.Errorf("the team is %+v", h)
	}
	if list := f.Holdings(6, now); list == nil || len(list) > 0 {
		t.Errorf("with nobody in particular are %+v", list)
	}
}
