package postmortem

import (
	"regexp"
	"strings"
	"unicode"
)

// verbs are what sentences that ask for work begin with.
var verbs = wordSet(`accept activate adapt add address adjust adopt advise agree alert align allocate allow announce apply
	appoint arrange ask assess assign attach audit automate avoid backfill backport ban benchmark bind block bring build
	bump buy bypass cache calculate capture catch centralise centralize change check choose clarify clean cleanup clear
	close codify collect combine come communicate compare complete conduct configure confirm connect consider consolidate contact continue
	contribute convert coordinate copy correct create cut cycle debug decide declare decommission decouple decrease dedicate
	define delete deliver demonstrate deny deploy deprecate design detect determine develop diagnose direct disable disallow
	discourage discuss display distribute divide do document double downgrade drain draft drop dump duplicate educate eliminate
	embed emit emphasise emphasize employ enable encourage encrypt enforce engage enhance enlarge ensure escalate establish estimate evaluate examine exclude
	execute exercise expand experiment explain explicitly explore export expose extend extract factor fail figure file filter finalise finalize
	find finish fix flag focus follow force formalise formalize gather generate get give grant group guard guarantee handle harden
	have help hide hire hold identify ignore implement import improve include incorporate increase inform initiate insert install
	instruct instrument integrate introduce inventory invest investigate invite involve isolate issue join keep launch lead
	learn let leverage limit link list lock log look lower maintain make manage map mark measure merge migrate minimise minimize
	mirror mitigate model modify monitor mount move name negotiate note notify obtain offer onboard open optimise optimize order
	organise organize outline overhaul page parallelise parallelize parse partition patch pause perform permit persist pick pin
	ping plan plumb point post practice practise prepare present prevent print prioritise prioritize probe process procure produce prohibit promote
	propagate propose protect prototype prove provide provision prune publish pull purchase purge push put quantify query raise
	rate re-enable re-evaluate re-introduce reach read rebuild recommend reconcile reconfigure reconsider record recover recreate redesign
	redirect reduce redeploy reevaluate refactor refine reflect refresh refund refuse register reintroduce reject relax release reload
	remediate remind remove rename reorganise reorganize repair replace replicate report request require research reset resolve
	respond restart restore restrict restructure retain rethink retire retrain retry return reuse revert review revise revisit revoke rework rewrite roll rotate
	route run sanitise sanitize save scale scan schedule script search secure see seek select send separate serve set setup share shift ship sign
	shorten show shut silence simplify simulate skip slow solve sort speak specify spike split spread stabilise stabilize standardise
	standardize start stop store streamline strengthen stress subscribe suggest supply support surface suspend switch
	sync synchronise synchronize tag take talk teach tell terminate test throttle tidy tie tighten toggle track train transfer transition
	trigger trim try tune turn undo unify uninstall unpin update upgrade use utilise utilize validate vendor verify version visualise
	visualize wait warn watch whitelist allowlist widen wire work wrap write prefer finetune fine-tune double-check backup back pre-scale
	re-run rerun revamp reword resize right-size rightsize instate institute sunset phase trial bootstrap bring commit dissolve depool repool drain page de-duplicate deduplicate`)

// starters are words that a proposal begins with without a verb.
var starters = wordSet(`more better improved stricter fewer always never don't don’t dont please proper regular`)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

