package postmortem

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/golangci/misspell"
)

func init() { checks["external-spelling"] = (*checker).externalSpelling }

// misspelt are words often misspelt in messages to customers that the list of
// misspell lacks, with what was meant.
const misspelt = `acces access
acknowleged acknowledged
afected affected
alot a lot
aplication application
aplogies apologies
aplogise apologise
aplogize apologize
apologes apologies
appologies apologies
appologise apologise
appologize apologize
apoligise apologise
apoligize apologize
apoligies apologies
authentification authentication
autentication authentication
availablity availability
avaliable available
becuase because
calender calendar
certficate certificate
cofiguration configuration
comunication communication
conection connection
cusomer customer
cusomers customers
custmer customer
custmers customers
customes customers
databse database
databases' databases
degredation degradation
delpoyment deployment
deployement deployment
disrupton disruption
dissapoint disappoint
dissapointed disappointed
distruption disruption
dont don't
doesnt doesn't
didnt didn't
cant can't
couldnt couldn't
wasnt wasn't
werent weren't
isnt isn't
arent aren't
havent haven't
hasnt hasn't
enviroment environment
eror error
erorr error
erors errors
expereince experience
expereinced experienced
fialed failed
fucntion function
greatful grateful
imapct impact
imapcted impacted
immediatly immediately
impacct impact
improvment improvement
improvments improvements
incidient incident
incidnet incident
inconveince inconvenience
inconvience inconvenience
inconviences inconveniences
inconvinience inconvenience
inconvienience inconvenience
inconvienence inconvenience
intermittant intermittent
intermitent intermittent
inaccesible inaccessible
inaccessable inaccessible
infomation information
infrastucture infrastructure
investgating investigating
investiagte investigate
investigaton investigation
isssue issue
issuse issues
latancy latency
lateny latency
maintainance maintenance
maintenence maintenance
messsage message
mitigatation mitigation
mitigaton mitigation
monitering monitoring
monitorring monitoring
occassion occasion
occurence occurrence
occurrance occurrence
outtage outage
outtages outages
perfomance performance
performace performance
permanant permanent
persistance persistence
pormise promise
prefered preferred
procces process
preventitive preventive
problm problem
probelm problem
recieve receive
recurrance recurrence
reoccurance recurrence
reoccurence recurrence
reliabilty reliability
relibility reliability
reponse response
requets requests
reqeust request
reqeusts requests
resillience resilience
resiliance resilience
resilence resilience
resovled resolved
reslove resolve
resloved resolved
reolved resolved
restorred restored
reuqest request
rollbacked rolled back
sevice service
sevices services
serivce service
serivces services
servce service
srevice service
seperate separate
sincerly sincerely
sincerley sincerely
suport support
succesful successful
tecnical technical
techincal technical
teh the
thier their
thoughput throughput
troughput throughput
trafic traffic
transactons transactions
unavailble unavailable
unavaliable unavailable
unavailabe unavailable
unaccessible inaccessible
understandig understanding
unfortunatly unfortunately
unfortunatley unfortunately
untill until
upto up to
usres users
udpate update
udpated updated
updte update
vunerability vulnerability
vulnerabilty vulnerability
yesturday yesterday`

// corrections are what is meant by a misspelt word: the list of misspell, which
// is long, and our own. Made once.
var corrections = sync.OnceValue(func() map[string]string {
	list := make(map[string]string, len(misspell.DictMain)/2+200)
	for i := 0; i+1 < len(misspell.DictMain); i += 2 {
		list[misspell.DictMain[i]] = misspell.DictMain[i+1]
	}
	delete(list, "unoperational") // a word that some use
	for line := range strings.Lines(misspelt) {
		word, meant, _ := strings.Cut(strings.TrimSpace(line), " ")
		list[word] = meant
	}
	return list
})

// doubled are words that stand twice in a row for a reason.
var doubled = wordSet(`that had is her you so very no bye`)

// externalSpelling looks for misspelt words in the external message, and for
// words that stand twice.
func (c *checker) externalSpelling(r *Rule) {
	known := map[string]bool{}
	for _, list := range [][]string{c.context.Glossary, c.context.People} {
		for _, term := range list {
			for word := range strings.FieldsSeq(strings.ToLower(term)) {
				known[word] = true
			}
		}
	}
	for _, s := range c.prose {
		if s.kind != KindExternal {
			continue
		}
		text := s.masked
		before, end := "", 0
		eachWord(text, func(word string) {
			start := end + strings.Index(text[end:], word)
			between := text[end:start]
			end = start + len(word)
			lower := strings.ToLower(word)
			twice := lower == before && strings.TrimSpace(between) == "" && between != ""
			before = lower
			switch {
			case partOfWord(text, start, end):
				before = ""
			case twice && !doubled[lower] && lower == word:
				c.add(r, KindExternal, s.text.Source(start, end), s.text.Plain, word+" once")
			case known[lower] || len(word) > 2 && inCapitals(word) || isName(text, start):
			default:
				if meant := corrections()[strings.ReplaceAll(lower, "’", "'")]; meant != "" {
					c.add(r, KindExternal, s.text.Source(start, end), s.text.Plain, `"`+inCaseOf(word, meant)+`"`)
				}
			}
		})
	}
}

// partOfWord reports whether a word is part of a name, an address or a number.
func partOfWord(text string, start, end int) bool {
	at := func(i int) byte {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	for _, c := range []byte{at(start - 1), at(end)} {
		if c >= '0' && c <= '9' || strings.IndexByte(`_@/\#=&$%`, c) >= 0 {
			return true
		}
	}
	return at(start-1) == '.' || at(end) == '.' && at(end+1) >= 'a' && at(end+1) <= 'z'
}

// isName reports whether the word there has a capital within a sentence: it is the name of a product or a place.
func isName(text string, start int) bool {
	before := strings.TrimRight(text[:start], " \n")
	last, _ := utf8.DecodeLastRuneInString(before)
	return text[start] >= 'A' && text[start] <= 'Z' && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == ',') && !greeting.MatchString(before)
}

// greeting is followed by a capital that makes no name: "Dear Customers".
var greeting = regexp.MustCompile(`(?i)^\W*(?:dear|hello|hi|good \w+)(?: (?:all|our|valued))*$`)

// inCapitals reports whether a word has capitals after its first letter: it is a name.
func inCapitals(word string) bool {
	for i, r := range word {
		if i > 0 && unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

// inCaseOf writes a word as the other one is written.
func inCaseOf(word, meant string) string {
	if word[0] >= 'A' && word[0] <= 'Z' {
		return strings.ToUpper(meant[:1]) + meant[1:]
	}
	return meant
}
