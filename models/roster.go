package models

import (
	"bufio"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxRoster is how many people one Roster adds at most.
const MaxRoster = 500

// Roster is a list of people as it is pasted from elsewhere, to be added at once.
type Roster struct {
	Text     string `json:"text" maxLength:"100000" doc:"One person a line: Ana Lind <ana@example.com>, or name and address with a comma, semicolon or tab between, or the address alone"`
	Role     Role   `json:"role" enum:"viewer,member,facilitator,administrator" doc:"Of all of them"`
	TimeZone string `json:"time_zone,omitempty" doc:"Of all of them, such as Europe/Berlin; UTC without"`
	Region   string `json:"region,omitempty" doc:"Whose public holidays they have, such as DE"`
}

// People returns the people of the list. Lines that are empty say nothing, nor does a first one that only names the columns. It
// returns an Invalid error that tells of every line that names nobody, or somebody twice.
func (r Roster) People() ([]Person, error) {
	var c Check
	if !r.Role.Valid() {
		c.Fail("role", "must be viewer, member, facilitator or administrator")
	}
	r.TimeZone = c.Zone("time_zone", r.TimeZone)
	if err := c.Err(); err != nil {
		return nil, err
	}
	var list []Person
	line := map[string]int{} // by address
	lines := bufio.NewScanner(strings.NewReader(strings.ReplaceAll(r.Text, "\r", "\n")))
	lines.Buffer(nil, len(r.Text)+1)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || len(list) == 0 && !strings.Contains(text, "@") && strings.Contains(strings.ToLower(text), "mail") {
			continue
		}
		name, address := nameAndAddress(text)
		p := Person{Name: name, Email: address, Role: r.Role, TimeZone: r.TimeZone, Region: r.Region, Active: true}
		switch err := p.Validate(); {
		case address == "":
			c.Fail("text", "has no address in line %d, “%s”", n, shortened(text))
		case err != nil:
			c.Fail("text", "is refused in line %d, “%s”: %v", n, shortened(text), err)
		case line[p.Email] > 0:
			c.Fail("text", "names %s in line %d and again in line %d", p.Email, line[p.Email], n)
		default:
			line[p.Email] = n
			list = append(list, p)
		}
	}
	switch {
	case len(list) > MaxRoster:
		c.Fail("text", "names %d people; add at most %d at once", len(list), MaxRoster)
	case len(list) == 0 && c.Err() == nil:
		c.Fail("text", "names nobody; write one person a line, such as Ana Lind <ana@example.com>")
	}
	return list, c.Err()
}

// nameAndAddress reads one line of a roster; the address is "" where there is none. Without a name it is made of the address.
func nameAndAddress(line string) (name, address string) {
	if a, err := mail.ParseAddress(line); err == nil {
		name, address = a.Name, a.Address
	} else {
		var before, after []string
		for _, field := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t", r) }) {
			field = strings.Trim(strings.TrimSpace(field), `"<>`)
			if address == "" && strings.Contains(field, "@") {
				address = field
			} else if address == "" && field != "" {
				before = append(before, field)
			} else if field != "" {
				after = append(after, field)
			}
		}
		if len(before) == 0 { // else what is behind an address is a department or the like
			before = after
		}
		name = strings.Join(before, " ")
	}
	if name == "" {
		local, _, _ := strings.Cut(address, "@")
		words := strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._-+", r) })
		for n, w := range words {
			first, size := utf8.DecodeRuneInString(w)
			words[n] = fmt.Sprintf("%c%s", unicode.ToUpper(first), w[size:])
		}
		name = strings.Join(words, " ")
	}
	return name, address
}

// shortened is a line as a message quotes it.
func shortened(line string) string {
	if runes := []rune(line); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return line
}
