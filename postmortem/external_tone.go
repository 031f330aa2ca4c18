package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

func init() { checks["external-tone"] = (*checker).externalTone }

// tone is one way to strike the wrong note, and what to write instead.
type tone struct {
	re      *regexp.Regexp
	unless  *regexp.Regexp // the same words where they do no harm: a match that overlaps the other's
	instead string
	needs   string // a sentence without it has none
	soft    bool   // a note: it depends on who reads
}

const (
	vendors = `vendors?|providers?|suppliers?|partners?|contractors?|hosters?|data ?cent(?:er|re)s?|AWS|Amazon(?: Web Services)?|Google(?: Cloud)?|GCP|Azure|Microsoft|Cloudflare|Fastly|Akamai|Heroku|GitHub|Stripe|Twilio|Okta|Datadog|DigitalOcean|Hetzner|OVH`
	// served are those who read the message.
	served = `customers?|users?|clients?|tenants?|subscribers?`
	// isNot comes before what is denied.
	isNot = `(?:\b(?:not|never|no|nor|neither|without|far from|anything but|rather than|more than)|n['’]t)\s+(?:(?:an?|the|any|just|only|merely|simply|due to|caused by|because of|in any way|\w+ly)\s+){0,3}`
)

var tones = []tone{
	{re: regexp.MustCompile(`(?i)\b(?:(?:only|just|merely|simply|a mere)\s+(?:a\s+|an\s+|very\s+|for\s+|some\s+|about\s+)*(?:few|small|minor|brief|tiny|short|handful|fraction|subset|limited|couple|temporary|little|slight|some|hiccup|blip|glitch)\b|` +
		`(?:very |rather |relatively |fairly |quite )?(?:minor|small|slight|little|tiny|trivial|brief) (?:technical )?(?:hiccups?|glitch(?:es)?|blips?|issues?|problems?|inconveniences?|incidents?|disruptions?|bugs?|hitch(?:es)?|bumps?)\b|hiccups?\b|blips?\b|bumps? in the road\b|no big deal\b|nothing (?:serious|to worry)\b|negligible\b|not (?:a big|that big|too bad|that bad|the end of the world)\b|could have been (?:much |far )?worse\b)`),
		unless: regexp.MustCompile(`(?i)` + isNot + `(?:minor|small|slight|little|tiny|trivial|brief|negligible|hiccup|blip)\b|\b(?:even|however|whether|every|any|no matter how)\s+(?:(?:an?|the|such|very|it is|it was)\s+)*(?:minor|small|slight|little|tiny|trivial|brief|hiccup|blip)\b|\b(?:in|after|within|for) (?:just|only) an? (?:few|couple)\b|` +
			`\b(?:just|only) an? (?:few|couple of|little|short) (?:\w+ )?(?:seconds|minutes|hours|days|weeks|while|time)? ?(?:later|after|before|earlier|ago)\b|\blimited (?:information|insight|knowledge)\b|\b(?:minor|small|little) (?:bugs?|issues?|problems?) (?:can|could|may|might) (?:grow|become|turn|have)\b`),
		instead: "Say how long it lasted and how many were affected; what is small for us may not be small for them."},
	{re: regexp.MustCompile(`(?i)\bany inconveniences? (?:(?:that )?(?:this|it|we|which|the \w+) )?(?:may|might|could) (?:have|be)\b|\bif (?:you|anyone|this|any of you) (?:were|was|have been|has) (?:affected|inconvenienced|caused|impacted)[^.]{0,40}\b(?:sorry|apolog)|\b(?:sorry|apolog\w+) if\b`),
		unless:  regexp.MustCompile(`(?i)\bif (?:you|anyone|this|any of you) [^.]{0,60}\b(?:sent|get|receive|received|find|found|owe|with)\b[^.]{0,20}\b(?:apolog)`),
		instead: `Apologise without an "any" or an "if": name what customers went through.`},
	{re: regexp.MustCompile(`(?i)\b(?:(?:user|operator) error\b|(?:an? |(?:due to|because of|caused by|result of) (?:an? |some )?)(?:customer|client) errors?\b|` +
		`(?:caused by|triggered by|set off by|brought (?:about|down) by|due to|because of|(?:the )?fault of)\s+(?:(?:an?|one|some|one of our|several|our|certain|a single|a few|the)\s+)?(?:\w+\s)?(?:` + served + `)(?:['’]s?\b|\s+(?:who|that|which|whose|in|on|at|from|and|trying|\w+ing)\b|\s*(?:[.,;:)]|$))|` +
		`(?:` + served + `|you)\s+(?:should(?: not|n['’]t)? have|should (?:not|never|always)|ought to have|failed to (?:act|adopt|change|check|comply|configure|follow|heed|install|keep|migrate|notice|read|renew|respond|rotate|set|switch|take|update|upgrade|use|validate|verify)|neglected to|forgot to|misconfigured|misused|abused|ignored|` +
		`(?:did not|didn['’]t) (?:follow|heed|configure|check (?:the|their|our)|read (?:our|the (?:docs|documentation|guide|manual|notice|announcement|release|instructions))|update (?:to|in time|before|the(?:ir)? (?:app|client|software|settings|integration|library|version|system))))\b|(?:misuse|abuse|misconfiguration) by (?:\w+ ){0,3}(?:` + served + `)\b|\byour (?:own )?(?:\w+ ){0,2}?(?:integrations?|code|set-?up|configurations?|settings?|software|network|systems?|clients?|scripts?) (?:(?:is|was|are|were) (?:\w+ly )?(?:at fault|to blame|the (?:cause|reason|problem)|wrong|faulty)|caused (?:this|it|the))\b|` +
		`\b(?:(?:` + served + `|those|anyone) who (?:read|follow|followed|use|used|check|checked|update|updated|heed|heeded|had (?:read|followed|updated|checked)|have (?:read|followed|updated|checked)) [^.;]{1,50}? would(?: not|n['’]t) (?:have )?(?:be|been)\b))`),
		unless: regexp.MustCompile(`(?i)` + isNot + `(?:user|operator|customer|client) error\b|\bshould(?: not|n['’]t)? have (?:received|got|gotten|been|access|seen|had|heard|known|an?|the|no|every|any|your|lost|noticed|to|experienced|arrived|felt|paid|waited|found|reached)\b|\bshould (?:not|never|always|no longer)(?: \w+ly)? (?:see|need|notice|be|experience|have|face|encounter|lose|receive|find|worry|expect|wait|feel|hear|suffer|get|know)\b|` +
			`\b(?:because of|due to) (?:\w+ ){0,4}(?:` + served + `)['’]?s? (?:\w+ )?(?:reports?|reporting|feedback|tips?|hints?|help|calls?|complaints?|demand|writing|telling|messages?|patience)\b|\b(?:many|most|all|more|other|new|affected) (?:` + served + `)\b|\b(?:misconfigured|misused) by (?:us|our)\b|` +
			`\b(?:none of|neither|nor|nothing in|no part of|if|whether|that) your (?:\w+ ){0,6}|\b(?:was|were) (?:\w+ly )?(?:wrong|faulty)\b[^.;]{0,40}\b(?:our|we|us)\b`),
		instead: "Do not look to customers for the reason: say what our service did not withstand."},
	{re: regexp.MustCompile(`(?i)\bwe (?:\w+ )?(?:guarantee|promise|assure)\b[^.;]{0,50}?\b(?:can ?not|can['’]t|will not|won['’]t|never)(?: ever)? (?:happen|occur|recur|be repeated)\b(?: again)?|\b(?:this|it|that|such an? \w+|nothing like (?:this|it|that)) (?:will|shall|can) (?:never(?: ever)?|never again) (?:happen|occur|be repeated)\b(?: again)?`),
		unless:  regexp.MustCompile(`(?i)\b(?:can ?not|can['’]t|not|n['’]t|nobody can|no one can) (?:\w+ )?(?:guarantee|promise|assure|say|claim)\b[^.;]*|\b(?:make|making|made) (?:sure|certain)\b[^.;]*|\bensur\w+\b[^.;]*|\bso that\b[^.;]*|\b(?:hope|want|wish|aim) [^.;]*|\b(?:whether|no \w+ can (?:say|promise|claim)|(?:wrong|dishonest|foolish) to (?:say|promise|claim))\b[^.;]*|\b(?:happen|occur) (?:twice|while|without|before|outside)\b`),
		instead: "Nobody can promise that. Say what was changed, so that readers can judge it themselves."},
	{re: regexp.MustCompile(`(?i)\bwe (?:are|were) not (?:\w+ly )?(?:responsible|liable)\b|\b(?:can ?not|can['’]t) be (?:held )?(?:responsible|liable)\b|\b(?:accept|assume|take) no (?:liability|responsibility)\b|\bnot (?:accept|assume|take) (?:any )?(?:liability|responsibility)\b`),
		unless:  regexp.MustCompile(`(?i)\btake (?:\w+ )?responsibility (?:\w+ )?lightly\b|\b(?:` + served + `|you|they|sellers?|buyers?|players?|members?|guests?|patients?|drivers?|shops?|merchants?) (?:can ?not|can['’]t) be (?:held )?(?:responsible|liable)\b`),
		instead: "Leave liability to the contract. Say what you do for those who lost something."},
	{re: regexp.MustCompile(`(?i)\bsome (?:of (?:our|you|the) ?)?(?:(?:` + served + `|people|of you) )?(?:may|might) have (?:experienced|seen|noticed|encountered|had|faced) (?:some |intermittent |occasional )?(?:issues?|problems?|difficult\w+)\b`),
		unless:  regexp.MustCompile(`(?i)\d|\b(?:issues?|problems?|difficult\w+) (?:with|in|on|at|when|while|\w+ing)\b`),
		instead: "Say what did not work, for how many and for how long.", soft: true},
	{re: regexp.MustCompile(`(?i)\b(?:due to|because of|caused by|owing to|as a result of) (?:an? |some |the )?(?:(?:unexpected|unforeseen)(?: technical)?|technical) (?:issues?|problems?|difficult\w+|circumstances|errors?|faults?)\b`),
		unless:  regexp.MustCompile(`(?i)\b(?:unexpected|unforeseen|technical) (?:issues?|problems?|difficult\w+|circumstances|errors?|faults?)(?: (?:in|with|on|at|of|when|that|which|where|between|during)\b|:)`),
		instead: "Say in plain words what failed; behind \"technical issue\" readers look for something hidden.", soft: true},
	{re: regexp.MustCompile(`(?i)\b(?:(?:` + vendors + `)(?:['’]s?)?(?: \w+)? (?:failed (?:us|to (?:act|deliver|fix|follow|inform|keep|meet|notify|provide|react|respond|tell|warn))|let us down|messed up|screwed up|broke (?:our|their|its|everything)|made a mistake|made an error|neglected|did not inform|didn['’]t inform|did not tell|(?:is|are|was|were) (?:to blame|at fault)|(?:is|are|was|were) (?:\w+ly )?responsible|caused (?:this|the|our|it|an))\b|` +
		`(?:blame[ds]?(?: (?:lies|is|rests))?|fault (?:of|lies)|mistakes? (?:by|of|made by)|errors? (?:by|made by)|negligence (?:by|of))\s+(?:on\s+|with\s+)?(?:an?|our|the)?\s*(?:[\w-]+\s){0,2}(?:` + vendors + `)\b|not (?:our|due to our|caused by our) (?:own )?(?:fault|doing|mistake|systems?)\b|(?:outside|beyond|out) (?:of )?our (?:direct )?control\b|no fault of (?:ours|our own)\b|(?:the|our) [\w-]+(?: \w+)? (?:fault|mistake)(?: and)? not ours\b)`),
		unless:  regexp.MustCompile(`(?i)\b(?:at|to|from|with|of|by|in|for|via|through|between|near|on|reach|using)\s+(?:(?:an?|one|two|both|some|our|the|this|that|another|of|\w+ing)\s+){0,3}(?:[\w-]+\s)?(?:` + vendors + `)(?:['’]s?)?(?: \w+)? (?:caused|failed|broke)\b|` + isNot + `(?:blam(?:e|ing)|outside|beyond|out of|the fault of|a mistake (?:by|of))\b|\bresponsible for (?:hosting|running|the (?:network|power|hosting|operation))\b`),
		instead: "Do not point at others: customers chose us. Say what we depended on, and what we change."},
	{re: regexp.MustCompile(`(?i)\b(?:w?hoops|oops(?:ie)?|uh[- ]?oh|yikes|d['’]oh|lol|rofl|haha(?:ha)?|hehe|gremlins?|hamsters?|murphy(?:['’]s law| (?:struck|strikes|strike|hit|visited))|fun fact|pun intended|fat[- ]finger(?:s|ed)?|kaboom|went boom|blew up|blow up|hit the fan|face ?palm|my bad|our bad|pesky|good news,? everyone|snafu|fubar|sh[i*]t|damn|crappy?|wtf|(?:everything|servers?|systems?|pagers?|phones?|dashboards?|inbox(?:es)?|hair|we) (?:was|were|is|are) (?:all |literally |\w+ly )?on fire|melted down|dumpster)\b|[\x{1F600}-\x{1F64F}]|[\x{1F910}-\x{1F92F}]|[\x{1F970}-\x{1F97F}]|\x{1F525}|\x{1F4A9}|\x{1F92A}|(?:^|\s)[:;]-?[)DPp](?:\s|$)|¯\\`),
		unless:  regexp.MustCompile(`(?i)\b(?:transformers?|fuses?|batter(?:y|ies)|capacitors?|ups|generators?|boilers?|pipes?|substations?|compressors?|tyres?|tires?|cables?)\s+(?:\w+\s+){0,3}(?:blew up|blow up|melted down)\b`),
		instead: "No jokes: whoever lost work does not laugh. Say it plainly."},
	{re: regexp.MustCompile(`[\pL\pN)"'’”?]+\s?!+(?:["')\]”’]|\s|$)`),
		unless: regexp.MustCompile(`\b(?:Yahoo|Jeopardy|Joomla|Yum|Wham)!`),
		needs:  "!", instead: "End the sentence with a full stop: a calm tone is more believable."},
	{re: regexp.MustCompile(`(?i)\b(?:k8s|kubernetes|kubectl|kubelet|pods?|daemonsets?|crashloop\w*|oom(?:s|ed|[- ]?killed|[- ]?killer)?|out[- ]of[- ]memory killer|p9[059]+|5xx|4xx|50[0234]s|cron ?jobs?|mutex(?:es)?|deadlock(?:s|ed)?|null ?pointers?|segfault(?:s|ed)?|segmentation fault|stack ?traces?|race conditions?|garbage collect\w*|etcd|thundering herd|split[- ]brain|retry storms?|heap|jvm|goroutines?|re-?shard(?:ed|ing)?|sharding|quorum|leader election|replication lag|replica lag|ingress(?: controller)?|back-?pressure|idempoten\w+|mttr|mttd|on-?call(?: engineer)?|rca|sev-?[1-5]|p[0-4] incident|runbooks?|canary|hotfix(?:ed)?|rolled? ?back (?:the )?commit|revert(?:ed)? (?:the )?commit|config ?map|helm|terraform|bgp|vip|war ?room)\b`),
		unless:  regexp.MustCompile(`(?i)\bvip (?:customers?|clients?|members?|guests?|tickets?|passes|lounge|boxe?s?)\b|\bcanary (?:islands?|wharf)\b|\bat the helm\b|\bheap of\b|\bcoffee pods?\b|\([\w -]{1,40}\)|\b[\w-]+ \([^()]{8,}\)|\b[\w-]+, (?:an?|the|our|that is|which|meaning|i\.e\.|in other words) `),
		instead: "Say it in the words of customers, or explain the term.", soft: true},
}

