package postmortem

// moreVerbs ask for work as well as those that the document's items are found by. They are kept apart because a word
// here may be a noun elsewhere, which would make items of what is none.
var moreVerbs = wordSet(`plot go kick dedupe gzip ratelimit colour-code color-code abandon abolish absorb abstract accelerate acknowledge acquire administer
	advertise advocate aggregate aid air-gap alias amend analyse analyze annotate anonymise anonymize answer anticipate apologise apologize
	append approach approve archive assemble assert assume assure attempt attend augment authenticate author authorise authorize autoscale
	await balance batch be become begin blacklist blocklist blog boost bolster bound brainstorm brief broadcast broaden buffer bundle canary
	cancel cap carry carve cast categorise categorize celebrate certify chase circulate clamp classify clone co-locate coalesce colocate
	commission compact compensate compile compress compute concentrate conclude condense confine consult contain containerise containerize
	contract correlate cordon count cover craft credit cull curate curtail customise customize debounce decode decompose decompress deduce
	deepen default defend defer deflate delay delegate demand demote denormalise denormalize depict deprovision derive describe destroy detach
	devise devote dig diff disconnect discontinue discover disentangle dismiss dispatch disperse dispose distinguish dive diversify dockerise
	dockerize down-scale downscale downsample drill drive drop-in dry-run earmark ease edit embrace empower enact encapsulate enclose encode
	end endeavour engineer enlist enqueue enrich enrol enroll enumerate equip eradicate erase escape evacuate evict evolve exempt exit
	expedite expire exploit express externalise externalize fall favour favor feed fetch field finance fire firewall flatten float flush fold
	forbid forecast forward foster freeze front fuel fulfil fulfill fund fuzz gain garbage-collect gate gauge generalise generalize git govern
	grow guide hack halt halve hand harmonise harmonize hash heal highlight hook host hot-fix hotfix hunt improvise impose incentivise
	incentivize index infer inject inline insist inspect instantiate interlock intercept internalise internalize interview invalidate invent
	invert iterate jitter jot kick-off kill label lay layer lessen level lift lighten line lint load localise localize lookup loop loosen
	mandate mask match materialise materialize mature maximise maximize meet memoize mention mentor mine mock modernise modernize modularise
	modularize multiply mute narrow nest neutralise neutralize nominate normalise normalize number obsolete obfuscate observe omit operate
	operationalise operationalize opt outfit outsource overprovision override oversee own pack package pad paginate parameterise parameterize
	park pass paste pay peg peer perfect persuade petition pilot pipe pivot place play plug polish poll pool pop populate port preallocate
	prebuild precompute preempt prefetch prefix preload preprocess prepull prescribe preserve preset press prewarm privatise privatize
	productise productize profile program progress prompt proof proofread proxy pursue quarantine quell queue quiesce quote race ramp rank
	re-architect re-image re-key re-platform react reactivate readjust realign reallocate reapply rearchitect rearrange reassess reassign
	rebalance rebase reboot rebrand recalculate recalibrate recheck reclaim reclassify recognise recognize recompute rectify recruit recycle
	redact redefine rediscover redistribute redo reenable reimburse reengineer reestablish reference reformat regain regenerate rehearse
	reimage reimplement reindex reinforce reinstall reinstate reissue reiterate rekey relabel relocate rely remember remodel render renew
	renegotiate rent reopen reorder repackage repartition repeat rephrase replay replenish repoint reposition repost repromote reproduce
	reprovision requeue reschedule rescope reserve reshape reshard respect restate restock restyle resubmit resume resurrect resync retarget
	retag retest rethrow retrieve retrofit revalidate reverse revitalise revitalize revive rid right ring roll-back roll-out rollback rollout
	root-cause round salvage sample sandbox sanity-check satisfy scope scrape scrub seal seed segment segregate sell sense serialise serialize
	settle shadow shard shave shed shield shore short-circuit sideline sign signal signpost silo size sketch slice smoke snapshot snooze
	socialise socialize soften solicit solidify source spawn spec special-case specialise specialize spell spin splice sponsor spot squash
	stage stagger stamp staff stand steer step stick stipulate stitch straighten strain stretch strip strive structure study subject submit
	substitute subtract sum summarise summarize supersede supervise supplement surround survey sustain swap sweep switchover synthesise
	synthesize systematise systematize table tackle tail tailor tap target task tear templatise templatize tempt tender terraform thank thin
	think thread tier time time-box timebox tokenise tokenize top trace trade trap treat triage troubleshoot tweak truncate trust type unban
	unblock unbundle uncomment uncover understand undeploy undertake unhook unload unlock unmount unpublish unset unwind upload upscale urge
	usher vacuum vary verbalise verbalize vet view virtualise virtualize visit void volunteer vote wake walk warm warrant water-mark weed
	weigh white-list wind wipe withdraw withhold wrangle write-protect yank zero zip dark-launch hard-code fail-over failover feature-flag
	code-review peer-review lock-down autogenerate hot-swap health-check error-check fact-check spot-check power-cycle round-robin
	version-control time-out clean-up tidy-up follow-up set-up back-fill ponder contemplate debate inquire enquire ascertain characterise
	characterize pinpoint deep-dive deepdive shrink speed spend pare ditch scrap nail nuke quit lobby nudge reassure relay sanction screen
	toughen upskill wean weld cherry-pick liaise deal free graduate power abort price reprice collapse draw reaffirm ballpark time-limit self-host live-migrate budget`)

