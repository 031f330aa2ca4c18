package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTail bounds what is looked at as an item's tail, in bytes.
const maxTail = 120

// weekday may stand before a day: "Wed 3/20", "Friday, 14 June".
const weekday = `(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+`

// tailPart is what one part of a tail is.
type tailPart int

const (
	tailNothing tailPart = iota // it is something else: no tail
	tailKey
	tailDay
	tailState
	tailPerson
	tailNobody // "no owner yet"; "me", which a reader of the item cannot resolve
	tailPriority
	tailClass
	// What these are depends on what stands beside them: "Igor" after a dash may be a product.
	maybePerson
	maybeDay
)

var (
	// tailStart is where a tail may begin: "… — Igor, OPS-12", "…: done", "… → done 5 May".
	tailStart = regexp.MustCompile(`\s+[-–—]{1,2}\s+|[:,]\s+|[.!]\s+|\s+[|/·•]\s+|\s*(?:→|->|=>)\s*|\s+~\s*|;\s+`)
	// tailBreak divides a tail into its parts.
	tailBreak = regexp.MustCompile(`\s*(?:[,;]|\s[&+]\s|\s[-–—]+\s|\s[/|·•]\s|\.+\s|\sand\s|→|~)\s*`)
	// tailBracketed is a tail that goes on behind brackets: "… (Ana), 14 June".
	tailBracketed = regexp.MustCompile(`\s*[(\[]([^()\[\]]{1,80})[)\]][,;]\s+([^()\[\]]{1,60})$`)
	// tailBracket is a tail in brackets.
	tailBracket = regexp.MustCompile(`\s*[(\[]([^()\[\]]{1,80})[)\]][.\s]*$`)

	tailKeys = regexp.MustCompile(`^(?:(?i:(?:pr|mr|cr|ticket|issue|bug|task|jira|see|tracked\s+(?:in|by|as)|filed\s+as)[ :]*)(?:[#!]?\d+|[A-Z][A-Z0-9]{1,9}-\d+)|(?:[\w.-]+/[\w.-]+)?[#!]\d+|([A-Z][A-Z0-9]{1,9})-\d+)(?:\s*\([a-z ]{1,12}\))?$|^https?://\S+$`)
	tailDays = regexp.MustCompile(`(?i)^(?:(?:due|eta|by|before|until|till|from|since|on|in|sometime|target|planned|scheduled|for|end of|early|mid|late|the|next|this|week of)[ :~-]*)*` +
		`(?:` + weekday + `)?(?:(?:` + monthNames + `)\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:` + monthNames + `)\.?(?:,?\s+\d{4})?|\d{1,2}-(?:` + monthNames + `)-(?:\d{4}|\d\d)|\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{1,2}/\d{1,2}/\d{4}|(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2]))/(?:1[5-9]|[23]\d)|` +
		`(?:q[1-4]|h[12])(?:[ /]\d{2,4})?|\d{4}[-/ ]?(?:q[1-4]|h[12])|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week(?: \d{1,2})?|month|quarter|sprint|year|(?:\d{4}-|k)w ?\d{1,2}|within \w+ (?:days?|weeks?|months?)|next release|today|tomorrow|yesterday|asap|eo[dwmq]|tb[dac]|sometime|whenever)(?:,? \d{1,2}:\d\d(?: ?[ap]m)?)?\W*$`)
	// bareDays say by themselves as well when something runs: "the job (Sunday)".
	bareDays = regexp.MustCompile(`(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|` + monthNames + `|week|month|quarter|sprint|year)$`)
	// lasting says how long something is, or when it began.
	lasting       = regexp.MustCompile(`(?i)^(?:until|till|from|since)\b`)
	tailDue       = regexp.MustCompile(`(?i)^(?:due|eta|by|before|until|till|from|since|on|target|planned|scheduled)[ :~-]+`)
	tailOwner     = regexp.MustCompile(`(?i)^(?:owners?|assignee|assigned to|owned by|dri)[ :]+\b`)
	tailMaybeDays = regexp.MustCompile(`(?i)^(?:(?:due|by|before|until|on|from)\s+)?(?:` + weekday + `)?\d{1,2}[-/.]\d{1,2}(?:[-/.]\d\d)?\.?$`)
	// sureDay is what makes a day of two numbers that may be something else: "1/2"; with a point they may be a version as well.
	sureDay    = regexp.MustCompile(`(?i)^(?:due\b\D*\d+[-/]|(?:by |before |until |on )?` + weekday + `)`)
	tailStates = regexp.MustCompile(`(?i)^(` + statusNames + `|(?:in|under) review|on hold|scheduled|(?:part|partial|most|near)ly done|almost done|not done(?: yet)?)(?:\s+(?:on\s+|since\s+)?(\S.*))?$`)
	// workStates is a text that begins with such a state.
	workStates     = regexp.MustCompile(`(?i)^(?:` + workNames + `)\b`)
	tailNobodies   = regexp.MustCompile(`(?i)^(?:no (?:owner|date|eta)(?: yet)?|none(?: yet)?|no one(?: yet)?|not (?:yet )?assigned|to be (?:assigned|decided)|owner\s*\?*|unassigned|nobody(?: yet)?|someone|somebody|who|anyone|volunteers?|me|myself|us|all(?: of us)?|everyone|everybody|\?+)\W*$`)
	tailPersons    = regexp.MustCompile(`^(?i:(?:[\w-]+ ){1,2}team|team [\w-]+|(?:prof|dr|mr|mrs|ms|frau|herr)\.? \S+(?: \S+)?|\S+-san)$|^(?:\p{Lu}(?:\.\s?|\s)){1,2}(?:\p{Lu}[\p{L}'’-]+)$`)
	tailNames      = regexp.MustCompile(`^@?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’.-]*){0,2}(?: ?\([\w. -]{1,20}\))?$|^[a-z]{2,5}$`)
	tailPriorities = regexp.MustCompile(`^(?:P[0-5]|` + rankNames + `)$`)
	tailClasses    = regexp.MustCompile(`(?i)^(?:` + classes + `)$`)
	// titleDot is a point that ends no sentence: "T. Okoro", "Dr. Okoro".
	titleDot = regexp.MustCompile(`\b(\p{Lu}|Dr|Mr|Mrs|Ms|Prof)\.\s`)
	// tailLabels say what the part behind them is: "Owner - Ana; Due - June 14".
	tailLabels = wordSet("owner owners assignee due deadline eta status state ticket priority")
	// teamWord ends the names of teams that begin with a verb: "Search Platform", "Support".
	teamWord = regexp.MustCompile(`(?i)\b(?:platform|engineering|infrastructure|operations|ops|support|security|sre|squad|group)$`)
	handles  = regexp.MustCompile(`^@[\w./-]+$|^@` + mentionedName + `$|^` + address + `$`)
)

