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
)

// saysLines are the lines of a page's comparison, each with its sign; words that changed stand in brackets.
func saysLines(doc *goquery.Document) (lines []string) {
	doc.Find(".diff tr:has(td)").Each(func(_ int, tr *goquery.Selection) {
		sign := tr.Find(".sign .unseen").Text()
		inside := map[string]string{"added": "ins", "removed": "del"}[sign]
		if inside != "" && tr.Find(".line > "+inside).Length() != 1 {
			sign += ", in no <" + inside + ">"
		}
		tr.Find("mark").Each(func(_ int, m *goquery.Selection) { m.SetText("[" + m.Text() + "]") })
		lines = append(lines, strings.TrimSpace(sign+" "+tr.Find(".line").Text()))
	})
	return lines
}

// write saves versions of a document, one after the other.
func (h *house) write(r models.Review, by models.Person, bodies ...string) {
	h.t.Helper()
	for _, body := range bodies {
		ok[models.Document](h)(h.store.SaveDocument(h.ctx, models.ActorFor(by), h.now, r.ID, -1, body))
	}
}

func TestTwoVersionsOfADocumentAreCompared(t *testing.T) {
	w := newWorld(t, "")
	w.write(w.review, w.fay, "# Slow\n\nIt took <b>ten</b> minutes.\n", "# Slow\n\nIt took <b>forty</b> minutes.\n", "# Slow\n\nIt took <b>forty</b> minutes.\n\nThen it was over.\n", "# Slow\n\nIt took <b>forty</b>\nminutes.\n\nThen it was over.\n")
	v, first := w.signIn(w.vic), w.review.DocumentNumber+1
	versions := "/reviews/" + w.review.Ref() + "/document/versions"
	for path, want := range map[string]struct {
		lines []string
		said  string
	}{
		fmt.Sprintf("%d/changes", first+1): {[]string{"# Slow", "empty line", "removed It took <b>[ten]</b> minutes.", "added It took <b>[forty]</b> minutes."}, "1 line added, 1 removed"},
		fmt.Sprintf("%d/changes?since=%d", first+2, first): {[]string{"# Slow", "empty line", "removed It took <b>[ten]</b> minutes.", "added It took <b>[forty]</b> minutes.",
			"added empty line", "added [Then it was over.]"}, "3 lines added, 1 removed"},
		fmt.Sprintf("%d/changes", first+3): {[]string{"# Slow", "empty line", "removed It took <b>forty</b> minutes. only spaces or line breaks changed", "added It took <b>forty</b>", "added minutes.",
			"empty line", "Then it was over."}, "2 lines added, 1 removed"},
		fmt.Sprintf("%d/changes?since=0", first):             {[]string{"added # Slow", "added empty line", "added It took <b>ten</b> minutes."}, "Nothing was written yet"},
		fmt.Sprintf("%d/changes?since=%d", first+1, first+1): {nil, "Nothing: the text is the same"},
	} {
		doc := v.page(versions+"/"+path, http.StatusOK)
		if got, said := saysLines(doc), doc.Find(".pairs").Text(); !slices.Equal(got, want.lines) || !strings.Contains(said, want.said) || !strings.Contains(said, "Fay Field, Tue 10 Mar 2026") {
			t.Errorf("%s says %q and %q", path, said, got)
		}
	}
	// The list and each version lead there.
	doc := v.page(versions, http.StatusOK)
	for _, to := range []string{fmt.Sprintf("%s/%d/changes", versions, first+1), fmt.Sprintf("%s/%d/changes?since=%d", versions, first+3, first)} {
		if doc.Find(fmt.Sprintf("a[href=%q]", to)).Length() != 1 {
			t.Errorf("the list of versions does not lead to %s", to)
		}
	}
	if doc.Find(fmt.Sprintf("a[href='%s/1/changes']", versions)).Length() != 0 {
		t.Error("the first version is said to have changed something")
	}
	doc = v.page(fmt.Sprintf("%s/%d", versions, first+1), http.StatusOK)
	if doc.Find(".actions a[href$='/changes']").Length() != 1 || doc.Find(fmt.Sprintf(".alert a[href='%s/%d/changes?since=%d']", versions, first+3, first+1)).Length() != 1 {
		t.Error("an older version does not lead to what changed in it and since")
	}
}

