package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// address is an e-mail address, as plain as owners write it.
const address = `[\w.+-]+@[\w-]+(?:\.[\w-]+)+`

// lastDay is a day at the end of an item.
const lastDay = `((?:the\s+)?end of\s+(?:` + monthNames + `)(?:\s+\d{4})?|(?:end of\s+)?(?:\d{4}-\d\d-\d\d|(?:` + monthNames + `)\.?\s+\d{1,2}(?:st|nd|rd|th)?,?(?:\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s+(?:` + monthNames + `)(?:,?\s+\d{4})?|(?:Q[1-4]\s+\d{4})))[)\]]?[\s.]*$`

// lastSlashed is a day of numbers at the end of an item: one that is no fraction, or has its year.
const lastSlashed = `((?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])|\d{1,2}/\d{1,2}/(?:20)?\d\d)[)\]]?[\s.]*$`

// sharing is work on how much there is of something, and share is a part of it: "Cut the share of retries by 1/20".
var (
	sharing = regexp.MustCompile(`(?i)\b(?:lower|cut|reduce|decrease|raise|increase|shrink|grow|trim|shorten|slow|extend|drop|scale|lessen)\b`)
	share   = regexp.MustCompile(`^1/\d\d$`)
)

// byAge are verbs of work on what is older than a day.
var byAge = wordSet("archive clean close delete drop exclude expire export ignore import invalidate keep list prune purge remove replay report resend restore revoke rotate")

