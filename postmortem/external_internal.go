package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func init() { checks["external-internal-detail"] = (*checker).externalInternalDetail }

// internal is one kind of detail that is nobody's business outside. A group
// called text is the detail itself.
type internal struct {
	name   string
	needs  string // a text without any of these has none
	re     *regexp.Regexp
	unless func(text string, sentence string, before byte) bool
}

const hostRoles = `db|database|web|www|app|apps|api|node|worker|broker|kafka|redis|postgres|pg|psql|mysql|mariadb|mongo|cassandra|cache|memcached?|lb|proxy|srv|server|host|vm|k8s|kube|master|replica|primary|standby|shard|es|elastic|elasticsearch|rabbit|rabbitmq|mq|queue|nginx|haproxy|gw|gateway|bastion|jenkins|ci|runner|etcd|consul|vault|zk|zookeeper|nat|fw|firewall|router|switch|storage|nas|nfs|backup|auth|mail|smtp|ns|dns|log|logs|metrics|search|prod|stg|ec2`

var internals = []internal{
	{"the internal link", ":", regexp.MustCompile(`(?i)https?://[^\s)>\]]*(?:/browse/[A-Z][A-Z0-9]+-\d+|atlassian\.net|slack\.com/archives|pagerduty\.com/incidents|app\.datadoghq|grafana|kibana|splunk|docs\.google\.com|notion\.so|sentry\.io|\.internal\b|\.corp\b|\.intra(?:net)?\b|\.local\b|//(?:jira|confluence|wiki|jenkins|gitlab)\.)[^\s)>\]]*`), nil},
	{"the host name", ".", regexp.MustCompile(`(?i)\b(?:[a-z0-9][a-z0-9-]*\.)+(?:internal|local|localdomain|corp|lan|intra|intranet|consul|priv|private|svc|arpa|compute\.amazonaws\.com|rds\.amazonaws\.com|cache\.amazonaws\.com)\b`), nil},
	{"the host name", ".", regexp.MustCompile(`(?i)\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{1,4}[a-z]?(?:\.[a-z0-9-]+){1,6}\b|\b(?:` + hostRoles + `)\d{1,4}(?:\.[a-z0-9-]+){2,6}\b`), func(text, _ string, _ byte) bool {
		return !strings.ContainsFunc(text, unicode.IsLetter) || region.MatchString(strings.SplitN(text, ".", 2)[0])
	}},
	{"the host name", "-0123456789", regexp.MustCompile(`(?i)\b(?:[a-z0-9]+-)*(?:prod|prd|stg|staging|preprod|uat)(?:-[a-z0-9]+)*-?\d+\b|\b(?:[a-z0-9]+-)+(?:prod|prd|stg|preprod)(?:-[a-z0-9]+)*\b|\bprod-[a-z]+(?:-[a-z0-9]+)+\b`), func(text, _ string, _ byte) bool {
		return !strings.Contains(text, "-") && !strings.ContainsAny(text, "0123456789") || strings.EqualFold(text, "pre-prod") || strings.EqualFold(text, "non-prod")
	}},
	{"the host name", "0123456789", regexp.MustCompile(`\b(?:[a-z0-9]+-)*(?:` + hostRoles + `)(?:-[a-z0-9]+)*-\d{1,4}[a-z]?\b|\b(?:db|web|srv|mysql|redis|lb|pg|cache|proxy|kafka|es)\d{2,4}\b`), func(text, _ string, _ byte) bool {
		return region.MatchString(text)
	}},
	{"the address", ".", regexp.MustCompile(`\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:/\d{1,2}|:\d{1,5})?\b`), func(text, sentence string, before byte) bool {
		return before == '.' || before == 'v' || before == 'V' || versionBefore.MatchString(sentence[:strings.Index(sentence, text)])
	}},
	{"the address", ":", regexp.MustCompile(`(?i)\b(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b|\b(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?`), nil},
	{"the ticket", "-", regexp.MustCompile(`\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b`), func(text, _ string, before byte) bool {
		prefix, _, _ := strings.Cut(text, "-")
		return publicKeys[prefix] || before == '-' || before == '/'
	}},
	{"the ticket", "0123456789", regexp.MustCompile(`(?i)\b(?:PR|pull request|merge request|MR|bug|jira(?: ticket| issue)?)s?\s+(?:no\.?\s*|number\s+)?[#!]?\d{1,7}\b`), nil},
	{"the handle", "@", regexp.MustCompile(`(?:^|[\s(\[,;:/"'])(?P<text>@[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)`), func(_, sentence string, _ byte) bool {
		return follow.MatchString(sentence)
	}},
	{"the channel", "#", regexp.MustCompile(`(?:^|[\s(\[,;:"'])(?P<text>#[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+|#(?:incidents?|ops|oncall|general|war-?room|alerts?|support|engineering|sre)\b)`), nil},
	{"the path", "/", regexp.MustCompile(`(?:^|[\s("'=:])(?P<text>/(?:etc|var|usr|opt|home|srv|tmp|mnt|root|proc|sys|dev|lib|bin|sbin|run|boot|Users|data|app)/[\w./@+-]*\w)`), nil},
	{"the path", "\\", regexp.MustCompile(`\b[A-Za-z]:\\[\w\\.-]*\w`), nil},
	{"the file", ".", regexp.MustCompile(`\b(?:[\w-]+/)*[\w-]+\.(?:ya?ml|conf|cfg|ini|toml|sh|tf|tfvars|py|rb|go|java|sql|php|ts|tsx|jsx|rs|cpp|scala|kt|xml|properties|env|service|pem|key|lock|tpl|erb|log)\b`), func(text, sentence string, before byte) bool {
		at := strings.Index(sentence, text)
		return before == '/' || before == '.' || before == '@' || at+len(text) < len(sentence) && sentence[at+len(text)] == '/'
	}},
	{"the commit", "0123456789", regexp.MustCompile(`\b[0-9a-f]{7,40}\b`), func(text, _ string, before byte) bool {
		return !strings.ContainsAny(text, "0123456789") || !strings.ContainsAny(text, "abcdef") || before == '-' || before == '#'
	}},
}

