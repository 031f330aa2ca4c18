package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

const telling = "# Search was slow\n\n## What happened\n\nThe index was rebuilt. If the index had been smaller, searches would have stayed fast & more.\n\n## Action items\n\n- Add an alert on a queue of more than 100 searches\n- [x] Tell support\n"

func TestSavingADocumentChecksIt(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", telling), pm)
	doc := v.page(pm, http.StatusOK)
	found := doc.Find("#findings li:contains('counterfactual') .places li").First()
	id := strings.TrimPrefix(found.AttrOr("id", ""), "finding-")
	mark := doc.Find("#mark-" + id + " mark")
	if id == "" || mark.Length() != 1 || !strings.Contains(mark.Text(), "would have") || mark.AttrOr("title", "") == "" {
		t.Fatalf("the place is marked as %q: %s", mark.Text(), doc.Find("#document").Text())
	}
	if evidence := doc.Find(".evidence").Text(); !strings.Contains(evidence, "would have") {
		t.Errorf("no question of the checklist shows it: %s", evidence)
	}
	if full := v.page(pm+"/document", http.StatusOK).Find("mark").Text(); !strings.Contains(full, "would have") {
		t.Errorf("the whole document marks %q", full)
	}
	v.went(v.submit(pm, pm+"/findings/"+id, "reason", "It tells what others said"), pm+"#findings")
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", "An introduction.\n\n"+telling), pm)
	doc = v.page(pm, http.StatusOK)
	if text := doc.Find("#findings .dismissed").Text(); !strings.Contains(text, "It tells what others said") || doc.Find("mark:contains('would have')").Length() != 0 {
		t.Errorf("what was dismissed came back when something else was edited: %s", doc.Find("#findings").Text())
	}
	v.went(v.submit(pm, pm+"/findings/"+id+"/reopening"), pm)
	doc = v.page(pm, http.StatusOK)
	if text := doc.Find("mark").Text(); doc.Find("#findings .dismissed").Length() != 0 || !strings.Contains(text, "would have") {
		t.Errorf("what does apply after all is not marked: %q", text)
	}
	if lines, links := saysHistory(doc); !strings.HasPrefix(lines[0], "Max Member said that the finding “") || links[strings.TrimSuffix(strings.TrimPrefix(lines[0], "Max Member said that the "), " does apply after all")] != pm+"#finding-"+id {
		t.Errorf("of it the history says %q", lines[0])
	}
	// The rows are the truth: what the document lists is proposed when somebody says so.
	listed := doc.Find("#listed").Text()
	if !strings.Contains(listed, "Add an alert on a queue") || strings.Contains(listed, "Tell support") {
		t.Errorf("the document lists %q", listed)
	}
	v.went(v.submit(pm, pm+"/listed-items", "title", "Add an alert on a queue of more than 100 searches"), pm)
	items, _, err := v.store.Items(v.ctx, models.System, store.ItemFilter{Q: "queue of more"}, store.Page{})
	v.must(err)
	if len(items) != 1 || items[0].State != models.Proposed || v.page(pm, http.StatusOK).Find("#listed").Length() != 0 {
		t.Errorf("the items are %+v", items)
	}
}

func TestWhatACommentLeavesAloneIsShownWithItsReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", strings.Replace(telling, "The index was", "<!-- debrief-ignore counterfactual: the vendor's words -->\nThe index was", 1)), pm)
	doc := v.page(pm, http.StatusOK)
	left := doc.Find("#findings .dismissed")
	if text := strings.Join(strings.Fields(left.Text()), " "); !strings.Contains(text, "left alone by a comment in the document: the vendor's words") || left.Find("form").Length() > 0 {
		t.Errorf("it says %q", text)
	}
	if doc.Find("mark:contains('would have')").Length() != 0 || strings.Contains(doc.Find("#document").Text(), "debrief-ignore") {
		t.Errorf("the document shows it: %s", doc.Find("#document").Text())
	}
}

