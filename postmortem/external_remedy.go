package postmortem

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

func init() { checks["external-no-remedy"] = (*checker).externalNoRemedy }

// externalNoRemedy looks for a message that does not say what is done about it.
func (c *checker) externalNoRemedy(r *Rule) {
	if m := c.message(); m != nil && !slices.ContainsFunc(m.sentences, func(s sentence) bool { return remedies(s.lower) }) {
		c.add(r, KindExternal, m.place(), "no remedy", "")
	}
}

// remedies reports whether a sentence in lower case says what keeps the incident from coming back.
func remedies(lower string) bool {
	text := straight(lower)
	if m := toPrevent.FindStringSubmatchIndex(text); m != nil {
		if does := onlyRepair.ReplaceAllString(withoutPromises(text[m[2]:m[3]]), "_"); !strings.Contains(does, "_") && !ofPeople.MatchString(does) && !backAgain.MatchString(does) {
			return true
		}
	}
	text = onlyRepair.ReplaceAllString(withoutPromises(text), "_")
	if remedy.MatchString(text) || sinceNow.MatchString(text) && (regularly.MatchString(text) || !backAgain.MatchString(text)) {
		return true
	}
	if at := nowWhen.FindStringIndex(text); at != nil && !ofPeople.MatchString(text[:at[1]]) {
		return true
	}
	if nowOften.MatchString(text) && !ofPeople.MatchString(text) && !backAgain.MatchString(text) {
		return true
	}
	return slices.ContainsFunc(remedyLeads, func(u remedyLead) bool { return u.in(text) })
}

// withoutPromises leaves out what sounds like an answer and says nothing that anybody could look at: "this will never happen again".
func withoutPromises(text string) string {
	for _, re := range emptyPromises {
		text = re.ReplaceAllString(text, "_")
	}
	return goesOn.ReplaceAllString(text, "_, we $1")
}

// goesOn is where a sentence goes on behind a promise, without saying again who does it.
var goesOn = regexp.MustCompile(`_,? (?:and|but) (?:also |therefore |then )?(have|will|are|now|intend|plan)\b`)

const (
	// theLike is the incident or another one, in no words of its own.
	theLike = `(?:this|it|that|these|those|them|history|(?:an?|any|the|this|that|these|such|similar|another|other|further|more|future|like)(?: (?:an?|such|similar|future|further|other|another|same|kind|sort|type|types|of))*(?: (?:incidents?|outages?|problems?|issues?|events?|disruptions?|interruptions?|situations?|errors?|failures?|mistakes?|things?|recurrences?|reoccurrences?|repeats?|repetitions?|this))|(?:the same|the like|another|such|any other|others|more of (?:the same|this|these)|anything|something)|(?:nothing|something|anything|things?) (?:like|similar to|of) (?:this|it|that|the (?:kind|sort))|recurrence|repetition)`
	// plenty is how much one learns.
	plenty = `(?:so |very |quite )?(?:(?:a lot|much|many|some|all|our|the|its|their|right|hard|important|valuable|necessary|appropriate|several|lots|of|away) ?)*`
	// recurs is that it happens again, laterOn when from on.
	recurs  = `(?:happen(?:s|ing|ed)?|occur(?:s|ring|red)?|recur(?:s|ring)?|reoccur(?:s|ring)?|repeat(?:s|ing|ed)?|repeat itself|be(?:ing)? repeated|come (?:up|back))`
	laterOn = `(?:,? (?:again|ever|once more|to (?:you|anyone|our customers)|in (?:the )?(?:near )?future|going forward|moving forward|from now on|next time))*`
)

