package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"debrief/models"
)

// maxHeld is how many of a sort are named on a person's page; the rest are behind a press.
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
	Rows  []heldRow
	More  []heldRow
}

// heldRow is one thing that somebody holds.
type heldRow struct {
	piece
	ID, Value string // of its box, where the reader can hand it over
}

// held sorts what somebody holds, with the address where each is given to somebody else, if that is open to the reader.
func held(by models.Actor, person int64, list []models.Holding) (groups []heldGroup) {
	for _, w := range holdingWords {
		var rows []heldRow
		for _, h := range list {
			if h.As == w.as {
				row := heldRow{piece: holdingPiece(by, h)}
				if by.Need(models.Member) == nil && (!h.Administered() || by.Need(models.Administrator) == nil) {
					row.ID, row.Value = "holding-"+string(h.As)+"-"+text(h.ID), string(h.As)+" "+text(h.ID)
				}
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			first := min(len(rows), maxHeld)
			all := map[models.HoldingAs]string{models.HoldsItem: "open", models.HoldsProposal: "proposed"}[w.as]
			if all != "" {
				all = "/action-items?state=" + all + "&owner=" + text(person)
			}
			groups = append(groups, heldGroup{plural(len(rows), w.one, w.many), all, rows[:first], rows[first:]})
		}
	}
	return groups
}

// canHandOver reports whether the reader can hand over something of it.
func canHandOver(groups []heldGroup) bool {
	return slices.ContainsFunc(groups, func(g heldGroup) bool { return g.Rows[0].Value != "" })
}

// holdings reads the boxes of what is handed over.
func (in *input) holdings() (list []models.HoldingRef) {
	for _, value := range in.values["holding"] {
		as, number, _ := strings.Cut(value, " ")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			in.check.Fail("holding", "is not one of the choices")
			return nil
		}
		list = append(list, models.HoldingRef{As: models.HoldingAs(as), ID: id})
	}
	return list
}

// handOver gives what is ticked, or all that the reader can give, to somebody else.
func (w *site) handOver(r *request) error {
	p, err := w.person(r)
	if err != nil {
		return err
	}
	in := r.input()
	h := models.Handover{ToID: in.id("to_id"), Holdings: in.holdings()}
	if in.on("all") {
		held, err := w.store.Holdings(r.Request().Context(), r.by, r.now, p.ID)
		if err != nil {
			return err
		}
		h.Holdings = nil
		for _, x := range held[p.ID] {
			if !x.Administered() || r.by.Need(models.Administrator) == nil {
				h.Holdings = append(h.Holdings, models.HoldingRef{As: x.As, ID: x.ID})
			}
		}
	}
	if h.ToID == 0 {
		in.check.Fail("to_id", "is missing: say who gets it")
	}
	if len(h.Holdings) == 0 {
		in.check.Fail("holding", "Nothing is ticked: tick what is to be handed over.")
	}
	for _, x := range h.Holdings {
		if (x.As == models.CoversPerson || x.As == models.ManagesPerson) && x.ID == h.ToID {
			to, err := w.store.Person(r.Request().Context(), h.ToID)
			if err != nil {
				return err
			}
			in.check.Fail("to_id", "%s cannot %s. Choose somebody else, or untick that row.", to.Name,
				map[models.HoldingAs]string{models.CoversPerson: "cover for themselves", models.ManagesPerson: "be their own manager"}[x.As])
		}
	}
	err = in.refused()
	var list []models.Holding
	if err == nil {
		list, err = w.store.HandOver(r.Request().Context(), r.by, r.now, p.ID, h)
	}
	if err != nil {
		var refused *models.Error
		if errors.As(err, &refused) {
			for n, f := range refused.Fields { // the page has no numbers
				if strings.HasPrefix(f.Field, "holdings[") {
					refused.Fields[n] = models.FieldError{Field: "holding", Message: "Something that you ticked is not with them, or not any more: look at what is."}
				}
			}
		}
		return r.again("handover", err, func(r *request, status int, f *form) error { return w.showPerson(r, status, f, personView{Person: p}) })
	}
	to, err := w.store.Person(r.Request().Context(), h.ToID)
	if err != nil {
		return err
	}
	return r.done("/people/"+text(p.ID), "%s handed over to %s.", plural(len(list), "thing is", "things are"), to.Name)
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
