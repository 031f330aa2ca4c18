package web

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"debrief/models"
	"debrief/models/store"
)

// The session ends while somebody writes.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, "")
	w.write(w.review, w.ada, "A queue was full.\n\nThe other queue was not.\n")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	review := "/reviews/" + w.review.Ref()
	signIn := func(p models.Person) chromedp.Action {
		secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, p.ID))
		return chromedp.Tasks{chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL + "/sign-in/" + secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery)}
	}
	press := func(selector string) chromedp.Action {
		return chromedp.Evaluate(`document.querySelector("`+selector+`").click()`, nil)
	}
	const comment, there = "#comments form[action$='/comments'] button[type=submit]", `document.querySelector("#comments-body").value === "What about the queue?"`
	at := func(page string) chromedp.Action {
		return chromedp.Poll(`location.pathname === "`+page+`" && document.readyState === "complete"`, nil)
	}
	expire := func(field, text, button string) chromedp.Action {
		// The page's script keeps what is typed, and is there when all is loaded.
		return chromedp.Tasks{chromedp.Poll(`document.readyState === "complete"`, nil), chromedp.SetValue(field, text, chromedp.ByQuery),
			network.ClearBrowserCookies(), press(button), chromedp.WaitVisible("[data-kept]", chromedp.ByQuery)}
	}
	var stored int
	var others bool
	left := chromedp.Evaluate(`localStorage.getItem("debrief-kept") === null && sessionStorage.getItem("debrief-sent") === null ? 0 : 1`, &stored)

	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), signIn(w.ada), chromedp.Navigate(server.URL+review),
		chromedp.SetValue("#comments-quote", "queue", chromedp.ByQuery), chromedp.SetValue("#comments-before", "The other", chromedp.ByQuery), expire("#comments-body", "What about the queue?", comment),
		signIn(w.ada), at(review), chromedp.Poll(there, nil), chromedp.WaitVisible("#comments form .alert-note", chromedp.ByQuery),
		press(comment), chromedp.WaitVisible(".told .alert-good", chromedp.ByQuery), left))
	if stored != 0 {
		t.Error("what is saved stays in the browser")
	}
	list, _, err := w.store.Comments(w.ctx, models.System, w.review.ID, store.Page{Limit: store.MaxLimit})
	w.must(err)
	if said := list[len(list)-1]; said.Body != "What about the queue?" || said.Quote != "queue" || said.QuoteBefore != "The other" {
		t.Errorf("saved is %+v", said)
	}

	// Thrown away, of another person, and signed out: each ends it.
	w.must(chromedp.Run(ctx, expire("#comments-body", "What about the queue?", comment), signIn(w.ada), at(review), chromedp.Poll(there, nil),
		press("#comments form .alert-note button"), chromedp.Poll(`document.querySelector("#comments-body").value === ""`, nil), left))
	if stored != 0 {
		t.Error("what is thrown away stays in the browser")
	}
	w.must(chromedp.Run(ctx, expire("#comments-body", "What about the queue?", comment), signIn(w.person("Nora New", models.Member)), at(review),
		chromedp.Evaluate(there, &others), left))
	if others || stored != 0 {
		t.Errorf("another person sees it: %v; it stays: %d", others, stored)
	}
	w.must(chromedp.Run(ctx, signIn(w.ada), chromedp.Navigate(server.URL+review), expire("#comments-body", "What about the queue?", comment), signIn(w.ada), at(review), chromedp.Poll(there, nil),
		press("form[action='/sign-out'] button"), chromedp.WaitVisible(".bare", chromedp.ByQuery), left))
	if stored != 0 {
		t.Error("after signing out it stays in the browser")
	}

	// A reply is back in the form below its comment, which is open.
	form := fmt.Sprintf("#reply-%d", w.comment.ID)
	w.must(chromedp.Run(ctx, signIn(w.ada), chromedp.Navigate(server.URL+review), expire(form+"-body", "Since Monday.", form+" button[type=submit]"), signIn(w.ada), at(review),
		chromedp.WaitVisible(form+"[open] .alert-note", chromedp.ByQuery), press(form+" button[type=submit]"), chromedp.WaitVisible(".told .alert-good", chromedp.ByQuery), left))
	list, _, err = w.store.Comments(w.ctx, models.System, w.review.ID, store.Page{Limit: store.MaxLimit})
	w.must(err)
	if said := list[len(list)-1]; stored != 0 || said.Body != "Since Monday." || said.Thread() != w.comment.ID {
		t.Errorf("saved is %+v, and kept in the browser: %d", said, stored)
	}

	// A document that somebody else saved meanwhile is not overwritten by what comes back.
	w.must(chromedp.Run(ctx, signIn(w.ada), chromedp.Navigate(server.URL+review+"/document/edit"), expire("#document-body", "# Mine", ".actions button:not([formaction])")))
	d := ok[models.Document](w.house)(w.store.Document(w.ctx, models.System, w.review.ID, 0))
	ok[models.Document](w.house)(w.store.SaveDocument(w.ctx, models.System, w.now, w.review.ID, d.Number, "# Theirs"))
	w.must(chromedp.Run(ctx, signIn(w.ada), at(review+"/document/edit"), chromedp.Poll(`document.querySelector("#document-body").value === "# Mine"`, nil),
		press(".actions button:not([formaction])"), chromedp.WaitVisible(".clashes", chromedp.ByQuery)))
}