// emptyPromises are those that name no means, a family each.
var emptyPromises = []*regexp.Regexp{
	// lessons
	regexp.MustCompile(`\blearn(?:ed|t|ing)? ` + plenty + `(?:lessons?|conclusions?|(?:(?:from|out of) (?:this|it|that|the|our|what|these))|\b)(?: (?:from|out of) (?:this|it|that|our|the|what|these)(?: \w+)?)?\b(?:$|[ .,;!_])`),
	regexp.MustCompile(`\b(?:draw(?:n|ing)?|drew|tak(?:e|en|ing)|took) ` + plenty + `(?:(?:lessons?|conclusions?)(?: (?:from|out of|away from) (?:this|it|that|our|the|what|these)(?: \w+)?)?|(?:from|out of) (?:(?:this|it|that|what|these)|(?:our|the|these|this) (?:incidents?|outage|event|mistakes?|experience|day|night|week))|away)\b(?:$|[ .,;!_])`),
	// never again
	regexp.MustCompile(`\b(?:(?:so )?that )?(?:will |does |can |should |must )?\b` + theLike + `(?: (?:ever|never|not|no longer|won't|doesn't|don't|does not|do not|will|should|must|shall|can|cannot|can't|could|is|are|to))* ` + recurs + `\b` + laterOn),
	regexp.MustCompile(`\b(?:(?:we|i|our (?:\w+ )?teams?|company)(?:'ll| will| shall| must| can)? (?:prevent|avoid|stop|rule out)|to (?:\w+ly |help )?(?:prevent|avoid|stop|rule out)|(?:prevent|avoid|stopp)ing|against) ` + theLike + `(?: from| of)?(?: ever)?(?: ` + recurs + `)?` + laterOn + `(?:$|[ .,;:!_])`),
	regexp.MustCompile(`\b(?:mak(?:e|ing|es) (?:absolutely |very |quite |really )?(?:sure|certain)|ensur(?:e|es|ing)|guarantee(?:ing)?|see(?:ing)? to it)(?: that)? ?_`),
	// seriously, and all that one can
	regexp.MustCompile(`\btak(?:e|es|en|ing) (?:[^.;]{0,80}?\bseriously\b(?:$|[.,;!_]| (?:and|but|as|at|when|in|for|to|indeed)\b)|[^.;,]{0,40}?\bserious(?:$|[.,;!_]))`),
	regexp.MustCompile(`\b(?:do|does|did|done|doing) (?:absolutely )?(?:everything|all|whatever|anything|our (?:\w+ )?(?:best|utmost)|the best|better)(?: that)?(?: (?:we|it|you) (?:can|could|takes|take))?(?: in our power)?(?: (?:possible|necessary))?` + laterOn),
	// steps without a name
	regexp.MustCompile(`\b(?:tak(?:e|en|ing)|took|implement(?:ed|ing)?) (?:(?:all|the|every|some|any|many|several|various|a number of|number|of|appropriate|necessary|needed|required|proper|suitable|possible|immediate|further|additional|concrete|corrective|preventive|preventative|right|important|swift|decisive) )*(?:steps?|measures?|actions?|precautions?)\b(?: (?:necessary|needed|required))?(?:$|[ .,;!_])(?:(?:to|_)(?:$|[ .,;!_]))?`),
	regexp.MustCompile(`\b(?:(?:all|the|every|some|many|several|various|appropriate|necessary|needed|required|proper|suitable|possible|immediate|further|additional|corrective|preventive|preventative|right) )*(?:steps?|measures?|actions?|precautions?) (?:have|has|are|were|will be|is|was)(?: now| already| also)?(?: been| being)? (?:taken|implemented|initiated|put in place)(?:$|[ .,;!_])`),
	// better in general
	regexp.MustCompile(`\b(?:improv(?:e|es|ed|ing)|strengthen(?:ing)?|enhanc(?:e|ing)|rais(?:e|ing)|increas(?:e|ing))(?: (?:the|our|your|and|overall|quality|reliability|stability|availability|resilience|services?|products?|platform|experience|customers?'?s?|performance|user|standards?|ourselves|of|every day|continuously|constantly|further|even))*` + laterOn + `(?:$|[.,;!_])`),
	regexp.MustCompile(`\b(?:be|being|become|becoming|get|getting|act|work)(?: (?:even|much|more|far))* (?:careful(?:ly)?|vigilant|attentive|diligent(?:ly)?|better|reliable|transparent)` + laterOn),
	regexp.MustCompile(`\b(?:re)?(?:earn|gain|build|win)(?:ing)?(?: back)? (?:your|the|our customers'?) (?:trust|confidence)(?: back)?\b`),
}