// nounVerbs are verbs that are nouns as well: what follows decides. Here are the words after which they are nouns.
var nounVerbs = map[string]map[string]bool{
	"alert":      wordSet(`fatigue routing threshold thresholds tuning noise coverage rule rules grouping hygiene configuration dashboard escalation channel channels priorities severity for that which`),
	"backup":     wordSet(`strategy policy process monitoring verification testing restore restores retention plan schedule server system procedure procedures validation alerts disk disks not script scripts job jobs`),
	"block":      wordSet(`list lists storage device devices size`),
	"budget":     wordSet(`alert alerts for of on in review plan planning process monitoring policy policies tracking dashboard dashboards report reports owner approval line lines`),
	"build":      wordSet(`pipeline pipelines system caching cache process times failures server agents artifact artifacts`),
	"cache":      wordSet(`invalidation header headers warming eviction ttl hit miss key keys monitoring sizing server servers layer cluster`),
	"canary":     wordSet(`stage step releases release deploys deployment deployments rollout rollouts analysis checks environment`),
	"change":     wordSet(`management process control freeze log review window windows advisory approval procedure procedures policy requests tracking notifications board`),
	"check":      wordSet(`list lists`),
	"clean":      wordSet(`separation`),
	"clear":      wordSet(`ownership responsibilities responsibility guidelines guidance communication documentation expectations roles escalation instructions definition`),
	"collapse":   wordSet(`detection`),
	"complete":   wordSet(`audit visibility`),
	"confirm":    wordSet(`prompt prompts dialog dialogue button step`),
	"contact":    wordSet(`list lists details information`),
	"count":      wordSet(`control controls`),
	"cut":        wordSet(`over`),
	"default":    wordSet(`timeout timeouts limits values settings configuration deny`),
	"delete":     wordSet(`protection`),
	"deploy":     wordSet(`process pipeline pipelines freeze checklist tooling script scripts notifications procedure windows tool tools`),
	"design":     wordSet(`doc docs document documents review reviews`),
	"diff":       wordSet(`between`),
	"direct":     wordSet(`line access`),
	"double":     wordSet(`confirmation`),
	"drain":      wordSet(`procedure script timeout`),
	"draw":       wordSet(`calls call`),
	"drill":      wordSet(`schedule`),
	"dry-run":    wordSet(`mode`),
	"engineer":   wordSet(`training onboarding`),
	"escape":     wordSet(`hatch`),
	"export":     wordSet(`job jobs`),
	"fail":       wordSet(`safe safes over`),
	"failover":   wordSet(`testing test tests process procedure procedures automation runbook drills drill strategy plan documentation monitoring script scripts`),
	"file":       wordSet(`descriptor descriptors system systems limits permissions size integrity`),
	"filter":     wordSet(`list lists`),
	"fix":        wordSet(`forward`),
	"freeze":     wordSet(`exemption exemptions for period window windows`),
	"gate":       wordSet(`that which`),
	"go":         wordSet(`version versions module modules code binary client library runtime upgrade`),
	"guard":      wordSet(`test tests rail rails`),
	"hook":       wordSet(`that which for`),
	"host":       wordSet(`monitoring inventory level`),
	"import":     wordSet(`job jobs process pipeline`),
	"increase":   wordSet(`in`),
	"index":      wordSet(`on for rebuild maintenance`),
	"inline":     wordSet(`documentation comments docs comment`),
	"issue":      wordSet(`tracker template templates with`),
	"label":      wordSet(`validation`),
	"limit":      wordSet(`on`),
	"link":       wordSet(`to between checker`),
	"lint":       wordSet(`that which rule rules`),
	"load":       wordSet(`testing test tests balancing balancer balancers shedding average monitoring generator`),
	"lock":       wordSet(`timeout timeouts contention monitoring`),
	"log":        wordSet(`rotation retention aggregation level levels shipping alerting monitoring volume analysis pipeline collection management search messages based file files storage`),
	"map":        wordSet(`of`),
	"mirror":     wordSet(`of`),
	"model":      wordSet(`validation versioning monitoring`),
	"monitor":    wordSet(`coverage configuration`),
	"open":       wordSet(`question questions`),
	"order":      wordSet(`of`),
	"outline":    wordSet(`of`),
	"own":        wordSet(``),
	"page":       wordSet(`routing load`),
	"patch":      wordSet(`for of management process policy window`),
	"permit":     wordSet(``),
	"plan":       wordSet(`of`),
	"pool":       wordSet(`size sizing`),
	"post":       wordSet(`mortem mortems incident`),
	"power":      wordSet(`for supply`),
	"pre-commit": wordSet(`hook hooks check checks stage`),
	"present":    wordSet(``),
	"price":      wordSet(`awareness limits limit checks check list lists`),
	"process":    wordSet(`documentation improvement improvements change changes for review to around supervision monitoring isolation`),
	"proof":      wordSet(`of`),
	"proxy":      wordSet(`configuration timeouts settings`),
	"query":      wordSet(`timeout timeouts limits limit killer monitoring optimisation optimization performance plan caching review reviews`),
	"queue":      wordSet(`depth monitoring length alerts alerting size backpressure consumer`),
	"rate":       wordSet(`limiting limits limiter limiters`),
	"read":       wordSet(`timeout timeouts replica replicas only-access`),
	"reconnect":  wordSet(`test tests drill`),
	"record":     wordSet(`of`),
	"release":    wordSet(`process notes checklist pipeline management candidate gating train schedule documentation automation engineering procedure procedures freeze candidates`),
	"replay":     wordSet(`test tests`),
	"report":     wordSet(`of`),
	"request":    wordSet(`timeout timeouts limits tracing logging coalescing queue hedging validation throttling`),
	"research":   wordSet(``),
	"restore":    wordSet(`test tests testing drill drills procedure procedures process time times plan runbook documentation exercise`),
	"retry":      wordSet(`logic policy policies budget budgets mechanism with backoff storms`),
	"review":     wordSet(`of process checklist`),
	"rollback":   wordSet(`plan procedure procedures process automation strategy testing button script mechanism documentation capability test tests runbook`),
	"rollout":    wordSet(`plan process strategy procedure`),
	"route":      wordSet(`tables table`),
	"run":        wordSet(`book books`),
	"sample":     wordSet(`size rate`),
	"scale":      wordSet(`testing test tests`),
	"schedule":   wordSet(``),
	"script":     wordSet(`to for that which`),
	"search":     wordSet(`index indexing cluster`),
	"secure":     wordSet(`storage`),
	"seed":       wordSet(`data`),
	"set":        wordSet(`of of`),
	"shadow":     wordSet(`running run runs`),
	"share":      wordSet(`of`),
	"slow":       wordSet(`query`),
	"smoke":      wordSet(`test tests testing`),
	"snapshot":   wordSet(`testing retention policy schedule tests`),
	"sort":       wordSet(`fix`),
	"source":     wordSet(`control code of maps`),
	"spot":       wordSet(`instance instances guidance`),
	"staff":      wordSet(`training`),
	"stress":     wordSet(`testing tests`),
	"support":    wordSet(`for team training process documentation tooling`),
	"table":      wordSet(`top level partitioning`),
	"target":     wordSet(`date group`),
	"terraform":  wordSet(`drift module modules state plan plans provider code`),
	"test":       wordSet(`coverage suite suites environment environments case cases harness data plan plans automation framework infrastructure cluster setup bed for`),
	"thread":     wordSet(`pool pools dump dumps limits`),
	"time":       wordSet(`out outs synchronisation synchronization sync zone zones limit limits to series`),
	"trace":      wordSet(`sampling context`),
	"type":       wordSet(`checking checks safety`),
	"update":     wordSet(`process policy of`),
	"upgrade":    wordSet(`process path procedure procedures checklist runbook testing plan playbook policy`),
	"upload":     wordSet(`limits size validation`),
	"use":        wordSet(`of case cases`),
	"version":    wordSet(`pinning control skew matrix`),
	"view":       wordSet(`of`),
	"warm":       wordSet(`standby spare`),
	"watch":      wordSet(`list`),
	"write":      wordSet(`permissions permission access latency timeout timeouts load traffic`),
	"zero":       wordSet(`downtime trust`),
}