var (
	handle      = address + `|@[A-Za-z0-9][\w./-]*[A-Za-z0-9_]|[A-Za-z][\w-]*@(?:\s|$)`
	ownerAfter  = regexp.MustCompile(`(?:\s*(?:[-–—:,]\s*)?[(\[]\s*((?:` + handle + `)(?:\s*(?:,|&|and|/)?\s*(?:` + handle + `))*)\s*[)\]]|\s+[-–—]+\s*(` + address + `)|(?:\s+|\s*[-–—:,]\s*)((?:@[A-Za-z0-9][\w./-]*[A-Za-z0-9_])(?:\s*(?:,|&|and)?\s*@[A-Za-z0-9][\w./-]*[A-Za-z0-9_])*))[\s.]*$`)
	ownerBefore = regexp.MustCompile(`^\s*[(\[]?(` + address + `|@[A-Za-z0-9][\w./-]*[A-Za-z0-9_](?:\s*(?:,|&|and)\s*@[A-Za-z0-9][\w./-]*[A-Za-z0-9_])*)[)\]]?\s*[:–—-]+\s+`)
	notPerson   = regexp.MustCompile(`(?i)^(?:done|closed|completed?|open|pending|todo|optional|prs?|issues?|tickets?|links?|jira|slack|here|see|tbd|tba|none|maybe|high|medium|low|critical|major|minor|urgent|prevent|detect|mitigate|process|repair|new|short|long|upstream|internal|external|again|not|if|and|or|the|for|in|on|by|with|now|later|soon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|` + monthNames + `|kubernetes|docker|redis|terraform|github|grafana|prometheus|aws|gcp|azure|postgres\w*|mysql|kafka|confluence|notion|datadog|pagerduty|opsgenie|sentry|jenkins|gitlab|cloudflare|elasticsearch|opensearch|rabbitmq|mongodb|nginx|vault|consul|istio|envoy|argo\w*|helm|ansible|prod\w*|staging|backend|frontend|apis?|ui|docs|phase|part|step)\b`)

	dueField = regexp.MustCompile(`(?i)[\s(\[;,–—-]+\bdue\s+(?:(?:by|on)\s+)?([^()\[\];|:.]{3,25})[)\]]?[.;]?\s*$`)
	dueBy    = regexp.MustCompile(`(?i)[\s(\[,;]+\bby\s+(?:` + lastDay + `|` + lastSlashed + `|((?:next\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|(?:the\s+)?end of (?:the )?(?:day|week|month|quarter|sprint|year)|next (?:week|month|quarter|sprint))[\s.)\]]*$)`)
	// doneUntil is what says no state before such a day: "Add a limit - done by 3 May".
	doneUntil = regexp.MustCompile(`(?i)(?:\s+[-–—]+\s*|[:,]\s+)(?:to\s+be\s+)?(?:done|completed?|finished|fixed)$`)
	// deadline is a day before which something is to be done; of what goes by its age, as mails that are deleted, it says which.
	deadline  = regexp.MustCompile(`(?i)[\s(\[,;]+\bbefore\s+` + lastDay)
	olderThan = regexp.MustCompile(`(?i)\b(?:from|made|sent|built|written|\w+ed)\s+before\b`)

	// endsWithDay are words that say nothing without the day behind them: "…, which should be live by 14 June", "… every quarter, the first by 14 June".
	endsWithDay = regexp.MustCompile(`(?i)\b(?:complete (?:it|that|this)|(?:be|have (?:it|this|that)) (?:live|done|completed?|ready|in place|finished|available|deployed|merged)|(?:expects?|hopes?|plans?|aims?) to \w+)$|,\s+(?:and\s+)?(?:with\s+)?the\s+(?:first|next|last|second|final)(?:\s+(?:one|time|run|round|session|of (?:them|these)))?$`)
	// dueMarked is a day behind a mark: "📅 2024-05-01".
	dueMarked = regexp.MustCompile(`\s*(?:📅|🗓\x{fe0f}?|⏰|:calendar:|:date:)\s*(` + plainDay + `)`)
	// slashedDue is a day of numbers that is no fraction.
	slashedDue = regexp.MustCompile(`^(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])$|^(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])$`)
	// dueBefore is a day that an item begins with: "By 14 June, add …", "By the end of April we'll add …".
	dueBefore = regexp.MustCompile(`(?i)^(?:by|before|no later than)\s+([^,:]{3,30}?)(?:[,:]\s+|\s+((?:we|i)\b))`)

	priorityTag = regexp.MustCompile(`\s*[(\[](P[0-5])[)\]]\s*|^(P[0-5])\s*[:.–—-]\s+|^[(\[]?(HIGH|MEDIUM|LOW|CRITICAL|URGENT)\b[)\]]?\s*[:–—-]?\s+|^[(\[]((?i:high|medium|low|critical|urgent))[)\]]\s*[:–—-]?\s*|^((?i:high|medium|low|critical|urgent))(?:\s+(?i:priority))?\s*:\s+`)

	typeTag = regexp.MustCompile(`(?i)\s*[(\[](prevent(?:ion|ative|ive)?|detect(?:ion)?|mitigat(?:e|ion)|process|repair|investigate|other)[)\]]\s*$|^[(\[](prevent(?:ion|ative|ive)?|detect(?:ion)?|mitigat(?:e|ion)|process|repair)[)\]]\s*[:–—-]?\s*`)

	// bareRank is a priority before what is to be done, with nothing between them.
	bareRank = regexp.MustCompile(`^(P[0-5])\s+`)
	// keyBehind is a key behind a bracket.
	keyBehind = regexp.MustCompile(`([)\]])\s+[A-Z][A-Z0-9]{1,9}-\d+$`)
	// rankBehind is a priority behind a bracket.
	rankBehind = regexp.MustCompile(`[)\]]\s+(P[0-5])\.?$`)
	// genericLink is a link text that names no work.
	genericLink = regexp.MustCompile(`(?i)^(?:(?:see|link\s+to)\s+)?(?:the\s+)?(?:github\s+|jira\s+|phabricator\s+|gitlab\s+)?(?:issues?|prs?|mrs?|pull requests?|tickets?|links?|here|bugs?|tasks?|source|done|commit|tracking issue|(?:issue|pr|see)?\s*(?:issue\s+)?here|card|epic|story)?\s*(?:#?\d+|[A-Z][A-Z0-9]*-\d+|T\d+)?$`)
	linkLead    = regexp.MustCompile(`(?i)[\s([–—:,-]*(?:\b(?:see|tracked in|link to|(?:with )?tracking issue|tracked by|tracking|ticket|issue|jira|github issue|pr|filed as|task|bug|link)\s*:?\s*)?[\s([]*$`)

	// unfilledLink is a template's place for a link: "[link to the issue]".
	unfilledLink = regexp.MustCompile(`(?i)\s*\[(?:(?:add|insert|put)\s+)?(?:an?\s+|the\s+)?links?\b[^\[\]]{0,60}\][\s.]*$`)

	// actionPrefix is what marks an action item in the middle of other text.
	actionPrefix = regexp.MustCompile(`^\W{0,4}(?:(?i:action\s+items?|action\s+point|follow[- ]?up\s+(?:action|item|task)|corrective\s+action)(?:\s*#?\d+)?|ACTION|Action|AI|TODO|To[- ]?[Dd]o|AP)(?:\s*\([^)]{1,40}\))?\W{0,3}:\W{0,4}\s*`)
	// lettered is a paragraph that counts by a letter, which is no list in Markdown.
	lettered = regexp.MustCompile(`^\s*\(?[a-h]\)\s+`)
	// boxBefore is a check box that is none in Markdown: without a list, or in another markup.
	boxBefore = regexp.MustCompile(`^\s*\[([ xX!?])\]\s+`)
	// numberNoted is a number before what is noted in brackets: "AI-5 (prevent, P1): add …".
	numberNoted = regexp.MustCompile(`^(?:AI|ACTION|Action|Item)[ -]?#?\d+\s+([(\[])`)
	itemNumber  = regexp.MustCompile(`^\s*(?:(?:AI|ACTION|Action(?: [Ii]tem)?)[ -]?#?\d+\s*[:.)–—-]\s*|(?i:item|recommendation|follow[- ]?up|remediation|improvement|measure)\s*#?\d{1,2}\s*[:.)–—-]\s+|(?:A|AP|AR|CA|PA|M|R)-?\d{1,2}(?:\s*[:.)–—]|\s+-)\s+|[B-LNOQRU-Z]\d{1,2}[.)]\s+|` +
		`#?\d{1,2}(?:\.\d{1,2})*[a-h]?\s*[.)]\s+|#?\d{1,2}[a-h]?\s*:\s+|\(\d{1,2}\)\s+|\(?(?:[a-h]|i{1,3}|iv|vi{0,3}|ix|x)[.)]\s+|(?:[•‣◦▪●–—*]|--)\s+)`)
)

