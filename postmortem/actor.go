package postmortem

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lastWords are the words before the one that is looked at, back to the last
// punctuation, the nearest last.
type lastWords struct {
	spans [6][2]int
	n     int
	start bool // a sentence, or what follows a colon or a time, began with them
}

func (w *lastWords) add(start, end int) {
	if w.n == len(w.spans) {
		copy(w.spans[:], w.spans[1:])
		w.n--
		w.start = false
	}
	w.spans[w.n] = [2]int{start, end}
	w.n++
}

// back gives the word that many words before.
func (w *lastWords) back(n int, lower string) string {
	if n > w.n {
		return ""
	}
	at := w.spans[w.n-n]
	return lower[at[0]:at[1]]
}

// Kinds of words for those who act.
const (
	actorOne       = iota + 1 // "he"
	actorMany                 // "engineers"
	actorWe                   // "we", "somebody"
	actorJob                  // "engineer": one person where a determiner stands before it
	actorSecond               // "member": a job after certain words
	actorOperator             // a job, or software
	actorOurs                 // "provider": people where it is ours
	actorAnyPerson            // "person": after a determiner right before it
)

var actors = func() map[string]int {
	out := map[string]int{}
	for kind, words := range map[int]string{
		actorOne: "he she",
		actorWe:  "we i someone somebody everyone everybody",
		actorMany: `team teams squad squads crew crews staff personnel management leadership ops vendor
			engineers developers devs programmers sysadmins admins administrators sres dbas technicians contractors consultants interns employees maintainers
			contributors committers responders reviewers colleagues coworkers co-workers teammates testers operators instructors moderators managers on-calls people owners approvers authors`,
		actorJob: `engineer developer dev programmer sysadmin admin administrator sre dba technician contractor consultant intern employee maintainer contributor
			committer author responder reviewer colleague coworker co-worker teammate on-call oncall on-caller architect analyst tester trainee apprentice student volunteer moderator instructor teacher owner electrician cleaner guard mechanic specialist scientist officer approver deployer
			nurse pharmacist receptionist clerk cashier trader merchandiser accountant librarian`,
		actorSecond:    "member lead manager commander hire agent representative mate",
		actorOperator:  "operator",
		actorOurs:      "provider support operations company organization organisation department supplier engineering",
		actorAnyPerson: "person individual human",
	} {
		for word := range wordSet(words) {
			out[word] = kind
		}
	}
	return out
}()

var (
	determiners = wordSet("a an the our one another this that some his her their my its")
	// leadsTo are words after which a word of the second kind is a job.
	leadsTo = wordSet("team staff tech technical shift project engineering product release incident duty line account support service call field new")
	// humanOperator are words before an operator who is no software.
	humanOperator = wordSet("a an the our one another human single night shift network datacenter centre center system on-call new experienced junior senior maintenance support")
	// byHand is what only operators who are people do.
	byHand = wordSet("select selects selected type types typed click clicks clicked enter enters entered paste pastes pasted press presses pressed pick picks picked forgets forgot")
	// byItself is what software operators do.
	byItself = wordSet("failed fails failing did didn does doesn reconciles reconciled creates created crashed pod pods deleted deletes")
	ours     = wordSet("our their customer hosting")
	// thingsOf are words before which a job is no person.
	thingsOf = wordSet("error errors mistake mistakes slip slips oversight oversights blunder blunders portal console panel page pages dashboard api account accounts role roles guide docs intervention")
)

// actor says where the person or the group begins that a word at i ends, and
// how it is marked; 0 where it is none.
func (w *lastWords) actor(kind int, lower string, i, end int) (from int, mark byte) {
	previous := w.back(1, lower)
	var next string
	if end < len(lower) && lower[end] == ' ' {
		next = lower[end+1 : wordEnd(lower, end+1)]
	}
	if thingsOf[next] {
		return i, 0
	}
	switch kind {
	case actorOne:
		return i, personMark
	case actorWe:
		return i, groupMark
	case actorOurs:
		if ours[previous] {
			return i, groupMark
		}
		return i, 0
	case actorMany:
		// One of several: "one of our engineers", "a member of the team".
		for n := 2; n <= w.n && n <= 5; n++ {
			if w.back(n, lower) != "of" || !determiners[w.back(n-1, lower)] {
				continue
			}
			switch head := w.back(n+1, lower); {
			case head == "one":
				return w.spans[w.n-n-1][0], personMark
			case head == "member" && determiners[w.back(n+2, lower)]:
				return w.spans[w.n-n-2][0], personMark
			}
		}
		return i, groupMark
	case actorSecond:
		if !leadsTo[previous] {
			return i, 0
		}
	case actorOperator:
		if w.start && w.n == 0 && byHand[next] { // "03:22 Operator selects …"
			return i, personMark
		}
		if !humanOperator[previous] || previous != "an" && byItself[next] {
			return i, 0
		}
	case actorAnyPerson:
		if !determiners[previous] && previous != "on-call" {
			return i, 0
		}
	}
	for n := 1; n <= w.n && n <= 4; n++ {
		if determiners[w.back(n, lower)] {
			return w.spans[w.n-n][0], personMark
		}
	}
	// Without a determiner it must begin the sentence, or what follows a colon.
	if w.start && w.n <= 2 && kind != actorOperator {
		if w.n > 0 {
			return w.spans[0][0], personMark
		}
		return i, personMark
	}
	return i, 0
}

// wordEnd gives where the word that begins at i ends: letters, digits, and
// hyphens, points and apostrophes between letters ("Jean-Luc", "o'neil", "ana.bell").
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
			next, _ := utf8.DecodeRuneInString(s[i+size:])
			if r != '-' && r != '.' && r != '@' || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				return i
			}
		}
		i += size
	}
	return i
}

// handleEnd gives where the handle that begins at i ends; 0 where none does: an
// address, a package (@scope/name), a call of everybody (@here).
func handleEnd(s string, i int) int {
	end := i + 1
	for end < len(s) && (s[end] == '-' || s[end] == '_' || s[end] == '.' || s[end] >= '0' && s[end] <= '9' || s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z') {
		end++
	}
	for end > i+1 && (s[end-1] == '.' || s[end-1] == '-') {
		end--
	}
	if end < i+2 || end < len(s) && s[end] == '/' {
		return 0
	}
	switch strings.ToLower(s[i+1 : end]) {
	case "here", "channel", "everyone", "all", "team", "latest", "override", "v1", "v2", "v3", "v4":
		return 0
	}
	return end
}
