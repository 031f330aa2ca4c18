package postmortem

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shape says in which form an action item was written.
type Shape string

// The shapes of an action item.
const (
	ShapeBullet    Shape = "bullet"
	ShapeCheckbox  Shape = "checkbox"
	ShapeRow       Shape = "row"
	ShapeHeading   Shape = "heading"
	ShapeParagraph Shape = "paragraph"
	ShapePrefix    Shape = "prefix" // "Action item: …" in other text
)

// Item is an action item as the document has it.
type Item struct {
	// Title is one line, without owner, state, date and the text of a link that
	// only says "issue". At most about 200 bytes.
	Title string
	// Description is what the title does not say: details below it and, where the
	// title is not all of the item's own text, that text as written.
	Description string
	Text        string // the item's own text as written, made plain; a row's cells by " | "
	Done        bool
	DoneKnown   bool // whether a state is written at all
	Rejected    bool // done in the sense that it will not be done
	Status      string
	Owner       string
	Due         Date // Text as written, even where no day can be read
	Priority    string
	Type        string
	DoneWhen    string // what tells that it is done, as written
	Link        string // the first link to an issue, or to anything
	Links       []string
	Key         string // of an issue: ABC-12, #12, T123
	Shape       Shape
	Section     *Section
	Span        Span
	Line        int
	promise     string // the title as it is written, where that says that we will do it
	listedDone  bool   // the heading or the line over its list says that it is done
}

// maxTitle is where a title is shortened; what it loses is in the description.
const maxTitle = 180

// maxDescription bounds what stands below an item, in bytes: no more of it is kept anywhere.
const maxDescription = 20_000

func (i *Item) more(text string) {
	if text = strings.TrimSpace(text); text == "" || len(i.Description) > maxDescription {
		return
	}
	if i.Description != "" {
		i.Description += "\n"
	}
	i.Description += text
}

func (i *Item) setProgress(p progress, status string) {
	if p == progressUnknown {
		if i.Status == "" {
			i.Status = status
		}
		return
	}
	if i.DoneKnown && (p != progressRejected || i.Status != "" && i.Status != "x" && i.Status != "struck") {
		return // a box or a line through it does not say why
	}
	i.DoneKnown, i.Done, i.Rejected = true, p != progressOpen, p == progressRejected
	i.Status = status
}

// setListed sets the state that a heading or a line says of all below it.
func (i *Item) setListed(p progress, line string) {
	i.setProgress(p, line)
	i.listedDone = i.listedDone || p == progressDone && i.Status == line
}

// underHeadings sets the state that the nearest heading says, where neither the item nor a line over its list says one.
func (i *Item) underHeadings() {
	for s := i.Section; s != nil; s = s.Parent {
		if p := headingProgress(s.Heading); p != progressUnknown {
			i.setListed(p, s.Heading)
			return
		}
	}
}

func (i *Item) setDue(text string, f *finder) {
	text = strings.TrimSpace(text)
	if text == "" || i.Due.Text != "" {
		return
	}
	text = strings.TrimPrefix(strings.TrimSpace(text), "@")
	if p := endedBy(text); p != progressUnknown {
		i.setProgress(p, text)
		return
	}
	if m := statusAfter.FindStringSubmatchIndex(text); m != nil && m[2] >= 0 && dueLike(text[:m[0]]) { // "June 3 (done)"
		state := text[m[2]:m[3]]
		i.setProgress(statusProgress(state), state)
		text = text[:m[0]]
	}
	date := f.days.due(text)
	switch {
	case date.yearless && date.Time.AddDate(0, 6, 0).Before(f.doc.Date.Time): // after the turn of the year
		date.Time = date.Time.AddDate(1, 0, 0)
	case date.yearless && date.Time.Before(f.doc.Date.Time) && (bareNumbers(date.Text) || date.Time.AddDate(0, 1, 0).Before(f.doc.Date.Time)):
		date = Date{} // "1/2" before the incident is none, and what lies long before it is of another year, nobody knows which
	}
	date.Text = text
	if i.Due = date; date.IsZero() && f.days.noSuchDay(text) && f.dayless < maxDayless {
		f.dayless++
		f.doc.Notices = append(f.doc.Notices, Notice{Code: "no_such_day", Line: i.Line, Message: "there is no day " + quoted(text) + ": the action item has no due date"})
	}
}

// maxDayless bounds how many days that do not exist are told.
const maxDayless = 5

// finder collects the action items of a document.
type finder struct {
	dayless  int // items were told whose day does not exist
	doc      *Document
	days     calendar // how the document writes them
	items    []Item
	children map[*Section][]*Section
	taken    map[*Section]bool // read as the description of a heading above
	starts   map[int]bool
	listed   map[*Section]bool // a list or a table stands directly in it
	people   nameList          // whom the document knows
	small    map[string]bool   // the words of the document in small letters, where one was asked for
	somebody map[string]bool   // whether a word in brackets is one, where that was asked for
	source   string            // the document, and it in small letters, where they were asked for
	lower    string
	persons  map[*Section]bool // whether all headings below it are persons, where that was asked for
}