// What was found takes a line a rule; each place is called by its words, and leads to them.
func TestFindingsAreFoldedByRule(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", telling+"\nIf it had been seen, nobody would have been late.\n"), pm)
	open := func(doc *goquery.Document) string {
		return strings.Join(doc.Find("#findings .found[open]").Map(func(_ int, s *goquery.Selection) string { return s.Find("a[href^='/guide#rule-']").Text() }), " ")
	}
	doc := v.page(pm, http.StatusOK)
	if got, all := open(doc), doc.Find("#findings .found").Length(); got != "missing-section" || all < 2 {
		t.Errorf("of %d rules %q are open", all, got)
	}
	rules, err := w.store.Rules(w.ctx)
	w.must(err)
	group := doc.Find("#findings .found:contains('counterfactual')")
	if why := strings.Count(group.Text(), rules.Rule("counterfactual").Why); group.Find(".places li").Length() < 2 || group.Find("summary .ms-auto").Text() != fmt.Sprint(group.Find(".places li").Length()) || why != 1 {
		t.Errorf("it says %d times why: %q", why, group.Text())
	}
	group.Find(".places li").Each(func(_ int, li *goquery.Selection) {
		a := li.Find("a").First()
		if to := doc.Find(a.AttrOr("href", "none")); to.Length() != 1 || a.Text() == "" || !strings.HasPrefix(a.Text(), to.Text()) {
			t.Errorf("%q leads to %q", a.Text(), to.Text())
		}
	})
	if text := doc.Find("#findings").Text(); strings.Contains(text, "line ") {
		t.Errorf("places are called by lines that no reader sees: %s", text)
	}
	// The form that was refused is in sight.
	last := doc.Find("#findings .found:not([open]) .places form").First()
	refused := v.parsed("no reason", v.post(last.AttrOr("action", ""), filled(last)), http.StatusUnprocessableEntity)
	if got := refused.Find("#findings .found[open] .dismiss[open] .field-error"); got.Length() != 1 {
		t.Error("the field at fault is folded away")
	}
}

// Of a long text the page shows the beginning first; a short one is not folded.
func TestALongTextIsFoldedOnItsReview(t *testing.T) {
	w := newWorld(t, "")
	v, pm := w.signIn(w.vic), "/reviews/"+w.review.Ref()
	for body, folded := range map[string]bool{telling: false, telling + strings.Repeat("\nIt went on.\n", 300): true} {
		w.write(w.review, w.max, body)
		doc := v.page(pm, http.StatusOK)
		if doc.Find("#document .document.folded + details").Length() == 1 != folded || !strings.Contains(doc.Find("#document .document").Text(), "Tell support") {
			t.Errorf("a text of %d bytes is folded: %v", len(body), !folded)
		}
	}
}

func TestWhatIsSaidOfAWholeTextStandsAtNoLine(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", "## Timeline\n\n- 10:00 UTC The search was slow."), pm)
	place := v.page(pm, http.StatusOK).Find("#findings li:contains('missing-section') .places li .small").First().Text()
	if place != "the whole text" {
		t.Errorf("what the document lacks is at %q", place)
	}
}

func TestAMessageToCustomersIsCheckedUntilItIsPosted(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	said := func() string { return v.page(pm, http.StatusOK).Find("#messages-external .findings").Text() }
	v.went(v.submit(pm, pm+"/messages/external", "body", "Search was slow because db-17.internal was full."), pm)
	if text := said(); !strings.Contains(text, "external-no-apology") || !strings.Contains(text, "db-17") {
		t.Errorf("of a curt message it says %q", text)
	}
	v.went(v.submit(pm, pm+"/messages/external", "body", "We are sorry that search was slow for an hour. We have doubled its memory."), pm)
	if text := said(); text != "" {
		t.Errorf("of a good message it says %q", text)
	}
	v.went(v.submit(pm, pm+"/messages/internal", "body", "Search was slow because db-17.internal was full."), pm)
	if v.page(pm, http.StatusOK).Find("#messages .findings").Length() != 0 {
		t.Error("a message inside the house is checked")
	}
}

// What could not be committed as it is, is not proposed by a press that was meant for the rest.
func TestListedItemsThatAreNotWellScopedAreNotTicked(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", telling+"- Improve the monitoring\n- training\n"), pm)
	rows := func(doc *goquery.Document) (list []string) {
		doc.Find("#listed label").Each(func(_ int, l *goquery.Selection) {
			_, ticked := l.Find("input").Attr("checked")
			list = append(list, fmt.Sprint(l.Find("input").AttrOr("value", ""), "|", l.Find(".soon").Text(), "|", ticked))
		})
		return list
	}
	form := v.page(pm, http.StatusOK)
	want := []string{"Add an alert on a queue of more than 100 searches||true", "Improve the monitoring|not bounded|false", "training|not actionable|false"}
	if got := rows(form); !slices.Equal(got, want) {
		t.Errorf("listed are %q", got)
	}
	v.went(v.post(pm+"/listed-items", filled(form.Find("#listed form"))), pm)
	if got := rows(v.page(pm, http.StatusOK)); !slices.Equal(got, want[1:]) {
		t.Errorf("left are %q", got)
	}
}

