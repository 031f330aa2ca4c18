package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

// External is how a rule reads the message to customers.
type External struct {
	// Suggest is what to write instead in one; a rule that has it is asked of a message that stands alone as well.
	Suggest string `yaml:"suggest"`
	// About narrows what it reads there: "others", not what we say of ourselves; "persons", only sentences that name somebody
	// besides us. Without it, the rule reads all.
	About string `yaml:"about"`
}

// What a rule reads in a message to customers, where it does not read all.
const (
	aboutOthers  = "others"
	aboutPersons = "persons"
)

const (
	// weAll is who writes to customers, as a word or as the mark of a group that is as short as it.
	weAll = `(?:\b(?:we|us|ours|i)\b|(?:^|[^\x02])\x02{1,2}(?:[^\x02]|$))`
	// wrongs is what one apologises for.
	wrongs = `(?:mistakes?|errors?|oversights?|faults?|failures?|failings?|slips?|omissions?)`
)

var (
	ofUs  = regexp.MustCompile(weAll)
	sorry = regexp.MustCompile(`\b(?:sorry|apolog\w+|regret\w*)\b`)
	// somebody acts besides us: a mark of a person or of a group, or a word for one that is none.
	somebody = regexp.MustCompile(`\x01|\x02{3,}|\b(?:human|operators?|clerical|engineers?|engineering|developers?|admins?|administrators?|technicians?|contractors?|employees?|personnel|staff|teams?|department|vendors?|suppliers?|providers?|nobody|no one|someone|somebody|colleagues?|desk|shift|crew)\b`)
	// ofOurs is what is called ours: as an answer to "by whom" (group 1), and with an act of its own behind it (group 3) or without.
	ofOurs = regexp.MustCompile(`(\b(?:by|` + wrongs + ` of) (?:one of )?)?\bour ((?:[a-z'’-]+ ){0,2}?[a-z'’-]+)(?:$|[^a-z'’ -]| (?:(?:[a-z]+ly |also |then |by mistake |by accident )*(?:(?:was|were|is|are|has|have|had|will|would|can|could|should|may|might|and|or|but|that|which|who|in|on|at|to|for|from|of|with|by|as|when|while|so|because|if|too|not|did|do|does|must)\b|([a-z]{2,}ed|ran|made|took|forgot|left|put|set|broke|sent|gave|wrote|cut|let|fell)\b)))`)
	// ourThings are what we have, and nobody that one could hide behind.
	ourThings = wordSet(`mistake error oversight fault failure failing slip omission side part end own
		monitoring alarm alert alerting check test testing tool tooling system software code change update upgrade release deployment deploy rollout script job process procedure practice rule limit config configuration setting
		server service platform product app application site website page network database cluster host storage region data backup cache queue proxy router switch gateway api index key certificate account
		till shop price list line plan planning preparation handling response answer reply communication message mail letter notice announcement word promise status report documentation runbook checklist
		standard expectation duty responsibility judgement judgment decision assumption choice work effort care attention reaction apology control infrastructure automation pipeline importer exporter scheduler monitor
		customer user client member guest reader subscriber partner`)
	// ourWrong is a mistake that is called ours, or that something should not have come to.
	ourWrong = regexp.MustCompile(`\b(?:(?:our|an?|the|this|that|one) (?:[a-z]+ ){0,2}?)?` + wrongs + ` (?:of ours|(?:is|was|were) (?:[a-z]+ )?ours|(?:on|from) our (?:side|part|end)|by us|made by us|we made)\b|\bour (?:own |[a-z]+ )?` + wrongs + `\b|` +
		`(?:\bwe\b|(?:^|[^\x02])\x02\x02)(?: [a-z]+)? ma[dk]e (?:[a-z]+ ){0,4}?` + wrongs + `\b|\b(?:this|it|that|which|what happened)(?: [a-z]+)? should(?:n['’]t| not| never)(?: [a-z]+)? have (?:happened|occurred|been)\b|\byou should(?:n['’]t| not| never)? (?:[a-z]+ )?have\b[^.;]*`)
	// clauseEnd is where another clause may begin.
	clauseEnd = regexp.MustCompile(`[.;:()!?—–]|,? (?:because|when|after|before|since|while|until|although|though|as|that|which|who|whose|where|so|if|but|and)\b`)
	// goesOnAs is a clause that has the subject of the one before it.
	goesOnAs = regexp.MustCompile(`^ (?:[a-z]+ly |then |also |never |not )*(?:should|could|would|did|didn['’]t|had|have|has|are|were|was|failed|forgot|made|left|took|ran|broke|sent|[a-z]+ed)\b`)
)

