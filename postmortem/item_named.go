package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// ownerNamed is a name in brackets at the end, or a few: each of one to three words, capitalised.
	ownerNamed = regexp.MustCompile(`\s*[(\[]\s*((?:\p{Lu}[\p{L}'’-]+)(?:\s+\p{Lu}[\p{L}'’.-]*){0,2}(?:\s*(?:,|&|and|/)\s*\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’.-]*)?)*)\s*[)\]][\s.]*$`)
	// oneName is one word that may be somebody's name.
	oneName = regexp.MustCompile(`^\p{Lu}[\p{Ll}'’-]+$`)
	// wordlike ends like an ordinary word: "Recommended", "Necessary", "Staging".
	wordlike = regexp.MustCompile(`(?:[tsx]ion|\p{L}{3}ing|ency|ment|ness|ware|base|ally|[^l]ly|[ai]ble|ity|ous|[st]ary|tive|ical|onal|[ntd]ual|tant|ient|[ai]tors)$`)
	// teams are what departments are called by everybody, and other words in their names.
	teams = wordSet(`infra infrastructure ops operations platform security support engineering observability network networks networking finance legal
		maintenance purchasing procurement data billing payments hosting logistics vendor marketing sales product hr compliance facilities management leadership oncall
		sre sres soc qa it dba dbas noc devops devsecops secops netops sysadmins`)
	teamsOf = wordSet(`customer client cloud site reliability developer developers tools success service core global`)
	// technologies are what work is about, besides what is known to run by itself.
	technologies = wordSet(`java javascript typescript python ruby rails rust golang go kotlin scala perl php bash elixir erlang haskell clojure django laravel react angular vue
		sqlite mongo dynamo dynamodb bigquery redshift snowflake clickhouse cockroach scylla influx neo4j couchbase memcached valkey
		pulsar nats kinesis celery sidekiq airflow spark flink hadoop hive presto trino
		jaeger zipkin tempo loki thanos mimir cortex alertmanager zabbix sensu splunk kibana graylog honeycomb lightstep dynatrace statuspage opentelemetry fluentd fluentbit vector rollbar bugsnag
		linux windows macos android ios debian ubuntu fedora centos chrome chromium firefox safari edge
		lambda fargate aurora route cloudfront cloudwatch linode hetzner digitalocean openstack vmware proxmox
		apache caddy squid unbound bind calico flannel rook longhorn minio velero nexus artifactory harbor quay podman containerd
		trello asana zendesk salesforce snyk trivy sonar sonarqube tekton bazel gradle maven webpack cypress selenium playwright gatling locust jmeter
		excel sharepoint exchange teams zoom outlook keycloak paypal visa`)
	// sites are places of no zone that is known by their names, where computers stand.
	sites = wordSet(`europe africa asia america australia canada spain portugal russia brazil mexico argentina chile peru colombia egypt kenya nigeria vietnam thailand indonesia malaysia philippines pakistan turkey iceland croatia serbia
		slovakia slovenia estonia latvia lithuania bulgaria cyprus malta qatar
		lyon marseille nice toulouse bordeaux lille strasbourg turin naples bologna venice geneva basel bern stuttgart leipzig dresden bonn nuremberg düsseldorf rotterdam eindhoven antwerp ghent valencia seville porto cork leeds bristol glasgow
		cardiff belfast birmingham liverpool gothenburg malmö aarhus bergen tampere gdansk wroclaw brno osaka kyoto ashburn oregon ohio virginia iowa texas nevada utah montreal ottawa calgary quebec miami atlanta phoenix portland houston detroit
		philadelphia washington baltimore pittsburgh minneapolis santiago lima riyadh bahrain doha`)
	placeStarts = wordSet("las los san santa são new north south east west fort cape port")
	// namesakes are places or verbs as well as people.
	namesakes = wordSet(`austin sydney dallas mark grant chase drew rob bill sue pat lance wade`)
	// ordinary are words that stand alone in brackets.
	ordinary = wordSet(`yes no other stretch browser app apps web website desktop cost effort risk idea future past legacy beta alpha preview draft easy hard big small quick large
		third next previous weekly daily monthly yearly quarterly hotfix runbook dashboard config culture tech schema queue wiki team owner us europe-wide worldwide`)
)

// department reports whether a text is what a team of most companies is called: "Infra", "Platform Engineering", "IT Ops".
func department(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 0 || !teams[words[len(words)-1]] && !(len(words) > 1 && teamsOf[words[len(words)-1]]) {
		return false
	}
	return !slices.ContainsFunc(words, func(word string) bool { return !teams[word] && !teamsOf[word] })
}

// lookalike reports whether a capitalised word is known to be no one's name: a place, a technology, a word that is about work.
func lookalike(name string) bool {
	lower := strings.ToLower(name)
	return notPerson.MatchString(name) || isPlace(name) || technologies[lower] || subjects[lower] || ordinary[lower]
}

// isPlace reports whether a name is one of a place that is known, or begins as those of places do: "Lyon", "Las Vegas".
func isPlace(name string) bool {
	lower := strings.ToLower(name)
	first, _, whole := strings.Cut(lower, " ")
	return places[lower] != "" || sites[lower] || whole && placeStarts[first] && !teamWord.MatchString(name)
}

// mayOwn reports whether one word in brackets may be who does it.
func mayOwn(name string) bool {
	lower := strings.ToLower(name)
	return oneName.MatchString(name) && !lookalike(name) && !noName.MatchString(name) && !isVerb(lower) && !isVerb(strings.TrimSuffix(lower, "s")) && !pastOf(lower) && !wordlike.MatchString(name)
}