// tailPartOf says what a part of a tail is.
func tailPartOf(s string) tailPart {
	first, _, _ := strings.Cut(s, " ")
	key, state := tailKeys.FindStringSubmatch(s), tailStates.FindStringSubmatch(s)
	acronym := (givenNames[first] || isPlace(first)) && acronymIn.MatchString(s)
	switch {
	case tailOwner.MatchString(s):
		kind := tailPartOf(tailOwner.ReplaceAllString(s, ""))
		switch kind {
		case maybePerson:
			return tailPerson
		case tailDay: // "owner TBD"
			return tailNobody
		}
		return kind
	case handles.MatchString(s), tailPersons.MatchString(s), givenNames[first] && !acronym && tailNames.MatchString(s):
		return tailPerson
	case strings.Contains(s, "/") && !slices.ContainsFunc(strings.Split(s, "/"), func(name string) bool { return !givenNames[name] }): // "Ana/Bo"
		return tailPerson
	case tailNobodies.MatchString(s):
		return tailNobody
	case tailPriorities.MatchString(s):
		return tailPriority
	case tailClasses.MatchString(s):
		return tailClass
	case key != nil && (!isStandard(key[1]) || projectToo[strings.ToLower(key[1])] && bracketedKey.MatchString("("+s+")")):
		return tailKey
	case tailDays.MatchString(s), tailMaybeDays.MatchString(s) && sureDay.MatchString(s):
		return tailDay
	case state != nil && (state[2] == "" || tailDays.MatchString(state[2]) && firstWord(state[2]) != "by" || tailMaybeDays.MatchString(state[2])):
		return tailState
	case tailMaybeDays.MatchString(s):
		return maybeDay
	case acronym:
		return tailNothing
	case tailNames.MatchString(s) && (department(s) || (namesakes[strings.ToLower(s)] || !lookalike(s)) && (!isVerb(strings.ToLower(first)) || teamWord.MatchString(s))):
		return maybePerson
	}
	return tailNothing
}

// tail is what is noted behind the words of an item: who, by when, under which key, in which state.
type tail struct {
	parts []string
	count [maybeDay + 1]int
}