// Nobody signs in again on this browser.
func TestWhatWasTypedIsLetGoWhereNobodySignsInAgain(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, "")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID))
	var kept, old, out bool
	const send = `document.querySelector("#comments form[action$='/comments'] button[type=submit]").click()`
	isKept := func(is *bool) chromedp.Action {
		return chromedp.Evaluate(`localStorage.getItem("debrief-kept") !== null || sessionStorage.getItem("debrief-sent") !== null`, is)
	}
	typing := chromedp.Tasks{chromedp.Navigate(server.URL + "/reviews/" + w.review.Ref()), chromedp.SetValue("#comments-body", "What about the queue?", chromedp.ByQuery)}
	signIn := func(secret string) chromedp.Action {
		return chromedp.Tasks{chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL + "/sign-in/" + secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery)}
	}
	w.must(chromedp.Run(ctx, signIn(secret), typing, network.ClearBrowserCookies(), chromedp.Evaluate(send, nil), chromedp.WaitVisible("[data-kept]", chromedp.ByQuery), isKept(&kept),
		chromedp.Evaluate(`localStorage.setItem("debrief-kept", JSON.stringify(JSON.parse(localStorage.getItem("debrief-kept")).map(function (d) { d.at -= 8 * 86400000; return d; })))`, nil),
		chromedp.Navigate(server.URL+"/sign-in"), chromedp.WaitVisible(".bare", chromedp.ByQuery), isKept(&old)))
	if !kept || old {
		t.Errorf("kept: %v; after eight days: %v", kept, old)
	}

	// Signed out in a second tab, sent from the first.
	again := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID))
	w.must(chromedp.Run(ctx, signIn(again), typing))
	tab, cancel := chromedp.NewContext(ctx)
	defer cancel()
	w.must(chromedp.Run(tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/"), chromedp.Evaluate(`document.querySelector("form[action='/sign-out'] button").click()`, nil), chromedp.WaitVisible(".bare", chromedp.ByQuery)))
	w.must(chromedp.Run(ctx, chromedp.Evaluate(send, nil), chromedp.WaitVisible(".bare", chromedp.ByQuery), isKept(&out)))
	if out {
		t.Error("what is sent from a page from before the sign-out is kept")
	}
}

// What somebody saved meanwhile is not overwritten by a text that the browser brings back into a newer page.
func TestWhatIsTypedKeepsItsVersionWhereTheBrowserGoesBack(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, "")
	w.write(w.review, w.fay, "# Slow search\n\nIt was slow.\n\nIt is over.\n")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	review, secret := server.URL+"/reviews/"+w.review.Ref(), ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.max.ID))
	const mine = "# Slow search\n\nIt was slow for an hour.\n\nIt is over.\n"
	var brought, number string
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery),
		chromedp.Navigate(review+"/document/edit"), chromedp.Value(".editing [name=number]", &number, chromedp.ByQuery),
		chromedp.Evaluate(fmt.Sprintf(`(function (c) { c.value = %q; c.dispatchEvent(new Event("input", { bubbles: true })); })(document.querySelector("#document-body"))`, mine), nil)))
	w.write(w.review, w.fay, "# Slow search\n\nIt was slow.\n\nIt is over for good.\n")
	back := chromedp.Evaluate(`document.querySelectorAll("[data-guard]").forEach(function (f) { f.removeAttribute("data-guard"); }); setTimeout(function () { history.back(); })`, nil) // nobody is there to say that they mean it
	w.must(chromedp.Run(ctx, chromedp.Click(".editing .actions button:not([formaction])", chromedp.ByQuery), chromedp.WaitVisible("#refused", chromedp.ByQuery), back,
		chromedp.WaitNotPresent("#refused", chromedp.ByQuery), chromedp.WaitVisible("#document-body", chromedp.ByQuery), chromedp.Poll(`document.readyState === "complete"`, nil),
		chromedp.Value("#document-body", &brought, chromedp.ByQuery)))
	if brought != mine {
		t.Fatalf("the browser brought back %q", brought) // what it is about does not happen
	}
	var now string
	w.must(chromedp.Run(ctx, chromedp.Value(".editing [name=number]", &now, chromedp.ByQuery)))
	if now != number {
		t.Errorf("what was typed on version %s is saved over version %s", number, now)
	}
	w.must(chromedp.Run(ctx, chromedp.Click(".editing .actions button:not([formaction])", chromedp.ByQuery), chromedp.WaitVisible("#refused", chromedp.ByQuery)))
	if d := ok[models.Document](w.house)(w.store.Document(w.ctx, models.System, w.review.ID, 0)); d.AuthorID == nil || *d.AuthorID != w.fay.ID {
		t.Errorf("the other's text is overwritten by %+v", d)
	}
}

