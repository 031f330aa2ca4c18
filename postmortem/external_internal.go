package postmortem

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func init() { checks["external-internal-detail"] = (*checker).externalInternalDetail }

// internal is one kind of detail that is nobody's business outside. A group
// called text is the detail itself.
type internal struct {
	name   string
	needs  string // a text without any of these has none
	re     *regexp.Regexp
	unless func(p place) bool
}

// place is where something stands in a sentence.
type place struct {
	sentence   string
	start, end int
}

// within is how far around a place is read, in bytes: many of them may stand in a long sentence.
const within = 160

func (p place) text() string   { return p.sentence[p.start:p.end] }
func (p place) before() string { return p.sentence[max(p.start-within, 0):p.start] }
func (p place) after() string  { return p.sentence[p.end:min(p.end+within, len(p.sentence))] }
func (p place) near() string   { return p.before() + p.text() + p.after() }

// follows and precedes report whether one of these characters stands right there.
func (p place) follows(chars string) bool {
	return p.start > 0 && strings.IndexByte(chars, p.sentence[p.start-1]) >= 0
}

// ends reports whether it ends the sentence, as far as a dot goes.
func (p place) ends() bool {
	after := p.sentence[p.end:]
	return strings.HasPrefix(after, ".") && strings.Trim(after, ". ") == "" || strings.HasPrefix(after, ". ")
}

func (p place) precedes(chars string) bool {
	return p.end < len(p.sentence) && strings.IndexByte(chars, p.sentence[p.end]) >= 0
}

const hostRoles = `db|database|web|www|app|apps|api|node|worker|broker|kafka|redis|postgres|pg|psql|mysql|mariadb|mongo|cassandra|cache|memcached?|lb|proxy|srv|server|host|vm|k8s|kube|master|replica|primary|standby|shard|es|elastic|elasticsearch|rabbit|rabbitmq|mq|queue|nginx|haproxy|gw|gateway|bastion|jenkins|ci|runner|etcd|consul|vault|zk|zookeeper|nat|fw|firewall|router|switch|storage|nas|nfs|backup|auth|mail|smtp|ns|dns|log|logs|metrics|search|prod|stg|ec2`

