package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What a header can mean that only the values below it decide.
const (
	fieldEnd      Field = "end"      // "Done": the day, or yes and no
	fieldOutcome  Field = "outcome"  // "Resolution": the day, a state, or a text
	fieldWhen     Field = "when"     // "Target": a day, or a text
	fieldSince    Field = "since"    // "Agreed": the day, or yes and no
	fieldWritten  Field = "written"  // "Postmortem": its address, or the incident's name
	fieldNumber   Field = "number"   // "ID": an issue's key, or a number of the row
	fieldOverview Field = "overview" // "Description": the title where nothing else is one
	fieldFinish   Field = "finish"   // "Completion date": when it is due, or was done where another column says when it is due
	fieldAnalysis Field = "analysis" // "RCA": the address of the postmortem, or a text
)

// headerNames are headers as foldHeader gives them, the more specific with the
// higher rank. A later line never changes what an earlier one says.
var headerNames = []struct {
	field Field
	rank  int
	names string
}{
	// What looks like a field and is none.
	{FieldNone, 0, `issue type,ticket type,work item type,tracker,reporter,creator,author,created by,assigner,assigned by,project,project name,start date,start,started,
		updated,updated at,updated on,last updated,last modified,last viewed,modified,assignee id,owner id,team id,team key,milestone id,number,no,nr,row,parent,parent task,
		parent issue,estimate,sla status,sprint,epic,epic link,first due,first due on,slip,timestamp,time,status category changed,state changed,project type,project key`},

	{FieldTitle, 9, `action item,action item title,action item name,action item summary,action title,action name,action summary,action,agreed action,corrective action,
		preventive action,preventative action,corrective and preventive action,follow up action,follow up item,follow up task,follow up,followup,followup item,followup action,
		action point,remediation item,remediation action,repair item,proposed action,required action,action required,action to take,improvement action,improvement item,
		postmortem action,postmortem action item,post mortem action item,incident action,incident action item,capa`},
	{FieldTitle, 8, `title,task,task name,task title,issue title,item title,ticket title,card title,card name,item name,work item,name,subject,headline,to do,todo,item`},
	{FieldTitle, 7, `summary,issue summary,ticket summary,task summary,item summary,short description,one liner`},
	{FieldTitle, 6, `next step,improvement,recommendation,measure,remediation,mitigation,what,activity,activities,step,deliverable,proposal,change,what to do,commitment,work,
		what need to be done,what will we do`},
	{fieldOverview, 6, `description,action description,action item description,task description,issue description,item description,work description,full description`},
	{fieldOverview, 5, `detail,action detail,task detail,content,body`},
	{FieldDescription, 5, `note,comment,remark,rationale,reason,why,context,background,impact,root cause,cause,benefit,problem,problem statement,finding,lesson,lesson learned,
		update,latest update,status update,status note,progress note,resolution note,solution,proposed solution,approach,outcome,expected outcome,goal,objective,explanation`},
	{FieldDoneWhen, 9, `done when,definition of done,dod,acceptance criteria,acceptance criterion,success criteria,success criterion,exit criteria,completion criteria,done criteria,
		closure criteria,verification,verified by,success measure,measure of success,how do we know it is done,expected result`},

	{FieldOwner, 9, `owner email,assignee email,assigned to email,responsible email,owner email address,assignee email address,owner mail`},
	{FieldOwner, 8, `owner,assignee,assigned to,assigned,assign,dri,directly responsible individual,responsible,responsible person,action owner,owner name,assignee name,owned by`},
	{FieldOwner, 7, `lead,person,who,by whom,point of contact,poc,responsible party,responsibility,accountable,champion,contact,member,engineer,driver`},
	{FieldTeam, 9, `team,owning team,owner team,responsible team,assigned team,team name,action team`},
	{FieldTeam, 8, `squad,assignment group,department,group,tribe,org,organisation,organization,business unit`},

	{FieldDue, 9, `due date,due,due on,due by,due at,date due,deadline,current due date,action due date`},
	{FieldDue, 8, `target date,target completion date,target completion,eta,by when,planned completion,planned completion date,planned date,planned end date,planned finish date,expected completion,
		expected completion date,expected date,estimated completion,estimated completion date,target resolution date,committed date,committed to date,delivery date`},
	{fieldWhen, 5, `when,by,target,expected,timeline,timeframe,time frame,milestone,target release`},
	{fieldFinish, 5, `completion date,finish date,end date`},
	{fieldSince, 9, `agreed,committed`},
	{FieldCreated, 9, `agreed on,date agreed,committed on,committed at,date committed,commitment date`},
	{FieldCreated, 8, `created,created at,created on,created date,creation date,creation time,date created,created time`},
	{fieldSince, 7, `opened,raised,added,logged`},
	{FieldCreated, 7, `opened at,opened on,date opened,raised on,date raised,added on,date added,logged on,date logged,date assigned,assigned on,open date,identified on,date identified`},
	{FieldClosed, 9, `closed at,closed on,closed date,date closed,completed at,completed on,completed date,date completed,done at,done on,done date,date done,resolved at,resolved on,
		resolved date,date resolved,resolution date,resolution time,actual completion,actual completion date,completion time,finished at,finished on,date finished,actual end date,
		closure date,close date,actual close date,actual date`},
	{fieldEnd, 8, `closed,completed,complete,resolved,done,finished,is done,is complete,is completed,implemented`},

	{FieldStatus, 9, `status,state,current status,action status,action item status,item status,task status,issue status`},
	{FieldStatus, 5, `status category,state reason,list name,section column,stage,phase,column`},
	{fieldOutcome, 4, `resolution,completion,progress,disposition`},
	{FieldPriority, 9, `priority,prio,p,item priority,action priority,priority level`},
	{FieldPriority, 7, `importance,urgency`},
	{FieldKind, 9, `kind,action type,action item type,type of action,item type,action category,action kind,control type`},
	{FieldKind, 8, `type,category,class,classification`},
	{FieldLabels, 9, `label,tag,keyword`},
	{FieldLabels, 6, `area,theme,topic`},

	{FieldLink, 9, `issue key,jira key,jira issue key,ticket key,ticket id,ticket number,jira,jira id,jira ticket,jira issue,jira link,link key,tracking issue,tracking ticket,github issue,gh issue`},
	{FieldLink, 8, `issue link,issue url,ticket link,ticket url,link url,tracking link,tracking url,link,url,ticket,issue,bug,card,card url,key,tracking,tracked in,pr,pull request,web url,html url`},
	{fieldNumber, 7, `id,identifier,issue id,issue number,task id,action id,action item id,action number,action item number,item id,ref,reference,item number,ai`},

	{FieldService, 8, `service,affected service,service affected,impacted service,service impacted,system,affected system,system affected,impacted system,affected product`},
	{FieldService, 6, `component,affected component,component affected,product,application,app,platform`},
	{FieldSeverity, 9, `severity,sev,severity level,sev level,severity rating`},
	{FieldDate, 9, `incident date,date of incident,outage date,date of outage,incident day,date of occurrence,occurred on,occurrence date,event date`},
	{FieldDate, 8, `occurred,occurred at,date occurred,incident start,incident started,when did it happen`},
	{FieldDate, 4, `date`},
	{FieldDocument, 6, `document url,document link,doc url,doc link,report url,report link,write up link,confluence,confluence link,confluence page,wiki,wiki link,wiki page,notion,notion link,google doc`},
	{fieldAnalysis, 5, `rca,root cause analysis`},
	{fieldWritten, 5, `document,doc,report,write up,writeup`},
	{FieldIncident, 3, `event,event title,source,originating event,failure`},
}

