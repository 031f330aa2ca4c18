package postmortem

import "regexp"

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
	weAll = `(?:\b(?:we|us|ours?|i)\b|(?:^|[^\x02])\x02{1,2}(?:[^\x02]|$))`
	// wrongs is what one apologises for.
	wrongs = `(?:mistakes?|errors?|oversights?|faults?|failures?|failings?|slips?|omissions?)`
)

var (
	ofUs  = regexp.MustCompile(weAll)
	sorry = regexp.MustCompile(`\b(?:sorry|apolog\w+|regret\w*)\b`)
	// besidesUs is who acts besides us: a mark of a person or of a group, or a word for one that is none.
	besidesUs = regexp.MustCompile(`\x01|\x02{3,}|\b(?:human|operators?|clerical|engineers?|engineering|developers?|admins?|administrators?|technicians?|contractors?|employees?|personnel|staff|teams?|department|vendors?|suppliers?|providers?|nobody|no one|someone|somebody|colleagues?)\b`)
	// ourWrong is a mistake that is called ours, or that something should not have come to.
	ourWrong = regexp.MustCompile(`\b(?:(?:our|an?|the|this|that|one) (?:[a-z]+ ){0,2}?)?` + wrongs + ` (?:of ours|(?:is|was|were) (?:[a-z]+ )?ours|(?:on|from) our (?:side|part|end)|by us|made by us|we made)\b|\bour (?:own |[a-z]+ )?` + wrongs + `\b|` +
		`(?:\bwe\b|\x02\x02)(?: [a-z]+)? ma[dk]e (?:[a-z]+ ){0,4}?` + wrongs + `\b|\b(?:this|it|that|which|what happened)(?: [a-z]+)? should(?:n['’]t| not| never)(?: [a-z]+)? have (?:happened|occurred|been)\b|\byou should(?:n['’]t| not| never)? (?:[a-z]+ )?have\b[^.;]*`)
	// clauseEnd is where another clause may begin.
	clauseEnd = regexp.MustCompile(`[.;:()!?—–]|,? (?:because|when|after|before|since|while|until|although|though|as|that|which|who|whose|where|so|if|but|and)\b`)
	// goesOnAs is a clause that has the subject of the one before it.
	goesOnAs = regexp.MustCompile(`^ (?:[a-z]+ly |then |also |never |not )*(?:should|could|would|did|didn['’]t|had|have|has|are|were|was|failed|forgot|made|left|took|ran|broke|sent|[a-z]+ed)\b`)
)

// confessed gives a sentence of a message to customers, and its lower case, without what we say of ourselves in it: an honest "we
// made a mistake" is an apology there, while "an engineer made a mistake" hides behind somebody. It is "" where nothing is left for the rule.
func (r *Rule) confessed(masked, lower string) (string, string) {
	if !besidesUs.MatchString(lower) && (r.External.About == aboutPersons || r.Check == "people" && (ofUs.MatchString(lower) || sorry.MatchString(lower))) {
		return "", ""
	}
	var spans [][2]int
	for _, m := range ourWrong.FindAllStringIndex(lower, -1) {
		spans = append(spans, [2]int{m[0], m[1]})
	}
	from, ours := 0, false
	clause := func(to int) {
		part := lower[from:to]
		ours = !besidesUs.MatchString(part) && (ofUs.MatchString(part) || ours && goesOnAs.MatchString(part))
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