var internals = []internal{
	{"the internal link", ":", regexp.MustCompile(`(?i)https?://[^\s)>\]]*(?:/browse/[A-Z][A-Z0-9]+-\d+|atlassian\.net|slack\.com/archives|pagerduty\.com/incidents|app\.datadoghq|grafana|kibana|splunk|docs\.google\.com|notion\.so|sentry\.io|\.internal\b|\.corp\b|\.intra(?:net)?\b|\.local\b|//(?:jira|confluence|wiki|jenkins|gitlab)\.)[^\s)>\]]*`), nil},
	{"the host name", ".", regexp.MustCompile(`(?i)\b(?:[a-z0-9][a-z0-9-]*\.)+(?:internal|local|localdomain|corp|lan|intra|intranet|consul|priv|private|svc|arpa|compute\.amazonaws\.com|rds\.amazonaws\.com|cache\.amazonaws\.com)\b`), nil},
	{"the host name", ".", regexp.MustCompile(`(?i)\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{1,4}[a-z]?(?:\.[a-z0-9-]+){1,6}\b|\b(?:` + hostRoles + `)\d{1,4}(?:\.[a-z0-9-]+){2,6}\b`), func(p place) bool {
		first, _, _ := strings.Cut(p.text(), ".")
		return region.MatchString(first) || standard.MatchString(first)
	}},
	{"the host name", "-0123456789", regexp.MustCompile(`(?i)\b(?:[a-z0-9]+-)*(?:prod|prd|stg|staging|preprod|uat)(?:-[a-z0-9]+)*-?\d+\b|\b(?:[a-z0-9]+-)+(?:prod|prd|stg|preprod)(?:-[a-z0-9]+)*\b|\bprod-[a-z]+(?:-[a-z0-9]+)+\b`), func(p place) bool {
		text := p.text()
		return !strings.Contains(text, "-") && !strings.ContainsAny(text, "0123456789") || strings.EqualFold(text, "pre-prod") || strings.EqualFold(text, "non-prod")
	}},
	{"the host name", "0123456789", regexp.MustCompile(`\b(?:[a-z0-9]+-)*(?:` + hostRoles + `)(?:-[a-z0-9]+)*-\d{1,4}[a-z]?\b|\b(?:db|web|srv|mysql|redis|lb|pg|cache|proxy|kafka|es)\d{2,4}\b`), func(p place) bool {
		return region.MatchString(p.text())
	}},
	{"the address", ".", regexp.MustCompile(`\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:/\d{1,2}|:\d{1,5})?\b`), func(p place) bool {
		return p.follows(".vV") || publicAddress.MatchString(p.text()) || versionBefore.MatchString(p.before()) || allowlist.MatchString(p.near())
	}},
	{"the address", ":", regexp.MustCompile(`(?i)\b(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b|\b(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?`), nil},
	{"the ticket", "-", regexp.MustCompile(`\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b`), func(p place) bool {
		key, _, _ := strings.Cut(p.text(), "-")
		return p.follows("-/") || isStandard(key) || publicKeys[key] || yourTicket.MatchString(p.before()) || !teamKeys[key] && !ticketBefore.MatchString(p.before()) && !p.alone()
	}},
	{"the ticket", "0123456789", regexp.MustCompile(`(?i)\b(?:PRs?|pull requests?|merge requests?|MRs?|bug|jira(?: tickets?| issues?)?)\s+(?:no\.?\s*|number\s+)?(?:[#!]\d{1,7}|\d{2,7})\b`), nil},
	{"the handle", "@", regexp.MustCompile(`(?:^|[\s(\[,;:/"'])(?P<text>@[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)`), func(p place) bool {
		return p.precedes("/") || follow.MatchString(p.near()) || ourHandle.MatchString(p.text()) || reachUs.MatchString(p.before())
	}},
	{"the handle", ".", regexp.MustCompile(`\b[a-z]{2,20}\.[a-z]{2,30}\b`), func(p place) bool {
		first, last, _ := strings.Cut(p.text(), ".")
		name := strings.ToUpper(first[:1]) + first[1:]
		return !givenNames[name] || notNames[name] || domainEndings[last] || p.follows("/.@-_") || p.precedes("@/-_.(") && !p.ends()
	}},
	{"the channel", "#", regexp.MustCompile(`(?:^|[\s(\[,;:"'])(?P<text>#[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+|#(?:incidents?|ops|oncall|general|war-?room|alerts?|support|engineering|sre)\b)`), func(p place) bool {
		return follow.MatchString(p.near())
	}},
	{"the path", "/", regexp.MustCompile(`(?:^|[\s("'=:])(?P<text>/(?:etc|var|usr|opt|home|srv|tmp|mnt|root|proc|sys|dev|lib|bin|sbin|run|boot|Users|data|app)/[\w./@+-]*\w)`), func(p place) bool {
		return addressed.MatchString(p.text()) && (strings.Count(p.text(), "/") == 2 && !strings.Contains(p.text(), ".") || addressBefore.MatchString(p.before()))
	}},
	{"the path", "\\", regexp.MustCompile(`\b[A-Za-z]:\\[\w\\.-]*\w`), nil},
	{"the file", ".", regexp.MustCompile(`\b(?:[\w-]+/)*[\w-]+\.(?:ya?ml|conf|cfg|ini|toml|sh|tf|tfvars|py|rb|go|java|sql|php|ts|tsx|jsx|rs|cpp|scala|kt|xml|properties|env|service|pem|key|lock|tpl|erb|log)\b`), func(p place) bool {
		return p.follows("/.@") || p.precedes("/") || publicFiles[p.text()] || yourFile.MatchString(p.before())
	}},
	{"the commit", "0123456789", regexp.MustCompile(`\b[0-9a-f]{7,40}\b`), func(p place) bool {
		text := p.text()
		return !strings.ContainsAny(text, "0123456789") || !strings.ContainsAny(text, "abcdef") || p.follows("-#") || p.precedes("-") || idBefore.MatchString(p.before())
	}},
}

// domainEndings are what ends an address in the web, or a file, so that what stands before it is no first name.
var domainEndings = wordSet(`com org net io dev app co ai cloud tech info biz eu uk de fr ch at nl be it es pt se no dk fi pl cz us ca au nz in jp me tv fm gg sh so to example test local md txt pdf csv json html js css png jpg`)