// articleWords come before a noun, so the word before them is a verb.
var articleWords = wordSet(`the a an our all each every this these those its their your any some it them`)

// Who is spoken of.
var (
	pronounWords = wordSet(`we i they he she you it this that there these those someone somebody everyone everybody nobody no-one
		we've we'll we're we'd i've i'll i'm i'd they've they'll they're it's it'll there's there'll that's you'll you're let's who`)
	// roleWords are heads of who may own an item: "the platform team to add …".
	roleWords = wordSet(`team teams sre sres engineering engineers engineer ops devops devex infra infrastructure security platform
		support product management manager oncall on-call dba dbas qa legal finance marketing comms owner owners squad group
		developers developer staff admins admin lead leads everyone people department vendor backend frontend eng`)
	// thingWords are heads of what is made: "script to rotate the keys" is no owner's task.
	thingWords = wordSet(`ability alarm alarms alert alerts alerting api automation backup backups bot button capacity change changes check checks
		checker checklist cli code command controls cron cronjob dashboard dashboards doc docs document documentation endpoint
		feature flag flags framework function gate graph graphs guard guardrail guardrails guide guideline guidelines hook implementation
		infrastructure-as-code job jobs library limit limits linter logging logic mechanism metric metrics migration monitor monitors
		monitoring need option page permission pipeline plan playbook policy probe procedure process processes proposal protocol
		query report requirement rule rules runbook runbooks safeguard safeguards script scripts service session setting steps strategy
		support switch system template test tests testing tool tooling tools training tutorial validation view way ways webhook workflow
		work time work-around workaround effort`)
)