func TestWhatIsFoundInTheMessageToCustomersIsEvidenceInTheChecklist(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm, pm+"/messages/external", "body", "We had an outage because an engineer accidentally deleted the index on db-17.internal."), pm)
	doc := v.page(pm, http.StatusOK)
	beside := func(question string) string {
		return doc.Find("#checklist details:contains('" + question + "') .evidence").Text()
	}
	external, blameless, outage, causes := beside("external message be received"), beside("Is it blameless"), beside("used only for an outage"), beside("underlying causes")
	for _, words := range []string{"db-17.internal", "an engineer accidentally deleted", "without an apology", "in the message to customers"} {
		if !strings.Contains(external, words) {
			t.Errorf("beside the question about the message %q is missing: %s", words, external)
		}
	}
	if !strings.Contains(blameless, "an engineer") || strings.Contains(blameless, "db-17") || !strings.Contains(outage, "outage") || causes != "" {
		t.Errorf("beside others it says %q, %q, %q", blameless, outage, causes)
	}
	if to := doc.Find("#checklist .evidence a").First().AttrOr("href", ""); to != "#messages-external" || doc.Find(to).Length() != 1 {
		t.Errorf("it leads to %q", to)
	}
	v.went(v.submit(pm, pm+"/messages/external", "body", "We are sorry that search was slow for an hour. We have doubled its memory."), pm)
	if text := v.page(pm, http.StatusOK).Find("#checklist .evidence").Text(); strings.Contains(text, "message to customers") {
		t.Errorf("of a good message it says %q", text)
	}
}

func TestAnEmptyMessageToCustomersShowsItsPartsAndHasNone(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	pm := "/reviews/" + w.secret.Ref()
	field := v.page(pm, http.StatusOK).Find("#messages-external-body")
	if outline := field.AttrOr("placeholder", ""); !strings.Contains(outline, "What are we doing about this?") || strings.TrimSpace(field.Text()) != "" {
		t.Errorf("it shows %q over %q", outline, field.Text())
	}
	if res := v.submit(pm, pm+"/messages/external"); res.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty message is taken: %d", res.Code)
	}
	if field := v.page(pm, http.StatusOK).Find("#messages-internal-body"); field.AttrOr("placeholder", "none") != "none" {
		t.Error("the message inside the house has the parts of the one to customers")
	}
}

func TestAMessageToCustomersSaysThatTheMeetingHasNotLookedAtItYet(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	const ahead = "The meeting has not looked at it yet"
	said := func() bool {
		return strings.Contains(v.page(pm, http.StatusOK).Find("#messages-external").Text(), ahead)
	}
	v.went(v.submit(pm, pm+"/messages/internal", "body", "Search was slow for an hour."), pm)
	if strings.Contains(v.page(pm, http.StatusOK).Find("#messages-internal").Text(), ahead) {
		t.Error("it says so of the message inside the house")
	}
	v.went(v.submit(pm, pm+"/messages/external", "body", "We are sorry that search was slow for an hour. We have doubled its memory."), pm)
	if !said() {
		t.Error("a draft does not say so")
	}
	v.went(v.submit(pm, pm+"/messages/external/approval"), pm)
	if !said() {
		t.Error("an approved text does not say so")
	}
	v.went(v.submit(pm, pm+"/messages/external/posting"), pm)
	if said() {
		t.Error("it says so of what went out")
	}
}

// What a page that was open too long asks for is refused, and says why.
func TestWhatTheDocumentListsNoMoreIsNotProposed(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", telling), pm)
	refused := v.parsed("the proposal", v.submit(pm, pm+"/listed-items", "title", "Buy a bigger disk"), http.StatusConflict)
	if text := refused.Find("#refused").Text(); !strings.Contains(text, "othing is left to propose") {
		t.Errorf("it is refused with %s", text)
	}
	other := strings.TrimPrefix(v.page(pm, http.StatusOK).Find(".places li").First().AttrOr("id", ""), "finding-")
	if res := v.post("/reviews/PM-2/findings/"+other, url.Values{"reason": {"It is not mine"}, "version": {"1"}}); res.Code != http.StatusNotFound {
		t.Errorf("a finding is dismissed by another review's address: %d", res.Code)
	}
}

