package models

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAMessageIsWrittenApprovedAndPosted(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-09T10:00:00Z")
	m := Message{Audience: External, State: MessageDraft}
	refused(t, m.Post(now, asMember, ""), Conflict)
	refused(t, m.Write(" \n "), Invalid, "body")
	refused(t, m.Write(withNUL), Invalid, "body")
	refused(t, m.Write(long(50_001)), Invalid, "body")
	accepted(t, m.Write("  We are sorry.\n"))
	accepted(t, m.Approve(now, asFacilitator, nil, ""))
	if m.Body != "We are sorry." || m.State != Approved || !m.ApprovedAt.Equal(now) || *m.ApprovedByID != asFacilitator.PersonID {
		t.Errorf("approved as %+v", m)
	}
	refused(t, m.Approve(now, asFacilitator, nil, ""), Conflict)

	accepted(t, m.Write("We are very sorry.")) // another text is not what was approved
	if m.State != MessageDraft || m.ApprovedAt != nil || m.ApprovedByID != nil {
		t.Errorf("rewritten, it is %+v", m)
	}
	accepted(t, m.Approve(now, System, nil, ""))
	if m.ApprovedByID != nil {
		t.Errorf("Debrief itself is person %d", *m.ApprovedByID)
	}
	refused(t, m.Post(now, asMember, "javascript:alert(1)"), Invalid, "posted_url")
	accepted(t, m.Post(now, asMember, "https://status.example.com/1"))
	refused(t, m.Write("Never mind."), Conflict)
	refused(t, m.Approve(now, asMember, nil, ""), Conflict)
	refused(t, m.Post(now, asMember, ""), Conflict)
	if m.State != Posted || m.Body != "We are very sorry." || m.PostedURL != "https://status.example.com/1" || *m.PostedByID != asMember.PersonID {
		t.Errorf("posted as %+v", m)
	}
}

func TestWhatTheCheckWarnsOfIsApprovedWithAReason(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-09T10:00:00Z")
	gone := now.Add(-time.Hour)
	note, warning, wrong := Finding{Level: LevelInfo}, Finding{Level: LevelWarning}, Finding{Level: LevelError}
	for _, c := range []struct {
		name   string
		found  []Finding
		reason string
		fields []string
	}{
		{"nothing", nil, "", nil},
		{"a note", []Finding{note}, "", nil},
		{"a warning that was dismissed", []Finding{{Level: LevelWarning, DismissedAt: &gone}}, "", nil},
		{"a warning", []Finding{note, warning}, "", []string{"reason"}},
		{"an error, and blanks for a reason", []Finding{wrong}, " \n ", []string{"reason"}},
		{"a warning with a reason", []Finding{warning, wrong}, "They asked for these words.", nil},
		{"a reason that cannot be stored", []Finding{warning}, withNUL, []string{"reason"}},
	} {
		m := Message{Audience: External, State: MessageDraft, Body: "We are sorry."}
		err := m.Approve(now, asMember, c.found, c.reason)
		if c.fields == nil {
			accepted(t, err)
			continue
		}
		refused(t, err, Invalid, c.fields...)
		if m.State != MessageDraft || m.ApprovedAt != nil {
			t.Errorf("%s: refused, it is %+v", c.name, m)
		}
	}
}

func TestAMessageToCustomersMayBeAheadOfItsMeeting(t *testing.T) {
	t.Parallel()
	scheduled, held := &Meeting{State: Scheduled}, &Meeting{State: Held}
	for name, c := range map[string]struct {
		m       Message
		meeting *Meeting
		want    bool
	}{
		"no meeting":        {Message{Audience: External, State: MessageDraft}, nil, true},
		"a meeting to come": {Message{Audience: External, State: Approved}, scheduled, true},
		"it was held":       {Message{Audience: External, State: Approved}, held, false},
		"it is posted":      {Message{Audience: External, State: Posted}, scheduled, false},
		"inside the house":  {Message{Audience: Internal, State: MessageDraft}, nil, false},
	} {
		if got := c.m.AheadOfMeeting(c.meeting); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMessageStateMachine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := Message{State: MessageDraft}
		now := instant(t, "2026-03-09T10:00:00Z")
		try := func(t *rapid.T, ready bool, to MessageState, do func() error) {
			now = now.Add(time.Minute)
			before := m
			err := do()
			switch {
			case (err == nil) != ready:
				t.Fatalf("from %s (ready: %v): %v", before.State, ready, err)
			case err == nil && m.State != to:
				t.Fatalf("leads to %s, want %s", m.State, to)
			case err != nil && !reflect.DeepEqual(m, before):
				t.Fatalf("refused (%v), and yet changed %+v to %+v", err, before, m)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"Write": func(t *rapid.T) {
				body := drawReason(t)
				try(t, m.State != Posted && isReason(body), MessageDraft, func() error { return m.Write(body) })
			},
			"Approve": func(t *rapid.T) {
				try(t, m.State == MessageDraft, Approved, func() error { return m.Approve(now, drawActor(t), nil, "") })
			},
			"Post": func(t *rapid.T) {
				address := rapid.SampledFrom([]string{"", "https://example.com/x", "example.com", withNUL}).Draw(t, "address")
				ready := m.State == Approved && (address == "" || address == "https://example.com/x")
				try(t, ready, Posted, func() error { return m.Post(now, drawActor(t), address) })
			},
			"": func(t *rapid.T) {
				if (m.ApprovedAt != nil) != (m.State != MessageDraft) || (m.PostedAt != nil) != (m.State == Posted) {
					t.Fatalf("%+v", m)
				}
			},
		})
	})
}