// confessed gives a sentence of a message to customers, and its lower case, without what we say of ourselves in it: an honest "we
// made a mistake" is an apology there, while "an engineer made a mistake" hides behind somebody. It is "" where nothing is left for the rule.
func (r *Rule) confessed(masked, lower string) (string, string) {
	if !besidesUs(lower) && (r.External.About == aboutPersons || r.Check == "people" && !ofOthers(lower) && (oursAlone(lower) || sorry.MatchString(lower))) {
		return "", ""
	}
	var spans [][2]int
	for _, m := range ourWrong.FindAllStringIndex(lower, -1) {
		spans = append(spans, [2]int{m[0], m[1]})
	}
	from, ours := 0, false
	clause := func(to int) {
		part := lower[from:to]
		ours = !besidesUs(part) && (oursAlone(part) || ours && goesOnAs.MatchString(part))
		if ours {
			spans = append(spans, [2]int{from, to})
		}
	}
	for _, m := range clauseEnd.FindAllStringIndex(lower, -1) {
		clause(m[0])
		from = m[1]
	}
	clause(len(lower))
	return spaced(masked, spans), spaced(lower, spans)
}

// besidesUs reports whether somebody acts besides us: one who has a word for it, or what is ours and does as only people do, unless it is a thing.
func besidesUs(part string) bool {
	if somebody.MatchString(part) {
		return true
	}
	return slices.ContainsFunc(ofOurs.FindAllStringSubmatchIndex(part, -1), func(m []int) bool {
		return (m[2] >= 0 || m[6] >= 0) && !ourThing(part[m[4]:m[5]])
	})
}

// ofOthers reports whether it speaks of what is ours and may be somebody.
func ofOthers(part string) bool {
	return slices.ContainsFunc(ofOurs.FindAllStringSubmatchIndex(part, -1), func(m []int) bool { return !ourThing(part[m[4]:m[5]]) })
}

// oursAlone reports whether it speaks of us, or of a thing of ours.
func oursAlone(part string) bool {
	return ofUs.MatchString(part) || slices.ContainsFunc(ofOurs.FindAllStringSubmatchIndex(part, -1), func(m []int) bool { return ourThing(part[m[4]:m[5]]) })
}

// ourThing reports whether one of the words is one for a thing.
func ourThing(words string) bool {
	for word := range strings.FieldsSeq(words) {
		if ourThings[word] || ourThings[strings.TrimSuffix(word, "s")] || ourThings[strings.TrimSuffix(word, "es")] {
			return true
		}
	}
	return false
}

// spaced puts spaces in these places.
func spaced(s string, spans [][2]int) string {
	if len(spans) == 0 {
		return s
	}
	out := []byte(s)
	for _, span := range spans {
		for i := span[0]; i < span[1]; i++ {
			out[i] = ' '
		}
	}
	return string(out)
}

// in gives where a rule is broken in a sentence, as find does; in a message to customers, what we say of ourselves is no breach.
func (r *Rule) in(s sentence) (start, end int, ok bool) {
	if s.kind != KindExternal || r.External.About == "" {
		return r.find(s.masked, s.lower)
	}
	return r.find(r.confessed(s.masked, s.lower))
}
