package web

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"debrief/models"
)

// signedIn is a browser of an administrator's in a house.
func signedIn(t *testing.T, w *world) (run func(...chromedp.Action), address string) {
	t.Helper()
	ctx := browser(t)
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID))
	run = func(actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	run(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery))
	return run, server.URL
}

func focused(selector string) chromedp.Action {
	return chromedp.Poll(fmt.Sprintf(`document.activeElement.matches(%q)`, selector), nil)
}

func isSaid(words string) chromedp.Action {
	return chromedp.Poll(fmt.Sprintf(`document.querySelector("#say[role=status]").textContent.includes(%q)`, words), nil)
}

// What the eye sees change, a screen reader says, and the keyboard is where the work goes on.
func TestChangesAreSaidAndTheFocusIsWhereTheWorkIs(t *testing.T) {
	w := newWorld(t, "")
	run, address := signedIn(t, w)
	review := address + "/reviews/" + w.review.Ref()
	ready := chromedp.Poll(`document.readyState === "complete"`, nil)

	// A list that is filtered: the count, not the rows.
	run(chromedp.Navigate(address+"/action-items"), ready, chromedp.Focus("#filter-q", chromedp.ByQuery), chromedp.KeyEvent("runbook"), isSaid("1 action item"), focused("#filter-q"),
		chromedp.KeyEvent("xyz"), isSaid("No action item matches"), focused("#filter-q"))
	run(chromedp.Navigate(address+"/guide"), ready, chromedp.Focus("#filter-q", chromedp.ByQuery), chromedp.KeyEvent("handed over"), isSaid("1 rule"))

	// A text as it is written, and its preview.
	var said string
	run(chromedp.Navigate(review+"/document/edit"), ready, chromedp.Evaluate(`document.querySelector("#document-body").value = ""`, nil), chromedp.Focus("#document-body", chromedp.ByQuery),
		chromedp.KeyEvent("It should have been stopped."), isSaid("warning"), focused("#document-body"), chromedp.Text("#say", &said, chromedp.ByQuery),
		chromedp.Focus(".actions [formaction]", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter), focused("#preview > section"),
		chromedp.Evaluate(`document.querySelector("#document-body").value = document.querySelector("#document-body").defaultValue`, nil))
	if strings.Contains(said, "stopped") {
		t.Errorf("all that is found is said at each pause: %q", said)
	}

	// The scope of a title.
	run(chromedp.Navigate(review+"#items-new"), ready, chromedp.Evaluate(`document.querySelector("#items-new").open = true`, nil), chromedp.Focus("#items-title", chromedp.ByQuery),
		chromedp.KeyEvent("Improve the monitoring"), isSaid("Not bounded yet"), focused("#items-title"))

	// A form that is refused, and the way to its field; what was done.
	run(chromedp.Navigate(address+"/teams/new"), ready, chromedp.Evaluate(`document.querySelector("main form").noValidate = true`, nil),
		chromedp.Focus("main form button[type=submit]", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible("#refused", chromedp.ByQuery), ready, focused("#refused"),
		chromedp.Poll(`document.title.startsWith("Error: ")`, nil), chromedp.KeyEvent(kb.Tab), focused("#refused a"), chromedp.KeyEvent(kb.Enter), focused("#team-name"),
		chromedp.KeyEvent("Search"), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(".told", chromedp.ByQuery), isSaid("Search"))

	// The menu of a small screen covers the button that opens it.
	run(chromedp.EmulateViewport(390, 844), chromedp.Navigate(address+"/"), ready, chromedp.Focus(".nav-toggle", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(".nav-close", chromedp.ByQuery), chromedp.KeyEvent(kb.Tab), focused(".nav-close"), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitNotVisible(".nav-close", chromedp.ByQuery), focused(".nav-toggle"))
}

// On 320 pixels, which a page of 1280 has at 400 %, nothing but tables is scrolled sideways, and those by keyboard, too.
func TestPagesReflow(t *testing.T) {
	w := newWorld(t, titles["endless"])
	w.write(w.review, w.max, "## A\n\n```\n"+strings.Repeat("0123456789", 40)+"\n```\n\n| "+strings.Repeat("a | ", 30)+"\n"+strings.Repeat("|--", 30)+"|\n")
	run, address := signedIn(t, w)
	run(chromedp.EmulateViewport(320, 640))
	for _, path := range pagesOf(w) {
		var width int
		var lost string
		run(chromedp.Navigate(address+path), chromedp.Poll(`document.readyState === "complete"`, nil), chromedp.Evaluate(`document.documentElement.scrollWidth`, &width),
			chromedp.Poll(`(lost => lost || "none")(Array.from(document.querySelectorAll("main .table-box, main .document :is(table, pre)")).filter(el => el.scrollWidth > el.clientWidth && el.tabIndex < 0 && !el.querySelector("a, button, input, select, summary")).map(el => el.tagName + el.className).join(" "))`, &lost))
		if width > 320 || lost != "none" {
			t.Errorf("%s is %d pixels wide, and the keyboard does not scroll %s", path, width, lost)
		}
	}
}
