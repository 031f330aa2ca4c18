package postmortem

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameList is the names by which a document calls persons: each is a list of
// words, found by its first.
type nameList map[string][][]string

// peopleOf collects the names of those who took part, and of those whom the
// document itself calls owner, author or responder.
func peopleOf(d *Document, context Context) nameList {
	names := nameList{}
	for _, name := range context.People {
		names.add(name)
	}
	for _, item := range d.Items {
		names.addFound(item.Owner)
	}
	names.addCredits(d, d.findFacts())
	return names
}

// addCredits takes the names that the document has for who wrote it and who took part.
func (p nameList) addCredits(d *Document, facts []fact) {
	for _, key := range []string{"author", "authors", "owner", "owners", "responders", "incident commander"} {
		for _, name := range d.FrontMatter.All(key) {
			p.addFound(name)
		}
	}
	for _, f := range facts {
		if nameLabels[f.label] {
			p.addFound(f.value.Plain)
		}
	}
}

var nameLabels = map[string]bool{
	"author": true, "authors": true, "owner": true, "owners": true, "ic": true, "incident commander": true, "scribe": true, "deputy": true,
	"responder": true, "responders": true, "on call": true, "oncall": true, "incident lead": true, "incident manager": true, "facilitator": true,
	"reporter": true, "participants": true, "attendees": true,
}

// add takes a whole name, its first and its last word.
func (p nameList) add(name string) {
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(name), "@"))
	if len(words) == 0 {
		return
	}
	p.put(words)
	if len(words) > 1 {
		p.put(words[:1])
		p.put(words[len(words)-1:])
	}
}

// maxNamesakes bounds the names with one first word: no document has so many, but one that is made to be slow.
const maxNamesakes = 100

func (p nameList) put(words []string) {
	if utf8.RuneCountInString(words[0]) < 2 || len(p[words[0]]) >= maxNamesakes {
		return // an initial
	}
	for _, known := range p[words[0]] {
		if strings.Join(known, " ") == strings.Join(words, " ") {
			return
		}
	}
	p[words[0]] = append(p[words[0]], words)
}

var (
	nameSeparator = regexp.MustCompile(`\s*(?:[,;&/\n]|\band\b)\s*`)
	wholeName     = regexp.MustCompile(`^\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’.-]*){1,3}$`)
	noName        = regexp.MustCompile(`(?i)\b(?:teams?|engineering|engineers?|platform|ops|operations|sre|infra\w*|security|support|group|squad|services?|systems?|development|developers?|product|data|cloud|network|core|on-?call|all|everyone|tb[da]|none|unknown|working|community|customer|quality|release|web|mobile|backend|frontend|site|reliability|department|office|management|manager|lead|admin\w*|tools?|tooling)\b`)
)

// addFound takes the names of a text where they look like a person's: two words
// at least, none of them a team's.
func (p nameList) addFound(text string) {
	if len(text) > 500 {
		return
	}
	for _, name := range nameSeparator.Split(text, -1) {
		name, _, _ = strings.Cut(name, "(")
		if name = strings.TrimSpace(name); wholeName.MatchString(name) && !noName.MatchString(name) {
			p.add(name)
		}
	}
}

// nameEnd gives where the name that begins with the word from i to end ends; 0
// where that word begins none.
func (p nameList) nameEnd(s string, i, end int) int {
	word := s[i:end]
	best := 0
	for _, words := range p[word] {
		if to, ok := follows(s, end, words[1:]); ok {
			best = max(best, to)
		}
	}
	if best > 0 {
		return best
	}
	if word[0] >= 'a' && word[0] <= 'z' {
		return 0
	}
	if first, _, _ := strings.Cut(word, "-"); !givenNames[word] && !givenNames[first] {
		if unknownName(word) && (slips.MatchString(s[end:]) && !itsOwn.MatchString(s[end:]) || belongings.MatchString(s[end:]) || hisOwn.MatchString(s[end:])) {
			return end
		}
		return 0
	}
	// A surname, and an initial before it, belong to a given name.
	for range 2 {
		if end >= len(s) || s[end] != ' ' {
			break
		}
		next := wordEnd(s, end+1)
		rest := s[end+1 : next]
		if first, size := utf8.DecodeRuneInString(rest); !unicode.IsUpper(first) || rest[size:] != strings.ToLower(rest[size:]) {
			break
		}
		if end = next; len(rest) == 1 && end < len(s) && s[end] == '.' {
			end++
		}
	}
	return end
}

