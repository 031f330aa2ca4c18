package postmortem

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The rules about the scope of action items. An item has one main reason, the first of these that is true; each asks
// whether there is anything to do at all before it asks how well it is said:
//
//  1. A finished item that begins with its verb ("Created a ticket to …"), a ticked box, or a state column that says done,
//     is no error of scope.
//  2. not-action: thanks, questions, a link alone, a heading, what was.
//  3. consider, then investigate: there is something to do, but when it is done nothing is different. They come before
//     the form, because "We should investigate X" is not mended by leaving out "we should". Another action after "and"
//     counts instead: "Investigate and fix X" is judged by "fix X".
//  4. no-verb (a thing), not-imperative (a sentence with a subject, also one that tells what has been done): the form.
//  5. open-ended: it begins with a verb, and is never finished.
//  6. not-specific: it can be finished, but says nothing of which or where.
//  7. too-big, a note, only where nothing else is wrong.
//
// "Always …", "be …" and the like are open-ended whatever their form; "better alerting" has no verb.
const (
	scopeNotAction     = "action-not-action"
	scopeConsider      = "action-consider"
	scopeInvestigate   = "action-investigate"
	scopeNoVerb        = "action-no-verb"
	scopeNotImperative = "action-not-imperative"
	scopeOpenEnded     = "action-open-ended"
	scopeNotSpecific   = "action-not-specific"
	scopeTooBig        = "action-too-big"
)

var scopeRules = []string{scopeNotAction, scopeConsider, scopeInvestigate, scopeNoVerb, scopeNotImperative, scopeOpenEnded, scopeNotSpecific, scopeTooBig}

func init() {
	for _, id := range scopeRules {
		checks[id] = func(c *checker, r *Rule) { c.scope(r, id) }
	}
}

// scoped is what is wrong with the scope of a text, and where in it.
type scoped struct {
	rule       string // "" for nothing
	start, end int
	detail     string
	// note says that it is only a matter of style, never more than a note.
	note bool
}

// scope reports the items of the document of which this is the reason.
func (c *checker) scope(r *Rule, id string) {
	if c.scopes == nil {
		c.scopes = make([]scoped, len(c.doc.Items))
		for n := range c.doc.Items {
			c.scopes[n] = scopeOfItem(&c.doc.Items[n])
		}
	}
	for n, v := range c.scopes {
		if v.rule != id {
			continue
		}
		item := &c.doc.Items[n]
		kind := KindUnknown
		if item.Section != nil {
			kind = item.Section.Kind
		}
		before := len(c.findings)
		c.add(r, kind, c.doc.scopeSpan(item, v), item.written(), v.detail)
		if f := c.findings[before:]; len(f) == 1 && v.note {
			f[0].Level = noteAtMost(f[0].Level)
		}
	}
}

// noteAtMost makes a level no graver than a note.
func noteAtMost(l Level) Level {
	if l.AtLeast(LevelInfo) {
		return LevelInfo
	}
	return l
}

// scopeSpan finds in the source what is marked of an item's text: its words as
// they stand, or with marks of Markdown between them; else the item's first line.
func (d *Document) scopeSpan(item *Item, v scoped) Span {
	from, to := item.Span.Start, min(item.Span.End, len(d.Source))
	source := d.Source[from:to]
	marked := scopeText(item)[v.start:v.end]
	if small := uncapitalised(marked); !bytes.Contains(source, []byte(marked)) && bytes.Contains(source, []byte(small)) {
		marked = small
	}
	if at := bytes.Index(source, []byte(marked)); at >= 0 && marked != "" {
		return Span{from + at, from + at + len(marked)}
	}
	if list := strings.Fields(marked); len(list) > 0 {
		if start := bytes.Index(source, []byte(list[0])); start >= 0 {
			last := list[len(list)-1]
			at := bytes.Index(source[start:], []byte(last))
			if at >= 0 && at < 2*len(marked)+40 {
				return Span{from + start, from + start + at + len(last)}
			}
			return Span{from + start, from + start + len(list[0])}
		}
	}
	end := bytes.IndexByte(source, '\n')
	if end < 0 {
		end = len(source)
	}
	return Span{from, from + len(bytes.TrimRight(source[:end], " \r"))}
}

