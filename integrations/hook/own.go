package hook

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"debrief/models"
)

// maxSource is how long the name of a source may be, as in models.Incident.
const maxSource = 50

// ownShape is Debrief's own format. A field more is a line here and one in readReport.
var ownShape = shape{
	"source": aText, "id": aText, "title": aText, "severity": aNumberOrText, "summary": aText, "url": aText,
	"started_at": aText, "detected_at": aText, "resolved_at": aText, "updated_at": aText,
	"services": aList, "team": aText, "owner": aText, "responders": aList, "document_url": aText,
}

// Own is Debrief's own format, for any tool without one here: one JSON object for one resolved incident, signed in the header
// Debrief-Signature. It is strict, so that a misspelt field is heard of at once.
func Own() Source {
	return Source{Name: "incidents", Verify: verifyOwn, Read: readOwn}
}

func readOwn(d Delivery) (models.IncidentReport, error) {
	if !utf8.Valid(d.Body) {
		return models.IncidentReport{}, models.InvalidField("body", "must be valid UTF-8")
	}
	var body json.RawMessage
	if err := json.Unmarshal(d.Body, &body); err != nil {
		return models.IncidentReport{}, models.InvalidField("body", "must be one JSON object and nothing else: %v", err)
	}
	var c models.Check
	o, ok := readObject(&c, "", body, ownShape)
	if !ok {
		return models.IncidentReport{}, c.Err()
	}
	r := readReport(&c, o, d.At)
	if err := c.Err(); err != nil {
		return models.IncidentReport{}, err
	}
	return r, nil
}

func readReport(c *models.Check, o object, arrived time.Time) models.IncidentReport {
	r := models.IncidentReport{
		Source:      cmp.Or(c.Line("source", o.text("source"), maxSource), "webhook"),
		ExternalID:  c.Required("id", o.text("id"), models.MaxName),
		Title:       c.Required("title", o.text("title"), models.MaxTitle),
		Severity:    readSeverity(c, o),
		Summary:     c.Text("summary", o.text("summary"), models.MaxNote),
		URL:         c.URL("url", o.text("url")),
		Services:    readServices(c, o),
		Team:        c.Line("team", o.text("team"), models.MaxName),
		Owner:       models.ReportedPerson{Email: readEmail(c, "owner", o.text("owner"))},
		Responders:  readResponders(c, o),
		DocumentURL: c.URL("document_url", o.text("document_url")),
	}
	readTimes(c, o, arrived, &r)
	return r
}

// readTimes also sees that they are in order, and that what is said to be over is over.
func readTimes(c *models.Check, o object, arrived time.Time, r *models.IncidentReport) {
	r.StartedAt = Instant(c, "started_at", o.text("started_at"))
	if text := o.text("detected_at"); text != "" {
		detected := Instant(c, "detected_at", text)
		InOrder(c, "started_at", r.StartedAt, "detected_at", detected)
		r.DetectedAt = &detected
	}
	text := o.text("resolved_at")
	if text == "" {
		c.Fail("resolved_at", "is missing: only resolved incidents are taken, so send it once the incident is over")
		return
	}
	resolved := Instant(c, "resolved_at", text)
	InOrder(c, "started_at", r.StartedAt, "resolved_at", resolved)
	r.Resolved, r.ResolvedAt, r.At = true, &resolved, arrived // what is said now holds, unless it says when it was so
	if text := o.text("updated_at"); text != "" {
		r.At = Instant(c, "updated_at", text)
		InOrder(c, "resolved_at", resolved, "updated_at", r.At)
	}
	// A report from the future would outdo every one that follows.
	notYet(c, "resolved_at", resolved, arrived)
	notYet(c, "updated_at", r.At, arrived)
}

func notYet(c *models.Check, field string, t, arrived time.Time) {
	if t.After(arrived.Add(maxSkew)) {
		c.Fail(field, "must not lie in the future")
	}
}

func readSeverity(c *models.Check, o object) models.Severity {
	text := o.text("severity")
	if text == "" {
		return 0
	}
	s := SeverityOf(text)
	if kindOf(o["severity"]) == aNumber && text != strconv.Itoa(int(s)) {
		s = 0 // SEV-7 is of a longer scale, 7 is a mistake
	}
	if s == 0 {
		c.Fail("severity", "must be 1 to 5, or a text such as SEV-2, P1 or critical")
	}
	return s
}

func readServices(c *models.Check, o object) []string {
	list := o.list("services")
	if len(list) > MaxListed {
		c.Fail("services", "must be at most %d", MaxListed)
		return nil
	}
	var names []string
	for i, value := range list {
		field := fmt.Sprintf("services[%d]", i)
		if kindOf(value) != aText {
			c.Fail(field, "must be a text, not %s", kindOf(value))
			continue
		}
		names = append(names, c.Required(field, object{"name": value}.text("name"), models.MaxName))
	}
	return Names(names...)
}
