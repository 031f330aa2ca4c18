package web

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"unicode/utf16"

	"debrief/models"
	"debrief/postmortem"
)

// checkedText is a text with what the check says of it.
type checkedText struct {
	HTML     template.HTML // the places marked
	Findings []models.Finding
	Marks    map[int64]mark // by the ids of the findings
	Rules    *postmortem.Ruleset
	Ends     int // where what is drawn of it stops
	body     string
	ahead    int // characters that stand before it in its field, and are no part of it
}

// textWith draws a text with what was found in it and said of it. Findings that are no rows get ids below zero.
func textWith(body string, found []models.Finding, rules *postmortem.Ruleset, remarks ...*remark) (t checkedText, err error) {
	for n := range found {
		if found[n].ID == 0 {
			found[n].ID = -1 - int64(n)
		}
	}
	t = checkedText{Findings: found, Rules: rules, body: body, Ends: len(body)}
	t.HTML, t.Marks, err = renderDocument(body, found, remarks...)
	return t, err
}

// maxDrawn is the text, in bytes, that a page draws which tells more than the text; the rest has a page of its own.
const maxDrawn = 48 << 10

// beginningWith is textWith for a text that may be too long for one page among other things; all of it is at that address.
func beginningWith(body, all string, found []models.Finding, rules *postmortem.Ruleset, remarks ...*remark) (t checkedText, err error) {
	t = checkedText{Findings: found, Rules: rules, body: body}
	if t.HTML, t.Marks, t.Ends, err = renderBeginning(body, maxDrawn, found, remarks...); err != nil {
		return t, err
	}
	for _, f := range found {
		if m, known := t.Marks[f.ID]; known && f.StartByte >= t.Ends {
			m.Page = all
			t.Marks[f.ID] = m
		}
	}
	for _, r := range remarks {
		if r.Start >= t.Ends {
			r.Page = all
		}
	}
	return t, nil
}

// Rest says how much of the text is not drawn; "" where all of it is.
func (t checkedText) Rest() string {
	if t.Ends == len(t.body) {
		return ""
	}
	return fmt.Sprintf("%d kB", max(1, (len(t.body)-t.Ends+512)/1024))
}

// Groups returns the findings, those of a rule together.
func (t checkedText) Groups() []findingGroup { return groupFindings(t.Findings) }

// longText is the text, in bytes, of which a page that tells more than the text shows the beginning first: a screen or two.
const longText = 3000

// Long reports whether only the beginning of the text is shown first.
func (t checkedText) Long() bool { return len(t.body) > longText }

// Count says how much was found and not dismissed.
func (t checkedText) Count() string {
	return countOf(slices.DeleteFunc(slices.Clone(t.Findings), func(f models.Finding) bool { return f.DismissedAt != nil }))
}

// Quote returns the words of a finding: what readers see there, or what a check of the team's own has sent.
func (t checkedText) Quote(f models.Finding) string {
	if t.Rules.Rule(f.Rule) == nil {
		return short(f.Text)
	}
	return cmp.Or(t.Marks[f.ID].Words, short(f.Text))
}

// RuleTitle returns what people call a finding's rule.
func (t checkedText) RuleTitle(id string) string {
	if r := t.Rules.Rule(id); r != nil {
		return r.Title
	}
	return id
}

// Offsets returns where the findings' places begin and end for a browser, which counts in UTF-16, by their bytes.
func (t checkedText) Offsets() map[int]int {
	var places []int
	for _, f := range t.Findings {
		places = append(places, f.StartByte, f.EndByte)
	}
	slices.Sort(places)
	units, at, count := map[int]int{}, 0, t.ahead
	for _, place := range places {
		for _, r := range t.body[at:place] {
			count += utf16.RuneLen(r)
		}
		units[place], at = count, place
	}
	return units
}

