package storetest_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
	check "debrief/postmortem"
)

const foundText = "# Slow search\n\nThe queue was slow. We should have tested the index.\n"

// counterfactual is what was found of foundText by the rule of that name.
func counterfactual(t testing.TB, list []models.Finding) models.Finding {
	t.Helper()
	for _, f := range list {
		if f.Rule == "counterfactual" {
			return f
		}
	}
	t.Fatalf("nothing counterfactual in %+v", list)
	return models.Finding{}
}

// A finding that stands is the same one after whatever happens elsewhere, and a dismissal outlives its finding.
func TestAFindingThatStandsIsTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by, admin, later := t.Context(), storetest.As(h.Member), storetest.As(h.Admin), monday.Add(time.Hour)
		save := func(t *testing.T, review int64, body string) {
			_, err := s.SaveDocument(ctx, by, later, review, -1, body)
			storetest.Must(t, err)
		}
		level := func(t *testing.T, level check.Level) {
			_, err := s.SetRuleLevel(ctx, admin, later, "counterfactual", 0, level)
			storetest.Must(t, err)
		}
		recheck := func(t *testing.T, review int64) {
			_, err := s.CheckReview(ctx, by, later, review)
			storetest.Must(t, err)
		}
		for name, meanwhile := range map[string]func(t *testing.T, review int64){
			"a sentence before it": func(t *testing.T, review int64) {
				save(t, review, "# Slow search\n\nIt was Monday. We should have tested the index.\n")
			},
			"the sentence out and back": func(t *testing.T, review int64) {
				save(t, review, "# Slow search\n\nAll is said.\n")
				save(t, review, foundText)
			},
			"the rule off and on": func(t *testing.T, review int64) {
				level(t, "off")
				recheck(t, review)
				level(t, "warning")
				recheck(t, review)
			},
			"a check of the team's own": func(t *testing.T, review int64) {
				_, err := s.ReplaceFindings(ctx, by, later, review, 1, []models.Finding{{Rule: "mine", Level: models.LevelInfo, Fingerprint: "m"}})
				storetest.Must(t, err)
				recheck(t, review)
			},
		} {
			r := h.AddReview(t, monday, 1)
			h.Write(t, monday, r.ID, foundText)
			first := counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, r.ID)))
			f := must[models.Finding](t)(s.DismissFinding(ctx, by, monday, first.ID, first.Version, "it is a quotation"))
			meanwhile(t, r.ID)
			again := counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, r.ID)))
			if again.ID != f.ID || again.Version != f.Version || !again.CreatedAt.Equal(f.CreatedAt) || again.DismissedReason != f.DismissedReason {
				t.Errorf("%s: %+v is, after it, %+v", name, f, again)
			}
		}

		r := h.AddReview(t, monday, 1)
		h.Write(t, monday, r.ID, foundText)
		f := counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, r.ID)))
		save(t, r.ID, "# Slow search\n\nIt was Monday. We should have tested the index.\n")
		if _, err := s.DismissFinding(ctx, by, later, f.ID, f.Version, "it moved, and stands"); err != nil {
			t.Errorf("a page that was open cannot dismiss what stands: %v", err)
		}
		stands := must[models.Finding](t)(s.ReopenFinding(ctx, by, later, f.ID, 0))
		if again := counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, r.ID))); again.ID != f.ID || again.DismissedAt != nil || again.Version != stands.Version {
			t.Errorf("what does apply after all is %+v", again)
		}
		save(t, r.ID, "# Slow search\n\nAll is said.\n")
		if _, err := s.DismissFinding(ctx, by, later, f.ID, 0, "no"); models.KindOf(err) != models.NotFound {
			t.Errorf("what is not found any more: %v", err)
		}
	})
}

