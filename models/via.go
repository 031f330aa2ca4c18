package models

// Via is how a daily letter comes.
type Via string

// The ways of a letter.
const (
	ViaMail  Via = "mail"
	ViaSlack Via = "slack"
)

// Valid reports whether it is one of the ways.
func (v Via) Valid() bool { return v == ViaMail || v == ViaSlack }