// The fields that the form was made of come back with its version: what both changed is told once more.
func TestWhatIsTypedOfAnItemIsMergedWhereTheBrowserGoesBack(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, "")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.max.ID))
	const send = `document.querySelector("#item-done-when").form.submit()`
	var typed, told string
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/action-items/"+w.committed.Ref()+"/edit"),
		chromedp.Evaluate(`(function (c) { c.value = "It shows on the board"; c.dispatchEvent(new Event("input", { bubbles: true })); })(document.querySelector("#item-done-when"))`, nil)))
	theirs := "It shows within a minute"
	ok[models.ActionItem](w.house)(w.store.EditItem(w.ctx, models.ActorFor(w.fay), w.now, w.committed.ID, 0, store.ItemEdit{DoneWhen: &theirs}))
	w.must(chromedp.Run(ctx, chromedp.Evaluate(send, nil), chromedp.WaitVisible("#refused", chromedp.ByQuery), chromedp.Evaluate(`setTimeout(function () { history.back(); })`, nil),
		chromedp.WaitNotPresent("#refused", chromedp.ByQuery), chromedp.WaitVisible("#item-done-when", chromedp.ByQuery), chromedp.Poll(`document.readyState === "complete"`, nil),
		chromedp.Value("#item-done-when", &typed, chromedp.ByQuery)))
	if typed != "It shows on the board" {
		t.Fatalf("the browser brought back %q", typed) // what it is about does not happen
	}
	w.must(chromedp.Run(ctx, chromedp.Evaluate(send, nil), chromedp.WaitVisible("#refused", chromedp.ByQuery), chromedp.Evaluate(`(document.querySelector(".clash") || {}).textContent || ""`, &told)))
	if a := w.item(); a.DoneWhen != theirs || !strings.Contains(told, theirs) {
		t.Errorf("it is done when %q; told is %q", a.DoneWhen, told)
	}
}
