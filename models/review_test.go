package models

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	asMember      = Actor{PersonID: 2, Role: Member}
	asFacilitator = Actor{PersonID: 3, Role: Facilitator}
)

func TestSubmitAsksForADocumentAndAMeeting(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-04T12:00:00Z")
	scheduled, held := &Meeting{State: Scheduled}, &Meeting{State: Held}
	for _, c := range []struct {
		name    string
		number  int
		url     string
		meeting *Meeting
		missing int
	}{
		{"with both", 1, "", scheduled, 0},
		{"with a document elsewhere", 0, "https://wiki.example.com/pm", scheduled, 0},
		{"after the meeting was held", 1, "", held, 0},
		{"with nothing", 0, "", nil, 2},
		{"with a blank address", 0, "  ", scheduled, 1},
		{"without a meeting", 1, "", nil, 1},
		{"with a meeting that was called off", 1, "", &Meeting{State: CalledOff}, 1},
		{"with a meeting that was not held", 1, "", &Meeting{State: NotHeld}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := Review{ID: 17, State: Draft, DocumentNumber: c.number, DocumentURL: c.url}
			err := r.Submit(now, ReviewFacts{Meeting: c.meeting})
			if c.missing > 0 {
				refused(t, err, Conflict)
				if got := missingOf(err); len(got) != c.missing || r.State != Draft {
					t.Errorf("missing %q, want %d things", got, c.missing)
				}
				return
			}
			accepted(t, err)
			if r.State != InReview || r.SubmittedAt == nil || !r.SubmittedAt.Equal(now) {
				t.Errorf("is %s since %v", r.State, r.SubmittedAt)
			}
		})
	}
}

func TestAFacilitatorIsWishedForUntilTheMeeting(t *testing.T) {
	t.Parallel()
	somebody := int64(7)
	for _, c := range []struct {
		name    string
		review  Review
		meeting *Meeting
		want    bool
	}{
		{"a draft", Review{State: Draft}, nil, true},
		{"a draft with a meeting", Review{State: Draft}, &Meeting{State: Scheduled}, true},
		{"a draft whose meeting was not held", Review{State: Draft}, &Meeting{State: NotHeld}, true},
		{"in review", Review{State: InReview}, &Meeting{State: Scheduled}, true},
		{"one is named", Review{State: Draft, FacilitatorID: &somebody}, nil, false},
		{"the meeting was held", Review{State: InReview}, &Meeting{State: Held}, false},
		{"imported history", Review{State: Draft, Historic: true}, nil, false},
		{"reviewed", Review{State: Reviewed}, nil, false},
		{"waived", Review{State: Waived}, nil, false},
	} {
		todos := c.review.Todos(ReviewFacts{Meeting: c.meeting})
		n := slices.IndexFunc(todos, func(t Todo) bool { return t.Of == "people" })
		if n >= 0 != c.want {
			t.Errorf("%s: to do are %+v", c.name, todos)
		}
		if n >= 0 && !todos[n].Advice {
			t.Errorf("%s: it holds the review back", c.name)
		}
	}
	r := Review{State: Draft, DocumentNumber: 1}
	accepted(t, r.Submit(instant(t, "2026-03-04T12:00:00Z"), ReviewFacts{Meeting: &Meeting{State: Scheduled}}))
}