func TestAComparisonWithWhatIsNoEarlierVersionIsRefused(t *testing.T) {
	w := newWorld(t, "")
	w.write(w.review, w.fay, "One.", "Two.")
	v, path := w.signIn(w.vic), "/reviews/"+w.review.Ref()+"/document/versions/2/changes"
	for _, since := range []string{"3", "-1", "yesterday"} {
		doc := v.page(path+"?since="+since, http.StatusUnprocessableEntity)
		if got := doc.Find("#compare-since-error").Text(); got != "must be the number of a version, at most 2, or 0 for none" || doc.Find(".diff").Length() != 0 || doc.Find("#compare-since").AttrOr("value", "") != since {
			t.Errorf("since %s: %q", since, got)
		}
	}
	for _, number := range []string{"0", "99", "x"} {
		v.page(strings.Replace(path, "/2/", "/"+number+"/", 1), http.StatusNotFound)
	}
}

// A document of the largest size, of which every line is another, makes a page that a browser can show.
func TestAComparisonOfLongDocumentsIsCut(t *testing.T) {
	w := newWorld(t, "")
	const size = models.MaxDocument / 2
	w.write(w.review, w.fay, strings.Repeat("a\n", size), strings.Repeat("b\n", size))
	v := w.signIn(w.vic)
	res := v.get(fmt.Sprintf("/reviews/%s/document/versions/%d/changes", w.review.Ref(), w.review.DocumentNumber+2))
	doc := v.parsed("the comparison", res, http.StatusOK)
	if got := len(saysLines(doc)); got != comparedLines || res.Body.Len() > 1<<20 || !strings.Contains(doc.Text(), fmt.Sprintf("%d changed lines are not shown", 2*size-comparedLines)) {
		t.Errorf("%d lines, %d bytes: %s", got, res.Body.Len(), doc.Find("section").Last().Text())
	}
}

func TestAnOlderVersionIsTakenUpAgainOnItsPage(t *testing.T) {
	w := newWorld(t, "")
	w.write(w.review, w.fay, "We should have tested it.", "Another text.")
	old := w.review.DocumentNumber + 1
	pm := "/reviews/" + w.review.Ref()
	page := fmt.Sprintf("%s/document/versions/%d", pm, old)
	v := w.signIn(w.max)
	offered := func(v *visitor, path string) bool {
		return v.page(path, http.StatusOK).Find("form[action$='/restoration']").Length() == 1
	}
	if offered(w.signIn(w.vic), page) || offered(v, pm+"/document") || !offered(v, page) {
		t.Error("it is not offered to those who may edit, for what is not the current version")
	}

	// Somebody saves meanwhile.
	form := v.page(page, http.StatusOK).Find("form[action$='/restoration']")
	w.write(w.review, w.fay, "A third text.")
	doc := v.parsed("the stale one", v.post(page+"/restoration", filled(form)), http.StatusConflict)
	if text := doc.Find("#refused").Text(); !strings.Contains(text, "somebody saved another version meanwhile") && !strings.Contains(text, "Somebody saved another version meanwhile") {
		t.Errorf("it says %q", text)
	}
	if d := ok[models.Document](w.house)(w.store.Document(w.ctx, models.System, w.review.ID, 0)); d.Body != "A third text." {
		t.Errorf("the current version is %+v", d)
	}
	for _, number := range []string{"", "0", "-1", "x"} {
		v.parsed("without a version", v.post(page+"/restoration", url.Values{"number": {number}}), http.StatusUnprocessableEntity)
	}

	v.went(v.post(page+"/restoration", filled(doc.Find("form[action$='/restoration']"))), pm+"#document")
	doc = v.page(pm, http.StatusOK)
	if told := doc.Find(".told").Text(); !strings.Contains(told, fmt.Sprintf("Version %d of the document is taken up again as version %d.", old, old+3)) {
		t.Errorf("it tells %q", told)
	}
	if doc.Find(".findings").Text() == "" || !strings.Contains(doc.Find("#document mark").Text(), "should have") {
		t.Error("it is not checked")
	}
	lines, links := saysHistory(doc)
	if want := fmt.Sprintf("Max Member took up version %d of the document again as version %d", old, old+3); !slices.Contains(lines, want) || links[fmt.Sprintf("version %d", old)] != page {
		t.Errorf("the history is %q", lines)
	}
	if offered(v, page) || !strings.Contains(v.page(page, http.StatusOK).Find(".alert").Text(), "the same text as the current one") {
		t.Error("it is offered once more")
	}
	v.went(v.post(page+"/restoration", url.Values{"number": {fmt.Sprint(old + 3)}}), pm+"#document")
	if d := ok[models.Document](w.house)(w.store.Document(w.ctx, models.System, w.review.ID, 0)); d.Number != old+3 {
		t.Errorf("the same text is version %d", d.Number)
	}

	// Once the review is over, nothing is taken up.
	ok[models.Meeting](w.house)(w.store.CallOffMeeting(w.ctx, models.System, w.now, w.meeting.ID, 0, "It was a drill"))
	ok[models.Review](w.house)(w.store.WaiveReview(w.ctx, models.System, w.now, w.review.ID, 0, "It was a drill"))
	other := fmt.Sprintf("%s/document/versions/%d", pm, old+1)
	if offered(v, other) || v.page(pm+"/document", http.StatusOK).Find("a[href$='/edit']").Length() != 0 {
		t.Error("it is offered in a review that is over")
	}
	v.parsed("in a review that is over", v.post(other+"/restoration", url.Values{"number": {fmt.Sprint(old + 3)}}), http.StatusConflict)
}