// externalTone looks for the wrong note in the external message.
func (c *checker) externalTone(r *Rule) {
	note := softly(r)
	for _, s := range c.prose {
		if s.kind != KindExternal {
			continue
		}
		var taken [][2]int
		for _, t := range tones {
			rule := r
			if t.soft {
				rule = note
			}
			for _, m := range t.in(s.masked) {
				if overlaps(taken, m[0], m[1]) {
					continue
				}
				taken = append(taken, m)
				span := s.text.Source(m[0], m[1])
				c.add(rule, KindExternal, span, s.text.Plain, t.instead)
				c.toned = append(c.toned, toned{span, rule.Level})
				if t.soft {
					break // a sentence full of terms is one thing to mend
				}
			}
		}
	}
}

// in gives the places where the note is struck. Two in a row are one phrase: "only a small hiccup".
func (t tone) in(text string) [][2]int {
	if t.needs != "" && !strings.Contains(text, t.needs) {
		return nil
	}
	var list, excused [][2]int
	for n, m := range t.re.FindAllStringIndex(text, 5) {
		if n == 0 && t.unless != nil {
			excused = spans(t.unless.FindAllStringIndex(text, -1))
		}
		if overlaps(excused, m[0], m[1]) {
			continue
		}
		trimmed := strings.Trim(text[m[0]:m[1]], " \n")
		start := m[0] + strings.Index(text[m[0]:m[1]], trimmed)
		end := start + len(trimmed)
		if last := len(list) - 1; last >= 0 && !strings.ContainsAny(text[list[last][1]:start], ".,;:!?()–—") && start-list[last][1] < 30 {
			list[last][1] = end
			continue
		}
		list = append(list, [2]int{start, end})
	}
	return list
}

