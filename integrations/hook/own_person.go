package hook

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"debrief/models"
)

var personShape = shape{"email": aText, "name": aText, "part": aText}

func readResponders(c *models.Check, o object) []models.ReportedPerson {
	list := o.list("responders")
	if len(list) > MaxListed {
		c.Fail("responders", "must be at most %d", MaxListed)
		return nil
	}
	var people []models.ReportedPerson
	seen := map[string]bool{}
	for i, value := range list {
		field := fmt.Sprintf("responders[%d]", i)
		who, ok := readObject(c, field, value, personShape)
		if !ok {
			continue
		}
		p := models.ReportedPerson{
			Email: readEmail(c, field+".email", who.text("email")),
			Name:  c.Line(field+".name", who.text("name"), models.MaxName),
			Part:  models.Part(who.text("part")),
		}
		switch {
		case p.Email == "" && p.Name == "" && who.text("email") == "":
			c.Fail(field, "must have an email or a name")
		case p.Part != "" && !slices.Contains(models.ResponderParts, p.Part):
			c.Fail(field+".part", "must be incident_commander, shadow, scribe, responder or customer_liaison")
		case p.Email != "" && seen[p.Email]:
			c.Fail(field+".email", "is named twice")
		}
		seen[p.Email] = true
		people = append(people, p)
	}
	return people
}

// readEmail returns the address in lower case, as models.Person keeps it.
func readEmail(c *models.Check, field, text string) string {
	text = strings.ToLower(c.Line(field, text, models.MaxName))
	if a, err := mail.ParseAddress(text); text != "" && (err != nil || a.Address != text) {
		c.Fail(field, "must be an address such as ana@example.com")
		return ""
	}
	return text
}
