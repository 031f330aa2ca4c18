package sample

import (
	"fmt"
	"strings"
	"time"
)

// text is what a document says, section by section (template.md).
type text struct {
	overview   string
	happened   string
	factors    []string
	resolution string
	impact     [][2]string
	timeline   []moment
	well, less []string
	added      string // a paragraph that came in after the reviewers had read it
	internal   string
	summary    string // of the external message; empty where none is needed
	customers  string // what happened, for customers
	doing      string // what we are doing about it
}

// moment is one line of the timeline, in minutes after the incident began.
type moment struct {
	minute int
	event  string
	source string // kind:name, see link
}

// sites are where the data of a timeline comes from.
var sites = map[string]string{
	"graph":  "https://graphs.example.com/d/",
	"log":    "https://logs.example.com/search/",
	"deploy": "https://deploys.example.com/runs/",
	"page":   "https://oncall.example.com/alerts/",
	"status": "https://status.example.com/updates/",
	"chat":   "https://chat.example.com/archives/incidents/",
	"ticket": "https://support.example.com/views/",
}

// link is the Markdown of a source, with the moment for which it was looked up.
func link(source string, at time.Time) string {
	kind, name, _ := strings.Cut(source, ":")
	site, ok := sites[kind]
	if !ok {
		panic("sample: no site has " + source)
	}
	return fmt.Sprintf("[%s %s](%s%s?at=%s)", kind, name, site, name, at.Format("20060102T1504Z"))
}

// paper is a document in the making.
type paper struct{ strings.Builder }

func (p *paper) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p *paper) section(title, body string) {
	p.line("## %s\n", title)
	if body == "" {
		body = "_To be written._"
	}
	p.line("%s\n", strings.TrimSpace(body))
}

func (p *paper) list(title string, points []string) {
	p.line("### %s\n", title)
	if len(points) == 0 {
		points = []string{"_To be written._"}
	}
	for _, point := range points {
		p.line("* %s", point)
	}
	p.line("")
}

// write writes a version of a story's document: 1 is begun with what is known, 2 is whole, 3 has what reviewers asked for.
func (t *telling) write(version int) string {
	var p paper
	x := t.text
	begun := version == 1
	whole := func(s string) string {
		if begun {
			return ""
		}
		return s
	}
	p.line("**Postmortem Owner:** %s\n", t.full(t.owner))
	meeting := "_not scheduled yet_"
	if t.meeting.ID != 0 {
		meeting = t.meeting.StartsAt.Format("Monday 2 January 2006, 15:04 MST")
	} else if t.ending == toWaived {
		meeting = "_none, see the reason of the waiver_"
	}
	p.line("**Meeting Scheduled For:** %s\n", meeting)
	p.line("**Call Recording:** %s\n", link("chat:call-"+t.start(t.stage).Format("20060102"), t.start(t.stage)))
	p.section("Overview", x.overview)
	happened := x.happened
	if version > 2 && x.added != "" {
		happened += "\n\n" + x.added
	}
	p.section("What Happened", whole(happened))
	p.section("Contributing Factors", whole("* "+strings.Join(x.factors, "\n* ")))
	p.section("Resolution", x.resolution)

	p.line("## Impact\n")
	p.line("| | |\n|-|-|")
	for _, row := range x.impact {
		p.line("| %s | %s |", row[0], row[1])
	}
	p.line("\n## Responders\n")
	for _, d := range t.crew {
		p.line("* %s: %s", strings.ToUpper(string(d.part[:1]))+strings.ReplaceAll(string(d.part[1:]), "_", " "), t.full(d.name))
	}
	p.line("\n## Timeline\n")
	p.line("| Time (UTC) | Event | Data Link |\n| ---------- | ----- | --------- |")
	for _, m := range x.timeline {
		at := t.after(t.stage, m.minute)
		p.line("| %s | %s | %s |", at.Format("2006-01-02 15:04"), m.event, link(m.source, at))
	}
	p.line("\n## How'd We Do?\n")
	if begun {
		x.well, x.less = nil, nil
	}
	p.list("What Went Well?", x.well)
	p.list("What Didn't Go So Well?", x.less)

	p.line("## Action Items\n")
	for _, a := range t.work {
		p.line("* %s (%s, %s): %s", a.Ref(), a.Kind, a.Priority, a.Title)
	}
	switch {
	case len(t.work) > 0:
	case t.ending == toWaived:
		p.line("None: what came out of it is done.")
	default:
		p.line("_To be agreed in the meeting._")
	}
	p.line("\n## Messaging\n")
	p.line("### Internal Email\n\n> %s\n", or(whole(x.internal), "_To be written._"))
	p.line("### External Message\n")
	switch {
	case x.summary == "":
		p.line("None is needed.")
	case begun:
		p.line("_To be written._")
	default:
		p.line("> %s", strings.ReplaceAll(x.external(), "\n", "\n> "))
	}
	return p.String()
}

// external is the message to customers.
func (x text) external() string {
	if x.summary == "" {
		return ""
	}
	return "**Summary**\n\n" + x.summary + "\n\n**What Happened?**\n\n" + x.customers + "\n\n**What Are We Doing About This?**\n\n" + x.doing
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (st *stage) full(name string) string { return st.people[name].Name }
