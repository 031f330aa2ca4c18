// Package mailbox reads the answers to invitations from a mailbox over IMAP
// (RFC 3501): calendar programs send them to the organizer's address.
//
// It is a leaf: it knows mail and nothing of meetings; what the calendar objects
// say, package calendar reads. Package mailboxtest beside it is a real IMAP
// server for tests.
package mailbox
