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
	instead string
	needs   string // a sentence without it has none
	soft    bool   // a note: it depends on who reads
}

const vendors = `vendors?|providers?|suppliers?|partners?|contractors?|hosters?|data ?cent(?:er|re)s?|AWS|Amazon(?: Web Services)?|Google(?: Cloud)?|GCP|Azure|Microsoft|Cloudflare|Fastly|Akamai|Heroku|GitHub|Stripe|Twilio|Okta|Datadog|DigitalOcean|Hetzner|OVH`

var tones = []tone{
	{re: regexp.MustCompile(`(?i)\b(?:(?:only|just|merely|simply|a mere)\s+(?:a\s+|an\s+|very\s+|for\s+|some\s+|about\s+)*(?:few|small|minor|brief|tiny|short|handful|fraction|subset|limited|couple|temporary|little|slight|some|hiccup|blip|glitch)\b|` +
		`(?:very |rather |relatively |fairly |quite )?(?:minor|small|slight|little|tiny|trivial|brief) (?:technical )?(?:hiccups?|glitch(?:es)?|blips?|issues?|problems?|inconveniences?|incidents?|disruptions?|bugs?|hitch(?:es)?|bumps?)\b|hiccups?\b|blips?\b|bumps? in the road\b|no big deal\b|nothing (?:serious|to worry)\b|negligible\b|not (?:a big|that big|too bad|that bad|the end of the world)\b|could have been (?:much |far )?worse\b)`),
		instead: "Say how long it lasted and how many were affected; what is small for us may not be small for them."},
	{re: regexp.MustCompile(`(?i)\bany inconveniences? (?:(?:that )?(?:this|it|we|which|the \w+) )?(?:may|might|could) (?:have|be)\b|\bif (?:you|anyone|this|any of you) (?:were|was|have been|has) (?:affected|inconvenienced|caused|impacted)[^.]{0,40}\b(?:sorry|apolog)|\b(?:sorry|apolog\w+) if\b`),
		instead: `Apologise without an "any" or an "if": name what customers went through.`},
	{re: regexp.MustCompile(`(?i)\b(?:(?:user|customer|client|operator|human) errors?\b|(?:caused|triggered|due to|because of|result of|fault of)\s+(?:by\s+)?(?:an?|one|some|one of our|several|our|certain|a single|a few)?\s*(?:\w+\s)?(?:customers?|users?|clients?|tenants?|subscribers?)['’]?s?\b|` +
		`(?:customers?|users?|clients?|you)\s+(?:should(?: not|n['’]t)? have|should (?:not|never|always)|ought to have|failed to|neglected to|forgot to|misconfigured|misused|abused|(?:did not|didn['’]t) (?:follow|read|update|configure|check)|ignored)\b|(?:misuse|abuse|misconfiguration) by (?:\w+ ){0,2}(?:customers?|users?|clients?)\b)`),
		instead: "Do not look to customers for the reason: say what our service did not withstand."},
	{re: regexp.MustCompile(`(?i)\b(?:(?:` + vendors + `)(?:['’]s?)?(?: \w+)? (?:failed|fail|let us down|messed up|screwed up|broke|made a mistake|made an error|neglected|did not inform|didn['’]t inform|did not tell|is to blame|are to blame|was to blame|is at fault|was at fault|is responsible|was responsible|are responsible|caused (?:this|the|our|it|an))\b|(?:blame[ds]?|fault (?:of|lies with)|mistakes? (?:by|of|made by)|errors? (?:by|made by)|negligence (?:by|of))\s+(?:on\s+)?(?:an?|our|the)?\s*(?:[\w-]+\s){0,2}(?:` + vendors + `)\b|not (?:our|due to our|caused by our) (?:own )?(?:fault|doing|mistake|systems?)\b|(?:outside|beyond|out) (?:of )?our (?:direct )?control\b|no fault of (?:ours|our own)\b|(?:the|our) [\w-]+(?: \w+)? (?:fault|mistake)(?: and)? not ours\b)`),
		instead: "Do not point at others: customers chose us. Say what we depended on, and what we change."},
	{re: regexp.MustCompile(`(?i)\b(?:w?hoops|oops(?:ie)?|uh[- ]?oh|yikes|d['’]oh|lol|rofl|haha(?:ha)?|hehe|gremlins?|hamsters?|murphy(?:['’]s law)?|fun fact|pun intended|fat[- ]finger(?:s|ed)?|kaboom|went boom|blew up|blow up|hit the fan|face ?palm|my bad|our bad|pesky|good news,? everyone|snafu|fubar|sh[i*]t|damn|crappy?|wtf|on fire|caught fire|melted down|dumpster)\b|[\x{1F600}-\x{1F64F}]|[\x{1F910}-\x{1F92F}]|[\x{1F970}-\x{1F97F}]|\x{1F525}|\x{1F4A9}|\x{1F92A}|(?:^|\s)[:;]-?[)DPp](?:\s|$)|¯\\`),
		instead: "No jokes: whoever lost work does not laugh. Say it plainly."},
	{re: regexp.MustCompile(`[\pL\pN)"'’”?]\s?!+(?:["')\]”’]|\s|$)`),
		needs: "!", instead: "End the sentence with a full stop: a calm tone is more believable."},
	{re: regexp.MustCompile(`(?i)\b(?:k8s|kubernetes|kubectl|kubelet|pods?|daemonsets?|crashloop\w*|oom(?:s|ed|[- ]?killed|[- ]?killer)?|out[- ]of[- ]memory killer|p9[059]+|5xx|4xx|50[0234]s|cron ?jobs?|mutex(?:es)?|deadlock(?:s|ed)?|null ?pointers?|segfault(?:s|ed)?|segmentation fault|stack ?traces?|race conditions?|garbage collect\w*|etcd|thundering herd|split[- ]brain|retry storms?|heap|jvm|goroutines?|re-?shard(?:ed|ing)?|sharding|quorum|leader election|replication lag|replica lag|ingress(?: controller)?|back-?pressure|idempoten\w+|mttr|mttd|on-?call(?: engineer)?|rca|sev-?[1-5]|p[0-4] incident|runbooks?|canary|hotfix(?:ed)?|rolled? ?back (?:the )?commit|revert(?:ed)? (?:the )?commit|config ?map|helm|terraform|bgp|vip|war ?room)\b`),
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
			if t.needs != "" && !strings.Contains(s.masked, t.needs) {
				continue
			}
			for _, m := range t.re.FindAllStringIndex(s.masked, 5) {
				if slices.ContainsFunc(taken, func(x [2]int) bool { return m[0] < x[1] && m[1] > x[0] }) {
					continue
				}
				taken = append(taken, [2]int{m[0], m[1]})
				start, end := m[0], m[1]
				for start < end && (s.masked[start] == ' ' || s.masked[start] == '\n') {
					start++
				}
				for end > start && (s.masked[end-1] == ' ' || s.masked[end-1] == '\n') {
					end--
				}
				c.add(rule, KindExternal, s.text.Source(start, end), s.text.Plain, t.instead)
				if t.soft {
					break // a sentence full of terms is one thing to mend
				}
			}
		}
	}
}
