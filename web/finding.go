package web

import (
	"slices"

	"debrief/models"
)

// findingGroup is the findings of one rule at one level for one reason: what it says of all of them is read once.
type findingGroup struct {
	Rule       string
	Level      models.Level
	Why        string
	Suggestion string // of the open ones; "" where every place has its own
	Open       []models.Finding
	Dismissed  []models.Finding
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
		return slices.Index(models.Levels, g.Level)
	}
	slices.SortStableFunc(groups, func(a, b findingGroup) int { return rank(a) - rank(b) })
	return groups
}

func (w *site) dismissFinding(r *request) error {
	return w.reviewForm(r, "document-finding-"+r.Param("id"), "The finding is dismissed.", func(review int64, in *input) error {
		id, err := r.number("id", "", "finding")
		if err != nil {
			return err
		}
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		ctx := r.Request().Context()
		list, err := w.store.Findings(ctx, r.by, review)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(f models.Finding) bool { return f.ID == id }) {
			return models.NotFoundf("the check does not find this any more; load the page again")
		}
		_, err = w.store.DismissFinding(ctx, r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

// checkDocument checks the document once more, as after the rules have changed.
func (w *site) checkDocument(r *request) error {
	return w.reviewForm(r, "findings", "The document is checked again.", func(id int64, _ *input) error {
		_, err := w.store.CheckReview(r.Request().Context(), r.by, r.now, id)
		return err
	})
}