// details is what stands in the text of an item besides its title.
type details struct {
	title    string
	owner    string
	due      string
	priority string
	class    string
	doneWhen string
	status   string
	progress progress
	fielded  bool // fields with labels were taken from it
	led      bool // its words began behind a person or a day
}

// take removes the first match of re from the title and gives its first
// non-empty group.
func (d *details) take(re *regexp.Regexp, ok func(string) bool) string {
	m := re.FindStringSubmatchIndex(d.title)
	if m == nil {
		return ""
	}
	for g := 2; g < len(m); g += 2 {
		if m[g] < 0 {
			continue
		}
		got := strings.TrimSpace(d.title[m[g]:m[g+1]])
		if ok != nil && !ok(got) {
			return ""
		}
		rest := strings.TrimSpace(d.title[:m[0]] + " " + d.title[m[1]:])
		if rest == "" {
			return ""
		}
		d.title = rest
		return got
	}
	return ""
}

func (d *details) setProgress(status string) {
	if status == "" {
		return
	}
	if p := statusProgress(status); p != progressUnknown && d.progress == progressUnknown {
		d.progress, d.status = p, status
	}
}

// endMarks divided an item's words from what was taken from behind them.
var endMarks = regexp.MustCompile(`(?:[\s,;–—|→]|\s[-=]>|\s-)+$`)

// trackerLabel is a label of GitLab's: "~"corrective action"", "~severity::2".
var trackerLabel = regexp.MustCompile(`(?:^|\s)~(?:"[^"]{1,60}"|[\w-]+::[\w:-]+)`)

