package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// mentionAfter is whom or which day an editor's page mentions at the end of an item: "… @Ana Silva @October 11, 2024".
	mentionAfter = regexp.MustCompile(`[\s,;&(–—-]+@(` + mentionedName + `|` + mentionedDay + `)[\s.)]*$`)
	// bareDay is a day without a sign, which is one only beside a mention.
	bareDay    = regexp.MustCompile(`\s(\d{1,2} (?i:` + monthNames + `) \d{4}|(?i:` + monthNames + `)\.? \d{1,2}, \d{4}|\d{4}-\d\d-\d\d)$`)
	mentionDay = regexp.MustCompile(`^` + mentionedDay + `$`)
	// mentioned is the beginning of a mention of more than one word, in which the sign says nothing.
	mentioned = regexp.MustCompile(`@(\p{Lu}[\p{L}'’-]+ \p{Lu})`)
	// wikiMention is a mention in the markup of Jira: "[~ana]".
	wikiMention = regexp.MustCompile(`\[~(?:accountid:)?([A-Za-z0-9][\w.-]*)\]`)
	// handleStart is a handle that an item begins with.
	handleStart = regexp.MustCompile(`^@[A-Za-z0-9][\w./-]*[A-Za-z0-9_]`)
	nextName    = regexp.MustCompile(`^\s+\p{Lu}[\p{L}'’.-]+`)
	// spokenTo ends the words before a person who is a part of them: "talk to @ana", "ask @ana"; what may be a noun as well
	// does so only where it begins what is asked: "page @ana", but not "the login page @ana".
	spokenTo = regexp.MustCompile(`(?i)(?:^|[^\w-])(?:to|with|by|from|for|of|about|and|or|ask|tell|than|at|via|cc|after|before|whether|if|over|between|behind|against|per|see|thank|on|in|as|like|the|an?)$|` +
		`(?:^|[,:;.]\s+|\b(?:to|and|or|then|please)\s+)(?:ping|page|mail|follow|contact)$`)
	// annotated ends with what has a name that looks like a mention: "the class @Lazy".
	annotated = regexp.MustCompile(`(?i:\b(?:annotation|decorator|class|bean|package)) @\p{Lu}[^@]*$`)
	// turnedOn ends with a word that belongs to a verb: "turn the flag on".
	turnedOn = regexp.MustCompile(`(?i)\b(?:turn|switch|toggle|flip|log|sign|opt|fade|roll|phase)\s.*\s(?:on|in)$`)
)

// speaksTo says that the words before a person need it behind them.
func speaksTo(head string) bool {
	return spokenTo.MatchString(head) && !turnedOn.MatchString(head)
}

// mentionedName is a person of two or three words.
const mentionedName = `\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’.-]+){1,2}`

// plainDay is a day with the name of its month, or in the order of numbers that leaves no doubt.
const plainDay = `(?i:` + monthNames + `)\.? \d{1,2}(?:,? \d{4})?|\d{1,2} (?i:` + monthNames + `)\.?(?: \d{4})?|\d{4}[-/]\d\d[-/]\d\d`

// mentionedDay is a day as editors show it; there may be a time behind it.
const mentionedDay = `(?:` + plainDay + `|\d{1,2}/\d{1,2}/\d{4}|(?i:today|tomorrow|next \w+day))(?: \d{1,2}:\d\d(?: ?[AP]M)?)?`

// takeMentions takes the persons and the day that stand behind an item as mentions to their places.
func (d *details) takeMentions() {
	if !strings.Contains(d.title, "@") {
		return
	}
	if m := bareDay.FindStringSubmatchIndex(d.title); m != nil && d.due == "" && words(d.title[:m[0]]) > 2 && !speaksTo(d.title[:m[0]]) &&
		(d.title[0] == '@' || mentionAfter.MatchString(d.title[:m[0]])) {
		d.title, d.due = d.title[:m[0]], d.title[m[2]:m[3]] // "… @Ana Silva 2024-03-22"
	}
	var owners []string
	for range 4 {
		from := max(0, len(d.title)-maxTail)
		for from < len(d.title) && !utf8.RuneStart(d.title[from]) {
			from++
		}
		m := mentionAfter.FindStringSubmatchIndex(d.title[from:])
		if m == nil {
			break
		}
		head, who := d.title[:from+m[0]], d.title[from+m[2]:from+m[3]]
		day := mentionDay.MatchString(who)
		if words(head) < 2 || speaksTo(head) || !day && annotated.MatchString(d.title) || day && d.due != "" || !day && (thingNamed(who) || slices.ContainsFunc(strings.Fields(who), notPerson.MatchString)) {
			break
		}
		if d.title = head; day {
			d.due = who
		} else {
			owners = append([]string{"@" + who}, owners...)
		}
	}
	if d.owner == "" {
		d.owner = strings.Join(owners, ", ")
	}
}

// handleBefore divides an item from the handle that it begins with, which may be a mention of two words: "@ana add …", "@Ana
// Silva Add …".
func handleBefore(s string) (who, rest string) {
	end := len(handleStart.FindString(s))
	for range 3 {
		if end == 0 {
			break
		}
		if rest := strings.TrimSpace(s[end:]); imperative(rest) && !aboutPackage(s[:end], rest) {
			return s[:end], rest
		}
		next := nextName.FindString(s[end:])
		end += len(next)
		if next == "" {
			break
		}
	}
	return "", ""
}

// objectless is a verb without what it is about.
var objectless = regexp.MustCompile(`^\W*[\w-]+(?:\s+(?:to|from|at)\b|[\s.!]*$)`)

// aboutPackage says that the handle before a verb is what is to be changed: "@lib/core: pin to 20".
func aboutPackage(who, rest string) bool {
	return strings.Contains(who, "/") && objectless.MatchString(rest)
}

// setApart puts a dash before who and when at the end of an item that only their letters set apart: "Add … *Ana Silva, 14 Feb*".
func setApart(text Text, title string) string {
	if len(text.Marks) == 0 {
		return title
	}
	m := text.Marks[len(text.Marks)-1]
	if m.Kind == MarkLink || m.Kind == MarkImage || m.End != len(text.Plain) || !strings.HasSuffix(text.Plain[:m.Start], " ") || !strings.HasSuffix(title, text.Plain[m.Start:]) {
		return title
	}
	head, inner := title[:len(title)-(m.End-m.Start)], strings.Trim(text.Plain[m.Start:m.End], " .()[]")
	bare := strings.TrimSpace(head)
	if t, ok := tailFrom(inner); ok && t.count[tailPerson] > 0 && words(head) >= 2 && !speaksTo(bare) && unicode.IsLetter(lastRune(bare)) {
		return head + "— " + inner
	}
	return title
}