// notHere reports whether a given name is that of a place, a product or a month: "in Charlotte", "San Jose", "12 Jan".
func notHere(s string, i, end int, previous string) bool {
	if placeLeads[previous] {
		owns := strings.HasPrefix(s[end:], "'") || strings.HasPrefix(s[end:], "’")
		acts := end < len(s) && strings.HasSuffix(s[end+1:wordEnd(s, end+1)], "ing") // "resulted in Ana misreading"
		return !owns && !acts
	}
	month := s[i:end] == "Jan" || s[i:end] == "Jun"
	return month && (i >= 2 && s[i-2] >= '0' && s[i-2] <= '9' || end+1 < len(s) && s[end+1] >= '0' && s[end+1] <= '9')
}

// unknownName reports whether the word could be a name that no list has.
func unknownName(word string) bool {
	return capital.MatchString(word) && !noName.MatchString(word) && !subjects[strings.ToLower(word)]
}

// thinks is what only people do in their heads.
const thinks = `,?\s+(?:believing|thinking|not\s+reali[sz]ing)\b|\s+reali[sz]e[sd]\s+(?:s?he|they|that)\b`

var (
	// slips are what only a person does, so that an unknown word before it is a name.
	slips = regexp.MustCompile(`^\s+(?:had\s+|has\s+)?(?:forgot(?:ten)?|forgetting|overlook(?:ed|ing)|misread|misdiagnos(?:ed|ing)|misjudg(?:ed|ing)|misunderstood|mistyped|mis-?clicked|fat-?fingered|(?:accidentally|inadvertently|mistakenly|by mistake|unintentionally)\s+(?:ran|typed|pushed|merged|committed|clicked|executed|deployed|pasted|copied|unplugged|pressed|selected|edited|deleted|removed|dropped|overwrote|swapped|leaked|shared|closed|wiped|emptied))\b`)
	// itsOwn is what goes back to a thing: "forgot its peers".
	itsOwn = regexp.MustCompile(`^\s+(?:had\s+|has\s+)?\w+\s+its\b`)
	// belongings are what only a person has.
	belongings = regexp.MustCompile(`^['’]s\s+(?:(?:first|second|last|own|big)\s+)?(?:commits?|prs?|pull request|merge|rebase|typo|mistake|laptop|terminal)\b`)
	// hisOwn is what follows a name that "his" or "she" goes back to.
	hisOwn = regexp.MustCompile(`^(?:\s\p{Lu}\p{Ll}+)?\s+(?:(?:had|then|also)\s+)*(?:[a-z]{2,}ed|took|ran|wrote|gave|made|put|set|left|broke|let|did|went|kept|chose|forgot|knew|saw|sent|told)\s[^.;:]*?\b(?:his|her|he|she|himself|herself)\b`)
	// timedActor is who does something to something in an entry of a log: a name or a handle after the time.
	timedActor = regexp.MustCompile(`^\W{0,4}(?:\d{2,4}[-/.]\d\d(?:[-/.]\d\d)?(?:\W{1,4}|T))?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:\(?[A-Z]{1,4}\b\)?|[AaPp][Mm]\b)?[\s|:–—-]{1,5}` +
		`(\p{Lu}\p{Ll}{2,}|[a-z]+_[a-z0-9_]+|[a-z][a-z0-9]{3,})(?:` + thinks + `|\s+(?:(?:then|also|accidentally|mistakenly|inadvertently|unintentionally)\s+)*` +
		`(?:(?:force-?)?push(?:es|ed)|merge[sd]|deploy(?:s|ed)|runs?|ran|delete[sd]|drop(?:s|ped)|disable[sd]|enable[sd]|restart(?:s|ed)|reboot(?:s|ed)|stop(?:s|ped)|kill(?:s|ed)|applie[sd]|remove[sd]|` +
		`unplug(?:s|ged)|clone[sd]|overw(?:rote|rites)|upload(?:s|ed)|change[sd]|edit(?:s|ed)|revert(?:s|ed)|wipe[sd]|truncate[sd]|destroy(?:s|ed)|commit(?:s|ted)|move[sd]|rename[sd]|switche[sd]|close[sd]|revoke[sd]|flip(?:s|ped)|scale[sd]|drain(?:s|ed)|flush(?:es|ed)|roll(?:s|ed)|force[ -]push(?:es|ed))` +
		`\s+(?:the|an?|his|her|our|all|two|both|wrong|cable|port|to\s+main|to\s+master)\b)`)
	// toldActor is what follows an unknown name after "because", "when" and the like: an act by hand.
	toldActor = regexp.MustCompile(`^\s+(?:had\s+)?(?:pushed|merged|ran|committed|edited|typed|entered|pasted|told|approved|unplugged|clicked|disabled|renamed)\s+(?:the|an?|his|her|our|all|two|both|wrong)\b`)
	// placeLeads stand before the name of a place or a product.
	placeLeads = wordSet("in san são apache near")
	tellers    = wordSet("that because when after since as before once while")
	// hostName begins like the name of a host or a service: "db_1".
	hostName = regexp.MustCompile(`^(?:db|web|app|node|host|pod|job|svc|srv|vm|api|redis|pg|kube|k8s|test|prod|staging|backup|cron)`)
	// byHands is what neither hosts nor daemons do, so that a word in small letters before it is a handle.
	byHands = regexp.MustCompile(`^(?:` + thinks + `)|^\s+(?:force[ -]?push(?:es|ed)|push(?:es|ed)|merge[sd]|unplug(?:s|ged)|flip(?:s|ped)|(?:deletes|deleted|restarts|restarted|reboots|rebooted)\s+the\s+wrong|accidentally|inadvertently|mistakenly|unintentionally)\b`)
	// things end like no given name: "Migration", "Scheduler", "Errors", "Cleanup", "Accidentally".
	things  = regexp.MustCompile(`(?:tion|ing|ency|ment|er|or|ors|ts|up|back|job|ness|base|ware|[nt]ally|ently|edly)$`)
	capital = regexp.MustCompile(`^\p{Lu}\p{Ll}{2,}$`)
	// subjects are other words that may stand there: of people in general, and of what runs and merges by itself.
	subjects = wordSet(`the a an this our some any its their his her my your we they you he she who which that this these those it nobody somebody someone anybody anyone everybody everyone people users customers clients
		operators admins administrators developers engineers maintainers contributors reviewers responders staff employees colleagues students humans authors
		marketing sales finance legal facilities procurement hr it some many several both all one others most neither either another and but also then later
		unfortunately however meanwhile initially apparently google amazon microsoft apple facebook meta cloudflare fastly akamai heroku github gitlab bitbucket azure
		oracle netlify vercel stripe twilio slack atlassian datadog pagerduty okta travis jenkins circle argo flux helm terraform ansible puppet chef salt kubernetes docker
		dependabot renovate bors homu spinnaker concourse buildkite bamboo octopus capistrano vagrant packer nomad consul vault prometheus grafana kafka redis postgres
		automation deployment deployments pipeline script scripts bot bots jobs job cron code software hardware monitoring zuul scap spacelift atlantis pulumi
		icinga nagios pybal varnish nginx haproxy etcd kubelet scheduler autoscaler keepalived systemd rabbitmq mysql mariadb cassandra elasticsearch logstash ceph swift
		server servers database node nodes host hosts cluster clusters service services pod pods controller watchdog backup backups failover release releases build builds
		traffic customer client clients today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december spring summer autumn winter week month night tonight sprint easter christmas deploy vendor upstream kernel proxy agent argocd patroni traefik coredns cilium engineer alert alerts first second last all new old`)
)

