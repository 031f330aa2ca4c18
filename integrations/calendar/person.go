package calendar

import ical "github.com/emersion/go-ical"

// maxName is the longest name of a person in runes; a longer one is shortened.
const maxName = 120

// Person is somebody who takes part in a meeting.
type Person struct {
	Name  string // as people write it; may be empty. Shortened to 120 runes
	Email string // a plain ASCII address
}

// Attendee is somebody who is invited.
type Attendee struct {
	Name     string   // as people write it; may be empty. Shortened to 120 runes
	Email    string   // a plain ASCII address
	Optional bool     // OPT-PARTICIPANT instead of REQ-PARTICIPANT
	Response Response // the answer that we know of; empty means NeedsAction
}

// prop makes the ORGANIZER property (RFC 5545, section 3.8.4.3).
func (p Person) prop() *ical.Prop {
	prop := ical.NewProp(ical.PropOrganizer)
	setName(prop, p.Name)
	prop.Value = mailto(p.Email)
	return prop
}

// prop makes the ATTENDEE property (RFC 5545, section 3.8.4.1).
func (a Attendee) prop() *ical.Prop {
	prop := ical.NewProp(ical.PropAttendee)
	setName(prop, a.Name)
	prop.Params.Set(ical.ParamCalendarUserType, "INDIVIDUAL")
	prop.Params.Set(ical.ParamRole, "REQ-PARTICIPANT")
	if a.Optional {
		prop.Params.Set(ical.ParamRole, "OPT-PARTICIPANT")
	}
	prop.Params.Set(ical.ParamParticipationStatus, string(responseOf(string(a.Response))))
	prop.Params.Set(ical.ParamRSVP, "TRUE")
	prop.Value = mailto(a.Email)
	return prop
}

// setName sets CN, the name that calendars show.
func setName(prop *ical.Prop, name string) {
	if name = oneLine(name, maxName); name != "" {
		prop.Params.Set(ical.ParamCommonName, encodeParam(name))
	}
}
