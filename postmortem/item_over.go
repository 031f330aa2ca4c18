package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// overDue is the day in a heading over items: "Short term (by 14 June)", "Before the end of May".
var overDue = regexp.MustCompile(`(?i)(?:^|\()(?:due\s+)?(?:by|before|until)\s+([^()]{3,30}?)\)?:?$`)

// dueOver reads the day until which all items below a heading are to be done.
func dueOver(heading string) string {
	if m := overDue.FindStringSubmatch(heading); m != nil && tailDays.MatchString(m[1]) {
		return m[1]
	}
	return ""
}

// acronymIn is no part of a person's name: "Charlotte DC".
var acronymIn = regexp.MustCompile(`\s\p{Lu}{2,3}$`)

// teamOver is a team over its items, of whatever word: "Queue team".
var teamOver = regexp.MustCompile(`^\p{Lu}[\w-]*(?: [\w-]+)? [Tt]eam$`)

// thingNamed says that a name is of something and of no team: "Ana Service", but not "Team Ana".
func thingNamed(name string) bool {
	return noName.MatchString(name) && !tailPersons.MatchString(name) && !teamWord.MatchString(name)
}

// over gives who stands as a heading over items that are theirs: a name of two words, or one that the document knows.
func (p nameList) over(heading string) string {
	heading = strings.TrimRight(squeeze(heading), ": ")
	if p.has(heading) || teamOver.MatchString(heading) && !anyTeam.MatchString(heading) || words(heading) > 1 && p.called(heading) && !thingNamed(heading) || handles.MatchString(heading) {
		return heading
	}
	return ""
}

// over takes what a heading or a group says of all below it to an item that says nothing else; taken says that it is somebody, or
// a priority.
func (f *finder) over(item *Item, heading string) (taken bool) {
	item.setDue(dueOver(heading), f)
	who, rank := f.people.over(heading), rankOf(heading)
	item.Owner, item.Priority = cmp.Or(item.Owner, who), cmp.Or(item.Priority, rank)
	return who != "" || rank != ""
}

// inherit takes what the headings over an item say to it. A given name is a person's where all headings beside it are persons.
func (f *finder) inherit(item *Item) {
	s := item.Section
	if s != nil && item.Shape == ShapeHeading {
		s = s.Parent
	}
	for ; s != nil && s.Kind == KindActions; s = s.Parent {
		class := strings.TrimRight(s.Heading, ": ")
		if s.Parent != nil && s.Parent.Kind == KindActions && classWords[strings.ToLower(class)] {
			item.Type = cmp.Or(item.Type, class)
		}
		if s.Own == KindActions {
			item.setDue(dueOver(s.Heading), f) // "Short term (by 14 June)" is a list of work by itself
			break
		}
		if !f.over(item, s.Heading) && f.overPersons(s.Parent) {
			item.Owner = cmp.Or(item.Owner, strings.TrimRight(s.Heading, ": "))
		}
	}
}

// overPersons says that a section has more than one heading below it, all of them persons.
func (f *finder) overPersons(s *Section) bool {
	persons, known := f.persons[s]
	if !known {
		below := f.children[s]
		persons = len(below) > 1 && !slices.ContainsFunc(below, func(c *Section) bool { return !f.people.called(strings.TrimRight(c.Heading, ": ")) })
		f.persons[s] = persons
	}
	return persons
}