var (
	region = regexp.MustCompile(`(?i)^(?:us|eu|ap|sa|ca|af|me|il|cn|mx|europe|asia|australia|northamerica|southamerica)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)\w*(?:-\w+)*$`)
	// standard is a name with a number that is known to everybody, as "TLS-1" of "TLS-1.3".
	standard = regexp.MustCompile(`(?i)^(?:tls|ssl|http|usb|hdmi|ipv?|wpa|sha|aes|utf|iso|covid|bluetooth|wi-?fi|pci|oauth|saml|openid)-\d`)
	// versionBefore comes before a version of four parts, of which there may be a list.
	versionBefore = regexp.MustCompile(`(?i)\b(?:(?:versions?|releases?|v|builds?|sdk|agent|drivers?|firmware|app|library|plug-?in|chrome|firefox|safari|edge|android|ios|updated?|upgraded?|section|chapter|clause|article)\.?(?:\s+(?:from|to|of|through|than|before|after|is|was))*|clients?|(?:library|package) \w+),?\s*(?:\d+(?:\.\d+)+(?:,|\s|\b(?:and|or|to|through)\b)*)*$`)
	// publicAddress is one of this computer, of all, or of a resolver that everybody may use.
	publicAddress = regexp.MustCompile(`^(?:127\.|0\.0\.0\.0|255\.|1\.1\.1\.1|1\.0\.0\.1|8\.8\.[84]\.[84]|9\.9\.9\.9)`)
	allowlist     = regexp.MustCompile(`(?i)\b(?:allow|white|safe|permit|block)[- ]?list|\byour (?:own )?(?:firewalls?|networks?|dns|routers?|proxy)\b`)
	// yourTicket is the customer's own, ticketBefore comes before one of ours.
	yourTicket   = regexp.MustCompile(`(?i)\b(?:your|customer'?s?'?) (?:\w+ )?(?:tickets?|cases?|requests?|issues?|orders?|reference)\W*$|\b(?:quote|mention|cite|refer to) (?:\w+ ){0,3}$`)
	ticketBefore = regexp.MustCompile(`(?i)(?:\b(?:tickets?|issues?|bug|tasks?|story|epic|jira|change|work item|pull request|incident|problem|follow-?ups?)(?: no\.?| number|:| #| is| was)?|\bsee(?: also)?|\b(?:opened|filed|created)|\bdetails (?:are )?in|\b(?:tracked|tracking|filed|logged|recorded|described|documented|followed up|continued|continues|scheduled|planned|opened) (?:\w+ )?(?:in|as|under|by|with|at))\s+(?:[A-Z][A-Z0-9]+-\d+(?:,|/|\s|and\b)+)*$`)
	follow       = regexp.MustCompile(`(?i)\b(?:follow|twitter|mastodon|bluesky|threads|linkedin|instagram|facebook|youtube|on x|tweet|hashtag)\b`)
	// ourHandle and reachUs are of an account of the company's.
	ourHandle = regexp.MustCompile(`(?i)(?:status|support|help|cares?|service|news|team|hq|official|press)$`)
	reachUs   = regexp.MustCompile(`(?i)\b(?:contact|reach out|write to|questions)\b[^;!?]*\b(?:or|and) $|\b(?:contact|reach(?: out to)?|dm|message|find|mention|write(?: to)?|(?:our|official|public) (?:account|channel|profile|handle))(?: us)?(?: (?:at|as|on|via|is|under))*:?\W*$`)
	// addressed are paths that may be those of a web address, addressBefore says that they are.
	addressed     = regexp.MustCompile(`^/(?:app|data|home|run|boot)/`)
	addressBefore = regexp.MustCompile(`(?i)\b(?:open|visit|go to|pages?|urls?|endpoints?|routes?|apis?|addresse?s?|links?|click|requests? to|calls? to)\b[^.]*$`)
	yourFile      = regexp.MustCompile(`(?i)\b(?:your|downloads?|downloaded|exports?|exported|uploads?|uploaded|imports?|imported|attached|attachments?|feeds?)(?: (?:to|of|as|from|own))?,?\s+(?:\w+\s+)?["'(]?$`)
	publicFiles   = wordSet(`sitemap.xml feed.xml rss.xml pom.xml install.sh docker-compose.yml docker-compose.yaml gitlab-ci.yml`)
	// idBefore comes before a number that customers know.
	idBefore = regexp.MustCompile(`(?i)\b(?:ids?|uuid|number|codes?|keys?|token|checksums?|fingerprint|colou?r|order|transaction|request|reference|(?:checksum|fingerprint|sum|id|hash) of (?:\w+ ){1,4})(?: (?:is|was|has been|such as|like))?\W*$`)
	// publicKeys look like a ticket's as well, but may be a project's.
	publicKeys = wordSet(`EC P S H Q A B C D E F X Y Z L R T AB AC AM PM PS I RTX GTX AMD ARM TOP RS HS CC BY GB MB TB KB MIL ROT LZ V`)
	// teamKeys are those of projects that only the company has.
	teamKeys = wordSet(`OPS DEVOPS NETOPS INFRA PLAT PLATFORM SRE ENG DEV SEC NET DBA SYS JIRA INC TASK BUG BACKEND FRONTEND CHG PRB ITSM POSTMORTEM`)
	// officer signs for the company.
	officer = regexp.MustCompile(`(?i)\b(?:C[ETOIF]O|CISO|chief \w+|co-?founders?|founders?|president|vice president|VP|head of|director|general manager)\b`)
)