func TestCompleteAsksForTheMeetingAndEveryBlockingQuestion(t *testing.T) {
	t.Parallel()
	questions := []Question{{ID: 1, Text: "Honest?", Blocking: true}, {ID: 2, Text: "Terms?"}, {ID: 3, Text: "Blameless?", Blocking: true}}
	held := &Meeting{State: Held}
	for _, c := range []struct {
		name     string
		meeting  *Meeting
		outcomes []Outcome
		missing  []string
	}{
		{"all pass", held, []Outcome{{QuestionID: 1, Verdict: Pass}, {QuestionID: 3, Verdict: Pass}}, nil},
		{"one does not apply", held, []Outcome{{QuestionID: 1, Verdict: NotApplicable}, {QuestionID: 3, Verdict: Pass}}, nil},
		{"needs work, and is waived with a reason", held,
			[]Outcome{{QuestionID: 1, Verdict: NeedsWork, WaivedReason: "agreed"}, {QuestionID: 3, Verdict: Pass}}, nil},
		{"what does not block may need work", held,
			[]Outcome{{QuestionID: 1, Verdict: Pass}, {QuestionID: 2, Verdict: NeedsWork}, {QuestionID: 3, Verdict: Pass}}, nil},
		{"one needs work", held, []Outcome{{QuestionID: 1, Verdict: NeedsWork}, {QuestionID: 3, Verdict: Pass}}, []string{"mend what needs work of “Honest?” and record its outcome again, or let a facilitator waive it"}},
		{"nothing is answered", held, nil, []string{"settle the question “Honest?”", "Blameless?"}},
		{"the meeting is still to come", &Meeting{State: Scheduled}, []Outcome{{QuestionID: 1, Verdict: Pass}, {QuestionID: 3, Verdict: Pass}}, []string{"held"}},
		{"no meeting and no answers", nil, nil, []string{"held", "Honest?", "Blameless?"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := Review{ID: 17, State: InReview}
			err := r.Complete(instant(t, "2026-03-04T12:00:00Z"), ReviewFacts{Meeting: c.meeting, Questions: questions, Outcomes: c.outcomes})
			if c.missing == nil {
				accepted(t, err)
				return
			}
			refused(t, err, Conflict)
			got := missingOf(err)
			if len(got) != len(c.missing) {
				t.Fatalf("missing %q, want %q", got, c.missing)
			}
			for i, want := range c.missing {
				if !strings.Contains(got[i], want) {
					t.Errorf("missing %q, want it to say %q", got[i], want)
				}
			}
		})
	}
}

func TestCloseAsksForTheExternalMessageAndEveryProposal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		external *Message
		items    []ItemState
		missing  []string
	}{
		{"no message, no items", nil, nil, nil},
		{"posted, and open items outlive the review", &Message{State: Posted}, []ItemState{Committed, InProgress, Done, Rejected}, nil},
		{"a message that is only approved", &Message{State: Approved}, nil, []string{"post the external message: it is approved"}},
		{"a message that is a draft", &Message{State: MessageDraft}, nil, []string{"approve and post the external message"}},
		{"two proposals", nil, []ItemState{Proposed, Committed, Proposed}, []string{"AI-1", "AI-3"}},
		{"both", &Message{State: MessageDraft}, []ItemState{Proposed}, []string{"external message", "AI-1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := ReviewFacts{External: c.external}
			for i, s := range c.items {
				f.Items = append(f.Items, ActionItem{ID: int64(i + 1), State: s})
			}
			r := Review{ID: 17, State: Reviewed}
			err := r.Close(instant(t, "2026-03-04T12:00:00Z"), f)
			if c.missing == nil {
				accepted(t, err)
				return
			}
			refused(t, err, Conflict)
			if got := missingOf(err); len(got) != len(c.missing) {
				t.Fatalf("missing %q, want %q", got, c.missing)
			}
			for i, want := range c.missing {
				if got := missingOf(err)[i]; !strings.Contains(got, want) {
					t.Errorf("missing %q, want it to say %q", got, want)
				}
			}
		})
	}
}

func TestWaivingAndReopeningNeedAFacilitatorAndAReason(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-04T12:00:00Z")
	r := Review{State: Draft}
	refused(t, r.Waive(now, asMember, "too small", ReviewFacts{}), Forbidden)
	refused(t, r.Waive(now, asFacilitator, " ", ReviewFacts{}), Invalid, "reason")
	refused(t, r.Waive(now, asFacilitator, "too small", ReviewFacts{Meeting: &Meeting{State: Scheduled}}), Conflict)
	if err := r.Waive(now, asFacilitator, "too small", ReviewFacts{Meeting: &Meeting{State: Scheduled}}); !strings.Contains(err.Error(), "cannot be waived yet") {
		t.Errorf("it says %q", err)
	}
	accepted(t, r.Waive(now, asFacilitator, " too small ", ReviewFacts{}))
	if r.State != Waived || r.WaivedReason != "too small" || r.ClosedAt == nil {
		t.Errorf("is %s because %q, closed at %v", r.State, r.WaivedReason, r.ClosedAt)
	}
	refused(t, r.Editable(), Conflict)
	refused(t, r.Reopen(asMember, "it came back"), Forbidden)
	refused(t, r.Reopen(asFacilitator, ""), Invalid, "reason")
	accepted(t, r.Reopen(asFacilitator, "it came back"))
	if r.State != Draft || r.WaivedReason != "" || r.ClosedAt != nil {
		t.Errorf("is %s because %q, closed at %v", r.State, r.WaivedReason, r.ClosedAt)
	}
	accepted(t, r.Editable())
	refused(t, r.Reopen(asFacilitator, "again"), Conflict)
}