// findingGroup is the findings of one rule at one level for one reason: what it says of all of them is read once.
type findingGroup struct {
	Rule       string
	Level      models.Level
	Why        string
	Suggestion string // of the open ones; "" where every place has its own
	Open       []models.Finding
	Dismissed  []models.Finding
}

// Has reports whether a form that was refused is of one of the findings.
func (g findingGroup) Has(f *form) bool {
	return slices.ContainsFunc(g.Open, func(one models.Finding) bool { return f.of(fmt.Sprint("findings-", one.ID)) })
}

// maxPlaces is how many places of one rule a review shows before it is asked for all of them.
const maxPlaces = 25

// Shown returns the first of a group's findings – all of them where that is asked for – and the one of which a form was refused.
func (v reviewView) Shown(g findingGroup, list []models.Finding, refused *form) []models.Finding {
	if v.AllOf == g.Rule || len(list) <= maxPlaces {
		return list
	}
	shown := slices.Clone(list[:maxPlaces])
	for _, f := range list[maxPlaces:] {
		if refused.of(fmt.Sprint("findings-", f.ID)) {
			shown = append(shown, f)
		}
	}
	return shown
}

// Hidden counts what Shown leaves out of a group.
func (v reviewView) Hidden(g findingGroup, refused *form) int {
	return len(g.Open) + len(g.Dismissed) - len(v.Shown(g, g.Open, refused)) - len(v.Shown(g, g.Dismissed, refused))
}

// groupFindings puts the gravest first, then what comes first in the document; last, what is dismissed altogether.
func groupFindings(list []models.Finding) []findingGroup {
	var groups []findingGroup
	for _, f := range list {
		at := slices.IndexFunc(groups, func(g findingGroup) bool { return g.Rule == f.Rule && g.Level == f.Level && g.Why == f.Why })
		if at < 0 {
			at, groups = len(groups), append(groups, findingGroup{Rule: f.Rule, Level: f.Level, Why: f.Why})
		}
		g := &groups[at]
		if f.DismissedAt != nil {
			g.Dismissed = append(g.Dismissed, f)
			continue
		}
		if len(g.Open) == 0 {
			g.Suggestion = f.Suggestion
		} else if g.Suggestion != f.Suggestion {
			g.Suggestion = ""
		}
		g.Open = append(g.Open, f)
	}
	rank := func(g findingGroup) int {
		if len(g.Open) == 0 {
			return len(models.Levels)
		}
		return gravity(g.Level)
	}
	slices.SortStableFunc(groups, func(a, b findingGroup) int { return rank(a) - rank(b) })
	return groups
}

// gravity is the place of a level among all, 0 for the gravest.
func gravity(l models.Level) int { return slices.Index(models.Levels, l) }

func (w *site) dismissFinding(r *request) error {
	return w.findingForm(r, "The finding is dismissed.", func(id, version int64, in *input) error {
		_, err := w.store.DismissFinding(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

func (w *site) reopenFinding(r *request) error {
	return w.findingForm(r, "The finding stands again.", func(id, version int64, _ *input) error {
		_, err := w.store.ReopenFinding(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

// findingForm runs one verb on the finding of the address, which has to be one of the review's.
func (w *site) findingForm(r *request, flash string, verb func(id, version int64, in *input) error) error {
	return w.reviewForm(r, "findings-"+r.Param("id"), flash, func(review int64, in *input) error {
		id, err := r.number("id", "", "finding")
		if err != nil {
			return err
		}
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		list, err := w.store.Findings(r.Request().Context(), r.by, review)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(f models.Finding) bool { return f.ID == id }) {
			return models.NotFoundf("the check does not find this any more; load the page again")
		}
		return verb(id, version, in)
	})
}

// checkDocument checks the document once more, as after the rules have changed.
func (w *site) checkDocument(r *request) error {
	return w.reviewForm(r, "findings", "The document is checked again.", func(id int64, _ *input) error {
		_, err := w.store.CheckReview(r.Request().Context(), r.by, r.now, id)
		return err
	})
}
