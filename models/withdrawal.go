package models

import (
	"cmp"
	"strings"
	"time"
)

// Withdrawal is that an incident was reported by mistake and does not count; the zero Withdrawal is none. What was withdrawn
// stays, and can be taken back.
type Withdrawal struct {
	WithdrawnAt     *time.Time `json:"withdrawn_at,omitempty" doc:"When it was withdrawn, as it had been reported by mistake; absent for one that counts"`
	WithdrawnByID   *int64     `json:"withdrawn_by_id,omitempty"`
	WithdrawnReason string     `json:"withdrawn_reason,omitempty"`
	DuplicateOfID   *int64     `json:"duplicate_of_id,omitempty" doc:"The incident that was reported twice, if it is open to you"`
}

// Editable returns a Conflict error for an incident that was withdrawn.
func (w Withdrawal) Editable() error {
	if w.WithdrawnAt != nil {
		return Conflictf("the incident was withdrawn; take it back first")
	}
	return nil
}

// Ended reports whether something that ended at that moment ended with the withdrawal, and not by a decision of its own.
func (w Withdrawal) Ended(at *time.Time) bool {
	return w.WithdrawnAt != nil && at != nil && at.Equal(*w.WithdrawnAt)
}

// Withdrawable returns a Conflict error for an incident that cannot be withdrawn: what was agreed of it does not vanish without
// a decision on each of it. r is its review, nil for none.
func (i Incident) Withdrawable(r *Review, items []ActionItem) error {
	if i.WithdrawnAt != nil {
		return Conflictf("the incident was withdrawn already")
	}
	refused := &Error{Kind: Conflict, Message: "the incident cannot be withdrawn yet: what was agreed does not vanish with it"}
	if r != nil && (r.State == Reviewed || r.State == Closed) {
		refused.Missing = append(refused.Missing, "have a facilitator reopen "+r.Ref()+", which is "+string(r.State))
	}
	for _, a := range items {
		state := strings.ReplaceAll(string(a.State), "_", " ")
		switch {
		case a.State.Open():
			refused.Missing = append(refused.Missing, "reject "+a.Ref()+", which is "+state)
		case a.State == Done:
			refused.Missing = append(refused.Missing, "reopen and reject "+a.Ref()+", which is "+state)
		}
	}
	if len(refused.Missing) > 0 {
		return refused
	}
	return nil
}

// Withdraw decides that the incident does not count. original is the incident that was reported twice, nil for none.
func (i *Incident) Withdraw(now time.Time, by Actor, reason string, original *Incident, r *Review, items []ActionItem) error {
	if err := cmp.Or(by.Need(Member), i.Withdrawable(r, items)); err != nil {
		return err
	}
	w := Withdrawal{WithdrawnAt: &now, WithdrawnByID: by.ID()}
	var c Check
	w.WithdrawnReason = c.Reason("reason", reason)
	if original != nil {
		switch {
		case original.ID == i.ID:
			c.Fail("duplicate_of_id", "is this incident itself; name the other one")
		case original.WithdrawnAt != nil:
			c.Fail("duplicate_of_id", "was withdrawn itself; name one that counts")
		}
		w.DuplicateOfID = &original.ID
	}
	if err := c.Err(); err != nil {
		return err
	}
	i.Withdrawal = w
	return nil
}

// TakeBack decides that an incident that was withdrawn counts all the same.
func (i *Incident) TakeBack(by Actor) error {
	if err := by.Need(Member); err != nil {
		return err
	}
	if i.WithdrawnAt == nil {
		return Conflictf("the incident was not withdrawn")
	}
	i.Withdrawal = Withdrawal{}
	return nil
}