// itemPrefixes may stand before what a column says of the item ("Task owner").
var itemPrefixes = []string{"action item ", "corrective action ", "follow up ", "followup ", "work item ", "action ", "task ", "item ", "ticket ", "issue ", "jira ", "card "}

// incidentParts are what stands behind "incident" in a header ("Incident start").
var incidentParts = []struct {
	field Field
	rank  int
	names string
}{
	{FieldIncident, 9, ``},
	{FieldIncident, 8, `title,name,subject,headline`},
	{FieldIncident, 7, `id,key,number,no,num,nr,ref,reference,code,ticket,issue,external id`},
	{FieldIncident, 2, `summary,description`},
	{FieldDate, 9, `date,day,start date,start day`},
	{FieldDate, 7, `date time,datetime,date and time,time,start,start time,started,started at,began,occurred,occurred at,occurred on,timestamp,opened,opened at,created,created at,detected at`},
	{FieldSeverity, 9, `severity,sev,severity level,sev level,level,priority,class,classification,rating,impact level`},
	{FieldService, 9, `service,affected service,system,affected system,component,product,application,app`},
}

// reviewParts are what stands behind "postmortem" in a header.
var reviewParts = []struct {
	field Field
	rank  int
	names string
}{
	{fieldWritten, 6, `,document,doc,report,page,write up,writeup`},
	{FieldIncident, 6, `title,name,subject,summary`},
	{FieldIncident, 5, `id,key,number,no,ref,reference,issue,ticket`},
	{FieldDocument, 9, `link,url,document link,document url,doc link,doc url,report link,report url,page link,page url,href`},
	{FieldSeverity, 7, `severity,sev,severity level`},
}