var (
	// modal is a sentence that asks for work without beginning with a verb.
	modal = regexp.MustCompile(`(?i)(?:^|[.!?]\s)\W*we could\s|\b(?:needs?\s+(?:to|an?\s)|should(?:n['’]t|\s+not)?\s|must\s|(?:has|have|ought) to\s|(?:we|i|they|team|engineers)(?:['’]ll|\s+will|\s+plan|\s+intend|\s+want)\s|(?:we|team|engineers)(?:['’](?:re|ve\s+been)|\s+(?:are|is|ha(?:ve|s)\s+been))\s+(?:(?:also|now|already|\w+ly)\s+)?(?:go|work|plann|look|consider|add|build|evaluat|investigat|explor|implement|improv|develop|invest|design|review|roll|mov|migrat|upgrad|creat|introduc|hop)ing\s|will\s+[a-z]+\b|going to\s|could\s+(?:be|we|also|have)\s|would be (?:useful|good|nice|helpful|better|great|worth)\b|let['’]s\s|we can\s)`)
	// hindsight only looks like a modal.
	hindsight = regexp.MustCompile(`(?i)\b(?:should|could|would|must|might)(?:n['’]t|\s+not)?\s+(?:also\s+|\w+ly\s+)?have\s+(?:also\s+|\w+ly\s+)?(?:\w+ed|been|gone|had|caught|made|taken|known|seen|found|done|run|sent|set|kept|written|built|let|put|led|given|begun|broken|chosen|hit|shown|spent|thought|told|got(?:ten)?|become|come|cut|read)\b`)
	// nothingAsked says that there is nothing to be done, or remarks on it.
	nothingAsked = regexp.MustCompile(`(?i)^\W*(?:it(?:['’]s|\s+is)\s+(?:unclear|not\s+clear)|there\s+(?:is|was|are|were)\s+(?:nothing|no|not\s+much)\b|no\s+(?:[\w-]+\s+){0,4}(?:necessary|needed|required|identified|planned)\b|note\s+that\b|n\.?b\.?\s)|^(?:by|with|through)\s+(?:\w+ing\s+)?(?:these|this|the\s+above)\b|\b(?:should|will)\s+be\s+(?:enough|sufficient)\b`)
	// needStart begins a paragraph that asks for work.
	needStart = regexp.MustCompile(`(?i)^(?:we\s+)?(?:(?:also\s+)?need\s+to|(?:must|should)\s|plan\s+to|intend\s+to|will\s)`)
	// placeholder stands where nothing was written.
	placeholder = regexp.MustCompile(`(?i)^[\s\W]*(?:tbd|tba|tbc|todo|none|n/?a|nothing|no (?:action items|actions|follow[- ]?ups?)(?: .{0,20})?|to be (?:added|determined|done|decided)|pending|unknown|\.{3}|…|add (?:action items )?here|placeholder|example|summary|description|link|item \d?|action \d?|action item \d?|empty)?[\s\W]*$`)
	// braces are a template's, around what was filled in.
	braces = strings.NewReplacer("{{", "", "}}", "")
	// unfilled is a place of a template that nobody filled.
	unfilled = regexp.MustCompile(`^(?:\$\{[^{}]*\}|<[^<>]*>|\[[^\[\]]*\s[^\[\]]*\])[\s.…]*$`)
	// introduces is a line that says that action items follow.
	introduces = regexp.MustCompile(`(?i)\b(?:points? for action(?:\s*[,:]|$)|action items?|actionables?|next steps|follow[- ]?up (?:tasks|actions|items|work|issues|tickets)|following (?:actions|steps|measures|changes|improvements|tasks|items|tickets|issues)|to[- ]?do(?: list| items?)?:$|steps to prevent|(?:created|opened|filed|raised|logged)\s+(?:[\w-]+\s+){0,3}(?:tickets|issues|bugs|tasks)\b[^.!?]*:$|(?:from|prevent) (?:this )?happening again|(?:we (?:will|are going to|plan to)|we['’]ll|we are committed to|committed to|we intend to)(?:\s\w+){0,3}:$|to prevent (?:this|a recurrence|similar|future))\b?`)
	// tracker is a reference to an issue.
	tracker   = regexp.MustCompile(`\b[A-Z][A-Z0-9]{1,9}-\d+\b|\bT\d{4,}\b|(?:^|[\s(\[])#\d+\b|\b[\w.-]+/[\w.-]+#\d+|(?i:\b(?:bug|issue|ticket|task|gerrit|phab)[: #]+T?\d+)|https?://\S+`)
	lastThing = regexp.MustCompile(`(?:` + tracker.String() + `)[\s)\].,]*(?:(?i:done|pending|open|closed|fixed|merged|resolved)\W*)?$`)
)

// firstWord gives the first word, folded, without what stands before it.
func firstWord(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-' && r != '\'' && r != '’'
	})
	if end >= 0 {
		s = s[:end]
	}
	return strings.ToLower(s)
}

// imperative says that the text begins with a verb that asks for work.
func imperative(s string) bool {
	w := firstWord(s)
	if verbs[w] {
		return !nounPhrase(s)
	}
	if before, _, ok := strings.Cut(w, "-"); ok && len(before) > 3 && verbs[before] {
		return true
	}
	return false
}

// nounPhrase tells "Test coverage was low" from "Test coverage": words that are
// verbs and nouns, followed by a finite verb.
var nounVerb = regexp.MustCompile(`(?i)^\W*\w+(?:\s+[\w'’-]+){0,3}?\s+(?:was|were|is|are|did|had|has|does|didn['’]t|wasn['’]t|weren['’]t|failed|caused|showed|shows|went|took)\b`)

func nounPhrase(s string) bool {
	return nounVerb.MatchString(s) && !strings.Contains(cut(s, 60), " if ")
}

// participle says that the text begins with a verb as -ing or -ed: "Adding
// tests", "Fixed the parser".
func participle(s string) bool {
	w := firstWord(s)
	for _, ending := range []string{"ing", "ed"} {
		stem, ok := strings.CutSuffix(w, ending)
		if !ok || len(stem) < 2 {
			continue
		}
		if verbs[stem] || verbs[stem+"e"] {
			return true
		}
		if n := len(stem); n > 2 && stem[n-1] == stem[n-2] && verbs[stem[:n-1]] {
			return true
		}
		if y, ok := strings.CutSuffix(stem, "i"); ok && verbs[y+"y"] {
			return true
		}
	}
	return false
}

// nominal is work named by a noun: "Implementation of alerts", "Removal of the
// old cache".
var nominal = regexp.MustCompile(`(?i)^\W*(?:[a-z]+er\s+|further\s+|more\s+|regular\s+)?[a-z-]+(?:tion|sion|ment|ance|oval|ewal)s?(?:\s+(?:and|or)\s+\w+)?\s+of\s`)

// asks says that the text asks for work, in whatever form.
func asks(s string) bool {
	if s == "" {
		return false
	}
	if imperative(s) || participle(s) || starters[firstWord(s)] || nominal.MatchString(s) && !nounPhrase(s) {
		return true
	}
	first := firstSentence(s)
	if rest, after, ok := strings.Cut(first, ": "); ok && len(rest) < 60 && imperative(after) {
		return true
	}
	return modal.MatchString(first) && !hindsight.MatchString(first)
}

// empty says that nothing was written: a placeholder, a template's place.
func empty(s string) bool { return placeholder.MatchString(s) || unfilled.MatchString(s) }

func words(s string) int { return len(strings.Fields(s)) }
