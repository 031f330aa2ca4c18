package calendar

import "strings"

// Response is what an attendee answered: the PARTSTAT of a VEVENT
// (RFC 5545, section 3.2.12).
type Response string

// The responses that a VEVENT knows.
const (
	NeedsAction Response = "NEEDS-ACTION" // has not answered yet
	Accepted    Response = "ACCEPTED"     // will come
	Declined    Response = "DECLINED"     // will not come
	Tentative   Response = "TENTATIVE"    // may come
	Delegated   Response = "DELEGATED"    // sends somebody else
)

// known says whether r is one of the constants above.
func (r Response) known() bool {
	switch r {
	case NeedsAction, Accepted, Declined, Tentative, Delegated:
		return true
	}
	return false
}

// responseOf reads a PARTSTAT. RFC 5545, section 3.2.12: a value that is not
// recognised counts as NEEDS-ACTION, and so does a missing one.
func responseOf(partstat string) Response {
	if r := Response(strings.ToUpper(partstat)); r.known() {
		return r
	}
	return NeedsAction
}
