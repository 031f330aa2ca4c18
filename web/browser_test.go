package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"debrief/models"
)

// In a real browser nothing is blocked by our own policy, and what scripts add works.
func TestInABrowser(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, "")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	var mu sync.Mutex
	var complaints []string
	chromedp.ListenTarget(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				complaints = append(complaints, e.Entry.Text+" "+e.Entry.URL)
			}
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Error())
		}
	})
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID))
	var rows, theme, selected string
	var shown string
	var open, chart, unguarded, leavesUnchanged, scrolled, told bool
	press := func(selector string) chromedp.Action { // wherever it is: the page may still be scrolling
		return chromedp.Tasks{chromedp.WaitVisible(selector, chromedp.ByQuery), chromedp.Evaluate(fmt.Sprintf("document.querySelector(%q).click()", selector), nil)}
	}
	const leaves = `window.dispatchEvent(new Event("beforeunload", {cancelable: true}))`
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900),
		chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("button[type=submit]", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/reviews"), chromedp.SendKeys("#filter-q", "exposed", chromedp.ByQuery),
		chromedp.Poll(`location.search.includes("q=exposed") && document.querySelectorAll("#list tbody tr").length === 1`, nil),
		chromedp.Text("#list", &rows, chromedp.ByQuery),
		chromedp.Evaluate(`document.querySelector("[data-theme-toggle]").click(); document.documentElement.dataset.bsTheme`, &theme),
		chromedp.Navigate(server.URL+"/guide"), chromedp.SendKeys("#filter-q", "handed OVER\r", chromedp.ByQuery),
		chromedp.Evaluate(`Array.from(document.querySelectorAll("main section.card > .rule:not([hidden]), nav .count")).filter(el => el.offsetWidth).map(el => el.id || el.textContent).join(" ") + location.search`, &shown),
		chromedp.Evaluate(`location.hash = "rule-outage"`, nil), chromedp.WaitVisible("#rule-outage", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/action-items"), chromedp.SendKeys("#filter-q", "runbook", chromedp.ByQuery),
		chromedp.Poll(`document.querySelectorAll("#list tbody tr").length === 1 && document.querySelector("#csv").search.includes("q=runbook")`, nil),
		chromedp.Navigate(server.URL+"/action-items/"+w.committed.Ref()+"#snooze"),
		chromedp.Poll(`document.querySelector("#snooze").open`, &open),
		chromedp.Navigate(server.URL+"/reports/completion"), chromedp.Poll(`!document.querySelector("[data-chart-box]").hidden`, &chart),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()+"/document/edit"), chromedp.Evaluate(`document.querySelector("#document-body").value = ""`, nil),
		chromedp.SendKeys("#document-body", "It should have been stopped.", chromedp.ByQuery),
		press("#draft [data-from='3'][data-to='19']"),
		chromedp.Evaluate(`(field => field.value.slice(field.selectionStart, field.selectionEnd))(document.querySelector("#document-body"))`, &selected),
		chromedp.Evaluate(leaves, &unguarded), press(".actions [formaction]"), chromedp.WaitVisible("#preview mark", chromedp.ByQuery),
		press(".actions button:not([formaction])"), chromedp.WaitVisible("#document mark", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()+"/document/edit"), chromedp.Evaluate(leaves, &leavesUnchanged),
		chromedp.SetValue("#document-body", strings.Repeat("All was well.\n\n", 200)+"It should have been stopped.", chromedp.ByQuery),
		chromedp.Evaluate(`document.querySelector("#document-body").dispatchEvent(new Event("input", {bubbles: true}))`, nil),
		press("#draft [data-from='3003']"),
		chromedp.Evaluate(`(field => field.scrollTop + field.clientHeight / 2 > field.scrollHeight - field.clientHeight)(document.querySelector("#document-body"))`, &scrolled),
		chromedp.Evaluate(`document.querySelector("#document-body").value = document.querySelector("#document-body").defaultValue`, nil),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()), chromedp.WaitReady("#history", chromedp.ByQuery),
		chromedp.Evaluate(`document.querySelector("#checklist").scrollIntoView({behavior: "instant"})`, nil), chromedp.Poll(`document.querySelector(".tabs [aria-current]")?.hash === "#checklist" && document.querySelectorAll(".tabs [aria-current]").length === 1`, nil),
		press(".tabs [href='#comments']"), chromedp.Poll(`document.querySelector(".tabs [aria-current]")?.hash === "#comments"`, nil),
		chromedp.EmulateViewport(390, 844), press(".nav-toggle"), chromedp.WaitVisible(".who", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/action-items/"+w.committed.Ref()), chromedp.Click("#done button", chromedp.ByQuery),
		chromedp.WaitVisible(".told .alert-good", chromedp.ByQuery), press(".told button"), chromedp.WaitNotVisible(".told", chromedp.ByQuery),
		chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()), chromedp.SetValue("#comments-body", "What about the queue?", chromedp.ByQuery),
		press("#comments form[action$='/comments'] button"),
		chromedp.WaitVisible(".told", chromedp.ByQuery), chromedp.Poll(`document.querySelector("#comments").getBoundingClientRect().top < 150`, nil),
		chromedp.Evaluate(`(told => told.top >= 0 && told.bottom <= document.querySelector("#comments").getBoundingClientRect().top)(document.querySelector(".told").getBoundingClientRect())`, &told),
		chromedp.MouseEvent("mouseMoved", 20, 800), // what the pointer is on stays
		chromedp.Poll(`document.querySelector(".told.gone") && getComputedStyle(document.querySelector(".told")).visibility === "hidden"`, nil)))
	if shown != "1 0 0 rule-human-error" {
		t.Errorf("the guide's filter leaves %q", shown)
	}
	if !told {
		t.Error("what was done is not told where the reader lands, or covers it")
	}
	if !strings.Contains(rows, "Data was exposed") || theme != "dark" || !open || !chart {
		t.Errorf("filter %q, theme %s, part open %v, chart %v", rows, theme, open, chart)
	}
	if selected != "should have been" {
		t.Errorf("the place of what was found as it was typed is %q", selected)
	}
	if unguarded || !leavesUnchanged || !scrolled {
		t.Errorf("a changed text is left: %v; one that is not changed: %v; the place is scrolled to: %v", unguarded, leavesUnchanged, scrolled)
	}
	if a := ok[models.ActionItem](w.house)(w.store.Item(w.ctx, models.System, w.committed.ID)); a.State != models.Done {
		t.Errorf("the item is %s", a.State)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, c := range complaints {
		t.Errorf("the browser complains: %s", c)
	}
}