var (
	region        = regexp.MustCompile(`(?i)^(?:us|eu|ap|sa|ca|af|me|il|cn|mx|europe|asia|australia|northamerica|southamerica)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)\w*(?:-\w+)*$`)
	versionBefore = regexp.MustCompile(`(?i)\b(?:version|release|v|build|clients?|sdk|agent|driver|firmware)\.? $`)
	follow        = regexp.MustCompile(`(?i)\b(?:follow|twitter|mastodon|bluesky|threads|linkedin|instagram|facebook|youtube|on x|tweet)\b`)
	// publicKeys look like a ticket's and are known to everybody.
	publicKeys = wordSet(`UTF SHA CVE CWE ISO RFC SEV COVID TLS SSL HTTP HTTPS GPT AES MD UTC GMT IP IPV EC RSA TCP UDP USB P S H Q A B C D E F X Y Z L R T AB AC AM PM PEP IEEE GHSA EN DIN ANSI PCI SOC FIPS NIST PS I RTX GTX AMD ARM MP MPEG H264 LTE WPA TOP ES RS HS CC BY GB MB TB KB BASE UCS WGS MIL ROT CRC LZ V VERSION LEVEL PRIORITY TIER PHASE PART STEP WEEK DAY JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC`)
	// officer signs for the company.
	officer = regexp.MustCompile(`(?i)\b(?:C[ETOIF]O|CISO|chief \w+|co-?founders?|founders?|president|vice president|VP|head of|director|general manager)\b`)
)

// notNames are first names that are words as well.
var notNames = wordSet(`Will Mark May June April August Grace Hope Rose Art Bill Frank Rich Pat Sue Drew Chase Grant Faith Joy Dawn Summer Max Case Page Guy Ray Rob Jack Penny Ivy Sky Angel Victor Star King Young Price Long Short Brown Black White Green Day Field Wood Stone Hill Park Bell Cook Baker Fisher Best Early Sharp Strong Power`)

// externalInternalDetail marks hosts, addresses, tickets, people, paths and
// commits in the external message, in code and links too.
func (c *checker) externalInternalDetail(r *Rule) {
	people := c.peoplePattern()
	for _, s := range c.prose {
		if s.kind != KindExternal {
			continue
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
			before := byte(' ')
			if start > 0 {
				before = text[start-1]
			}
			if kind.unless != nil && kind.unless(text[start:end], text, before) || inPublicAddress(text, start) && kind.name != "the internal link" {
				continue
			}
			add(kind.name, start, end)
		}
	}
	if people != nil && !officer.MatchString(text) {
		for _, m := range people.FindAllStringIndex(text, -1) {
			add("the name", m[0], m[1])
		}
	}
}

// inPublicAddress reports whether a place is part of a web or mail address.
func inPublicAddress(text string, at int) bool {
	start := strings.LastIndexAny(text[:at], " \n\t(<\"'") + 1
	return strings.Contains(text[start:at], "://") || strings.HasPrefix(text[start:], "www.") || strings.Contains(text[start:at], "@") && text[at-1] != '@' && start < strings.IndexByte(text[start:], '@')+start
}

// peoplePattern finds the names of those who took part, and their first names.
func (c *checker) peoplePattern() *regexp.Regexp {
	var names []string
	for _, name := range c.context.People {
		name = strings.TrimPrefix(strings.TrimSpace(name), "@")
		parts := strings.Fields(name)
		if len(parts) == 0 || len(name) < 3 {
			continue
		}
		if len(parts) > 1 || !notNames[name] {
			names = append(names, regexp.QuoteMeta(name))
		}
		if first := parts[0]; len(parts) > 1 && len(first) >= 3 && !notNames[first] && unicode.IsUpper([]rune(first)[0]) {
			names = append(names, regexp.QuoteMeta(first))
		}
		if last := parts[len(parts)-1]; len(parts) > 1 && len(last) >= 3 && !notNames[last] && unicode.IsUpper([]rune(last)[0]) {
			names = append(names, regexp.QuoteMeta(last))
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	re, err := regexp.Compile(`\b(?:` + strings.Join(names, "|") + `)\b`)
	if err != nil {
		return nil // too many names for one pattern
	}
	return re
}
