package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"debrief/internal/testenv"
)

// browser is Chromium in the hands of somebody who clicks.
type browser struct {
	t     *testing.T
	ctx   context.Context
	shots string // where screenshots are left
	n     int
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(testenv.Chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(1280, 900), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("lang", "en-GB"))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	still := &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"} // a click lands where its target was found
	err := chromedp.Run(ctx, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{still}))
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, ctx: ctx, shots: os.Getenv("DEBRIEF_SCREENSHOT_DIR")}
	if b.shots == "" {
		b.shots = filepath.Join(os.TempDir(), "debrief-screenshots")
	}
	if err := os.MkdirAll(b.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			b.shoot("failed")
		}
	})
	return b
}

// do runs actions, each for as long as a person would wait.
func (b *browser) do(what string, actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

func (b *browser) open(url string) {
	b.t.Helper()
	b.do("open "+url, chromedp.Navigate(url), chromedp.WaitReady("body"))
}

// press clicks on what leads to another page, and waits for that page. What is folded away is unfolded first.
func (b *browser) press(selector string) {
	b.t.Helper()
	b.unfold(selector)
	b.do("press "+selector, chromedp.Evaluate(`document.body.dataset.left = "1"`, nil), chromedp.Click(selector, chromedp.ByQuery))
	eventually(b.t, selector+" leads to another page", func() bool {
		var there bool
		err := chromedp.Run(b.ctx, chromedp.Evaluate(`document.readyState === "complete" && !document.body.dataset.left`, &there))
		return err == nil && there // an error is a page that is just being left
	})
}

// follow presses the link with that text in it that leads to another page.
func (b *browser) follow(text string) {
	b.t.Helper()
	b.do("mark the link "+text, chromedp.Poll(fmt.Sprintf(`(() => {
		const a = [...document.querySelectorAll("main a, a")].find(a => a.pathname !== location.pathname && a.textContent.includes(%q));
		if (a) a.dataset.follow = "1";
		return !!a; })()`, text), nil))
	b.press(`[data-follow]`)
}

func (b *browser) unfold(selector string) {
	b.t.Helper()
	b.do("find "+selector, chromedp.Poll(fmt.Sprintf(`(() => { let e = document.querySelector(%q); if (!e) return false;
		for (; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true; return true; })()`, selector), nil))
}

// fill types into a field.
func (b *browser) fill(selector, value string) {
	b.t.Helper()
	b.unfold(selector)
	b.do("fill "+selector, chromedp.SetValue(selector, value, chromedp.ByQuery))
}

// choose selects the option with that text in it.
func (b *browser) choose(selector, text string) {
	b.t.Helper()
	b.unfold(selector)
	b.do("choose "+text, chromedp.Poll(fmt.Sprintf(`(() => { const s = document.querySelector(%q);
		const o = [...s.options].find(o => o.textContent.includes(%q)); if (o) s.value = o.value; return !!o; })()`, selector, text), nil))
}

// text returns what the page says.
func (b *browser) text() string {
	b.t.Helper()
	var text string
	b.do("read the page", chromedp.Evaluate(`document.body.innerText`, &text))
	return text
}

// value evaluates a script.
func (b *browser) value(script string, into any) {
	b.t.Helper()
	b.do("look at the page", chromedp.Evaluate(script, into))
}

// sees fails unless the page says each of the texts.
func (b *browser) sees(texts ...string) {
	b.t.Helper()
	said := b.text()
	for _, want := range texts {
		if !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
			b.t.Fatalf("the page does not say %q:\n%s", want, said)
		}
	}
}

// reloadUntil loads the page again until it says the text.
func (b *browser) reloadUntil(text string) {
	b.t.Helper()
	eventually(b.t, "the page says "+text, func() bool {
		b.do("reload", chromedp.Reload(), chromedp.WaitReady("body"))
		return strings.Contains(b.text(), text)
	})
}

// shoot leaves a screenshot of the whole page.
func (b *browser) shoot(name string) {
	b.t.Helper()
	b.n++
	var png []byte
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	err := chromedp.Run(ctx, chromedp.Evaluate(`scrollTo(0, 0)`, nil), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).Do(ctx)
		return err
	}))
	file := filepath.Join(b.shots, fmt.Sprintf("%02d-%s.png", b.n, name))
	if err == nil {
		err = os.WriteFile(file, png, 0o644)
	}
	if err != nil {
		b.t.Errorf("screenshot %s: %v", name, err)
	}
}