// Words of clauses.
var (
	modalWords   = wordSet(`should shouldn't must mustn't needs need has-to ought shall will won't can can't cannot would wouldn't`)
	unsureWords  = wordSet(`could might may maybe perhaps possibly potentially ideally`)
	presentWords = wordSet(`exist exists am is are isn't aren't do does don't doesn't remains`)
	pastWords    = wordSet(`was were wasn't weren't had hadn't did didn't failed caused led went took became ran lost broke got crashed happened occurred
		showed made gave began came didn't couldn't`)
	perfectWords = wordSet(`has have hasn't haven't`)
	// subordinateWords begin what only describes: "a runbook for when the disk is full".
	subordinateWords = wordSet(`that which who whom whose where when whenever if how why what so because since while until unless whether
		after before once showing`)
)

// Words for how sure and how often.
var (
	recurringWords = wordSet(`regularly periodically routinely continuously continually constantly always never frequently proactively
		consistently generally usually`)
	openerWords = wordSet(`already please also then and finally next first second secondly lastly now just simply additionally furthermore moreover
		instead however kindly let's lets immediately eventually meanwhile further afterwards`)
	leadInWords = wordSet(`in on over throughout for before after when whenever if once during as where at by with until while from per within rather
		following upon going since unless given due prior depending though although`)
)

// considerVerbs weigh something up; investigateVerbs find something out. Neither says what will be different then.
var (
	considerVerbs    = wordSet(`consider reconsider rethink re-think ponder contemplate weigh brainstorm discuss debate think entertain`)
	investigateVerbs = wordSet(`investigate debug explore research evaluate re-evaluate reevaluate assess re-assess reassess analyse analyze examine
		re-examine study understand determine identify reflect diagnose inspect experiment spike deep-dive deepdive root-cause
		survey ascertain pinpoint characterise characterize revisit re-visit inquire enquire troubleshoot uncover discover`)
	// inquiryWords follows a verb that then only asks: "check whether", "review options".
	inquiryWords = wordSet(`if whether why how what which who possibilities options possibility feasibility alternatives ways`)
	// findableWords is what "find" looks for where it is not found yet.
	findableWords = wordSet(`way ways solution solutions cause causes reason reasons option options alternative alternatives method approach approaches
		root fix mechanism strategy`)
	inquiryNouns = wordSet(`investigation analysis evaluation assessment study research exploration spike feasibility deep-dive discussion digging`)
)