// What was done is told in a band of its own: the part of the page that is jumped to begins below it, and nothing stands above it.
// The strip of a page's parts is as wide as the page on a phone, and fades where there is more of it: the last one is read in full.
func TestWhatWasDoneStandsClearOfWhatIsJumpedTo(t *testing.T) {
	ctx, cancel := context.WithTimeout(browser(t), time.Minute)
	defer cancel()
	w := newWorld(t, "")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID))
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery)))
	still := func() chromedp.Action { // the page scrolls there softly
		return chromedp.Poll(`(() => { const was = window.wasAt; window.wasAt = scrollY; return scrollY > 0 && was === scrollY })()`, nil, chromedp.WithPollingInterval(200*time.Millisecond))
	}
	for _, size := range [][2]int64{{1280, 900}, {390, 844}} {
		var above, gap, fade float64
		w.must(chromedp.Run(ctx, chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()), chromedp.WaitReady("#history", chromedp.ByQuery),
			chromedp.Evaluate(`document.querySelector("#people form").requestSubmit()`, nil), chromedp.WaitVisible(".told", chromedp.ByQuery),
			still(),
			chromedp.Evaluate(`document.querySelector(".told").getBoundingClientRect().top`, &above),
			chromedp.Evaluate(`document.querySelector("#people").getBoundingClientRect().top - document.querySelector(".told").getBoundingClientRect().bottom`, &gap),
			chromedp.Navigate(server.URL+"/reviews/"+w.review.Ref()), chromedp.WaitReady("#history", chromedp.ByQuery),
			chromedp.Evaluate(`(strip => { strip.scrollLeft = strip.scrollWidth; return strip.getBoundingClientRect().right - strip.querySelector("a:last-of-type").getBoundingClientRect().right })(document.querySelector(".tabs"))`, &fade)))
		if above < 10 || gap < 14 || gap > 80 {
			t.Errorf("at %d what was done stands %.0f below the edge, and %.0f above what was jumped to", size[0], above, gap)
		}
		if fade < 30 {
			t.Errorf("at %d the last part of the strip ends %.0f before its edge", size[0], fade)
		}
	}
}

// What an empty field of a search suggests is read in full, on a phone and in a window that many filters share.
func TestWhatASearchFieldSuggestsIsNotCutOff(t *testing.T) {
	ctx, cancel := context.WithTimeout(browser(t), time.Minute)
	defer cancel()
	w := newWorld(t, "")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID))
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery)))
	for _, path := range []string{"/reviews?from=2026-01-01&to=2026-12-31", "/action-items", "/incidents", "/people", "/guide"} {
		w.must(chromedp.Run(ctx, chromedp.Navigate(server.URL+path), chromedp.WaitVisible("input[type=search]", chromedp.ByQuery)))
		for _, width := range []int64{1280, 1000, 390, 320} {
			var left float64
			w.must(chromedp.Run(ctx, chromedp.EmulateViewport(width, 900), chromedp.Evaluate(`(field => {
				const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
				pen.font = style.font;
				return field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - pen.measureText(field.placeholder).width;
			})(document.querySelector("input[type=search]"))`, &left)))
			if left < 0 {
				t.Errorf("%s at %d lacks %.0f pixels for it", path, width, -left)
			}
		}
	}
}
