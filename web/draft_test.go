package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

// typed posts what somebody has typed so far, as the page's script does.
func (v *visitor) typed(path, body string) (int, *goquery.Selection) {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(url.Values{"number": {"0"}, "body": {body}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("HX-Request", "true")
	res := v.send(r)
	doc, err := goquery.NewDocumentFromReader(res.Body)
	v.must(err)
	return res.Code, doc.Find("body")
}

func TestTheCheckReadsADocumentAsItIsTyped(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	code, part := v.typed(pm+"/document/findings", "It was 🙂.\r\n\r\nThe deploy should have been stopped.\r\n")
	place := part.Find("li:contains('counterfactual') button[data-select='document-body']")
	if code != http.StatusOK || place.AttrOr("data-from", "") != "23" || place.AttrOr("data-to", "") != "39" {
		t.Errorf("it answers %d, and the place is %s to %s: %s", code, place.AttrOr("data-from", ""), place.AttrOr("data-to", ""), part.Text())
	}
	if _, part := v.typed(pm+"/document/findings", "\ufeffIt should have been stopped."); part.Find("button[data-from='4']").Length() != 1 {
		t.Errorf("behind a byte order mark it says %s", part.Text())
	}
	if _, part := v.typed(pm+"/document/findings", strings.Repeat("It should have been stopped.\n\n", 150)); part.Find("button").Length() > maxDraft || !strings.Contains(part.Text(), "150 warnings") || !strings.Contains(part.Text(), " more, which") {
		t.Errorf("of a text full of faults it says %s", part.Text())
	}
	for body, want := range map[string]string{"": "Nothing is written yet", "\ufeff\n": "Nothing is written yet", "a\x00b": "cannot be saved: it must not contain NUL"} {
		if _, part := v.typed(pm+"/document/findings", body); !strings.Contains(part.Text(), want) {
			t.Errorf("of %q it says %s", body, part.Text())
		}
	}
	if r, err := w.store.Review(w.ctx, models.System, w.review.ID); err != nil || r.DocumentNumber != w.review.DocumentNumber {
		t.Errorf("what is typed was stored: %+v, %v", r, err)
	}
	v.post("/sign-out", nil)
	if code, _ := v.typed(pm+"/document/findings", "It was slow."); code != http.StatusUnauthorized {
		t.Errorf("who is signed out while writing is answered %d", code)
	}
}

func TestAPreviewKeepsWhatIsWritten(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	doc := v.parsed("the preview", v.post(pm+"/document/findings", url.Values{"number": {strconv.Itoa(w.review.DocumentNumber)}, "body": {telling}}), http.StatusOK)
	if text := doc.Find("#preview mark").Text(); !strings.Contains(text, "would have") {
		t.Errorf("it marks %q", text)
	}
	if link := doc.Find("#draft li:contains('counterfactual') [data-select]"); link.Length() == 0 {
		t.Errorf("it says %s", doc.Find("#draft").Text())
	}
	form := doc.Find("form[action$='/document']")
	v.went(v.post(pm+"/document", filled(form)), pm)
	if d, err := w.store.Document(w.ctx, models.System, w.review.ID, 0); err != nil || d.Body != telling {
		t.Errorf("saved is %q: %v", d.Body, err)
	}
}

func TestAPreviewOfAMergeKeepsBothTexts(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	pm := "/reviews/" + w.review.Ref()
	d, err := w.store.SaveDocument(w.ctx, models.System, w.now, w.review.ID, -1, "What they wrote.")
	w.must(err)
	refused := v.parsed("the save", v.post(pm+"/document", url.Values{"number": {strconv.Itoa(d.Number - 1)}, "body": {"What I wrote."}}), http.StatusConflict)
	doc := v.parsed("the preview", v.post(pm+"/document/findings", filled(refused.Find("form[action$='/document']"))), http.StatusOK)
	v.went(v.post(pm+"/document", filled(doc.Find("form[action$='/document']"))), pm)
	if theirs, mine := doc.Find(".clashes pre").Text(), doc.Find("#document-body").Text(); !strings.Contains(theirs, "What they wrote.") || !strings.Contains(mine, "What I wrote.") {
		t.Errorf("it keeps %q and %q", theirs, mine)
	}
}

// Whatever refuses a preview, the text stays in the editor.
func TestAPreviewThatIsRefusedKeepsTheText(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref() + "/document/findings"
	_, err := w.store.CallOffMeeting(w.ctx, models.System, w.now, w.meeting.ID, 0, "It was a drill")
	w.must(err)
	_, err = w.store.WaiveReview(w.ctx, models.System, w.now, w.review.ID, 0, "It was a drill")
	w.must(err)
	doc := v.parsed("the preview", v.post(path, url.Values{"number": {"1"}, "body": {"What I wrote."}}), http.StatusConflict)
	if text := doc.Find("#document-body").Text(); !strings.Contains(text, "What I wrote.") {
		t.Errorf("of a review that was closed meanwhile it keeps %q", text)
	}
	if code, _ := v.typed(path, "What I wrote."); code != http.StatusConflict {
		t.Errorf("as it is typed it answers %d", code)
	}
}

func TestTheCheckReadsAMessageToCustomersAsItIsTyped(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref() + "/messages/external/findings"
	_, part := v.typed(path, "Search was slow because db-17.internal was full.")
	if place := part.Find("li:contains('external-internal-detail') button"); place.AttrOr("data-from", "") != "24" {
		t.Errorf("it says %s", part.Text())
	}
	if _, part = v.typed(path, "\ufeffSearch was slow because of db-17.internal"); part.Find("button[data-from='28']").Length() != 1 {
		t.Errorf("behind a byte order mark it says %s", part.Text())
	}
	if _, part = v.typed(path, strings.Repeat("a", 60_000)); !strings.Contains(part.Text(), "cannot be saved") {
		t.Errorf("of a message that is too long it says %s", part.Text())
	}
}