// Whoever may not see a review sees none of its versions, and takes none up.
func TestVersionsOfARestrictedReviewAreNotCompared(t *testing.T) {
	w := newWorld(t, "")
	w.write(w.secret, w.ada, "The keys were exposed.", "The keys were stolen.")
	page := "/reviews/" + w.secret.Ref() + "/document/versions/1"
	v := w.signIn(w.otto)
	for _, res := range []string{v.get(page + "/changes").Body.String(), v.get("/reviews/" + w.secret.Ref() + "/document/versions/2/changes?since=x").Body.String(),
		v.post(page+"/restoration", url.Values{"number": {"2"}}).Body.String()} {
		if strings.Contains(res, "keys") || !strings.Contains(res, "Not found") {
			t.Errorf("it answers %s", res)
		}
	}
	if lines := saysLines(w.signIn(w.ada).page("/reviews/"+w.secret.Ref()+"/document/versions/2/changes", http.StatusOK)); !slices.Equal(lines, []string{"removed The keys were [exposed].", "added The keys were [stolen]."}) {
		t.Errorf("who may see it sees %q", lines)
	}
}

// Who saves second sees what the other changed since the version that both started from, also after a preview.
func TestAMergeShowsWhatTheOtherChanged(t *testing.T) {
	w := newWorld(t, "")
	w.write(w.review, w.fay, "It was slow.\n")
	v, pm := w.signIn(w.max), "/reviews/"+w.review.Ref()
	form := v.page(pm+"/document/edit", http.StatusOK).Find("form.editing")
	w.write(w.review, w.fay, "It was slow for hours.\n", "It was very slow for hours.\n")
	doc := v.parsed("the save", v.post(pm+"/document", filled(form, "body", "It was slow, I think.")), http.StatusConflict)
	again := v.parsed("the preview", v.post(pm+"/document/findings", filled(doc.Find("form.editing"))), http.StatusOK)
	for name, doc := range map[string]*goquery.Document{"the save": doc, "the preview": again} {
		if got := saysLines(doc); !slices.Equal(got, []string{"removed It was slow.", "added It was [very] slow [for hours]."}) {
			t.Errorf("%s shows %q", name, got)
		}
	}
	// An empty line that the other added before theirs is shown too.
	form = v.page(pm+"/document/edit", http.StatusOK).Find("form.editing")
	w.write(w.review, w.fay, "It was very slow for hours.\n\nThen it was over.\n")
	doc = v.parsed("the save", v.post(pm+"/document", filled(form, "body", "It was very slow for hours.\nIt is over.\n")), http.StatusConflict)
	if got := doc.Find(".clashes pre").Last().Text(); got != "\nThen it was over.\n" {
		t.Errorf("the other's words are %q", got)
	}
	// What both wrote first has nothing to compare with.
	fresh := ok[models.Review](w.house)(w.store.OpenReview(w.ctx, models.ActorFor(w.max), w.now, models.Review{IncidentID: w.small.ID, OwnerID: &w.max.ID}))
	w.write(fresh, w.fay, "Theirs.")
	doc = v.parsed("the first save", v.post("/reviews/"+fresh.Ref()+"/document", url.Values{"number": {"0"}, "body": {"Mine."}}), http.StatusConflict)
	if doc.Find(".diff").Length() != 0 || !strings.Contains(doc.Find(".clashes pre").Text(), "Theirs.") {
		t.Error("it compares with nothing")
	}
}

