package postmortem

import "strings"

// ownerEnd gives the place of the verb after who will do it: "Alice to add …", "the platform team will add …".
func ownerEnd(title string, p wordList, i int) int {
	if w := p.at(i); w == "the" {
		i++
	} else if pronounWords[w] || articleWords[w] {
		return 0
	}
	for k := i + 1; k < len(p) && k <= i+5; k++ {
		if s := p[k].sep; s != ' ' && s != '/' && s != ',' {
			if s == '(' && p[i].text[0] == '@' {
				continue
			}
			return 0
		}
		w := p[k].text
		if subordinateWords[w] || presentWords[w] || pastWords[w] || perfectWords[w] {
			return 0
		}
		if w != "to" && w != "will" {
			continue
		}
		verb := k + 1
		for strings.HasSuffix(p.at(verb), "ly") || p.at(verb) == "also" || p.at(verb) == "then" {
			verb++
		}
		if !isVerb(p.at(verb)) || p.at(verb) == "be" {
			return 0
		}
		head := p[k-1].text
		switch {
		case p[i].text[0] == '@', roleWords[head]:
			return verb
		case thingWords[head] || len(head) < 2:
			return 0
		}
		for n := i; n < k; n++ {
			if c := title[p[n].start]; (c < 'A' || c > 'Z') && p[n].text != "and" {
				return 0
			}
		}
		if k-i == 1 && (isVerb(head) || gerundNouns[head] || strings.HasSuffix(head, "ing") || strings.HasSuffix(head, "tion") ||
			strings.HasSuffix(head, "ment") || strings.HasSuffix(head, "ity") || strings.HasSuffix(head, "s") && thingWords[head[:len(head)-1]]) || k-i > 3 {
			return 0
		}
		return verb
	}
	return 0
}

// twoDecide gives the place of the verb after two who decide together: "Tomasz and Ines decide which …".
func twoDecide(title string, p wordList, i int) int {
	if p.at(i+1) != "and" || p.at(i+3) != "decide" && p.at(i+3) != "agree" && p.at(i+3) != "choose" || !givenNames[title[p[i].start:p[i].end]] && !givenNames[title[p[i+2].start:p[i+2].end]] {
		return 0
	}
	return i + 3
}
