package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

func TestEveryVerbThatIsRecordedHasItsWords(t *testing.T) {
	t.Parallel()
	for subject, verbs := range models.Verbs {
		told := slices.Sorted(maps.Keys(phrases[subject]))
		if want := slices.Sorted(slices.Values(verbs)); !slices.Equal(told, want) {
			t.Errorf("of %s, %q are recorded, and %q have words", subject, want, told)
		}
		if subjects[subject] == "" {
			t.Errorf("nobody knows what %s is called", subject)
		}
	}
	if len(phrases) != len(models.Verbs) {
		t.Errorf("%d subjects are recorded, and %d have words", len(models.Verbs), len(phrases))
	}
}

// saysHistory are the entries of a history, each without its time, and where its links lead.
func saysHistory(doc *goquery.Document) (lines []string, links map[string]string) {
	links = map[string]string{}
	doc.Find("#history .history > li").Each(func(_ int, li *goquery.Selection) {
		li.Find("a").Each(func(_ int, a *goquery.Selection) {
			name := a.Text()
			if title := a.Next(); title.Is("bdi") {
				name += " " + title.Text()
			}
			links[name] = a.AttrOr("href", "")
		})
		li.Find("time").Remove()
		li.Find(".changes li").PrependHtml(" ")
		lines = append(lines, strings.Join(strings.Fields(li.Text()), " "))
	})
	return lines, links
}

func TestAHistoryIsToldInSentencesThatNameTheirObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	fay, max := models.ActorFor(w.fay), models.ActorFor(w.max)
	question := ok[models.Template](w.house)(w.store.Template(w.ctx, 0)).Questions[2]
	for _, reason := range []string{"", "It is a small one."} {
		ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, fay, w.now, 0, models.Outcome{ReviewID: w.review.ID, QuestionID: question.ID,
			Final: true, Verdict: models.NeedsWork, Note: "More detail.", WaivedReason: reason}))
	}
	ok[models.ActionItem](w.house)(w.store.MoveItem(w.ctx, max, w.now, w.committed.ID, 0, day(2026, 5, 6), "Another team comes first."))
	ok[models.Comment](w.house)(w.store.ResolveComment(w.ctx, fay, w.now, w.comment.ID, 0, true))
	ok[models.Message](w.house)(w.store.ApproveMessage(w.ctx, fay, w.now, w.review.ID, models.External, 0, "It is as short as it has to be."))
	incident := ok[models.Incident](w.house)(w.store.Incident(w.ctx, models.System, w.open.ID))
	incident.Severity = 2
	ok[models.Incident](w.house)(w.store.SaveIncident(w.ctx, max, w.now, incident))

	path := "/reviews/" + w.review.Ref()
	reader := w.signIn(w.fay)
	lines, links := saysHistory(reader.page(path+"?history=all", http.StatusOK))
	for _, want := range []string{
		"Max Member changed the incident Severity: SEV-1 → SEV-2",
		"Max Member moved the deadline of the meeting from Thu 12 Mar 2026 to Mon 16 Mar 2026, because SEV-1 became SEV-2",
		"Max Member moved the due date of AI-2 “Limit retries” from Tue 24 Mar 2026 to Wed 6 May 2026: Another team comes first.",
		"Fay Field approved the message to customers",
		"Fay Field resolved the comment “What about this?”",
		"Fay Field waived the question “" + question.Text + "”, which needs work: It is a small one.",
		"Fay Field recorded the outcome of the question “" + question.Text + "”: “Needs work”",
		"Max Member scheduled the meeting for Wed 11 Mar 2026, 13:00 CET",
		"Max Member saved version 1 of the document",
		"Debrief rejected AI-4 “Rewrite it all”: Too much",
		"Max Member set the deadline of the meeting to Thu 12 Mar 2026",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the history does not say %q", want)
		}
	}
	for text, want := range map[string]string{"AI-2 “Limit retries”": "/action-items/AI-2", "message to customers": path + "#messages-external",
		"question “" + question.Text + "”": path + "#question-3", "comment “What about this?”": path + "#comments-1",
		"version 1": path + "/document/versions/1", "incident": "/incidents/1", "meeting": path + "#meeting"} {
		if links[text] != want {
			t.Errorf("%q leads to %q, want %q", text, links[text], want)
		}
	}
	if t.Failed() {
		t.Log("it says\n" + strings.Join(lines, "\n"))
	}

	lines, _ = saysHistory(reader.page("/action-items/"+w.committed.Ref(), http.StatusOK))
	want := []string{"Max Member moved the due date of this item from Tue 24 Mar 2026 to Wed 6 May 2026: Another team comes first.",
		"Debrief committed to this item, due Tue 24 Mar 2026, although its title does not pass the check: a test", "Debrief proposed this item"}
	if !slices.Equal(lines, want) {
		t.Errorf("the item says\n%s", strings.Join(lines, "\n"))
	}
}