// findItems reads action items: everything in the sections that are about them,
// and elsewhere what is marked as one.
func findItems(d *Document) []Item {
	f := &finder{doc: d, days: d.calendar, children: map[*Section][]*Section{}, taken: map[*Section]bool{}, starts: map[int]bool{}, listed: map[*Section]bool{}, people: peopleIn(d), persons: map[*Section]bool{}, somebody: map[string]bool{}}
	if !d.Date.IsZero() {
		f.days.year = d.Date.Time.Year()
	}
	for _, s := range d.Sections {
		if s.Parent != nil {
			f.children[s.Parent] = append(f.children[s.Parent], s)
		}
	}
	actions, told := false, f.toldOf()
	for _, s := range d.Sections {
		switch {
		case f.taken[s] || f.full() || s.Kind.tells():
		case s.Kind == KindActions && !told[s]:
			actions = true
			f.section(s)
		default:
			f.elsewhere(s)
		}
	}
	if !actions {
		f.tail()
	}
	for n := range f.items {
		f.inherit(&f.items[n])
		f.items[n].underHeadings()
	}
	sort.SliceStable(f.items, func(i, j int) bool { return f.items[i].Span.Start < f.items[j].Span.Start })
	if f.full() {
		d.Notices = append(d.Notices, Notice{Code: "too_many_items", Line: f.items[maxItems-1].Line,
			Message: fmt.Sprintf("more than %d action items; the rest was left out", maxItems)})
	}
	return f.items
}

// maxItems bounds what is read of a document that is made to be slow.
const maxItems = 2000

// full says that no more items are read.
func (f *finder) full() bool { return len(f.items) >= maxItems }

// add keeps an item, once a place.
func (f *finder) add(item Item) int {
	if f.full() {
		return -1
	}
	if f.starts[item.Span.Start] || item.Title == "" {
		return -1
	}
	f.starts[item.Span.Start] = true
	f.items = append(f.items, item)
	return len(f.items) - 1
}

// item makes an item of a block and its own text.
func (f *finder) item(b *Block, text Text, shape Shape) Item {
	item := Item{Shape: shape, Section: b.Section, Span: b.Span, Line: b.Line, Text: squeeze(text.Plain)}
	if b.Kind == BlockRow {
		item.Text = strings.TrimSpace(squeeze(b.plain()))
	}
	own := squeeze(text.Plain)
	title := trimLink(text)
	if m := boldNumber(text); m != "" {
		title = strings.TrimLeft(strings.TrimPrefix(title, m), " :.)–—-")
	}
	struck, p, state := struckLead(text)
	if p != progressUnknown {
		title = struck
		item.setProgress(p, state)
	}
	d := detailsOf(withoutKey(setApart(text, title)))
	d.takeDayBefore(f)
	if d.owner == "" {
		d.takeLeader(f.people)
	}
	if d.owner == "" {
		d.takeRanked(f.people)
	}
	if d.owner == "" && b.Kind != BlockRow { // a row may have its owner in another cell
		stands := standsAlone
		if d.due != "" || d.progress != progressUnknown || referenceIn(text.Plain) != "" || slices.ContainsFunc(text.Links(), issueLink) {
			stands = standsBeside
		}
		d.takeNamed(f, stands)
	}
	if d.owner == "" {
		d.takeFollower(f.people)
	}
	item.Title = shorten(d.title, text)
	if rest := pastPromise(item.Title); rest != "" {
		item.promise, item.Title, d.led = item.Title, rest, true
	}
	if d.led && begins(item.Title, text) {
		item.Title = capitalised(item.Title)
	}
	item.Owner, item.Priority, item.Type = mentioned.ReplaceAllString(d.owner, "$1"), d.priority, d.class
	item.DoneWhen = d.doneWhen
	item.setDue(d.due, f)
	item.setProgress(d.progress, d.status)
	item.Links = text.Links()
	for _, l := range item.Links {
		if !strings.HasPrefix(l, "mailto:") && (item.Link == "" || issueLink(l) && !issueLink(item.Link)) {
			item.Link = l
		}
	}
	item.Key = referenceIn(uncounted(text.Plain))
	if strings.HasPrefix(item.Key, "http") {
		item.Key = keyOf(item.Key)
	}
	if item.Key == "" && item.Link != "" {
		item.Key = keyOf(item.Link)
	}
	switch b.Check {
	case CheckDone:
		item.Shape, item.DoneKnown, item.Done, item.Status = ShapeCheckbox, true, true, cmp.Or(d.status, "x")
	case CheckOpen:
		item.Shape = ShapeCheckbox
		item.DoneKnown = true
	}
	if text.covered(MarkStrike) {
		item.DoneKnown, item.Done, item.Status = true, true, cmp.Or(item.Status, "struck")
	}
	if item.Title != withoutKey(own) {
		item.Description = own
	}
	return item
}

