package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"

	"debrief/models"
	"debrief/models/store"
)

// remarksOf draws a document with what findings and open comments with these quotes, whose ids count from 1, say of it.
func remarksOf(t *testing.T, body string, findings []models.Finding, quotes ...string) (*goquery.Document, []*remark) {
	t.Helper()
	var comments []models.Comment
	for n, quote := range quotes {
		comments = append(comments, models.Comment{ID: int64(n + 1), Quote: quote, Body: "Why <b>\"that\"</b>?"})
	}
	remarks := remarksOn(&models.Document{Body: body}, comments)
	text, _, err := renderDocument(body, findings, remarks...)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return doc, remarks
}

// marked are the words that are marked as what comments are about.
func marked(doc *goquery.Document) string {
	return strings.Join(doc.Find(".remark").Map(func(_ int, s *goquery.Selection) string {
		return strings.TrimSpace(s.Clone().Find(".to-remark").Remove().End().Text())
	}), "|")
}

func TestTheWordsOfCommentsAreMarkedWhereTheyStand(t *testing.T) {
	t.Parallel()
	const body = "The queue of *all* searches was full, see [the chart](https://example.com/c) of it.\nSo `max-size` was too “small”.\n\n- one\n- two\n\n```\nERROR disk full\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
	for quote, want := range map[string]string{
		"queue of all searches":        "queue of|all|searches",
		"the chart of":                 "the chart|of",
		"the chart":                    "the chart",
		"it. So max-size was":          "it.|So|max-size|was",
		"max":                          "max-size",
		"too \"small\"":                "too “small”",
		"[the chart](https://example.": "the chart",
		"one two":                      "one|two",
		"ERROR disk":                   "ERROR disk full",
		"1\t2":                         "1|2",
		"small”. one":                  "small”.|one",
	} {
		doc, remarks := remarksOf(t, body, nil, quote)
		link := doc.Find("a[href='#comments-1']")
		if got := marked(doc); got != want || !remarks[0].Linked || remarks[0].Gone || doc.Find("#remark-1").Length() != 1 || link.Length() != 1 ||
			link.Text() != "Comment: Why <b>\"that\"</b>?" || doc.Find("a a").Length() != 0 {
			html, _ := doc.Html()
			t.Errorf("%q is marked as %q, want %q: %s", quote, got, want, html)
		}
	}
	doc, remarks := remarksOf(t, body, nil, "It was another day")
	if marked(doc) != "" || remarks[0].Linked || !remarks[0].Gone {
		t.Errorf("words that are gone are %+v", remarks[0])
	}
}

func TestFindingsAndCommentsMayBeAboutTheSameWords(t *testing.T) {
	t.Parallel()
	body := "The queue was only briefly full because Mira forgot it.\n"
	const blamed = "because Mira forgot"
	start := strings.Index(body, blamed)
	doc, _ := remarksOf(t, body, []models.Finding{{ID: 7, Rule: "blame", Level: models.LevelWarning, StartByte: start, EndByte: start + len(blamed)}}, "briefly full because", "Mira", "full because Mira forgot it")
	if got := doc.Find("#mark-7").Text(); !strings.HasPrefix(got, "because") {
		t.Errorf("the finding is at %q", got)
	}
	for id, want := range []string{"briefly |full |because", "Mira", "full |because| |Mira| forgot| it"} {
		var words []string
		doc.Find("mark.remark").Each(func(_ int, s *goquery.Selection) { words = append(words, s.Text()) })
		if all := strings.Join(words, "|"); !strings.Contains(all, want) {
			t.Errorf("comment %d is about %q in %q", id+1, want, all)
		}
		if n := doc.Find(fmt.Sprintf("#remark-%d", id+1)).Length(); n != 1 || doc.Find(fmt.Sprintf("a[href='#comments-%d']", id+1)).Length() != 1 {
			t.Errorf("comment %d has %d marks", id+1, n)
		}
	}
	if doc.Find("mark.found-warning mark.remark").Length() == 0 {
		t.Error("words of both do not show both")
	}
}

func TestACommentLeadsToItsWordsAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.write(w.review, w.fay, "# Slow search\n\nThe *index* was rebuilt.\n")
	v, pm := w.signIn(w.vic), "/reviews/"+w.review.Ref()
	refused := v.parsed("other words", v.submit(pm, pm+"/comments", "quote", "Derek was furious", "body", "Who says so?"), http.StatusUnprocessableEntity)
	if said := refused.Find("#comments-quote-error").Text(); said != "cannot be found in the document: copy the words as they stand there" ||
		refused.Find("#comments-body").Text() != "Who says so?" {
		t.Errorf("it is refused with %q", said)
	}
	v.went(v.submit(pm, pm+"/comments", "quote", "The index was", "body", "By whom?"), pm+"#comments")
	doc := v.page(pm, http.StatusOK)
	row := doc.Find("#comments li:contains('By whom?')")
	id := strings.TrimPrefix(row.AttrOr("id", ""), "comments-")
	if got := marked(doc); got != "The|index|was" || row.Find("a[href='#remark-"+id+"']").Length() != 1 || doc.Find("#document a[href='#comments-"+id+"']").Length() != 1 {
		t.Errorf("marked is %q, and the comment %s", got, row.Text())
	}
	if v.page(pm+"/document", http.StatusOK).Find(".document a[href='#comments-"+id+"']").Length() != 1 {
		t.Error("the document on its own page does not lead to the comment")
	}

	w.write(w.review, w.fay, "# Slow search\n\nAn index was rebuilt.\n")
	if said := v.page(pm, http.StatusOK).Find("#comments-" + id).Text(); !strings.Contains(said, "These words are no longer in the document.") || !strings.Contains(said, "The index was") {
		t.Errorf("of words that are gone it says %q", said)
	}
	w.write(w.review, w.fay, "# Slow search\n\nThe index was rebuilt.\n")
	m := w.signIn(w.max)
	m.went(m.submit(pm, pm+"/comments/"+id), pm)
	doc = m.page(pm, http.StatusOK)
	if said := doc.Find("#comments-" + id); marked(doc) != "" || said.Find("a[href^='#remark']").Length() != 0 || strings.Contains(said.Text(), "no longer") {
		t.Errorf("a resolved comment is marked, or says %q", said.Text())
	}
}

func TestACommentIsMarkedAtThePlaceOfItsWordsThatWasMeant(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.write(w.review, w.fay, "# Slow search\n\nA job took a lock.\n\nThe migrations for locks ran.\n")
	v, pm := w.signIn(w.vic), "/reviews/"+w.review.Ref()
	place := func(path string) string {
		return v.page(path, http.StatusOK).Find(".document p:has(mark.remark)").Clone().Find(".to-remark").Remove().End().Text()
	}
	refused := v.parsed("no comment", v.submit(pm, pm+"/comments", "quote", "lock", "before", "The migrations for", "body", " "), http.StatusUnprocessableEntity)
	v.went(v.post(pm+"/comments", filled(refused.Find("#comments form[action$='/comments']"), "body", "Which?")), pm+"#comments")
	for _, path := range []string{pm, pm + "/document"} {
		if got := place(path); got != "The migrations for locks ran." {
			t.Errorf("on %s it is marked in %q", path, got)
		}
	}
	w.write(w.review, w.fay, "# Slow search\n\nSome migrations for locks ran first.\n\nThen a job took a lock.\n")
	if got := place(pm); got != "Some migrations for locks ran first." {
		t.Errorf("of moved text it is marked in %q", got)
	}
	v.went(v.submit(pm, pm+"/comments", "quote", " ", "before", "kept of words that were emptied", "body", "Well written."), pm+"#comments")
	long := v.parsed("a long text before", v.submit(pm, pm+"/comments", "quote", "lock", "before", strings.Repeat("a", 41), "body", "Which?"), http.StatusUnprocessableEntity)
	if said := long.Find("#refused").Text(); !strings.Contains(said, "The words before them must be at most 40 characters") {
		t.Errorf("it is refused with %q", said)
	}
}