func TestWhatTheTrackerChangedIsToldAsThat(t *testing.T) {
	t.Parallel()
	p := &page{Now: moment, Me: models.Person{TimeZone: "UTC"}, Path: "/action-items/AI-7"}
	for verb, want := range map[string]string{
		"started":            "This item was started in Jira",
		"completed":          "This item was completed in Jira",
		"linked":             "This item has the issue OPS-7 in Jira",
		"rejection proposed": "OPS-7: the review's owner is asked whether this item is to be rejected",
		"due date moved":     "The due date of this item was moved in Jira from Wed 2 Dec 2026 to Thu 3 Dec 2026",
	} {
		told := p.Told(models.Event{Subject: models.SubjectItem, SubjectID: 7, Verb: verb, Note: "OPS-7",
			Changes: map[string][2]any{"due_on": {"2026-12-02", "2026-12-03"}, "slips": {0., 1.}, "slip_asked": {false, true}}})
		got := told.Who
		for _, piece := range told.Pieces {
			got += piece.words()
		}
		if got != want || told.Changes != nil {
			t.Errorf("%s is told as %q with %q", verb, got, told.Changes)
		}
	}
}

func TestAHistoryThatIsCutSaysSoAndLeadsToTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	reader := w.signIn(w.fay)
	for n := range shownEvents {
		incident := ok[models.Incident](w.house)(w.store.Incident(w.ctx, models.System, w.open.ID))
		incident.Summary = strings.Repeat("x", n+1)
		ok[models.Incident](w.house)(w.store.SaveIncident(w.ctx, models.System, w.now, incident))
		ok[models.ActionItem](w.house)(w.store.MoveItem(w.ctx, models.System, w.now, w.committed.ID, 0, w.committed.DueOn.AddDays(n+1), "x"))
	}
	for _, path := range []string{"/reviews/" + w.review.Ref(), "/incidents/" + text(w.open.ID), "/action-items/" + w.committed.Ref()} {
		doc := reader.page(path, http.StatusOK)
		if lines, _ := saysHistory(doc); len(lines) != shownEvents {
			t.Errorf("%s shows %d entries", path, len(lines))
		}
		rest := doc.Find(`#history a:contains("Show all")`).AttrOr("href", "")
		doc = reader.page(strings.TrimSuffix(rest, "#history"), http.StatusOK)
		lines, _ := saysHistory(doc)
		if doc.Find(`#history a:contains("Show all")`).Length() != 0 || len(lines) <= shownEvents || !strings.HasPrefix(rest, path+"?") {
			t.Errorf("%s leads to %q, with %d entries", path, rest, len(lines))
		}
	}
	pm := "/reviews/" + w.review.Ref()
	refused := reader.parsed("a refused form", reader.submit(pm, pm+"/waiver", "reason", ""), http.StatusUnprocessableEntity)
	if rest := refused.Find(`#history a:contains("Show all")`).AttrOr("href", ""); rest != pm+"?history=all#history" {
		t.Errorf("below a refused form it leads to %q", rest)
	}
	if lines, _ := saysHistory(reader.page("/incidents/"+text(w.small.ID), http.StatusOK)); len(lines) != 1 || lines[0] != "Max Member reported the incident" {
		t.Errorf("the short one says %q", lines)
	}
}

func day(year int, month time.Month, of int) models.Date {
	return models.Date{Year: year, Month: month, Day: of}
}
