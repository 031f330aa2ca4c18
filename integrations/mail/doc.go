// Package mail sends one message over SMTP: text, HTML and, for an invitation, a
// calendar object in the form that Outlook and Gmail accept.
//
// It is a leaf: it imports no other package of Debrief. Package mailtest beside
// it is a real SMTP server for tests and for the demo.
package mail