// Of words that stand in the document more than once those are marked that were selected.
func TestSelectedWordsAreMarkedWhereTheyWereSelected(t *testing.T) {
	ctx, cancel := context.WithTimeout(browser(t), time.Minute)
	defer cancel()
	w := newWorld(t, "")
	w.write(w.review, w.fay, "# Slow search\n\nThe *job* took a lock.\n\n- Migrations for locks ran.\n- Another lock was lost.\n")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.vic.ID))
	choose := func(nth int) chromedp.Action { // the word, in one of the pieces of text that have it, and what is offered
		return chromedp.Tasks{chromedp.Evaluate(fmt.Sprintf(`(function () {
			var walk = document.createTreeWalker(document.querySelector(".document"), NodeFilter.SHOW_TEXT), n = %d, at;
			while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(".to-remark") && (at = walk.currentNode.data.indexOf("lock")) >= 0 && n-- === 0)
				return getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + 4);
		})()`, nth), nil), chromedp.WaitVisible(".offer", chromedp.ByQuery),
			chromedp.Evaluate(`document.querySelector(".offer").click()`, nil), chromedp.WaitNotPresent(".offer", chromedp.ByQuery)} // wherever it is: the page may still be scrolling
	}
	comment := func(nth int, says string) chromedp.Action {
		return chromedp.Tasks{choose(nth), chromedp.SendKeys("#comments-body", says, chromedp.ByQuery), chromedp.Evaluate(`document.querySelector("#comments form[action$='/comments'] button").click()`, nil),
			chromedp.WaitReady(fmt.Sprintf(".to-remark[title='Comment: %s']", says), chromedp.ByQuery)}
	}
	var first, second, before, edited string
	around := func(says string, text *string) chromedp.Action {
		return chromedp.Evaluate(fmt.Sprintf(`document.querySelector(".to-remark[title='Comment: %s']").closest("p, li").firstChild.data`, says), text)
	}
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900),
		chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("button[type=submit]", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()), chromedp.WaitReady("#history", chromedp.ByQuery),
		comment(1, "Which?"), around("Which?", &first),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()+"/document"), chromedp.WaitReady("#comments", chromedp.ByQuery),
		comment(2, "Whose?"), around("Whose?", &second),
		choose(0), chromedp.Value("#comments-before", &before, chromedp.ByQuery),
		chromedp.SendKeys("#comments-quote", "s", chromedp.ByQuery), chromedp.Value("#comments-before", &edited, chromedp.ByQuery)))
	if first != "Migrations for " || second != "Another " {
		t.Errorf("marked is the place behind %q, and that behind %q", first, second)
	}
	if before != "Slow search The job took a" || edited != "" {
		t.Errorf("before the first place stands %q, and before words that were typed %q", before, edited)
	}
	comments, _, err := w.store.Comments(w.ctx, models.System, w.review.ID, store.Page{})
	w.must(err)
	if last := comments[len(comments)-1]; last.QuoteBefore != "lock. Migrations for locks ran. Another" { // no longer than 40, nothing of the first comment in it
		t.Errorf("before the last stands %q", last.QuoteBefore)
	}
}

// Selected words are offered to be commented on, with the keyboard as with the mouse.
func TestSelectedWordsAreCommentedOn(t *testing.T) {
	ctx, cancel := context.WithTimeout(browser(t), time.Minute)
	defer cancel()
	w := newWorld(t, "")
	w.write(w.review, w.fay, "# Slow search\n\nThe *index* was “rebuilt”.\n\nThen it was over.\n")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.vic.ID))
	choose := func(selector string) chromedp.Action {
		return chromedp.Evaluate(fmt.Sprintf("getSelection().selectAllChildren(document.querySelector(%q))", selector), nil)
	}
	var quote, focus, next string
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900),
		chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("button[type=submit]", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()), chromedp.WaitReady("#history", chromedp.ByQuery),
		chromedp.DoubleClick("#document .document em", chromedp.ByQuery), chromedp.WaitVisible(".offer", chromedp.ByQuery),
		chromedp.KeyEvent("\t"), chromedp.Evaluate(`document.activeElement.textContent`, &next), chromedp.KeyEvent("\r"),
		chromedp.WaitNotPresent(".offer", chromedp.ByQuery),
		chromedp.Value("#comments-quote", &quote, chromedp.ByQuery), chromedp.Evaluate(`document.activeElement.id`, &focus),
		chromedp.KeyEvent("By whom?"), chromedp.Evaluate(`document.querySelector("#comments form[action$='/comments'] button").click()`, nil),
		chromedp.WaitVisible(".document .to-remark", chromedp.ByQuery),
		choose(".document p:last-of-type"), chromedp.WaitVisible(".offer", chromedp.ByQuery), choose("#comments h2"), chromedp.WaitNotPresent(".offer", chromedp.ByQuery)))
	if next != "Comment on this" || quote != "index" || focus != "comments-body" {
		t.Errorf("behind the words comes %q; the quote is %q, the focus in %q", next, quote, focus)
	}
	var whole string
	w.must(chromedp.Run(ctx, chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()+"/document"), chromedp.WaitReady("#comments", chromedp.ByQuery),
		chromedp.DoubleClick("article em", chromedp.ByQuery), chromedp.WaitVisible(".offer", chromedp.ByQuery), chromedp.Click(".offer", chromedp.ByQuery),
		chromedp.Value("#comments-quote", &whole, chromedp.ByQuery)))
	if whole != quote {
		t.Errorf("where the document is read in full the quote is %q", whole)
	}
	comments, _, err := w.store.Comments(w.ctx, models.System, w.review.ID, store.Page{})
	w.must(err)
	if last := comments[len(comments)-1]; last.Quote != quote || last.Body != "By whom?" {
		t.Errorf("stored is %+v", last)
	}
}