// detailsOf takes an item's text apart.
func detailsOf(text string) details {
	if strings.Contains(text, "~") {
		text = trackerLabel.ReplaceAllString(text, " ")
	}
	d := details{title: wikiMention.ReplaceAllString(squeeze(braces.Replace(text)), "@$1")}
	if m := actionPrefix.FindString(d.title); m != "" {
		d.title = d.title[len(m):]
		if _, inner, ok := strings.Cut(m, "("); ok {
			if t, ok := tailFrom(strings.Trim(inner, "): ")); ok && len(t.parts) > 0 { // "AI (Ana): …"
				d.takeParts(d.title, t.parts)
			}
		}
	}
	d.title = numberNoted.ReplaceAllString(itemNumber.ReplaceAllString(d.title, ""), "$1")
	if m := boxBefore.FindStringSubmatch(d.title); m != nil && len(m[0]) < len(d.title) {
		d.title = d.title[len(m[0]):]
		d.progress, d.status = progressDone, "x"
		if !strings.EqualFold(m[1], "x") {
			d.progress, d.status = progressOpen, ""
		}
	}
	d.takeFields()
	d.takeDueBefore()
	for _, re := range []*regexp.Regexp{symbolBefore, statusBefore, statusKeyed, statusField, symbolAfter, statusAfter} {
		if re == statusAfter && !endsLikeState(d.title) {
			continue
		}
		d.setProgress(d.take(re, func(s string) bool { return statusProgress(s) != progressUnknown && !ofThings(d.title) }))
	}
	if strings.ContainsAny(d.title, ")]") {
		if m := rankBehind.FindStringSubmatchIndex(d.title); m != nil && d.priority == "" {
			d.priority, d.title = d.title[m[2]:m[3]], d.title[:m[0]+1]
		}
		d.title = keyBehind.ReplaceAllString(d.title, "$1")
	}
	d.takeTold()
	if m := statusBehind.FindStringSubmatchIndex(d.title); m != nil && d.progress == progressUnknown {
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 {
				d.setProgress(d.title[m[g]:m[g+1]])
				d.title = strings.TrimSpace(d.title[:m[g]])
				break
			}
		}
	}
	if d.progress == progressUnknown && strings.Contains(d.title, "already") && statusOurs.MatchString(d.title) && !modal.MatchString(d.title) {
		d.setProgress("done")
	}
	d.setProgress(loudState(d.title))
	d.due = cmp.Or(d.due, d.take(dueMarked, nil))
	d.takeMentions()
	first := firstSentence(d.title)
	if head, parts := bracketOf(first); parts != nil && (first == d.title || asks(first) && slices.ContainsFunc(parts, func(part string) bool { return tailPartOf(part) != tailDay })) {
		rest := d.title[len(first):]
		if d.takeParts(head, parts); rest != "" {
			d.title += "." + rest
		}
	}
	d.takeTail()
	looked := d.title
	d.due = cmp.Or(d.due, d.take(dueField, func(s string) bool { return dueLike(s) && !strings.HasPrefix(s, "to ") }))
	if strings.Contains(d.title, "by ") || strings.Contains(d.title, "By ") {
		if by := d.take(dueBy, func(s string) bool { return s != "24/7" && !(share.MatchString(s) && sharing.MatchString(d.title)) }); by != "" {
			d.due, d.title = cmp.Or(d.due, by), doneUntil.ReplaceAllString(d.title, "")
		}
	}
	if d.due == "" && !byAge[firstWord(d.title)] && !olderThan.MatchString(d.title) {
		d.due = d.take(deadline, nil)
	}
	if d.title != looked && endsWithDay.MatchString(d.title) {
		d.title = looked
	}
	d.takeDoneWhen()
	d.takeClass()
	d.class = cmp.Or(d.class, strings.ToLower(d.take(typeTag, nil)))
	if d.owner == "" {
		if m := ownerBefore.FindStringSubmatchIndex(d.title); m != nil && !aboutPackage(d.title[m[2]:m[3]], d.title[m[1]:]) {
			d.owner = d.take(ownerBefore, nil)
		}
		d.led = d.led || d.owner != ""
		if m := ownerAfter.FindStringIndex(d.title); m != nil && !speaksTo(d.title[:m[0]]) && !annotated.MatchString(d.title) && (words(d.title[:m[0]]) > 1 || !imperative(d.title)) {
			d.owner = cmp.Or(d.owner, d.take(ownerAfter, nil))
		}
	}
	if d.title != looked {
		d.takeMentions()
		d.takeTail()
	}
	if d.title = squeeze(d.title); strings.TrimRight(d.title, " ,;–—-|→>") != d.title {
		d.title = endMarks.ReplaceAllString(d.title, "")
	}
	if strings.Count(d.title, "(") > strings.Count(d.title, ")") && strings.Count(text, "(") == strings.Count(text, ")") {
		d.title += ")" // it went with what stood before it
	}
	if d.fielded {
		d.title = strings.TrimRight(d.title, ".")
	}
	return d
}

// takeDueBefore takes the day that stands before the words of an item to its place.
func (d *details) takeDueBefore() {
	m := dueBefore.FindStringSubmatchIndex(d.title)
	if m == nil || !tailDays.MatchString(d.title[m[2]:m[3]]) && !slashedDue.MatchString(d.title[m[2]:m[3]]) {
		return
	}
	at := m[1]
	if m[4] >= 0 {
		at = m[4]
	}
	if rest := d.title[at:]; asks(rest) && !relatingWords[firstWord(rest)] || weAre.MatchString(rest) {
		d.due, d.title, d.led = cmp.Or(d.due, d.title[m[2]:m[3]]), rest, true
	}
}