// Two who write in different places lose nothing, however often the second one saves; the same goes for the first version, which
// both began from the template.
func TestWhatTwoWroteAtOnceIsMerged(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	saved := func(r models.Review) string {
		return ok[models.Document](w.house)(w.store.Document(w.ctx, models.System, r.ID, 0)).Body
	}
	// editing returns what the page has after somebody else has saved theirs while the visitor wrote mine, and the form.
	editing := func(r models.Review, mine, theirs func(string) string) *goquery.Document {
		pm := "/reviews/" + r.Ref()
		form := v.page(pm+"/document/edit", http.StatusOK).Find("form.editing")
		text := strings.TrimPrefix(form.Find("#document-body").Text(), "\n")
		w.write(r, w.fay, theirs(text))
		doc := v.parsed("the save", v.post(pm+"/document", filled(form, "body", mine(text))), http.StatusConflict)
		if said := doc.Find("#refused").Text(); !strings.Contains(said, "Fay Field saved version") {
			t.Errorf("it says %q", said)
		}
		return doc
	}
	swap := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}

	w.write(w.review, w.max, "# Slow search\n\n## Impact\n\nIt was slow.\n\n## Causes\n\nNot known yet.\n")
	doc := editing(w.review, swap("It was slow.", "40 % took over 5 s."), swap("Not known yet.", "The index was rebuilt."))
	if doc.Find(".clashes").Length() != 0 || !strings.Contains(doc.Find("#refused").Text(), "nothing clashes") {
		t.Errorf("in two places it says %q", doc.Find("#refused").Text())
	}
	v.went(v.post("/reviews/"+w.review.Ref()+"/document", filled(doc.Find("form.editing"))), "/reviews/"+w.review.Ref())
	const both = "# Slow search\n\n## Impact\n\n40 % took over 5 s.\n\n## Causes\n\nThe index was rebuilt.\n"
	if got := saved(w.review); got != both {
		t.Errorf("saved is %q", got)
	}

	doc = editing(w.review, swap("40 %", "41 %"), func(s string) string { return swap("The index", "An index")(swap("40 %", "42 %")(s)) })
	if got := doc.Find(".clashes pre").Text(); got != "41 % took over 5 s.\n42 % took over 5 s.\n" || !strings.Contains(doc.Find("#refused").Text(), "In 1 place both of you changed the same lines") {
		t.Errorf("in the same place it shows %q and says %q", got, doc.Find("#refused").Text())
	}
	if got, want := strings.TrimPrefix(doc.Find("#document-body").Text(), "\n"), swap("The index", "An index")(swap("40 %", "41 %")(both)); got != want {
		t.Errorf("the editor has %q, want %q", got, want)
	}

	// Everybody who saved meanwhile is named, and when the last one did.
	pm := "/reviews/" + w.review.Ref()
	form := v.page(pm+"/document/edit", http.StatusOK).Find("form.editing")
	w.write(w.review, w.ada, both+"\nAda's.\n")
	w.write(w.review, w.fay, both+"\nFay's.\n")
	w.now = w.now.Add(7 * time.Minute)
	doc = v.parsed("the save", v.post(pm+"/document", filled(form, "body", "Mine.\n\n"+both)), http.StatusConflict)
	if head, said := doc.Find("#refused h2").Text(), strings.Join(strings.Fields(doc.Find("#refused p").Text()), " "); head != "Fay Field and Ada Admin saved this meanwhile" ||
		!strings.HasPrefix(said, "Fay Field saved version 7 while you wrote, 7 minutes ago.") {
		t.Errorf("the heading is %q, and it says %q", head, said)
	}

	fresh := ok[models.Review](w.house)(w.store.OpenReview(w.ctx, models.ActorFor(w.max), w.now, models.Review{IncidentID: w.small.ID, OwnerID: &w.max.ID}))
	doc = editing(fresh, func(s string) string { return "Mine.\n\n" + s }, func(s string) string { return s + "\nTheirs.\n" })
	v.went(v.post("/reviews/"+fresh.Ref()+"/document", filled(doc.Find("form.editing"))), "/reviews/"+fresh.Ref())
	if got := saved(fresh); !strings.HasPrefix(got, "Mine.") || !strings.HasSuffix(got, "\nTheirs.\n") || doc.Find(".clashes").Length() != 0 {
		t.Errorf("the first version that two wrote is %q", got)
	}
}

