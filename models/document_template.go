package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// DocumentTemplate is one version of what a new document starts from. Versions are never changed; a review keeps the one it was
// opened with.
type DocumentTemplate struct {
	ID        int64     `json:"id"`
	Number    int       `json:"number" doc:"Counts the versions from 1; the highest is used for new reviews"`
	Body      string    `json:"body" doc:"Markdown with {title}, {severity}, {date}, {started}, {detected}, {resolved}, {duration}, {services}, {responders} and {summary} in it"`
	CreatedAt time.Time `json:"created_at"`
}

// Validate returns an Invalid error for what cannot be stored.
func (t *DocumentTemplate) Validate() error {
	body, err := NormalDocument(t.Body)
	t.Body = body
	return err
}

// Placeholders are the names in braces that a template is filled at.
var Placeholders = []string{"title", "severity", "date", "started", "detected", "resolved", "duration", "services", "responders", "summary"}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// Unfilled returns what looks like a placeholder and is none: it stays as it is written.
func (t DocumentTemplate) Unfilled() []string {
	var list []string
	for _, p := range placeholder.FindAllString(t.Body, -1) {
		if !slices.Contains(Placeholders, strings.Trim(p, "{}")) && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// DefaultDocumentTemplate has the sections of the guide's template (template.md). What each is for stands in comments, so that a section
// is empty to the document check, and to readers, until somebody writes it.
const DefaultDocumentTemplate = `# {title}

Severity: {severity}. Date: {date}. Services: {services}

## Overview

{summary}

## What happened

<!-- A short description of the events, with the factors behind them: what made each step look right at the time. -->

## Contributing factors

<!-- Not one cause, but the conditions that had to come together, each followed down until the answer is about how the system is built. -->

## Timeline

All times in UTC.

| Time | What happened | Source |
|---|---|---|
| {started} | It began | |
| {detected} | It was noticed | |
| {resolved} | It was over | |

## Detection

<!-- How it was noticed, after how long, and how it can be noticed earlier. -->

## Resolution

<!-- What was tried, what helped, and how it became clear that it was over. -->

## Customer impact

It lasted {duration}. <!-- How many customers saw what, in numbers. -->

## What went well

## What did not go so well

## Health of the services

<!-- Is this a single case or part of a trend? Does it change what we think of these services? -->

## Action items

They are kept in Debrief, below this document.

## Responders

{responders}
`

// DocumentFacts is what a template is filled with.
type DocumentFacts struct {
	Incident   Incident
	Services   []string // names
	Responders []string // lines such as "Ana Souza, incident commander"
	Zone       *time.Location
}

// Fill returns the template's text with what is known of the incident in place of the names in braces.
func (t DocumentTemplate) Fill(f DocumentFacts) string {
	i := f.Incident
	moment := func(at *time.Time) string {
		if at == nil {
			return ""
		}
		return at.UTC().Format("2006-01-02 15:04")
	}
	or := func(s, none string) string {
		if s == "" {
			return none
		}
		return s
	}
	duration := "…"
	if i.ResolvedAt != nil {
		duration = lasting(i.ResolvedAt.Sub(i.StartedAt))
	}
	responders := ""
	for _, r := range f.Responders {
		responders += "- " + plainText(r) + "\n"
	}
	return strings.NewReplacer("{title}", plainText(i.Title), "{severity}", i.Severity.String(), "{date}", i.StartedAt.In(f.Zone).Format(time.DateOnly),
		"{started}", moment(&i.StartedAt), "{detected}", moment(i.DetectedAt), "{resolved}", moment(i.ResolvedAt), "{duration}", duration,
		"{services}", or(plainText(strings.Join(f.Services, ", ")), "…"), "{responders}", or(strings.TrimSpace(responders), "- …"),
		"{summary}", or(plainText(i.Summary), "<!-- What happened, in two or three sentences that a colleague from another team understands. -->")).Replace(t.Body)
}

// markup is an address, or what Markdown or HTML would read in plain text: also # at the ends of a line, and what looks like an entity.
var markup = regexp.MustCompile("(?m)https?://\\S+|[\\\\|<*_`~\\[\\]]|^#| #+$|&(?:\\w+|#\\w+);")

// plainText keeps a name, a title or a summary from being read as Markdown, or as two cells of a table; an address stays a link.
func plainText(s string) string {
	return markup.ReplaceAllStringFunc(s, func(m string) string {
		if rest, ok := strings.CutPrefix(m, " "); ok {
			return ` \` + rest
		}
		if strings.HasPrefix(m, "http") {
			return m
		}
		return `\` + m
	})
}

// lasting tells how long something took, to the minute.
func lasting(d time.Duration) string {
	minutes := int(d.Round(time.Minute).Minutes())
	days, hours := minutes/(24*60), minutes/60%24
	var parts []string
	for _, p := range []struct {
		n    int
		unit string
	}{{days, "day"}, {hours, "hour"}, {minutes % 60, "minute"}} {
		switch {
		case p.n == 1:
			parts = append(parts, "1 "+p.unit)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.unit))
		}
	}
	if len(parts) == 0 {
		return "less than a minute"
	}
	return strings.Join(parts, " ")
}