// capitalised gives a title that begins behind something else its capital letter; a name such as "iSCSI" keeps its own.
func capitalised(title string) string {
	if word, _, _ := strings.Cut(title, " "); word != strings.ToLower(word) {
		return title
	}
	_, size := utf8.DecodeRuneInString(title)
	return strings.ToUpper(title[:size]) + title[size:]
}

// sentenceStart are words other than verbs that are no names.
var sentenceStart = wordSet("we i a an the our all no this that these those it there please more better")

// begins says that a title begins with a word that is no name of something, and no code.
func begins(title string, text Text) bool {
	for _, m := range text.Marks {
		if m.Kind == MarkCode && strings.HasPrefix(title+" ", text.Plain[m.Start:m.End]+" ") {
			return false
		}
	}
	word := firstWord(title)
	return isVerb(word) || participle(title) || sentenceStart[word] || strings.ContainsAny(word, "'’")
}

// uncapitalised gives a title as its document has it where it is capitalised.
func uncapitalised(title string) string {
	_, size := utf8.DecodeRuneInString(title)
	return strings.ToLower(title[:size]) + title[size:]
}

// uncounted takes from an item the number that only counts it, which is no key: "AI-3: ", "Action item #3: ".
func uncounted(s string) string {
	for _, re := range []*regexp.Regexp{actionPrefix, itemNumber} {
		if m := re.FindString(s); strings.ContainsFunc(m, unicode.IsLetter) {
			s = s[len(m):]
		}
	}
	return s
}

// boldNumber gives the number that an item begins with, in bold: "**A6** Look at …".
func boldNumber(text Text) string {
	for _, m := range text.Marks {
		if m.Kind == MarkStrong && m.Start == 0 {
			if inner := text.Plain[:m.End]; itemCode.MatchString(inner) {
				return inner
			}
		}
	}
	return ""
}

var itemCode = regexp.MustCompile(`^(?:A|AI|AP|AR|CA|PA|M|R)-?\d{1,3}[.:)]?$`)

// shorten makes a title of what is left of the text: all of it, else its bold
// beginning, else its first sentence, else as many words as fit.
func shorten(s string, text Text) string {
	if len(s) <= maxTitle {
		return strings.TrimRight(s, ":")
	}
	for _, m := range text.Marks {
		if m.Kind == MarkStrong && m.Start <= 2 {
			if lead := strings.Trim(squeeze(text.Plain[m.Start:m.End]), ": ."); words(lead) >= 2 && len(lead) <= maxTitle && strings.HasPrefix(s, lead) {
				return lead
			}
		}
	}
	if sentence := firstSentence(s); len(sentence) <= maxTitle {
		return sentence
	}
	return cut(s, maxTitle) + "…"
}

// maxLinks bounds how many links at the end of an item are looked at.
const maxLinks = 10

// trimLink takes away links at the end whose text says only that they are one, and a place for a link that nobody filled.
func trimLink(t Text) string {
	plain := t.Plain
	for i := len(t.Marks) - 1; i >= max(0, len(t.Marks)-maxLinks); i-- {
		m := t.Marks[i]
		if m.Kind != MarkLink || m.End > len(plain) {
			continue
		}
		after := strings.Trim(plain[m.End:], " .,;)]\n")
		linkText := strings.TrimSpace(plain[m.Start:m.End])
		if after != "" || !genericLink.MatchString(linkText) && !strings.Contains(linkText, "://") {
			break
		}
		before := linkLead.ReplaceAllString(plain[:m.Start], "")
		if words(before) < 2 || strings.Count(before, "(") > strings.Count(before, ")") {
			break
		}
		plain = before
	}
	return unfilledLink.ReplaceAllString(plain, "")
}

func issueLink(url string) bool {
	for _, part := range []string{"/issues/", "/browse/", "/pull/", "/merge_requests/", "/T", "/issue/", "bugzilla", "show_bug", "linear.app", "/work_items/", "shortcut.com"} {
		if strings.Contains(url, part) {
			return true
		}
	}
	return false
}

// keyOf reads the key of an issue from its address.
func keyOf(url string) string {
	at := strings.LastIndexByte(strings.TrimRight(url, "/"), '/')
	if at < 0 || !issueLink(url) {
		return ""
	}
	last := strings.TrimRight(url, "/")[at+1:]
	if i := strings.IndexAny(last, "?#"); i >= 0 {
		last = last[:i]
	}
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return "#" + last
	}
	if m := tracker.FindString(last); m == last {
		return last
	}
	return ""
}
