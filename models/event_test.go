package models

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestChangesAreWhatAReaderWantsToKnow(t *testing.T) {
	t.Parallel()
	before := committed(t, "2026-03-02", "2026-03-19")
	for _, c := range []struct {
		name   string
		change func(a *ActionItem)
		want   map[string][2]any
	}{
		{"nothing", func(*ActionItem) {}, nil},
		{"a due date", func(a *ActionItem) { a.DueOn = day(t, "2026-03-26") }, map[string][2]any{"due_on": {"2026-03-19", "2026-03-26"}}},
		{"an owner who leaves", func(a *ActionItem) { a.OwnerID = nil }, map[string][2]any{"owner_id": {float64(7), nil}}},
		{"what was not there before", func(a *ActionItem) { a.RejectedReason = "no" }, map[string][2]any{"rejected_reason": {nil, "no"}}},
		{"a value inside", func(a *ActionItem) { a.Scope.Bounded = false }, map[string][2]any{"scope": {
			map[string]any{"actionable": true, "specific": true, "bounded": true}, map[string]any{"actionable": true, "specific": true, "bounded": false}}}},
		{"two at once", func(a *ActionItem) { a.Slips, a.State = 1, InProgress }, map[string][2]any{"slips": {float64(0), float64(1)},
			"state": {"committed", "in_progress"}}},
		{"what only machines look at", func(a *ActionItem) {
			now := time.Now()
			a.Version, a.UpdatedAt, a.NudgeOn, a.DesiredHash, a.LadderFrom, a.LastError = 9, now, &now, "x", a.DueOn, "x"
		}, nil},
		{"its link", func(a *ActionItem) { a.Link = &Link{Key: "OPS-1"} }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			after := before
			c.change(&after)
			if got := Changes(before, after); !reflect.DeepEqual(got, c.want) {
				t.Errorf("changes %v, want %v", got, c.want)
			}
			if got := Changes(&before, &after); !reflect.DeepEqual(got, c.want) {
				t.Errorf("through pointers: %v, want %v", got, c.want)
			}
		})
	}
}

func TestTheTextOfAMessageIsNotRepeatedInItsEvents(t *testing.T) {
	t.Parallel()
	got := Changes(Message{Body: "a", State: MessageDraft}, Message{Body: "b", State: Approved})
	if want := (map[string][2]any{"state": {"draft", "approved"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
}

func TestChangesOfAThingThatIsNewOrGone(t *testing.T) {
	t.Parallel()
	got := Changes(nil, Service{Name: "API"})
	if got["name"] != [2]any{nil, "API"} {
		t.Errorf("new: %v", got)
	}
	if got := Changes(Service{Name: "API"}, nil); got["name"] != [2]any{"API", nil} {
		t.Errorf("gone: %v", got)
	}
}

func TestChangesThereAndBackAreTheSameFields(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := drawDay(t, "today")
		a, b := drawItem(t, today), drawItem(t, today)
		there, back := Changes(a, b), Changes(b, a)
		if len(there) != len(back) {
			t.Fatalf("there %v, back %v", there, back)
		}
		for field, c := range there {
			if !reflect.DeepEqual(back[field], [2]any{c[1], c[0]}) || reflect.DeepEqual(c[0], c[1]) {
				t.Fatalf("%s: there %v, back %v", field, c, back[field])
			}
		}
		if same := Changes(a, a); same != nil {
			t.Fatalf("the same differs in %v", same)
		}
	})
}