var (
	reviewWord   = regexp.MustCompile(`^(?:incident |outage )?(?:postmortem|post mortem|pir|rca|retro|retrospective|review|post incident review|root cause analysis|incident report)(?: (.*))?$`)
	incidentWord = regexp.MustCompile(`^(?:(?:source|related|parent|originating|original|linked|associated|production|from) )?(?:incident|outage|inc)(?: (.*))?$`)
	ofIncident   = regexp.MustCompile(`^(.+?)(?: of| for)? (?:incident|outage)$`)
	// customField is how Jira exports a field that somebody added.
	customField = regexp.MustCompile(`(?i)^custom field \((.+)\)$`)
	inBrackets  = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)
	// notDue are words that make a due date another one.
	notDue = wordSet(`original first previous old initial overdue day reminder past change changed slip reason`)
	// notOwner are words that make an owner somebody else.
	notOwner  = wordSet(`id key secondary backup previous username manager second former incident service group`)
	notStatus = wordSet(`changed date history sla approval previous`)
	// ownNumbers are prefixes of numbers that are no tracker's.
	ownNumbers = regexp.MustCompile(`^(?:AI|ACT|ACTION|ITEM|TASK|PM|INC|NO|NR|REF|ID)-?\d`)
	issueKey   = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}-\d+$`)
	// identifier is a number of a row, not words that name work.
	identifier = regexp.MustCompile(`^(?:[\pL_]{1,12}[-_. #]{0,2})?#?\d+(?:\.\d+)*[.)]?$`)
)

// guess is what a header may mean; of two columns that may hold a field the one
// with the higher rank does.
type guess struct {
	field Field
	rank  int
}

var spelled = func() map[string]guess {
	out := map[string]guess{}
	for _, s := range headerNames {
		addSpelled(out, s.names, guess{s.field, s.rank})
	}
	return out
}()

var spelledOfIncident, spelledOfReview = func() (incident, review map[string]guess) {
	incident, review = map[string]guess{}, map[string]guess{}
	for _, s := range incidentParts {
		addSpelled(incident, s.names, guess{s.field, s.rank})
	}
	for _, s := range reviewParts {
		addSpelled(review, s.names, guess{s.field, s.rank})
	}
	return incident, review
}()

func addSpelled(to map[string]guess, names string, g guess) {
	for name := range strings.SplitSeq(names, ",") {
		if name = foldHeader(name); !known(to, name) {
			to[name] = g
		}
	}
}

func known(in map[string]guess, name string) bool {
	_, ok := in[name]
	return ok
}

// foldHeader makes one of the spellings of a header: small letters, the words in
// the singular, nothing between them but a space.
func foldHeader(header string) string {
	words := strings.FieldsFunc(strings.ToLower(strings.NewReplacer("'", "", "’", "").Replace(header)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	kept := words[:0]
	for _, w := range words {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") {
			w = w[:len(w)-1]
		}
		if w != "s" && w != "the" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// apart puts a space where a programmer's name goes on with a capital: dueDate.
func apart(header string) string {
	var b strings.Builder
	small := false
	for _, r := range header {
		if small && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return b.String()
}

// guessOf says what a header means; no field for one that says nothing.
func guessOf(header string) guess {
	if len(header) > 200 {
		return guess{}
	}
	if m := customField.FindStringSubmatch(header); m != nil {
		g := guessOf(m[1])
		g.rank = max(g.rank-1, 0)
		return g
	}
	forms := []string{foldHeader(header), foldHeader(inBrackets.ReplaceAllString(header, " ")), foldHeader(apart(header))}
	for _, form := range forms {
		if g, ok := guessOfName(form); ok {
			return g
		}
	}
	if slices.ContainsFunc(forms, ofOther) {
		return guess{} // "Incident commander" is no owner of an item
	}
	if c, _ := columnNamed(header); c != columnOther {
		return guessOfColumn(c)
	}
	for _, form := range forms {
		if g := guessOfWords(form); g.field != FieldNone {
			return g
		}
	}
	return guess{}
}

// guessOfName reads a header that is one whole name.
func guessOfName(name string) (guess, bool) {
	if name == "" {
		return guess{}, false
	}
	if g, ok := spelled[name]; ok {
		return g, true
	}
	for _, about := range []struct {
		re      *regexp.Regexp
		spelled map[string]guess
	}{{reviewWord, spelledOfReview}, {incidentWord, spelledOfIncident}, {ofIncident, spelledOfIncident}} {
		if m := about.re.FindStringSubmatch(name); m != nil && known(about.spelled, m[1]) {
			return about.spelled[m[1]], true
		}
	}
	for _, prefix := range itemPrefixes {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		switch g := spelled[rest]; g.field {
		case FieldNone, FieldDate, FieldSeverity, FieldIncident, FieldDocument, FieldService, fieldWritten:
		default:
			return g, true
		}
	}
	return guess{}, false
}

// ofOther says that a name is of something of the incident or of its review.
func ofOther(name string) bool {
	return reviewWord.MatchString(name) || incidentWord.MatchString(name) || ofIncident.MatchString(name)
}

// guessOfColumn says what a column of a table in a document means here.
func guessOfColumn(c column) guess {
	switch c {
	case columnTitle:
		return guess{FieldTitle, 5}
	case columnText:
		return guess{FieldDescription, 4}
	case columnOwner:
		return guess{FieldOwner, 5}
	case columnDue:
		return guess{fieldWhen, 4}
	case columnStatus:
		return guess{fieldOutcome, 3}
	case columnLink:
		return guess{FieldLink, 5}
	case columnPriority:
		return guess{FieldPriority, 5}
	case columnType:
		return guess{FieldKind, 5}
	}
	return guess{}
}

// guessOfWords reads a header by a word in it.
func guessOfWords(name string) guess {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 8 {
		return guess{}
	}
	has := func(any ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
	}
	without := func(none map[string]bool) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return none[w] })
	}
	last := words[len(words)-1]
	switch {
	case has("due", "deadline") && without(notDue):
		return guess{FieldDue, 3}
	case has("owner", "assignee", "responsible") && without(notOwner):
		return guess{FieldOwner, 3}
	case has("priority"):
		return guess{FieldPriority, 3}
	case has("description", "detail", "note", "comment", "remark"):
		return guess{FieldDescription, 3}
	case last == "status" && without(notStatus):
		return guess{FieldStatus, 2}
	case last == "action" || last == "task" || strings.HasSuffix(name, "action item"):
		return guess{FieldTitle, 3}
	}
	return guess{}
}
