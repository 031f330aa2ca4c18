package main

import (
	"context"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// startDemo runs the demo in this process until the test ends, and returns its addresses and the sign-in link.
func startDemo(t *testing.T, args ...string) (debrief, tools, link string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out := &logBuffer{}
	ready, ended := make(chan struct{}), make(chan error, 1)
	p := &program{out: out, errs: out, now: clock, ready: func(*app) { close(ready) }}
	go func() { ended <- run(ctx, p, append([]string{"demo"}, args...)) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended with: %v", err)
		}
	})
	select {
	case <-ready:
	case err := <-ended:
		ended <- nil
		t.Fatalf("the demo did not start: %v\n%s", err, out)
	case <-time.After(3 * time.Minute):
		t.Fatalf("the demo did not start:\n%s", out)
	}
	found := func(pattern string) string {
		m := regexp.MustCompile(pattern).FindStringSubmatch(out.String())
		if m == nil {
			t.Fatalf("the demo does not print %s:\n%s", pattern, out)
		}
		return m[1]
	}
	return found(`runs at (http://\S+)`), found(`clock:\s+(http://\S+)`), found(`(http://\S+/sign-in/\S+)`)
}

func TestTheDemoIsClickedThrough(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	debrief, tools, link := startDemo(t, "--listen=127.0.0.1:0", "--tools=127.0.0.1:0")

	b.open(link)
	b.press(`form[action^="/sign-in/"] button`)
	b.sees("What needs you")
	b.shoot("home")
	done := b.completed(debrief)

	// The incident comes in.
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	local := func(at time.Time) string { return at.In(berlin).Format("2006-01-02T15:04") }
	b.open(debrief + "/incidents/new")
	b.fill("#incident-title", "Label printing stood still in two depots")
	b.choose("#incident-severity", "SEV-1")
	b.fill("#incident-started-at", local(clock().Add(-3*time.Hour)))
	b.fill("#incident-detected-at", local(clock().Add(-2*time.Hour)))
	b.fill("#incident-resolved-at", local(clock().Add(-time.Hour)))
	b.choose("#incident-responders-0--person-id", "Tomás Herrera")
	b.shoot("incident")
	b.press(`form[action="/incidents"] button[type=submit]`)
	b.open(debrief + "/reviews?q=Label+printing")
	b.follow("Label printing stood still")
	b.sees("Label printing stood still", "Schedule the meeting")

	// Its review is scheduled.
	var facilitator string
	b.value(`(() => { const taken = ["Tomás Herrera", "Ana Souza", "Nobody yet"];
		return [...document.querySelector("#people-facilitator-id").options].map(o => o.textContent.trim()).find(n => !taken.some(t => n.includes(t))); })()`, &facilitator)
	b.choose("#people-facilitator-id", facilitator)
	b.press(`form[action$="/people"] button`)
	b.follow("Schedule the meeting")
	b.fill("#schedule-starts-at", local(clock().Add(20*time.Hour)))
	b.fill("#schedule-place", "https://meet.example.com/labels")
	b.shoot("meeting")
	b.press(`form[action$="/meeting"] button[type=submit]`)
	var asked bool // whether it is a good hour depends on when this runs
	if b.value(`document.querySelector("#asked") !== null`, &asked); asked {
		b.press("#asked button")
	}
	b.reloadUntil("Everybody was told")
	var review string
	b.value(`location.pathname`, &review)

	// The document is written and submitted.
	b.open(debrief + review + "/document/edit")
	b.fill("#document-body", demoDocument)
	b.press(`form[action$="/document"] button[type=submit]`)
	b.open(debrief + review)
	b.press(`form[action$="/submission"] button`)
	b.sees("In review")

	// The meeting is held, and the checklist settled.
	b.open(tools)
	b.press(`button[value="1 day"]`)
	b.open(debrief + review)
	b.press(`form[action$="/meeting/held"] button`)
	var questions []string
	b.value(`[...document.querySelectorAll("details[id^=question-]")].map(d => d.id)`, &questions)
	for _, id := range questions {
		b.choose("#checklist-final-"+strings.TrimPrefix(id, "question-")+"-verdict", "Pass")
		b.press("#" + id + ` form:has(input[name=final]) button`)
	}
	b.press(`form[action$="/completion"] button`)
	b.sees("Reviewed")
	b.shoot("review")

	// A follow-up is proposed and committed.
	b.fill("#items-title", "Add an alert on a print queue older than 5 minutes")
	b.fill("#items-done-when", "The alert fires in the staging depot.")
	b.choose("#items-kind", "Detect")
	b.choose("#items-priority", "P1")
	b.choose("#items-owner-id", "Yuki Tanabe") // who owns nothing else, so that the letter is about this alone
	b.press(`form[action$="/action-items"] button[type=submit]`)
	b.follow("Add an alert on a print queue")
	b.sees("well scoped")
	b.press(`form[action$="/commitment"] button[type=submit]`)
	b.reloadUntil("Jira and Debrief agree")
	b.shoot("item")
	var item, issue string
	b.value(`location.pathname`, &item)
	b.value(`document.querySelector("#jira a").href`, &issue)

	// The message goes out, and the review is closed.
	b.open(debrief + review)
	b.fill("#messages-external-body", "We are sorry that labels could not be printed for an hour this morning. We have added an alert so that a queue of labels is noticed within minutes.")
	b.press(`form[action$="/messages/external"] button`)
	b.press(`form[action$="/messages/external/approval"] button`)
	b.fill("#messages-external-posted-url", "https://status.example.com/labels")
	b.press(`form[action$="/messages/external/posting"] button`)
	b.press(`form[action$="/closure"] button`)
	b.sees("Closed")
	b.shoot("closed")

	// The owner is reminded by mail.
	b.reminded(tools, item[strings.LastIndex(item, "/")+1:], berlin)
	b.shoot("mail")

	// The issue is closed in Jira, so the item is closed here, and the report has changed.
	b.open(issue)
	b.shoot("jira")
	b.value(`(() => { const s = [...document.querySelectorAll("select")].find(s => [...s.options].some(o => o.value === "Done"));
		if (!s) { [...document.querySelectorAll("button")].find(b => b.textContent.trim() === "Done").dataset.done = "1"; return; }
		s.value = "Done"; s.form.querySelector("button").dataset.done = "1"; })()`, nil)
	b.press("[data-done]")
	b.open(debrief + item)
	b.press(`form[action$="/sync"] button`)
	b.reloadUntil("Open it again")
	b.shoot("done")
	if now := b.completed(debrief); now != done+1 {
		t.Errorf("the report counts %d done, want %d", now, done+1)
	}
	b.shoot("report")

	// What is connected can be tried.
	b.open(debrief + "/operations")
	b.press(`form[action="/operations/mail-tests"] button`)
	b.sees("took the mail to ana.souza@example.com")
	b.press(`form[action="/operations/tracker-tests"] button`)
	b.sees("it can see and create issues of type Task in OPS")
	b.shoot("operations")
	t.Logf("screenshots are in %s", b.shots)
}