// scopeText is what is looked at of an item: its title, and where that is only
// the beginning of its own text, what follows.
func scopeText(item *Item) string {
	written := item.written()
	if item.Shape == ShapeRow {
		return written
	}
	title := strings.TrimSuffix(written, "…")
	at := strings.Index(item.Text, title)
	if at < 0 {
		at = strings.Index(item.Text, uncapitalised(title))
	}
	if at < 0 || len(item.Text)-at > 4*len(title)+600 && len(title) > maxTitle/2 {
		return written
	}
	return item.Text[at:]
}

// written is the title in the words of the document: what we promise is no title yet.
func (i *Item) written() string { return cmp.Or(i.promise, i.Title) }

func scopeOfItem(item *Item) scoped {
	if item.Done && finished(item) || foreignTitle(item.written()) {
		return scoped{}
	}
	text := scopeText(item)
	v := judgeScope(text)
	if item.Done && (v.rule == scopeNotAction || (v.rule == scopeNotImperative || v.rule == scopeNoVerb) && reportsDone(text)) {
		return scoped{} // it tells in a few words what was done
	}
	if item.Done && v.rule == scopeNotImperative && v.note {
		return scoped{} // "✅ Adding an alert on …"
	}
	if v.rule == scopeNotImperative && toldDone(wordsOf(text[v.start:v.end])) {
		v.note = true // finished, and only told in other words than the list asks for
	}
	switch v.rule {
	case scopeOpenEnded, scopeNotSpecific, scopeNoVerb:
		// What is below a short title may say it: "Alerting" and then what to alert on.
		if item.Description != "" && detailed(item.Description, text) {
			return scoped{}
		}
	}
	return v
}

// finished says that the item's form tells that it is done. A "Done" among its words does not: what has no end
// ("Done: monitor for anomalies") cannot be.
func finished(item *Item) bool {
	return item.Shape == ShapeCheckbox || item.Shape == ShapeRow || item.Rejected || item.Status == "struck" || item.listedDone
}

// detailed says that lines below an item ask for something definite.
func detailed(description, title string) bool {
	for line := range strings.Lines(description) {
		line = strings.TrimLeft(strings.TrimSpace(line), "-*• ")
		if strings.Contains(title, line) || strings.Contains(line, title) {
			continue
		}
		p := wordsOf(line)
		if len(p) >= 3 && verbLed(p, 0) && judgeScope(line).rule == "" {
			return true
		}
	}
	return false
}

// CheckAction gives what the rules find wrong with the scope of an action item of
// that title; the places are within the title. An item without findings of a
// warning or an error may be committed; of one in another language nothing is known.
func (s *Ruleset) CheckAction(title string) []Finding {
	if foreignTitle(title) {
		return nil
	}
	v := judgeScope(title)
	if v.rule == "" {
		return nil
	}
	r := s.rules[v.rule]
	if r == nil || r.Level == LevelOff {
		return nil
	}
	level := r.Level
	if v.note {
		level = noteAtMost(level)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x001", r.ID, strings.ToLower(strings.Join(strings.Fields(title), " "))))
	line := 1 + strings.Count(title[:v.start], "\n")
	return []Finding{{
		Rule: r.ID, Level: level, Section: KindActions, Span: Span{v.start, v.end}, Line: line,
		Column: 1 + utf8.RuneCountInString(title[strings.LastIndexByte(title[:v.start], '\n')+1:v.start]),
		Text:   title[v.start:v.end], Why: r.Why, Suggestion: fill(r.Suggest, v.detail),
		Fingerprint: hex.EncodeToString(sum[:10]),
	}}
}

// ScopeOf says by the findings of an action item whether it is actionable (it
// begins with a verb, and something useful comes of it), specific (it says what
// is in and what is out) and bounded (one can tell when it is finished). Notes
// stand in nobody's way.
func ScopeOf(findings []Finding) (actionable, specific, bounded bool) {
	actionable, specific, bounded = true, true, true
	for _, f := range findings {
		if !f.Level.AtLeast(LevelWarning) {
			continue
		}
		switch f.Rule {
		case scopeNotAction, scopeConsider, scopeInvestigate, scopeNoVerb, scopeNotImperative:
			actionable = false
		case scopeOpenEnded:
			bounded = false
		case scopeNotSpecific:
			specific = false
		}
	}
	return actionable, specific, bounded
}