// What the document itself leaves alone is kept as a dismissed finding, for as long as the comment stands there.
func TestACommentInTheDocumentDismissesAFinding(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Member)
		r := h.AddReview(t, monday, 1)
		quoted := strings.Replace(foundText, "We should", "<!-- debrief-ignore counterfactual: a quotation -->\nWe should", 1)
		found := func() models.Finding {
			return counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, r.ID)))
		}
		save := func(now time.Time, body string) models.Finding {
			must[models.Document](t)(s.SaveDocument(ctx, by, now, r.ID, -1, body))
			return found()
		}
		first := save(monday, quoted)
		if !first.InText || first.DismissedAt == nil || !first.DismissedAt.Equal(monday) || first.DismissedByID != nil || first.DismissedReason != "a quotation" {
			t.Errorf("it is stored as %+v", first)
		}
		if again := save(monday.Add(time.Hour), "An introduction.\n\n"+quoted); again.ID != first.ID || !again.DismissedAt.Equal(monday) || again.Version != first.Version {
			t.Errorf("after an edit elsewhere it is %+v", again)
		}
		_, err := s.ReopenFinding(ctx, by, monday, first.ID, 0)
		refused(t, err, models.Conflict)
		if draft := must[[]models.Finding](t)(s.DraftFindings(ctx, by, r.ID, quoted)); slices.ContainsFunc(draft, func(f models.Finding) bool { return f.Rule == "counterfactual" }) {
			t.Errorf("a draft with the comment is told of %+v", draft)
		}
		counterfactual(t, must[[]models.Finding](t)(s.DraftFindings(ctx, by, r.ID, foundText))) // without it, it is told
		if after := save(monday, foundText); after.ID != first.ID || after.InText || after.DismissedAt != nil || after.DismissedReason != "" {
			t.Errorf("without the comment it is %+v", after)
		}

		dismissed := must[models.Finding](t)(s.DismissFinding(ctx, by, monday, first.ID, 0, "the vendor said so"))
		if after := save(monday, quoted); after.InText || after.DismissedReason != dismissed.DismissedReason || *after.DismissedByID != h.Member.ID {
			t.Errorf("what a person dismissed becomes %+v", after)
		}
		must[models.Finding](t)(s.ReopenFinding(ctx, by, monday, first.ID, 0))
		if after := save(monday, quoted); !after.InText {
			t.Errorf("after the person took that back it is %+v", after)
		}
		must[models.Document](t)(s.SaveDocument(ctx, by, monday, r.ID, -1, "# Slow search\n\nAll is said.\n"))
		if after := save(monday, foundText); after.DismissedAt != nil {
			t.Errorf("what was left alone, and gone for a while, is %+v", after)
		}
	})
}

func TestADraftIsCheckedWithoutBeingStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Member)
		r := h.AddReview(t, monday, 1)
		if _, err := s.DraftFindings(ctx, by, r.ID, " \n"); models.KindOf(err) != models.Invalid {
			t.Errorf("a draft of nothing: %v", err)
		}
		found := must[[]models.Finding](t)(s.DraftFindings(ctx, by, r.ID, foundText))
		if f := counterfactual(t, found); f.Text != "should have tested" || f.ID != 0 {
			t.Errorf("it finds %+v", f)
		}
		if after := must[models.Review](t)(s.Review(ctx, by, r.ID)); after.DocumentNumber != 0 || after.Version != r.Version {
			t.Errorf("the review is %+v", after)
		}
		h.Write(t, monday, r.ID, foundText)
		f := counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, r.ID)))
		_, err := s.DismissFinding(ctx, by, monday, f.ID, f.Version, "it is a quotation")
		storetest.Must(t, err)
		rest := must[[]models.Finding](t)(s.DraftFindings(ctx, by, r.ID, "It was Monday.\n\n"+foundText))
		if len(rest) == 0 || slices.ContainsFunc(rest, func(f models.Finding) bool { return f.Rule == "counterfactual" }) {
			t.Errorf("what was dismissed is told of a draft: %+v", rest)
		}
	})
}

// The people of a review and those who wrote its document are asked for; who wants the check is not.
func TestFindingsDoNotDependOnWhoAsks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		r := h.AddReview(t, monday, 1)
		quell := h.AddPerson(t, "Quell Ombudsman", models.Member)
		h.Write(t, monday, r.ID, "# Slow search\n\nQuell deleted the wrong table.\n")
		before := must[[]models.Finding](t)(s.Findings(t.Context(), storetest.As(quell), r.ID))
		after := must[[]models.Finding](t)(s.CheckReview(t.Context(), storetest.As(quell), monday.Add(time.Hour), r.ID))
		if len(before) != len(after) {
			t.Errorf("%d findings, and %d when somebody else asks", len(before), len(after))
		}
		_, err := s.SaveDocument(t.Context(), storetest.As(quell), monday, r.ID, -1, "# Slow search\n\nQuell deleted the wrong table.\n")
		storetest.Must(t, err)
		if after = must[[]models.Finding](t)(s.Findings(t.Context(), storetest.As(quell), r.ID)); len(before) != len(after) {
			t.Errorf("%d findings, and %d when somebody else saves the same text", len(before), len(after))
		}
	})
}