// reportingVerbs after an inquiry do not change anything yet.
var reportingVerbs = wordSet(`report document propose recommend plan discuss share summarise summarize see consider evaluate assess investigate
	explore understand determine identify analyse analyze learn note present review research describe explain find figure look
	think debug diagnose track check test verify decide`)

// plainVerbs are no nouns, so that after "and" they begin another action.
var plainVerbs = wordSet(`add adopt adjust allow apply automate avoid block bring build change choose clean clear close codify configure convert
	correct create decide decommission decouple define delete deliver deploy deprecate disable drop educate eliminate enable encrypt enforce
	ensure establish expand expose extend extract fix generate give hire implement improve include increase inform install integrate
	introduce invest keep lower make merge migrate minimise minimize mitigate modify move notify obtain optimise optimize organise organize
	prevent prioritise prioritize provide provision publish put raise re-enable rebuild reconfigure redesign reduce refactor reject
	remediate remove rename replace require resolve restrict retire revert revise rewrite roll rotate run scale schedule separate set setup
	shorten simplify split standardise standardize start stop store streamline strengthen switch teach tighten tune turn
	unify uninstall update upgrade use validate write send tell ask train allocate assign attach bump`)

// completingVerbs say when the first action is finished; they are no second one.
var completingVerbs = wordSet(`decide verify test check confirm validate ensure document monitor make announce communicate notify inform share report see tell
	track keep page send publish deploy release apply use run roll close`)

// Verbs that name a direction and no end.
var (
	endlessVerbs = wordSet(`keep continue maintain monitor watch observe avoid always never don't dont be remember encourage foster
		strive aim remain stay try endeavour attempt seek remind rely respect embrace celebrate advocate demonstrate track
		emphasise emphasize discourage manage know educate sensitise sensitize`)
	improvingVerbs = wordSet(`improve enhance strengthen better optimise optimize streamline boost bolster mature refine perfect reinforce modernise modernize toughen harden simplify speed`)
	movingVerbs    = wordSet(`gain increase reduce decrease minimise minimize maximise maximize lower raise limit cut accelerate lessen shorten grow expand broaden deepen widen`)
	comparingWords = wordSet(`better timely timelier smoother more faster easier safer robust resilient reliable clearer simpler stable scalable fault-tolerant quicker stronger harder
		efficient performant maintainable smarter visible secure obvious`)
	// abstractWords is what can always be more or less of.
	abstractWords = wordSet(`awareness coverage visibility resilience resiliency reliability robustness confidence redundancy latency downtime risk risks
		complexity noise dependency dependencies dependence reliance observability stability performance availability quality collaboration communication
		communications monitoring alerting testing documentation speed impact toil knowledge security capacity efficiency scalability
		durability trust maintainability debt uptime blast pressure load mttr mttd posture culture processes process automation training tests alerts visibility
		code infrastructure system systems architecture platform`)
	recurrenceWords = wordSet(`again recurrence recurring reoccur recur reoccurrence reoccurring repeat repeated repeating`)
	manyPeople      = wordSet(`engineer engineers developer developers team teams everyone everybody people operators operator responders responder staff
		reviewers reviewer on-call oncall we users admins administrators maintainers members colleagues employees anyone
		ic commanders leads managers someone nobody qa devs sres marketing sales`)
	endMarkers = wordSet(`by until via through using`)
	// concreteVerbs after "to" say what the improved thing will do.
	concreteVerbs = wordSet(`include show list log return contain handle print reject display say warn tell fail alert page notify run accept
		cover check verify validate record emit expose report use send write read retry fall restart stop link point name mention detect
		block require allow exclude cap load match ignore flag highlight mark group sort store expire follow skip`)
)