// What clashes stays beside the editor until it is saved, whatever else is wrong with the text.
func TestWhatClashesStaysWhereTheMergedTextIsRefused(t *testing.T) {
	w := newWorld(t, "")
	v, pm := w.signIn(w.max), "/reviews/"+w.review.Ref()
	w.write(w.review, w.fay, "It was slow.\n")
	form := v.page(pm+"/document/edit", http.StatusOK).Find("form.editing")
	w.write(w.review, w.fay, "It was very slow.\n")
	doc := v.parsed("the save", v.post(pm+"/document", filled(form, "body", "It was slow for hours.\n")), http.StatusConflict)
	doc = v.parsed("an empty one", v.post(pm+"/document", filled(doc.Find("form.editing"), "body", " ")), http.StatusUnprocessableEntity)
	if got := doc.Find(".clashes pre").Text(); !strings.Contains(got, "It was very slow.") || !strings.Contains(doc.Find("#refused").Text(), "is empty") {
		t.Errorf("beside the editor stands %q, and above it %q", got, doc.Find("#refused").Text())
	}
}

// A merge of long documents that clash all over makes a page that a browser can show, and tells how much it leaves out.
func TestAMergeThatClashesAllOverIsCut(t *testing.T) {
	w := newWorld(t, "")
	const places = 5000
	text := func(word string) string {
		var b strings.Builder
		for n := range places {
			fmt.Fprintf(&b, "At %d:\n%s\n", n, word)
		}
		return b.String()
	}
	v, pm := w.signIn(w.max), "/reviews/"+w.review.Ref()
	w.write(w.review, w.fay, text("slow"))
	form := v.page(pm+"/document/edit", http.StatusOK).Find("form.editing")
	w.write(w.review, w.fay, text("very slow"))
	res := v.post(pm+"/document", filled(form, "body", text("fast")))
	doc := v.parsed("the save", res, http.StatusConflict)
	if got := doc.Find(".clashes .two").Length(); got != mergedClashes || res.Body.Len() > 1<<18 {
		t.Errorf("%d places, %d bytes", got, res.Body.Len())
	}
	for of, want := range map[string]string{"#refused": "In 5000 places both of you", ".clashes": "4950 more places"} {
		if got := doc.Find(of).Text(); !strings.Contains(got, want) {
			t.Errorf("%q is missing from %q", want, got)
		}
	}
}

func TestADocumentIsTakenAlongAsItWasWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	first, second := "# Slow checkout\n\n## Overview\n\nIt was *slow* – for <b>an hour</b>.\n", "# Slow checkout\n\n## Overview\n\nIt was slow for two hours.\n"
	w.write(w.review, w.max, first, second)
	v, path := w.signIn(w.vic), "/reviews/"+w.review.Ref()+"/document"
	current := w.review.DocumentNumber + 2
	for page, want := range map[string]struct{ body, name string }{
		path: {second, w.review.Ref() + ".md"},
		fmt.Sprintf("%s/versions/%d", path, current-1): {first, fmt.Sprintf("%s-version-%d.md", w.review.Ref(), current-1)},
		fmt.Sprintf("%s/versions/%d", path, current):   {second, w.review.Ref() + ".md"},
	} {
		res := v.get(v.page(page, http.StatusOK).Find(`a[href*="document.md"]`).AttrOr("href", ""))
		if res.Code != http.StatusOK || res.Body.String() != want.body || res.Header().Get("Content-Type") != "text/markdown; charset=utf-8" ||
			res.Header().Get("Content-Disposition") != `attachment; filename="`+want.name+`"` {
			t.Errorf("%s gives %d, %v, %q", page, res.Code, res.Header(), res.Body.String())
		}
	}
	v.page(path+".md?version=99", http.StatusNotFound)
}