func TestTheScopeIsCheckedAsTheTitleIsTyped(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	for title, want := range map[string]string{"Improve the monitoring": "Not ", "Add an alert on replication lag above 30 s": "well scoped",
		"Add a limit to the pool and write a runbook for failover": "the check has advice:", "Add": ""} {
		res := v.get("/action-items/scope?title=" + url.QueryEscape(title))
		if text := res.Body.String(); res.Code != http.StatusOK || !strings.Contains(text, want) || (want == "") != (strings.TrimSpace(text) == "") {
			t.Errorf("of %q it says %d %s", title, res.Code, text)
		}
	}
	a, err := w.store.ProposeItem(w.ctx, models.System, w.now, models.ActionItem{ReviewID: w.review.ID, Title: "Improve the monitoring", DoneWhen: "It is better",
		Kind: models.Detect, Priority: models.P1, OwnerID: &w.max.ID})
	w.must(err)
	refused := v.parsed("the commitment", v.submit("/action-items/"+a.Ref(), "/action-items/"+a.Ref()+"/commitment"), http.StatusConflict)
	if text := refused.Find("#refused").Text(); !strings.Contains(text, "Mend the title") {
		t.Errorf("it is refused with %s", text)
	}
}

func TestTheGuideExplainsEveryRuleAndSilencesOne(t *testing.T) {
	w := newWorld(t, "")
	admin := w.signIn(w.ada)
	rules, err := w.store.Rules(w.ctx)
	w.must(err)
	doc := admin.page("/guide", http.StatusOK)
	for _, r := range rules.Rules() {
		if text := doc.Find("#rule-" + r.ID).Text(); !strings.Contains(text, r.Why[:20]) {
			t.Errorf("%s is not explained", r.ID)
		}
	}
	if advice := doc.Find("#rule-counterfactual [data-external]").Text(); !strings.Contains(advice, rules.Rule("counterfactual").External.Suggest) || doc.Find("#rule-outage [data-external]").Length() > 0 {
		t.Errorf("the advice for messages to customers is %q", advice)
	}
	if text := doc.Find("#rule-blame").Text(); !strings.Contains(text, "Is it blameless?") || strings.Contains(text, "no question") {
		t.Errorf("the question of the rule is not told: %s", text)
	}
	for _, name := range []string{"LastPass", "AWS", "Twilio", "Heroku", "Netflix", "GOV.UK", "Dan Luu", "Three analytical traps", "Two views on human error", "Blame. Language. Sharing."} {
		if !strings.Contains(doc.Find("main").Text(), name) {
			t.Errorf("the guide does not point to %s", name)
		}
	}
	_, err = w.store.AddTemplate(w.ctx, models.System, w.now, -1, models.Template{Questions: []models.Question{{Key: "ours", Text: "Is it ours?"}}})
	w.must(err)
	if text := admin.page("/guide", http.StatusOK).Find("#rule-blame").Text(); !strings.Contains(text, "Shown beside no question") {
		t.Errorf("a rule for a question that the checklist lost says %s", text)
	}
	if questions := admin.page("/guide", http.StatusOK).Find("#questions li"); questions.Length() != 6 || strings.Contains(questions.Text(), "ours") {
		t.Errorf("the guide's six questions are %s", questions.Text())
	}
	admin.went(admin.submit("/guide", "/guide/rules/counterfactual", "level", "off"), "/guide")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", telling), pm)
	if text := v.page(pm, http.StatusOK).Find("#findings").Text(); strings.Contains(text, "counterfactual") {
		t.Errorf("a rule that is off finds %s", text)
	}
	admin.went(admin.submit("/guide", "/guide/rules/counterfactual", "level", "error"), "/guide")
	v.went(v.submit(pm, pm+"/document/check"), pm)
	if text := v.page(pm, http.StatusOK).Find("#findings").Text(); !strings.Contains(text, "counterfactual") {
		t.Errorf("a rule that is on again finds, when the document is checked again, %s", text)
	}
	admin.went(admin.submit("/guide", "/guide/rules/counterfactual", "level", "off"), "/guide")
	v.went(v.submit(pm+"/document/edit", pm+"/document", "body", telling), pm)
	if text := v.page(pm, http.StatusOK).Find("#findings").Text(); strings.Contains(text, "counterfactual") {
		t.Errorf("the same text, saved again, is not checked by the rules of today: %s", text)
	}
	if v.get("/guide").Code != http.StatusOK || v.page("/guide", http.StatusOK).Find("form.rule-level").Length() != 0 {
		t.Error("a member can silence rules")
	}
}

