package models

import (
	"strings"

	"debrief/postmortem"
)

// Scope is whether an action item is actionable, specific and bounded (guide, "Follow-Up Actions", after Lunney, Lueder
// and Beyer, ;login: Spring 2017). The check of its title says so; a facilitator may override it with a reason.
type Scope struct {
	Actionable     bool   `json:"actionable" doc:"Begins with a verb, and has a useful outcome"`
	Specific       bool   `json:"specific" doc:"Says what is in and what is out"`
	Bounded        bool   `json:"bounded" doc:"Says how to tell that it is finished"`
	OverrideReason string `json:"override_reason,omitempty" doc:"Why it may be committed all the same; facilitators only"`
	OverriddenByID *int64 `json:"overridden_by_id,omitempty"`
}

// Passes reports whether the item may be committed.
func (s Scope) Passes() bool {
	return s.Actionable && s.Specific && s.Bounded || s.OverrideReason != ""
}

// CheckScope returns the scope that the rules see in an item's title, and what they found.
func CheckScope(rules *postmortem.Ruleset, title string) (Scope, []Finding) {
	found := rules.CheckAction(title)
	var s Scope
	s.Actionable, s.Specific, s.Bounded = postmortem.ScopeOf(found)
	return s, findingsOf(found)
}

// overridden returns the scope with who overrides it, where a reason is given; that takes a facilitator.
func (s Scope) overridden(by Actor) (Scope, error) {
	s.OverrideReason, s.OverriddenByID = strings.TrimSpace(s.OverrideReason), nil
	if s.OverrideReason == "" {
		return s, nil
	}
	if err := by.Need(Facilitator); err != nil {
		return s, err
	}
	var c Check
	c.Reason("scope.override_reason", s.OverrideReason)
	s.OverriddenByID = by.ID()
	return s, c.Err()
}

// missing says what the scope lacks, for a person: what was found of the title, else what each of the three means.
func (s Scope) missing(found []Finding) []string {
	if s.Passes() {
		return nil
	}
	var list []string
	for _, f := range found {
		if f.Level != LevelInfo {
			list = append(list, "mend the title: "+f.Why+" "+f.Suggestion)
		}
	}
	if len(list) > 0 {
		return list
	}
	for _, q := range []struct {
		ok   bool
		text string
	}{
		{s.Actionable, "make it actionable: begin with a verb and name a useful outcome"},
		{s.Specific, "make it specific: say what is in and what is out"},
		{s.Bounded, "make it bounded: say how to tell that it is finished"},
	} {
		if !q.ok {
			list = append(list, q.text)
		}
	}
	return list
}