// The table of what leads where; all else has to be refused.
var reviewMoves = map[string]map[ReviewState]ReviewState{
	"Submit":   {Draft: InReview},
	"Complete": {InReview: Reviewed},
	"Close":    {Reviewed: Closed},
	"Waive":    {Draft: Waived, InReview: Waived},
	"Reopen":   {InReview: Draft, Reviewed: InReview, Closed: InReview, Waived: Draft},
}

func TestReviewStateMachine(t *testing.T) {
	t.Parallel()
	drawMeeting := func(t *rapid.T) *Meeting {
		s := rapid.SampledFrom([]MeetingState{"", Scheduled, Held, NotHeld, CalledOff}).Draw(t, "meeting")
		if s == "" {
			return nil
		}
		return &Meeting{State: s}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := Review{ID: 17, State: Draft}
		now := instant(t, "2026-03-02T09:00:00Z")
		// try runs a verb, and holds its answer against the table of moves and against what it asks for.
		try := func(t *rapid.T, verb string, ready bool, do func(r *Review) error) {
			now = now.Add(time.Hour)
			before := r
			err := do(&r)
			to, legal := reviewMoves[verb][before.State]
			switch {
			case err == nil && (!legal || !ready):
				t.Fatalf("%s is accepted from %s (ready: %v)", verb, before.State, ready)
			case err == nil && r.State != to:
				t.Fatalf("%s leads from %s to %s, want %s", verb, before.State, r.State, to)
			case err != nil && legal && ready:
				t.Fatalf("%s from %s is refused: %v", verb, before.State, err)
			case err != nil && !reflect.DeepEqual(r, before):
				t.Fatalf("%s is refused (%v), and yet changed %+v to %+v", verb, err, before, r)
			case err != nil && !slices.Contains([]Kind{Conflict, Invalid, Forbidden}, KindOf(err)):
				t.Fatalf("%s is refused as %q: %v", verb, KindOf(err), err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"Write": func(t *rapid.T) {
				if r.Editable() == nil {
					r.DocumentNumber += rapid.IntRange(0, 1).Draw(t, "document")
					r.DocumentURL = rapid.SampledFrom([]string{"", " ", "https://wiki.example.com/1"}).Draw(t, "url")
				}
			},
			"Submit": func(t *rapid.T) {
				m := drawMeeting(t)
				ready := (r.DocumentNumber > 0 || strings.HasPrefix(r.DocumentURL, "https:")) && m != nil && (m.State == Scheduled || m.State == Held)
				try(t, "Submit", ready, func(r *Review) error { return r.Submit(now, ReviewFacts{Meeting: m}) })
			},
			"Complete": func(t *rapid.T) {
				m := drawMeeting(t)
				f := ReviewFacts{Meeting: m, Questions: []Question{{ID: 1, Blocking: true}, {ID: 2}, {ID: 3, Blocking: true}}}
				settled := map[int64]bool{}
				for _, q := range f.Questions {
					verdict := rapid.SampledFrom([]Verdict{"", Pass, NeedsWork, NotApplicable}).Draw(t, "verdict")
					waived := rapid.SampledFrom([]string{"", "agreed"}).Draw(t, "waived")
					if verdict != "" {
						f.Outcomes = append(f.Outcomes, Outcome{QuestionID: q.ID, Verdict: verdict, WaivedReason: waived})
						settled[q.ID] = verdict != NeedsWork || waived != ""
					}
				}
				ready := m != nil && m.State == Held && settled[1] && settled[3]
				try(t, "Complete", ready, func(r *Review) error { return r.Complete(now, f) })
			},
			"Close": func(t *rapid.T) {
				f := ReviewFacts{}
				ready := true
				for n := range rapid.IntRange(0, 3).Draw(t, "items") {
					s := rapid.SampledFrom(ItemStates).Draw(t, "item")
					f.Items = append(f.Items, ActionItem{ID: int64(n), State: s})
					ready = ready && s != Proposed
				}
				if s := rapid.SampledFrom([]MessageState{"", MessageDraft, Approved, Posted}).Draw(t, "message"); s != "" {
					f.External = &Message{State: s}
					ready = ready && s == Posted
				}
				try(t, "Close", ready, func(r *Review) error { return r.Close(now, f) })
			},
			"Waive": func(t *rapid.T) {
				by, reason := drawActor(t), drawReason(t)
				ready := by.Need(Facilitator) == nil && isReason(reason)
				try(t, "Waive", ready, func(r *Review) error { return r.Waive(now, by, reason, ReviewFacts{}) })
			},
			"Reopen": func(t *rapid.T) {
				by, reason := drawActor(t), drawReason(t)
				ready := by.Need(Facilitator) == nil && isReason(reason)
				try(t, "Reopen", ready, func(r *Review) error { return r.Reopen(by, reason) })
			},
			"": func(t *rapid.T) {
				over := r.State == Closed || r.State == Waived
				for what, ok := range map[string]bool{
					"a known state":                           r.State.Valid(),
					"closed_at with the end, and only then":   (r.ClosedAt != nil) == over,
					"a reason with a waiver, and only then":   (r.WaivedReason != "") == (r.State == Waived),
					"reviewed_at once it was agreed":          (r.ReviewedAt != nil) == (r.State == Reviewed || r.State == Closed),
					"submitted_at while it is past the draft": r.SubmittedAt != nil || r.State == Draft || r.State == Waived,
					"no submitted_at in a draft":              r.SubmittedAt == nil || r.State != Draft,
					"open until it is agreed":                 r.Open() == (r.State == Draft || r.State == InReview),
					"editable until it is over":               (r.Editable() == nil) != over,
				} {
					if !ok {
						t.Fatalf("a review has %s: %+v", what, r)
					}
				}
			},
		})
	})
}