// tailFrom divides a text that may be a tail; ok says that it has nothing else, and no two states or classes.
func tailFrom(s string) (t tail, ok bool) {
	s = titleDot.ReplaceAllString(s, "$1 ")
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == '!' })
	for _, part := range tailBreak.Split(s, 8) {
		if part == "" || tailLabels[strings.ToLower(part)] {
			continue
		}
		kind := tailPartOf(part)
		if kind == tailNothing {
			return t, false
		}
		t.parts = append(t.parts, part)
		t.count[kind]++
	}
	return t, t.count[tailState] <= 1 && t.count[tailClass] <= 1
}

// behind says whether what was read is a tail behind that separator: a colon and a comma have things behind them as well, an
// arrow what something becomes.
func (t tail) behind(sep string) bool {
	n := t.count
	noted := n[tailKey] + n[tailDay] + n[tailState] + n[tailNobody]
	if len(t.parts) == 1 && (lasting.MatchString(t.parts[0]) || sep == "(" && bareDays.MatchString(t.parts[0])) {
		return false
	}
	switch sep = strings.TrimSpace(sep); {
	case sep == "→" || sep == "->" || sep == "=>":
		return tailPartOf(t.parts[0]) == tailState && workStates.MatchString(t.parts[0])
	case sep == ":" || sep == ",":
		if n[maybePerson] > 0 || n[tailPerson] > 1 || n[tailState] == 1 && !slices.ContainsFunc(t.parts, workStates.MatchString) {
			return false
		}
		return slices.ContainsFunc(t.parts, tailOwner.MatchString) || sep == ":" && n[tailState] > 0 || n[tailNobody] > 0 || n[tailPerson] > 0 && noted+n[maybeDay] > 0 ||
			sep == "," && (n[tailDay] == 1 && tailDue.MatchString(t.parts[len(t.parts)-1]) || n[tailKey] > 0 && n[tailKey] < len(t.parts))
	case sep == "(":
		return n[tailPerson] > 0 || noted > 0 && (n[maybePerson] == 0 || n[maybePerson] < len(t.parts) && n[maybePerson] < 3) || len(t.parts) == 2 && n[maybeDay] == 1 && givenNames[capitalised(t.parts[0])] || n[tailPriority] == 1 && n[maybePerson] == 1 && slices.ContainsFunc(t.parts, calledSo)
	case sep == "/":
		return n[maybePerson] == 0 && n[tailPerson] > 0 && noted > 0
	case sep == "-":
		if n[maybePerson] > 0 { // "… - Platform - 14 June"
			return n[tailDay]+n[maybeDay]+n[tailKey] > 0 && !slices.ContainsFunc(t.parts, func(part string) bool { return tailPartOf(part) == maybePerson && !department(part) })
		}
		return n[tailPerson] > 0 || noted > 0
	default:
		return n[tailPerson] > 0 || noted+n[tailPriority] > 0 || n[maybePerson] > 0 && n[maybeDay] > 0
	}
}

// calledSo says that a part of which nothing else is sure is called as somebody is, and not as a thing: "Torvek Brantling".
func calledSo(part string) bool {
	return tailPartOf(part) == maybePerson && (words(part) > 1 || department(part) || mayOwn(part))
}

// turns are verbs with an arrow from what is to what will be.
var turns = wordSet(`change rename move redirect reroute reassign assign transfer hand switch route forward map set point convert migrate swap replace rotate send reorder`)

// handed says that an arrow leads from what is to be done to who does it: "Add … → Ana", not "from Bo → Ana".
func (t tail) handed(head, sep string) bool {
	last := head[strings.LastIndexByte(head, ' ')+1:]
	return strings.Trim(strings.TrimSpace(sep), "→-=>") == "" && strings.ContainsAny(sep, "→>") && asks(head) && !turns[firstWord(head)] && strings.ToLower(last) == last && !strings.Contains(head, "from ") &&
		t.count[tailPerson] > 0 && t.count[maybePerson]+t.count[tailNobody] == 0
}