func TestTheGuideFindsRulesByTheirWordsWithoutAScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.max)
	found := func(q string) (string, *goquery.Document) {
		doc := v.page("/guide?q="+q, http.StatusOK)
		return strings.Join(doc.Find(".rule:not([hidden])").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("id", "") }), " "), doc
	}
	for q, want := range map[string]string{"Handed+OVER": "rule-human-error", "too-big": "rule-action-too-big", "xylophone": ""} {
		rules, doc := found(q)
		if rules != want || (doc.Find("#no-rule:not([hidden])").Length() > 0) != (want == "") {
			t.Errorf("%s finds %q", q, rules)
		}
		if n := doc.Find("section[id^='group-']:not([hidden])").Length(); n != len(strings.Fields(want)) {
			t.Errorf("%s: %d groups are shown", q, n)
		}
	}
	if all, doc := found(""); len(strings.Fields(all)) != doc.Find(".rule").Length() {
		t.Errorf("without words: %s", all)
	}
}

func TestADocumentStartsFromTheTemplateFilledFromItsIncident(t *testing.T) {
	w := newWorld(t, "")
	admin, v := w.signIn(w.ada), w.signIn(w.max)
	draft := func(r models.Review) string {
		return v.page("/reviews/"+r.Ref()+"/document/edit", http.StatusOK).Find("#document-body").Text()
	}
	open := func() models.Review {
		i, err := w.store.AddIncident(w.ctx, models.System, w.now, models.Incident{Title: "A <b> | pipe", Severity: 1, StartedAt: w.now.Add(-90 * 60e9), ResolvedAt: &w.now,
			ServiceIDs: []int64{w.service.ID}, Responders: []models.Responder{{PersonID: w.max.ID, Part: models.Commander}}}, 0)
		w.must(err)
		rows, _, err := w.store.Reviews(w.ctx, models.System, store.ReviewFilter{IncidentID: i.ID}, store.Page{})
		w.must(err)
		return rows[0]
	}
	before := open()
	for _, want := range []string{`# A \<b> \| pipe`, "SEV-1", w.service.Name, "1 hour 30 minutes", w.max.Name + ", incident commander", "## Timeline"} {
		if text := draft(before); !strings.Contains(text, want) {
			t.Errorf("the draft has no %q:\n%s", want, text)
		}
	}
	admin.went(admin.submit("/document-template", "/document-template", "body", "# Ours: {title}\n"), "/document-template")
	if text := draft(before); strings.Contains(text, "Ours") {
		t.Error("a review that was open has another template now")
	}
	if text := draft(open()); !strings.Contains(text, "# Ours: A") {
		t.Errorf("a new one starts from %q", text)
	}
}

func TestFindingsOfARuleStandTogetherTheGravestFirst(t *testing.T) {
	at := func(rule string, level models.Level, line int, suggestion string) models.Finding {
		return models.Finding{Rule: rule, Level: level, Line: line, Why: "of " + rule, Suggestion: suggestion}
	}
	dismissed := func(f models.Finding) models.Finding {
		f.DismissedAt = new(time.Time)
		return f
	}
	groups := groupFindings([]models.Finding{at("too-short", models.LevelInfo, 1, "Write more."), dismissed(at("outage", models.LevelWarning, 2, "Write incident.")),
		dismissed(at("too-short", models.LevelInfo, 2, "Write less.")), at("blame", models.LevelWarning, 3, "Name the step."), at("too-short", models.LevelInfo, 4, "Write more."),
		at("blame", models.LevelWarning, 5, "Name the tool."), at("secret", models.LevelError, 6, "Take it out.")})
	var told []string
	for _, g := range groups {
		told = append(told, fmt.Sprintf("%s %d open %d dismissed %q", g.Rule, len(g.Open), len(g.Dismissed), g.Suggestion))
	}
	want := []string{`secret 1 open 0 dismissed "Take it out."`, `blame 2 open 0 dismissed ""`, `too-short 2 open 1 dismissed "Write more."`, `outage 0 open 1 dismissed ""`}
	if !slices.Equal(told, want) {
		t.Errorf("they stand as %q", told)
	}
}