func spans(found [][]int) [][2]int {
	list := make([][2]int, len(found))
	for i, m := range found {
		list[i] = [2]int{m[0], m[1]}
	}
	return list
}

// overlaps reports whether a place shares something with one of the list.
func overlaps(list [][2]int, start, end int) bool {
	return slices.ContainsFunc(list, func(x [2]int) bool { return start < x[1] && end > x[0] })
}

// toned is a place of which the tone was said to be wrong.
type toned struct {
	span  Span
	level Level
}

// onceSaid drops what the rules for all sections say of a phrase whose tone is found wrong already: one finding a phrase,
// and the rule that was made for the section says what customers read in it.
func (c *checker) onceSaid() {
	if len(c.toned) == 0 {
		return
	}
	slices.SortFunc(c.toned, func(a, b toned) int { return a.span.Start - b.span.Start })
	c.findings = slices.DeleteFunc(c.findings, func(f Finding) bool {
		if f.Section != KindExternal || strings.HasPrefix(f.Rule, "external-") {
			return false
		}
		n, _ := slices.BinarySearchFunc(c.toned, f.Span.Start, func(t toned, at int) int { return t.span.End - at - 1 })
		return n < len(c.toned) && c.toned[n].span.Start < f.Span.End && c.toned[n].level.AtLeast(f.Level)
	})
}