// dayBefore is a day before the words of an item, which may be when it is due or when it was done: "Feb 14 – add …".
var dayBefore = regexp.MustCompile(`^([^:–—]{3,20}?)(?::|\s+[-–—])\s+`)

// takeDayBefore takes the day before what is asked for as the one until which it is to be done, if it comes after the incident.
func (d *details) takeDayBefore(f *finder) {
	m := dayBefore.FindStringSubmatchIndex(d.title)
	if m == nil || d.due != "" || !tailDays.MatchString(d.title[m[2]:m[3]]) || !imperative(d.title[m[1]:]) {
		return
	}
	if day := f.days.due(d.title[m[2]:m[3]]); !f.doc.Date.IsZero() && day.Time.After(f.doc.Date.Time) {
		d.due, d.title, d.led = d.title[m[2]:m[3]], d.title[m[1]:], true
	}
}

// takeBareRank takes a priority that an item begins with: "P1 Add a limit", but not "P1 alerts: page two people".
func (d *details) takeBareRank() {
	if m := bareRank.FindString(d.title); m != "" && d.priority == "" {
		if first, _ := utf8.DecodeRuneInString(d.title[len(m):]); unicode.IsUpper(first) || isVerb(firstWord(d.title[len(m):])) {
			d.priority = d.take(bareRank, nil)
		}
	}
}

// dueLike says that a value may be a day: it has a digit or names a time.
func dueLike(s string) bool {
	return strings.ContainsAny(s, "0123456789") || dueWord.MatchString(s)
}

var dueWord = regexp.MustCompile(`(?i)\b(?:` + monthNames + `|today|tomorrow|week|month|quarter|sprint|monday|tuesday|wednesday|thursday|friday|asap|tbd|next|end of)\b`)

// fieldLabels are labels of lines that detail an item.
var fieldLabels = map[string]string{
	"owner": "owner", "owners": "owner", "assignee": "owner", "assigned to": "owner", "assigned": "owner", "responsible": "owner", "point of contact": "owner", "poc": "owner", "who": "owner", "dri": "owner", "lead": "owner", "team": "owner",
	"due": "due", "due date": "due", "due by": "due", "due on": "due", "by when": "due", "expected by": "due", "deadline": "due", "eta": "due", "target": "due", "target date": "due", "when": "due", "by": "due", "until": "due", "expected": "due", "expected date": "due", "expected completion": "due", "estimated completion": "due", "target completion": "due", "completion date": "due", "date": "due",
	"status": "status", "state": "status", "done": "status", "progress": "status",
	"ticket": "link", "tickets": "link", "issue": "link", "jira": "link", "link": "link", "links": "link", "bug": "link", "pr": "link", "prs": "link", "tracking": "link", "tracker": "link", "tracking issue": "link", "github issue": "link", "task": "link", "reference": "link", "url": "link",
	"priority": "priority", "prio": "priority", "severity": "priority",
	"type": "type", "kind": "type", "category": "type",
	"description": "text", "details": "text", "detail": "text", "notes": "text", "note": "text", "comment": "text", "comments": "text", "why": "text", "rationale": "text", "reason": "text", "outcome": "text", "expected outcome": "text", "done when": "text", "acceptance criteria": "text", "goal": "text", "update": "text", "effort": "text", "impact": "text", "benefit": "text", "scope": "text",
}

var fieldLine = regexp.MustCompile(`^\W{0,4}([A-Za-z][A-Za-z ]{1,20}?)\W{0,3}[:=][\s*_]*(.*)$`)

// fieldDashed is a field with a dash behind its label: "Owner – Ana".
var fieldDashed = regexp.MustCompile(`^\W{0,4}([A-Za-z][A-Za-z ]{1,20}?)\W{0,3}\s[-–—]\s[\s*_]*(\S.*)$`)

// fieldOf reads a line such as "Owner: Ana".
func fieldOf(s string) (field, value string) {
	s = squeeze(s)
	if m := fieldLine.FindStringSubmatch(s); m != nil {
		return fieldLabels[fold(m[1])], strings.TrimSpace(m[2])
	}
	if m := fieldDashed.FindStringSubmatch(s); m != nil {
		field, value = fieldLabels[fold(m[1])], strings.TrimSpace(m[2])
		if field == "owner" && person(value) || field == "due" && tailDays.MatchString(value) || field == "status" && tailStates.MatchString(value) {
			return field, value
		}
	}
	return "", ""
}
