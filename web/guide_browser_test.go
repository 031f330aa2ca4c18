package web

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"

	"debrief/models"
)

func TestTheGuideFindsTheSameWithAndWithoutScript(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, "")
	server := httptest.NewServer(w.echo)
	t.Cleanup(server.Close)
	secret := ok[string](w.house)(w.store.MakeSignIn(w.ctx, models.System, w.now, w.ada.ID)) // an administrator's page has forms in its rules
	w.must(chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/sign-in/"+secret), chromedp.Click("form button", chromedp.ByQuery), chromedp.WaitVisible(".who", chromedp.ByQuery)))
	const shown = `Array.from(document.querySelectorAll(".rule:not([hidden])"), function (r) { return r.id; }).join(" ")`
	found := map[string]string{}
	for _, q := range []string{"outage", "message to customers", "shown beside", "before", "warning", "BLAME"} {
		var plain, script string
		w.must(chromedp.Run(ctx, chromedp.Navigate(server.URL+"/guide?q="+url.QueryEscape(q)), chromedp.Evaluate(shown, &plain),
			chromedp.Evaluate(`document.querySelector("#filter-q").dispatchEvent(new Event("input", { bubbles: true }))`, nil), chromedp.Evaluate(shown, &script)))
		if plain != script {
			t.Errorf("%q finds %q, and %q with the script", q, plain, script)
		}
		found[q] = script
	}
	if found["outage"] == "" || found["shown beside"] != "" {
		t.Errorf("found is %q", found)
	}
}