// notNames are first names that are words as well.
var notNames = wordSet(`Will Mark May June April August Grace Hope Rose Art Bill Frank Rich Pat Sue Drew Chase Grant Faith Joy Dawn Summer Max Case Page Guy Ray Rob Jack Penny Ivy Sky Angel Victor Star King Young Price Long Short Brown Black White Green Day Field Wood Stone Hill Park Bell Cook Baker Fisher Best Early Sharp Strong Power`)

// namedActor is somebody, perhaps by a given name that is known, who did what no city does: "Bob fixed it".
// Several may have done it together, or somebody with the team.
var namedActor = regexp.MustCompile(`\b((?:` + aName + `(?:, | and |, and | & ))*` + aName + `)(?: and (?:the|our|his|her) (?:\p{Ll}+ )?(?:team|crew|colleagues?|engineers) \p{Ll}+| (?:(?:has|had|also|then|\p{Ll}+ly) )?(?:added|approved|changed|deleted|deployed|fixed|forgot|found|made|merged|noticed|pushed|ran|removed|restarted|reverted|reviewed|rolled|switched|turned|wrote))\b`)

// nameInList is a name in such a list, and its first.
var nameInList = regexp.MustCompile(`(` + firstName + `)` + lastName)

const (
	firstName = `\p{Lu}\p{Ll}+`
	lastName  = `(?: ` + firstName + `)?`
	aName     = firstName + lastName
)

// externalInternalDetail marks hosts, addresses, tickets, people, paths and
// commits in the external message, in code and links too.
func (c *checker) externalInternalDetail(r *Rule) {
	var people *regexp.Regexp
	asked := false
	for _, s := range c.prose {
		if s.kind != KindExternal {
			continue
		}
		if !asked {
			people, asked = c.peoplePattern(), true
		}
		c.internalsOf(r, s, people)
	}
}

func (c *checker) internalsOf(r *Rule, s sentence, people *regexp.Regexp) {
	text := strings.ToValidUTF8(s.text.Plain, "?")
	if len(text) != len(s.text.Plain) {
		return
	}
	var taken [][2]int
	add := func(name string, start, end int) {
		if slices.ContainsFunc(taken, func(t [2]int) bool { return start < t[1] && end > t[0] }) {
			return
		}
		taken = append(taken, [2]int{start, end})
		c.add(r, KindExternal, s.text.Source(start, end), text[start:end], name+" "+text[start:end])
	}
	for _, m := range s.text.Marks {
		if m.Kind == MarkLink && m.End <= len(text) && internals[0].re.MatchString(m.Dest) {
			add("the internal link behind", m.Start, m.End)
		}
	}
	for _, kind := range internals {
		if !strings.ContainsAny(text, kind.needs) {
			continue
		}
		group := kind.re.SubexpIndex("text")
		for _, m := range kind.re.FindAllStringSubmatchIndex(text, -1) {
			start, end := m[0], m[1]
			if group > 0 {
				start, end = m[2*group], m[2*group+1]
			}
			if start < 0 {
				start, end = m[0], m[1]
			}
			if kind.unless != nil && kind.unless(place{text, start, end}) || inPublicAddress(text, start) && kind.name != "the internal link" {
				continue
			}
			add(kind.name, start, end)
		}
	}
	for _, m := range namedActor.FindAllStringSubmatchIndex(text, -1) {
		for _, n := range nameInList.FindAllStringSubmatchIndex(text[m[2]:m[3]], -1) {
			if first := text[m[2]+n[2] : m[2]+n[3]]; givenNames[first] && !notNames[first] {
				add("the name", m[2]+n[0], m[2]+n[1])
			}
		}
	}
	if people != nil && !officer.MatchString(text) {
		for _, m := range people.FindAllStringIndex(text, -1) {
			if !(place{text, m[0], m[1]}).signs() {
				add("the name", m[0], m[1])
			}
		}
	}
}