// initialLeads are words before a person who is called by initials: "owned by M. Okafor", but not "plan B. Okafor chose it".
var initialLeads = wordSet("and or by to with for from of ask tell owner assignee")

// endsInitial reports whether a text ends with the point of an initial, and no sentence with it: "(owner: M." before " Okafor)".
func endsInitial(before, behind string) bool {
	at := strings.LastIndexByte(before, ' ') + 1
	letter := strings.TrimLeft(strings.TrimSuffix(before[at:], "."), `([*_"`)
	if first, size := utf8.DecodeRuneInString(letter); size != len(letter) || !unicode.IsUpper(first) {
		return false
	}
	next := strings.TrimLeft(behind, " ")
	next = next[:wordEnd(next, 0)]
	if !unknownName(next) && !givenNames[next] && !startsInitial(behind) || isVerb(strings.ToLower(next)) {
		return false
	}
	previous := before[strings.LastIndexByte(strings.TrimRight(before[:at], " "), ' ')+1 : at]
	previous = strings.TrimLeft(strings.TrimRight(previous, " "), `([*_"`)
	return previous == "" || len(letter) < len(before[at:])-1 || !unicode.IsLetter(lastRune(previous)) || initialLeads[previous] || givenNames[previous]
}

// startsInitial reports whether another initial comes next: "J." before " K. Adeyemi".
func startsInitial(behind string) bool {
	first, size := utf8.DecodeRuneInString(strings.TrimLeft(behind, " "))
	return unicode.IsUpper(first) && strings.HasPrefix(strings.TrimLeft(behind, " ")[size:], ". ")
}

// follows reports whether these words come next, and where they end.
func follows(s string, end int, words []string) (int, bool) {
	for _, word := range words {
		if end >= len(s) || s[end] != ' ' || wordEnd(s, end+1) != end+1+len(word) || s[end+1:end+1+len(word)] != word {
			return 0, false
		}
		end += 1 + len(word)
	}
	return end, true
}