const (
	remedyVerb = `add|adopt|adjust|address|allocat|alter|audit|automat|block|bought|build|cap|chang|clos|commission|configur|correct|creat|cut|decoupl|deploy|develop|dedicat|design|document|doubl|eliminat|enabl|enforc|enhanc|ensur|establish|evaluat|expand|extend|harden|hir|implement|improv|increas|install|integrat|introduc|invest|isolat|learn|limit|lower|mak|migrat|mov|modif|order|overhaul|patch|perform|prevent|protect|prioriti[sz]|publish|rais|rearchitect|rebuild|reconfigur|redesign|reduc|refactor|reinforc|remov|renew|rent|replac|requir|rethink|retir|revis|revisit|review|rewrit|rewrote|roll(?:ed|ing)? out|scal|schedul|separat|set|sett|shorten|simplif|speed|split|start|strengthen|swap|switch|tak|tes|test|tighten|train|tripl|tun|upgrad|verif|rotat|simulat|rehears|validat|double-check|monitor`
	remedyEnd  = `(?:e|es|s|ed|ied|ying|ing|y|ies|ted|ting|ned|ning|ped|ping|ken|en|ade|oved|uilt|k|t)?`
	months     = `january|february|march|april|may|june|july|august|september|october|november|december`
	// company is who writes to customers.
	company = `(?:we|i|(?:our|the) (?:\w+ ){0,2}(?:teams?|engineers|developers|staff|company))`
)