// tailOf divides an item's text into its words and its tail. All of the text is words where what stands behind says anything
// else.
func tailOf(s string) (head string, parts []string) {
	if head, parts := bracketOf(s); parts != nil {
		return head, parts
	}
	from := max(0, len(s)-maxTail)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	for _, m := range tailStart.FindAllStringIndex(s[from:], -1) {
		start, end := from+m[0], from+m[1]
		lone := words(s[:start]) < 2
		if start == 0 || end >= len(s) || strings.Count(s[:start], "(") > strings.Count(s[:start], ")") {
			continue
		}
		t, ok := tailFrom(s[end:])
		if lone && (!ok || len(t.parts) == 0 || strings.Trim(strings.TrimSpace(s[start:end]), "-–—→=>:") != "" || !workStates.MatchString(t.parts[0])) { // "Network - done 3 May"
			continue
		}
		if ok && len(t.parts) > 0 && (t.behind(s[start:end]) || t.handed(s[:start], s[start:end])) {
			return s[:start], t.parts
		}
		if lead := ledBy(s[start:end], s[end:]); lead != "" {
			return s[:start], []string{lead}
		}
	}
	return s, nil
}

// bracketOf divides an item's text from a tail in brackets.
func bracketOf(s string) (head string, parts []string) {
	inner, behind := "", false
	m := tailBracket.FindStringSubmatchIndex(s)
	if m != nil {
		inner = s[m[2]:m[3]]
	} else if m = tailBracketed.FindStringSubmatchIndex(s); m != nil {
		inner, behind = s[m[2]:m[3]]+", "+s[m[4]:m[5]], true
	}
	if m == nil || words(s[:m[0]]) < 2 || ofThings(s) {
		return s, nil
	}
	t, ok := tailFrom(inner)
	if last := len(t.parts) - 1; ok && last >= 0 && strings.HasSuffix(inner, ".") && dottedDay.MatchString(t.parts[last]+".") {
		t.parts[last] += "." // "(Ana, 14.6.)"
	}
	if !ok || len(t.parts) == 0 || !t.behind("(") || behind && t.count[tailDay]+t.count[maybeDay] == 0 {
		return s, nil
	}
	return s[:m[0]], t.parts
}

// ledBy gives what a dash or an arrow has behind it before a remark: "… — @ana, as soon as the disk is there", "… → done 16 Oct.
// It also had 0."
func ledBy(sep, s string) string {
	sep = strings.TrimSpace(sep)
	if strings.Trim(sep, "-–—→=>") != "" {
		return ""
	}
	if who, _, ok := strings.Cut(s, ","); ok && tailPartOf(who) == tailPerson && strings.Trim(sep, "-–—") == "" {
		return who
	}
	if state, _, ok := strings.Cut(s, ". "); ok && tailPartOf(state) == tailState && workStates.MatchString(state) {
		return state
	}
	return ""
}

// takeParts puts the parts of a tail to their places.
func (d *details) takeParts(head string, parts []string) {
	d.title = strings.TrimRight(head, " ,;:–—-→")
	var owners []string
	for _, part := range parts {
		switch kind := tailPartOf(part); kind {
		case tailDay, maybeDay:
			sure := kind == tailDay && tailMaybeDays.MatchString(d.due)                                                               // "1.2, 14 June"
			if first := firstWord(part); first != "from" && first != "since" && (sure || !strings.ContainsAny(d.due, "0123456789")) { // "Friday, 14 June"
				d.due = tailDue.ReplaceAllString(part, "")
			}
		case tailState:
			d.setProgress(tailStates.FindStringSubmatch(part)[1])
		case tailPriority:
			d.priority = cmp.Or(d.priority, part)
		case tailClass:
			d.class = cmp.Or(d.class, strings.ToLower(part))
		case tailPerson, maybePerson:
			owners = append(owners, dotted(tailOwner.ReplaceAllString(part, "")))
		}
	}
	d.owner = cmp.Or(d.owner, strings.Join(owners, ", "))
}

// initialed is who is called by an initial, without its point.
var initialed = regexp.MustCompile(`^((?:\p{Lu}\s)+)(\p{Lu}[\p{L}'’-]+)$`)

// dotted gives the initials of a name their points, which the reading of a tail took: "T Okoro".
func dotted(name string) string {
	m := initialed.FindStringSubmatch(name)
	if m == nil || strings.EqualFold(m[2], "team") {
		return name
	}
	return strings.ReplaceAll(m[1], " ", ". ") + m[2]
}

// takeTail takes what is noted behind an item's words to its places.
func (d *details) takeTail() {
	for range 3 {
		head, parts := tailOf(d.title)
		if len(parts) == 0 {
			return
		}
		d.takeParts(head, parts)
	}
}

// withoutTail gives an item's words without what is only noted behind them.
func withoutTail(s string) string {
	d := details{title: s}
	if d.takeFields(); !strings.HasPrefix(s, d.title) {
		d.title = s // words stand behind them
	}
	d.takeTail()
	return d.title
}