// alone reports whether a ticket stands alone: in brackets, before a colon at the beginning, or with nothing else.
func (p place) alone() bool {
	before, after := lonelyBefore.FindString(p.before()), lonelyAfter.FindString(p.after())
	switch {
	case strings.ContainsAny(before, "(["):
		return strings.ContainsAny(after, ")]")
	case len(before) == p.start:
		return strings.HasPrefix(after, ":") || len(after) == len(p.after())
	}
	return false
}

// lonelyBefore and lonelyAfter are brackets and other tickets around one.
var (
	lonelyBefore = regexp.MustCompile(`(?:^|[(\[])\W*(?:(?i:see|cf\.?)\s)?(?:[A-Z][A-Z0-9]+-\d+(?:,|/|\s|and\b)+)*$`)
	lonelyAfter  = regexp.MustCompile(`^(?:(?:,|/|\s|and\b)+[A-Z][A-Z0-9]+-\d+)*(?:[)\]:]|\W*$)`)
)

// inPublicAddress reports whether a place is part of a web or mail address.
func inPublicAddress(text string, at int) bool {
	start := strings.LastIndexAny(text[:at], " \n\t(<\"'") + 1
	return strings.Contains(text[start:at], "://") || strings.HasPrefix(text[start:], "www.") || strings.Contains(text[start:at], "@") && text[at-1] != '@' && start < strings.IndexByte(text[start:], '@')+start
}

// peoplePattern finds the names of those who took part, their first and their last names, and the names by which the
// document calls people: of those, a first name has to be one that is given.
func (c *checker) peoplePattern() *regexp.Regexp {
	names := map[string]bool{}
	add := func(name string) {
		if first, _ := utf8.DecodeRuneInString(name); len(name) >= 3 && unicode.IsUpper(first) && !notNames[name] {
			names[name] = true
		}
	}
	for _, name := range c.context.People {
		name = strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(name), "@")), " ")
		if len(name) < 3 {
			continue
		}
		first, _, more := strings.Cut(name, " ")
		if more {
			names[name] = true
			add(first)
			add(name[strings.LastIndexByte(name, ' ')+1:])
		} else if !notNames[name] {
			names[name] = true // a handle may be in small letters
		}
	}
	for first, list := range c.people() {
		for _, words := range list {
			if len(words) > 1 {
				names[strings.Join(words, " ")] = true
				if givenNames[first] {
					add(first)
				}
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	// The longest first, so that a whole name is found as one.
	list := slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, name := range list {
		list[i] = regexp.QuoteMeta(name)
	}
	re, err := regexp.Compile(`\b(?:` + strings.Join(list, "|") + `)\b`)
	if err != nil {
		return nil // too many names for one pattern
	}
	return re
}

// signs reports whether a name at this place is that of who signs the message.
func (p place) signs() bool {
	before := p.sentence[:p.start]
	return farewell.MatchString(before) && afterName.MatchString(p.sentence[p.end:]) || strings.Trim(before, " -–—~*_") == "" && afterSigned.MatchString(p.sentence[p.end:])
}

var (
	farewell    = regexp.MustCompile(`(?i)(?:^|[.,!] )\W*(?:yours|best|kind(?:est)?|warm(?:est)?|with|sincerely|regards|wishes|thanks|thank you|cheers|signed|faithfully|truly|all the)(?:\W+(?:yours|best|regards|wishes|sincerely|faithfully|truly|apologies|kind|the|and|from|by|us|you|again))*\W*$`)
	afterName   = regexp.MustCompile(`^[^.;]{0,80}$`)
	afterSigned = regexp.MustCompile(`^\W*$|^\s?[,(|–—-][^.;]{0,80}$|^ (?:and the|for|on behalf of|from|at) [^.;]{0,80}$`)
)