var (
	remedy = regexp.MustCompile(`\b(?:we|our (?:\w+ ){0,2}(?:team|teams|engineers|developers|staff|company)|they|i)(?:'ve|'re|'ll| have| are| will| plan| intend| aim| commit(?:ted)?| now)?(?: (?:also|already|now|since|therefore|both|further|be|been|going|to|start(?:ed|ing)?|begun|working|work|on|continu(?:e|ing)|planning|implementing|taking|in the process of|currently|immediately|permanently|additionally|\w+ly)){0,5} (?:` + remedyVerb + `)` + remedyEnd + `\b` +
		`|\b(?:to|will|helps?|should) (?:help )?(?:prevent|avoid|stop|reduce|lower|minimi[sz]e|guard against|protect|detect|catch|notice)\b|\bprevent(?:s|ing|ed|ative|ion)?\b|\bso that\b|(?:\b(?:not|never|cannot|can't)|n't) (?:ever |be able to )?(?:happen|occur|be repeated|recur)\b|\b(?:happening|occurring|happens) again\b|\brecurrence\b|\bin (?:the )?future\b|\bfrom now on\b|\bgoing forward\b|\bmoving forward\b|\bnext steps?\b|\b(?:measures|safeguards?|improvements?|corrective|long-term fix|permanent fix)\b` +
		`|\b(?:has|have|had|is|are|was|were|will be|is being|are being)(?: \w+ly| also| now| since| already)? (?:been |being )?(?:added|automated|capped|changed|doubled|enforced|expanded|extended|hardened|implemented|improved|increased|introduced|lifted|lowered|migrated|moved|ordered|put in place|raised|rebuilt|redesigned|reduced|removed|renewed|replaced|retired|reviewed|revoked|reworked|rewritten|rolled out|scheduled|separated|strengthened|swapped|tightened|tripled|tuned|upgraded)\b` +
		`|\b(?:new|additional|extra) (?:\w+ )?(?:alarm|alert|check|test|warning|watchdog|probe)s?\b|\bgo(?:es)? (?:out|live) (?:this|next|on|in|by|tomorrow)\b|\bdo (?:so|this|that|it) (?:every|each)\b|\bin favou?r of\b|\b(?:bring|bringing|brought) forward\b|\b(?:finish|complet|accelerat|continu)\w* (?:with )?(?:the|our) (?:\w+ )?(?:move|migration|switch|upgrade|transition|rollout)\b|\bstop(?:ped|ping)? \w+ing\b|\bnext (?:release|version|update) (?:will|brings|adds|has|contains|includes|makes)\b|\b(?:next|coming) (?:weeks?|months?|quarter|year|spring|summer|autumn|winter)\b[^.;]*\b(?:goes live|brings?|gets?|moves?)\b` +
		`|\b(?:every|each|all|any|no) (?:[\w'-]+ ){1,4}?(?:is|are|will be|must be|(?:has|have|needs?) to be) (?:\w+ly )?(?:checked|tested|tried|compared|verified|reviewed|approved|validated)\b[^.;]*\bbefore\b|\bnext (?:year|season|spring|summer|autumn|winter)\b[^.;]*\bwill\b` +
		`|\b(?:is|are|be|being) (?:\w+ly )?(?:tested|checked|verified|rehearsed|compared|practised|practiced)\b[^.;]*\b(?:every|each|daily|nightly|weekly|hourly|monthly)\b|\bnow\b[^.;]*\b(?:(?:its|their) own|dedicated|separate(?:ly)?|independent(?:ly)?)\b|\b(?:more|additional|extra) (?:people|persons|engineers|operators|staff|colleagues|experts)\b[^.;]*\b(?:now|will|from)\b|\breset (?:all|every|the|your) (?:[\w-]+ )?(?:tokens?|passwords?|keys?|credentials?|sessions?)\b` +
		`|\b(?:ask|require|oblig|instruct)\w* (?:our|the|this|that) (?:\w+ )?(?:suppliers?|providers?|vendors?|partners?|carriers?) to (?:tell|warn|inform|announce|notify|ask)\b|\bby (?:\w+ly )?(?:add|limit|mov|split|replac|test|separat|chang|introduc|rais|rewrit|automat|check)\w*ing\b|\bnow (?:go(?:es)?|runs?|pass(?:es)?) through (?:an?|two|three|both|our own)\b|\bcan now be (?:\w+ly )?(?:brought back|recovered|restored|undone|reversed) (?:for|within|up to)\b` +
		`|\bwe (?:are|get|will be|will get) (?:now |also )?(?:alerted|paged|warned|notified) (?:when(?:ever)?|if|as soon as|before|once)\b|\b(?:is|are) now \w+ly (?:\w+ly )?(?:checked|tested|tried|compared)\b|\bnow (?:needs?|(?:has|have) (?:to|its own|their own|an? (?:new|second|direct|separate|fixed|hard|upper)))\b`)
	// onlyRepair is work on the incident itself, and keeping in touch.
	onlyRepair = regexp.MustCompile(`\b(?:(?:started|starting|begun|began|working|work|continu(?:e|ing)|taking steps|took steps|taking measures|took measures|trying)(?: (?:hard|closely|actively|quickly|with our \w+))? (?:to|on) (?:\w+ly )?(?:restor\w*|resolv\w*|fix\w*|recover\w*|mitigat\w*|investigat\w*|a fix|monitor\w*|updat\w*)|continu(?:e|ing) to monitor|(?:are|be|is) (?:closely |actively |now )?monitoring (?:the|this|it|our systems|for|closely)\b|monitor(?:ed|ing)? the (?:situation|results?|fix|recovery|issue|systems?)|tak(?:e|ing) (?:this|it|these|such) \w+ (?:very |extremely )?seriously|tak(?:e|ing) (?:full )?responsibility|mak(?:e|ing) (?:you|it) (?:aware|up|right)|made (?:progress|contact|every)|(?:tak(?:e|en|ing)|took) (?:so |far |much |too )*(?:long|longer|hours|a while|(?:the |an? |our )?(?:\w+ ){1,3}(?:offline|down)(?:$|[.;:!]| (?:and|to|for|while|at|on)\b))|(?:give|given|gave|giving|make|made|put|putting) (?:you|everyone|(?:\w+ ){0,3}(?:updates?|details|information|reports?|news|fix|workaround|mitigation|refunds?|credits?|back))\b|test(?:ed|ing) the fix|verif(?:ied|ying) (?:that )?(?:the|all|it|everything)\b|start(?:ed|ing)? (?:to )?(?:investigat\w+|seeing|receiv\w+|see|receive)|learn(?:ed|t)? (?:of|about|that)|schedul\w+ (?:an? )?(?:update|call)|clos(?:ed|ing) (?:the|this) incident|now go(?:es)? (?:out|back)\b|now go(?:es)? through(?: \w+)?(?:$|[.,;])|keep(?:ing)? (?:an eye|looking|watching|monitoring|trying)\b|(?:write|writing|written|wrote) (?:to (?:you|all|every|those|each|our|the|affected)|(?:an? |\w+ ){1,2}(?:emails?|mails?|letters?|messages?))\b|pa(?:y|id|ying) back\b|kept (?:informed|updated|up to date|posted)\b|runs? (?:as|normally|smoothly|again|well|fine)\b)`)
	// toPrevent begins with what for something is done, and goes on with what is.
	toPrevent = regexp.MustCompile(`^\W*(?:in order )?to (?:make (?:\w+ )?sure|ensure|prevent|avoid|stop|help (?:prevent|avoid)|reduce)\b[^,;.]*,([^;]{12,})$`)
	// sinceNow is from when on something is done another way.
	sinceNow = regexp.MustCompile(`\b(?:from (?:today|tomorrow|now on|here on)|from (?:this|next) (?:week|month|quarter|year|season|spring|summer|autumn|winter)|as (?:of|from) (?:today|tomorrow|this (?:week|month)|next \w+)|(?:with immediate effect|effective (?:immediately|today|\d+))|(?:starting|beginning) (?:today|tomorrow|this (?:week|month)|next \w+|(?:in|with) (?:` + months + `|autumn|spring|summer|winter|the next))|from (?:\d+\w* )?(?:` + months + `)(?: \d+\w*)?,? on(?:wards?)?|by the end of (?:the |this |next )?(?:month|quarter|year|summer|` + months + `))\b`)
	// nowWhen is how something behaves since, in a sentence that is neither of us nor to those who read.
	nowWhen = regexp.MustCompile(`\bnow\b[^.;]*?\b(?:when(?:ever)?|if|unless|until|before (?:an?|any|each|every|it|the|they|\w+ing)|at most|instead|automatic(?:ally)?|twice)\b`)
	// nowOften is what is done time and again since.
	nowOften  = regexp.MustCompile(`\b(?:is|are) now\b[^.;]*\b(?:(?:each|every) (?:night|day|morning|evening|hour|week|month)|daily|nightly|weekly|hourly|monthly)\b`)
	ofPeople  = regexp.MustCompile(`\b(?:we|us|you|your)\b`)
	regularly = regexp.MustCompile(`\b(?:every|each|twice|daily|nightly|weekly|hourly|monthly)\b`)
	// backAgain says that something is as it was.
	backAgain = regexp.MustCompile(`\b(?:again|as (?:usual|before|expected|normal)|normal(?:ly)?|restored|resolved|operational|fixed|recovered|stable|back (?:to normal|up|online|in|on|at)|(?:is|are|be) back|correctly|properly|fully)\b`)
)

