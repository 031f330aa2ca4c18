// Package calendar speaks iCalendar for one review meeting (invitation,
// cancellation, an attendee's answer) and knows the public holidays of the
// regions that people work in.
//
// It is a leaf: it imports no other package of Debrief, keeps no state but a
// cache of holidays, and is safe for concurrent use.
package calendar