func TestMeetingLate(t *testing.T) {
	t.Parallel()
	due := day(t, "2026-03-09")
	open := Review{State: Draft, DueOn: due}
	for _, c := range []struct {
		name    string
		review  Review
		today   string
		meeting *Meeting
		want    bool
	}{
		{"not on the day itself", open, "2026-03-09", nil, false},
		{"the day after", open, "2026-03-10", nil, true},
		{"although it is scheduled", open, "2026-03-10", &Meeting{State: Scheduled}, true},
		{"not once it met", open, "2026-03-10", &Meeting{State: Held}, false},
		{"not without a deadline", Review{State: Draft}, "2026-03-10", nil, false},
		{"not when it is waived", Review{State: Waived, DueOn: due}, "2026-03-10", nil, false},
		{"not when it is history", Review{State: Draft, DueOn: due, Historic: true}, "2026-03-10", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.review.MeetingLate(day(t, c.today), c.meeting); got != c.want {
				t.Errorf("late: %v, want %v", got, c.want)
			}
		})
	}
}

func TestWhoTookPartMustNotFacilitate(t *testing.T) {
	t.Parallel()
	f := ReviewFacts{Incident: Incident{Responders: []Responder{{PersonID: 5, Part: Scribe}}}}
	r := Review{FacilitatorID: new(int64(5)), DocumentURL: "ftp://example.com/pm"}
	refused(t, r.Validate(f), Invalid, "facilitator_id", "document_url")
	r = Review{FacilitatorID: new(int64(6)), DocumentURL: " https://example.com/pm ", ReaderIDs: []int64{9, 4, 9}}
	accepted(t, r.Validate(f))
	if r.DocumentURL != "https://example.com/pm" || !slices.Equal(r.ReaderIDs, []int64{4, 9}) {
		t.Errorf("stored as %q for %v", r.DocumentURL, r.ReaderIDs)
	}
}

func TestARefusalSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	r := Review{ID: 17, State: Draft}
	err := fmt.Errorf("while saving: %w", r.Submit(time.Time{}, ReviewFacts{}))
	if !errors.Is(err, &Error{Kind: Conflict}) || errors.Is(err, &Error{Kind: NotFound}) || KindOf(err) != Conflict {
		t.Errorf("a %s error", KindOf(err))
	}
	for _, want := range []string{"PM-17", "write the document", "schedule the meeting"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}

func TestARejectionIsDecidedByTheReviewsOwnerOrAFacilitator(t *testing.T) {
	t.Parallel()
	r := Review{OwnerID: new(int64(7))}
	for _, c := range []struct {
		by   Actor
		want Kind
	}{
		{Actor{PersonID: 7, Role: Member}, ""},
		{Actor{PersonID: 7, Role: Viewer}, Forbidden},
		{Actor{PersonID: 8, Role: Member}, Forbidden},
		{Actor{PersonID: 8, Role: Facilitator}, ""},
		{System, ""},
	} {
		if got := KindOf(r.Decides(c.by)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.by, got, c.want)
		}
	}
}