// remedyLead is a way to begin to say what is done: the verb after it tells whether that is a remedy.
type remedyLead struct {
	lead *regexp.Regexp           // a group called subject is who does it, one called verb stands where the verb is
	verb func(word string) string // the verb of a word in the form that is to follow, "" for another word
	not  map[string]bool          // verbs that are no remedy after this, as well as mereVerbs
	also map[string]bool          // verbs that are a remedy after this although they are mereVerbs
	back bool                     // what is only as it was before is no remedy
}

var remedyLeads = []remedyLead{
	{lead: regexp.MustCompile(`\b` + company + `(?:'ll| will| shall| won't| (?:plan|intend|aim|want)s? to|(?:'re| are| is| have|'ve| remain)(?: \w+ly| now| also)? (?:committed|going|planning|about|decided|agreed) to)\b`), verb: anyVerb, not: ownMere},
	{lead: regexp.MustCompile(`\b` + company + `(?:'ve| have| has)\b`), verb: pastVerb, not: ownMere},
	{lead: regexp.MustCompile(`\b` + company + `(?:'re| are| is)\b`), verb: ingVerb, not: ownMere},
	{lead: regexp.MustCompile(`\b(?:we|staff) now\b|\b(?:teams|engineers|developers) now\b`), verb: anyVerb},
	{lead: regexp.MustCompile(`\b` + company + `(?:'ve|'ll|'re| have| will| are)(?: \w+ly| also| now)? (?:ask|tell|instruct|require|oblige)(?:ed|d|ing)? (?:\w+ ){1,5}?to\b`), verb: anyVerb, not: ownMere},
	{lead: regexp.MustCompile(`\bsince (?:then|(?:the|this|that) (?:incident|day|event|disruption)|last \w+|\w+day),? (?:we|every \w+|each \w+|all (?:\w+ )?\w+s)\b`), verb: anyVerb, not: ownMere},
	{lead: regexp.MustCompile(`\bnow,? (?:every|each|all|any|no) (?:[\w'-]+ ){1,4}?(?:is|are)\b`), verb: pastVerb, not: happenings, back: true},
	{lead: others(`will`), verb: anyVerb, not: announced, back: true},
	{lead: others(`(?:has|have)(?: since| now| also| \w+ly)? been`), verb: pastVerb, not: announced, back: true},
	{lead: others(`(?:is|are) now`), verb: pastVerb, not: happenings, back: true},
	{lead: others(`(?:is|are) no longer`), verb: pastVerb, not: harms, back: true},
	{lead: others(`now`), verb: thirdVerb, not: happenings, also: saidByThings, back: true},
	{lead: others(`no longer`), verb: thirdVerb, not: harms, back: true},
	{lead: regexp.MustCompile(`\b(?P<subject>[a-z]+[^su'\W]s) now\b`), verb: anyVerb, not: happenings, also: saidByThings, back: true},
	{lead: regexp.MustCompile(`\b(?P<subject>[a-z]+[^su'\W]s) no longer\b`), verb: anyVerb, not: harms, back: true},
	{lead: regexp.MustCompile(`\b(?:does|do)(?: not|n't)(?P<verb>)\b[^.;]*\bany ?(?:more|longer)\b`), verb: anyVerb, not: harms, back: true},
	{lead: regexp.MustCompile(`\b(?:engineers?|developers?|staff|employees|nobody|scripts?|jobs?|changes?|failures?|accounts?|requests?) can no longer\b|\b(?:no|no single|no one) \w+ can (?:now|any longer)\b`), verb: anyVerb, not: happenings},
}