// vagueWords say nothing about which: an object of nothing but them is not specific.
var vagueWords = wordSet(`the a an our all any some this these those that it its them their such which more better improved additional extra further new
	proper appropriate necessary needed required relevant various several other similar same general existing current good
	adequate sufficient comprehensive basic correct right affected related missing own
	and or & etc to for of in on from against around with at as by into about when where if so be is was were are
	issue issues problem problems bug bugs root cause causes caused causing led lead leading behind outage outages incident incidents
	thing things stuff situation situations scenario scenarios case cases kind kinds type types sort event events failure failures
	error errors future happening happen happens happened again occurs occurring occur recurrence reoccurrence recurring prevent avoid
	catch detect sooner earlier faster possible asap soon properly correctly accordingly above below discussed identified described underlying place
	mentioned everything everywhere something anything work working
	monitoring alerting alert alerts alarm alarms test tests testing documentation docs doc runbook runbooks playbook playbooks logging logs log
	dashboard dashboards process processes procedure procedures tool tools tooling training communication communications automation
	safeguard safeguards guardrail guardrails check checks validation validations resilience resiliency redundancy metrics metric
	observability measures controls practice practices best improvement improvements change changes action actions fix fixes solution
	solutions mitigation mitigations system systems service services coverage policy policies configuration code protection protections quality reliability stability security infrastructure application applications app team teams
	legacy debt tech technical support ownership uptime permanent proactive reactive effective clear clearer tighter stronger stricter meaningful actionable early
	enhanced advanced stronger reliable resilient full complete whole entire overall internal
	permanent long-term short-term longterm robust automatic automated manual end-to-end e2e unit integration regression gaps gap part missed notice we us does not flaky much exhaustive
	isn't doesn't won't remaining found during see section prevention 	plan plans findings learnings lessons learned recommendations steps postmortem's handling mechanism mechanisms wherever clean up out this/that long term short meeting retrospective agreed leftovers remains manually done were guard rails`)

// genericThings is what there is in every system: more or better of it is no outcome.
var genericThings = wordSet(`monitoring alerting alert alerts alarms test tests testing documentation docs runbook runbooks playbooks logging logs
	dashboard dashboards process processes procedures tools tooling training communication communications automation safeguards
	guardrails checks validation metrics observability controls coverage visibility notifications error handling redundancy capacity
	resilience reliability security protection`)

// describingWords are adjectives where no article follows: "automated tests for the importer".
var describingWords = wordSet(`automated centralised centralized dedicated shared managed detailed scheduled advanced distributed unified proposed
	improved increased reduced enhanced extended versioned standardised standardized tested simplified strengthened optimised optimized
	planned structured limited expanded protected written rejected needed required staged phased targeted isolated controlled`)

// gerundNouns are nouns in -ing: "alerting on disk space" names a thing.
var gerundNouns = wordSet(`monitoring alerting logging testing training tooling caching tracing planning staffing onboarding handling reporting
	messaging profiling sharding scaling autoscaling throttling paging sampling sandboxing batching hardening versioning linting fuzzing
	tracking streaming networking clustering engineering building scripting load-testing pooling warming warning polling pinging
	rate-limiting auto-scaling smoke-testing failover-testing blue-green meeting routing partitioning pairing ongoing missing existing
	nothing something anything everything timing string ring during king thing spring staging pricing billing hosting setting ordering
	screening recording`)

// headingWords name a group of items and ask for nothing.
var headingWords = wordSet(`prevention detection mitigation response recovery immediate short medium long longer near term short-term medium-term
	long-term longer-term mid-term next steps action actions items item follow-up follow-ups followup followups todo todos technical
	organisational organizational other misc miscellaneous general completed done open pending planned summary notes links references
	tickets ticket improvements remediation corrective preventive preventative measures related`)

// notWork are words that such a line begins with.
var notWork = wordSet(`thanks thank kudos congratulations congrats props shout-out shoutout sorry apologies appreciation hooray`)

// questionWords begin a question.
var questionWords = wordSet(`why what how who when where which do does did is are can could should would will was were has have don't shouldn't
	isn't aren't couldn't wouldn't may might shall any`)

// practiceWords are what every team could have: to introduce them says nothing of where, while to test or to automate the
// ones that are there does.
var practiceWords = wordSet(`staging environment environments canary canaries canarying deployment deployments deploys rollout rollouts rollback rollbacks release releases
	rate limiting limits limiting circuit breaker breakers load stress chaos engineering smoke failover backup backups restore
	recovery disaster caching retries retry redundancy health healthchecks incident response on-call oncall escalation
	planning autoscaling feature flag flags review reviews code checklist checklists ownership gradual progressive staged blue-green
	notification notifications framework strategy strategies input strict mandatory peer security access control high availability
	multi-region sla slas slo slos game days day drills drill`)

// introducingVerbs verbs bring a practice in.
var introducingVerbs = wordSet(`add implement introduce create build set setup establish develop improve define provide have adopt put start
	use do conduct make get bring perform ensure`)

// statusWords stand after "Status:", with or without a sign after them.
var statusWords = wordSet(`done open unresolved pending ongoing on-going resolved closed todo declined in-progress progress in not to do
	started unassigned new fixed completed complete blocked stalled wip hold on review assigned triaged merged deployed backlog`)