// What is imported is checked, and what nobody has checked says so.
func TestWhatAReviewHasIsNotMissingFromItsDocument(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Member)
		review := h.AddReview(t, monday, 1).ID
		asked := func() (out string) {
			_, err := s.SaveDocument(ctx, by, monday, review, -1, foundText)
			storetest.Must(t, err)
			list, err := s.CheckReview(ctx, by, monday, review)
			storetest.Must(t, err)
			for _, f := range list {
				if f.Rule == "missing-section" {
					out += f.Suggestion
				}
			}
			return out
		}
		if text := asked(); !strings.Contains(text, "action items") || strings.Contains(text, "external message") { // which is written beside it
			t.Fatalf("before, it asks for %q", text)
		}
		_, err := s.ProposeItem(ctx, by, monday, models.ActionItem{ReviewID: review, Title: "Add an index"})
		storetest.Must(t, err)
		if text := asked(); strings.Contains(text, "action items") {
			t.Errorf("it asks for what is there: %q", text)
		}
	})
}

func TestImportedDocumentsAreChecked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Admin)
		doc, err := check.Parse([]byte(foundText))
		storetest.Must(t, err)
		in := models.ImportDocument(doc, "slow.md", "", models.ImportOptions{Now: monday})
		done := must[[]store.Imported](t)(s.Import(ctx, by, monday, []models.Import{in}, false))
		f := counterfactual(t, must[[]models.Finding](t)(s.Findings(ctx, by, done[0].ReviewID)))
		d := must[models.Document](t)(s.Document(ctx, by, done[0].ReviewID, 0))
		if d.CheckedAt == nil || f.DocumentNumber != 1 {
			t.Errorf("checked at %v, of version %d", d.CheckedAt, f.DocumentNumber)
		}
	})
}

// Agreed work that is retitled is judged again, and the line that it came from is not offered a second time.
func TestARetitledItemIsJudgedAndKnownByItsFirstTitle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, member, facilitator := t.Context(), storetest.As(h.Member), storetest.As(h.Facilitator)
		r := h.AddReview(t, monday, 1)
		h.Write(t, monday, r.ID, "# Slow search\n\n## Action items\n\n| Action | Due |\n|---|---|\n| Investigate the lag | 2099-12-10 |\n")
		made := must[[]models.ActionItem](t)(s.ProposeListed(ctx, member, monday, r.ID, []string{"Investigate the lag"}))
		if len(made) != 1 || made[0].DueOn.String() != "2099-12-10" {
			t.Fatalf("proposed %+v", made)
		}
		must[models.ActionItem](t)(s.EditItem(ctx, member, monday, made[0].ID, 0, store.ItemEdit{Title: ptr("Add an alert on replication lag above 30 s")}))
		if again := must[[]models.ImportItem](t)(s.ListedItems(ctx, member, monday, r.ID)); len(again) != 0 {
			t.Errorf("offered again: %+v", again)
		}

		a := h.Commit(t, monday, r.ID, models.Date{}, func(a *models.ActionItem) { a.Title = "Add an alert on the depth of the queue above 500" })
		vague := store.ItemEdit{Title: ptr("Improve the monitoring")}
		if _, err := s.EditItem(ctx, member, monday, a.ID, 0, vague); models.KindOf(err) != models.Conflict {
			t.Errorf("a title that could not be committed: %v", err)
		}
		vague.OverrideReason = "it cannot be said better now"
		if _, err := s.EditItem(ctx, member, monday, a.ID, 0, vague); models.KindOf(err) != models.Forbidden {
			t.Errorf("a member overrides: %v", err)
		}
		b := must[models.ActionItem](t)(s.EditItem(ctx, facilitator, monday, a.ID, 0, vague))
		if b.Scope.OverrideReason == "" || b.Scope.Specific && b.Scope.Actionable && b.Scope.Bounded {
			t.Errorf("overridden as %+v", b.Scope)
		}
		c := must[models.ActionItem](t)(s.EditItem(ctx, member, monday, a.ID, 0, store.ItemEdit{Title: ptr("Add an alert on the depth of the queue above 900")}))
		if c.Scope != (models.Scope{Actionable: true, Specific: true, Bounded: true}) {
			t.Errorf("well scoped again: %+v", c.Scope)
		}
	})
}

// Two administrators who set a rule for the first time at once both get it; the later one's stands.
func TestARuleIsSetForTheFirstTimeByTwoAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := s.SetRuleLevel(t.Context(), storetest.As(h.Admin), monday, "blame", 0, "info"); err != nil {
					t.Errorf("one of them is told %v", err)
				}
			})
		}
		wg.Wait()
	})
}