// others is a lead whose subject are not those who read.
func others(lead string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|\s)(?P<subject>[\w'-]+)[)"]? ` + lead + `\b`)
}

var (
	// readers are those to whom the message goes, and words that stand for nothing in particular.
	readers = wordSet(`we i team teams engineers staff you users customers clients everyone anyone people it this that there they who which and but or not can could was has does is are`)
	// mereVerbs are of the repair, of finding out and of keeping in touch; a sign of feeling is no remedy either.
	mereVerbs = wordSet(`restore fix resolve recover repair mitigate remediate stabilise stabilize monitor watch observe confirm
		apologise apologize inform share update notify contact email mail reach escalate communicate explain describe tell say answer reply respond post publish provide
		report follow deliver resend let invite summarise summarize investigate look analyse analyze examine trace find search identify determine discover diagnose debug locate pinpoint
		know see hear hope expect believe think understand value appreciate thank regret recognise recognize acknowledge realise realize feel care rest trust
		receive notice experience encounter suffer lose miss cause affect impact delay fail revert undo roll cancel clear catch process reprocess replay complete finish conclude end
		return resume continue reopen do try wish like have be work help remain stay wait await refund credit reimburse compensate promise back`)
	// ownMere are no remedy either where we do it: a machine that writes, restarts or stops by itself may be one.
	ownMere = wordSet(`announce pass call send go come get need want restart reboot reset stop bring open start begin check verify detect assess establish narrow support serve act respond listen engage involve
		ask request join gather collect learn count rely depend aim plan intend keep assist
		kept sent got gotten brought begun gone come left met`)
	// saidByThings are no remedy where people do it, and are one where things do so from now on.
	saidByThings = wordSet(`follow ask tell warn notify wait`)
	// irregularMere are forms of them that no ending tells.
	irregularMere = wordSet(`told said found seen saw heard known knew felt understood thought done did been had broken lost read met left`)
	// happenings are what things do by themselves, harms what is done to them.
	happenings = wordSet(`break ring take appear arrive load show last occur happen operate function perform succeed pass flow exist apply seem stand time hang crash throw produce return
		deliver display read run be reflect become turn require cover reach log`)
	harms = plus(happenings, `interrupt overload slow damage corrupt expose reject refuse exceed trigger block drop`)
	// announced are what is said to come and is no remedy.
	announced = plus(harms, `send write call support stop restart start begin open check`)
	// betweenVerbs stand between what begins and its verb.
	betweenVerbs = wordSet(`committed also already now since therefore thus both further be been soon first then next all each just again still not never to going planning starting started begun beginning continuing continue working hard on instead`)
)

func (u remedyLead) in(text string) bool {
	subject := u.lead.SubexpIndex("subject")
	for _, m := range u.lead.FindAllStringSubmatchIndex(text, 10) {
		if subject > 0 && readers[text[m[2*subject]:m[2*subject+1]]] {
			continue
		}
		end := m[1]
		if verb := u.lead.SubexpIndex("verb"); verb > 0 {
			end = m[2*verb]
		}
		word, rest, before := headVerb(text[end:])
		verb := u.verb(word)
		switch before {
		case "be", "been":
			verb = pastVerb(word)
		case "to":
			verb = anyVerb(word)
		}
		switch {
		case verb == "" || u.back && backAgain.MatchString(rest):
		case !mereVerbs[verb] && !irregularMere[word] && !u.not[verb], u.also[verb]:
			return true
		case alsoRemedy.MatchString(rest), oneMore.MatchString(rest), u.back && guards.MatchString(verb+rest):
			return true
		}
	}
	return false
}

// plus gives the words of a set and more.
func plus(set map[string]bool, words string) map[string]bool {
	more := wordSet(words)
	maps.Copy(more, set)
	return more
}

// alsoRemedy goes on to another verb: "restored the service and added a second line".
var alsoRemedy = regexp.MustCompile(`^[^.;]*?(?:,| and) (?:also |then |\w+ly )?(?:` + remedyVerb + `)` + remedyEnd + ` (?:to )?(?:an?|the|our|more|all|every|each|two|its|their)\b`)

// oneMore is what makes a remedy of any work: "bringing a third line", "keep a spare".
var oneMore = regexp.MustCompile(`^ (?:in )?(?:an?|the|our) (?:second|third|fourth|independent|spare|backup)\b`)

// guards is what keeps out the like of what broke, or wakes somebody in time, where as an act on its own it would be harm or news.
var guards = regexp.MustCompile(`^(?:refuse|reject|block|stop) (?:such|any such|(?:any|every|all|these|those)(?: \w+)? (?:changes?|deploys?|deployments?|migrations?|configurations?|releases?|rollouts?|builds?|files?|imports?))\b|` +
	`^(?:tell|warn|notify|call|reach) (?:us|(?:our|the|an|whoever is) (?:on[- ]call|engineers?(?: on (?:call|duty))?|team|person on (?:call|duty)))\b`)

// headVerb gives the word that follows adverbs and the like, what comes after it, and the last of what came before.
func headVerb(text string) (word, rest, before string) {
	for {
		text = strings.TrimLeft(text, " \n")
		end := wordEnd(text, 0)
		if end == 0 {
			return "", text, before
		}
		word, text = text[:end], text[end:]
		if (word == "have" || word == "need") && strings.HasPrefix(text, " to ") {
			continue
		}
		if !betweenVerbs[word] && !(strings.HasSuffix(word, "ly") && !isVerb(word)) {
			return word, text, before
		}
		before = word
	}
}

// anyVerb gives a verb, whether it stands as such or in -ing.
func anyVerb(w string) string {
	if isVerb(w) || idleVerbs[w] {
		return w
	}
	return ingVerb(w)
}

// ingVerb gives the verb of a form in -ing.
func ingVerb(w string) string {
	if stem, ok := strings.CutSuffix(w, "ing"); ok && idleVerbs[stem] {
		return stem
	}
	return baseOf(w, "ing")
}

// pastVerb gives the verb of a participle.
func pastVerb(w string) string {
	if irregularPast[w] || moreParticiples[w] {
		return w
	}
	if base := baseOf(w, "ed"); base != "" {
		return base
	}
	return ingVerb(w)
}

// moreParticiples are those that are no past form as well, or are that of none of the words for work.
var moreParticiples = wordSet(`put cut split spread sped withdrawn thrown swapped grown hung laid lent paid spent tied drawn rented capped kept`)

// idleVerbs are no work, so that the words for work lack them.
var idleVerbs = wordSet(`depend get need go fall have touch leave sit break bring keep`)

// thirdVerb gives the verb of a form in -s.
func thirdVerb(w string) string {
	for _, ending := range []string{"s", "es"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && (isVerb(stem) || idleVerbs[stem]) {
			return stem
		}
	}
	if stem, ok := strings.CutSuffix(w, "ies"); ok && isVerb(stem+"y") {
		return stem + "y"
	}
	return ""
}