// standing is what tells of a name in brackets that owners stand there.
type standing int

const (
	standsAlone  standing = iota
	standsAmong           // other items of the list have their owners there
	standsBeside          // a day, a state or an issue is noted beside it, or most other items have their owners there
)

// takeNamed takes who stands in brackets at the end as the owners: people whom the document knows or everybody would take for
// people, departments, whole names, and one word that is not known to be something else, where the document tells that it is
// somebody or what stands beside it does. Of several words, of names that are places or verbs as well, and of a word that the
// document has in small letters too, what is noted beside them has to tell that they are people.
func (d *details) takeNamed(f *finder, stands standing) {
	square := lastRune(strings.TrimRight(d.title, ". ")) == ']'
	d.owner = d.take(ownerNamed, func(s string) bool {
		names := nameSeparator.Split(s, -1)
		noted := stands == standsBeside || len(names) > 1 && slices.ContainsFunc(names, f.surely)
		return !slices.ContainsFunc(names, func(name string) bool {
			switch {
			case strings.Contains(name, " ") && places[strings.ToLower(name)] != "": // "Hong Kong"
				return true
			case f.surely(name), fullName(name):
				return false
			case square && !lookalike(name):
				first, _, _ := strings.Cut(name, " ")
				return !oneName.MatchString(first)
			case namesakes[strings.ToLower(name)]:
				return !noted
			}
			return !mayOwn(name) || !noted && (len(names) > 1 || f.inSmall(name) || stands == standsAlone && !accented(name) && !f.isSomebody(name))
		})
	})
	if d.owner != "" {
		d.takeTail() // "… (OPS-12) (Ana)"
	}
}

// surely reports whether a name in brackets owns whatever stands beside it: one that the document knows, a department, two names,
// or the owner of an item before.
func (f *finder) surely(name string) bool {
	return f.people.called(name) || department(name) || twoNames(name) || slices.ContainsFunc(f.items, func(i Item) bool { return i.Owner == name })
}

// role is the last word of what people are called by their work.
var role = regexp.MustCompile(`^\p{Lu}.* (?:[Mm]anager|[Ll]ead|[Mm]aster|[Ee]ngineer|[Oo]fficer|[Dd]irector|[Aa]nalyst|[Aa]rchitect)$`)

// fullName reports whether words are somebody's by their work, or by a given name that is known, short or of two parts, before a family name:
// "Tech Lead", "Will O'Neill", "Li Wei", "Hye-jin Park".
func fullName(name string) bool {
	if role.MatchString(name) {
		return true
	}
	first, last, ok := strings.Cut(name, " ")
	lower := strings.ToLower(last)
	switch {
	case !ok || lookalike(last) || teams[lower] || teamsOf[lower] || wordlike.MatchString(last) || acronymIn.MatchString(name):
		return false
	case family.MatchString(last):
		return true
	}
	return oneName.MatchString(last) && (givenNames[first] || inParts.MatchString(first) || len(first) == 2 && oneName.MatchString(first) && !lookalike(first) && !isVerb(lower))
}

var (
	// inParts is a given name of two parts, family a name of a family that is nothing else: "O'Neill", "McDonald".
	inParts = regexp.MustCompile(`^\p{Lu}\p{Ll}+-\p{Ll}+$`)
	family  = regexp.MustCompile(`^(?:O['’]|Mc|Mac)\p{Lu}\p{Ll}+$`)
)

// inSmall reports whether the document has a word in small letters as well, so that it is a thing's: "(Checkout)" where the
// checkout failed.
func (f *finder) inSmall(name string) bool {
	if f.small == nil {
		f.small = map[string]bool{}
		for _, word := range strings.FieldsFunc(string(f.doc.Source), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[].,;:!?\"*/", r) }) {
			if word == strings.ToLower(word) {
				f.small[word] = true
			}
		}
	}
	lower := strings.ToLower(name)
	return f.small[lower] && !modalWords[lower]
}

// namedBeside takes as owners who can be told to be so by the other items of a list: some or most have theirs in brackets, or
// nearly each ends with a name.
func (f *finder) namedBeside(from int) {
	items, named, bracketed := f.items[from:], 0, 0
	for n := range items {
		switch item := &items[n]; {
		case !tailBracket.MatchString(item.Text):
		case item.Owner != "":
			named++
		case f.endsWithName(item.Title):
			bracketed++
		}
	}
	var stands standing
	switch {
	case named >= 2 && named*2 > len(items)-1:
		stands = standsBeside
	case named > 0, bracketed > 2 && bracketed*4 >= len(items)*3:
		stands = standsAmong
	default:
		return
	}
	for n := range items {
		if item := &items[n]; item.Owner == "" {
			f.named(item, stands)
		}
	}
}

// endsWithName reports whether a title ends with brackets that have a word which may be a name.
func (f *finder) endsWithName(title string) bool {
	m := ownerNamed.FindStringSubmatch(title)
	return m != nil && mayOwn(m[1]) && !f.inSmall(m[1])
}

// named takes who stands in brackets at the end of an item's title as its owner.
func (f *finder) named(item *Item, stands standing) {
	d := details{title: item.Title}
	if d.takeNamed(f, stands); d.owner != "" {
		item.Title, item.Owner, item.Description = d.title, d.owner, cmp.Or(item.Description, item.Title)
	}
}
