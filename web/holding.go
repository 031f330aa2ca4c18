package web

import (
	"strings"

	"debrief/models"
)

// maxHeld is how many of a sort are named on a person's page.
const maxHeld = 10

// holdingWords are what people call one and several of what somebody holds, in the order in which it is told.
var holdingWords = []struct {
	as        models.HoldingAs
	one, many string
}{
	{models.HoldsItem, "open action item", "open action items"},
	{models.HoldsProposal, "proposal", "proposals"},
	{models.HoldsReview, "review as its owner", "reviews as their owner"},
	{models.Facilitates, "review as its facilitator", "reviews as their facilitator"},
	{models.Attends, "meeting to come", "meetings to come"},
	{models.LeadsTeam, "team as its lead", "teams as their lead"},
	{models.ManagesTeam, "team as its engineering manager", "teams as their engineering manager"},
	{models.ManagesTeamsWork, "team as its product manager", "teams as their product manager"},
	{models.ManagesPerson, "person to manage", "people to manage"},
	{models.CoversPerson, "person to cover for", "people to cover for"},
}

// heldGroup is what somebody holds of one sort.
type heldGroup struct {
	Count string // such as 2 proposals
	All   string // the address of a list of them; "" where there is none
	Rows  []piece
	More  int
}

// held sorts what somebody holds, with the address where each is given to somebody else, if that is open to the reader.
func held(by models.Actor, person int64, list []models.Holding) (groups []heldGroup) {
	for _, w := range holdingWords {
		var rows []piece
		for _, h := range list {
			if h.As == w.as {
				rows = append(rows, holdingPiece(by, h))
			}
		}
		if len(rows) > 0 {
			more := max(0, len(rows)-maxHeld)
			all := map[models.HoldingAs]string{models.HoldsItem: "open", models.HoldsProposal: "proposed"}[w.as]
			if all != "" {
				all = "/action-items?state=" + all + "&owner=" + text(person)
			}
			groups = append(groups, heldGroup{plural(len(rows), w.one, w.many), all, rows[:len(rows)-more], more})
		}
	}
	return groups
}

func holdingPiece(by models.Actor, h models.Holding) piece {
	switch h.As {
	case models.HoldsItem, models.HoldsProposal:
		ref := models.ActionItem{ID: h.ID}.Ref()
		return piece{Text: ref + " " + h.Title, To: "/action-items/" + ref}
	case models.HoldsReview, models.Facilitates:
		return piece{Text: models.Review{ID: h.ID}.Ref() + " " + h.Title, To: reviewPath(h.ID) + "#people"}
	case models.Attends:
		return piece{Text: models.Review{ID: *h.ReviewID}.Ref() + " " + h.Title, To: reviewPath(*h.ReviewID) + "#meeting"}
	case models.LeadsTeam, models.ManagesTeam, models.ManagesTeamsWork:
		if by.Need(models.Administrator) != nil {
			return piece{Text: h.Title, To: "/teams"}
		}
		return piece{Text: h.Title, To: "/teams/" + text(h.ID)}
	}
	if by.Need(models.Administrator) != nil {
		return piece{Text: h.Title}
	}
	return piece{Text: h.Title, To: "/people/" + text(h.ID)}
}

// summary tells in one line how much of each sort there is.
func summary(groups []heldGroup) string {
	counts := make([]string, len(groups))
	for n, g := range groups {
		counts[n] = g.Count
	}
	return strings.Join(counts, ", ")
}