// completed reads how many items the report says are done.
func (b *browser) completed(debrief string) int {
	b.t.Helper()
	b.open(debrief + "/reports/completion?by=kind")
	var text string
	b.value(`[...document.querySelectorAll("table tr")].at(-1).innerText`, &text)
	cells := strings.FieldsFunc(text, func(r rune) bool { return r == '\t' || r == '\n' })
	if len(cells) < 3 {
		b.t.Fatalf("the report's total is %q", text)
	}
	n, err := strconv.Atoi(strings.TrimSpace(cells[2]))
	if err != nil {
		b.t.Fatalf("the report's total is %q", cells)
	}
	return n
}

// reminded moves the clock day by day until a mail about the item is there: at a time of day at which people work.
func (b *browser) reminded(tools, ref string, zone *time.Location) {
	b.t.Helper()
	for hours := 0; hours < 24; hours++ {
		b.open(tools)
		var now string
		b.value(`document.querySelector("time").dateTime`, &now)
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			b.t.Fatal(err)
		}
		if h := at.In(zone).Hour(); h >= 9 && h < 12 {
			break
		}
		b.press(`button[value="1 hour"]`)
	}
	mailed := regexp.MustCompile(ref + `\b`)
	arrives := func(within time.Duration) bool {
		for deadline := time.Now().Add(within); time.Now().Before(deadline); {
			b.open(tools + "mail/")
			if mailed.MatchString(b.text()) {
				return true
			}
		}
		return false
	}
	for n := range 8 {
		b.open(tools)
		b.press(`button[value="` + []string{"1 week", "1 day"}[min(n, 1)] + `"]`)
		here := arrives(3 * time.Second) // what is due now is put into a letter, which waits some minutes for more
		if !here {
			b.open(tools)
			b.press(`button[value="1 hour"]`)
			here = arrives(20 * time.Second) // a letter waits a moment for links that are being looked at
		}
		if here {
			b.follow(ref)
			b.sees(ref, "is due")
			return
		}
	}
	b.t.Fatalf("nobody was reminded of %s", ref)
}

func TestTheDemoTakesAnotherPortWhereItsOwnIsTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	l, err := listenNear(t.Context(), taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Addr().String() == taken.Addr().String() {
		t.Error("two listen on one port")
	}
	if _, err := listenNear(t.Context(), "nowhere"); err == nil {
		t.Error("an address without a port was taken")
	}
}

func TestTheDemosClockMoves(t *testing.T) {
	t.Parallel()
	c := &movedClock{real: func() time.Time { return monday }}
	past := monday.AddDate(-1, 0, 0)
	c.Fix(past)
	fixed := c.Now()
	c.Move(24 * time.Hour)
	c.Move(time.Hour)
	if got := []time.Time{fixed, c.Now()}; !slices.Equal(got, []time.Time{past, monday.Add(25 * time.Hour)}) {
		t.Errorf("the clock said %v", got)
	}
}

// demoDocument is a postmortem of this project's own making.
const demoDocument = `# Label printing stood still in two depots

## Overview

On Monday morning two of nine depots could not print labels for 58 minutes; 1,140 parcels left later than planned.

## What happened

The print service kept one connection a printer. A firmware update closed them without a word, and the service went on
writing to them until its buffers were full.

## Timeline (UTC)

- 07:02 Printers in Leipzig restart after the update (printer log)
- 07:09 The queue in Leipzig grows past 200 (dashboard)
- 07:31 The depot calls the on-call engineer
- 08:00 Connections are opened anew; labels print

## Contributing factors

- Connections are not checked while idle.
- Updates run in all depots of a region at once.
`
